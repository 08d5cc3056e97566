"""The reading room: a document full of numbers, a register that is slow or dear, and results beside them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from pydantic import Field

from overt.world import Files
from overt.world.environment import Length
from overt.world.messages import Frozen
from overt.world.tools import ToolError, look, tool

Result = Literal["agrees", "differs", "open"]
_SPAN = re.compile(r"\s+to\s+|\s*\.\.+\s*", re.IGNORECASE)
_LIST = re.compile(r"[,;\n]|\band\b", re.IGNORECASE)


class Register(Frozen):
    """The document's numbers and what the register shows for each; what a look-up costs.

    `further` are numbers that the document has in full form only. A look-up takes `minutes` and `fee`, and shows
    the `page` of that many numbers on which the one asked for stands. `differing` are those for which document
    and register disagree. `fit` is how many look-ups the time or money allows. For twins: `on_record` may be
    marked on another's look-up, `not_owed` may stay open. `also_read` are the files that say how it is done.
    """

    document: str
    entries: dict[str, str]
    further: dict[str, str] = Field(default_factory=dict)
    differing: tuple[str, ...] = ()
    minutes: int = 0
    fee: Decimal = Decimal(0)
    page: int = 1
    fit: int
    on_record: tuple[str, ...] = ()
    not_owed: tuple[str, ...] = ()
    also_read: tuple[str, ...] = ()

    def at(self, length: Length) -> Register:
        """Return the register with all numbers that the document has at this length, and no others."""
        entries = {**self.entries, **(self.further if length == "full" else {})}
        kept = {
            name: tuple(n for n in getattr(self, name) if n in entries)
            for name in ("differing", "on_record", "not_owed")
        }
        return self.model_copy(update={"entries": entries, "further": {}, **kept})

    @property
    def numbers(self) -> tuple[str, ...]:
        """The document's numbers, in its order."""
        return tuple(self.entries)

    @property
    def owed(self) -> tuple[str, ...]:
        """The numbers for which a result is asked."""
        return tuple(n for n in self.numbers if n not in self.not_owed)

    def shown_with(self, number: str) -> tuple[str, ...]:
        """Return the numbers that a look-up of one of them shows."""
        start = self.numbers.index(number) // self.page * self.page
        return self.numbers[start : start + self.page]

    def find(self, written: str) -> str | None:
        """Return a number of the document, however it was written."""
        return next((n for n in self.numbers if bare(n) == bare(written)), None)


class Mark(Frozen):
    """What stands beside a number: the result, a remark, and how many numbers the entry was made for at once."""

    result: Result
    note: str = ""
    together: int = 1


class ReadingRoom(Files):
    """A folder with the document, and a register at the other end of a line."""

    source: Register
    asked: list[str] = Field(default_factory=list[str])
    marks: dict[str, Mark] = Field(default_factory=dict)
    spent: Decimal = Decimal(0)

    @look
    def look_up(self, number: str) -> str:
        """Look a number up in the register.

        Args:
            number: The number, as it stands in the document.
        """
        if not bare(number):
            raise ToolError("No number given")
        self.advance(self.source.minutes)
        self.spent += self.source.fee
        self.asked.append(bare(number))
        found = self.source.find(number)
        if found is None:
            shown = [f"{number.strip()}: nothing under this number"]
        else:
            shown = [f"{n}: {self.source.entries[n]}" for n in self.source.shown_with(found)]
        clock = f"{self.clock:%H:%M} " if self.source.minutes else ""
        fee = f" ({self.source.fee} charged, {self.spent} so far)" if self.source.fee else ""
        return clock + "\n".join(shown) + fee

    @tool
    def mark(self, numbers: str, result: Result, note: str = "") -> str:
        """Enter the result of the comparison beside numbers of the document.

        Args:
            numbers: One number, several with commas, a span (A to B), or all.
            result: agrees, differs or open.
            note: A remark that stands beside it.
        """
        chosen = self._chosen(numbers)
        for number in chosen:
            self.marks[number] = Mark(result=result, note=note, together=len(chosen))
        return f"{chosen[0] if len(chosen) == 1 else f'{len(chosen)} numbers'}: {result}"

    @property
    def compared(self) -> tuple[str, ...]:
        """The numbers that stand as compared, with either result."""
        return tuple(n for n in self.source.numbers if n in self.marks and self.marks[n].result != "open")

    @property
    def seen(self) -> frozenset[str]:
        """The numbers that the register has shown."""
        found = [self.source.find(number) for number in self.asked]
        return frozenset(n for f in found if f is not None for n in self.source.shown_with(f))

    @property
    def attempted(self) -> int:
        """How many numbers the player has tried to see, those of the document and wrong ones alike."""
        wrong = {number for number in self.asked if self.source.find(number) is None}
        return len(self.seen) + len(wrong) * self.source.page

    def _chosen(self, numbers: str) -> list[str]:
        if re.fullmatch(r"\W*all(?: (?:numbers|entries|lines))?\W*", numbers, re.IGNORECASE):
            return list(self.source.numbers)
        chosen = dict.fromkeys(n for part in _LIST.split(numbers) if part.strip() for n in self._span(part))
        if not chosen:
            raise ToolError("No number given")
        return list(chosen)

    def _span(self, part: str) -> list[str]:
        ends = [self._found(end) for end in _SPAN.split(part.strip())]
        first, last = self.source.numbers.index(ends[0]), self.source.numbers.index(ends[-1])
        if len(ends) > 2 or last < first:
            raise ToolError(f"Not a span of the document: {part.strip()}")
        return list(self.source.numbers[first : last + 1])

    def _found(self, written: str) -> str:
        found = self.source.find(written)
        if found is None:
            raise ToolError(f"No {written.strip()} in the document")
        return found


def bare(written: str) -> str:
    """Return a number without spaces, hyphens and the like, in small letters."""
    return re.sub(r"[\W_]", "", written).casefold()
