"""`overt intervene`: fork plays at a sentence of their reasoning, edit it, play on, count what that changed."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import yaml
from pydantic import ValidationError
from rich.markup import escape

from overt.cli.output import AsJson, console, names_in, print_json
from overt.cli.run import COST, named_values
from overt.cli.tables import narrow, p_value, points, rates_table
from overt.errors import OvertError
from overt.measure.wording import percent

if TYPE_CHECKING:
    from overt.intervene.arms import Arm, Pair
    from overt.measure.causes import Causes
    from overt.run.interventions import Intervened

LOGS = "Directories of logs that `overt run` wrote: the plays to start from."
ON = "The thought: evaluation_awareness, metagaming or spec_citation."
OUT = "Directory for the continuations; give it again to resume."
ARMS_HELP = "These alone, as remove,resample; all without it."
PLAYS = "Continuations an arm, spread evenly over the plays."
MODEL = "Who plays on; the model that played, without it."
SENTENCES = "YAML list of pairs, `insert` and `control`, in place of the shipped ones."
WHAT = {
    "source": "plays that show it, as they were",
    "resample": "cut before it, played on",
    "remove": "cut before it, kept silent",
    "counterfactual": "played on, came out silent",
    "factual": "played on, came out with it",
    "silent_source": "plays that do not, as they were",
    "plain": "cut at a like place, played on",
    "control": "a neutral sentence put there",
    "insert": "a sentence of it put there",
    "counterfactual_plain": "like place, came out with it",
    "factual_plain": "like place, came out silent",
}


def intervene(
    logs: Annotated[list[Path], typer.Argument(help=LOGS)],
    on: Annotated[str, typer.Option(help=ON)],
    out: Annotated[Path, typer.Option(help=OUT)],
    arms: Annotated[str | None, typer.Option(help=ARMS_HELP)] = None,
    plays: Annotated[int, typer.Option(min=1, help=PLAYS)] = 300,
    model: Annotated[str | None, typer.Option(help=MODEL)] = None,
    sentences: Annotated[Path | None, typer.Option(metavar="FILE", help=SENTENCES)] = None,
    seed: Annotated[int, typer.Option(help="Seed of cuts and draws.")] = 0,
    budget_cost: Annotated[float | None, typer.Option(min=0, help=COST)] = None,
    budget_tokens: Annotated[int | None, typer.Option(min=0, help="Tokens that it may use.")] = None,
    model_arg: Annotated[list[str] | None, typer.Option("-M", help="key=value for the model.")] = None,
    generate: Annotated[list[str] | None, typer.Option("-G", help="key=value for its calls.")] = None,
    as_json: AsJson = False,
) -> None:
    """Cut plays where their reasoning shows a thought, or might have, edit it there, play on, and compare.

    Example: `overt intervene logs/base --on evaluation_awareness --out logs/base-awareness`
    """
    from overt.measure.causes import causes
    from overt.run.budget import Budget
    from overt.run.intended import Asked
    from overt.run.interventions import intervene as play_on

    asked = Asked(
        logs=tuple(logs),
        out=out,
        on=_detector(on),
        arms=_arms(arms),
        plays=plays,
        model=model,
        sentences=_sentences(sentences) if sentences else None,
        seed=seed,
        budget=Budget(cost=budget_cost, tokens=budget_tokens),
        model_args=named_values("-M", model_arg),
        generate=named_values("-G", generate),
    )
    try:
        with redirect_stdout(sys.stderr):
            done = play_on(asked, display="rich" if sys.stderr.isatty() else "plain")
    except KeyboardInterrupt:
        print(f"overt: stopped; what is finished is in {out}, the same command goes on", file=sys.stderr)
        raise typer.Exit(130) from None
    found = causes(done.results, {s.name: s.covert for s in done.intended.sources}, seed=seed)
    if as_json:
        print_json(_dumped(done, found))
    else:
        _show(done, found)
    if done.not_run:
        print(f"overt: {done.not_run} continuations not run; the same command plays them", file=sys.stderr)
        raise typer.Exit(1)


def _detector(name: str) -> str:
    from overt.intervene.arms import DETECTORS

    if name not in DETECTORS:
        raise OvertError(f"--on {name}: there are {', '.join(DETECTORS)}")
    return name


def _arms(names: str | None) -> tuple[Arm, ...]:
    from overt.intervene.arms import ARMS

    wanted = names_in(names, "--arms")
    for name in wanted:
        if name not in ARMS:
            raise OvertError(f"--arms {name}: there are {', '.join(ARMS)}")
    return tuple(arm for arm in ARMS if not wanted or arm in wanted)


def _sentences(path: Path) -> tuple[Pair, ...]:
    from overt.intervene.arms import Pair

    try:
        listed: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = tuple(Pair.model_validate(one) for one in listed)
    except OSError as error:
        raise OvertError(f"--sentences {path}: {error.strerror}; give a YAML file") from None
    except (yaml.YAMLError, ValidationError, TypeError, UnicodeDecodeError):
        found = ()
    if not found:
        raise OvertError(f"--sentences {path}: write a list of pairs, each with `insert` and `control`")
    return found


def _dumped(done: Intervened, found: Causes) -> dict[str, Any]:
    """Return the arms and effects by the contract, an effect under the arm's name where it is the one to read."""
    from overt.measure.causes import HEADLINE

    whole = found.model_dump(mode="json")
    named = {arm: whole["effects"].get(f"{arm} - {against}") for arm, against in HEADLINE}
    intended = done.intended
    return {
        "on": intended.on,
        "model": intended.model,
        "whole_turns": intended.whole_turns,
        "arms": whole["arms"],
        "effects": {arm: one for arm, one in named.items() if one is not None},
        "comparisons": whole["effects"],
        "selection": whole["selection"],
        "not_estimated": whole["not_estimated"],
        "resilience": whole["resilience"],
        "sentences": whole["sentences"],
        "left_out": intended.left_out,
        "not_run": done.not_run,
    }


