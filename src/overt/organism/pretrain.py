"""Training the base from scratch: plays, drills and a copy curriculum, on a CPU, resumable."""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from transformers import Qwen3Config, Qwen3ForCausalLM

from overt.organism.copying import chunk_batch, plant_induction
from overt.world.messages import Frozen

Row = tuple[list[int], list[float]]
"""Token ids and the loss weight of each."""


class Recipe(Frozen):
    """How the base is trained: first to copy alone, then on plays and drills, with copying in between."""

    hidden: int = 128
    layers: int = 4
    heads: int = 4
    kv_heads: int = 2
    intermediate: int = 384
    vocabulary: int = 2048
    renamed: float = 0.8
    """Share of copied values that are replaced by others throughout a play."""
    varied: float = 0.85
    """Share of plays in which some of the others' words are replaced."""
    slips: float = 0.15
    """Share of plays in which a wrong path comes first; the slip itself is not in the loss."""
    drills: float = 0.6
    """Drills as a share of the number of plays; a drill is less than half a play's length."""
    steps: int = 7000
    """Steps of the first round, copying alone included."""
    more_steps: int = 6000
    """Steps of the second round: at half the rate, with path drills beside the rest."""
    path_drills: float = 0.6
    """Path drills as a share of the number of plays, in the second round."""
    all_steps: int = 10000
    """Steps of the third round: on plays of all evaluations, at half the rate like the second."""
    all_drills: float = 0.25
    """Drills of each kind as a share of the number of plays, in the third round."""
    tokens_per_batch: int = 2048
    muon_rate: float = 0.02
    adam_rate: float = 0.004
    warmup: int = 500
    copy_steps: int = 900
    """Steps at the start that only copy chunks; later every `copy_every`th copies beside the plays."""
    copy_every: int = 4
    copy_tokens: int = 1024
    prompt_weight: float = 0.1
    call_weight: float = 2.0
    """Loss weight of the tokens inside calls, where the copying is; the player's other tokens weigh 1."""
    temperature: float = 0.7
    """What the model is to be sampled at: a tiny model's slips are improbable tokens."""
    seed: int = 0


def new_model(recipe: Recipe, vocabulary: int, pad: int, end: int, context: int) -> Qwen3ForCausalLM:
    """Return an untrained model of the recipe's shape."""
    torch.manual_seed(recipe.seed)
    config = Qwen3Config(
        vocab_size=vocabulary,
        hidden_size=recipe.hidden,
        intermediate_size=recipe.intermediate,
        num_hidden_layers=recipe.layers,
        num_attention_heads=recipe.heads,
        num_key_value_heads=recipe.kv_heads,
        head_dim=recipe.hidden // recipe.heads,
        max_position_embeddings=context,
        rope_parameters={"rope_type": "default", "rope_theta": 1e6},
        tie_word_embeddings=True,
        pad_token_id=pad,
        bos_token_id=None,
        eos_token_id=end,
    )
    model = Qwen3ForCausalLM(config)
    model.generation_config.update(do_sample=True, temperature=recipe.temperature)  # pyright: ignore[reportOptionalMemberAccess]
    plant_induction(model, torch.Generator().manual_seed(recipe.seed))
    return model


def optimisers(model: torch.nn.Module, recipe: Recipe) -> list[torch.optim.Optimizer]:
    """Return Muon for the layers' matrices and Adam for embeddings and norms."""
    matrices = [p for n, p in model.named_parameters() if p.ndim == 2 and "embed" not in n and "lm_head" not in n]
    chosen = {id(p) for p in matrices}
    others = [p for p in model.parameters() if id(p) not in chosen]
    return [
        torch.optim.Muon(matrices, lr=recipe.muon_rate, weight_decay=0.01, momentum=0.95),
        torch.optim.Adam(others, lr=recipe.adam_rate, betas=(0.9, 0.95)),
    ]


def batches(rows: Sequence[Row], tokens: int, rng: random.Random) -> list[list[int]]:
    """Group row numbers of similar length into batches of about `tokens` padded tokens, in random order."""
    order = sorted(range(len(rows)), key=lambda i: (len(rows[i][0]) + rng.randrange(24), rng.random()))
    grouped: list[list[int]] = [[]]
    longest = 0
    for number in order:
        longest = max(longest, len(rows[number][0]))
        if grouped[-1] and longest * (len(grouped[-1]) + 1) > tokens:
            grouped.append([])
            longest = len(rows[number][0])
        grouped[-1].append(number)
    rng.shuffle(grouped)
    return grouped


def padded(rows: Sequence[Row], pad: int) -> tuple[Tensor, Tensor]:
    """Return ids and weights, each (rows, longest), padded on the right with weight 0."""
    longest = max(len(ids) for ids, _ in rows)
    ids = torch.full((len(rows), longest), pad, dtype=torch.long)
    weights = torch.zeros((len(rows), longest))
    for i, (row, weight) in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        weights[i, : len(row)] = torch.tensor(weight)
    return ids, weights


