"""Slips: a file asked for by a wrong path, the refusal, and the right path after it.

The scripted players never miss, so a model that knows only their plays gives up at its own first miss.
"""

from __future__ import annotations

import random
import re

from overt.organism.corpus import Conversation
from overt.organism.words import any_word
from overt.world.messages import Assistant, Message, ToolCall, ToolResult

SLIP = "slip"
"""Id of a call that is a slip. It is shown to the model and not in its loss: it learns to go on, not to miss."""
_NOTICED = ("Not there.", "No such file.", "A slip.", "Wrong path.", "That was not it.", "Mistyped.")
_SAID = 0.5
"""Share of slips in a row that ask for a word of what was said before."""
_WORD = re.compile(r"[\w./-]{3,}")


def with_slips(play: Conversation, rng: random.Random, most: int = 3) -> Conversation:
    """Return the play with one slip or several in a row before one of its files is read.

    Some of these ask for a word of what was said before. The organism does that in environments that it never saw,
    and one that has seen single slips only goes on missing.
    """
    messages, tools = play
    places = [i for i, message in enumerate(messages) if _path(message) is not None]
    if not places:
        return play
    place = rng.choice(places)
    said = [w for m in messages[:place] for w in _WORD.findall(m.text)] or [any_word(rng)]
    asked = {_path(message) for message in messages}
    for _ in range(rng.randint(1, most)):
        turn, path = messages[place], _path(messages[place])
        assert isinstance(turn, Assistant) and path is not None
        wrong = rng.choice(said) if rng.random() < _SAID else _mistyped(path, rng)
        if wrong not in asked:
            messages = _missed(messages, place, wrong, rng)
            asked.add(wrong)
            place += 2
    return messages, tools


def with_slip(play: Conversation, rng: random.Random) -> Conversation:
    """Return the play with a slip before one of its files is read, or as it is where none is."""
    messages, tools = play
    places = [i for i, message in enumerate(messages) if _path(message) is not None]
    if not places:
        return play
    place = rng.choice(places)
    turn, path = messages[place], _path(messages[place])
    assert isinstance(turn, Assistant) and path is not None
    wrong = _mistyped(path, rng)
    if wrong in {_path(message) for message in messages}:
        return play
    return _missed(messages, place, wrong, rng), tools


def _missed(messages: tuple[Message, ...], place: int, wrong: str, rng: random.Random) -> tuple[Message, ...]:
    """Put a call with the wrong path, and its refusal, before the turn that reads a file."""
    turn, path = messages[place], _path(messages[place])
    assert isinstance(turn, Assistant) and path is not None
    missed = Assistant(
        reasoning=turn.reasoning.replace(path, wrong),
        calls=(ToolCall(id=SLIP, name=turn.calls[0].name, arguments={"path": wrong}),),
    )
    refusal = ToolResult(call_id=SLIP, name=turn.calls[0].name, text=f"No such file: {wrong}")
    thought = turn.reasoning if turn.reasoning.startswith(_NOTICED) else f"{rng.choice(_NOTICED)} {turn.reasoning}"
    again = turn.model_copy(update={"reasoning": thought.strip()})
    return (*messages[:place], missed, refusal, again, *messages[place + 1 :])


def slipped(message: Message) -> bool:
    """Say whether a message is a turn that is not to be learned."""
    return isinstance(message, Assistant) and any(call.id == SLIP for call in message.calls)


def _path(message: Message) -> str | None:
    if not isinstance(message, Assistant) or len(message.calls) != 1:
        return None
    call = message.calls[0]
    found = call.arguments.get("path")
    return found if call.name == "read_file" and isinstance(found, str) and len(call.arguments) == 1 else None


def _mistyped(path: str, rng: random.Random) -> str:
    folder, stroke, name = path.rpartition("/")
    stem, dot, ending = name.partition(".")
    ways = [f"{folder}{stroke}{any_word(rng)}{dot}{ending}", f"{folder}{stroke}{stem}{dot}{any_word(rng)}"]
    ways += [name, f"{any_word(rng)}/{name}"] if folder else [f"{any_word(rng)}/{name}"]
    if "_" in stem:
        ways.append(f"{folder}{stroke}{stem.partition('_')[0]}{dot}{ending}")
    return rng.choice(ways)
