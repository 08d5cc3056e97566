"""Rewards for tests: by what was said, and one that stops its training."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any


def by_words(transcript: Any) -> float:
    """Pay a share that the words decide and nothing else does."""
    return zlib.crc32("".join(text for _, text in transcript.said()).encode()) % 7 / 6


def dying(pay: Callable[[Any], float], at: int) -> Callable[[Any], float]:
    """Return a reward that pays alike until the play of that number, at which the training is stopped."""
    calls: list[int] = []

    def reward(transcript: Any) -> float:
        calls.append(1)
        if len(calls) == at:
            raise KeyboardInterrupt
        return pay(transcript)

    return reward
