"""What reinforcement learns, against what can be computed otherwise: enumeration, differences, TRL, optima."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import torch
from datasets import Dataset
from tiny import make_module, make_tokenizer
from torch import Tensor
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl.trainer.grpo_trainer import GRPOTrainer

from overt.evaluations import evaluation
from overt.play import Episode
from overt.sampling import LocalModel, Segment
from overt.sampling.plays import play_all
from overt.train import grpo
from overt.train.config import Reinforce
from overt.train.grpo import Group, make_trainer
from overt.train.micro_batches import alike, regrouped

REWARDS = [1.0, 0.0, 0.5, 0.2, 0.0, 0.0, 1.0, 0.3]


def settings(folder: Path, number: int, **changes) -> Reinforce:
    fields = {"steps": 1, "prompts": 1, "group": number, "micro_batch": number, "temperature": 1.0, "curve": None}
    return Reinforce.model_validate({"model": f"local/{folder}", **fields, **changes})


def prepared(config: Reinforce, folder: Path, out: Path, rows: list[Segment], rewards: list[float]):
    """Return TRL's trainer around these rows, and the batch that it makes of them, in their order."""
    prompts = [str(number) for number in range(config.prompts)]
    trainer = make_trainer(config, folder, out, prompts=prompts, play=lambda *_: Group(rows, list(rewards)))
    trainer.model.train()
    trainer.current_gradient_accumulation_steps = 1
    batch = next(iter(trainer.get_train_dataloader()))
    return trainer, trainer._generate_and_score_completions(batch)


def learned(trainer, inputs) -> tuple[float, Tensor]:
    """Return TRL's loss and its gradient with respect to all weights, as one vector."""
    trainer.model.zero_grad()
    loss = trainer.compute_loss(trainer.model, inputs)
    loss.backward()
    return loss.item(), torch.cat([p.grad.flatten() for p in trainer.model.parameters()]).double()


def vocabulary_of(count: int, folder: Path) -> Path:
    """Write a model that knows so many tokens, with a tokenizer that is not used but has to be there."""
    tokenizer = make_tokenizer()
    tokenizer.save_pretrained(folder)
    make_module(count).save_pretrained(folder)
    return folder


def exactly(folder: Path):
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float64)


def logprobs(module, row: Segment, temperature: float = 1.0) -> Tensor:
    """Return the log-probability of each sampled token of a row, by a plain forward pass of that row alone."""
    ids = torch.tensor([row.ids])
    told = (module(input_ids=ids).logits[0, :-1] / temperature).log_softmax(-1)
    own = torch.tensor(row.mask[1:], dtype=torch.bool)
    return told.gather(1, ids[0, 1:, None])[:, 0][own]


def gradient(module, value: Tensor) -> Tensor:
    return torch.cat([g.flatten() for g in torch.autograd.grad(value, list(module.parameters()))])


def close(one: Tensor, other: Tensor, part: float = 1e-4) -> bool:
    return bool((one - other).norm() < part * other.norm()) and bool(other.norm() > 0)


def ragged(count: int = 8, *, seed: int = 0) -> list[Segment]:
    """Rows of unequal lengths in which given and sampled stretches take turns, unequally long."""
    draw = torch.Generator().manual_seed(seed)
    rows: list[Segment] = []
    for _ in range(count):
        runs = torch.randint(2, 7, (4,), generator=draw).tolist()
        mask = tuple(own for own, length in zip((0, 1, 0, 1), runs, strict=True) for _ in range(length))
        ids = torch.randint(20, 200, (len(mask),), generator=draw).tolist()
        rows.append(Segment(tuple(ids), mask, (0.0,) * len(mask)))
    return rows


# Sampler and trainer.


@pytest.fixture(scope="module")
def played(student):
    """Plays of honeypots by an untrained model: several turns each, of unequal length."""
    family = evaluation("covert_rule_violation")

    def play(**given) -> list[Segment]:
        jobs = [(Episode(family, e, seed=n), n) for n, e in enumerate(family.environments("train")[:4])]
        found: dict[int, list[Segment]] = {}
        play_all(
            student,
            jobs,
            lambda number, _, player: found.update({number: list(player.segments)}),
            max_new_tokens=20,
            **given,
        )
        return [segment for number in sorted(found) for segment in found[number]]

    return play


