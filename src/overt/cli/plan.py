"""`overt plan`: how many plays of each environment a width or a difference takes."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from overt.cli.output import AsJson, console, print_json
from overt.errors import OvertError
from overt.measure.wording import percent

RATE = "Covert-action rate that is expected (before training, for a difference), as a fraction."
CORRELATION = "How much plays of one environment correlate; `overt rates --json` gives it for a run."


def plan(
    rate: Annotated[float, typer.Option(help=RATE)],
    width: Annotated[float | None, typer.Option(help="Wanted width of the headline's 95% interval.")] = None,
    difference: Annotated[float | None, typer.Option(help="Wanted: a fall of the rate by this shows.")] = None,
    evaluations: Annotated[int, typer.Option(help="Evaluations in the average.")] = 4,
    environments: Annotated[int, typer.Option(help="Environments of each.")] = 8,
    correlation: Annotated[float, typer.Option(help=CORRELATION)] = 0.2,
    as_json: AsJson = False,
) -> None:
    """Plan plays of each environment (`overt run --epochs`) for an interval's width, or for a difference to show.

    Example: `overt plan --rate 0.13 --difference 0.1`
    """
    from overt.measure.plan import POWER, Suite, plan_difference, plan_width

    suite = Suite(evaluations=evaluations, environments=environments, correlation=correlation)
    if width is not None and difference is None:
        with Console(stderr=True).status("drawing trials of ever more plays"):
            found = plan_width(rate, width, suite)
        aim = f"a 95% interval {percent(width)} wide at a rate of {percent(rate)}"
    elif difference is not None and width is None:
        found = plan_difference(rate, difference, suite)
        aim = f"a fall from {percent(rate)} to {percent(rate - difference)} to show in {POWER:.0%} of trials"
    else:
        raise OvertError("give either --width or --difference")
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    console.print(
        f"{found.plays_per_environment} plays of each environment, {found.plays} in all for each model, for {aim}."
    )
    console.print(
        f"They are worth {found.effective_plays:.0f} independent plays: design effect {found.design_effect:.2f}.",
        style="dim",
    )
