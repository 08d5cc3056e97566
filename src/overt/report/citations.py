"""How often reasoning names a clause of the spec, averaged and with the interval that the headline has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from overt.detect.citation import cited_clauses
from overt.measure.hierarchy import Hierarchical, hierarchical
from overt.run.tables import Play
from overt.spec import clauses
from overt.world.messages import Assistant, Frozen

ANY = "any clause"


class Citations(Frozen):
    """Shares of the plays with reasoning, twins left out: of `ANY` and of each clause by its id.

    Naming a clause by its id is all that is looked for, so each is a lower bound.
    """

    plays: int
    rates: dict[str, Hierarchical]


def cited(play: Play) -> tuple[str, ...] | None:
    """Return the clauses that a play's reasoning names; None where it shows no reasoning."""
    thoughts = [m.reasoning for m in play.messages if isinstance(m, Assistant) and m.reasoning]
    return cited_clauses("\n".join(thoughts)) if thoughts else None


def citations(plays: Sequence[Play], spec: str) -> Citations | None:
    """Return the shares; None where no play has reasoning, or none cites and the prompt held no spec to cite."""
    found = [(play.row, ids) for play in plays if not play.row["twin"] and (ids := cited(play)) is not None]
    if not found or (spec == "none" and not any(ids for _, ids in found)):
        return None
    names = (ANY, *(clause.id for clause in clauses()))
    counts: dict[str, dict[str, dict[str, list[bool]]]] = {
        name: defaultdict(lambda: defaultdict(list)) for name in names
    }
    for row, ids in found:
        for name in names:
            counts[name][row["evaluation"]][row["environment"]].append(bool(ids) if name == ANY else name in ids)
    return Citations(
        plays=len(found),
        rates={
            name: hierarchical({e: [(sum(p), len(p)) for p in of.values()] for e, of in by_evaluation.items()})
            for name, by_evaluation in counts.items()
        },
    )
