"""The distilled model again from fewer of the plays that were kept: what more data buys."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

from overt.errors import OvertError
from overt.sampling import LocalModel
from overt.train.config import Distil
from overt.train.distil import begin, to_learn, watch
from overt.train.filter import Decision
from overt.train.plays import Rollout, read_lines, read_rollouts
from overt.train.processes import by_main, heard
from overt.train.sft import fine_tune

STAGE, FOLDER = "sft", "scaling"


def train_at_sizes(config: Distil, base: Path, out: Path, say: Callable[[str], None]) -> dict[int, Path]:
    """Train on each of `config.scaling` plays out of those kept in `out`; return the folder of each training.

    All else is as in the training in `out`, epochs, reasoning and validation included, so fewer plays are fewer
    steps too. A smaller size is a part of every larger one. Finished trainings are not repeated.

    Raises:
        OvertError: `out` holds no plays that were kept, or fewer than a size.
    """
    say = heard(say)
    kept = by_main(lambda: _kept(out))
    wanting = [size for size in config.scaling if size > len(kept)]
    if wanting:
        raise OvertError(
            f"scaling: {len(kept)} plays were kept in {out}, fewer than {min(wanting)}; take smaller sizes, or "
            "more rollouts.plays into another --out"
        )
    random.Random(config.seed).shuffle(kept)
    found: dict[int, Path] = {}
    for size in config.scaling:
        folder = found[size] = out / FOLDER / str(size)
        sft = config.sft.model_copy(update={"examples": size})
        smaller = config.model_copy(update={"sft": sft, "control": False, "scaling": ()})
        by_main(partial(begin, smaller, folder))
        if not (folder / STAGE).exists():
            say(f"scaling: learning from {size} of {len(kept)} plays that were kept")
            path, segments = folder / STAGE, to_learn(config, LocalModel.load(base), kept[:size])
            fine_tune(base, segments, sft, seed=config.seed, out=path, watch=watch(config, path, say))
    return found


def _kept(out: Path) -> list[Rollout]:
    """Return the plays that were kept for the distilled model, in the order of the schedule."""
    plays = {(r.environment, r.seed): r for r in read_rollouts(out / f"rollouts-{STAGE}.jsonl")}
    decisions = read_lines(out / f"filter-{STAGE}.jsonl", Decision)
    return [plays[d.environment, d.seed] for d in decisions if d.kept]
