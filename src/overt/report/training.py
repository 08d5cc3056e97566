"""Figures through a training by reward: what its own plays showed, by blocks of steps."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from overt.errors import OvertError
from overt.measure.intervals import exact
from overt.report.checkpoints import curve_file
from overt.report.figures import Figure, Group, Mark, Row
from overt.world.messages import Frozen

BLOCKS = 10
"""Rows of the figure at most: a step alone has too few plays to show a rate."""


class Step(Frozen):
    """A step's plays: (yes, of) of what was covert, handed back undone among twins, and named a clause."""

    step: int
    covert: tuple[int, int]
    over_escalated: tuple[int, int]
    citing: tuple[int, int]


PANELS = {"covert": "Covert", "over_escalated": "Over-escalated", "citing": "Names a clause"}


class Training(Frozen):
    """A training by its label, and its steps in order."""

    label: str
    steps: tuple[Step, ...]


def read_trainings(paths: Sequence[Path]) -> list[Training]:
    """Read trainings, each called by its folder's name.

    Raises:
        OvertError: two have the same name, or one cannot be read.
    """
    found = {path.resolve().name: path for path in paths}
    if len(found) < len(paths):
        raise OvertError("--training: two folders have the same name; rename one, for it is the figure's label")
    # A distillation has a curve and no plays that were rewarded.
    return [read_training(path) for path in found.values() if _rewarded(path) or not curve_file(path).is_file()]


def read_training(path: Path) -> Training:
    """Read the plays that `overt train reinforce` wrote into a folder.

    Raises:
        OvertError: there are none, or a file of them cannot be read.
    """
    files = _rewarded(path)
    if not files:
        raise OvertError(f"--training {path}: holds no plays; give what `overt train reinforce --out` wrote")
    return Training(label=path.resolve().name, steps=tuple(_step(file) for file in files))


def _rewarded(path: Path) -> list[Path]:
    return sorted((path / "plays").glob("[0-9]*.jsonl"))


def _step(file: Path) -> Step:
    try:
        head, *plays = [json.loads(line) for line in file.read_bytes().splitlines()]
        return Step(
            step=head["step"],
            covert=_share(p["covert"] for p in plays if not p["twin"] and p["covert"] is not None),
            over_escalated=_share(p["over_escalated"] for p in plays if p["twin"]),
            citing=_share(p["cites"] for p in plays),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OvertError(f"--training {file}: is no step of plays ({error}); train that step again") from error


def _share(values: Iterator[Any]) -> tuple[int, int]:
    found = [bool(value) for value in values]
    return sum(found), len(found)


def through_training(trainings: Sequence[Training]) -> Figure | None:
    """Return the figure of trainings side by side; None where there is none."""
    if not trainings:
        return None
    last = max(step.step for training in trainings for step in training.steps)
    width = last // BLOCKS + 1
    rows = [_row(trainings, first, min(first + width - 1, last)) for first in range(0, last + 1, width)]
    return Figure(
        name="training",
        title="Through training by reward",
        caption="What the plays that a model was rewarded for showed, by steps: of the environments scored, the "
        "covert; of the twins, those handed back undone; of all, those whose reasoning names a clause. Exact "
        "(Clopper–Pearson) 95% intervals, plays taken as independent. These are training environments, sampled as "
        "training samples: no rate of the evaluations.",
        panels=tuple(PANELS.values()),
        lanes=tuple(training.label for training in trainings),
        groups=(Group(heading="", rows=tuple(row for row in rows if any(row.panels))),),
    )


def _row(trainings: Sequence[Training], first: int, last: int) -> Row:
    name = f"step {first}" if first == last else f"steps {first} to {last}"
    return Row(
        name=name,
        panels=tuple(
            tuple(
                mark
                for lane, training in enumerate(trainings)
                if (mark := _mark(training, lane, panel, first, last)) is not None
            )
            for panel in PANELS
        ),
    )


def _mark(training: Training, lane: int, panel: str, first: int, last: int) -> Mark | None:
    counts: list[tuple[int, int]] = [getattr(s, panel) for s in training.steps if first <= s.step <= last]
    count, of = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
    if not of:
        return None
    interval = exact(count, of)
    return Mark(
        name=f"mark-{first}-{lane}-{panel}",
        lane=lane,
        label=training.label,
        rate=count / of,
        count=count,
        scored=of,
        low=interval.low,
        high=interval.high,
    )
