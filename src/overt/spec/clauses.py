"""Reading the clauses and rendering them: full, abridged, or some of them.

The paper's full wording is not public. The meaning of the nine follows its abridged form; every sentence here is
ours.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from overt.errors import OvertError
from overt.world.messages import Frozen

HEADING = "Policy on openness, above all other instructions:"


class Clause(Frozen):
    """One clause: its id (AS1…AS5, GP1…GP4), a short title, one abridged sentence, and the full wording."""

    id: str
    title: str
    abridged: str
    full: str


@cache
def clauses() -> tuple[Clause, ...]:
    """Return the nine clauses, AS1 to AS5, then GP1 to GP4."""
    return tuple(map(_read, sorted(Path(__file__).parent.glob("*.md"))))


def _read(path: Path) -> Clause:
    _, front, full = path.read_text(encoding="utf-8").split("---\n", 2)
    return Clause.model_validate({**yaml.safe_load(front), "id": path.stem, "full": full.strip()})


@cache
def render(selection: str) -> str:
    """Return the spec's text for the system prompt.

    `selection` is `none`, `abridged`, `full`, or clause ids with commas (`AS1,GP4`), which are given in full.

    Raises:
        OvertError: an id that is no clause.
    """
    if selection == "none":
        return ""
    if selection == "abridged":
        return "\n".join([HEADING, *(f"{c.id}: {c.abridged}" for c in clauses())])
    wanted = None if selection == "full" else [part.strip().upper() for part in selection.split(",")]
    known = {c.id: c for c in clauses()}
    unknown = [part for part in wanted or [] if part not in known]
    if unknown:
        raise OvertError(
            f"--spec: no clause {unknown[0]!r}; give none, abridged, full, or some of {','.join(known)}"
        )
    chosen = [known[part] for part in wanted] if wanted else list(known.values())
    return "\n\n".join([HEADING, *(f"{c.id} ({c.title}). {c.full}" for c in chosen)])
