"""How much what a seed draws matters: plays of an environment that share a drawn value against those that do not.

A draw has values of its own in each environment, so it has no effects that environments share but a spread: each
(environment, value) moves the log-odds by a normal amount. Its likelihood is integrated over both the environment
and its values. The test needs no model: it deals the environment's plays out to its values again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import pi, sqrt
from typing import NamedTuple

import numpy as np

from overt.measure.design import FEWEST
from overt.measure.distributions import Floats, Ints, crossing, expit, least_between, student_quantile
from overt.measure.logistic import MOST_SPREAD, NODES, WEIGHTS, marginal, mode

ZEGER = (16 * sqrt(3) / (15 * pi)) ** 2
DEALS = 4_999
"""Random deals; the p is then no coarser than 1 in 5,000."""

Value = str | int | float
Drawn = Sequence[tuple[Value, bool]]
"""The plays of an environment: the value drawn, and whether it was covert."""


class Around(NamedTuple):
    """What is known of an environment without the draw: its expected log-odds."""

    logit: float
    plays: Drawn


class Spread(NamedTuple):
    """Deviation on log-odds between values of an environment, its interval, and the test's p.

    `shared` is how much of its variance environments have as their own, for want of more values.
    """

    spread: float
    low: float
    high: float
    p: float
    shared: float


class _Groups(NamedTuple):
    """One entry for each value of each environment; `place` is the environment's number."""

    covert: Floats
    plays: Floats
    logit: Floats
    place: Ints
    shared: float


def repeated(environments: Mapping[str, Drawn]) -> dict[str, Drawn] | str:
    """Return the environments in which a draw varied and some value came twice, or why it cannot be told.

    Dates are told apart by the day of the week, and numbers of many values by the half in which they lie.
    """
    told = {name: _coarse(plays) for name, plays in environments.items()}
    varied = {name: plays for name, plays in told.items() if len({value for value, _ in plays}) > 1}
    if not varied:
        return "constant: each environment drew one value alone"
    twice = {name: plays for name, plays in varied.items() if len({v for v, _ in plays}) < len(plays)}
    telling = sum(
        min(verdicts.count(True), verdicts.count(False)) >= 2
        for verdicts in ([covert for _, covert in plays] for plays in twice.values())
    )
    if telling < FEWEST:
        return (
            f"too few environments: fewer than {FEWEST} drew values that differ, one of them twice, with two "
            "covert and two other plays"
        )
    return twice


def spread_of(environments: Sequence[Around], between: float, level: float, seed: int) -> Spread:
    """Return the spread of a draw; `between` is that of environments, on log-odds.

    The interval holds the spreads that a likelihood ratio does not reject (Student's quantile, for there are few
    environments), and 0 where the test does not: it is
    exact, and the ratio is not where there are few plays of a value.
    """
    groups = _groups(environments)

    def lost(spread: float) -> float:
        return -_likelihood(groups, between, spread)

    best = least_between(lost, 0.0, MOST_SPREAD)
    if lost(0.0) <= lost(best):
        best = 0.0
    limit = lost(best) + student_quantile((1 + level) / 2, len(environments) - 1) ** 2 / 2
    p = _dealt(environments, groups, between, seed)
    return Spread(
        spread=best,
        low=crossing(lost, best, 0.0, limit) if p <= 1 - level else 0.0,
        high=crossing(lost, best, MOST_SPREAD, limit),
        p=p,
        shared=groups.shared,
    )


def _coarse(plays: Drawn) -> Drawn:
    """Return plays with dates as days of the week, and numbers as halves where there are more than four."""
    values = [value for value, _ in plays]
    if all(isinstance(value, str) and _day(value) for value in values):
        return [(_day(str(value)), covert) for value, covert in plays]
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) < len(values) or len(set(values)) <= 4:
        return plays
    middle = float(np.median(numbers))
    return [("low" if float(value) <= middle else "high", covert) for value, covert in plays]


def _day(value: str) -> str:
    try:
        return f"{date.fromisoformat(value):%A}"
    except ValueError:
        return ""


def _groups(environments: Sequence[Around]) -> _Groups:
    rows: list[tuple[int, int, float, int]] = []
    for place, one in enumerate(environments):
        for value in sorted({str(v) for v, _ in one.plays}):
            verdicts = [covert for v, covert in one.plays if str(v) == value]
            rows.append((sum(verdicts), len(verdicts), one.logit, place))
    covert, plays, logit = (np.array([row[n] for row in rows], dtype=np.float64) for n in range(3))
    place = np.array([row[3] for row in rows])
    shared = np.bincount(place, plays**2) / np.bincount(place, plays) ** 2
    return _Groups(covert, plays, logit, place, float(shared.mean()))


def _likelihood(groups: _Groups, seen: float, spread: float) -> float:
    """Return the log-likelihood, integrated over environments and, within each of their points, over values.

    `seen` is the spread of environments when nothing is said of values: part of it is theirs. Log-odds given
    more spread lie further from even (Zeger, Liang and Albert 1988).
    """
    between = sqrt(max(0.0, seen**2 - spread**2 * groups.shared))
    further = sqrt((1 + ZEGER * (between**2 + spread**2)) / (1 + ZEGER * seen**2))
    logits = groups.logit * further
    if between < 1e-3:
        return float(marginal(groups.covert, groups.plays, logits, spread)[0].sum())
    place, size = groups.place, int(groups.place[-1]) + 1
    counts = (groups.covert, groups.plays, np.ones(len(place)))
    covert, plays, counted = (np.bincount(place, each, size).astype(np.float64) for each in counts)
    logit = np.bincount(place, logits, size) / counted
    middle, width = mode(covert, plays, logit, between)
    # Values that differ leave less known of the environment, so its points are set further apart.
    width = np.minimum(1.0, np.sqrt(width**2 + (spread / between) ** 2 / counted))
    z = middle[:, None] + width[:, None] * NODES
    at = logits[:, None] + between * z[place]
    wide = np.broadcast_to(groups.covert[:, None], at.shape).ravel()
    many = np.broadcast_to(groups.plays[:, None], at.shape).ravel()
    inner = marginal(wide, many, at.ravel(), spread)[0].reshape(at.shape)
    heights = np.zeros((size, len(NODES)))
    np.add.at(heights, place, inner)
    heights += -(z**2) / 2 + NODES**2 / 2 + np.log(WEIGHTS) + np.log(width)[:, None]
    return float(np.logaddexp.reduce(heights, axis=1).sum() - size * np.log(2 * np.pi) / 2)


def _dealt(environments: Sequence[Around], groups: _Groups, between: float, seed: int) -> float:
    """Return the share of deals in which values differ as much as they do; exact where plays are exchangeable."""
    generator = np.random.default_rng([17, seed])
    seen, dealt = 0.0, np.zeros(DEALS)
    for number, one in enumerate(environments):
        mine = groups.place == number
        sizes, covert = groups.plays[mine].astype(np.int64), groups.covert[mine]
        total = covert.sum(keepdims=True), groups.plays[mine].sum(keepdims=True)
        logit = np.array([one.logit])
        moved = between * mode(*total, logit, between)[0] if between else 0.0
        expected = sizes * float(expit(logit + moved)[0])
        seen += float(((covert - expected) ** 2).sum())
        drawn = generator.multivariate_hypergeometric(sizes, int(covert.sum()), size=DEALS)
        dealt += ((drawn - expected) ** 2).sum(1)
    return (1 + int((dealt >= seen * (1 - 1e-9)).sum())) / (DEALS + 1)
