"""`overt train`: trainings, each configured by a small YAML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from overt.cli.output import AsJson, console, print_json
from overt.errors import OvertError

train = typer.Typer(help="Train a local model against covert behaviour.", no_args_is_help=True)


@train.callback()
def _kinds() -> None:  # pyright: ignore[reportUnusedFunction]
    """Train a local model against covert behaviour."""


@train.command()
def distil(
    config: Annotated[Path, typer.Option(help="YAML file; `docs/training.md` explains its fields.")],
    out: Annotated[Path, typer.Option(help="Folder of the training; the same command resumes it.")],
    seed: Annotated[int | None, typer.Option(help="Replaces the seed of the file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Distil the spec: play honeypots with it, keep what is right for its sake, learn without it.

    Example: `overt train distil --config distil.yaml --out runs/distil`
    """
    try:
        from overt.organism.location import model_folder
        from overt.train.config import load_config
        from overt.train.distil import distil as run
    except ModuleNotFoundError as error:
        raise OvertError(f"training needs {error.name}; install it with: pip install 'overt[train]'") from None
    settings = load_config(config)
    if seed is not None:
        settings = settings.model_copy(update={"seed": seed})

    def say(text: str) -> None:
        if not as_json:
            console.print(text, markup=False, highlight=False)

    checkpoints = run(settings, model_folder(settings.model), out, say)
    if as_json:
        print_json({"checkpoints": [c.model_dump() for c in checkpoints]})
    else:
        for c in checkpoints:
            console.print(f"{c.stage}: {c.path} ({c.step} steps, sha256 {c.hash[:12]})", markup=False)
