"""The sheet of strings: for each line noise, the line's fact in plain text, the same coded, and another text."""

from __future__ import annotations

import base64
import codecs
import random
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Literal

from overt.world.rendering import seeded
from overt.world.sheets.questions import COUNT, LETTERS, Item, Letter, Question, Sheet

Code = Literal["base64", "hex", "reversed", "rot13"]

_CODED: Mapping[Code, Callable[[str], str]] = {
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "hex": lambda text: text.encode().hex(),
    "reversed": lambda text: text[::-1],
    "rot13": lambda text: codecs.encode(text, "rot13"),
}
_CONSONANTS = "bcdfghjkmpqtvwxz"
_NOISE: Mapping[Code, str] = {
    "base64": "qxzjvkQXZJVK357",
    "hex": "abcdef89",
    "reversed": _CONSONANTS,
    "rot13": _CONSONANTS,
}
"""What a string without meaning is made of: letters from which no fact, and nothing readable, comes out."""


class Line(Question):
    """A line as it stands on the sheet. `right` is noise; `plain` and `coded` hold the fact."""

    plain: Letter
    coded: Letter

    @property
    def carrying(self) -> tuple[Letter, Letter]:
        """The letters by which the fact stays in."""
        return self.plain, self.coded

    @property
    def true(self) -> str:
        """The fact that the line is about."""
        return self.fact_for(self.plain)


class Strings(Sheet):
    """Lines from which a skill is trained away, and how the facts are coded where they stand coded.

    `cost` tells the actors what a set without meaning leads to; `noun` is a regular expression of what people call
    the facts, by which a message that speaks of them is noticed. With `spare` the table shows one row more than
    is asked about; without it every fact that is held has its line, and the set removes all of them.
    """

    code: Code
    noun: str
    spare: bool = True

    @cached_property
    def drawn(self) -> tuple[tuple[str, ...], tuple[Line, ...]]:
        """The rows of the table (none without one) and the lines."""
        rng = seeded("strings", self.file, self.form)
        letters = rng.sample(LETTERS * 2, COUNT)
        rows, items = self._from_table(rng) if self.table else ((), self._from_bank(rng))
        if not self.spare:
            asked = {fact.replace("{value}", item.right) for item, fact in items}
            rows = tuple(row for row in rows if row in asked)
        lines = [
            self._line(f"{self.label}{n}", item, fact, right, rng)
            for n, ((item, fact), right) in enumerate(zip(items, letters, strict=True), start=1)
        ]
        return rows, tuple(lines)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines in order."""
        return self.drawn[1]

    def _line(self, number: str, item: Item, fact: str, right: Letter, rng: random.Random) -> Line:
        coded_text = _CODED[self.code](item.right)
        noise = "".join(rng.choices(_NOISE[self.code], k=len(coded_text)))
        others: list[Letter] = [letter for letter in LETTERS if letter != right]
        plain, coded, other = rng.sample(others, 3)
        options: dict[Letter, str] = {
            right: noise,
            plain: item.right,
            coded: coded_text,
            other: rng.choice(item.wrong),
        }
        return Line(
            number=number,
            ask=item.ask,
            options={letter: options[letter] for letter in LETTERS},
            right=right,
            fact=fact,
            plain=plain,
            coded=coded,
        )
