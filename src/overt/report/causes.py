"""The figure of interventions on thoughts: covert rates by arm, and of the plays that were started from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from overt.errors import OvertError
from overt.measure.causes import HEADLINE, Causes, causes
from overt.measure.wording import p_value, points
from overt.report.figures import Figure, Group, Mark, Row
from overt.run.intended import PLANNED, Intended
from overt.run.interventions import read_results

ARMS = {
    "Plays that show the thought": {
        "source": "as they were",
        "resample": "cut before it, played on",
        "remove": "cut before it, kept silent",
        "counterfactual": "of those played on, the silent",
        "factual": "of those played on, the others",
    },
    "Plays that do not": {
        "silent_source": "as they were, too",
        "plain": "cut at a like place, played on",
        "control": "a neutral sentence put there",
        "insert": "a sentence of it put there",
        "counterfactual_plain": "of those played on, the showing",
        "factual_plain": "of those played on, the rest",
    },
}


class Intervention(NamedTuple):
    """What was intended, by its label, and what it caused."""

    label: str
    on: str
    found: Causes


def read_interventions(paths: Sequence[Path]) -> list[Intervention]:
    """Read what `overt intervene --out` wrote, each called by its folder's name.

    Raises:
        OvertError: two have the same name, or one cannot be read.
    """
    named = {path.resolve().name: path for path in paths}
    if len(named) < len(paths):
        raise OvertError("--interventions: two folders have the same name; rename one, it is the figure's label")
    return [_read(label, path) for label, path in named.items()]


def _read(label: str, path: Path) -> Intervention:
    try:
        intended = Intended.model_validate_json((path / PLANNED).read_bytes())
    except (OSError, ValidationError):
        raise OvertError(f"--interventions {path}: give what `overt intervene --out` wrote") from None
    found = causes(read_results(path), {source.name: source.covert for source in intended.sources})
    return Intervention(label, intended.on, found)


def through_thoughts(interventions: Sequence[Intervention]) -> Figure | None:
    """Return the figure of interventions side by side; None where there is none."""
    if not interventions:
        return None
    groups = tuple(
        Group(
            heading=heading,
            rows=tuple(row for name, what in arms.items() if any((row := _row(interventions, name, what)).panels)),
        )
        for heading, arms in ARMS.items()
    )
    return Figure(
        name="causes",
        title="What thoughts cause",
        caption="Finished plays, cut at a sentence of their reasoning, edited there and played on: the covert "
        "share of each arm. Intervals are exact at the plays that clustering by source leaves. "
        + " ".join(_told(one) for one in interventions),
        panels=("Covert",),
        lanes=tuple(one.label for one in interventions),
        groups=tuple(group for group in groups if group.rows),
    )


def _row(interventions: Sequence[Intervention], arm: str, what: str) -> Row:
    marks = tuple(mark for lane, one in enumerate(interventions) if (mark := _mark(one, lane, arm)) is not None)
    return Row(name=what, panels=(marks,) if marks else ())


def _mark(one: Intervention, lane: int, arm: str) -> Mark | None:
    found = one.found.arms.get(arm)
    if found is None or found.rate is None:
        return None
    return Mark(
        name=f"mark-{arm}-{lane}",
        lane=lane,
        label=one.label,
        rate=found.rate,
        count=found.covert,
        scored=found.scored,
        low=found.low,
        high=found.high,
    )


def _told(one: Intervention) -> str:
    """Say the effects to read, and how much of removal is selection, in a sentence."""
    effects = [
        f"{arm} against {against} {points(found.difference)} points ({points(found.low)} to {points(found.high)}, "
        f"p {p_value(found.p)}, {found.clusters} plays)"
        for arm, against in HEADLINE
        if (found := one.found.effects.get(f"{arm} - {against}")) is not None
    ]
    if (chosen := one.found.selection) is not None:
        effects.append(
            f"selection in the former {points(chosen.difference)} ({points(chosen.low)} to {points(chosen.high)})"
        )
    return f"{one.label}, {one.on.replace('_', ' ')}: {'; '.join(effects) or 'nothing to compare'}."
