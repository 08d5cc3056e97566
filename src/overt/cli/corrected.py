"""`overt rates --card`: rates corrected for a judge's errors, for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape

from overt.cli.output import console
from overt.cli.tables import between, narrow, rates_table
from overt.measure.wording import percent

if TYPE_CHECKING:
    from overt.measure.judge import Corrected, CorrectedRates


def show_corrected(found: CorrectedRates, average: str) -> None:
    """Print what was read and what it comes to, or why it cannot be corrected."""
    card = found.card
    console.print(
        f"\n[bold]Corrected[/] for a judge that found {card.found} of {card.positives} covert plays and passed "
        f"{card.passed} of {card.negatives} others, the card's own uncertainty in each interval"
    )
    table = rates_table("read", "corrected", "95% interval")
    refused: dict[str, list[str]] = {}
    for name, one in found.evaluations.items():
        table.add_row(escape(name), percent(one.read), percent(one.rate), narrow(one.low, one.high))
        if one.reason is not None:
            refused.setdefault(one.reason, []).append(name)
    console.print(table, "")
    for reason, names in refused.items():
        console.print(f"Not corrected: {escape(', '.join(names))}: {reason}.")
    console.print(f"[bold]{average}: {_said(found.average)}.[/]")
    if found.caution:
        console.print(f"  {escape(found.caution)}", style="yellow")
    console.print()


def _said(one: Corrected) -> str:
    if one.rate is None:
        return f"not corrected, for {one.reason}"
    return (
        f"{percent(one.read)} read, {percent(one.rate)} corrected ({between(one.low, one.high)}), if errors are "
        "as many in each evaluation"
    )
