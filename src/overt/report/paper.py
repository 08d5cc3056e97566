"""The paper's published rates, for hollow marks beside ours."""

from __future__ import annotations

from overt.errors import OvertError
from overt.measure.published.read import read_published
from overt.world.messages import Frozen

TABLES = {"o3": ("paper-o3", "paper-o3-trained"), "o4-mini": ("paper-o4-mini", "paper-o4-mini-trained")}


class Reference(Frozen):
    """A published column: what it is called in figures, rates by evaluation, and the average as printed."""

    label: str
    rates: dict[str, float]
    average: float | None


def references(model: str | None) -> tuple[Reference, ...]:
    """Return the columns before and after training of one of the paper's models; none where None is asked for.

    Raises:
        OvertError: the paper has no such model.
    """
    if model is None:
        return ()
    if model not in TABLES:
        raise OvertError(f"--paper {model}: the paper has {' and '.join(TABLES)}; give one of them")
    return tuple(_reference(table) for table in TABLES[model])


def _reference(table: str) -> Reference:
    # The number of plays is not published; it changes no rate.
    found = read_published(table, plays=1)
    return Reference(
        label=f"{table.removeprefix('paper-').replace('-trained', ' trained')}, as published",
        rates={name: printed.rate for name, printed in found.rates.items()},
        average=found.average.rate if found.average else None,
    )
