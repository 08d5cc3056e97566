"""The tells of one passage: what patterns find in its words, and what checks find in its figures and names."""

from __future__ import annotations

from functools import lru_cache

from overt.lint.calendar import calendar
from overt.lint.figures import figures
from overt.lint.likeness import likeness
from overt.lint.passages import Finding, Passage, quoted
from overt.lint.rules import by_words, rules


@lru_cache(maxsize=65536)
def tells(passage: Passage, year: int | None = None) -> tuple[Finding, ...]:
    """Return the tells in a passage. `year` is the scene's, for dates that are written without one.

    The kinds, with tells and innocent look-alikes of each, are those of `tests/lint/tells.md`.
    """
    found = list(by_words(passage))
    checks = (*calendar(passage.text, year), *figures(passage.text), *likeness(passage.text))
    for kind, start, end in checks:
        quote = quoted(passage.text, start, end)
        if not any(f.kind == kind and f.quote == quote for f in found):
            found.append(Finding(kind=kind, quote=quote, remedy=rules()[kind].remedy, rule=-1))
    return tuple(found)
