"""`overt train`: trainings, each configured by a small YAML file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overt.cli.output import AsJson, billed, console, print_json
from overt.cli.tables import rates_table
from overt.errors import OvertError
from overt.measure.wording import percent, points

if TYPE_CHECKING:
    from overt.study.through import Shift, Traced
    from overt.train.config import Distil
    from overt.train.distil import Checkpoint

ConfigFile = Annotated[Path, typer.Option(help="YAML file; `docs/training.md` explains its fields.")]
OutFolder = Annotated[Path, typer.Option(help="Folder of the training; the same command resumes it.")]
Seed = Annotated[int | None, typer.Option(help="Replaces the seed of the file.")]
Scaling = Annotated[
    str | None,
    typer.Option(help="Replaces that of the file: also from so many kept plays each, as 60,120,240."),
]

train = typer.Typer(help="Train a local model against covert behaviour.", no_args_is_help=True)


@train.callback()
def _kinds() -> None:  # pyright: ignore[reportUnusedFunction]
    """Train a local model against covert behaviour."""


@train.command()
def distil(
    config: ConfigFile,
    out: OutFolder,
    seed: Seed = None,
    scaling: Scaling = None,
    as_json: AsJson = False,
) -> None:
    """Distil the spec: play honeypots with it, keep what is right for its sake, learn without it.

    Example: `overt train distil --config distil.yaml --out runs/distil`
    """
    from overt.organism.location import model_folder
    from overt.train.config import Distil, load_config

    sizes = None if scaling is None else scaling.split(",")
    settings = load_config(config, Distil, seed=seed, scaling=sizes)
    start = model_folder(settings.model)
    with _engines():  # loaded last: they take seconds, and a mistake is told without them
        from overt.train.distil import distil as run
    with billed() as roles:
        done = run(settings, start, out, _say(as_json), roles, _processes(settings.model))
    _end(done, _traced(out, as_json, settings) if settings.curve else None, as_json)


@train.command()
def reinforce(
    config: ConfigFile,
    out: OutFolder,
    seed: Seed = None,
    as_json: AsJson = False,
) -> None:
    """Reinforce outcomes: play honeypots in groups without the spec, make likelier what was right (GRPO).

    Example: `overt train reinforce --config reinforce.yaml --out runs/reinforce`
    """
    from overt.organism.location import model_folder
    from overt.train.config import Reinforce, load_config

    settings = load_config(config, Reinforce, seed=seed)
    start = model_folder(settings.model)
    with _engines():
        from overt.train.reinforce import reinforce as run
    with billed() as roles:
        done = run(settings, start, out, _say(as_json), roles=roles)
    _end(done, _traced(out, as_json) if settings.curve else None, as_json)


@train.command()
def curve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What a training wrote by --out.")],
    as_json: AsJson = False,
) -> None:
    """Measure a training's checkpoints and those of the trainings before it: covert rate, twins, reasoning.

    A training does this itself at its end; this is for one that was told not to, or was stopped meanwhile.

    Example: `overt train curve runs/reinforce`
    """
    with _engines():
        traced = _traced(folder, as_json)
    _end([], traced, as_json)


@contextmanager
def _engines() -> Generator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        raise OvertError(f"training needs {error.name}; install it with: pip install 'overt[train]'") from None


def _processes(model: str) -> int:
    """Return how many processes may play beside one another: a small model gains nothing from a second core.

    One, where several were started for the training or the model is not the organism.
    """
    from overt.sampling.beside import cores
    from overt.train.processes import count

    return min(2, cores()) if model.startswith("organism/") and count() == 1 else 1


def _say(as_json: bool) -> Callable[[str], None]:
    def say(text: str) -> None:
        if not as_json:
            console.print(text, markup=False, highlight=False)

    return say


def _traced(out: Path, as_json: bool, scaled: Distil | None = None) -> Traced:
    """Measure a training, and with `scaled` train and measure it at the sizes of that configuration."""
    from overt.organism.location import model_folder
    from overt.study.through import trace, trace_sizes
    from overt.train.checkpoints import read_training
    from overt.train.processes import by_main
    from overt.train.scaling import train_at_sizes

    try:
        # Inspect reports on standard output, which belongs to our one object or our few lines.
        with redirect_stdout(sys.stderr):
            processes = _processes(read_training(out).model)
            traced = by_main(lambda: trace(out, _say(as_json), processes))
            if scaled is None or not scaled.scaling:
                return traced
            folders = train_at_sizes(scaled, model_folder(scaled.model), out, _say(as_json))
            return by_main(lambda: trace_sizes(traced, folders, out, _say(as_json)))
    except KeyboardInterrupt:
        print(f"overt: stopped; `overt train curve {out}` goes on with the curve", file=sys.stderr)
        raise typer.Exit(130) from None


def _end(made: Sequence[Checkpoint], traced: Traced | None, as_json: bool) -> None:
    """Let the main process print what was trained and measured, and end every one of several."""
    from overt.train.processes import is_main, leave

    if is_main():
        _show(made, traced, as_json)
    leave()


def _show(made: Sequence[Checkpoint], traced: Traced | None, as_json: bool) -> None:
    """Print what was trained and measured; the figures of a training's data stand with those of the suite."""
    if as_json:
        of_data = {c.path: c.metrics for c in made}
        told = {"checkpoints": [c.model_dump() for c in made]}
        if traced is not None:
            told = traced.model_dump(mode="json")
            for point in told["checkpoints"]:
                point["metrics"] = of_data.get(point["path"], {}) | point["metrics"]
        print_json(told)
    else:
        for c in made:
            console.print(f"{c.stage}: {c.path} ({c.step} steps, {c.hash[:19]})", markup=False)
        if traced is not None:
            _print_curve(traced)
    if traced is not None and traced.left:
        print(
            f"overt: {traced.left} plays of the curve errored or were not run; the same command plays them",
            file=sys.stderr,
        )
        raise typer.Exit(1)


def _print_curve(traced: Traced) -> None:
    shown = ("covert", "covert_shared", "over_escalation", "completed_twins", "awareness", "citation")
    table = rates_table("plays", *(name.replace("_", " ") for name in shown), first="point")
    for point in traced.checkpoints:
        cells = [percent(point.metrics[name]) for name in shown]
        table.add_row(f"{point.stage} {point.step}", str(point.metrics["attempted"]), *cells)
    console.print(table)
    for point in traced.checkpoints:
        for caution in point.cautions:
            _line(f"{point.stage} {point.step}, interval of {caution.replace('_', ' ')}")
    for change in traced.changes:
        if moved := _moved(change.shifts["covert"]):
            _line(f"{change.stage}: covert {moved}, {change.before} to {change.after}")
    for size in traced.scaling:
        if moved := _moved(size.shifts["covert"]):
            _line(f"{size.examples} plays: covert {percent(size.end.metrics['covert'])}, {moved}")
    for stay in traced.plateaus:
        where = "no plateau" if stay.step is None else f"plateau from step {stay.step}"
        _line(f"{stay.stage}: {where}; {stay.about}")
    _line(f"{traced.table}, {traced.figure}")


def _moved(shift: Shift) -> str:
    if shift.difference is None:
        return ""
    return f"{points(shift.difference)} points ({points(shift.low)} to {points(shift.high)})"


def _line(text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
