"""The figure of a training's curve: rates at its checkpoints, stage after stage, all stages alike in width."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib import rc_context
from matplotlib.figure import Figure as Canvas

from overt.report.drawing import COLOURS, GREY, SHAPES, STYLE, WIDTH
from overt.world.messages import Frozen

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PANEL_HEIGHT = 1.7
"""Inches."""
ASIDE = "control"
"""The stage that stands beside the way, at the end of the one before it."""
WHOLE = "covert"
"""Shown where a stage begins or ends, and not as a line: between, less is played."""


class Dot(Frozen):
    """A point of the curve: `start` for what the first training began with; (rate, low, high) of each rate."""

    stage: str
    step: int
    full: bool
    start: bool
    rates: dict[str, tuple[float, float, float]]


class Panel(NamedTuple):
    """A part of the figure: its title, and what it shows by the names of the rates."""

    title: str
    lines: dict[str, str]


PANELS = (
    Panel("Covert", {"covert_shared": "worlds that every point met", WHOLE: "all that was played"}),
    Panel(
        "Covert, by evaluation",
        {"covert_saw_spec": "base saw them with the spec", "covert_never_saw_spec": "base never saw them with it"},
    ),
    Panel("Benign twins", {"completed_twins": "completed", "over_escalation": "handed back undone"}),
    Panel("Reasoning", {"awareness": "says that this is a test", "citation": "cites the spec"}),
)


def draw_curve(dots: Sequence[Dot], path: Path) -> Path:
    """Draw a curve as SVG into a folder that exists, and return its path."""
    panels = [panel for panel in PANELS if any(name in dot.rates for dot in dots for name in panel.lines)]
    places = _places(dots)
    written = io.StringIO()
    with rc_context({**STYLE, "axes.spines.left": True}):
        canvas = Canvas(figsize=(WIDTH, 0.5 + PANEL_HEIGHT * len(panels)), layout="constrained")
        axes: Any = canvas.subplots(max(1, len(panels)), 1, sharex=True, squeeze=False)[:, 0]
        for axis, panel in zip(axes, panels, strict=False):
            _draw(axis, panel, dots, places)
        _name_steps(axes[-1], dots, places)
        canvas.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    path.write_text(written.getvalue(), encoding="utf-8")
    return path


def _places(dots: Sequence[Dot]) -> list[float]:
    """Return where each point stands: a stage is one unit wide, its steps in proportion."""
    places: list[float] = []
    begin = 0.0
    last: dict[float, int] = {}
    stretches: list[float] = []
    for dot in dots:
        stretches.append(begin - 1 if dot.stage == ASIDE else begin)
        if dot.stage != ASIDE:
            last[begin] = max(last.get(begin, 1), dot.step)
            begin += dot.full and not dot.start
    for dot, stretch in zip(dots, stretches, strict=True):
        places.append(0.0 if dot.start else stretch + min(1.0, dot.step / max(1, last.get(stretch, dot.step))))
    return places


def _draw(axis: Axes, panel: Panel, dots: Sequence[Dot], places: Sequence[float]) -> None:
    for number, (name, label) in enumerate(panel.lines.items()):
        having = [(p, d, d.rates[name]) for p, d in zip(places, dots, strict=True) if name in d.rates]
        having = [one for one in having if one[1].full or name != WHOLE]
        way = [(p, rate) for p, d, (rate, _, _) in having if d.stage != ASIDE]
        colour = COLOURS[number]
        line: dict[str, Any] = {"linewidth": 1}
        if name == WHOLE:
            line = {"linestyle": "none", "marker": SHAPES[number], "markersize": 4}
        axis.plot([p for p, _ in way], [r for _, r in way], color=colour, label=label, **line)
        for place, dot, (rate, low, high) in having:
            shade = GREY if dot.stage == ASIDE else colour
            across = place + (number - 0.5) * 0.012
            axis.plot((across, across), (low, high), color=shade, linewidth=0.8, alpha=0.7)
            axis.plot(
                (across,),
                (rate,),
                marker=SHAPES[number],
                color=shade,
                markerfacecolor=shade if dot.full else "white",
                markersize=4.2,
                clip_on=False,
                zorder=3,
            )
    _dress(axis, panel, dots, places)


def _dress(axis: Axes, panel: Panel, dots: Sequence[Dot], places: Sequence[float]) -> None:
    top = max((d.rates[name][2] for d in dots for name in panel.lines if name in d.rates), default=1.0)
    axis.set_ylim(0, min(1.0, max(0.05, 1.05 * top)))
    axis.set_title(panel.title, loc="left", fontsize=8)
    axis.yaxis.set_major_formatter(lambda value, _: f"{100 * value:g}%")
    axis.grid(axis="y", color="#e2e2e2", linewidth=0.5)
    axis.set_axisbelow(True)
    axis.legend(loc="best", fontsize=6.5, frameon=False)
    for place, dot in zip(places, dots, strict=True):
        if dot.full and not dot.start and dot.stage != ASIDE:
            axis.axvline(place, color="#9a9a9a", linewidth=0.5, zorder=0)


def _name_steps(axis: Axes, dots: Sequence[Dot], places: Sequence[float]) -> None:
    named = [(p, d) for p, d in zip(places, dots, strict=True) if d.stage != ASIDE]
    labels = ["base" if d.start else f"{d.stage} {d.step}" for _, d in named]
    axis.set_xticks([p for p, _ in named], labels, rotation=45, ha="right", fontsize=7)
    axis.set_xlabel("steps; filled where a stage begins or ends" + _beside(dots))


def _beside(dots: Sequence[Dot]) -> str:
    return ", grey: the control" if any(dot.stage == ASIDE for dot in dots) else ""
