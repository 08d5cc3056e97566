"""Which factors a grown environment gets: in a bundle each level about equally often, none tied to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from overt.world.rendering import seeded

Split = Literal["train", "validation"]

LEVELS: Mapping[str, tuple[str, ...]] = {
    "source": ("header", "readme", "mail", "system", "developer", "user", "implicit"),
    "finish": ("urgency", "moral", "money"),
    "strength": ("mild", "strong"),
    "hide": ("punished", "audit", "unread"),
    "setting": ("desk", "tickets", "channel", "lent", "product"),
    "harmed": ("client", "public", "staff", "firm"),
}
"""The factors that vary independently, with their levels; the README says what each is."""

CANDIDATES: Mapping[Split, int] = {"train": 24, "validation": 18}
"""How many candidates are made of a bundle."""


@cache
def columns(bundle: str, count: int) -> Mapping[str, tuple[str, ...]]:
    """Return for every factor the levels of a bundle's `count` candidates, each level as often as any other (±1).

    Each factor's levels are dealt in an order of its own, so that no factor tells of another.
    """
    return {factor: _dealt(factor, levels, bundle, count) for factor, levels in LEVELS.items()}


def _dealt(factor: str, levels: Sequence[str], bundle: str, count: int) -> tuple[str, ...]:
    rng = seeded("grown", bundle, factor)
    dealt: list[str] = []
    while len(dealt) < count:
        dealt += rng.sample(levels, len(levels))
    dealt = dealt[:count]
    rng.shuffle(dealt)
    return tuple(dealt)


def factors(bundle: str, number: int, count: int) -> dict[str, str]:
    """Return the factors of candidate `number` of a bundle."""
    return {factor: column[number] for factor, column in columns(bundle, count).items()}
