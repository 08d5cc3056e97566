"""Putting a sentence into a play while it goes on: into the prompt, a tool's result, or a thought of its own."""

from __future__ import annotations

from typing import Any

from overt.detect.terms.probe import Place
from overt.play import Episode
from overt.world.environment import Environment, Length
from overt.world.evaluation import Evaluation
from overt.world.messages import Assistant, ToolCall, ToolResult, User


class Planted(Episode):
    """A play in which a sentence is put once, at one place, as early as that place comes.

    In the prompt it ends the user's first message; it is the last line of the first result of a tool; or it ends
    the thought of the first turn, as if the player had thought it. `most` ends the play after so many turns.
    """

    def __init__(
        self,
        evaluation: Evaluation[Any, Any],
        environment: Environment[Any],
        *,
        place: Place,
        sentence: str,
        seed: int = 0,
        length: Length = "short",
        most: int | None = None,
    ) -> None:
        super().__init__(evaluation, environment, seed=seed, length=length)
        self.place: Place = place
        self._sentence = sentence
        self._most = most
        self._stands = place == "prompt"
        self._since = 0 if self._stands else None
        if self._stands:
            self.messages[1] = User(text=f"{self.scene.user} {sentence}")

    @property
    def thoughts(self) -> tuple[str, ...]:
        """The thoughts of the turns that were sampled with the sentence before them."""
        return () if self._since is None else tuple(turn.reasoning for turn in self.turns[self._since :])

    def carry_out(self, call: ToolCall, words: str | None = None) -> ToolResult:
        """Carry out one call; the sentence stands under the first result, where that is its place."""
        result = super().carry_out(call, words)
        if self.place != "result" or self._stands:
            return result
        self._stands = True
        return result.model_copy(update={"text": f"{result.text}\n{self._sentence}".lstrip()})

    def step(
        self, turn: Assistant, results: tuple[ToolResult, ...] | None = None, words: str | None = None
    ) -> None:
        """Add one assistant turn, its thought with the sentence after it, where that is the place."""
        if self.place == "reasoning" and not self._stands:
            turn = turn.model_copy(update={"reasoning": f"{turn.reasoning} {self._sentence}".lstrip()})
            self._stands = True
        super().step(turn, results, words)
        if self._stands and self._since is None:
            self._since = len(self.turns)
        self.done = self.done or (self._most is not None and len(self.turns) >= self._most)
