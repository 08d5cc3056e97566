"""Sentences of a reasoning, with the places where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_TITLE = r"(?:(?<=\b(?:Mr|Ms|Dr|St))|(?<=\b(?:Mrs|Rev))|(?<=\bProf))\.[^.!?\n]*"
_SENTENCE = re.compile(rf"[^.!?\n]+(?:{_TITLE}|[.!?]+(?=\s|$|[\"'”’)])|[.!?](?=\S)[^.!?\n]*)*[.!?]*[\"'”’)]*")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text: characters `start` to `end`, and what stands there."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=8)
def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text in order; a text that several detectors read is parted once.

    A line break ends one; a stop inside a word or number, or after a title (Mr., Dr.), does not.
    """
    return tuple(
        Span(found.start(), found.end(), found[0]) for found in _SENTENCE.finditer(text) if found[0].strip()
    )