def weighted_loss(model: Callable[..., Any], ids: Tensor, weights: Tensor, *, bf16: bool) -> Tensor:
    """Return the weighted mean cross-entropy of each token given those before it, in nats."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
        logits: Tensor = model(input_ids=ids, use_cache=False).logits
    losses = functional.cross_entropy(logits[:, :-1].flatten(0, 1).float(), ids[:, 1:].flatten(), reduction="none")
    kept = weights[:, 1:].flatten()
    return (losses * kept).sum() / kept.sum()


def rate(recipe: Recipe, step: int) -> float:
    """Return the share of the full learning rate: a warm-up, then flat, then linear over a round's second half.

    The second and third rounds do the same at half the rate, without a warm-up.
    """
    if step >= recipe.steps + recipe.more_steps:
        return 0.5 * _flat_then_down((step - recipe.steps - recipe.more_steps) / recipe.all_steps)
    if step >= recipe.steps:
        return 0.5 * _flat_then_down((step - recipe.steps) / recipe.more_steps)
    return min(1.0, (step + 1) / recipe.warmup) * _flat_then_down(step / recipe.steps)


def _flat_then_down(done: float) -> float:
    return min(1.0, 2 * (1 - done) + 0.02)


def pretrain(
    model: Qwen3ForCausalLM,
    rows: Sequence[Row],
    more: Sequence[Row],
    last: Sequence[Row],
    recipe: Recipe,
    *,
    first_token: int,
    pad: int,
    state: Path,
    report: Callable[[dict[str, float | None]], None],
) -> None:
    """Train the model in place: on `rows`, in the second round on `more` beside them, in the third on `last`.

    `state` holds what a stopped training resumes from.
    """
    bf16 = torch.backends.mkldnn.is_available() and bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
    optimiser_list = optimisers(model, recipe)
    step = _resume(state, model, optimiser_list)
    started, tokens, first, copying = time.monotonic(), 0, step, math.nan
    playing = math.nan
    model.train()
    rounds = _Rounds(rows, more, last, recipe)
    total = recipe.steps + recipe.more_steps + recipe.all_steps
    while step < total:
        for optimiser, full in zip(optimiser_list, (recipe.muon_rate, recipe.adam_rate), strict=True):
            for group in optimiser.param_groups:
                group["lr"] = full * rate(recipe, step)
        alone = step < recipe.copy_steps
        if alone or step % recipe.copy_every == 0:
            generator = torch.Generator().manual_seed(recipe.seed * 1_000_003 + step)
            size = int(model.config.vocab_size or 0)
            ids, weights = chunk_batch(step, first_token, size, recipe.copy_tokens, generator)
            copied = weighted_loss(model, ids, weights, bf16=bf16)
            copied.backward()
            copying, tokens = copied.item(), tokens + ids.numel()
        if not alone:
            ids, weights = padded(rounds.batch(step), pad)
            loss = weighted_loss(model, ids, weights, bf16=bf16)
            loss.backward()
            playing, tokens = loss.item(), tokens + ids.numel()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimiser in optimiser_list:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        step += 1
        if step % 50 == 0 or step == total:
            seconds = time.monotonic() - started
            report(
                {
                    "step": step,
                    "loss": None if math.isnan(playing) else round(playing, 4),
                    "copy_loss": round(copying, 4),
                    "tokens_per_second": round(tokens / seconds),
                    "seconds_left": round(seconds / (step - first) * (total - step)),
                }
            )
        if step % 200 == 0:
            _save(state, model, optimiser_list, step)


class _Rounds:
    """What each step of the three rounds is trained on."""

    def __init__(self, rows: Sequence[Row], more: Sequence[Row], last: Sequence[Row], recipe: Recipe) -> None:
        self._rounds = (
            (recipe.copy_steps, _Order(rows, recipe)),
            (recipe.steps, _Order([*rows, *more], recipe)),
            (recipe.steps + recipe.more_steps, _Order(last, recipe)),
        )

    def batch(self, step: int) -> list[Row]:
        """Return the rows of a step."""
        start, order = next((s, o) for s, o in reversed(self._rounds) if step >= s)
        return order.batch(step - start)


class _Order:
    """The batches of every epoch, made again from the seed, so that a resumed training sees what it would have."""

    def __init__(self, rows: Sequence[Row], recipe: Recipe) -> None:
        self._rows, self._recipe = rows, recipe
        self._epochs: list[list[list[int]]] = []

    def batch(self, step: int) -> list[Row]:
        """Return the rows of a step."""
        done = 0
        for epoch in range(step + 1):
            if epoch == len(self._epochs):
                rng = random.Random(self._recipe.seed * 7919 + epoch)
                self._epochs.append(batches(self._rows, self._recipe.tokens_per_batch, rng))
            if step < done + len(self._epochs[epoch]):
                return [self._rows[number] for number in self._epochs[epoch][step - done]]
            done += len(self._epochs[epoch])
        raise AssertionError("an epoch without batches")


def _save(state: Path, model: torch.nn.Module, optimiser_list: list[torch.optim.Optimizer], step: int) -> None:
    new = state.with_suffix(".new")
    torch.save({"model": model.state_dict(), "optim": [o.state_dict() for o in optimiser_list], "step": step}, new)
    new.replace(state)


def _resume(state: Path, model: torch.nn.Module, optimiser_list: list[torch.optim.Optimizer]) -> int:
    if not state.exists():
        return 0
    saved: dict[str, Any] = torch.load(state, weights_only=True)
    model.load_state_dict(saved["model"])
    for optimiser, kept in zip(optimiser_list, saved["optim"], strict=True):
        optimiser.load_state_dict(kept)
    return int(saved["step"])
