"""Tables and numbers of rates as the terminal shows them, at 80 columns."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table

from overt.measure.wording import percent


def between(low: float, high: float) -> str:
    """Return an interval in words."""
    return f"{percent(low)} to {percent(high)}"


def narrow(low: float, high: float) -> str:
    """Return an interval for a column."""
    return f"{percent(low).removesuffix('%')}–{percent(high)}"


def rates_table(*headings: str, first: str = "evaluation") -> Table:
    """A table for 80 columns in which a name is never cut."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=0)
    table.add_column(first, no_wrap=True, overflow="fold")
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


def points(difference: float) -> str:
    """Return a difference in points, signed."""
    sign = "+" if difference > 0 else ""
    return sign + percent(difference).removesuffix("%")


def p_value(p: float | None) -> str:
    """Return a p value for a column."""
    if p is None:
        return "–"
    return f"{p:.3f}".lstrip("0") if p >= 0.001 else "<.001"
