"""What counts as a word: letters with apostrophes inside, folded in case; identifiers and numbers are none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Iterator
from functools import lru_cache

LONGEST = 3
"""Words of the longest phrase that is looked for."""
# Possessive quantifiers: nothing is ever tried twice, so that time is linear in any text.
_WORD = re.compile(r"(?<!\w)[^\W\d_]{1,40}+(?:'[^\W\d_]{1,40}+)*+(?!\w)")
_PLAIN = re.compile(r"(?<!\w)[a-z]{1,40}+(?:'[a-z]{1,40}+)*+(?!\w)", re.ASCII)
"""The same for folded ASCII, about twice as fast."""
_BREAK = re.compile(r"[.!?;:,()\[\]{}\"“”\n]+")


def words(text: str) -> list[str]:
    """Return the words of a text in order; of English, for other scripts may have no spaces between them."""
    folded = _folded(text)
    return (_PLAIN if folded.isascii() else _WORD).findall(folded)


def has_words(text: str) -> bool:
    """Say whether there is any word in a text."""
    return _WORD.search(_folded(text)) is not None


def _folded(text: str) -> str:
    return text.replace("’", "'").casefold()


def phrases(text: str, length: int, among: Container[str] | None = None) -> Iterator[str]:
    """Yield the runs of `length` words that no mark of punctuation and no line break cuts.

    With `among`, those alone whose first and last `length - 1` words are both in it.
    """
    for part in _BREAK.split(text):
        found = words(part)
        runs = found
        for size in range(2, length + 1):
            last = size == length
            keep = [not last or among is None or run in among for run in runs]
            after = zip(runs, found[size - 1 :], keep, keep[1:], strict=False)
            runs = [f"{run} {word}" if one and other else "" for run, word, one, other in after]
        yield from filter(None, runs)


def terms(text: str, length: int, among: Container[str] | None = None) -> Counter[str]:
    """Return how often each term of `length` words is used; `among` is about phrases alone."""
    return Counter(words(text) if length == 1 else phrases(text, length, among))


@lru_cache(maxsize=256)
def vocabulary(text: str) -> frozenset[str]:
    """Return the words of a text, each once; system prompts repeat over plays and are read once."""
    return frozenset(words(text))


def held(terms: Collection[str], given: frozenset[str]) -> frozenset[str]:
    """Return the terms of which every word is among `given`."""
    whole = given.intersection(terms)
    phrases = (term for term in terms if " " in term) if given else ()
    return whole | {term for term in phrases if given.issuperset(term.split(" "))}
