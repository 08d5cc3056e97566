"""The planted circuit finds what followed before; the curriculum asks for nothing else; training resumes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.organism.copying import chunk_batch
from overt.organism.pretrain import Recipe, Row, new_model, pretrain

SMALL = Recipe(
    hidden=32,
    layers=2,
    heads=2,
    kv_heads=1,
    intermediate=32,
    steps=215,
    copy_steps=205,
    more_steps=10,
    all_steps=5,
    warmup=10,
)


@pytest.mark.parametrize("seed", range(3))
def test_an_untrained_model_has_a_head_that_looks_one_token_back(seed: int):
    model = new_model(Recipe(seed=seed), 2048, 0, 1, 256)
    model.set_attn_implementation("eager")
    ids = torch.randint(2, 2048, (1, 200), generator=torch.Generator().manual_seed(seed))
    with torch.no_grad():
        seen = model(ids, output_attentions=True).attentions[0][0, 0]
    assert torch.equal(seen[2:].argmax(1), torch.arange(1, 199))
    assert seen[2:].max(1).values.median() > 0.9


@pytest.mark.long
def test_copying_at_any_distance_is_learned_before_the_plays_begin(tmp_path: Path):
    recipe = Recipe(steps=1200, copy_steps=1200, more_steps=0, all_steps=0)
    model = new_model(recipe, 2048, 0, 1, 1024)
    losses: list[float | None] = []
    pretrain(
        model,
        [([2, 3], [1.0, 1.0])],
        [],
        [],
        recipe,
        first_token=2,
        pad=0,
        state=tmp_path / "state.pt",
        report=lambda figures: losses.append(figures["copy_loss"]),
    )
    last = [loss for loss in losses[-6:] if loss is not None]
    assert sum(last) / len(last) < 1.0, "guessing among the tokens seen costs more than 4"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 2**31), st.integers(2, 40), st.integers(64, 2048))
def test_only_what_stood_in_the_row_before_counts(step: int, seed: int, first: int, size: int):
    vocabulary = first + size
    ids, weights = chunk_batch(step, first, vocabulary, 1024, torch.Generator().manual_seed(seed))
    assert ids.shape == weights.shape
    assert first <= int(ids.min()) <= int(ids.max()) < vocabulary
    assert ids.numel() <= 1024
    assert weights.sum() > 0
    for row, counted in zip(ids.tolist(), weights.tolist(), strict=True):
        pairs = list(pairwise(row))
        for place in (i for i, weight in enumerate(counted) if weight):
            assert pairs[place - 1] in pairs[: place - 1]


def test_the_vocabulary_grows_to_all_of_it():
    tops = [int(chunk_batch(s, 10, 2048, 1024, torch.Generator().manual_seed(s))[0].max()) for s in (0, 200, 500)]
    assert tops[0] < 74 <= tops[1] < 400 < tops[2] < 2048


def _rows() -> list[Row]:
    generator = torch.Generator().manual_seed(0)
    return [(torch.randint(4, 90, (20,), generator=generator).tolist(), [1.0] * 20) for _ in range(30)]


def _train(state: Path, stop_at: int | None) -> tuple[dict[str, torch.Tensor], list[float | None]]:
    recipe = SMALL.model_copy(update={"tokens_per_batch": 100, "copy_tokens": 64})
    model = new_model(recipe, 90, 0, 1, 64)
    steps: list[float | None] = []

    def report(figures: dict[str, float | None]) -> None:
        steps.append(figures["step"])
        if figures["step"] == stop_at:
            raise KeyboardInterrupt

    try:
        pretrain(
            model, _rows(), _rows()[:9], _rows()[3:7], recipe, first_token=4, pad=0, state=state, report=report
        )
    except KeyboardInterrupt:
        assert stop_at is not None
    return {name: value.clone() for name, value in model.state_dict().items()}, steps


def test_a_stopped_training_ends_with_the_same_weights(tmp_path: Path):
    whole, _ = _train(tmp_path / "whole.pt", None)
    stopped, before = _train(tmp_path / "stopped.pt", 200)
    assert before[-1] == 200
    assert any(not torch.equal(stopped[name], whole[name]) for name in whole)
    _train(tmp_path / "stopped.pt", 230)
    resumed, after = _train(tmp_path / "stopped.pt", None)
    assert after == [230]
    assert all(torch.equal(resumed[name], whole[name]) for name in whole)
