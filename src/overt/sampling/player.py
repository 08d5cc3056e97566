"""A local model as a player of one play."""

from __future__ import annotations

import hashlib
from typing import Protocol

from overt.play.player import View
from overt.sampling.chat import Conversation, Segment
from overt.sampling.engine import Completion, Request
from overt.sampling.model import LocalModel
from overt.sampling.strict import Grammar
from overt.world.messages import Assistant

ROOM = 2
"""Turns of the greatest length for which there must be room where a strict turn may call: it, and one to close."""


class Sampling(Protocol):
    """What samples for players: `Sampler`, which has a thread, or the lock step of `play_all`."""

    @property
    def model(self) -> LocalModel:
        """The model that is sampled from."""
        ...

    async def generate(self, request: Request) -> Completion:
        """Return the completion of a request."""
        ...


class LocalPlayer:
    """Plays one play through a shared sampler: make a new one for each play.

    The same `seed` and views give the same turns, whoever else plays. `max_new_tokens` bounds a turn. A `strict`
    turn is well formed, unless it runs out of tokens (see `overt.sampling.strict`); where the context is all but
    full it cannot call, so that a play which turns in circles ends in words. `closings` is how many were held to
    that.
    """

    def __init__(
        self,
        sampler: Sampling,
        *,
        seed: int,
        temperature: float = 1.0,
        max_new_tokens: int = 256,
        strict: bool = False,
    ) -> None:
        self._sampler = sampler
        self._seed = seed
        self._temperature = temperature
        self._max_new_tokens = max_new_tokens
        self._strict = strict
        self._conversation = Conversation(sampler.model)
        self._turns = 0
        self.closings = 0

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The tokens of the play so far, for training."""
        return self._conversation.segments

    @property
    def truncated(self) -> int:
        """How many turns ended at `max_new_tokens` or at the end of the context."""
        return self._conversation.truncated

    async def act(self, view: View) -> Assistant:
        """Return the next turn; a trailing `Assistant` message in `view` is a partial thought to continue.

        Raises OvertError where the view cannot be rendered, ContextFullError where it fills the context.
        """
        ids = self._conversation.prompt(view)
        model = self._sampler.model
        request = Request(
            ids=ids,
            seed=turn_seed(self._seed, self._turns),
            temperature=self._temperature,
            max_new_tokens=self._max_new_tokens,
            stop=model.stop,
            key=self._conversation.key,
            grammar=self._grammar(view, len(ids)) if self._strict else None,
        )
        completion = await self._sampler.generate(request)
        self._turns += 1
        return self._conversation.accept(completion)

    def _grammar(self, view: View, length: int) -> Grammar:
        model = self._sampler.model
        room = min(ROOM * self._max_new_tokens, model.context // 4)
        closing = bool(view.tools) and model.context - length < room
        self.closings += closing
        return model.grammars.turn(() if closing else view.tools, inside=self._conversation.inside)


def turn_seed(seed: int, turn: int) -> int:
    """Return a seed of 63 bits for one turn of a play, so that no two turns draw alike."""
    digest = hashlib.sha256(f"{seed}/{turn}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1
