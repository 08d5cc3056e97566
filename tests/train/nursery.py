"""A process that has imported everything and trains in children, each of which may be killed at any moment.

For each folder that it is told it forks a child, prints its id, and when it is over its exit code.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import torch
from paying import by_words

from overt.organism.location import BASE
from overt.sampling import Segment
from overt.train.config import Reinforce, Sft
from overt.train.reinforce import reinforce
from overt.train.sft import fine_tune

PLAYS = 4
SFT = Sft(learning_rate=1e-4, epochs=2, batch=2, save_every=1)


def rows(number: int) -> list[Segment]:
    ids = torch.randint(20, 200, (number, 24), generator=torch.Generator().manual_seed(number)).tolist()
    return [Segment(tuple(row), (0,) * 6 + (1,) * 18, (0.0,) * 24) for row in ids]


def train(out: Path) -> None:
    """Fine-tune for twelve steps in two epochs, then reinforce; every finished play is a byte of `pulse`."""

    def pulsing(transcript) -> float:
        with (out / "pulse").open("ab") as handle:
            handle.write(b".")
        return by_words(transcript)

    if not (out / "sft").exists():
        fine_tune(BASE, rows(12), SFT, seed=0, out=out / "sft")
    config = Reinforce(
        validation=None,
        model=f"organism/{out}/sft",
        steps=10,
        prompts=1,
        group=PLAYS,
        micro_batch=PLAYS,
        max_new_tokens=16,
        save_every=1,
        seed=3,
    )
    reinforce(config, out / "sft", out / "rl", lambda _: None, pulsing)


def main() -> None:
    """Train in the folders that are told on standard input, one child after another."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            train(Path(line.strip()))
            os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
