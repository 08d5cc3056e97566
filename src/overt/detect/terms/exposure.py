"""Where a term stood in training data: in what the model was given, in what it learned to think, or nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from overt.detect.terms.words import terms, words
from overt.errors import OvertError
from overt.world.messages import Assistant, Frozen, Message

_PLAY = TypeAdapter(list[Message])


class Said(NamedTuple):
    """A message of a training play: who said it (`given`, `thought` or `told`), and what."""

    part: str
    text: str


class Exposure(Frozen):
    """Uses of a term in training plays, by where they stand, and the plays that hold it there.

    `given` is what the model is shown and does not learn to write: prompts and results of tools. `thought` is
    reasoning that it learns to write, `told` what it learns to say. `cued` are the plays whose reasoning uses the
    term after it stood in what was given, `uncued` those whose reasoning uses it before, or without.
    """

    plays: int
    given: int
    thought: int
    told: int
    given_plays: int
    cued: int
    uncued: int
    thought_per_1000: float

    @property
    def stood(self) -> str:
        """Where the term stood, in words."""
        parts = [
            name
            for name, count in (
                ("training prompts", self.given),
                ("trained-on reasoning", self.thought),
                ("trained-on messages", self.told),
            )
            if count
        ]
        return " and ".join(parts) or "nowhere"


def exposure(forms: Sequence[str], plays: Iterable[Sequence[Said]]) -> Exposure:
    """Count a term in training plays; a play is what was said in order."""
    uses: dict[str, int] = dict.fromkeys(("given", "thought", "told"), 0)
    number = given_plays = cued = uncued = size = 0
    for play in plays:
        number += 1
        before, thoughts = False, set[bool]()
        for part, text in play:
            count = used(forms, text)
            uses[part] += count
            size += len(words(text)) if part == "thought" else 0
            if count and part == "thought":
                thoughts.add(before)
            before = before or (count > 0 and part == "given")
        given_plays += before
        cued += thoughts == {True}
        uncued += False in thoughts
    return Exposure(
        plays=number,
        **uses,
        given_plays=given_plays,
        cued=cued,
        uncued=uncued,
        thought_per_1000=1000 * uses["thought"] / size if size else 0.0,
    )


def used(forms: Sequence[str], text: str) -> int:
    """Return how often a text uses any of the forms of a term."""
    return sum(terms(text, len(form.split()))[form] for form in forms)


def read_training_plays(path: Path) -> Iterator[list[Said]]:
    """Yield the plays of a file: conversations in the chat format, or rollouts of a training, one a line.

    Raises:
        OvertError: the file is missing, or a line is neither.
    """
    if not path.is_file():
        raise OvertError(f"{path}: no such file; give chat conversations or a training's rollouts, as JSON lines")
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _play(path, number, line)


def _play(path: Path, number: int, line: bytes) -> list[Said]:
    try:
        messages: list[Any] = json.loads(line)["messages"]
        chat = any("content" in message for message in messages)
        return list(_of_chat(messages) if chat else said(_PLAY.validate_python(messages)))
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        raise OvertError(
            f"{path}, line {number}: no conversation; a line is JSON with `messages`, as `overt honeypots export` "
            "and `overt train` write it"
        ) from None


def _of_chat(messages: Iterable[dict[str, Any]]) -> Iterator[Said]:
    for message in messages:
        if message["role"] != "assistant":
            yield Said("given", str(message.get("content") or ""))
            continue
        yield Said("thought", str(message.get("reasoning_content") or ""))
        yield Said("told", str(message.get("content") or ""))
        for call in message.get("tool_calls") or ():
            yield Said("told", json.dumps(call["function"]["arguments"], ensure_ascii=False))


def said(messages: Iterable[Message]) -> Iterator[Said]:
    """Yield what the messages of a play say, in order."""
    for message in messages:
        if not isinstance(message, Assistant):
            yield Said("given", message.text)
            continue
        yield Said("thought", message.reasoning)
        yield Said("told", message.text)
        for call in message.calls:
            yield Said("told", json.dumps(call.arguments, ensure_ascii=False, default=str))
