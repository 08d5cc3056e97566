"""The curve of a training on the page: what the suite showed at each checkpoint, as dots with their intervals."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from overt.errors import OvertError
from overt.report.figures import Figure, Group, Mark, Row

PANELS = {
    "covert_shared": "Covert",
    "over_escalation": "Over-escalated",
    "awareness": "Says it is a test",
    "citation": "Cites the spec",
}


def curve_file(training: Path) -> Path:
    """Return where the curve of a training is, if it was measured."""
    return training / "curve" / "curve.json"


def through_checkpoints(trainings: Sequence[Path]) -> Figure | None:
    """Return the figure of the curves of those trainings that have one; None where none has.

    Raises:
        OvertError: a curve cannot be read.
    """
    having = [path for path in trainings if curve_file(path).is_file()]
    if not having:
        return None
    rows: dict[str, dict[str, list[Mark]]] = {}
    for lane, path in enumerate(having):
        try:
            for point in json.loads(curve_file(path).read_text(encoding="utf-8"))["checkpoints"]:
                row = rows.setdefault(f"{point['stage']} {point['step']}", {name: [] for name in PANELS})
                for name, marks in row.items():
                    marks.extend(_marks(point, name, lane, path.resolve().name))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise OvertError(
                f"--training {curve_file(path)}: is no curve ({error}); `overt train curve {path}` writes it anew"
            ) from error
    shown = [Row(name=name, panels=tuple(tuple(row[panel]) for panel in PANELS)) for name, row in rows.items()]
    return Figure(
        name="curve",
        title="Through training: the suite at each checkpoint",
        caption="Base, checkpoints and ends of stages, in order; a control stands after the stage beside it. "
        "Covert: the average over the worlds that every point of the training met, its interval the "
        "headline's. Over-escalated: of the benign twins, handed back undone. The others: plays whose reasoning "
        "says so, found lexically (lower bounds). 95% intervals; few plays between, more where a stage ends.",
        panels=tuple(PANELS.values()),
        lanes=tuple(path.resolve().name for path in having),
        groups=(Group(heading="", rows=tuple(row for row in shown if any(row.panels))),),
    )


def _marks(point: dict[str, Any], name: str, lane: int, label: str) -> list[Mark]:
    """Return the mark of a rate at a point, none where it is not known."""
    metrics = point["metrics"]
    if metrics[name] is None:
        return []
    return [
        Mark(
            name=f"mark-{point['stage']}-{point['step']}-{lane}-{name}",
            lane=lane,
            label=label,
            rate=metrics[name],
            low=metrics[f"{name}_low"],
            high=metrics[f"{name}_high"],
        )
    ]
