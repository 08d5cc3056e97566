"""Words that a lexical detector looks for, from a file: lists of regular expressions with named groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from overt.detect.needs import EDGE, Need, folded, needs, parted
from overt.detect.sentences import Span, sentences
from overt.world.rendering import load_yaml

_GROUP = re.compile(r"\{([a-z]+)\}")
_WORD = re.compile(r"\w+")
Search = Callable[[str], re.Match[str] | None]
_LONGEST = 40
"""Letters of the longest word whose parts are looked up; a longer one is taken to hold everything."""
_LONGEST_SENTENCE = 2000
"""Characters of a sentence that are read: more is no sentence, and reading stays linear in the text."""
_LONGEST_KEPT = 100_000
"""Characters of a text whose sentences are kept for the next detector."""
_REMEMBERED = 200_000
"""Words whose parts are remembered: many times a language's frequent ones."""


class Read(NamedTuple):
    """A sentence, what of it is read, and which needs of expressions that meets, a bit for each."""

    span: Span
    text: str
    held: int


_NONE = Read(Span(0, 0, ""), "", 0)


class Expressions:
    """A list of expressions, case ignored: found if any is. Those that need what a text lacks are not tried."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._always: list[str] = []
        self._by_need: dict[int, list[tuple[int, str]]] = {}
        for one in (one for line in lines for one in parted(line)):
            every = [_HELD.bit(need) for need in needs(one)]
            if every:
                self._by_need.setdefault(every[0], []).append((sum(every), one))
            else:
                self._always.append(one)
        self._needs = sum(self._by_need)

    def search(self, text: str, held: int) -> bool:
        """Say whether a text, which meets these needs and no others, holds any of them."""
        met = held & self._needs
        while met:
            lowest = met & -met
            for needed, one in self._by_need[lowest]:
                if needed & held == needed and _search(one)(text):
                    return True
            met ^= lowest
        return bool(self._always) and any(_search(one)(text) for one in self._always)


@cache
def _search(expression: str) -> Search:
    """Return the search for an expression, compiled when it is first tried: of most texts few are."""
    return re.compile(expression, re.IGNORECASE).search


class _Held:
    """Which needs the words of a text meet, a bit for each need of any expression."""

    def __init__(self) -> None:
        self._bits: dict[Need, int] = {}
        self._parts: dict[str, int] = {}
        self._words: dict[str, int] = {}

    def bit(self, need: Need) -> int:
        """Return the bit of a need."""
        return self._bits.get(need) or self._new(need)

    def _new(self, need: Need) -> int:
        self._words.clear()
        bit = self._bits[need] = 1 << len(self._bits)
        for part in need:
            self._parts[part] = self._parts.get(part, 0) | bit
        return bit

    def of(self, text: str) -> int:
        """Return the bits of all words of a text."""
        known, found = self._words, 0
        for word in set(_WORD.findall(folded(text))):
            bits = known.get(word)
            if bits is None:
                bits = self._add(word)
            if bits:
                found |= bits
        return found

    def _add(self, word: str) -> int:
        if len(word) > _LONGEST:
            return -1
        found, parts = 0, self._parts
        whole = f"{EDGE}{word}{EDGE}"
        for start in range(len(whole)):
            for end in range(start + 1, len(whole) + 1):
                found |= parts.get(whole[start:end], 0)
        if len(self._words) >= _REMEMBERED:
            self._words.clear()
        self._words[word] = found
        return found


_HELD = _Held()
"""Of all files: a word is looked up once for all of them."""


class Lexicon:
    """The lists of expressions of a file in this folder, by name.

    `{word}` in an expression stands for the group of that name in the file's `groups`, which may hold others.
    """

    def __init__(self, file: str) -> None:
        self._file = file

    @cached_property
    def lists(self) -> dict[str, Expressions]:
        """The lists by name."""
        made = {name: Expressions(lines) for name, lines in expressions(self._file).items()}
        _kept.cache_clear()
        _held.cache_clear()
        return made

    def __getitem__(self, name: str) -> Expressions:
        return self.lists[name]

    def read(self, text: str) -> Iterable[Read]:
        """Return the sentences of a text, with what they hold of what any expression needs.

        Of a text that several detectors read in a row, they are made once.
        """
        _ = self.lists
        return _kept(text) if len(text) <= _LONGEST_KEPT else _read(text)

    def held(self, text: str) -> int:
        """Return which needs a text meets."""
        _ = self.lists
        return _HELD.of(text)

    def among(self, names: tuple[str, ...]) -> Expressions:
        """Return several lists as one."""
        return _among(self._file, names)

    def whole(self, name: str) -> re.Pattern[str]:
        """Return a list as one expression."""
        return _whole(self._file, name)


def _read(text: str) -> Iterator[Read]:
    for span in sentences(text):
        part = span.text.strip()[:_LONGEST_SENTENCE].replace("’", "'")
        yield Read(span, part, _held(part))


@lru_cache(maxsize=1024)
def _held(sentence: str) -> int:
    return _HELD.of(sentence)


@lru_cache(maxsize=8)
def _kept(text: str) -> tuple[Read, ...]:
    return tuple(_read(text))


def neighbours(reads: Iterable[Read]) -> Iterator[tuple[Read, Read, Read]]:
    """Yield each sentence between the one before and the one after, empty ones where there is none."""
    before, one = _NONE, None
    for after in chain(reads, (_NONE,)):
        if one is not None:
            yield before, one, after
            before = one
        one = after


@cache
def _among(file: str, names: tuple[str, ...]) -> Expressions:
    return Expressions(line for name in names for line in expressions(file)[name])


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
