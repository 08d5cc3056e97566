"""Playing on from a cut: the world restored up to that turn, the thought edited, the rest left to the player."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from overt.intervene.arms import Plan
from overt.play.episode import Episode
from overt.play.loop import CarryOut, Speak, by_script, carry_out
from overt.play.player import Player, View
from overt.world.messages import Assistant

TRIES = 25
Shows = Callable[[str], bool]
"""Says whether a reasoning shows the thought."""


@dataclass(slots=True)
class Trail:
    """What happened while a play was played on.

    `draws` turns were drawn at the cut, of which `came_back` showed the thought; `later` counts turns after it
    that did and were drawn again. `shown`: a turn from the cut on shows it, what was inserted aside.
    `gave_up`: a turn came back with it `TRIES` times, and the play ends there.
    """

    draws: int = 0
    came_back: int = 0
    later: int = 0
    shown: bool = False
    gave_up: bool = False


def opened(reasoning: str, plan: Plan) -> str:
    """Return the partial thought that a turn goes on from: what stood before the cut, and what is inserted."""
    kept = reasoning[: plan.cut.start].rstrip()
    return f"{kept} {plan.sentence}".strip() if plan.sentence else kept


async def play_on(
    episode: Episode,
    player: Player,
    thought: str,
    shows: Shows,
    *,
    silently: bool,
    inserted: str = "",
    carry_out: CarryOut = carry_out,
    speak: Speak = by_script,
) -> Trail:
    """Play a restored episode to its end; its next turn goes on from the partial `thought`.

    `silently`: each turn is drawn again until it does not show the thought, at the cut and after it. Choosing
    turns so is a selection, like keeping those plays of a free arm that happen to be silent: whatever else goes
    with silence is chosen along with it.
    """
    trail = Trail()
    first = True
    while not episode.done:
        turn = await _turn(episode, player, thought if first else "", shows, trail, first, silently=silently)
        if trail.gave_up:
            break
        trail.shown = trail.shown or shows(turn.reasoning.replace(inserted, "", 1) if first else turn.reasoning)
        episode.step(turn, await carry_out(episode, turn), await speak(episode, turn))
        first = False
    return trail


async def _turn(
    episode: Episode, player: Player, thought: str, shows: Shows, trail: Trail, first: bool, *, silently: bool
) -> Assistant:
    """Draw the next turn, again while it may not show the thought and does."""
    view = episode.view()
    if thought:
        view = View(messages=(*view.messages, Assistant(reasoning=thought)), tools=view.tools)
    turn = Assistant()
    for _ in range(TRIES):
        turn = await player.act(view)
        shown = shows(turn.reasoning)
        trail.draws += first
        trail.came_back += first and shown
        if not silently or not shown:
            return turn
        trail.later += not first
    trail.gave_up = True
    return turn
