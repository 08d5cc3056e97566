"""Every rate of `overt terms`: watched and found terms, by run, model and environment, and against other logs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from overt.detect.terms.discovery import Reasoning, Usage, frequent, risen
from overt.detect.terms.rates import (
    LEVEL,
    Rate,
    classes,
    difference,
    expected,
    length_edges,
    rate,
    weights_like,
)
from overt.detect.terms.reference import Reference
from overt.detect.terms.watch import Watched
from overt.detect.terms.words import has_words
from overt.errors import OvertError
from overt.measure.distributions import Floats
from overt.world.messages import Frozen

BY: Mapping[str, Callable[[Reasoning], str]] = {
    "run": lambda play: play.run,
    "model": lambda play: play.model,
    "environment": lambda play: play.environment,
}


TOKENS_A_WORD = (0.5, 5.0)
"""Outside of this a log counts other tokens than those of the reasoning that it shows: a summary's, as a rule."""


class GroupRate(Rate):
    """The rate in one group. `at_equal_length`: were its reasoning as long as all is; None where no use is."""

    uses: int
    plays: int
    words: int
    at_equal_length: Rate | None
    per_1000_tokens: Rate | None


class Rise(Frozen):
    """A term's rate minus that in other logs, whose plays count as their lengths are in the first.

    `share` is the part of the first logs' words that lies in lengths which the other logs have too; both rates are
    of these lengths alone. `ratio` is None where the others never use the term.
    """

    rate: Rate
    other: Rate
    difference: float
    low: float
    high: float
    ratio: float | None
    share: float


class Term(Rate):
    """A term: rates are uses per 1,000 words of reasoning; `kind` is watched, found or risen.

    `per_1000_tokens` is of the plays whose tokens are known, None where there is none.
    """

    term: str
    kind: str
    group: str | None
    forms: tuple[str, ...]
    uses: int
    plays: int
    in_context: int
    """Uses whose play holds the term in its other messages too."""
    reference_per_1000: float | None
    """None for phrases, of which there is no list; 0 for a word that is not listed."""
    ratio: float | None
    """The rate over the reference's, at least so much where the word is not listed."""
    by: dict[str, dict[str, GroupRate]]
    against: Rise | None
    per_1000_tokens: Rate | None


class Terms(Frozen):
    """What `overt terms` prints. `tokens` are of those plays, `plays_with_tokens`, whose logs count them."""

    terms: tuple[Term, ...]
    plays: int
    without_reasoning: int
    words: int
    tokens: int
    plays_with_tokens: int
    reference: str
    level: float = LEVEL


def survey(
    plays: Sequence[Reasoning],
    reference: Reference,
    watched: Sequence[Watched] = (),
    against: Sequence[Reasoning] | None = None,
    times: float = 10.0,
    top: int = 20,
) -> Terms:
    """Return the rates of the watched terms, and of at most `top` found and as many risen ones.

    Plays whose reasoning has no word are counted and in no rate.

    Raises:
        OvertError: no play shows a word of reasoning.
    """
    shown = _with_words(plays, "the logs")
    others = None if against is None else _with_words(against, "the logs after --against")
    listed = {form for entry in watched for form in entry.forms}
    found = [term for term in frequent(shown, reference, times) if term not in listed][:top]
    more = [term for term in risen(shown, others) if term not in listed][:top] if others else []
    wanted = [
        *watched,
        *(Watched(term=term, group="", forms=(term,)) for term in found),
        *(Watched(term=term, group="", forms=(term,)) for term in more if term not in found),
    ]
    kinds = (
        ["watched"] * len(watched) + ["found"] * len(found) + ["risen"] * (len(wanted) - len(watched) - len(found))
    )
    mine, theirs = Counts(shown, wanted), None if others is None else Counts(others, wanted)
    return Terms(
        terms=tuple(
            _term(number, kind, entry, mine, theirs, reference)
            for number, (kind, entry) in enumerate(zip(kinds, wanted, strict=True))
        ),
        plays=len(shown.plays),
        without_reasoning=len(plays) - len(shown.plays),
        words=int(mine.sizes.sum()),
        tokens=int(mine.tokens.sum()),
        plays_with_tokens=int((mine.tokens > 0).sum()),
        reference=reference.name,
    )


