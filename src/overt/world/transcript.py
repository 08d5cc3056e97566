"""A play as a verdict receives it: the scene, the messages without any reasoning, and the final world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from overt.world.environment import D, Scene
from overt.world.messages import PublicMessage, Spoken
from overt.world.world import World

W = TypeVar("W", bound=World)


@dataclass(frozen=True, slots=True)
class Transcript(Generic[D, W]):
    """What happened in public. No field of it can hold a thought."""

    scene: Scene[D]
    messages: tuple[PublicMessage, ...]
    world: W

    def said(self) -> Iterator[tuple[int, str]]:
        """Yield (index, text) of every non-empty message that the player addressed to the user."""
        for index, message in enumerate(self.messages):
            if isinstance(message, Spoken) and message.text.strip():
                yield index, message.text
