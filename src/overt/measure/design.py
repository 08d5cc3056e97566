"""Which factors of environments a set of plays can tell apart, as columns of a model, and why others cannot be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from overt.measure.distributions import Floats

FEWEST = 5
"""Degrees of freedom that environments must leave, and environments in which a draw must have varied."""
OTHER = "other"
UNSAID = "unsaid"


class Place(NamedTuple):
    """An environment: its evaluation, its counts, and the level that it has of each strategic factor."""

    evaluation: str
    covert: int
    plays: int
    levels: Mapping[str, str]


class Pair(NamedTuple):
    """A level and the one that it is compared with, and how many environments have the first."""

    level: str
    against: str
    environments: int


class Columns(NamedTuple):
    """A factor in the model: one column for each pair of levels, shape (environments, pairs)."""

    name: str
    pairs: tuple[Pair, ...]
    matrix: Floats
    environments: int
    alias: tuple[str, ...] = ()


class Design(NamedTuple):
    """An indicator of each evaluation, the factors that can be told apart, and why the others cannot."""

    evaluations: Floats
    factors: tuple[Columns, ...]
    left_out: dict[str, str]


def design(places: Sequence[Place], family: Sequence[str] | None = None) -> Design:
    """Return the model's columns for all strategic factors, or those of `family`.

    A factor counts within evaluations alone: what is the same in all environments of an evaluation cannot be told
    from the evaluation. Factors enter by how many environments there are to a pair of levels; where levels go
    together, the first stands for both.
    """
    names = sorted({name for place in places for name in place.levels})
    left_out: dict[str, str] = {}
    found: list[Columns] = []
    for name in names if family is None else [n for n in names if n in family]:
        columns = _columns(places, name)
        if isinstance(columns, str):
            left_out[name] = columns
        else:
            found.append(columns)
    of_evaluation = _evaluations(places)
    taken: list[Columns] = []
    for columns in sorted(found, key=lambda c: (-c.environments / len(c.pairs), c.name)):
        base = np.hstack([of_evaluation, *(t.matrix for t in taken)])
        if _gained(base, columns.matrix) < len(columns.pairs):
            left_out[columns.name] = _confounded(of_evaluation, taken, columns)
        elif len(places) - base.shape[1] - len(columns.pairs) < FEWEST:
            left_out[columns.name] = (
                f"too few environments: {len(places)} leave fewer than {FEWEST} degrees of freedom once it is in"
            )
        else:
            taken.append(columns)
    return Design(of_evaluation, tuple(taken), left_out)


def _evaluations(places: Sequence[Place]) -> Floats:
    names = sorted({place.evaluation for place in places})
    return np.array([[place.evaluation == name for name in names] for place in places], dtype=np.float64)


def _columns(places: Sequence[Place], name: str) -> Columns | str:
    """Return the columns of a factor, or why it has none."""
    said = {place.evaluation for place in places if name in place.levels}
    raw = [place.levels.get(name, UNSAID) if place.evaluation in said else None for place in places]
    counts = Counter(level for level in raw if level is not None)
    if len(counts) == 1:
        return f"constant: {next(iter(counts))} in all environments that have it"
    if max(counts.values()) == 1:
        return "confounded with environment: no two environments share a level"
    levels = [OTHER if level is not None and counts[level] == 1 else level for level in raw]
    pairs: list[Pair] = []
    columns: list[list[float]] = []
    for part in _connected(places, levels):
        often = Counter(level for level in levels if level in part)
        against = min(part, key=lambda level: (level == OTHER, -often[level], level))
        for level in sorted(part - {against}):
            pairs.append(Pair(level, against, often[level]))
            columns.append([float(at == level) for at in levels])
    if not pairs:
        return "confounded with evaluation: all environments of each evaluation have the same level"
    matrix = np.array(columns).T
    varied = sum(len(of) for of in _by_evaluation(places, levels).values() if len(set(of)) > 1)
    return Columns(name, tuple(pairs), matrix, varied)


def _by_evaluation(places: Sequence[Place], levels: Sequence[str | None]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for place, level in zip(places, levels, strict=True):
        if level is not None:
            found.setdefault(place.evaluation, []).append(level)
    return found


def _connected(places: Sequence[Place], levels: Sequence[str | None]) -> list[set[str]]:
    """Return the sets of levels that evaluations compare, directly or by way of others."""
    parts: list[set[str]] = []
    for seen in _by_evaluation(places, levels).values():
        joined = set(seen).union(*(part for part in parts if part & set(seen)))
        parts = [part for part in parts if not part & joined] + [joined]
    return sorted((part for part in parts if len(part) > 1), key=min)


def _gained(base: Floats, more: Floats) -> int:
    """Return the rank that columns add."""
    return int(np.linalg.matrix_rank(np.hstack([base, more])) - np.linalg.matrix_rank(base))


def _confounded(of_evaluation: Floats, taken: list[Columns], columns: Columns) -> str:
    """Say with what a factor goes together; a single one is told that it stands for both."""
    for place, other in enumerate(taken):
        if _gained(np.hstack([of_evaluation, other.matrix]), columns.matrix) < len(columns.pairs):
            taken[place] = other._replace(alias=(*other.alias, columns.name))
            return f"confounded with {other.name}: their levels go together"
    return f"confounded with {', '.join(t.name for t in taken)} taken together"
