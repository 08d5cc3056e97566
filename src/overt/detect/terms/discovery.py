"""Finding terms that nobody listed: more frequent than in English, or than in other logs."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
    leaves it out. `tokens` are those of the model that the log counts, None where it counts none.
    """

    text: str
    run: str = ""
    model: str = ""
    environment: str = ""
    given: frozenset[str] = frozenset()
    tokens: int | None = None


def reasoning(
    text: str,
    context: Iterable[str],
    run: str = "",
    model: str = "",
    environment: str = "",
    tokens: int | None = None,
) -> Reasoning:
    """Return a play's reasoning, with the words in it that its `context`, the other messages, holds."""
    own = set(words(text))
    given = frozenset(word for other in context for word in own & vocabulary(other))
    return Reasoning(text, run, model, environment, given, tokens)


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


class Rows(NamedTuple):
    """Uses of terms, a row for each term in each play that uses it; `new` where the play was not given it."""

    term: NDArray[np.int32]
    play: NDArray[np.int32]
    uses: NDArray[np.int32]
    new: NDArray[np.bool_]


class Usage:
    """How often each word is used in each play, read once; phrases are counted whenever they are asked for.

    `sizes` are the words of each play.
    """

    def __init__(self, plays: Sequence[Reasoning]) -> None:
        self.plays = plays
        self._places: defaultdict[str, int] = defaultdict(count().__next__)
        term, uses, new, distinct, sizes = array("i"), array("i"), bytearray(), array("i"), array("i")
        for play in plays:
            found = Counter(words(play.text))
            term.extend(map(self._places.__getitem__, found))
            uses.extend(found.values())
            new.extend([word not in play.given for word in found])
            distinct.append(len(found))
            sizes.append(found.total())
        self.sizes: Floats = np.array(sizes, dtype=float)
        self._words = _rows(term, np.repeat(np.arange(len(plays)), distinct), uses, new)

    def spread(self, length: int = 1, among: Collection[str] | None = None) -> dict[str, int]:
        """Return in how many plays each term of `length` words is used that was not given; of phrases those whose
        two parts are `among`."""
        if length == 1:
            plays = np.bincount(self._words.term[self._words.new], minlength=len(self._places)).tolist()
            return {term: plays[place] for term, place in self._places.items() if plays[place]}
        found: Counter[str] = Counter()
        for play in self.plays:
            used = terms(play.text, length, among).keys()
            found.update(used - held(used, play.given))
        return found

    def rows(self, wanted: Sequence[str], length: int = 1) -> Rows:
        """Return the rows of the wanted terms, all of `length` words, each by its place among these."""
        if length > 1:
            return self._phrases({term: at for at, term in enumerate(wanted)}, length)
        at = np.full(len(self._places), -1, dtype=np.int32)
        for number, term in enumerate(wanted):
            if term in self._places:
                at[self._places[term]] = number
        of_row = at[self._words.term]
        chosen = of_row >= 0
        _, play, uses, new = self._words
        return Rows(of_row[chosen], play[chosen], uses[chosen], new[chosen])

    def _phrases(self, wanted: Mapping[str, int], length: int) -> Rows:
        term, at, uses, new = array("i"), array("i"), array("i"), bytearray()
        for number, play in enumerate(self.plays):
            counts = terms(play.text, length)
            used = counts.keys() & wanted.keys()
            told = held(used, play.given)
            for one in used:
                term.append(wanted[one])
                at.append(number)
                uses.append(counts[one])
                new.append(one not in told)
        return _rows(term, at, uses, new)

    def count(self, wanted: Sequence[str], length: int = 1) -> Uses:
        """Count the wanted terms, all of `length` words, where they were not given."""
        rows = self.rows(wanted, length)
        term, uses = rows.term[rows.new], rows.uses[rows.new].astype(float)
        total, squares, most = (np.zeros(len(wanted)) for _ in range(3))
        np.add.at(total, term, uses)
        np.add.at(squares, term, uses**2)
        np.maximum.at(most, term, uses)
        return Uses(int(self.sizes.sum()), total, squares, most)


def _rows(term: array[int], play: ArrayLike, uses: array[int], new: bytearray) -> Rows:
    return Rows(
        np.array(term, dtype=np.int32),
        np.array(play, dtype=np.int32),
        np.array(uses, dtype=np.int32),
        np.array(new, dtype=bool),
    )


def frequent(plays: Usage, reference: Reference, times: float) -> list[str]:
    """Return the words used more than `times` as often as in English, the most over-represented first.

    The low end of a word's rate must be above, at a level adjusted (Bonferroni) for all words that were looked at,
    so that all that are found are so at 95% together.
    """
    seen = plays.spread()
    often = [term for term, n in seen.items() if n >= LEAST_PLAYS]
    if not often:
        return []
    low, _ = plays.count(often).ends(1 - (1 - LEVEL) / len(seen))
    ratio = 1000 * low / np.array([reference.ceiling(term) for term in often])
    order = sorted(range(len(often)), key=lambda i: (-ratio[i], often[i]))
    return [often[i] for i in order if ratio[i] > times]


def risen(plays: Usage, before: Usage) -> list[str]:
    """Return the words and phrases used more often in `plays` than in those `before`, the surest rise first.

    The low end of its interval must be above the high end before, both adjusted as in `frequent` for the terms of
    its length. A phrase around a found term says nothing new and is left out. Phrases have no list of English to
    be held against: they are found here alone.
    """
    found: dict[str, float] = {}
    among: Collection[str] | None = None
    for length in range(1, LONGEST + 1):
        seen = plays.spread(length, among)
        among = {term for term, n in seen.items() if n >= LEAST_PLAYS}
        new = sorted(term for term in among if not _around(term, found))
        if new:
            level = 1 - (1 - LEVEL) / len(seen)
            low, _ = plays.count(new, length).ends(level)
            _, high = before.count(new, length).ends(level)
            found.update({t: float(a / b) for t, a, b in zip(new, low, high, strict=True) if a > b})
    return sorted(found, key=lambda term: (-found[term], term))


def _around(term: str, found: Collection[str]) -> bool:
    return any(f" {other} " in f" {term} " for other in found)
