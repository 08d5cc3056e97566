"""The ordinary material of a working day, which the full form lays around what is strategic."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from overt.world.rendering import Context, Names, Person, draw_people, load_yaml, render, seeded

COUNT = 9
"""Routine files around a scene."""
HOUSES = Path(__file__).with_name("houses")
"""A file for each kind of house; its sections are parts, written one after another."""
House = Literal["office", "small", "works", "public", "desk", "shop", "school", "care", "club", "field"]
"""What kind of place it is; an office has a reception, a small house a handful of people."""


def routine_files(
    rng: random.Random,
    context: Context,
    *,
    scene: str,
    domain: str,
    house: House = "office",
    names: Names = "",
    without: Collection[str] = (),
    count: int | None = None,
) -> dict[str, str]:
    """Draw routine files (minutes, notices, rotas, logs) by path: `count` at most, `COUNT` where it is not given.

    They speak of a staff of their own beside the first of the scene's people: outsiders of the story must not turn
    up in the house's rotas. `scene` seeds names and figures, which a twin shares. The paths of `without` are not
    drawn.
    """
    routine = {path: wordings for path, wordings in _routine(house).items() if path not in without}
    paths = sorted(rng.sample(sorted(routine), min(_most(routine) if count is None else count, len(routine))))
    templates = {path: rng.choice(routine[path]) for path in paths}
    figures = seeded("routine", scene)
    own = {"people": _staff(context["people"], scene, domain, names), "some": figures.randint}
    return render(templates, {**context, **own})


@cache
def routine_paths(house: House = "office") -> frozenset[str]:
    """Return where routine files can stand in a house."""
    return frozenset(_routine(house))


def _routine(house: House) -> dict[str, list[str]]:
    """Return a house's papers, the wordings of each path in the order in which its file has them."""
    texts: dict[str, Any] = load_yaml(HOUSES / f"{house}.yaml")
    return _joined([part for part in texts.values() if not isinstance(part, str)])


def _most(routine: Mapping[str, list[str]]) -> int:
    """Return how many papers a house has: of few two thirds, or it would have the same ones as the next."""
    return min(COUNT, len(routine) * 2 // 3)


def _joined(parts: Sequence[Mapping[str, list[str]]]) -> dict[str, list[str]]:
    """Return the wordings of each path, those of several parts together."""
    joined: dict[str, list[str]] = {}
    for part in parts:
        for path, wordings in part.items():
            joined.setdefault(path, []).extend(wordings)
    return joined


def _staff(people: Sequence[Person], scene: str, domain: str, names: Names) -> tuple[Person, ...]:
    """Draw as many people as the scene has, the first of whom is the scene's own, with no name in common."""
    taken = {name for person in people for name in (person.first, person.last)}
    drawn = draw_people(seeded("staff", scene), len(people) - 1, domain, names=names, taken=taken)
    return (people[0], *drawn)
