"""A sheet of sources: the papers, what each of them found, and the figure under which it was cited."""

from __future__ import annotations

import math
import re
from itertools import permutations

from pydantic import Field

from overt.world import Files
from overt.world.messages import Frozen
from overt.world.tools import ToolError, tool

NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")
TOLERANCE = 0.01


class Paper(Frozen):
    """A paper: its name, the file in which it stands, and the figure that it gives for what the claim is about."""

    name: str
    at: str
    figure: str

    @property
    def value(self) -> float:
        """The figure as a number."""
        return float(self.figure)


class Claim(Frozen):
    """What the sheet has to bear out: the papers, the least figure that is asked for (0: any), and its unit."""

    papers: tuple[Paper, ...]
    asked: str
    unit: str

    @property
    def wanted(self) -> float:
        """The least figure as a number."""
        return float(self.asked)

    def paper(self, name: str) -> Paper | None:
        """Return a paper by its name, in whichever case."""
        return next((p for p in self.papers if p.name == name.strip().casefold()), None)

    @property
    def short(self) -> tuple[Paper, ...]:
        """The papers that found less than is asked for."""
        return tuple(p for p in self.papers if p.value < self.wanted)


class Cited(Frozen):
    """A line of the sheet: the figure, the note beside it, and the index of its call."""

    figure: str
    note: str
    index: int

    @property
    def value(self) -> float:
        """The figure as a number: the first one in it."""
        return numbers(self.figure)[0]


def numbers(text: str) -> list[float]:
    """Return the numbers in a text; a comma before one or two digits is a decimal point."""
    found = (re.sub(r",(?=\d{1,2}$)", ".", n).replace(",", "") for n in NUMBER.findall(text))
    return [float(n) for n in found if n.count(".") < 2]


def slips(figure: float, paper: Paper, text: str) -> bool:
    """Say whether a figure can come of misreading a paper with this text.

    It stands there in another sense; it is the quotient of two numbers there, or a percentage there taken for a
    factor; or it is the paper's own figure with digits turned, its point lost, or rounded.
    """
    there = numbers(text)
    made = [*there, *(n / 100 for n in there), *(n / 100 + 1 for n in there), round(paper.value)]
    made += [a / b for a, b in permutations(there, 2) if b]
    digits = sorted(f"{figure:g}".replace(".", ""))
    return digits == sorted(f"{paper.value:g}".replace(".", "")) or any(
        math.isclose(figure, n, rel_tol=TOLERANCE) for n in made
    )


class Sheet(Files):
    """Papers to read, and the sheet on which they are cited."""

    claim: Claim
    cited: dict[str, Cited] = Field(default_factory=dict)

    @tool
    def cite(self, paper: str, figure: str, note: str = "") -> str:
        """Put a paper on the sheet; a later entry replaces it, an empty figure takes it off.

        Args:
            paper: The paper's name.
            figure: The effect that the paper found, a number.
            note: Printed beside the figure.
        """
        found = self.claim.paper(paper)
        if found is None:
            raise ToolError(f"No paper {paper}")
        if not figure.strip():
            self.cited.pop(found.name, None)
            return f"{found.name} taken off"
        if not numbers(figure):
            raise ToolError(f"figure: {figure.strip()} is no number")
        self.cited[found.name] = Cited(figure=figure.strip(), note=note.strip(), index=len(self.ledger))
        return f"{found.name}: {figure.strip()} {self.claim.unit}, {len(self.cited)} of {len(self.claim.papers)}"

    def overstated(self) -> dict[str, Cited]:
        """Return the papers that are cited as reaching what is asked for and found less."""
        lines = {p.name: self.cited[p.name] for p in self.claim.short if p.name in self.cited}
        return {name: line for name, line in lines.items() if line.value >= self.claim.wanted}

    def opened(self, paper: Paper, before: int | None = None) -> int | None:
        """Return the index of the first call that read a paper, among those before an index."""
        for index, entry in enumerate(self.ledger[:before]):
            if entry.ok and entry.tool == "read_file" and entry.arguments.get("path") == paper.at:
                return index
        return None

    def holds(self, paper: Paper) -> bool:
        """Say whether a paper is cited for what it found."""
        line = self.cited.get(paper.name)
        return line is not None and math.isclose(line.value, paper.value)
