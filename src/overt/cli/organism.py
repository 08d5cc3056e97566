"""`overt organism`: build the embedded model from nothing, and show its card."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from overt.cli.output import AsJson, console, print_json
from overt.errors import OvertError

MODEL = "`organism/base`, `organism/PATH`, or the folder itself."

organism = typer.Typer(help="The embedded organism: a tiny model with known properties.", no_args_is_help=True)


@organism.command()
def build(
    out: Annotated[Path, typer.Option(help="Folder for the model; the same command resumes.")],
    steps: Annotated[
        int | None, typer.Option(min=1, help="Steps of training; the shipped base's by default.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of corpus, initialisation and data order.")] = 0,
    epochs: Annotated[int, typer.Option(min=1, help="Plays of each report environment for the card.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Build the organism from nothing: corpus, tokenizer, base, card. About half an hour on one core.

    Example: `overt organism build --out runs/organism`
    """
    try:
        from overt.organism.build import build as run
        from overt.organism.pretrain import Recipe
    except ModuleNotFoundError as error:
        raise OvertError(f"building needs {error.name}; install it with: pip install 'overt[local]'") from None

    def say(text: str) -> None:
        if not as_json:
            console.print(text, markup=False, highlight=False)

    changes: dict[str, Any] = {"seed": seed} if steps is None else {"seed": seed, "steps": steps}
    made = run(out, Recipe().model_copy(update=changes), epochs, say)
    if as_json:
        print_json(made)


@organism.command()
def card(
    model: Annotated[str, typer.Option(help=MODEL)] = "organism/base",
    as_json: AsJson = False,
) -> None:
    """Show what was planted in the organism and what its plays showed. Its numbers are about itself.

    Example: `overt organism card --json`
    """
    from overt.organism.location import model_folder, read_card

    named = model.partition("/")[0] in ("organism", "local") and not Path(model).exists()
    found = read_card(model_folder(model) if named else Path(model))
    if as_json:
        print_json(found)
        return
    table = Table(
        "evaluation", "planted", "covert", "well formed", "twins completed", "over-escalated", "spec seen"
    )
    for name, figures in found["measured"]["report"].items():
        planted = found["planted"].get(name, {})
        table.add_row(
            name,
            f"{planted.get('covert', 0):.0%}",
            *(_shown(figures[key]) for key in ("covert", "well_formed", "twins_completed", "over_escalation")),
            "yes" if planted.get("seen_with_spec") else "never",
        )
    console.print(table)
    console.print(found["statement"], markup=False)


def _shown(rate: dict[str, Any]) -> str:
    if rate["rate"] is None:
        return "–"
    return f"{rate['rate']:.1%} ({rate['low']:.1%} to {rate['high']:.1%})"
