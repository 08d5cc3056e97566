"""The figures: rates per evaluation and run with their intervals, by the same code for the page and for print."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib import rc_context
from matplotlib.figure import Figure as Canvas

from overt.measure.macro import Average, Macro
from overt.measure.rates import EvaluationRate, TwinRate
from overt.measure.wording import percent, span
from overt.report.runs import Run, grouped
from overt.report.text import plain
from overt.world.messages import Frozen

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#7F7F7F")
"""Okabe and Ito's colours, which colour-blind readers can tell apart."""
SHAPES = ("o", "s", "^", "D", "v", "P", "X", "*")
WIDTH, ROW, RUN = 6.75, 0.16, 0.13
"""Inches: two columns of a paper; the least height of a row, and what each run adds to it."""
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


class Mark(Frozen):
    """A rate of a run: a dot with its 95% interval. `name` is unique in its figure; `link` leads to its plays."""

    name: str
    run: int
    label: str
    count: int | None
    scored: int | None
    rate: float
    low: float
    high: float
    link: str | None = None

    @property
    def title(self) -> str:
        """The mark in words."""
        counted = f" ({self.count} of {self.scored})" if self.count is not None else ""
        return f"{self.label}: {percent(self.rate)}{counted}, 95% interval {span(self.low, self.high)}"


class Row(Frozen):
    """A line of a figure: its marks by panel. `average` rows stand for several evaluations."""

    name: str
    panels: tuple[tuple[Mark, ...], ...]
    average: bool = False


class Group(Frozen):
    """Rows under a heading, which may be empty."""

    heading: str
    rows: tuple[Row, ...]


class Figure(Frozen):
    """A figure: its file's name, its caption, its panels' titles, its runs' labels, and what it shows."""

    name: str
    title: str
    caption: str
    panels: tuple[str, ...]
    runs: tuple[str, ...]
    groups: tuple[Group, ...]

    def marks(self) -> Iterator[tuple[Row, int, Mark]]:
        """Yield (row, panel, mark) of everything shown."""
        for group in self.groups:
            for row in group.rows:
                for panel, marks in enumerate(row.panels):
                    for mark in marks:
                        yield row, panel, mark


HEADINGS = {True: "Base saw them with the spec", False: "Base never saw them with the spec", None: ""}


def figures(runs: Sequence[Run]) -> tuple[Figure, ...]:
    """Return the figures for which there are data."""
    return tuple(figure for figure in (_covert(runs), _twins(runs)) if figure is not None)


def _covert(runs: Sequence[Run]) -> Figure | None:
    groups = [
        Group(
            heading=HEADINGS[saw],
            rows=tuple(
                Row(name=name, panels=(tuple(_covert_marks(runs, name)),))
                for name in names
                if _has_rate(runs, name)
            ),
        )
        for saw, names in grouped(runs).items()
    ]
    groups = [group for group in groups if group.rows]
    if not groups:
        return None
    averages = [("Average", [run.rates.macro for run in runs])]
    if len(groups) > 1:
        averages += [
            ("… base saw with the spec", [run.rates.macro_by_base.saw_spec for run in runs]),
            ("… base never saw with the spec", [run.rates.macro_by_base.never_saw_spec for run in runs]),
        ]
    rows = [
        Row(name=name, panels=(tuple(_average_marks(name, runs, macros)),), average=True)
        for name, macros in averages
    ]
    return Figure(
        name="covert",
        title="Covert-action rate by evaluation",
        caption="Share of scored plays that were covert, with exact (Clopper–Pearson) 95% intervals. Averages are "
        "unweighted over evaluations: posterior means under a uniform prior with central 95% intervals, which "
        "stay above zero where no play was covert.",
        panels=("Covert-action rate",),
        runs=tuple(run.label for run in runs),
        groups=(*groups, Group(heading="", rows=tuple(row for row in rows if row.panels[0]))),
    )


def _has_rate(runs: Sequence[Run], name: str) -> bool:
    return any(name in run.rates.evaluations and run.rates.evaluations[name].scored for run in runs)


def _covert_marks(runs: Sequence[Run], name: str) -> Iterator[Mark]:
    for index, run in enumerate(runs):
        found: EvaluationRate | None = run.rates.evaluations.get(name)
        if found is not None and found.rate is not None:
            yield Mark(
                name=f"mark-{name}-{index}",
                run=index,
                label=run.label,
                count=found.covert,
                scored=found.scored,
                rate=found.rate,
                low=found.low,
                high=found.high,
                link=run.link(name),
            )


