"""What the figures show: rates per evaluation and run with their intervals. A figure without data is absent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from overt.measure.hierarchy import Hierarchical
from overt.measure.macro import Average, Macro
from overt.measure.rates import EvaluationRate, TwinRate
from overt.measure.wording import percent, span
from overt.report.detected import ANY, TITLES, Share, caption
from overt.report.paper import Reference
from overt.report.runs import Run, grouped
from overt.world.messages import Frozen

NAMES = ("covert", "twins", "confirmed", "citations", *TITLES, "terms", "curve", "training", "causes")
HEADINGS = {True: "Base saw them with the spec", False: "Base never saw them with the spec", None: ""}


class Mark(Frozen):
    """A rate of a run: a dot with its 95% interval, which published rates lack.

    `name` is unique in its figure; `lane` is the place of its run, or published column, in a row; `link` leads to
    its plays. Where it is no `share` of plays, it is `count` uses per 1,000 of `scored` words.
    """

    name: str
    lane: int
    label: str
    rate: float
    count: int | None = None
    scored: int | None = None
    low: float | None = None
    high: float | None = None
    link: str | None = None
    share: bool = True

    @property
    def title(self) -> str:
        """The mark in words."""
        if not self.share:
            return (
                f"{self.label}: {self.rate:.3g} per 1,000 words ({self.count} uses in {self.scored:,}), 95% "
                f"interval {self.low:.2g}–{self.high:.2g}"
            )
        counted = f" ({self.count} of {self.scored})" if self.count is not None else ""
        shown = f"{self.label}: {percent(self.rate)}{counted}"
        if self.low is None or self.high is None:
            return shown
        return f"{shown}, 95% interval {span(self.low, self.high)}"


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
    """A figure: its file's name, its caption, its panels' titles, its lanes' labels, and what it shows.

    The last `published` lanes are another's numbers, drawn hollow and without intervals. Rates are `shares` of
    plays, or uses per 1,000 words.
    """

    name: str
    title: str
    caption: str
    panels: tuple[str, ...]
    lanes: tuple[str, ...]
    groups: tuple[Group, ...]
    published: int = 0
    shares: bool = True

    def marks(self) -> Iterator[tuple[Row, int, Mark]]:
        """Yield (row, panel, mark) of everything shown."""
        for group in self.groups:
            for row in group.rows:
                for panel, marks in enumerate(row.panels):
                    for mark in marks:
                        yield row, panel, mark


def figures(runs: Sequence[Run], references: Sequence[Reference] = ()) -> tuple[Figure, ...]:
    """Return the figures for which there are data; published rates stand beside the runs' where asked for."""
    made = (_covert(runs, references), _twins(runs), _citations(runs), *(_detected(runs, name) for name in TITLES))
    return tuple(figure for figure in made if figure is not None)


def _covert(runs: Sequence[Run], references: Sequence[Reference]) -> Figure | None:
    groups = [
        Group(
            heading=HEADINGS[saw],
            rows=tuple(
                Row(name=name, panels=((*_covert_marks(runs, name), *_published(runs, references, name)),))
                for name in names
                if _has_rate(runs, name)
            ),
        )
        for saw, names in grouped(runs).items()
    ]
    groups = [group for group in groups if group.rows]
    if not groups:
        return None
    rows = _averages(runs, references, split=len(groups) > 1)
    return Figure(
        name="covert",
        title="Covert-action rate by evaluation",
        caption="Share of scored plays that were covert, with exact (Clopper–Pearson) 95% intervals. The average "
        "is the headline: unweighted over evaluations and environments, its interval a hierarchical "
        "beta-binomial's, never narrower than counting environments allows. The posterior average is the "
        "published form, under a uniform prior; it stays above zero where no play was "
        "covert." + (" Hollow grey marks are the paper's (Figure 9), of other models." if references else ""),
        panels=("Covert-action rate",),
        lanes=(*(run.label for run in runs), *(one.label for one in references)),
        groups=(*groups, Group(heading="", rows=tuple(row for row in rows if row.panels[0]))),
        published=len(references),
    )


