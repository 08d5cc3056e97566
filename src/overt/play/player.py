"""Who plays: anything that answers a view of the play with one assistant turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from overt.world.messages import Assistant, Message, ToolSpec


@dataclass(frozen=True, slots=True)
class View:
    """What a player is shown before its turn: the messages so far and the tools it may call."""

    messages: tuple[Message, ...]
    tools: tuple[ToolSpec, ...]


class Player(Protocol):
    """A model, an actor or a person."""

    async def act(self, view: View) -> Assistant:
        """Return the next assistant turn."""
        ...
