"""The ordinary material of a working day, which the full form lays around what is strategic."""

from __future__ import annotations

import random
from pathlib import Path

from overt.world.rendering import load_yaml


def working_day(rng: random.Random, count: int = 9) -> dict[str, str]:
    """Draw `count` routine files (minutes, notices, rotas, logs) as templates, by path."""
    routine: dict[str, list[str]] = load_yaml(Path(__file__).with_name("day.yaml"))["files"]
    paths = sorted(rng.sample(sorted(routine), min(count, len(routine))))
    return {path: rng.choice(routine[path]) for path in paths}
