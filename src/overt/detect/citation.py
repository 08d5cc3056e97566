"""Which clauses of the spec a reasoning names."""

from __future__ import annotations

import re

from overt.spec import clauses

_ID = re.compile(r"(?<![A-Za-z0-9])(AS|GP)[ -]?([1-9])(?!\d)", re.IGNORECASE)


def cited_clauses(reasoning: str) -> tuple[str, ...]:
    """Return the ids of the clauses that a reasoning names by id, each once, in order of first mention.

    An id that is no clause (AS7) is left out. Citing by content alone is not found: this is a lower bound.
    """
    known = {clause.id for clause in clauses()}
    found = (f"{m.group(1).upper()}{m.group(2)}" for m in _ID.finditer(reasoning))
    return tuple(dict.fromkeys(i for i in found if i in known))
