"""What counts as a word: letters with apostrophes inside, folded in case; identifiers and numbers are none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache

LONGEST = 3
"""Words of the longest phrase that is looked for."""
# Possessive quantifiers: nothing is ever tried twice, so that time is linear in any text.
_WORD = re.compile(r"(?<!\w)[^\W\d_]{1,40}+(?:'[^\W\d_]{1,40}+)*+(?!\w)")
_BREAK = re.compile(r"[.!?;:,()\[\]{}\"“”\n]+")


def words(text: str) -> list[str]:
    """Return the words of a text in order; of English, for other scripts may have no spaces between them."""
    return _WORD.findall(text.replace("’", "'").casefold())


def phrases(text: str, length: int) -> Iterator[str]:
    """Yield the runs of `length` words that no mark of punctuation and no line break cuts."""
    for part in _BREAK.split(text):
        found = words(part)
        yield from (" ".join(found[i : i + length]) for i in range(len(found) - length + 1))


def terms(text: str, length: int) -> Counter[str]:
    """Return how often each term of `length` words is used."""
    return Counter(words(text) if length == 1 else phrases(text, length))


@lru_cache(maxsize=256)
def vocabulary(text: str) -> frozenset[str]:
    """Return the words of a text, each once; system prompts repeat over plays and are read once."""
    return frozenset(words(text))


def held(term: str, given: Collection[str]) -> bool:
    """Whether every word of a term is among `given`."""
    return all(word in given for word in term.split(" "))
