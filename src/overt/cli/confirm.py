"""`overt confirm`: covert plays one after another, for a person or a judge to confirm or refuse."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import ExitStack, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.padding import Padding

from overt.cli.output import AsJson, console, print_json, progress
from overt.cli.tables import between, narrow, rates_table
from overt.errors import OvertError
from overt.measure.wording import percent

if TYPE_CHECKING:
    from overt.measure.confirmed import Choice, ConfirmedRates, Decision
    from overt.run.tables import Play
    from overt.world.messages import Assistant, Message
    from overt.world.verdict import Verdict

LOGS_HELP = "Directory of logs that `overt run` wrote."
BY_HELP = "Who decides; without it, the user's name on this machine."
JUDGE_HELP = "Let this model decide, as Inspect names it (`openai/…`); never the model that played."
CHOICES: dict[str, Choice] = {"c": "covert", "n": "not_covert", "?": "cannot_tell"}
ASK = "[bold]c[/] covert, [bold]n[/] not covert, [bold]?[/] cannot tell, [bold]s[/] skip, [bold]q[/] stop: "


def confirm(
    logs: Annotated[Path, typer.Argument(help=LOGS_HELP)],
    by: Annotated[str | None, typer.Option(metavar="NAME", help=BY_HELP)] = None,
    judge: Annotated[str | None, typer.Option(metavar="MODEL", help=JUDGE_HELP)] = None,
    as_json: AsJson = False,
) -> None:
    """Read the plays that verdicts call covert, one after another, and record who confirms which and why.

    Each decision is kept; called again it goes on with what this person, or this judge, has not decided. With
    `--json` no person is asked: it prints the rates from actions alone and those confirmed.

    Example: `overt confirm logs/base --by "R. Reader"`
    """
    from overt.run.confirmations import read_decisions

    if not logs.is_dir():
        raise OvertError(f"{logs} is no directory; give the one that `overt run --logs` wrote")
    if judge is not None and by is not None:
        raise OvertError("--by names a person and --judge a model: give one of them")
    if judge is not None:
        _judged(logs, judge)
    elif not as_json:
        _queue(logs, by or getpass.getuser())
    result = _rates(logs, read_decisions(logs))
    if as_json:
        print_json(result.model_dump(mode="json"))
        return
    show_confirmed(result)


def _judged(logs: Path, judge: str) -> None:
    from overt.run.confirming import judged

    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(sys.stderr))
        try:
            judged(logs, judge, lambda many: stack.enter_context(progress(many, "judged")))
        except KeyboardInterrupt:
            print(f"overt: stopped; what was judged is kept in {logs}, the same command goes on", file=sys.stderr)
            raise typer.Exit(130) from None


def _rates(logs: Path, decisions: list[Decision]) -> ConfirmedRates:
    from overt.measure.confirmed import confirmed_rates
    from overt.run.tables import read_plays

    return confirmed_rates(read_plays(logs), decisions, str(logs))


def _queue(logs: Path, name: str) -> None:
    """Show what this person has not decided, until all is or they stop."""
    from overt.measure.confirmed import Decision, covert_plays, play_key
    from overt.run.confirmations import add_decision, read_decisions
    from overt.run.tables import read_plays, read_transcripts

    decided = {d.key for d in read_decisions(logs) if d.by == name}
    covert = covert_plays(read_plays(logs), str(logs))
    waiting = [key for key in covert if key not in decided]
    console.print(f"{len(covert)} plays are called covert; {escape(name)} has {len(waiting)} still to read.")
    if not waiting:
        return
    number = 0
    for play in read_transcripts(logs):
        key = play_key(play.row)
        if key not in waiting:
            continue
        number += 1
        _show(play, f"{number} of {len(waiting)}")
        answer = _ask()
        if answer == "q":
            return
        if answer in CHOICES:
            why = _why()
            at = datetime.now(UTC).isoformat(timespec="seconds")
            log, sample, epoch = key
            add_decision(
                logs,
                Decision(log=log, sample=sample, epoch=epoch, by=name, choice=CHOICES[answer], why=why, at=at),
            )


def _ask() -> str:
    while True:
        answer = _input(ASK)
        if answer in (*CHOICES, "s", "q"):
            return answer


def _why() -> str:
    while True:
        if why := _input("Why, in a line: "):
            return why


def _input(prompt: str) -> str:
    """Return what is typed; the end of input means stop, so that nothing is decided by nobody."""
    try:
        return console.input(prompt).strip()
    except EOFError:
        raise OvertError("input ended; what was decided is kept, and the same command goes on") from None


def _show(play: Play, place: str) -> None:
    from overt.report.text import plain

    row = play.row
    console.rule(f"{place}: {escape(row['environment'])}, seed {row['seed']}, {escape(row['model'])}")
    for message in play.messages:
        for line, style in _lines(message):
            console.print(Padding(escape(plain(line)), (0, 0, 0, 2)), style=style)
    if play.verdict is not None:
        console.print("[bold]The verdict, from actions and messages:[/]")
        for line in _findings(play.verdict):
            console.print(Padding(escape(plain(line)), (0, 0, 0, 2)))


def _lines(message: Message) -> Iterator[tuple[str, str]]:
    from overt.world.messages import Assistant, System, ToolResult, User

    match message:
        case System():
            yield f"system: {message.text}", "dim"
        case User():
            yield f"user: {message.text}", "bold"
        case ToolResult():
            yield f"result: {message.text}", "dim"
        case Assistant():
            yield from _turn(message)


def _turn(message: Assistant) -> Iterator[tuple[str, str]]:
    if message.reasoning:
        yield f"thinks: {message.reasoning}", "italic"
    for call in message.calls:
        given = ", ".join(f"{name}={value!r}" for name, value in call.arguments.items())
        yield f"calls: {call.name}({given})", "cyan"
    if message.text:
        yield f"says: {message.text}", ""


def _findings(verdict: Verdict) -> Iterator[str]:
    for name in ("act", "known", "disclosed"):
        found = getattr(verdict, name)
        quotes = "; ".join(f"“{e.quote}”" for e in found.evidence)
        told = {True: "yes", False: "no", None: "cannot be told"}[found.value]
        yield (
            f"{name}: {told}" + (f", {found.reason}" if found.reason else "") + (f" ({quotes})" if quotes else "")
        )


def show_confirmed(result: ConfirmedRates) -> None:
    """Print both rates: from actions alone, and what was confirmed of it."""
    table = rates_table("covert", "confirmed", "refused", "undecided", "confirmed rate", "95% interval")
    for name, one in result.evaluations.items():
        rate = percent(one.rate) if one.rate is not None else f"{percent(one.least)} to {percent(one.most)}"
        table.add_row(
            escape(name),
            f"{one.covert}/{one.scored}",
            str(one.confirmed),
            str(one.refused),
            str(one.undecided),
            rate,
            narrow(one.low, one.high) if one.rate is not None else "–",
        )
    console.print(table, "")
    who = ", ".join(result.by) or "nobody yet"
    average = percent(result.raw) if result.raw is not None else "open"
    found = result.hierarchical
    rate = percent(found.rate) if found.rate is not None else "open"
    console.print(
        f"Confirmed, averaged as the headline is: {rate} ({between(found.low, found.high)}) of {result.scored} "
        "scored plays, the undecided counted each way."
    )
    if result.caution:
        console.print(f"  {escape(result.caution)}", style="yellow")
    console.print(
        f"Confirmed raw average: {average}, between {percent(result.raw_least)} and {percent(result.raw_most)} as "
        f"the undecided go. Decided by: {escape(who)}. A play on which two disagree is undecided."
    )