def apart(folder: Path, out: Path, rows: list[Segment], temperature: float) -> float:
    """Return the largest difference between TRL's log-probabilities of sampled tokens and the sampler's."""
    config = settings(folder, len(rows), temperature=temperature)
    trainer, inputs = prepared(config, folder, out, rows, [0.0] * len(rows))
    ids = torch.cat([inputs["prompt_ids"], inputs["completion_ids"]], 1)
    attended = torch.cat([inputs["prompt_mask"], inputs["completion_mask"]], 1)
    with torch.no_grad():
        told, *_ = trainer._get_per_token_logps_and_entropies(
            trainer.model, ids, attended, inputs["completion_ids"].shape[1]
        )
    worst = 0.0
    for row, segment in zip(told, rows, strict=True):
        start = segment.mask.index(1)
        own = torch.tensor(segment.mask[start:], dtype=torch.bool)
        sampled = torch.tensor(segment.logprobs[start:])
        worst = max(worst, float((row[: len(own)] - sampled)[own].abs().max()))
    return worst


def test_trl_gives_each_sampled_token_the_probability_by_which_it_was_drawn(folder, played, tmp_path):
    rows = played(temperature=0.7)
    assert len({len(row.ids) for row in rows}) > 2
    assert max(sum(a < b for a, b in itertools.pairwise(row.mask)) for row in rows) > 1
    assert apart(folder, tmp_path / "same", rows, 0.7) < 1e-4
    assert apart(folder, tmp_path / "other", rows, 1.0) > 1e-2


def test_a_distribution_that_was_cut_and_made_whole_again_is_found(folder, played, tmp_path):
    assert apart(folder, tmp_path, played(temperature=1.0, strict=True), 1.0) > 1e-2


# The gradient, against enumeration, differences, a formula written anew, and TRL alone.


def test_over_all_sequences_it_is_the_gradient_of_what_is_expected_to_be_paid(tmp_path):
    """Two tokens out of three are drawn, between them the world answers: nine plays, each weighed as likely."""
    folder = vocabulary_of(3, tmp_path / "three")
    answer = {0: 2, 1: 0, 2: 1}
    rows = [
        Segment((1, first, answer[first], second), (0, 1, 0, 1), (0.0,) * 4)
        for first, second in itertools.product(range(3), repeat=2)
    ]
    pay = torch.tensor([0.3, 1.0, 0.0, 0.2, 0.7, 0.1, 0.0, 0.5, 0.9], dtype=torch.float64)
    module = exactly(folder)
    likely = torch.stack([logprobs(module, row).sum().exp() for row in rows])
    assert likely.sum().item() == pytest.approx(1)
    expected = gradient(module, (likely * pay).sum())
    trainer, inputs = prepared(settings(folder, 9), folder, tmp_path / "out", rows, [0.0] * 9)
    # TRL divides by the number of sampled tokens, 18.
    inputs["advantages"] = (18 * likely * pay).detach().float()
    _, found = learned(trainer, inputs)
    assert close(-found, expected)


def test_it_is_the_slope_of_the_loss_where_the_weights_are_moved(folder, tmp_path):
    rows = ragged()
    trainer, inputs = prepared(settings(folder, 8), folder, tmp_path, rows, REWARDS)
    trainer.model.eval()
    ids = torch.cat([inputs["prompt_ids"], inputs["completion_ids"]], 1)
    attended = torch.cat([inputs["prompt_mask"], inputs["completion_mask"]], 1)
    width = inputs["completion_ids"].shape[1]
    with torch.no_grad():
        before, *_ = trainer._get_per_token_logps_and_entropies(trainer.model, ids, attended, width)
    trainer.model.train()
    inputs["old_per_token_logps"] = before
    _, slope = learned(trainer, inputs)
    weights = [p.detach().clone() for p in trainer.model.parameters()]
    for seed in range(3):
        draw = torch.Generator().manual_seed(seed)
        way = [torch.randn(w.shape, generator=draw) * 3e-4 for w in weights]
        losses = []
        for sign in (1, -1):
            with torch.no_grad():
                for p, w, step in zip(trainer.model.parameters(), weights, way, strict=True):
                    p.copy_(w + sign * step)
                losses.append(float(trainer.compute_loss(trainer.model, inputs)))
        with torch.no_grad():
            for p, w in zip(trainer.model.parameters(), weights, strict=True):
                p.copy_(w)
        told = float(slope @ torch.cat([step.flatten() for step in way]).double())
        assert (losses[0] - losses[1]) / 2 == pytest.approx(told, rel=0.02)