class Counts:
    """Uses of the wanted terms in each play, [terms, plays], and each play's words, tokens and class of length.

    Tokens are 0 where they are not known: the log counts none, or over a model's plays others than it shows.
    """

    def __init__(self, usage: Usage, wanted: Sequence[Watched]) -> None:
        self.sizes = usage.sizes
        self.uses: Floats = np.zeros((len(wanted), len(usage.plays)))
        self.in_context: Floats = np.zeros(len(wanted))
        forms = [(form, number) for number, entry in enumerate(wanted) for form in entry.forms]
        for length in sorted({len(form.split()) for form, _ in forms}):
            self._add(usage, [(form, number) for form, number in forms if len(form.split()) == length], length)
        self.edges = length_edges(self.sizes)
        self.of_class = classes(self.sizes, self.edges)
        self.groups = {name: _members([key(play) for play in usage.plays]) for name, key in BY.items()}
        self.tokens: Floats = np.array([play.tokens or 0 for play in usage.plays], dtype=float)
        for members in self.groups["model"].values():
            known = [at for at in members if self.tokens[at]]
            low, high = TOKENS_A_WORD
            if known and not low <= self.tokens[known].sum() / self.sizes[known].sum() <= high:
                self.tokens[known] = 0

    def _add(self, usage: Usage, forms: Sequence[tuple[str, int]], length: int) -> None:
        asked = sorted({form for form, _ in forms})
        rows = usage.rows(asked, length)
        for form, number in forms:
            mine = rows.term == asked.index(form)
            np.add.at(self.uses[number], rows.play[mine], rows.uses[mine])
            self.in_context[number] += rows.uses[mine & ~rows.new].sum()


def _members(values: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at, value in enumerate(values):
        found[value].append(at)
    return dict(sorted(found.items()))


def _term(
    number: int, kind: str, entry: Watched, mine: Counts, theirs: Counts | None, reference: Reference
) -> Term:
    uses = mine.uses[number]
    whole = rate(uses, mine.sizes)
    single = all(" " not in form for form in entry.forms)
    ceiling = sum(reference.ceiling(form) for form in entry.forms)
    return Term(
        **whole.model_dump(),
        term=entry.term,
        kind=kind,
        group=entry.group or None,
        forms=entry.forms,
        uses=int(uses.sum()),
        plays=int((uses > 0).sum()),
        in_context=int(mine.in_context[number]),
        reference_per_1000=sum(reference.per_1000(form) for form in entry.forms) if single else None,
        ratio=whole.per_1000 / ceiling if single else None,
        by=_by(uses, whole, mine),
        against=None if theirs is None else _rise(uses, theirs.uses[number], mine, theirs),
        per_1000_tokens=_of_tokens(uses, mine.tokens),
    )


def _of_tokens(uses: Floats, tokens: Floats) -> Rate | None:
    known = tokens > 0
    return rate(uses[known], tokens[known]) if known.any() else None


def _by(uses: Floats, whole: Rate, counts: Counts) -> dict[str, dict[str, GroupRate]]:
    usual = expected(uses, counts.sizes, counts.of_class)
    return {
        name: {
            value: _group(uses[members], counts.sizes[members], usual[members], whole, counts.tokens[members])
            for value, members in of.items()
        }
        for name, of in counts.groups.items()
    }


def _group(uses: Floats, sizes: Floats, usual: Floats, whole: Rate, tokens: Floats) -> GroupRate:
    """Return a group's rate, and by indirect standardisation what it would be at the lengths of all plays.

    That is uses over those expected of reasoning of these lengths, times the rate of all; small groups have no
    reasoning of some lengths, and need none.
    """
    found = rate(uses, sizes)
    scale = whole.per_1000 * float(sizes.sum()) / (1000 * float(usual.sum())) if usual.sum() else None
    equal = None if scale is None else {key: scale * value for key, value in found.model_dump().items()}
    return GroupRate(
        **found.model_dump(),
        uses=int(uses.sum()),
        plays=len(uses),
        words=int(sizes.sum()),
        at_equal_length=None if equal is None else Rate(**equal),
        per_1000_tokens=_of_tokens(uses, tokens),
    )


def _rise(uses: Floats, before: Floats, mine: Counts, theirs: Counts) -> Rise | None:
    """Return the difference at equal length by direct standardisation; None where no length is shared."""
    of_theirs = classes(theirs.sizes, mine.edges)
    shared = np.intersect1d(mine.of_class, of_theirs)
    ours, other = np.isin(mine.of_class, shared), np.isin(of_theirs, shared)
    if not len(shared):
        return None
    length = np.bincount(mine.of_class[ours], weights=mine.sizes[ours], minlength=len(mine.edges) + 1)
    weights = weights_like(theirs.sizes[other], of_theirs[other], length / length.sum())
    one = rate(uses[ours], mine.sizes[ours])
    two = rate(before[other], theirs.sizes[other], weights)
    low, high = difference(one, two)
    return Rise(
        rate=one,
        other=two,
        difference=one.per_1000 - two.per_1000,
        low=low,
        high=high,
        ratio=one.per_1000 / two.per_1000 if two.per_1000 else None,
        share=float(length.sum() / mine.sizes.sum()),
    )


def _with_words(plays: Sequence[Reasoning], what: str) -> Usage:
    shown = [play for play in plays if has_words(play.text)]
    if not shown:
        raise OvertError(
            f"no play in {what} shows reasoning, so no rate is known; play a model whose reasoning can be read"
        )
    return Usage(shown)
