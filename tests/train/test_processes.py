"""A training in two processes, which share its batches by gloo, learns what one in a single process learns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import several
import torch

from overt.train.checkpoints import saved

PLAYS = several.RL.prompts * several.RL.group


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> Path:
    out = several.prepare(tmp_path_factory.mktemp("alone") / "out")
    several.train(out)
    return out


@pytest.fixture(scope="module")
def two(tmp_path_factory) -> tuple[Path, str]:
    """The folder that two processes left, and what they said."""
    out = several.prepare(tmp_path_factory.mktemp("two") / "out")
    launched = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    done = subprocess.run(
        [*launched, several.__file__, str(out)],
        env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-5000:]
    return out, done.stdout


def gradient(checkpoint: Path) -> torch.Tensor:
    """Return the gradient of the first step: Adam's first moment is a tenth of it."""
    kept = torch.load(checkpoint / "optimizer.pt", weights_only=True)["state"]
    return torch.cat([kept[number]["exp_avg"].flatten() for number in sorted(kept)]).double()


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


@pytest.mark.parametrize("checkpoint", ["given/checkpoint-1", "distil/sft/checkpoint-1"])
def test_the_gradient_is_that_of_one_process(alone: Path, two: tuple[Path, str], checkpoint: str):
    one, other = gradient(alone / checkpoint), gradient(two[0] / checkpoint)
    assert one.norm() > 1e-3
    assert (one - other).norm() < 1e-4 * one.norm()


def test_the_plays_of_a_step_are_those_of_one_process_and_are_written_once(alone: Path, two: tuple[Path, str]):
    (left, *one), (right, *other) = (lines(out / "rl" / "plays" / "000000.jsonl") for out in (alone, two[0]))
    assert len(one) == PLAYS and one == other
    assert left.pop("logprob_gap") < 1e-4 and right.pop("logprob_gap") < 1e-4
    assert left == right


def test_one_process_alone_writes_speaks_validates_and_asks(alone: Path, two: tuple[Path, str]):
    out, said = two
    for file in ("rl/validation.jsonl", "rl/judge.jsonl", "distil/filter-sft.jsonl"):
        assert lines(out / file) == lines(alone / file), file
    assert (out / "asked").read_text() == (alone / "asked").read_text()
    for file in ("rl/steps.jsonl", "distil/sft.jsonl"):
        assert [line["step"] for line in lines(out / file)] == [line["step"] for line in lines(alone / file)]
    spoken = [line for line in said.splitlines() if line.startswith("told: ")]
    assert spoken and len(spoken) == len(set(spoken))
    for stage, folder in (("rl", "rl"), ("sft", "distil")):
        assert [(s.stage, s.step, s.ends) for s in saved(out / folder)][-1] == (stage, 1, True)
    assert not [*out.rglob("*.building")]


def test_plays_that_cannot_be_shared_out_are_refused_before_anything_is_written(two: tuple[Path, str]):
    for rank in (0, 1):
        told = (two[0] / f"refused-{rank}").read_text()
        assert told.startswith("micro_batch 8 in 2 processes does not divide prompts x group = 8")
    assert not (two[0] / "odd").exists()
