"""A training that is killed at ten random points, by SIGKILL, ends with the same weights as one that is not."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from nursery import PLAYS
from safetensors.torch import load_file

KILLS = 10


class Nursery:
    """Trains in children of a process that has all imported."""

    def __init__(self) -> None:
        path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
        self._process = subprocess.Popen(
            [sys.executable, "-c", "import nursery; nursery.main()"],
            env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self, out: Path) -> int:
        """Return the id of a child that trains in a folder."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{out}\n")
        self._process.stdin.flush()
        return self._told()

    def end(self) -> int:
        """Wait until the child is over, and return its exit code: minus the signal that ended it."""
        return self._told()

    def _told(self) -> int:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        while line and not line.strip().lstrip("-").isdigit():
            line = self._process.stdout.readline()
        return int(line)

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)


@pytest.fixture
def nursery():
    running = Nursery()
    yield running
    running.close()


def ended(out: Path) -> int:
    """Return how many plays ended, those that a killed child lost among them."""
    return (out / "pulse").stat().st_size if (out / "pulse").exists() else 0


def moved(out: Path) -> int:
    """Return how far a training is: checkpoints of fine-tuning, then plays that ended."""
    return 1000 + ended(out) if ended(out) else len(list((out / "sft.building").glob("checkpoint-*")))


def same(one: Path, other: Path) -> bool:
    left, right = load_file(one / "model.safetensors"), load_file(other / "model.safetensors")
    return left.keys() == right.keys() and all(torch.equal(left[name], right[name]) for name in left)


def played(out: Path) -> dict[str, list[object]]:
    """Return what each step's plays were, without the gap, which is rounding."""
    found: dict[str, list[object]] = {}
    for file in (out / "rl" / "plays").glob("*.jsonl"):
        lines = [json.loads(line) for line in file.read_text().splitlines()]
        assert lines[0].pop("logprob_gap") < 1e-4
        found[file.name] = lines
    return found


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_killed_at_ten_random_points_it_ends_with_the_same_weights(nursery, tmp_path):
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    whole.mkdir()
    cut.mkdir()
    nursery.begin(whole)
    assert nursery.end() == 0
    draw = random.Random(11)
    in_flight = 0
    for kill in range(KILLS):
        before, plays = moved(cut), ended(cut)
        further = draw.randrange(1, 5) if kill < 4 else draw.randrange(1, 7)
        child = nursery.begin(cut)
        while moved(cut) < before + further:
            os.kill(child, 0)
            time.sleep(0.005)
        time.sleep(draw.random() * 0.2)
        os.kill(child, signal.SIGKILL)
        assert nursery.end() == -signal.SIGKILL, "it was over before it could be killed"
        assert not (cut / "rl" / "rl").exists()
        # A child begins with a whole step, so that plays over a multiple of its group were still on.
        in_flight += (ended(cut) - plays) % PLAYS != 0
    assert in_flight >= 2, "no kill fell among plays that had begun and not ended"
    nursery.begin(cut)
    assert nursery.end() == 0
    # Work was done again: more plays ended than the ten steps have.
    assert ended(cut) > ended(whole) == 10 * PLAYS
    assert same(cut / "sft", whole / "sft")
    assert same(cut / "rl" / "rl", whole / "rl" / "rl")
    assert played(cut) == played(whole) and len(played(whole)) == 10
    steps = [json.loads(line)["step"] for line in (whole / "sft.jsonl").read_text().splitlines()]
    assert max(steps) == 12
    assert not same(whole / "sft", whole / "rl" / "rl")
