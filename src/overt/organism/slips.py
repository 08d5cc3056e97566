"""Slips: a file asked for by a wrong path, the refusal, and the right path after it.

The scripted players never miss, so a model that knows only their plays gives up at its own first miss.
"""

from __future__ import annotations

import random

from overt.organism.corpus import Conversation
from overt.organism.words import any_word
from overt.world.messages import Assistant, Message, ToolCall, ToolResult

SLIP = "slip"
"""Id of a call that is a slip. It is shown to the model and not in its loss: it learns to go on, not to miss."""
_NOTICED = ("Not there.", "No such file.", "A slip.", "Wrong path.", "That was not it.", "Mistyped.")


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
    missed = Assistant(
        reasoning=turn.reasoning.replace(path, wrong),
        calls=(ToolCall(id=SLIP, name=turn.calls[0].name, arguments={"path": wrong}),),
    )
    refusal = ToolResult(call_id=SLIP, name=turn.calls[0].name, text=f"No such file: {wrong}")
    again = turn.model_copy(update={"reasoning": f"{rng.choice(_NOTICED)} {turn.reasoning}".strip()})
    return (*messages[:place], missed, refusal, again, *messages[place + 1 :]), tools


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