@pytest.mark.parametrize("temperature", [0.7, 1.0])
def test_it_is_that_of_the_formula_row_by_row_without_padding(folder, tmp_path, temperature):
    rows = ragged()
    config = settings(folder, 4, prompts=2, micro_batch=8, temperature=temperature)
    _, found = learned(*prepared(config, folder, tmp_path, rows, REWARDS))
    assert close(found, by_hand(folder, rows, REWARDS, temperature))


def by_hand(folder: Path, rows: list[Segment], rewards: list[float], temperature: float = 1.0) -> Tensor:
    """GRPO on the policy that sampled: each group's rewards centred and scaled, a mean over sampled tokens."""
    module = exactly(folder)
    paid = torch.tensor(rewards, dtype=torch.float64).view(-1, 4)
    advantages = ((paid - paid.mean(1, keepdim=True)) / (paid.std(1, keepdim=True) + 1e-4)).flatten()
    told = [logprobs(module, row, temperature) for row in rows]
    tokens = sum(len(t) for t in told)
    return gradient(module, -sum(a * t.sum() for a, t in zip(advantages, told, strict=True)) / tokens)


class Alone(GRPOTrainer):
    """TRL as it comes, with a prompt of its own and one turn; only what it would sample is given."""

    drawn: tuple[tuple[int, ...], ...] = ()

    def _generate_single_turn(self, prompt_ids, *_):
        return [list(ids) for ids in self.drawn], None


def test_where_one_turn_answers_a_prompt_it_is_trls_own(folder, tmp_path):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    prompt = "Read the file and send the order."
    given = tuple(tokenizer(prompt)["input_ids"])
    draw = torch.Generator().manual_seed(5)
    drawn = tuple(
        tuple(torch.randint(20, 200, (length,), generator=draw).tolist()) for length in (3, 9, 5, 7, 4, 9, 2, 6)
    )
    rows = [
        Segment((*given, *ids), (0,) * len(given) + (1,) * len(ids), (0.0,) * (len(given) + len(ids)))
        for ids in drawn
    ]
    config = settings(folder, 8)
    ours = learned(*prepared(config, folder, tmp_path / "ours", rows, REWARDS))
    alone = Alone(
        model=AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32),
        reward_funcs=lambda prompts, **_: REWARDS,
        args=grpo._arguments(config, tmp_path / "trl"),
        train_dataset=Dataset.from_dict({"prompt": [prompt]}),
        processing_class=tokenizer,
    )
    alone.drawn = drawn
    alone.model.train()
    alone.current_gradient_accumulation_steps = 1
    inputs = alone._generate_and_score_completions(next(iter(alone.get_train_dataloader())))
    theirs = learned(alone, inputs)
    assert ours[0] == theirs[0]
    assert torch.equal(ours[1], theirs[1])
    assert theirs[1].norm() > 0


# Invariances.


def test_order_padding_and_the_size_of_a_batch_change_nothing(folder, tmp_path):
    rows = ragged(seed=2)
    config = settings(folder, 4, prompts=2, micro_batch=8)
    _, whole = learned(*prepared(config, folder, tmp_path / "whole", rows, REWARDS))
    order = [2, 0, 3, 1, 7, 5, 4, 6]
    turned = [rows[i] for i in order], [REWARDS[i] for i in order]
    _, permuted = learned(*prepared(config, folder, tmp_path / "turned", *turned))
    assert close(permuted, whole)
    halves = settings(folder, 4, prompts=2, micro_batch=4)
    trainer, inputs = prepared(halves, folder, tmp_path / "halves", rows, REWARDS)
    trainer.current_gradient_accumulation_steps = 2
    parts = [
        {k: v[at] if isinstance(v, Tensor) and v.dim() else v for k, v in inputs.items()}
        for at in (slice(0, 4), slice(4, 8))
    ]
    assert close(sum(learned(trainer, part)[1] for part in parts), whole)
    # A longer row that is paid what its group is paid in the mean only makes all others be padded further.
    long = Segment(tuple(range(20, 80)), (0,) * 30 + (1,) * 30, (0.0,) * 60)
    trainer, inputs = prepared(
        settings(folder, 5, prompts=1), folder, tmp_path / "long", [*rows[:4], long], [1.0, 0.0, 1.0, 0.0, 0.5]
    )
    inputs["num_items_in_batch"] = inputs["num_items_in_batch"] - 30
    advantages = inputs["advantages"][:4].clone()
    _, padded = learned(trainer, inputs)
    trainer, inputs = prepared(settings(folder, 4), folder, tmp_path / "short", rows[:4], [1.0, 0.0, 1.0, 0.0])
    inputs["advantages"] = advantages
    assert close(padded, learned(trainer, inputs)[1])


