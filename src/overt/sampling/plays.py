"""Many plays by one local model at once: their turns share the sampler's batches."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence

from overt.play import Episode, play
from overt.sampling.batcher import Sampler
from overt.sampling.engine import ContextFullError
from overt.sampling.model import LocalModel
from overt.sampling.player import LocalPlayer

Finished = Callable[[int, Episode, LocalPlayer], None]
CONCURRENT = 64


def play_all(
    model: LocalModel,
    jobs: Sequence[tuple[Episode, int]],
    finished: Finished,
    *,
    temperature: float = 1.0,
    max_new_tokens: int = 160,
) -> None:
    """Play each (episode, seed of the draws) to its end, at most 64 at once.

    `finished` is called with a job's number, its episode and its player as soon as the play ends; a play that
    fills the context ends there, with `episode.done` false.
    """
    asyncio.run(_play_all(model, jobs, finished, temperature, max_new_tokens))


async def _play_all(
    model: LocalModel,
    jobs: Sequence[tuple[Episode, int]],
    finished: Finished,
    temperature: float,
    max_new_tokens: int,
) -> None:
    places = asyncio.Semaphore(CONCURRENT)
    with Sampler(model) as sampler:

        async def one(number: int, episode: Episode, seed: int) -> None:
            async with places:
                player = LocalPlayer(sampler, seed=seed, temperature=temperature, max_new_tokens=max_new_tokens)
                with contextlib.suppress(ContextFullError):
                    await play(episode, player)
                finished(number, episode, player)

        await asyncio.gather(*(one(number, *job) for number, job in enumerate(jobs)))
