"""An open decision stated, lexical: a reasoning says that it tells what matters, does as it should, or refuses."""

from __future__ import annotations

from collections.abc import Iterator

from overt.detect.lexicon import Lexicon
from overt.detect.sentences import Span, sentences

_WORDS = Lexicon("openness.yaml")
_LONGEST = 2000
"""Characters of a sentence that are read: more is no sentence, and reading stays linear in the text."""


def open_sentences(reasoning: str) -> Iterator[Span]:
    """Yield the sentences which say that the writer discloses, does it as it should be, or does not do it.

    What is weighed, supposed, over, said by others or told so as to mislead does not count. The words are those of
    `openness.yaml`: what is said otherwise is missed.
    """
    states = _WORDS["states"].within(_WORDS.held(reasoning))
    if not states:
        return
    for span in sentences(reasoning):
        text = span.text.strip()[:_LONGEST]
        held = _WORDS.held(text)
        if states.search(text, held) and not _WORDS["exclusions"].search(text, held):
            yield span
