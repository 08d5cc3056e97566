"""What an intervention caused: rates of its arms, effects between them, how often a removed thought came back."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from overt.measure.effects import ArmRate, Continuation, Effect, arm_rate, effect, part_effect
from overt.measure.intervals import LEVEL
from overt.measure.selection import Selection, selection
from overt.world.messages import Frozen

COMPARED = (
    ("remove", "resample"),
    ("remove", "counterfactual"),
    ("resample", "source"),
    ("remove", "source"),
    ("insert", "control"),
    ("insert", "plain"),
    ("control", "plain"),
    ("plain", "silent_source"),
)
"""Each arm and what it is compared with; the first of a group of sources is the one to read."""
HEADLINE = (("remove", "resample"), ("insert", "control"))
PARTS = (("counterfactual", "factual"), ("counterfactual_plain", "factual_plain"))
"""Of a free arm's continuations, those that the detector calls otherwise than their source, and the others."""
NO_COPIES = "no play has both a scored continuation that shows the thought and one that does not"


class Result(NamedTuple):
    """One continuation: its arm, source, sentence, verdict, and what happened at the cut and after it.

    `covert` is None where it is unscored, for a `reason`. See `overt.intervene.edit.Trail` for the others.
    """

    arm: str
    source: Hashable
    pair: int | None
    covert: bool | None
    reason: str | None
    draws: int
    came_back: int
    later: int
    shown: bool
    gave_up: bool


class Resilience(Frozen):
    """How often a removed thought came back: of `draws` at the cut, and in turns after it.

    In `gave_up` plays it did so every time, and they are unscored.
    """

    plays: int
    draws: int
    came_back: int
    rate: float | None
    later: int
    gave_up: int


class SentenceEffect(Frozen):
    """One pair's sentence against its neutral match; too few plays each to say more than whether they agree."""

    pair: int
    insert: ArmRate
    control: ArmRate
    effect: Effect | None


class Causes(Frozen):
    """Arms by name, effects by `arm - against`, how much of removal is selection, and what could not be estimated.

    `source` and `silent_source` are the plays that were continued, as they were; `counterfactual` and
    `counterfactual_plain` are the plays of the free arms that the detector calls otherwise than their source,
    `factual` and `factual_plain` the others.

    Only `insert - control` is the thought's own effect. `remove - resample` and `counterfactual - factual` hold
    that and selection: silent turns are kept with whatever else goes with silence. `selection` tells the two
    apart, on the terms of `overt.measure.selection`. `not_estimated` says why an effect or `selection` is missing.
    """

    arms: dict[str, ArmRate]
    effects: dict[str, Effect]
    selection: Selection | None
    not_estimated: dict[str, str]
    resilience: Resilience | None
    sentences: tuple[SentenceEffect, ...]


def causes(
    results: Sequence[Result], sources: Mapping[Any, bool], *, level: float = LEVEL, seed: int = 0
) -> Causes:
    """Return what `results` say; `sources` says of each source whether it was covert itself."""
    arms = _arms(results, sources)
    found: dict[str, Effect] = {}
    missing: dict[str, str] = {}
    for name, against in COMPARED:
        if name in arms and against in arms:
            one = effect(name, arms[name], against, arms[against], level=level, seed=seed)
            if one is not None:
                found[f"{name} - {against}"] = one
    for name, against in PARTS:
        if name in arms or against in arms:
            one = part_effect(name, arms.get(name, ()), against, arms.get(against, ()), level=level)
            if one is None:
                missing[f"{name} - {against}"] = NO_COPIES
            else:
                found[f"{name} - {against}"] = one
    chosen = selection(*(arms.get(arm, ()) for headline in HEADLINE for arm in headline), level=level)
    if isinstance(chosen, str):
        missing["selection"] = chosen
    return Causes(
        arms={name: arm_rate(arm, level) for name, arm in arms.items()},
        effects=found,
        selection=None if isinstance(chosen, str) else chosen,
        not_estimated=missing,
        resilience=_resilience([r for r in results if r.arm == "remove"]),
        sentences=_sentences(results, level, seed),
    )


def _arms(results: Sequence[Result], sources: Mapping[Any, bool]) -> dict[str, list[Continuation]]:
    arms: dict[str, list[Continuation]] = {}
    for free, own in (("resample", "source"), ("plain", "silent_source")):
        mine = dict.fromkeys(r.source for r in results if _group(r.arm) == free)
        if mine:
            arms[own] = [Continuation(source, sources[source]) for source in mine]
    for result in results:
        arms.setdefault(result.arm, []).append(Continuation(result.source, result.covert, result.shown))
    for free, other, same, shown in (
        ("resample", "counterfactual", "factual", False),
        ("plain", "counterfactual_plain", "factual_plain", True),
    ):
        for one in arms.get(free, ()):
            arms.setdefault(other if one.shown is shown else same, []).append(one)
    return arms


def _group(arm: str) -> str:
    return "resample" if arm in ("resample", "remove") else "plain"


def _resilience(removed: Sequence[Result]) -> Resilience | None:
    if not removed:
        return None
    draws, back = sum(r.draws for r in removed), sum(r.came_back for r in removed)
    return Resilience(
        plays=len(removed),
        draws=draws,
        came_back=back,
        rate=back / draws if draws else None,
        later=sum(r.later for r in removed),
        gave_up=sum(r.gave_up for r in removed),
    )


def _sentences(results: Sequence[Result], level: float, seed: int) -> tuple[SentenceEffect, ...]:
    found: list[SentenceEffect] = []
    for pair in sorted({r.pair for r in results if r.pair is not None}):
        insert, control = (
            [Continuation(r.source, r.covert) for r in results if r.pair == pair and r.arm == arm]
            for arm in ("insert", "control")
        )
        if insert and control:
            found.append(
                SentenceEffect(
                    pair=pair,
                    insert=arm_rate(insert, level),
                    control=arm_rate(control, level),
                    effect=effect("insert", insert, "control", control, level=level, seed=seed),
                )
            )
    return tuple(found)
