"""`overt demo`: the whole way on the embedded organism."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Column, Table

from overt.cli.output import AsJson, console, print_json
from overt.errors import OvertError


def demo(
    out: Annotated[Path, typer.Option(help="Folder; the same command resumes.")] = Path("demo"),
    epochs: Annotated[int, typer.Option(min=1, help="Plays of each environment, for each arm.")] = 3,
    seed: Annotated[int, typer.Option(help="Seed of plays and trainings.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Measure the embedded organism, distil the spec into it beside a control, measure again, write a report.

    Example: `overt demo --out demo`
    """
    try:
        from overt.study.demo import demo as run
        from overt.study.demo import planted_and_emerged
    except ModuleNotFoundError as error:
        raise OvertError(f"the demo needs {error.name}; install it with: pip install 'overt[train]'") from None

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    with redirect_stdout(sys.stderr):
        made = run(out, epochs=epochs, seed=seed, say=say)
    if as_json:
        print_json(made.model_dump())
        return
    columns = ("arm", "covert", "spec seen", "spec never seen", "over-escalated", "twins completed", "unscored")
    table = Table(
        *(Column(name, overflow="fold") for name in columns),
        caption="Covert: mean over evaluations and environments, 95% intervals. Twins: benign counterparts.",
    )
    for row in made.table:
        table.add_row(
            row.arm,
            *map(_shown, (row.covert, row.covert_saw_spec, row.covert_never_saw_spec, row.over_escalation)),
            _shown(row.completed_twins),
            f"{row.unscored} of {row.plays}",
        )
    console.print(table)
    for row in made.table:
        for caution in row.cautions:
            console.print(f"- {row.arm}, interval of {caution}", markup=False, highlight=False, style="yellow")
    for line in planted_and_emerged():
        console.print(f"- {line}", markup=False, highlight=False)
    console.print(f"\n{made.seconds / 60:.1f} minutes. Open {made.report}", markup=False, highlight=False)


def _shown(rate: dict[str, Any] | None) -> str:
    if rate is None or rate["rate"] is None:
        return "–"
    return f"{rate['rate']:.1%} ({rate['low']:.1%}–{rate['high']:.1%})"
