"""All but the weights of a real model: Qwen3's architecture and chat template, LoRA, SFT, then GRPO, on CPU."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from coached import settings
from paying import by_words, dying
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

from overt.run.roles import InspectRoles
from overt.sampling import LocalModel
from overt.train.adapters import is_adapter
from overt.train.config import Reinforce, Rollouts, Sft
from overt.train.distil import distil
from overt.train.reinforce import reinforce

SFT = Sft(learning_rate=1e-2, epochs=1, batch=4, examples=4, lora_rank=4)
SPOKEN = 12
"""Tokens of a turn."""


def state(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "model.safetensors")


def changed(one: Path, other: Path) -> set[str]:
    """Return the kinds of weights in which two models differ."""
    before, after = state(one), state(other)
    assert before.keys() == after.keys()
    return {
        name.removesuffix(".weight").rpartition(".")[2]
        for name in before
        if not torch.equal(before[name].to(torch.bfloat16), after[name].to(torch.bfloat16))
    }


@pytest.fixture(scope="module")
def distilled(qwen, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("distilled")
    config = settings(qwen, rollouts=Rollouts(plays=10), sft=SFT)
    (found,) = distil(config, qwen, out, lambda _: None, InspectRoles())
    return Path(found.path)


def reinforced(base: Path, out: Path, reward=by_words) -> Path:
    config = Reinforce(
        validation=None,
        model=f"local/{base}",
        steps=2,
        prompts=1,
        group=4,
        micro_batch=4,
        max_new_tokens=SPOKEN,
        learning_rate=1e-2,
        save_every=1,
        lora_rank=4,
        seed=5,
    )
    reinforce(config, base, out, lambda _: None, reward)
    return out


LINEAR = {"q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"}


def test_an_adapter_is_fine_tuned_on_its_template_and_nothing_else_moves(qwen, distilled):
    assert changed(qwen, distilled) == LINEAR
    # Its template leaves earlier thoughts out, so that each turn is a row: four plays are more than one batch.
    (last,) = distilled.glob("checkpoint-*")
    assert is_adapter(last) and int(last.name.rpartition("-")[2]) > 1
    rows = [json.loads(line) for line in distilled.with_suffix(".jsonl").read_text().splitlines()]
    assert any("train_loss" in row for row in rows)
    assert LocalModel.load(distilled).family.name == "qwen3"


def test_the_adapter_is_reinforced_and_a_stop_changes_nothing(distilled, tmp_path):
    whole = reinforced(distilled, tmp_path / "whole")
    assert changed(distilled, whole / "rl") == LINEAR
    assert is_adapter(whole / "checkpoint-1") and is_adapter(whole / "checkpoint-2")
    figures = [json.loads(p.read_text().splitlines()[0]) for p in sorted((whole / "plays").iterdir())]
    assert [f["step"] for f in figures] == [0, 1]
    assert all(f["logprob_gap"] < 1e-4 for f in figures)
    with pytest.raises(KeyboardInterrupt):
        reinforced(distilled, tmp_path / "cut", dying(by_words, 6))
    assert len(list((tmp_path / "cut" / "plays").glob("*.jsonl"))) == 1
    cut = reinforced(distilled, tmp_path / "cut")
    left, right = state(whole / "rl"), state(cut / "rl")
    assert all(torch.equal(left[name], right[name]) for name in left)
    AutoModelForCausalLM.from_pretrained(cut / "rl")