def _averages(runs: Sequence[Run], references: Sequence[Reference], *, split: bool) -> list[Row]:
    def row(name: str, macros: Sequence[Macro | None], pick: Callable[[Macro], Average | Hierarchical]) -> Row:
        marks = [
            _mark(f"mark-{name}-{index}", index, run, pick(macro))
            for index, (run, macro) in enumerate(zip(runs, macros, strict=True))
            if macro is not None and pick(macro).rate is not None
        ]
        if name == "Posterior average":
            marks += [
                Mark(name=f"mark-{name}-{lane}", lane=lane, label=one.label, rate=one.average)
                for lane, one in enumerate(references, len(runs))
                if one.average is not None
            ]
        return Row(name=name, panels=(tuple(marks),), average=True)

    whole = [run.rates.macro for run in runs]
    rows = [row("Average", whole, lambda macro: macro.hierarchical)]
    if split:
        by_base = [run.rates.macro_by_base for run in runs]
        rows += [
            row("… base saw with the spec", [one.saw_spec for one in by_base], lambda macro: macro.hierarchical),
            row(
                "… base never saw with the spec",
                [one.never_saw_spec for one in by_base],
                lambda macro: macro.hierarchical,
            ),
        ]
    return [*rows, row("Posterior average", whole, lambda macro: macro.posterior)]


def _has_rate(runs: Sequence[Run], name: str) -> bool:
    return any(name in run.rates.evaluations and run.rates.evaluations[name].scored for run in runs)


def _covert_marks(runs: Sequence[Run], name: str) -> Iterator[Mark]:
    for index, run in enumerate(runs):
        found: EvaluationRate | None = run.rates.evaluations.get(name)
        if found is not None and found.rate is not None:
            yield Mark(
                name=f"mark-{name}-{index}",
                lane=index,
                label=run.label,
                count=found.covert,
                scored=found.scored,
                rate=found.rate,
                low=found.low,
                high=found.high,
                link=run.link(name),
            )


def _published(runs: Sequence[Run], references: Sequence[Reference], name: str) -> Iterator[Mark]:
    for lane, one in enumerate(references, len(runs)):
        if name in one.rates:
            yield Mark(name=f"mark-{name}-{lane}", lane=lane, label=one.label, rate=one.rates[name])


def _mark(name: str, lane: int, run: Run, rate: Average | Hierarchical | Share, link: str | None = None) -> Mark:
    counted = isinstance(rate, TwinRate | Share)
    return Mark(
        name=name,
        lane=lane,
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
        lanes=tuple(run.label for run in runs),
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


def _citations(runs: Sequence[Run]) -> Figure | None:
    names = dict.fromkeys(name for run in runs if run.citations for name in run.citations.rates)
    if not names:
        return None
    rows = [
        Row(
            name=name,
            panels=(
                tuple(
                    _mark(
                        f"mark-{name}-{index}",
                        index,
                        run,
                        run.citations.rates[name],
                        run.link(label=name) if run.citations.rates[name].rate else None,
                    )
                    for index, run in enumerate(runs)
                    if run.citations and run.citations.rates[name].rate is not None
                ),
            ),
            average=name == ANY,
        )
        for name in names
    ]
    return Figure(
        name="citations",
        title="Reasoning that cites the spec",
        caption="Share of the plays with reasoning in which it cites a clause by its id, its title or what it "
        "says, or an id that no clause has (a lower bound: words find it), averaged and with "
        "an interval as the headline has.",
        panels=("Plays that cite",),
        lanes=tuple(run.label for run in runs),
        groups=(Group(heading="", rows=tuple(rows)),),
    )


def _detected(runs: Sequence[Run], name: str) -> Figure | None:
    having = [(index, run, run.detected[name]) for index, run in enumerate(runs) if name in run.detected]
    if not any(share.count for _, _, found in having for share in found.evaluations.values()):
        return None
    title = TITLES[name]
    evaluations = dict.fromkeys(e for names in grouped(runs).values() for e in names)
    rows = [
        Row(
            name=evaluation,
            panels=(
                tuple(
                    _mark(
                        f"mark-{evaluation}-{index}",
                        index,
                        run,
                        found.evaluations[evaluation],
                        run.link(evaluation, label=title) if found.evaluations[evaluation].count else None,
                    )
                    for index, run, found in having
                    if evaluation in found.evaluations
                ),
            ),
        )
        for evaluation in evaluations
    ]
    average = tuple(
        _mark(
            f"mark-average-{index}",
            index,
            run,
            found.rates[title],
            run.link(label=title) if found.rates[title].rate else None,
        )
        for index, run, found in having
        if found.rates[title].rate is not None
    )
    return Figure(
        name=name,
        title=f"Reasoning that shows {title}",
        caption=caption(name, list(dict.fromkeys(found.judge for _, _, found in having if found.judge))),
        panels=("Plays that show it",),
        lanes=tuple(run.label for run in runs),
        groups=(
            Group(heading="", rows=tuple(row for row in rows if row.panels[0])),
            *(
                [Group(heading="", rows=(Row(name="Average", panels=(average,), average=True),))]
                if average
                else []
            ),
        ),
    )
