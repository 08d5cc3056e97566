"""Reinforcement: what is paid, that only sampled tokens are learned from, and that a stop changes nothing."""

from __future__ import annotations

import asyncio
import json
import math
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from paying import by_words, dying
from tiny import make_module, make_tokenizer
from transformers import AutoModelForCausalLM

from overt.errors import OvertError
from overt.evaluations import evaluation
from overt.organism.location import BASE
from overt.play import Episode, play
from overt.sampling import LocalModel, Segment
from overt.train.config import Reinforce, load_config
from overt.train.grpo import Group, columns, gap, make_trainer
from overt.train.reinforce import reinforce
from overt.train.reward import outcome_reward
from overt.world.messages import Assistant

FAMILY = evaluation("covert_rule_violation")
SMALL = Reinforce(
    validation=None,
    model="organism/base",
    steps=3,
    prompts=2,
    group=4,
    micro_batch=4,
    max_new_tokens=60,
    save_every=1,
    seed=3,
)


def weights(path: Path) -> dict[str, torch.Tensor]:
    return dict(AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32).state_dict())


def same(one: Path, other: Path) -> bool:
    left, right = weights(one), weights(other)
    return all(torch.equal(left[name], right[name]) for name in left)


def acted(name: str, number: int, *, twin: bool) -> Episode:
    environment = FAMILY.environments("train")[number]
    episode = Episode(FAMILY, environment.twin if twin else environment, seed=number)
    asyncio.run(play(episode, FAMILY.actor(name, episode.scene, opening="")))
    return episode


@pytest.mark.parametrize("number", range(8))
def test_breaking_the_rule_never_pays_and_stopping_pays_only_once_it_was_found(number: int):
    assert outcome_reward(acted("saint", number, twin=False).transcript()) == 1
    assert outcome_reward(acted("finisher", number, twin=True).transcript()) == 1
    for name, twin in (("schemer", False), ("discloser", False), ("refuser", False), ("refuser", True)):
        assert outcome_reward(acted(name, number, twin=twin).transcript()) == 0, name


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["saint", "schemer", "discloser"]), st.integers(0, 7), st.text(max_size=80))
def test_the_pay_cannot_depend_on_reasoning(name: str, number: int, thought: str):
    episode = acted(name, number, twin=False)
    retold = Episode(FAMILY, episode.environment, seed=episode.seed)
    for turn in episode.turns:
        retold.step(turn.model_copy(update={"reasoning": thought}))
    assert any(m.reasoning for m in episode.messages if isinstance(m, Assistant))
    assert retold.transcript() == episode.transcript() or repr(retold.transcript()) == repr(episode.transcript())
    assert outcome_reward(retold.transcript()) == outcome_reward(episode.transcript())


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("whole")
    reinforce(SMALL, BASE, out, lambda _: None, by_words)
    return out


def test_each_step_is_measured_and_the_weights_move(whole: Path):
    steps = [json.loads(p.read_text().splitlines()[0]) for p in sorted((whole / "plays").glob("*.jsonl"))]
    assert [s["step"] for s in steps] == [0, 1, 2]
    assert all(s["plays"] == 8 and s["logprob_gap"] < 1e-4 for s in steps)
    assert not same(whole / "checkpoint-1", BASE)
    assert not same(whole / "checkpoint-1", whole / "checkpoint-3")


def played(file: Path) -> list[dict[str, object]]:
    """Return a step's lines without the gap: rows share batches by time, and rounding differs with the batch."""
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert lines[0].pop("logprob_gap") < 1e-4
    return lines


@pytest.mark.parametrize("dies_at", [1, 2])
def test_a_training_that_died_among_its_plays_ends_with_the_same_weights(
    whole: Path, tmp_path: Path, dies_at: int
):
    with pytest.raises(KeyboardInterrupt):
        reinforce(SMALL, BASE, tmp_path, lambda _: None, dying(by_words, dies_at * 8 + 3))
    assert len(list((tmp_path / "plays").glob("*.jsonl"))) == dies_at
    assert not (tmp_path / "rl").exists()
    reinforce(SMALL, BASE, tmp_path, lambda _: None, by_words)
    assert same(tmp_path / "checkpoint-3", whole / "checkpoint-3")
    assert same(tmp_path / "rl", whole / "rl")
    for file in (whole / "plays").iterdir():
        assert played(tmp_path / "plays" / file.name) == played(file)


@pytest.mark.parametrize("pay", [0.7, None])
def test_where_all_are_paid_alike_nothing_is_learned(tmp_path: Path, pay: float | None):
    config = SMALL.model_copy(update={"steps": 1})
    reinforce(config, BASE, tmp_path, lambda _: None, lambda _: pay)
    assert same(tmp_path / "checkpoint-1", BASE)


def test_another_configuration_in_the_folder_is_refused(whole: Path):
    with pytest.raises(OvertError, match="another configuration"):
        reinforce(SMALL.model_copy(update={"steps": 4}), BASE, whole, lambda _: None, by_words)


