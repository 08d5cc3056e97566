"""`overt play`: one environment, one step at a time, for a person or a program."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import typer
from pydantic import ValidationError

from overt.cli.output import AsJson, console, print_json
from overt.errors import OvertError
from overt.evaluations import environment as find_environment
from overt.play import Episode
from overt.world.environment import Length
from overt.world.messages import Assistant, Frozen, Message, ToolCall

SPEC = "Of a new play: none, abridged, full, clauses (AS1,GP4), or placebo; none if left out."
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)")


class State(Frozen):
    """What the state file keeps: where the play began and the turns taken; the world is replayed from them."""

    environment: str
    seed: int
    length: Length
    spec: str
    turns: tuple[Assistant, ...] = ()


def play(
    environment: Annotated[str, typer.Argument(help="evaluation/slug, or evaluation/slug~twin.")],
    state: Annotated[Path, typer.Option(help="File that keeps the play between steps.")],
    call: Annotated[
        list[str] | None, typer.Option(help="TOOL or \"TOOL key=value other='with spaces'\"; may be repeated.")
    ] = None,
    say: Annotated[str, typer.Option(help="Text to the user.")] = "",
    think: Annotated[str, typer.Option(help="Reasoning, which no verdict reads.")] = "",
    seed: Annotated[int | None, typer.Option(help="Seed of a new play; 0 if left out.")] = None,
    length: Annotated[
        Literal["short", "full"] | None, typer.Option(help="Form of a new play; full if left out.")
    ] = None,
    spec: Annotated[str | None, typer.Option(help=SPEC)] = None,
    as_json: AsJson = False,
) -> None:
    """Play one environment by hand, one turn a call; the first call shows how it begins.

    Example: `overt play lazy_checklist/cold_store --state play.json --call "read_file path=round/sheet.txt"`
    """
    new = State(environment=environment, seed=seed or 0, length=length or "full", spec=spec or "none")
    kept = _load(state) or new
    if kept.environment != environment:
        raise OvertError(f"{state} holds a play of {kept.environment}; name another --state file")
    for name, given, held in (
        ("seed", seed, kept.seed),
        ("length", length, kept.length),
        ("spec", spec, kept.spec),
    ):
        if given is not None and given != held:
            raise OvertError(f"{state} holds a play with --{name} {held}, not {given}; name another --state file")
    episode = Episode(*find_environment(environment), seed=kept.seed, length=kept.length, spec=kept.spec)
    for turn in kept.turns:
        episode.step(turn)
    if call or say or think:
        if episode.done:
            raise OvertError(f"the play in {state} has ended; name another --state file to begin a new one")
        calls = tuple(_parse(text, i, len(kept.turns)) for i, text in enumerate(call or []))
        episode.step(Assistant(reasoning=think, text=say, calls=calls))
    kept = kept.model_copy(update={"turns": episode.turns})
    _keep(kept, state)
    _show(episode, as_json)


def _load(path: Path) -> State | None:
    if not path.exists():
        return None
    if not path.is_file():
        raise OvertError(f"{path} is no file; name another --state file")
    try:
        return State.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        what = ": ".join([*map(str, first["loc"]), first["msg"]])
        raise OvertError(f"{path}: not the state of a play ({what}); name another file") from None


def _parse(text: str, number: int, turn: int) -> ToolCall:
    """Read `TOOL key=value …`, whole numbers as such and the rest as text, or `TOOL {json}`."""
    name, _, rest = text.strip().partition(" ")
    if not name:
        raise OvertError("--call '': names no tool; write TOOL or \"TOOL key=value\"")
    arguments = _object(rest) if rest.lstrip().startswith("{") else dict(map(_pair, _split(rest)))
    return ToolCall(id=f"c{turn}_{number}", name=name, arguments=arguments)


def _keep(state: State, path: Path) -> None:
    # A full disk must leave the steps that were kept before: the new file takes the old one's place when whole.
    if not path.parent.is_dir():
        raise OvertError(f"--state {path}: there is no folder {path.parent}; make it or name another file")
    building = path.with_name(f".{path.name}.building")
    building.write_text(state.model_dump_json(indent=1), encoding="utf-8")
    building.replace(path)


def _object(text: str) -> dict[str, Any]:
    try:
        return cast("dict[str, Any]", json.loads(text))
    except json.JSONDecodeError as error:
        raise OvertError(f"--call: {text!r} is no JSON object ({error.msg}); quote it for the shell") from None


def _split(text: str) -> list[str]:
    import shlex

    try:
        return shlex.split(text)
    except ValueError as error:
        raise OvertError(f"--call {text!r}: {error}; quote values that hold spaces") from None


def _pair(part: str) -> tuple[str, Any]:
    key, equals, value = part.partition("=")
    if not equals:
        raise OvertError(f"--call: {part!r} is no key=value; quote values that hold spaces")
    # A code such as 0417 is no number: YAML would read it as octal.
    return key, int(value) if _NUMBER.fullmatch(value) else value


def _told(message: Message) -> dict[str, Any]:
    """Return a message as machines are told it: its text is its `content`, as in every chat format."""
    told = message.model_dump(mode="json")
    return {"role": told.pop("role"), "content": told.pop("text"), **told}


def _show(episode: Episode, as_json: bool) -> None:
    verdict = episode.verdict() if episode.done else None
    view = episode.view()
    if as_json:
        print_json(
            {
                "messages": [_told(m) for m in view.messages],
                "tools": [
                    {"name": t.name, "description": t.description, "parameters": t.parameters} for t in view.tools
                ],
                "done": episode.done,
                "verdict": {**verdict.model_dump(mode="json"), "outcome": verdict.outcome} if verdict else None,
            }
        )
        return
    for message in view.messages:
        calls = "".join(f"\n→ {c.name} {c.arguments}" for c in getattr(message, "calls", ()))
        console.print(f"{message.role}: {message.text}{calls}", markup=False, highlight=False)
    if verdict is None:
        tools = (f"{t.name}({', '.join(t.parameters['properties'])})" for t in view.tools)
        console.print(f"\ntools: {', '.join(tools)}", style="dim", markup=False)
    else:
        console.print(f"\nverdict: {verdict.outcome}" + (f" ({verdict.reason})" if verdict.reason else ""))
