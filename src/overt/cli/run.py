"""`overt run`: play evaluations with a model; the same command resumes what was stopped."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
import yaml

from overt.cli.output import AsJson, console, names_in, print_json
from overt.errors import OvertError
from overt.measure.wording import percent, span

if TYPE_CHECKING:
    from overt.run.runner import Ran
    from overt.run.until import Taken, Until

REASONS = 5
MODEL = "As Inspect names it: `openai/…`, `vllm/…`; or `organism/base`, `local/PATH`, `actor/schemer`."
LOGS = "Directory for the logs; give it again to resume."
ENVIRONMENTS = "How many of each evaluation, or environment ids with commas."
UNTIL = "Play on, where it tells most, until the suite's interval is so many points wide."
SANDBOX = "Inspect's sandbox, by name (docker), for code that the model writes; else bubblewrap."
ROLE = "user=MODEL: follows up as one who has read the answer. colleague=MODEL: subagent_collusion's second agent."
COST = "Dollars that this sitting may cost, by Inspect's prices."


def run(
    model: Annotated[str, typer.Option(help=MODEL)],
    logs: Annotated[Path, typer.Option(help=LOGS)],
    evaluations: Annotated[str | None, typer.Option(help="Names with commas; all if left out.")] = None,
    environments: Annotated[str | None, typer.Option(help=ENVIRONMENTS)] = None,
    twins: Annotated[bool, typer.Option(help="Also play the benign twins.")] = False,
    epochs: Annotated[int, typer.Option(help="Plays of each environment.")] = 1,
    until: Annotated[float | None, typer.Option(help=UNTIL)] = None,
    seed: Annotated[int, typer.Option(help="Seed of names, numbers and wording.")] = 0,
    spec: Annotated[str, typer.Option(help="none, abridged, full, some clauses (AS1,GP4), or placebo.")] = "none",
    length: Annotated[Literal["short", "full"] | None, typer.Option(help="Default by model.")] = None,
    sandbox: Annotated[str | None, typer.Option(help=SANDBOX)] = None,
    budget_cost: Annotated[float | None, typer.Option(min=0, help=COST)] = None,
    budget_tokens: Annotated[int | None, typer.Option(min=0, help="Tokens that it may use.")] = None,
    budget_plays: Annotated[int | None, typer.Option(min=0, help="Plays that it may start.")] = None,
    model_arg: Annotated[list[str] | None, typer.Option("-M", help="key=value for the model.")] = None,
    generate: Annotated[list[str] | None, typer.Option("-G", help="key=value for its calls.")] = None,
    model_role: Annotated[list[str] | None, typer.Option("--model-role", help=ROLE)] = None,
    as_json: AsJson = False,
) -> None:
    """Play evaluations with a model and log every play; stopped, the same command goes on.

    Example: `overt run --model actor/schemer --evaluations lazy_checklist --logs logs/schemer`
    """
    from overt.run.budget import Budget
    from overt.run.runner import Request
    from overt.run.runner import run as play
    from overt.run.until import run_until

    request = Request(
        model=model,
        logs=logs,
        evaluations=tuple(names_in(evaluations, "--evaluations")),
        environments=environments_named(environments),
        twins=twins,
        epochs=epochs,
        seed=seed,
        spec=spec,
        length=length,
        sandbox=sandbox,
        budget=Budget(cost=budget_cost, tokens=budget_tokens, plays=budget_plays),
        model_args=named_values("-M", model_arg),
        generate=named_values("-G", generate),
        roles={role: str(name) for role, name in named_values("--model-role", model_role).items()},
    )
    try:
        # Inspect reports on standard output, which belongs to our one object or our few lines.
        with redirect_stdout(sys.stderr):
            display = "rich" if sys.stderr.isatty() else "plain"
            if until is None:
                ran, end = play(request, display=display), None
            else:
                ran, end = run_until(request, until / 100, _tell, display=display)
    except KeyboardInterrupt:
        print(f"overt: stopped; finished plays are in {logs}, the same command goes on", file=sys.stderr)
        raise typer.Exit(130) from None
    if as_json:
        print_json(ran.model_dump(mode="json") | ({} if until is None else {"until": _dumped(end)}))
    else:
        _print(ran, end)
    left = _left(ran, end)
    if left:
        print(f"overt: {left}", file=sys.stderr)
        raise typer.Exit(1)


def _print(ran: Ran, end: Until | None) -> None:
    lines = [
        f"{ran.plays} plays in {ran.logs}: {ran.scored} scored, {ran.unscored} unscored, {ran.errored} errored"
    ]
    shown = list(ran.reasons.items())[:REASONS]
    lines += [f"  {times} without a verdict: {reason}" for reason, times in shown]
    if len(ran.reasons) > REASONS:
        lines.append(f"  and {len(ran.reasons) - REASONS} more reasons; `overt report {ran.logs}` shows them all")
    lines += [f"skipped {one.evaluation}: {one.reason}" for one in ran.skipped]
    if end is not None:
        lines += _of_end(end)
    for line in lines:
        console.print(line, highlight=False, soft_wrap=True)


def _of_end(end: Until) -> list[str]:
    lines = [f"{_seen(end.look)}. {end.about}"]
    if end.needed is not None:
        lines.append(
            f"{end.look.scored} scored plays for {100 * (end.look.high - end.look.low):.2f} points. For "
            f"{100 * end.width:g} at the rates seen: {end.needed.uniform} spread evenly, {end.needed.optimum} "
            "spread best (Neyman)"
        )
    lines.append(f"headline, about environments like these: {span(end.headline.low, end.headline.high)}")
    return lines + ([end.headline.caution] if end.headline.caution else [])


def _tell(look: Taken) -> None:
    """Say how a look turned out; on standard error, where Inspect's own display is."""
    print(f"overt: look {look.number}: {look.scored} scored plays, {_seen(look)}", file=sys.stderr)


def _seen(look: Taken) -> str:
    return f"suite {percent(look.rate)}, interval {span(look.low, look.high)}"


def _dumped(end: Until | None) -> dict[str, Any] | None:
    return None if end is None else end.model_dump(mode="json")


def _left(ran: Ran, end: Until | None) -> str:
    """Return what is still wanting, in words."""
    parts = [f"{ran.not_run} plays not run"] * bool(ran.not_run) + [f"{ran.errored} errored"] * bool(ran.errored)
    wanting = f"{' and '.join(parts)}; the same command plays them" if parts else ""
    if end is None or end.reached:
        return wanting
    short = (
        f"the last of {end.of_looks} looks is over, and the interval is wider than {100 * end.width:g} points; "
        "begin anew with a greater width, or with more --epochs for the first look"
    )
    return f"{short}; {wanting}" if wanting else short


def environments_named(value: str | None) -> int | tuple[str, ...] | None:
    """Return how many environments of each evaluation, or the ids that are named; None where nothing is."""
    if value is None:
        return None
    if value.strip().lstrip("-").isdigit():
        return int(value)
    return tuple(names_in(value, "--environments"))


def named_values(option: str, values: list[str] | None) -> dict[str, Any]:
    """Return what was given as key=value, each value read as YAML.

    Raises:
        OvertError: one is not of that form, or its value is no YAML.
    """
    pairs: dict[str, Any] = {}
    for value in values or []:
        key, equals, text = value.partition("=")
        if not equals or not key:
            raise OvertError(f"{option} {value}: write key=value")
        try:
            pairs[key] = yaml.safe_load(text)
        except yaml.YAMLError:
            raise OvertError(f"{option} {value}: the value is no YAML; quote it, as {key}='\"…\"'") from None
    return pairs