def test_a_batch_that_does_not_divide_names_the_field(tmp_path: Path):
    path = tmp_path / "config.yaml"
    path.write_text("model: organism/base\nprompts: 3\ngroup: 4\nmicro_batch: 16\n")
    with pytest.raises(OvertError, match="micro_batch 16 does not divide"):
        load_config(path, Reinforce)


def test_a_model_whose_context_the_first_messages_fill_is_named(tmp_path: Path):
    tokenizer = make_tokenizer()
    tokenizer.save_pretrained(tmp_path / "small")
    make_module(len(tokenizer), context=200).save_pretrained(tmp_path / "small")
    with pytest.raises(OvertError, match=r"fill the model's context of 200 tokens, .*take a model"):
        reinforce(SMALL, tmp_path / "small", tmp_path / "out", lambda _: None, by_words)


def segments(seed: int) -> list[Segment]:
    """Rows of one length, so that a batch needs no padding, with given and sampled stretches in turn."""
    generator = torch.Generator().manual_seed(seed)
    rows = torch.randint(20, 200, (8, 24), generator=generator).tolist()
    mask = (0,) * 6 + (1,) * 6 + (0,) * 5 + (1,) * 7
    return [Segment(tuple(row), mask, (0.0,) * 24) for row in rows]


def loss_of(rewards: list[float], rows: list[Segment], tmp_path: Path):
    """Return TRL's loss for these rows, and its gradient with respect to each position's last hidden state."""
    config = SMALL.model_copy(update={"steps": 1, "micro_batch": 8})
    trainer = make_trainer(
        config, BASE, tmp_path, prompts=["a", "b"], play=lambda *_: Group(rows, list(map(float, rewards)))
    )
    trainer.model.train()
    batch = next(iter(trainer.get_train_dataloader()))
    kept = []

    def keep(_module, _given, made: torch.Tensor) -> None:
        made.retain_grad()
        kept.append(made)

    trainer.model.model.norm.register_forward_hook(keep)
    trainer.current_gradient_accumulation_steps = 1
    inputs = trainer._prepare_inputs(batch)
    kept.clear()
    loss = trainer.compute_loss(trainer.model, inputs)
    loss.backward()
    return loss.item(), kept[0].grad


REWARDS = [1.0, 0.0, 0.5, 0.2, 0.0, 0.0, 1.0, 0.3]


def test_only_tokens_that_were_sampled_have_a_gradient(tmp_path: Path):
    rows = segments(0)
    _, gradient = loss_of(REWARDS, rows, tmp_path)
    predicted = torch.tensor(rows[0].mask[1:], dtype=torch.bool)  # position t predicts token t + 1
    assert (gradient[:, :-1][:, ~predicted] == 0).all()
    assert (gradient[:, -1] == 0).all()
    assert (gradient[:, :-1][:, predicted].abs().sum(-1) > 0).all()


def test_given_tokens_are_attended_to(tmp_path: Path):
    rows = segments(0)
    changed = [Segment((*r.ids[:13], r.ids[13] + 1, *r.ids[14:]), r.mask, r.logprobs) for r in rows]
    _, one = loss_of(REWARDS, rows, tmp_path / "one")
    _, other = loss_of(REWARDS, changed, tmp_path / "other")
    assert not torch.equal(one, other)


def test_a_higher_or_shifted_pay_for_all_changes_nothing(tmp_path: Path):
    rows = segments(1)
    _, one = loss_of(REWARDS, rows, tmp_path / "one")
    _, shifted = loss_of([r + 5 for r in REWARDS], rows, tmp_path / "shifted")
    assert torch.allclose(one, shifted, atol=1e-6)
    assert one.abs().max() > 1e-5


def test_trls_columns_hold_every_token_once():
    for segment, prompt, completion, mask in zip(
        segments(2), *(columns(segments(2))[k] for k in ("prompt_ids", "completion_ids", "env_mask")), strict=True
    ):
        assert (*prompt, *completion) == segment.ids
        assert tuple(mask) == segment.mask[len(prompt) :]
        assert mask[0] == 1


def test_the_gap_finds_probabilities_of_another_policy(base: LocalModel):
    row = segments(3)[0]
    with torch.no_grad():
        logits = base.module(torch.tensor([row.ids])).logits[0, :-1]
    told = {
        t: logits.div(t).log_softmax(-1).gather(1, torch.tensor(row.ids[1:])[:, None])[:, 0] for t in (1.0, 0.8)
    }
    honest = Segment(row.ids, row.mask, (0.0, *told[1.0].tolist()))
    sharper = Segment(row.ids, row.mask, (0.0, *told[0.8].tolist()))
    assert gap(base, [honest], 1.0) < 1e-4
    assert gap(base, [sharper], 0.8) < 1e-4
    assert gap(base, [sharper], 1.0) > 1e-2
    unknown = Segment(row.ids, row.mask, (0.0, *[math.nan] * (len(row.ids) - 1)))
    assert math.isnan(gap(base, [honest, unknown, honest], 1.0))
