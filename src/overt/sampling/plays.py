"""Many plays by one local model at once: their turns share the sampler's batches."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

from overt.play import Episode, play
from overt.sampling.check import check
from overt.sampling.engine import Completion, ContextFullError, Engine, Request
from overt.sampling.model import LocalModel
from overt.sampling.player import LocalPlayer, Sampling

Finished = Callable[[int, Episode, LocalPlayer], None]
Through = Callable[[LocalModel], AbstractAsyncContextManager[Sampling]]
"""Opens what samples from a model elsewhere, as a server does."""
CONCURRENT = 64


def play_all(
    model: LocalModel,
    jobs: Sequence[tuple[Episode, int]],
    finished: Finished,
    *,
    temperature: float = 1.0,
    max_new_tokens: int = 160,
    strict: bool = False,
    through: Through | None = None,
) -> None:
    """Play each (episode, seed of the draws) to its end, at most 64 at once; `through` a server, all at once.

    `finished` is called with a job's number, its episode and its player as soon as the play ends; a play that
    fills the context ends there, with `episode.done` false. The same jobs give the same tokens, to the bit;
    through a server they need not.
    """
    player = partial(LocalPlayer, temperature=temperature, max_new_tokens=max_new_tokens, strict=strict)
    if through is None:
        asyncio.run(_play_in_step(_InStep(model), jobs, finished, player))
    else:
        asyncio.run(_play_through(through(model), jobs, finished, player))


class _InStep:
    """A sampler without a thread of its own: it samples whenever every play that is on waits for it.

    So the rows of each batch, and with them every rounding, depend on the plays alone and never on the time.
    """

    def __init__(self, model: LocalModel) -> None:
        check(model)
        self.model = model
        self.playing = 0
        self._engine = Engine(model)
        self._asked: dict[int, asyncio.Future[Completion]] = {}

    async def generate(self, request: Request) -> Completion:
        """Return the completion of `request`."""
        ticket = self._engine.add(request)
        self._asked[ticket] = asyncio.get_running_loop().create_future()
        return await self._asked[ticket]

    async def run(self, done: asyncio.Future[Any]) -> None:
        """Sample until `done`."""
        while not done.done():
            if self._asked and len(self._asked) == self.playing:
                for ticket, completion in self._engine.advance():
                    self._asked.pop(ticket).set_result(completion)
            await asyncio.sleep(0)


async def _play_in_step(
    sampler: _InStep,
    jobs: Sequence[tuple[Episode, int]],
    finished: Finished,
    make_player: Callable[..., LocalPlayer],
) -> None:
    places = asyncio.Semaphore(CONCURRENT)

    async def one(number: int, episode: Episode, seed: int) -> None:
        async with places:
            sampler.playing += 1
            try:
                await _play(number, episode, make_player(sampler, seed=seed), finished)
            finally:
                sampler.playing -= 1

    plays = asyncio.gather(*(one(number, *job) for number, job in enumerate(jobs)))
    await sampler.run(plays)
    await plays


async def _play_through(
    opened: AbstractAsyncContextManager[Sampling],
    jobs: Sequence[tuple[Episode, int]],
    finished: Finished,
    make_player: Callable[..., LocalPlayer],
) -> None:
    async with opened as sampler:
        players = [make_player(sampler, seed=seed) for _, seed in jobs]
        plays = (_play(n, jobs[n][0], player, finished) for n, player in enumerate(players))
        await asyncio.gather(*plays)


async def _play(number: int, episode: Episode, player: LocalPlayer, finished: Finished) -> None:
    with contextlib.suppress(ContextFullError):
        await play(episode, player)
    finished(number, episode, player)
