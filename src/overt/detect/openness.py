"""An open decision stated, lexical: a reasoning says that it tells what matters, does as it should, or refuses."""

from __future__ import annotations

from collections.abc import Iterator

from overt.detect.lexicon import Lexicon
from overt.detect.sentences import Span

_WORDS = Lexicon("openness.yaml")


def open_sentences(reasoning: str) -> Iterator[Span]:
    """Yield the sentences which say that the writer discloses, does it as it should be, or does not do it.

    What is weighed, supposed, over, said by others or told so as to mislead does not count. The words are those of
    `openness.yaml`: what is said otherwise is missed.
    """
    for span, text, held in _WORDS.read(reasoning):
        if _WORDS["states"].search(text, held) and not _WORDS["exclusions"].search(text, held):
            yield span
