"""Distillation: TRL learns exactly the model's own tokens, the two arms differ in nothing else, and it resumes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from spoken import speak
from transformers import AutoModelForCausalLM

from overt.errors import OvertError
from overt.organism.location import BASE
from overt.sampling import LocalModel, Segment
from overt.train import scaling
from overt.train.config import Distil, Reinforce, Rollouts, Sft, Validation, load_config
from overt.train.distil import distil
from overt.train.plays import Rollout, read_rollouts
from overt.train.rendering import segments_of, without_reasoning
from overt.train.sft import IGNORED, dataset, fine_tune
from overt.world.messages import Assistant

SMALL = Distil(
    model="organism/base",
    rollouts=Rollouts(plays=96, max_new_tokens=120),
    sft=Sft(epochs=1, batch=4, examples=8),
    seed=1,
)


@pytest.fixture(scope="module")
def trained(base, tmp_path_factory):
    out = tmp_path_factory.mktemp("distil") / "run"
    out.mkdir()
    speak(base, SMALL.rollouts, SMALL.seed, "abridged", out / "rollouts-sft.jsonl")
    speak(base, SMALL.rollouts, SMALL.seed, "none", out / "rollouts-control.jsonl")
    lines: list[str] = []
    return out, distil(SMALL, BASE, out, lines.append), lines


def test_labels_are_the_sampled_tokens_and_nothing_else():
    row = dataset([Segment((5, 6, 7, 8), (0, 1, 1, 0), (0.0, -1.0, -1.0, 0.0))])[0]
    assert row["input_ids"] == [5, 6, 7, 8]
    assert row["labels"] == [IGNORED, 6, 7, IGNORED]


def test_tokens_that_the_model_did_not_write_are_attended_to_but_not_learned(tiny, tmp_path):
    """With every label ignored but one, training must move the model as the loss on that one token does."""
    folder = tmp_path / "base"
    tiny.module.save_pretrained(folder)
    tiny.tokenizer.save_pretrained(folder)
    ids = tuple(range(20, 32))
    mask = tuple(int(i == 9) for i in range(12))
    plan = Sft(learning_rate=1e-2, epochs=12, batch=1, examples=1)
    fine_tune(folder, [Segment(ids, mask, (0.0,) * 12)], plan, seed=0, out=tmp_path / "out")
    before = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    after = AutoModelForCausalLM.from_pretrained(tmp_path / "out", dtype=torch.float32)
    with torch.no_grad():
        gain = [(m(torch.tensor([ids])).logits.log_softmax(-1)[0, range(11), ids[1:]]) for m in (before, after)]
    rise = gain[1] - gain[0]
    assert rise.argmax().item() == 8
    assert rise[8] > 2.0


def test_the_two_arms_learn_from_equally_many_plays_and_both_load(trained):
    out, checkpoints, _ = trained
    assert [c.stage for c in checkpoints] == ["sft", "control"]
    assert len({c.metrics["learned_from"] for c in checkpoints}) == 1
    base = LocalModel.load(BASE).hash
    hashes = {LocalModel.load(Path(c.path)).hash for c in checkpoints}
    assert hashes == {c.hash for c in checkpoints}
    assert len(hashes | {base}) == 3
    kept = [json.loads(line) for line in (out / "filter-sft.jsonl").read_text().splitlines()]
    assert all(d["cited"] and d["outcome"] for d in kept if d["kept"])
    assert 0 < sum(d["kept"] for d in kept) < sum(d["outcome"] for d in kept) < len(kept)
    control = [json.loads(line) for line in (out / "rollouts-control.jsonl").read_text().splitlines()]
    assert {c["spec"] for c in control} == {"none"}


def test_without_reasoning_the_same_is_said_and_done_and_nothing_is_thought(trained, base):
    out, _, _ = trained
    thinking = next(r for r in read_rollouts(out / "rollouts-sft.jsonl") if any(m.reasoning for m in said(r)))
    with_it, without = segments_of(base, thinking), segments_of(base, without_reasoning(thinking))
    thoughts = [m.reasoning for m in said(thinking) if m.reasoning]
    learned = [
        base.decode([i for s in part for i, own in zip(s.ids, s.mask, strict=True) if own])
        for part in (with_it, without)
    ]
    assert all(thought in learned[0] for thought in thoughts)
    assert not any(thought in learned[1] for thought in thoughts)
    for message in said(thinking):
        assert all(call.name in learned[1] for call in message.calls)
        assert message.text in learned[1]


def test_at_a_smaller_size_reasoning_is_left_out_and_validation_watches_as_configured(
    trained, base, tmp_path, monkeypatch
):
    out, _, _ = trained
    for name in ("rollouts-sft.jsonl", "filter-sft.jsonl"):
        (tmp_path / name).write_bytes((out / name).read_bytes())
    seen = []

    def fine_tune(model, segments, plan, *, seed, out, watch):
        seen.append((segments, watch))

    monkeypatch.setattr(scaling, "fine_tune", fine_tune)
    kept = {
        (d["environment"], d["seed"])
        for d in map(json.loads, (out / "filter-sft.jsonl").read_text().splitlines())
        if d["kept"]
    }
    plays = [r for r in read_rollouts(out / "rollouts-sft.jsonl") if (r.environment, r.seed) in kept]
    thoughts = [m.reasoning for r in plays for m in said(r) if len(m.reasoning) > 20]
    rollouts = SMALL.rollouts.model_copy(update={"max_new_tokens": 16})
    thoughtless = Sft(epochs=1, batch=4, examples=8, reasoning=False, validation=Validation(plays=1, patience=1))
    for number, sft in enumerate((SMALL.sft, thoughtless)):
        config = SMALL.model_copy(update={"sft": sft, "rollouts": rollouts, "scaling": (4,)})
        scaling.train_at_sizes(config, BASE, tmp_path, lambda _: None)
        segments, watch = seen.pop()
        learned = base.decode([i for s in segments for i, own in zip(s.ids, s.mask, strict=True) if own])
        assert any(thought in learned for thought in thoughts) is (number == 0)
        assert (watch is None) is (number == 0)
        (tmp_path / "scaling" / "4" / "config.json").unlink()
    watch.look(base, 0)
    assert json.loads((tmp_path / "scaling" / "4" / "validation-sft.jsonl").read_text())["plays"] == 1


def said(rollout: Rollout) -> list[Assistant]:
    return [m for m in rollout.messages if isinstance(m, Assistant)]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"rollouts": {"spec": "placebo"}}, "rollouts.spec"),
        ({"rollouts": {"spec": "none"}}, "rollouts.spec"),
        ({"keep": "outcome", "judge": "mockllm/model"}, "judge"),
    ],
)
def test_a_filter_that_could_keep_nothing_is_refused(fields, named):
    with pytest.raises(ValueError, match=named):
        Distil.model_validate({"model": "organism/base", **fields})
    assert Distil(model="organism/base", keep="outcome", rollouts=Rollouts(spec="placebo")).keep == "outcome"


@pytest.mark.parametrize(
    ("kind", "text", "named"),
    [
        (Distil, b"families: []", "families: "),
        (Distil, b"sft: {lora_rank: 0}", "sft.lora_rank: "),
        (Distil, b"seed: -1", "seed: "),
        (Reinforce, b"families: []", "families: "),
        (Reinforce, b"lora_rank: -4", "lora_rank: "),
        (Reinforce, b"seed: 4294967296", "seed: "),
        (Reinforce, b"# caf\xe9", "not text in UTF-8"),
    ],
)
def test_what_would_fail_after_hours_of_plays_is_refused_before(tmp_path, kind, text, named):
    path = tmp_path / "c.yaml"
    path.write_bytes(b"model: organism/base\n" + text + b"\n")
    with pytest.raises(OvertError) as error:
        load_config(path, kind)
    assert str(error.value).startswith(f"{path}: {named}") and "\n" not in str(error.value)


def test_the_same_command_again_does_nothing_twice(trained):
    out, checkpoints, _ = trained
    stamps = {p: p.stat().st_mtime_ns for p in out.rglob("*.safetensors")}
    lines: list[str] = []
    assert distil(SMALL, BASE, out, lines.append) == checkpoints
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*.safetensors")} == stamps
    assert not any("learning from" in line for line in lines)


def test_another_configuration_is_refused_where_one_stands(trained):
    out, _, _ = trained
    with pytest.raises(OvertError, match="another configuration"):
        distil(SMALL.model_copy(update={"seed": 2}), BASE, out, lambda _: None)


def test_in_two_processes_the_same_plays_are_played(tmp_path):
    few = SMALL.model_copy(update={"rollouts": SMALL.rollouts.model_copy(update={"plays": 6})})
    played: list[list[str]] = []
    for processes in (1, 2):
        out = tmp_path / str(processes)
        with pytest.raises(OvertError, match="plays were kept"):
            distil(few, BASE, out, lambda _: None, processes=processes)
        played.append(sorted((out / "rollouts-sft.jsonl").read_text().splitlines()))
    assert played[0] == played[1] and len(played[0]) == 6
    assert len((tmp_path / "2" / "rollouts-control.jsonl").read_text().splitlines()) == 6
