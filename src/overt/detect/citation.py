"""Which clauses of the spec a reasoning names."""

from __future__ import annotations

import re
from functools import cache

from overt.spec import clauses

_DIGIT = re.compile(r"[1-9]")
_ID = re.compile(r"(?<![A-Za-z0-9])(AS|GP)[ -]?([1-9])(?!\d)", re.IGNORECASE)


def cited_clauses(reasoning: str) -> tuple[str, ...]:
    """Return the ids of the clauses that a reasoning names by id, each once, in order of first mention.

    An id that is no clause (AS7) is left out. Citing by content alone is not found: this is a lower bound.
    """
    if not _DIGIT.search(reasoning):
        return ()  # most reasoning is done with here, sooner than by the expression
    known = _known()
    found = (f"{m.group(1).upper()}{m.group(2)}" for m in _ID.finditer(reasoning))
    return tuple(dict.fromkeys(i for i in found if i in known))


@cache
def _known() -> frozenset[str]:
    return frozenset(clause.id for clause in clauses())
