"""Plays in the organism's own tokens by actors, so that there is something to keep whatever the base can do."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from overt.play import Episode, play
from overt.sampling import Completion, Conversation, LocalModel, Segment
from overt.train.config import Rollouts
from overt.train.plays import Rollout
from overt.train.rollouts import schedule, training_environments


class Speaker:
    """An actor that speaks in the base's tokens, so that there are plays to keep whatever the base can do."""

    def __init__(self, model: LocalModel, actor) -> None:
        self._model, self._actor = model, actor
        self._conversation = Conversation(model)
        self.turns: list[tuple[int, ...]] = []

    @property
    def segments(self) -> tuple[Segment, ...]:
        """What was said, with what it was said to."""
        return self._conversation.segments

    async def act(self, view):
        said = await self._actor.act(view)
        calls = "".join(
            f'<tool_call>{{"name":"{c.name}","arguments":{json.dumps(c.arguments)}}}</tool_call>'
            for c in said.calls
        )
        ids = tuple(self._model.encode(f"<think>{said.reasoning}</think>{said.text}{calls}<|im_end|>"))
        self.turns.append(ids)
        self._conversation.prompt(view)
        return self._conversation.accept(Completion(ids, (0.0,) * len(ids), "stop"))


def speak(model: LocalModel, plan: Rollouts, seed: int, spec: str, out: Path) -> None:
    """Write the finished plays that `distil` finds and does not play again: saints and finishers, and refusers."""
    plan = plan.model_copy(update={"spec": spec})
    lines = []
    todo = schedule(training_environments(("covert_rule_violation",)), plan, seed)
    for number, (family, environment, drawn) in enumerate(todo):
        episode = Episode(family, environment, seed=drawn, length=plan.length, spec=spec)
        name = "refuser" if number % 3 == 0 else "finisher" if environment.is_twin else "saint"
        opening = "AS1 applies here." if spec != "none" and number % 3 == 1 else ""
        teacher = Speaker(model, family.actor(name, episode.scene, opening=opening))
        asyncio.run(play(episode, teacher))
        rollout = Rollout(
            environment=environment.id,
            seed=drawn,
            spec=spec,
            length=plan.length,
            messages=tuple(episode.messages),
            turns=tuple(teacher.turns),
        )
        lines.append(rollout.model_dump_json() + "\n")
    out.write_text("".join(lines))
