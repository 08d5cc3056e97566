"""`overt gate`: the actors' table over every environment and twin."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from overt.cli.output import AsJson, console, names_in, print_json
from overt.evaluations import evaluation, everything
from overt.play.gate import gate as run_gate


def gate(
    evaluations: Annotated[str | None, typer.Option(help="Names with commas; all by default.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
    length: Annotated[Literal["short", "full"], typer.Option(help="Form of the environments.")] = "short",
    sample: Annotated[
        int, typer.Option(min=0, help="At most so many environments of an evaluation, drawn by the seed; 0: all.")
    ] = 120,
    as_json: AsJson = False,
) -> None:
    """Play the six actors over environments and twins; exit 1 if a cell of the table does not hold.

    Of a family with more environments than `--sample` a draw is played, and the rest is counted as left out.

    Example: `overt gate --evaluations lazy_checklist`
    """
    chosen = [evaluation(name) for name in names_in(evaluations, "--evaluations")] or everything().values()
    result = run_gate(chosen, seed=seed, length=length, sample=sample or None)
    if as_json:
        print_json(
            {
                "environments": result.environments,
                "twins": result.twins,
                "plays": result.plays,
                "left_out": result.left_out,
                "skipped": [one.model_dump(mode="json") for one in result.skipped],
                "failures": [failure.model_dump() for failure in result.failures],
            }
        )
    else:
        for f in result.failures:
            console.print(f"{f.environment}: {f.actor}: expected {f.expected}, got {f.got} ({f.reason})")
        for one in result.skipped:
            console.print(
                f"skipped {one.evaluation}, {len(one.environments)} environments: {one.reason}", soft_wrap=True
            )
        console.print(
            f"{result.environments} environments, {result.twins} twins, {result.plays} plays, "
            f"{len(result.failures)} failures"
            + (f"; {result.left_out} environments left out (`--sample 0` plays all)" if result.left_out else "")
        )
    if result.failures:
        raise typer.Exit(1)
