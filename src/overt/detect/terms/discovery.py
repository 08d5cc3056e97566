"""Finding terms that nobody listed: more frequent than in English, or than in other logs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Uses:
    """What finding takes to know of terms: uses, squares of uses in a play and the most in one; and all words."""

    words: int
    total: Floats
    squares: Floats
    most: Floats

    def ends(self, level: float) -> tuple[Floats, Floats]:
        """Return the ends of each term's interval, as shares of words; plays are what is independent."""
        most = np.maximum(self.most, 1)
        return gamma_ends(self.total / self.words, self.squares / self.words**2, most / self.words, level)


def spread(plays: Sequence[Reasoning], length: int = 1, among: Collection[str] | None = None) -> Counter[str]:
    """Return in how many plays each term of `length` words is used that was not given; of phrases those whose two
    parts are `among`."""
    found: Counter[str] = Counter()
    for play in plays:
        used = terms(play.text, length, among).keys()
        found.update(used - held(used, play.given))
    return found


def count_uses(plays: Sequence[Reasoning], wanted: Sequence[str], length: int = 1) -> Uses:
    """Count the wanted terms, all of `length` words, where they were not given."""
    place = {term: number for number, term in enumerate(wanted)}
    total, squares, most = ([0] * len(wanted) for _ in range(3))
    size = 0
    for play in plays:
        found = words(play.text)
        size += len(found)
        counts = Counter(found) if length == 1 else terms(play.text, length)
        used = counts.keys() & place.keys()
        for term in used - held(used, play.given):
            at, count = place[term], counts[term]
            total[at] += count
            squares[at] += count * count
            most[at] = max(count, most[at])
    return Uses(size, *(np.array(of, dtype=float) for of in (total, squares, most)))


def frequent(plays: Sequence[Reasoning], reference: Reference, times: float) -> list[str]:
    """Return the words used more than `times` as often as in English, the most over-represented first.

    The low end of a word's rate must be above, at a level adjusted (Bonferroni) for all words that were looked at,
    so that all that are found are so at 95% together.
    """
    seen = spread(plays)
    often = [term for term, n in seen.items() if n >= LEAST_PLAYS]
    if not often:
        return []
    low, _ = count_uses(plays, often).ends(1 - (1 - LEVEL) / len(seen))
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
        seen = spread(plays, length, among)
        among = {term for term, n in seen.items() if n >= LEAST_PLAYS}
        new = sorted(term for term in among if not _around(term, found))
        if new:
            level = 1 - (1 - LEVEL) / len(seen)
            low, _ = count_uses(plays, new, length).ends(level)
            _, high = count_uses(before, new, length).ends(level)
            found.update({t: float(a / b) for t, a, b in zip(new, low, high, strict=True) if a > b})
    return sorted(found, key=lambda term: (-found[term], term))


def _around(term: str, found: Collection[str]) -> bool:
    return any(f" {other} " in f" {term} " for other in found)
