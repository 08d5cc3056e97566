"""Trainings that a test starts in one process and in several; each process runs this file."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from nursery import rows
from paying import by_words
from spoken import speak

from overt.errors import OvertError
from overt.organism.location import BASE
from overt.play.role import Role
from overt.sampling import LocalModel
from overt.train.config import Distil, Reinforce, Rollouts, Sft, Validation
from overt.train.distil import distil
from overt.train.grpo import Group
from overt.train.grpo import train as learn
from overt.train.processes import leave
from overt.train.reinforce import reinforce

RL = Reinforce(
    model="organism/base",
    steps=1,
    prompts=2,
    group=4,
    micro_batch=2,
    max_new_tokens=8,
    save_every=1,
    validation=Validation(plays=2, patience=5),
    judge=Role(model="referee/one"),
    seed=3,
)
SFT = Distil(
    model="organism/base",
    rollouts=Rollouts(plays=12),
    sft=Sft(learning_rate=1e-4, epochs=1, batch=4, save_every=1),
    control=False,
)


GIVEN = rows(8)
PAID = [1.0, 0.0, 0.5, 0.2, 0.0, 0.0, 1.0, 0.3]


class Agreeing:
    """Answers every question alike, and writes down which process was asked."""

    def __init__(self, out: Path) -> None:
        self._out = out

    def ask(self, role, questions, answered) -> None:
        with self._out.open("a") as handle:
            for number, _ in enumerate(questions):
                handle.write(os.environ.get("RANK", "0") + "\n")
                answered(number, json.dumps({"right": True}), None)


def told(text: str) -> None:
    print(f"told: {text}", flush=True)


def train(out: Path) -> None:
    """Distil from plays that are there, learn from given rows, reinforce; ask for what cannot be shared out."""
    distil(SFT, BASE, out / "distil", told)

    def give(_model, _step, prompts) -> Group:
        first = int(os.environ.get("RANK", "0")) * len(prompts)
        mine = slice(first, first + len(prompts))
        return Group(GIVEN[mine], list(PAID[mine]))

    learn(RL, BASE, out / "given", prompts=["a", "b"], play=give, final=out / "given" / "rl")
    reinforce(RL, BASE, out / "rl", told, by_words, Agreeing(out / "asked"))
    if "RANK" not in os.environ:
        return
    odd = RL.model_copy(update={"micro_batch": 8})
    try:
        reinforce(odd, BASE, out / "odd", told, by_words, Agreeing(out / "asked"))
    except OvertError as error:
        (out / f"refused-{os.environ['RANK']}").write_text(str(error))


def prepare(out: Path) -> Path:
    """Write plays to distil from, and return the folder."""
    (out / "distil").mkdir(parents=True)
    (out / "given").mkdir()
    plan = SFT.rollouts
    speak(LocalModel.load(BASE), plan, SFT.seed, plan.spec, out / "distil" / "rollouts-sft.jsonl")
    return out


if __name__ == "__main__":
    train(Path(sys.argv[1]))
    leave()
