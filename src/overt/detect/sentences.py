"""Sentences of a reasoning, with the places where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TITLE = r"(?:(?<=\b(?:Mr|Ms|Dr|St))|(?<=\b(?:Mrs|Rev))|(?<=\bProf))\.[^.!?\n]*"
# Possessive quantifiers: a run of stops is read once, so that time is linear in any text.
_SENTENCE = re.compile(rf"[^.!?\n]+(?:{_TITLE}|[.!?]++(?=\s|$|[\"'”’)])|[.!?]++(?=\S)[^.!?\n]*)*[.!?]*[\"'”’)]*")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text: characters `start` to `end`, and what stands there."""

    start: int
    end: int
    text: str


def sentences(text: str) -> Iterator[Span]:
    """Yield the sentences of a text in order.

    A line break ends one; a stop inside a word or number, or after a title (Mr., Dr.), does not.
    """
    for found in _SENTENCE.finditer(text):
        if found[0].strip():
            yield Span(found.start(), found.end(), found[0])