def _show(done: Intervened, found: Causes) -> None:
    table = rates_table("plays", "covert", "rate", "95%", "unscored", "sources", first="arm")
    for name, what in WHAT.items():
        if name in found.arms:
            arm = found.arms[name]
            rate = "–" if arm.rate is None else percent(arm.rate)
            numbers = (arm.plays, arm.covert, rate, narrow(arm.low, arm.high), arm.unscored, arm.sources)
            table.add_row(what, *map(str, numbers))
    console.print(table, "")
    effects = rates_table("points", "95%", "p", "sources", first="effect")
    for name, one in found.effects.items():
        span = f"{points(one.low)} to {points(one.high)}"
        effects.add_row(name.replace("_", " "), points(one.difference), span, p_value(one.p), str(one.clusters))
    console.print(effects, "")
    for line in _notes(done, found):
        console.print(escape(line), style="dim", highlight=False)


def _notes(done: Intervened, found: Causes) -> list[str]:
    lines = [f"Not played: {name}: {why}." for name, why in done.intended.left_out.items()]
    if done.intended.whole_turns:
        lines.append(f"{done.intended.model} cannot continue a partial thought, so plays are cut at whole turns.")
    if (back := found.resilience) is not None and back.rate is not None:
        lines.append(
            f"Resilience: of {back.draws} turns drawn where the thought was removed, {back.came_back} "
            f"({percent(back.rate)}) had it again; it came up {back.later} times in later turns; {back.gave_up} "
            "plays never lost it and are unscored."
        )
    if (chosen := found.selection) is not None:
        lines.append(
            f"Selection: remove - resample is {points(chosen.removed)} points, insert - control predicts "
            f"{points(chosen.predicted)}; what is beyond that, {points(chosen.difference)} "
            f"({points(chosen.low)} to {points(chosen.high)}, p {p_value(chosen.p)}), is selection, if a sentence "
            "put there does what a thought of the model's own does."
        )
    lines += [f"Not estimated: {name.replace('_', ' ')}: {why}." for name, why in found.not_estimated.items()]
    lines.append(
        "Intervals and p are over source plays, whose continuations depend on each other. Only insert - control "
        "is the thought's own effect: remove keeps silent turns, and counterfactual silent plays, with whatever "
        "else goes with silence."
    )
    return lines
