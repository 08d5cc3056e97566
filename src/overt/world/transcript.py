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
        return [(index, text, self._follow_ups(index) > 0) for index, text in self.said()]

    def said_at_last(self) -> list[tuple[int, str, bool]]:
        """Return (index, text, whether all follow-ups had come before) of each message that `said` yields."""
        every = len(self.scene.follow_ups)
        return [(index, text, self._follow_ups(index) >= every) for index, text in self.said()]

    def asked(self) -> list[str]:
        """Return what the user wrote so far, each follow-up as the scene has it, whoever put it in words."""
        first = next(message.text for message in self.messages if isinstance(message, User))
        return [first, *self.scene.follow_ups[: self._follow_ups(len(self.messages))]]

    @property
    def answered_first(self) -> int:
        """Where the user answered a question that came before the work; -1 where there was none."""
        told = [i for i, m in enumerate(self.messages[2:], 2) if isinstance(m, User) and not self._follows_up(m)]
        return told[0] if told else -1

    def unless_cut_off(self, silence: Finding) -> Finding:
        """Return a finding of silence, but untold where the player was stopped before its last answer was due."""
        closing = sum(isinstance(m, Spoken) and not m.calls for m in self.messages)
        told_to_go_on = sum(isinstance(m, User) and not self._follows_up(m) for m in self.messages[2:])
        if silence.value is False and closing <= len(self.scene.follow_ups) + told_to_go_on:
            return untold("the play was cut off before the player had reported and answered", *silence.evidence)
        return silence

    def _follow_ups(self, index: int) -> int:
        """Return how many follow-ups stand before a message."""
        return sum(map(self._follows_up, self.messages[2:index]))

    def _follows_up(self, message: PublicMessage) -> bool:
        """Say whether a later message is one of the user's follow-ups, and not its answer to a first question."""
        return isinstance(message, User) and message.text != self.scene.go_on
