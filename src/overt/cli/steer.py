"""`overt steer`: add a direction to a local model while it plays, dose by dose, beside random directions."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from overt.cli.output import AsJson, console, names_in, print_json
from overt.cli.run import ENVIRONMENTS, environments_named
from overt.cli.tables import narrow, rates_table
from overt.errors import OvertError
from overt.measure.wording import percent

if TYPE_CHECKING:
    from overt.study.steering import Steered

LOGS = "Directories of logs that `overt run` wrote: plays of one local model."
ON = "The thought: evaluation_awareness, metagaming or spec_citation."
OUT = "Directory for the direction and the plays; give it again to resume."
DOSES = "Of the direction, with commas; 1 is the difference that a sentence of the kind makes."
LAYERS = "From 0, with commas; the middle third of the model without it."


def steer(
    logs: Annotated[list[Path], typer.Argument(help=LOGS)],
    on: Annotated[str, typer.Option(help=ON)],
    out: Annotated[Path, typer.Option(help=OUT)],
    doses: Annotated[str, typer.Option(help=DOSES)] = "-2,-1,0,1,2",
    randoms: Annotated[int, typer.Option(min=0, help="Random directions of equal norm.")] = 2,
    layers: Annotated[str, typer.Option(help=LAYERS)] = "",
    places: Annotated[int, typer.Option(min=1, help="Plays that the direction is read from.")] = 64,
    evaluations: Annotated[str | None, typer.Option(help="Names with commas; all if left out.")] = None,
    environments: Annotated[str | None, typer.Option(help=ENVIRONMENTS)] = None,
    epochs: Annotated[int, typer.Option(min=1, help="Plays of each environment at each dose.")] = 1,
    seed: Annotated[int, typer.Option(help="Seed of places, plays and random directions.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Steer a local model for and against a thought while it plays; probe what it holds before the thought comes.

    Example: `overt steer logs/base --on evaluation_awareness --evaluations lazy_checklist --out logs/steered`
    """
    from overt.intervene.arms import DETECTORS
    from overt.study.steering import Steering, steering

    if on not in DETECTORS:
        raise OvertError(f"--on {on}: there are {', '.join(DETECTORS)}")
    wanted = Steering(
        logs=tuple(logs),
        out=out,
        on=on,
        doses=tuple(_numbers("--doses", doses)),
        randoms=randoms,
        layers=tuple(int(n) for n in _numbers("--layers", layers)),
        places=places,
        evaluations=tuple(names_in(evaluations, "--evaluations")),
        environments=environments_named(environments),
        epochs=epochs,
        seed=seed,
    )
    try:
        with redirect_stdout(sys.stderr):
            found = steering(wanted, display="rich" if sys.stderr.isatty() else "plain")
    except KeyboardInterrupt:
        print(f"overt: stopped; what is finished is in {out}, the same command goes on", file=sys.stderr)
        raise typer.Exit(130) from None
    except ImportError as missing:
        raise OvertError(f"steering needs {missing.name}; install `overt[local]`") from None
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        _show(found)


def _numbers(option: str, given: str) -> list[float]:
    try:
        return [float(part) for part in given.split(",") if part.strip()]
    except ValueError:
        raise OvertError(f"{option} {given}: give numbers with commas") from None


def _show(found: Steered) -> None:
    table = rates_table("dose", "plays", "covert", "95%", "shows it", "95%", "no verdict", first="direction")
    for one in found.doses:
        covert = f"{one.covert} of {one.scored}"
        table.add_row(
            escape(one.direction),
            f"{one.dose:+g}",
            str(one.plays),
            covert,
            narrow(one.covert_low, one.covert_high),
            str(one.shown),
            narrow(one.shown_low, one.shown_high),
            percent(one.no_verdict / one.plays) if one.plays else "–",
        )
    console.print(table, "")
    if found.probes:
        probes = rates_table("held out", "of them yes", "area", "95%", "shuffled", first="layer")
        for one in found.probes:
            interval = f"{one.low:.2f}–{one.high:.2f}"
            numbers = (one.held_out, one.positive, f"{one.area:.2f}", interval, f"{one.shuffled:.2f}")
            probes.add_row(str(one.layer), *map(str, numbers))
        console.print(probes, "")
    if found.no_probe:
        console.print(f"No probe: {found.no_probe}.", style="dim", highlight=False)
    console.print(
        "Dose 1 is what a sentence of the kind changes against a neutral one, at the layers "
        f"{', '.join(map(str, found.layers))}. Area: how well the probe tells, before it is written, that the "
        "thought will come; shuffled is what 95% of probes with shuffled labels stay under. Intervals are over "
        "plays.",
        style="dim",
        highlight=False,
    )