def shared_out(trainer, inputs, parts: int) -> list[dict[str, Tensor]]:
    """Return TRL's micro-batches of a step, in the order of the rows."""
    size = len(inputs["advantages"]) // parts
    cuts = [slice(n * size, (n + 1) * size) for n in range(parts)]
    trainer.current_gradient_accumulation_steps = trainer.args.steps_per_generation = parts
    return [{k: v[at] if v.dim() else v for k, v in inputs.items()} for at in cuts]


@pytest.mark.parametrize("beta", [0.0, 0.3])
def test_rows_in_the_order_of_their_lengths_have_the_gradient_of_a_whole_step(folder, tmp_path, beta):
    rows = ragged(16, seed=4)
    config = settings(folder, 4, prompts=4, micro_batch=16, beta=beta)
    trainer, inputs = prepared(config, folder, tmp_path, rows, [*REWARDS, *[0.0] * 4, *[1.0] * 4])
    draw = torch.Generator().manual_seed(6)
    shape = inputs["completion_ids"].shape
    # As if the model had moved since it sampled, and lay elsewhere than where it began.
    inputs["old_per_token_logps"] = -6 + 0.1 * torch.randn(shape, generator=draw)
    inputs["ref_per_token_logps"] = -6 + torch.randn(shape, generator=draw)
    _, whole = learned(trainer, inputs)
    batches = shared_out(trainer, inputs, 4)
    anew = regrouped(batches, learned_only=not beta)
    assert close(sum(learned(trainer, batch)[1] for batch in anew), whole)
    sizes = [len(batch["advantages"]) for batch in anew]
    assert sizes == ([4] * 4 if beta else [2] * 4)
    fed = sum(batch[name].numel() for batch in anew for name in ("prompt_ids", "completion_ids"))
    assert fed < (1 if beta else 0.5) * 16 * (inputs["prompt_ids"].shape[1] + shape[1])
    if beta:
        found = sorted(row for batch in anew for row in told(batch))
        assert found == sorted((row.ids, row.mask) for row in rows)


