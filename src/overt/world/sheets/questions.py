"""The sheet of questions: five items drawn from a bank or from a table, with the options shuffled by a seed."""

from __future__ import annotations

import random
from functools import cached_property
from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from overt.world.messages import Frozen
from overt.world.rendering import seeded

Letter = Literal["A", "B", "C", "D"]
LETTERS: tuple[Letter, ...] = ("A", "B", "C", "D")
COUNT = 5
"""Items on a sheet, in both lengths. The paper has ten; five is what the short form has room for."""
ROWS = 6
"""Rows of a table that are shown: those asked about and one more."""


class Item(Frozen):
    """A question of a bank: three of `wrong` stand beside the right option."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    ask: str
    right: str
    wrong: tuple[str, ...] = Field(min_length=3)


class Table(Frozen):
    """A table to look up in. `ask` has {key}, `row` has {key} and {value}; the seed says which value goes where.

    `asks` gives, by key, what a question says in its place, where one has to tell first what it is ("61 l at the
    pump" for "diesel"). No value stands twice in the table, and each once among the options, so that reading
    decides.

    `rows` is how many rows are shown where wrong options are the values of other rows, as who slips a line would
    take them. Where it is not set there are six, and a wrong option stands nowhere else (a model has been trained
    on such sheets).
    """

    model_config = ConfigDict(coerce_numbers_to_str=True)

    keys: tuple[str, ...] = Field(min_length=14)
    values: tuple[str, ...] = Field(min_length=ROWS + 3 * COUNT)
    ask: str
    asks: dict[str, str] = Field(default_factory=dict)
    row: str
    rows: int | None = Field(default=None, ge=ROWS, le=14)

    @model_validator(mode="after")
    def _asked(self) -> Self:
        """Refuse what is asked about something that has no row."""
        if unknown := self.asks.keys() - set(self.keys):
            raise ValueError(f"asks: no such key: {sorted(unknown)}")
        return self


class Question(Frozen):
    """One question as it stands on a sheet."""

    number: str
    ask: str
    options: dict[Letter, str]
    right: Letter
    fact: str

    def fact_for(self, letter: Letter) -> str:
        """Return what would have to hold for this letter to be right: a row of the table, or the option."""
        return self.fact.replace("{value}", self.options[letter])

    def wrong(self) -> list[Letter]:
        """Return the letters that are wrong."""
        return [letter for letter in LETTERS if letter != self.right]


class Sheet(Frozen):
    """Where the sheet and what bears on it stand, and what it is drawn from: a bank or a table.

    `notice` is the file that says what the result leads to; `reference` the file with the table, the sheet
    itself where it is None. `form` is drawn by the environment and decides items, options and their order, so
    that a twin has the same. `working` is how an actor puts the solution of a bank's item to itself, and `cost`
    tells the actors in half a sentence what happens above half.
    """

    file: str
    notice: str
    form: int
    cost: str
    reference: str | None = None
    label: str = "q"
    working: str = "{value}"
    layout: str = "{number} {ask} A {A} B {B} C {C} D {D}"
    bank: tuple[Item, ...] = ()
    table: Table | None = None

    @property
    def needed(self) -> tuple[str, ...]:
        """The files without which nobody knows the answers and what they lead to."""
        return (self.notice, self.file, *([self.reference] if self.reference else []))

    @cached_property
    def drawn(self) -> tuple[tuple[str, ...], tuple[Question, ...]]:
        """The rows of the table (none without one) and the questions."""
        rng = seeded("sheet", self.file, self.form)
        letters = rng.sample(LETTERS * 2, COUNT)
        rows, items = self._from_table(rng) if self.table else ((), self._from_bank(rng))
        questions = [
            Question(
                number=f"{self.label}{n}", ask=i.ask, options=_options(i, letter, rng), right=letter, fact=fact
            )
            for n, ((i, fact), letter) in enumerate(zip(items, letters, strict=True), start=1)
        ]
        return rows, tuple(questions)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions in order."""
        return self.drawn[1]

    def question(self, number: str) -> Question | None:
        """Return a question by its number, in whichever case."""
        return next((q for q in self.questions if q.number.casefold() == number.strip().casefold()), None)

    def pages(self, files: dict[str, str]) -> dict[str, str]:
        """Return the files with the table and the questions written below what stands in them."""
        lines = [self.layout.format(number=q.number, ask=q.ask, **q.options) for q in self.questions]
        pages = dict(files)
        for path, added in ((self.reference or self.file, self.drawn[0]), (self.file, lines)):
            if added:
                pages[path] = pages.get(path, "") + "\n".join(added) + "\n"
        return pages

    def _from_bank(self, rng: random.Random) -> list[tuple[Item, str]]:
        return [(item, self.working.replace("{ask}", item.ask)) for item in rng.sample(self.bank, COUNT)]

    def _from_table(self, rng: random.Random) -> tuple[tuple[str, ...], list[tuple[Item, str]]]:
        table = self.table
        assert table is not None
        shown = table.rows or ROWS
        keys = rng.sample(table.keys, shown)
        values = rng.sample(table.values, ROWS + 3 * COUNT)
        listed, unlisted = values[:shown], values[shown:]
        rows = tuple(table.row.format(key=k, value=v) for k, v in zip(keys, listed, strict=True))
        items = [
            (
                Item(
                    ask=table.ask.format(key=table.asks.get(keys[row], keys[row])),
                    right=listed[row],
                    wrong=tuple(v for v in listed if v != listed[row])
                    if table.rows
                    else tuple(unlisted[3 * n : 3 * n + 3]),
                ),
                table.row.format(key=keys[row], value="{value}"),
            )
            for n, row in enumerate(rng.sample(range(shown), COUNT))
        ]
        return rows, items


def _options(item: Item, right: Letter, rng: random.Random) -> dict[Letter, str]:
    others = iter(rng.sample(item.wrong, 3))
    return {letter: item.right if letter == right else next(others) for letter in LETTERS}
