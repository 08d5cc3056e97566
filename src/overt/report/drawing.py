"""Drawing: one piece of code makes what the page shows and the files at a paper's width."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib import rc_context
from matplotlib.figure import Figure as Canvas

from overt.report.figures import Figure, Mark
from overt.report.text import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#7F7F7F")
"""Okabe and Ito's colours, which colour-blind readers can tell apart."""
SHAPES = ("o", "s", "^", "D", "v", "P", "X", "*")
GREY, PUBLISHED = "#595959", ("D", "H")
"""Another's numbers: one grey, hollow, shapes of their own."""
WIDTH, ROW, LANE = 6.75, 0.16, 0.13
"""Inches: two columns of a paper; the least height of a row, and what each lane adds to it."""
STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "overt",
    "pdf.fonttype": 42,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.linewidth": 0.6,
}
SUFFIXES = ("svg", "pdf", "png", "csv")


def save(figure: Figure, folder: Path) -> str:
    """Write the figure as SVG, PDF, PNG and CSV into a folder that exists; return the SVG."""
    written = io.StringIO()
    with rc_context(STYLE):
        canvas = draw(figure)
        canvas.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
        canvas.savefig(folder / f"{figure.name}.pdf", metadata={"CreationDate": None})
        canvas.savefig(folder / f"{figure.name}.png", dpi=300)
    (folder / f"{figure.name}.svg").write_text(written.getvalue(), encoding="utf-8")
    with (folder / f"{figure.name}.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("row", "panel", "run", "count", "scored", "rate", "low", "high"))
        for row, panel, mark in figure.marks():
            table.writerow(
                (
                    *(plain(row.name), figure.panels[panel], plain(mark.label)),
                    *(mark.count, mark.scored, mark.rate, mark.low, mark.high),
                )
            )
    return written.getvalue()


def draw(figure: Figure) -> Canvas:
    """Return the figure on a canvas of a paper's width; rows go down, rates to the right."""
    places, separators, height = _layout(figure)
    canvas = Canvas(figsize=(WIDTH, height + 0.75), layout="constrained")
    axes: Any = canvas.subplots(1, len(figure.panels), sharey=True, squeeze=False)[0]
    for panel, title in enumerate(figure.panels):
        axis: Axes = axes[panel]
        marks = [(places[row.name], mark) for row, p, mark in figure.marks() if p == panel]
        for place, mark in marks:
            offset = (len(figure.lanes) - 1) / 2 - mark.lane
            _dot(axis, place - offset * LANE, mark, _look(figure, mark.lane))
        _dress(axis, title, [mark for _, mark in marks], separators, shares=figure.shares)
    _name_rows(axes[0], figure, places)
    axes[0].set_ylim(height, 0)
    _legend(canvas, figure)
    return canvas


def _layout(figure: Figure) -> tuple[dict[str, float], list[float], float]:
    """Return where each row's middle is, where groups part, and the height: inches from the top."""
    step = ROW + LANE * len(figure.lanes)
    places: dict[str, float] = {}
    separators: list[float] = []
    top = 0.04
    for number, group in enumerate(figure.groups):
        if number:
            separators.append(top)
        top += 0.2 if group.heading else 0.04
        for row in group.rows:
            places[row.name] = top + step / 2
            top += step
    return places, separators, top


def _dot(axis: Axes, place: float, mark: Mark, look: dict[str, Any]) -> None:
    if mark.low is not None and mark.high is not None:
        axis.plot((mark.low, mark.high), (place, place), color=look["color"], linewidth=1.1, solid_capstyle="butt")
    # Not cut at the axis: a dot at zero shows whole.
    (dot,) = axis.plot((mark.rate,), (place,), **look, clip_on=False, zorder=3)
    dot.set_gid(mark.name)


def _look(figure: Figure, lane: int) -> dict[str, Any]:
    """Return how a lane's dots look: runs differ in colour, shape and fill, published ones are hollow and grey."""
    published = lane - (len(figure.lanes) - figure.published)
    colour = GREY if published >= 0 else COLOURS[lane % len(COLOURS)]
    return {
        "color": colour,
        "marker": PUBLISHED[published % len(PUBLISHED)] if published >= 0 else SHAPES[lane % len(SHAPES)],
        # Every other run is hollow, so that neighbours differ in grey even where shapes blur.
        "markerfacecolor": "white" if published >= 0 or lane % 2 else colour,
        "markersize": 4.6,
        "markeredgewidth": 1.1,
    }


def _dress(axis: Axes, title: str, marks: Sequence[Mark], separators: Sequence[float], *, shares: bool) -> None:
    top = max((mark.high or mark.rate for mark in marks), default=1.0) * 1.04
    axis.set_xlim(0, max(min(1.0, top), 0.05) if shares else top)
    axis.set_xlabel(title)
    axis.xaxis.set_major_formatter(lambda value, _: f"{100 * value:g}%" if shares else f"{value:g}")
    axis.grid(axis="x", color="#e2e2e2", linewidth=0.5)
    axis.set_axisbelow(True)
    axis.tick_params(axis="y", length=0, pad=6)
    axis.tick_params(axis="x", length=2.5, width=0.6)
    for separator in separators:
        axis.axhline(separator, color="#9a9a9a", linewidth=0.6)


def _name_rows(axis: Axes, figure: Figure, places: dict[str, float]) -> None:
    axis.set_yticks(list(places.values()), [plain(name).replace("_", " ") for name in places])
    averages = {row.name for group in figure.groups for row in group.rows if row.average}
    for name, label in zip(places, axis.get_yticklabels(), strict=True):
        label.set_fontweight("bold" if name in averages else "normal")
    for group in figure.groups:
        if group.heading and group.rows:
            middle = places[group.rows[0].name] - (ROW + LANE * len(figure.lanes)) / 2 - 0.06
            axis.annotate(
                group.heading,
                (0, middle),
                xycoords=("axes fraction", "data"),
                fontsize=7,
                color="#555555",
                style="italic",
            )


def _legend(canvas: Canvas, figure: Figure) -> None:
    from matplotlib.lines import Line2D

    handles = []
    for lane, label in enumerate(figure.lanes):
        own = lane < len(figure.lanes) - figure.published
        handles.append(Line2D([], [], **_look(figure, lane), linestyle="-" if own else "none", label=plain(label)))
    # Legends fill columns first; lanes read row by row.
    columns = min(4, len(handles))
    by_column = [handle for column in range(columns) for handle in handles[column::columns]]
    canvas.legend(handles=by_column, loc="outside upper center", ncols=columns, frameon=False)
