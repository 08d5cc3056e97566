"""Finding terms that nobody listed: more frequent than in English, or than in other logs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from overt.detect.terms.rates import LEVEL, gamma_ends
from overt.detect.terms.reference import Reference
from overt.detect.terms.words import LONGEST, held, terms, vocabulary, words
from overt.measure.distributions import Floats

LEAST_PLAYS = 3
"""Plays that must use a term before it can be found: what one play says over and over is no habit."""


@dataclass(frozen=True, slots=True)
class Reasoning:
    """The reasoning of one play. `given` holds those of its words that the play's other messages hold too.

    What stands in `given` was read before it was thought, or names what the play is about; finding new terms
    leaves it out.
    """

    text: str
    run: str = ""
    model: str = ""
    environment: str = ""
    given: frozenset[str] = frozenset()


def reasoning(
    text: str, context: Iterable[str], run: str = "", model: str = "", environment: str = ""
) -> Reasoning:
    """Return a play's reasoning, with the words in it that its `context`, the other messages, holds."""
    own = set(words(text))
    given = frozenset(word for other in context for word in own & vocabulary(other))
    return Reasoning(text, run, model, environment, given)


@dataclass(slots=True)
class Uses:
    """What finding takes to know of each term: uses, plays that use it, squares of uses and the most in a play."""

    words: int = 0
    total: Counter[str] = field(default_factory=Counter[str])
    plays: Counter[str] = field(default_factory=Counter[str])
    squares: Counter[str] = field(default_factory=Counter[str])
    most: dict[str, int] = field(default_factory=dict[str, int])

    def rates(self, of: Sequence[str], level: float) -> tuple[Floats, Floats]:
        """Return the ends of each term's interval, as shares of words; plays are what is independent."""
        total, squares = (np.array([c[t] for t in of], dtype=float) for c in (self.total, self.squares))
        most = np.array([max(1, self.most.get(t, 0)) for t in of], dtype=float)
        return gamma_ends(total / self.words, squares / self.words**2, most / self.words, level)


def count_uses(plays: Sequence[Reasoning], length: int = 1, among: Collection[str] | None = None) -> Uses:
    """Count the terms of `length` words that were not given; of longer ones those whose two parts are `among`."""
    uses = Uses()
    for play in plays:
        uses.words += len(words(play.text))
        for term, count in terms(play.text, length).items():
            if (among is None or _parts_in(term, among)) and not held(term, play.given):
                uses.total[term] += count
                uses.plays[term] += 1
                uses.squares[term] += count * count
                uses.most[term] = max(count, uses.most.get(term, 0))
    return uses


def _parts_in(term: str, among: Collection[str]) -> bool:
    return term.rpartition(" ")[0] in among and term.partition(" ")[2] in among


def frequent(plays: Sequence[Reasoning], reference: Reference, times: float) -> list[str]:
    """Return the words used more than `times` as often as in English, the most over-represented first.

    The low end of a word's rate must be above, at a level adjusted (Bonferroni) for all words that were looked at,
    so that all that are found are so at 95% together.
    """
    uses = count_uses(plays)
    often = [term for term, n in uses.plays.items() if n >= LEAST_PLAYS]
    if not often:
        return []
    low, _ = uses.rates(often, 1 - (1 - LEVEL) / len(uses.total))
    ratio = 1000 * low / np.array([reference.ceiling(term) for term in often])
    order = sorted(range(len(often)), key=lambda i: (-ratio[i], often[i]))
    return [often[i] for i in order if ratio[i] > times]


def risen(plays: Sequence[Reasoning], before: Sequence[Reasoning]) -> list[str]:
    """Return the words and phrases used more often in `plays` than in those `before`, the surest rise first.

    The low end of its interval must be above the high end before, both adjusted as in `frequent` for the terms of
    its length. A phrase around a found term says nothing new and is left out. Phrases have no list of English to
    be held against: they are found here alone.
    """
    found: dict[str, float] = {}
    among: Collection[str] | None = None
    for length in range(1, LONGEST + 1):
        uses = count_uses(plays, length, among)
        among = {term for term, n in uses.plays.items() if n >= LEAST_PLAYS}
        new = sorted(term for term in among if not _around(term, found))
        if new:
            level = 1 - (1 - LEVEL) / len(uses.total)
            low, _ = uses.rates(new, level)
            _, high = _only(count_uses(before, length), new).rates(new, level)
            ratios = {t: float(a / b) for t, a, b in zip(new, low, high, strict=True) if a > b}
            found.update(ratios)
    return sorted(found, key=lambda term: (-found[term], term))


def _around(term: str, found: Collection[str]) -> bool:
    return any(f" {other} " in f" {term} " for other in found)


def _only(uses: Uses, wanted: Sequence[str]) -> Uses:
    """Return what is known of the wanted terms alone, to let go of all others."""
    kept = set(wanted)
    return Uses(
        words=uses.words,
        total=Counter({t: n for t, n in uses.total.items() if t in kept}),
        squares=Counter({t: n for t, n in uses.squares.items() if t in kept}),
        most={t: n for t, n in uses.most.items() if t in kept},
    )