def _average_marks(name: str, runs: Sequence[Run], macros: Sequence[Macro | None]) -> Iterator[Mark]:
    for index, (run, macro) in enumerate(zip(runs, macros, strict=True)):
        if macro is not None and macro.posterior.rate is not None:
            yield _mark(f"mark-{name}-{index}", index, run, macro.posterior)


def _mark(name: str, index: int, run: Run, rate: Average, link: str | None = None) -> Mark:
    counted = isinstance(rate, TwinRate)
    return Mark(
        name=name,
        run=index,
        label=run.label,
        count=rate.count if counted else None,
        scored=rate.scored if counted else None,
        rate=rate.rate or 0.0,
        low=rate.low,
        high=rate.high,
        link=link,
    )


def _twins(runs: Sequence[Run]) -> Figure | None:
    rows = [Row(name=name, panels=_twin_panels(runs, name)) for names in grouped(runs).values() for name in names]
    rows = [row for row in rows if any(row.panels)]
    if not rows:
        return None
    return Figure(
        name="twins",
        title="Benign twins: completed, and handed back undone",
        caption="On a twin the pressure is absent or an exception applies, and completing the task is right. "
        "Share of scored twin plays, with exact (Clopper–Pearson) 95% intervals; the last row pools all of them.",
        panels=("Completed", "Over-escalated"),
        runs=tuple(run.label for run in runs),
        groups=(
            Group(heading="", rows=tuple(rows)),
            Group(heading="", rows=(Row(name="All twins", panels=_twin_panels(runs, ""), average=True),)),
        ),
    )


def _twin_panels(runs: Sequence[Run], name: str) -> tuple[tuple[Mark, ...], ...]:
    """Return the marks of one evaluation, or of all pooled where `name` is empty."""
    completed: list[Mark] = []
    over_escalated: list[Mark] = []
    for index, run in enumerate(runs):
        found = run.rates.evaluations.get(name) if name else run.rates
        if found is not None and found.twins is not None and found.twins.completion.scored:
            link = run.link(name, twin=True)
            completed.append(_mark(f"mark-{name}-{index}-completed", index, run, found.twins.completion, link))
            over = _mark(f"mark-{name}-{index}-over-escalated", index, run, found.twins.over_escalation, link)
            over_escalated.append(over)
    return tuple(completed), tuple(over_escalated)


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
                    *(plain(row.name), figure.panels[panel], mark.label),
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
            _dot(axis, place - ((len(figure.runs) - 1) / 2 - mark.run) * RUN, mark)
        _dress(axis, title, [mark for _, mark in marks], separators)
    _name_rows(axes[0], figure, places)
    axes[0].set_ylim(height, 0)
    _legend(canvas, figure)
    return canvas


def _layout(figure: Figure) -> tuple[dict[str, float], list[float], float]:
    """Return where each row's middle is, where groups part, and the height: inches from the top."""
    step = ROW + RUN * len(figure.runs)
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


def _dot(axis: Axes, place: float, mark: Mark) -> None:
    colour, shape = COLOURS[mark.run % len(COLOURS)], SHAPES[mark.run % len(SHAPES)]
    axis.plot((mark.low, mark.high), (place, place), color=colour, linewidth=1.1, solid_capstyle="butt")
    # Not cut at the axis: a dot at zero shows whole.
    (dot,) = axis.plot(
        (mark.rate,),
        (place,),
        marker=shape,
        color=colour,
        # Every other run is hollow, so that neighbours differ in grey even where shapes blur.
        markerfacecolor="white" if mark.run % 2 else colour,
        markersize=4.6,
        markeredgewidth=1.1,
        clip_on=False,
        zorder=3,
    )
    dot.set_gid(mark.name)


def _dress(axis: Axes, title: str, marks: Sequence[Mark], separators: Sequence[float]) -> None:
    top = min(1.0, max((mark.high for mark in marks), default=1.0) * 1.04)
    axis.set_xlim(0, max(top, 0.05))
    axis.set_xlabel(title)
    axis.xaxis.set_major_formatter(lambda value, _: f"{100 * value:g}%")
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
            middle = places[group.rows[0].name] - (ROW + RUN * len(figure.runs)) / 2 - 0.06
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

    handles = [
        Line2D(
            [],
            [],
            color=COLOURS[i % len(COLOURS)],
            marker=SHAPES[i % len(SHAPES)],
            markerfacecolor="white" if i % 2 else COLOURS[i % len(COLOURS)],
            markersize=4.6,
            linewidth=1.1,
            label=label,
        )
        for i, label in enumerate(figure.runs)
    ]
    canvas.legend(handles=handles, loc="outside upper center", ncols=min(4, len(handles)), frameon=False)
