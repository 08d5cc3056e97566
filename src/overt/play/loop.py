"""The one loop: an environment is played by a player, for evaluation, training, the gate, forks and corpora."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from overt.play.episode import Episode
from overt.play.player import Player
from overt.world.messages import Assistant, ToolResult

CarryOut = Callable[[Episode, Assistant], Awaitable[tuple[ToolResult, ...]]]
Speak = Callable[[Episode, Assistant], Awaitable[str | None]]
"""Returns what the user says after a turn, in place of the scene's words; None for these."""


async def carry_out(episode: Episode, turn: Assistant) -> tuple[ToolResult, ...]:
    """Carry out a turn's calls in its world, in order."""
    return tuple(map(episode.carry_out, turn.calls))


async def by_script(episode: Episode, turn: Assistant) -> str | None:
    """Leave the follow-up to the scene."""
    return None


async def play(
    episode: Episode, player: Player, *, carry_out: CarryOut = carry_out, speak: Speak = by_script
) -> Episode:
    """Play an episode to its end and return it.

    `carry_out` is replaced where an engine wants to see the calls (a run logs each as an event); whatever it
    does, the calls reach the world through `Episode.carry_out`. `speak` is replaced where a model speaks for the
    user.
    """
    while not episode.done:
        turn = await player.act(episode.view())
        episode.step(turn, await carry_out(episode, turn), await speak(episode, turn))
    return episode
