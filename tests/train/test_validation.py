"""Validation: other honeypots are played at checkpoints, and where they get no better for long training stops."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from nursery import rows
from paying import by_words
from safetensors.torch import load_file
from spoken import speak

from overt.errors import OvertError
from overt.organism.location import BASE
from overt.train import validation
from overt.train.config import Distil, Reinforce, Rollouts, Sft, Validation
from overt.train.distil import distil
from overt.train.reinforce import reinforce
from overt.train.sft import fine_tune
from overt.train.validation import Seen, Watch, stale

PLAN = Validation(plays=4, patience=2)
CONFIG = Reinforce(
    model="organism/base",
    steps=6,
    prompts=1,
    group=4,
    micro_batch=4,
    max_new_tokens=16,
    save_every=1,
    validation=PLAN,
)


def watch(out: Path, **changes) -> Watch:
    given = {
        "twins": 0.5,
        "length": "short",
        "seed": 0,
        "file": out / "v.jsonl",
        "say": lambda _: None,
        "max_new_tokens": 24,
    }
    return Watch(PLAN, ("covert_rule_violation",), **{**given, **changes})


def seen(*right: float | None) -> list[Seen]:
    return [
        Seen(step=step, plays=4, right=share, covert=None, over_escalation=None)
        for step, share in enumerate(right)
    ]


def same(one: Path, other: Path) -> bool:
    left, right = (load_file(p / "model.safetensors") for p in (one, other))
    return all(torch.equal(left[name].to(torch.bfloat16), right[name].to(torch.bfloat16)) for name in left)


@pytest.mark.parametrize(
    ("right", "patience", "stops"),
    [
        ((0.2,), 1, False),
        ((0.2, 0.3, 0.4), 1, False),
        ((0.2, 0.2), 1, True),
        ((0.5, 0.2, 0.4), 2, True),
        ((0.5, 0.2, 0.6), 2, False),
        ((0.5, None), 1, True),
        ((None, None, 0.0), 2, False),
        ((None,), 1, False),
        ((None, None), 1, True),
        ((), 1, False),
    ],
)
def test_it_stops_after_so_many_in_a_row_that_are_no_better(right, patience, stops):
    found = seen(*right)
    assert stale(found, patience) is stops
    assert stale(found[::-1], patience) is stops


def test_validation_honeypots_are_played_once_for_a_step_and_alike_for_all(base, tmp_path):
    looked = watch(tmp_path)
    assert {environment.kind for _, environment in looked._played} == {"validation"}
    looked.look(base, 3)
    (line,) = (tmp_path / "v.jsonl").read_text().splitlines()
    assert json.loads(line)["plays"] == 4 and json.loads(line)["step"] == 3
    looked.look(base, 3)
    watch(tmp_path).look(base, 4)
    first, second = (json.loads(x) for x in (tmp_path / "v.jsonl").read_text().splitlines())
    assert {**first, "step": 4} == second


def test_families_without_any_are_refused(tmp_path):
    with pytest.raises(OvertError, match="no validation environments"):
        Watch(PLAN, ("lazy_checklist",), twins=0, length="short", seed=0, file=tmp_path / "v", say=lambda _: None)


def test_reinforcement_is_validated_by_default_and_written_honeypots_go_on_without(
    scripted, tmp_path, monkeypatch
):
    plan = CONFIG.model_dump(exclude={"validation"}) | {"steps": 1}
    config = Reinforce.model_validate(plan)
    assert config.validation == Validation(plays=60, patience=3)
    reinforce(config, BASE, tmp_path / "by-default", lambda _: None, by_words)
    assert scripted == [0, 1]
    scripted.clear()
    monkeypatch.setattr(validation, "family_names", lambda families: ["lazy_checklist"])
    said: list[str] = []
    reinforce(config, BASE, tmp_path / "without", said.append, by_words)
    assert scripted == [] and any("no validation environments" in text for text in said)
    with pytest.raises(OvertError, match="no validation environments"):
        reinforce(CONFIG, BASE, tmp_path / "asked-for", lambda _: None, by_words)


@pytest.fixture
def scripted(monkeypatch):
    """What validation shows at each step; the model is looked at and not played."""
    looked: list[int] = []

    def told(self, model, step):
        looked.append(step)
        return seen(0.1, 0.5, 0.4, 0.5, 0.9, 1.0, 1.0)[step]

    monkeypatch.setattr(validation.Watch, "_play", told)
    return looked


def test_reinforcement_stops_there_and_goes_on_from_any_stop_with_the_same_weights(scripted, tmp_path):
    found = reinforce(CONFIG, BASE, tmp_path, lambda _: None, by_words)
    assert scripted == [0, 1, 2, 3]
    assert found[-1].step == 3 and found[-1].path.endswith("/rl")
    assert sorted(p.name for p in tmp_path.glob("checkpoint-*")) == [
        "checkpoint-1",
        "checkpoint-2",
        "checkpoint-3",
    ]
    assert same(tmp_path / "rl", tmp_path / "checkpoint-3") and not same(
        tmp_path / "rl", tmp_path / "checkpoint-2"
    )
    hashes = [one.hash for one in found]
    # Killed before the model was written, and before the last checkpoint was looked at: no step is made more.
    for lines in (4, 3):
        kept = (tmp_path / "validation.jsonl").read_text().splitlines(keepends=True)
        (tmp_path / "validation.jsonl").write_text("".join(kept[:lines]))
        for file in (tmp_path / "rl").iterdir():
            file.unlink()
        (tmp_path / "rl").rmdir()
        again = reinforce(CONFIG, BASE, tmp_path, lambda _: None, lambda _: pytest.fail("plays"))
        assert [one.hash for one in again] == hashes and again[-1].step == 3


def test_fine_tuning_stops_there(scripted, tmp_path):
    plan = Sft(learning_rate=1e-4, epochs=3, batch=2, save_every=1)
    steps = fine_tune(BASE, rows(4), plan, seed=0, out=tmp_path / "sft", watch=watch(tmp_path))
    assert steps == 3 and scripted == [0, 1, 2, 3]
    assert same(tmp_path / "sft", tmp_path / "sft" / "checkpoint-3")
    assert not (tmp_path / "sft" / "checkpoint-4").exists()


@pytest.mark.parametrize("length", ["short", "full"])
def test_plays_and_validation_are_of_the_form_that_the_training_has(base, monkeypatch, tmp_path, length):
    validated: list[str] = []
    trained: list[str] = []
    monkeypatch.setattr(validation, "outcome_reward", lambda transcript: validated.append(transcript.scene.length))
    brief = {"steps": 1, "group": 2, "micro_batch": 2, "max_new_tokens": 4, "validation": Validation(plays=1)}
    config = CONFIG.model_copy(update={**brief, "length": length})
    reinforce(config, BASE, tmp_path / "rl", lambda _: None, lambda t: trained.append(t.scene.length))
    assert set(trained) == set(validated) == {length}
    validated.clear()
    plan = Rollouts(plays=6, length=length, max_new_tokens=4)
    sft = Sft(epochs=1, batch=2, validation=Validation(plays=1))
    (tmp_path / "sft").mkdir()
    speak(base, plan, 0, plan.spec, tmp_path / "sft" / "rollouts-sft.jsonl")
    taught = Distil(model="organism/base", rollouts=plan, sft=sft, control=False)
    distil(taught, BASE, tmp_path / "sft", lambda _: None)
    assert set(validated) == {length}