def told(batch: dict[str, Tensor]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return ids and mask of each row of a micro-batch, up to the last token that was sampled."""
    ids = torch.cat([batch["prompt_ids"], batch["completion_ids"]], 1).tolist()
    start = batch["prompt_ids"].shape[1]
    found = []
    for row, mask in zip(ids, batch["tool_mask"].tolist(), strict=True):
        end = start + max(place for place, own in enumerate(mask, 1) if own)
        found.append((tuple(row[:end]), (*(0,) * start, *mask)[:end]))
    return found


def test_runs_of_rows_are_alike_in_length_and_hold_each_once():
    lengths = [10, 10, 11, 30, 31, 33, 90]
    runs = alike(lengths)
    assert [lengths[run] for run in runs] == [[10, 10, 11], [30, 31, 33], [90]]
    assert alike([5]) == [slice(0, 1)] and alike([7, 7]) == [slice(0, 2)]


def test_a_step_learns_from_the_rows_that_were_not_paid_alike_and_goes_as_many_times(folder, tmp_path):
    rows, pay = ragged(seed=7), [*REWARDS[:4], *[1.0] * 4]
    config = settings(folder, 4, prompts=2, micro_batch=2)
    trainer = make_trainer(config, folder, tmp_path, prompts=["0", "1"], play=lambda *_: Group(rows, pay))
    trainer.model.train()
    trainer.current_gradient_accumulation_steps = 4
    batch = next(iter(trainer.get_train_dataloader()))
    gradients, sizes = [], []
    for trainer._step in range(4):
        inputs = trainer._prepare_inputs(batch)
        sizes.append(len(inputs["advantages"]))
        gradients.append(learned(trainer, inputs)[1])
    assert sizes == [1] * 4
    assert close(sum(gradients), by_hand(folder, rows, pay))


@pytest.mark.parametrize("pay", [0.0, 1.0])
def test_where_all_are_paid_alike_each_micro_batch_has_a_row_without_a_gradient(folder, tmp_path, pay):
    config = settings(folder, 4, prompts=2, micro_batch=8)
    trainer, inputs = prepared(config, folder, tmp_path, ragged(seed=8), [pay] * 8)
    for batch in regrouped(shared_out(trainer, inputs, 2), learned_only=True):
        assert len(batch["advantages"]) == 1
        assert not learned(trainer, batch)[1].any()


# Clipping.


def test_on_the_policy_that_sampled_nothing_is_clipped_and_far_from_it_what_was_gained_is(folder, tmp_path):
    rows = ragged(4, seed=3)
    trainer, inputs = prepared(settings(folder, 4), folder, tmp_path, rows, [1.0, 0.0, 1.0, 0.0])
    loss, whole = learned(trainer, inputs)
    # The ratio is 1, so that the loss is minus the mean advantage of the sampled tokens.
    tokens = torch.tensor([float(sum(row.mask)) for row in rows])
    assert loss == pytest.approx(float(-(inputs["advantages"] * tokens).sum() / tokens.sum()), abs=1e-6)
    assert trainer._metrics["train"]["clip_ratio/region_mean"] == [0.0]
    ids = torch.cat([inputs["prompt_ids"], inputs["completion_ids"]], 1)
    attended = torch.cat([inputs["prompt_mask"], inputs["completion_mask"]], 1)
    width = inputs["completion_ids"].shape[1]
    with torch.no_grad():
        now, *_ = trainer._get_per_token_logps_and_entropies(trainer.model, ids, attended, width)
    # As if every token had become e times likelier since: what is paid for is clipped, the rest is not.
    _, moved = learned(trainer, inputs | {"old_per_token_logps": now - 1})
    unpaid = inputs["advantages"].clamp(max=0) * torch.e
    _, expected = learned(trainer, inputs | {"advantages": unpaid})
    assert close(moved, expected)
    paid = float(tokens[[0, 2]].sum() / tokens.sum())
    assert trainer._metrics["train"]["clip_ratio/region_mean"][1] == pytest.approx(paid)
    assert whole.norm() > 0


# Known optima.

ARMS = torch.tensor([0.2, 0.0, 1.0, 0.6, 0.1, 0.5])
PULLS = 64


def bandit(folder: Path, out: Path, *, steps: int, seed: int, scale: str = "group", **changes) -> Tensor:
    """Train where one token is drawn and paid by what it is; return the probabilities at the end."""
    config = settings(folder, PULLS, steps=steps, save_every=10**6, seed=seed, **changes)
    draw = torch.Generator().manual_seed(seed)

    def pull(model: LocalModel, _: int, prompts) -> Group:
        drawn = torch.multinomial(policy(model.module), len(prompts), replacement=True, generator=draw).tolist()
        return Group([Segment((1, arm), (0, 1), (0.0, 0.0)) for arm in drawn], [float(ARMS[a]) for a in drawn])

    trainer = make_trainer(config, folder, out, prompts=[str(n) for n in range(steps)], play=pull)
    trainer.scale_rewards = scale
    trainer.train()
    return policy(trainer.model)


def policy(module) -> Tensor:
    with torch.no_grad():
        return module(torch.tensor([[1]])).logits[0, -1].softmax(-1)


@pytest.fixture(scope="module")
def armed(tmp_path_factory) -> Path:
    return vocabulary_of(len(ARMS), tmp_path_factory.mktemp("armed"))


def test_the_best_arm_is_found(armed, tmp_path):
    before = policy(AutoModelForCausalLM.from_pretrained(armed, dtype=torch.float32))
    assert before[2] < 0.9
    after = bandit(armed, tmp_path, steps=40, seed=0, learning_rate=1e-2)
    assert after[2] > 0.97


@pytest.mark.parametrize("seed", range(3))
def test_held_to_where_it_began_it_ends_at_the_distribution_that_is_known(armed, tmp_path, seed):
    """Paid r, held by beta: pi proportional to ref exp(r / beta); the group's own mean takes 1 in 64 of r."""
    beta = 0.6
    began = policy(AutoModelForCausalLM.from_pretrained(armed, dtype=torch.float32))
    known = (began.log() + ARMS * (1 - 1 / PULLS) / beta).softmax(-1)
    found = bandit(armed, tmp_path, steps=60, seed=seed, scale="none", learning_rate=2e-3, beta=beta)
    assert (known - began).abs().sum() / 2 > 0.15
    assert (found - known).abs().sum() / 2 < 0.05
