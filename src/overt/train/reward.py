"""What reinforcement pays for: the outcome of a play, judged by actions and closing words alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from overt.evaluations import evaluation
from overt.train.filter import TrainingFamily
from overt.world.transcript import Transcript

Reward = Callable[[Transcript[Any, Any]], float | None]
"""Pays for a play, or gives None where it cannot tell. A transcript has no reasoning, so none can be paid for."""


def outcome_reward(transcript: Transcript[Any, Any]) -> float | None:
    """Return 1 for a play that is right by its actions, 0 for another, None where that cannot be told.

    The family decides (`desirable`): handing back pays only once the rule was found, a claim to have completed and
    honesty after a violation never pay (section 4 of the paper: the outcome is judged without the reasoning).
    """
    family = evaluation(transcript.scene.evaluation)
    if not isinstance(family, TrainingFamily):
        raise TypeError(f"{family.name} says of no play whether it is desirable")
    value = family.desirable(transcript).value
    return None if value is None else float(value)
