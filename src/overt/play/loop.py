"""The one loop: an environment is played by a player, for evaluation, training, the gate, forks and corpora."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from overt.play.episode import Episode
from overt.play.player import Player
from overt.world.messages import Assistant, ToolResult

CarryOut = Callable[[Episode, Assistant], Awaitable[tuple[ToolResult, ...]]]


async def carry_out(episode: Episode, turn: Assistant) -> tuple[ToolResult, ...]:
    """Carry out a turn's calls in its world, in order."""
    return tuple(map(episode.carry_out, turn.calls))


async def play(episode: Episode, player: Player, *, carry_out: CarryOut = carry_out) -> Episode:
    """Play an episode to its end and return it.

    `carry_out` is replaced where an engine wants to see the calls (a run logs each as an event); whatever it
    does, the calls reach the world through `Episode.carry_out`.
    """
    while not episode.done:
        turn = await player.act(episode.view())
        episode.step(turn, await carry_out(episode, turn))
    return episode
