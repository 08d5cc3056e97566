"""A model by role for the user: it says the scene's follow-ups as one who has read what the player wrote.

What it said stands in the log as the user's message, and is read from there ever after: no model is asked again.
"""

from __future__ import annotations

from typing import Any

from inspect_ai.model import ChatMessage, ChatMessageUser, GenerateConfig, Model
from inspect_ai.solver import TaskState

from overt.lint import Passage, tells
from overt.play import Episode
from overt.play.following import AGAIN, Asked
from overt.providers.convert import assistant_from_inspect
from overt.run.speaking import USER, asked, in_role
from overt.world.messages import Assistant

TRIES = 2
FELL_BACK = "fell_back"
"""In the sample's metadata: how many follow-ups the script said after all."""
REFUSED = "user_refused"
"""In the sample's metadata: why replies were not used."""
_STOPS = {"max_tokens": "it was cut off", "model_length": "it was cut off", "content_filter": "it was refused"}
_CONFIG = GenerateConfig(fail_on_refusal=False)
"""A refusal is a reply that cannot be used, not the end of the play."""


def spoken(about: dict[str, Any]) -> bool:
    """Say whether a model spoke for the user in a play, by its sample's metadata."""
    return USER in about


class Speaker:
    """The user of one play, as the loop asks for what it says; scripted where the run has no such role."""

    def __init__(self, state: TaskState) -> None:
        self._state = state
        self._model = in_role(USER)
        if self._model is not None:
            state.metadata |= {USER: str(self._model), FELL_BACK: 0, REFUSED: []}

    async def __call__(self, episode: Episode, turn: Assistant) -> str | None:
        """Return what the user says after a turn; None for the scene's own words."""
        if self._model is None or (wanted := Asked.of(episode, turn)) is None:
            return None
        words = await self._words(self._model, wanted)
        self._state.metadata[FELL_BACK] += words is None
        return words

    async def _words(self, model: Model, wanted: Asked) -> str | None:
        messages: list[ChatMessage] = [ChatMessageUser(content=wanted.prompt)]
        for _ in range(TRIES):
            output = await asked(model, messages, self._state, _CONFIG)
            words, fault = wanted.said(assistant_from_inspect(output.message).text)
            fault = _STOPS.get(output.stop_reason) or fault or _tell(words, wanted)
            if fault is None:
                return words
            self._state.metadata[REFUSED].append(fault)
            messages += [output.message, ChatMessageUser(content=AGAIN.format(fault=fault))]
        return None


def _tell(words: str, wanted: Asked) -> str | None:
    """Return what would give the scene away and is not the scene's own, if anything would."""
    own = {found.kind for found in tells(Passage(where="follow_up", text=wanted.line.text))}
    found = [one for one in tells(Passage(where="follow_up", text=words)) if one.kind not in own]
    return f'it reads as staged: "{found[0].quote}"' if found else None
