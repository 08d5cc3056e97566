"""Reading README and docs: their fenced blocks, and which of them say that they are not run, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NOT_RUN = Path(__file__).with_name("not_run.txt")
_BLOCK = re.compile(
    r"^(?:<!-- not run: (?P<reason>.+?) -->\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Block:
    """One fenced block: where it stands, what is in it, and why it is not run (None: it is)."""

    page: Path
    line: int
    language: str
    text: str
    reason: str | None

    @property
    def entry(self) -> str:
        """The block as a line of `not_run.txt`."""
        first = next(line for line in self.text.splitlines() if line.strip())
        return f"{self.page.relative_to(ROOT)}: {first}  # {self.reason}"


def blocks(page: Path) -> list[Block]:
    """Return a page's blocks in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(page, text[: m.start("language")].count("\n") + 1, m["language"], m["text"], m["reason"])
        for m in _BLOCK.finditer(text)
    ]
