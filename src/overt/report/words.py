"""The figure of unusual words in the reasoning: uses per 1,000 words in each run, and the plays behind each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from overt.detect.terms.discovery import Reasoning, Usage, reasoning, risen
from overt.detect.terms.reference import Reference, english
from overt.detect.terms.survey import Counts, Term, survey
from overt.detect.terms.watch import Watched, watch_list
from overt.detect.terms.words import words
from overt.errors import OvertError
from overt.report.figures import Figure, Group, Mark, Row
from overt.report.runs import Run
from overt.world.messages import Assistant

TOP = 12
"""Words at most that are shown as found, and as risen."""
RISEN = "risen"
NO_ENGLISH = Reference(name="", shares={}, rarest=1.0)
"""Stands in where the list of English is not installed: no word is more frequent than every word."""


class Wording(NamedTuple):
    """The figure, and for each run the labels of each of its plays: the shown words that its reasoning uses."""

    figure: Figure
    labels: tuple[tuple[tuple[str, ...], ...], ...]


def wording(runs: Sequence[Run]) -> Wording | None:
    """Return what `overt terms` finds in the runs; None where no reasoning uses a word that is watched or found.

    Words that rose are those used more in the other runs than in the first.
    """
    read = [_reasonings(run) for run in runs]
    every = [play for plays in read for play in plays if words(play.text)]
    if not every:
        return None
    listed = watch_list()
    watched = [*listed, *_risen(read, {form for entry in listed for form in entry.forms})]
    reference = _english()
    terms = [term for term in survey(every, reference, watched, top=TOP).terms if term.uses]
    if not terms:
        return None
    groups = tuple(group for group in _groups(runs, terms) if group.rows)
    figure = Figure(
        name="terms",
        title="Unusual words in the reasoning",
        caption=_caption(reference),
        panels=("Uses per 1,000 words of reasoning",),
        lanes=tuple(run.label for run in runs),
        groups=groups,
        shares=False,
    )
    return Wording(figure, tuple(tuple(_labels(plays, terms)) for plays in read))


def _caption(reference: Reference) -> str:
    against = "English is held against no list, since wordfreq is not installed."
    if reference.shares:
        against = (
            f"English: {reference.name}; a word is found where the low end of its rate, adjusted for all words "
            "that were looked at, is above ten times the rate there."
        )
    return (
        "Uses per 1,000 words of reasoning, twins included, with 95% intervals that take plays as what is "
        f"independent. {against} A rate says nothing of what a use means: read the plays."
    )


def _reasonings(run: Run) -> list[Reasoning]:
    return [
        reasoning(
            "\n".join(m.reasoning for m in play.messages if isinstance(m, Assistant)),
            [m.text for m in play.messages if not isinstance(m, Assistant)],
            run.label,
        )
        for play in run.plays
    ]


def _english() -> Reference:
    try:
        return english()
    except OvertError:
        return NO_ENGLISH


def _risen(read: Sequence[Sequence[Reasoning]], listed: set[str]) -> list[Watched]:
    """Return the words that rose from the first run to the others, as entries of a watch list."""
    first, others = read[0], [play for plays in read[1:] for play in plays if words(play.text)]
    before = [play for play in first if words(play.text)]
    if not before or not others:
        return []
    found = [term for term in risen(Usage(others), Usage(before)) if term not in listed]
    return [Watched(term=term, group=RISEN, forms=(term,)) for term in found[:TOP]]


def _groups(runs: Sequence[Run], terms: Sequence[Term]) -> Iterator[Group]:
    headings = {
        "watched": "Watched",
        "found": "More frequent than in English",
        RISEN: f"More frequent than in {runs[0].label}",
    }
    for kind, heading in headings.items():
        of_kind = [term for term in terms if (RISEN if term.group == RISEN else term.kind) == kind]
        yield Group(heading=heading, rows=tuple(_row(runs, term) for term in of_kind))


def _row(runs: Sequence[Run], term: Term) -> Row:
    marks: list[Mark] = []
    for lane, run in enumerate(runs):
        found = term.by["run"].get(run.label)
        if found is not None:
            mark = Mark(
                name=f"mark-{term.term.replace(' ', '-')}-{lane}",
                lane=lane,
                label=run.label,
                rate=found.per_1000,
                count=found.uses,
                scored=found.words,
                low=found.low,
                high=found.high,
                link=run.link(twin=None, label=_label(term)) if found.uses else None,
                share=False,
            )
            marks.append(mark)
    return Row(name=term.term, panels=(tuple(marks),))


def _label(term: Term) -> str:
    return f"word: {term.term}"


def _labels(plays: Sequence[Reasoning], terms: Sequence[Term]) -> Iterator[tuple[str, ...]]:
    entries = [Watched(term=term.term, group="", forms=term.forms) for term in terms]
    uses = Counts(Usage(plays), entries).uses
    for at in range(len(plays)):
        yield tuple(_label(term) for number, term in enumerate(terms) if uses[number, at])
