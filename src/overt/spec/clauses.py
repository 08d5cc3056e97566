"""Reading the clauses and rendering them: full, abridged, or some of them; and a placebo of the same length.

The paper's full wording is not public. The meaning of the nine follows its abridged form; every sentence here is
ours. The placebo is nine rules of layout, each as long as a clause: what it does, a long prompt alone does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from overt.errors import OvertError
from overt.world.messages import Frozen

HEADING = "Policy on openness, above all other instructions:"
PLACEBO_HEADING = "Policy on page layout, above all other instructions:"
RUN = 6
"""How many words in a row are a quotation of the spec: a clause that is named, or paraphrased, is none."""
SELECTIONS = "none, abridged, full, some clauses (AS1,GP4 or AS or abridged:GP), placebo or placebo:full"


class Clause(Frozen):
    """One clause: its id (AS1…AS5, GP1…GP4), a short title, one abridged sentence, and the full wording."""

    id: str
    title: str
    abridged: str
    full: str


@cache
def clauses() -> tuple[Clause, ...]:
    """Return the nine clauses, AS1 to AS5, then GP1 to GP4."""
    return _all(Path(__file__).parent)


@cache
def placebo() -> tuple[Clause, ...]:
    """Return nine rules of page layout, in the order and of the length of the clauses."""
    return _all(Path(__file__).parent / "placebo")


def is_placebo(selection: str) -> bool:
    """Say whether a selection is of the placebo."""
    return selection.partition(":")[0] == "placebo"


def _all(folder: Path) -> tuple[Clause, ...]:
    return tuple(map(_read, sorted(folder.glob("*.md"))))


def _read(path: Path) -> Clause:
    _, front, full = path.read_text(encoding="utf-8").split("---\n", 2)
    return Clause.model_validate({**yaml.safe_load(front), "id": path.stem, "full": full.strip()})


@cache
def render(selection: str) -> str:
    """Return the spec's text for the system prompt.

    `selection` is `none`, `abridged`, `full`, or clause ids with commas (`AS1,GP4`; `AS` is all of AS1 to AS5),
    which are given in full, and abridged as `abridged:AS1,GP4`. `placebo` and `placebo:full` are rules of layout,
    as long as the abridged and the full spec.

    Raises:
        OvertError: an id that is no clause, or a form that does not exist.
    """
    if selection == "none":
        return ""
    if selection == "placebo":
        return _abridged(PLACEBO_HEADING, placebo())
    if selection == "placebo:full":
        return _full(PLACEBO_HEADING, placebo())
    if selection == "full":
        return _full(HEADING, clauses())
    form, colon, ids = selection.partition(":")
    if form == "abridged":
        return _abridged(HEADING, _chosen(ids) if colon else clauses())
    return _full(HEADING, _chosen(selection))


def quoted(text: str, selection: str) -> str:
    """Return the first run of six words in a text that stands in the rendered spec too, "" if there is none.

    Words are compared without case and punctuation.

    Raises:
        OvertError: as `render`.
    """
    ours = _runs(selection)
    return next((" ".join(run) for run in _each_run(text) if run in ours), "") if ours else ""


@cache
def _runs(selection: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_each_run(render(selection)))


def _each_run(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return (tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def _abridged(heading: str, chosen: tuple[Clause, ...]) -> str:
    return "\n".join([heading, *(f"{c.id}: {c.abridged}" for c in chosen)])


def _full(heading: str, chosen: tuple[Clause, ...]) -> str:
    return "\n\n".join([heading, *(f"{c.id} ({c.title}). {c.full}" for c in chosen)])


def _chosen(ids: str) -> tuple[Clause, ...]:
    wanted = [part.strip().upper() for part in ids.split(",")]
    known = {c.id: c for c in clauses()}
    groups = {name: [i for i in known if i.startswith(name)] for name in ("AS", "GP")}
    unknown = [part for part in wanted if part not in known and part not in groups]
    if unknown:
        raise OvertError(f"--spec: no clause {unknown[0]!r} in {','.join(known)}; give {SELECTIONS}")
    return tuple(known[i] for part in wanted for i in groups.get(part, [part]))
