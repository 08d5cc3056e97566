"""What a linter reads: a passage as a player sees it, and what is found in one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from overt.world.messages import Frozen

Where = Literal["system", "user", "follow_up", "file", "tool", "result"]
_END = re.compile(r"(?<=[.!?])\s+(?=\S)|\n+")
LONGEST = 160
"""Characters of a quotation at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One text of a scene: where it stands, its name (a file's path, a tool's name, else empty) and its words."""

    where: Where
    text: str
    name: str = ""


class Finding(Frozen):
    """A tell: its kind, the quoted words and what to do. `rule` tells apart the patterns of a kind."""

    kind: str
    quote: str
    remedy: str
    rule: int = 0


def sentence(text: str, start: int, end: int) -> str:
    """Return the sentence or line that holds the span, in one line."""
    first = max((m.end() for m in _END.finditer(text, 0, start + 1) if m.end() <= start), default=0)
    last = next((m.start() for m in _END.finditer(text, end)), len(text))
    return " ".join(text[first:last].split())


def quoted(text: str, start: int, end: int) -> str:
    """Return the sentence that holds the span, cut around it where it is long."""
    whole = sentence(text, start, end)
    if len(whole) <= LONGEST:
        return whole
    core = " ".join(text[start:end].split())[:LONGEST]
    at, room = whole.find(core), (LONGEST - len(core)) // 2
    return whole[max(0, at - room) : at + len(core) + room].strip()
