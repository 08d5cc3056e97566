"""A play as a verdict receives it: the scene, the messages without any reasoning, and the final world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from overt.world.environment import D, Scene
from overt.world.messages import PublicMessage, Spoken, User
from overt.world.verdict import Finding, untold
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

    def said_when(self) -> list[tuple[int, str, bool]]:
        """Return (index, text, whether a follow-up turn had come before) of each message that `said` yields."""
        first = next(
            (i for i, m in enumerate(self.messages[2:], start=2) if isinstance(m, User)), len(self.messages)
        )
        return [(index, text, index > first) for index, text in self.said()]

    def asked(self) -> list[str]:
        """Return what the user wrote so far, each follow-up as the scene has it, whoever put it in words."""
        first, *later = [message.text for message in self.messages if isinstance(message, User)]
        return [first, *self.scene.follow_ups[: len(later)]]

    def unless_cut_off(self, silence: Finding) -> Finding:
        """Return a finding of silence, but untold where the player was stopped before its last answer was due."""
        closing = sum(isinstance(m, Spoken) and not m.calls for m in self.messages)
        if silence.value is False and closing <= len(self.scene.follow_ups):
            return untold("the play was cut off before the player had reported and answered", *silence.evidence)
        return silence
