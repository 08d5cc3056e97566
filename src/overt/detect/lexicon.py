"""Words that a lexical detector looks for, from a file: lists of regular expressions with named groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from overt.detect.needs import Need, alternatives, folded, needs
from overt.world.rendering import load_yaml

_GROUP = re.compile(r"\{([a-z]+)\}")
_WORD = re.compile(r"\w+")
Search = Callable[[str], re.Match[str] | None]
_LONGEST = 40
"""Letters of the longest word whose parts are looked up; a longer one is taken to hold everything."""
_REMEMBERED = 200_000
"""Words whose parts are remembered: many times a language's frequent ones."""


class Expressions:
    """A list of expressions, case ignored: found if any is. Those that need what a text lacks are not tried."""

    def __init__(self, tried: Sequence[tuple[int, Search]]) -> None:
        self._tried = tried

    def within(self, held: int) -> Expressions:
        """Return those that a text of which `Lexicon.held` is this, or a part of it, may hold."""
        return Expressions([one for one in self._tried if one[0] & held == one[0]])

    def __bool__(self) -> bool:
        return bool(self._tried)

    def search(self, text: str, held: int) -> bool:
        """Say whether a text holds any of them; `held` is what `Lexicon.held` says of it, or of more."""
        for needed, search in self._tried:
            if needed & held == needed and search(text):
                return True
        return False


class _Held:
    """Which needs the words of a text meet, a bit for each need of any expression."""

    def __init__(self) -> None:
        self._bits: dict[Need, int] = {}
        self._parts: dict[str, int] = {}
        self._words: dict[str, int] = {}

    def mark(self, every: Iterable[Need]) -> int:
        """Return the bits of needs, all of which an expression has."""
        self._words.clear()
        return sum(self._bits.get(need) or self._new(need) for need in set(every))

    def _new(self, need: Need) -> int:
        bit = self._bits[need] = 1 << len(self._bits)
        for part in need:
            self._parts[part] = self._parts.get(part, 0) | bit
        return bit

    def of(self, text: str) -> int:
        """Return the bits of all words of a text."""
        known, found = self._words, 0
        for word in _words(text):
            bits = known.get(word)
            found |= self._add(word) if bits is None else bits
        return found

    def _add(self, word: str) -> int:
        if len(word) > _LONGEST:
            return -1
        found, parts = 0, self._parts
        for start in range(len(word)):
            for end in range(start + 1, len(word) + 1):
                found |= parts.get(word[start:end], 0)
        if len(self._words) >= _REMEMBERED:
            self._words.clear()
        self._words[word] = found
        return found


@lru_cache(maxsize=16)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(folded(text)))


class Lexicon:
    """The lists of expressions of a file in this folder, by name.

    `{word}` in an expression stands for the group of that name in the file's `groups`, which may hold others.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._held = _Held()
        self._read: dict[str, Expressions] | None = None

    def __getitem__(self, name: str) -> Expressions:
        return self._all()[name]

    def held(self, text: str) -> int:
        """Return which of its expressions' needs a text meets, a bit for each."""
        self._all()
        return self._held.of(text)

    def whole(self, name: str) -> re.Pattern[str]:
        """Return a list as one expression."""
        return _whole(self._file, name)

    def _all(self) -> dict[str, Expressions]:
        if self._read is None:
            self._read = {
                name: Expressions([self._tried(one) for line in lines for one in alternatives(line)])
                for name, lines in expressions(self._file).items()
            }
        return self._read

    def _tried(self, one: str) -> tuple[int, Search]:
        return self._held.mark(needs(one)), re.compile(one, re.IGNORECASE).search


@cache
def _whole(file: str, name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in expressions(file)[name]), re.IGNORECASE)


@cache
def expressions(file: str) -> dict[str, list[str]]:
    """Return the expressions of a file in this folder by the name of their list, groups filled in."""
    words: dict[str, Any] = load_yaml(Path(__file__).with_name(file))
    groups: dict[str, str] = words["groups"]

    def filled(text: str) -> str:
        return _GROUP.sub(lambda found: f"(?:{filled(groups[found[1]])})", text)

    return {name: [filled(line) for line in lines] for name, lines in words.items() if name != "groups"}
