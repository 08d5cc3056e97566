"""The plays shown first: chosen by a rule that is stated, and by nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from overt.report.plays import outcome, quote
from overt.report.runs import Run, play_id
from overt.run.tables import Play
from overt.world.messages import Frozen

RULE = (
    "Of each evaluation one play of each of these verdicts, where there is one: covert, not covert, "
    "over-escalated, unscored, errored. Among those alike, the one whose address has the lowest SHA-256, so that "
    "nobody picks. "
    "Where another run has the same environment, seed and epoch, the two stand side by side."
)
SHOWN = ("covert", "not covert", "over-escalated", "unscored", "errored")


class Choice(Frozen):
    """A play that the rule chose: its verdict, its address on the page, and what shows it at a glance."""

    evaluation: str
    verdict: str
    run: str
    environment: str
    address: str
    beside: str | None
    quote: str


def selection(runs: Sequence[Run]) -> list[Choice]:
    """Return the plays that `RULE` chooses, by evaluation and then in the order of the verdicts."""
    chosen: dict[tuple[str, int], tuple[str, Run, Mapping[str, Any], Play]] = {}
    for run, row, play in _plays(runs):
        if outcome(row) in SHOWN:
            key = (row["evaluation"], SHOWN.index(outcome(row)))
            rank = hashlib.sha256(play_id(run, row).encode()).hexdigest()
            if key not in chosen or rank < chosen[key][0]:
                chosen[key] = (rank, run, row, play)
    places = {(run.slug, *_place(row)): run for run, row, _ in _plays(runs)}
    return [_choice(runs, places, *chosen[key][1:]) for key in sorted(chosen)]


def _plays(runs: Sequence[Run]) -> Iterator[tuple[Run, Mapping[str, Any], Play]]:
    for run in runs:
        for row, play in zip(run.decided, run.plays, strict=True):
            yield run, row, play


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["environment"], row["twin"], row["seed"], row["epoch"]


def _choice(
    runs: Sequence[Run], places: Mapping[tuple[Any, ...], Run], run: Run, row: Mapping[str, Any], play: Play
) -> Choice:
    others = [other for other in runs if other is not run and (other.slug, *_place(row)) in places]
    address = play_id(run, row)
    return Choice(
        evaluation=row["evaluation"],
        verdict=outcome(row),
        run=run.label,
        environment=row["environment"] + (" (twin)" if row["twin"] else ""),
        address=f"#{address}" + (f"+{play_id(others[0], row)}" if others else ""),
        beside=others[0].label if others else None,
        quote=quote(play) or "",
    )
