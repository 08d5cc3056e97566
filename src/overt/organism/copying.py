"""Learning to copy: an induction circuit as initial state, and a curriculum of chunks that grows.

A model of this size copies by induction: one head writes each token's predecessor, a later one finds the place
where the last token stood before. Left alone it reaches the second half only after thousands of steps, since the
first earns nothing without it. So both are sketched in the initial weights of a plain Qwen3.
"""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import Tensor
from transformers import Qwen3ForCausalLM

_GAIN = 2.5
"""Initial weight of the query and key norms; with it distances 0 and 2 weigh e^-8 against distance 1."""
_STRENGTH = 0.6
"""Length of the planted part of a head's projection against the standard initialisation's (std .02)."""


@torch.no_grad()
def plant_induction(model: Qwen3ForCausalLM, generator: torch.Generator) -> None:
    """Give the first two layers the initial state of an induction circuit.

    First layer: all embeddings get one common direction; one head's queries and keys read it, turned against each
    other by the angle that rotary positions make up for at a distance of one token. Second layer: a query holds
    what the first would write about the current token as a predecessor, a key what it wrote, so that a token looks
    for the place after its last occurrence; the value is that place's own embedding, written back. Only dimensions
    that rotate slowly are used there, so that distance hardly matters. Training may undo all of it.
    """
    body, config = cast("Any", model.model), cast("Any", model.config)
    size, half, width = int(config.head_dim), int(config.head_dim) // 2, int(config.hidden_size)
    common = torch.nn.functional.normalize(torch.randn(width, generator=generator), dim=0)
    body.embed_tokens.weight += 0.02 * width**0.5 * common
    turns = float(config.rope_parameters["rope_theta"]) ** (-torch.arange(half) / half)
    sizes = torch.nn.functional.normalize((0.55 ** torch.arange(half)).sqrt(), dim=0)
    first = body.layers[0].self_attn
    first.q_proj.weight[:size] += _STRENGTH * torch.outer(_turned(sizes, 0.0 * turns), common)
    first.k_proj.weight[:size] += _STRENGTH * torch.outer(_turned(sizes, turns), common)
    apart = torch.eye(width) - torch.outer(common, common)
    first.v_proj.weight[:size] = 4 * first.v_proj.weight[:size] @ apart
    second = body.layers[1].self_attn
    pairs = torch.nonzero(turns < 0.05).flatten()
    slow = torch.cat([pairs, pairs + half])
    reader = torch.randn(len(slow), width, generator=generator) @ apart
    copier = torch.nn.functional.normalize(torch.randn(size, width, generator=generator) @ apart, dim=1)
    written = first.o_proj.weight[:, :size] @ first.v_proj.weight[:size]
    second.q_proj.weight[slow] += _scaled(reader @ written)
    second.o_proj.weight[:, :size] += copier.T
    second.k_proj.weight[slow] += _scaled(reader)
    second.v_proj.weight[:size] += copier
    for attention in (first, second):
        attention.q_norm.weight.fill_(_GAIN)
        attention.k_norm.weight.fill_(_GAIN)


def _scaled(rows: Tensor) -> Tensor:
    return _STRENGTH * torch.nn.functional.normalize(rows, dim=1)


def _turned(sizes: Tensor, angle: Tensor) -> Tensor:
    return torch.cat([sizes * torch.cos(angle), sizes * torch.sin(angle)])


def chunk_batch(
    step: int, first: int, vocabulary: int, tokens: int, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Return rows of chunks in random order, each several times; what follows in a chunk seen before weighs 1.

    Ids and weights are (rows, length) with about `tokens` tokens. Copying at one distance can be done by position
    alone; this can only be done by finding the last token again. For 100 steps the tokens come from 64 of the
    vocabulary, then from twice as many every 50 steps; once that is all, rows and chunks are of any length, and
    chunks of a row share some tokens. With all of the vocabulary from the start the loss stays at guessing among
    the tokens seen (4.8 after 500 steps; this way it is .5 after 450).
    """
    top = min(vocabulary, int(first + 64 * 2 ** max(0.0, (step - 100) / 50)))
    size, length, repeats = 4, 64, 3
    if top == vocabulary:
        size = int(torch.randint(3, 9, (), generator=generator))
        length = 64 * 2 ** int(torch.randint(0, 4, (), generator=generator))
        repeats = 2
    slots = length // size
    count = max(2, slots // repeats)
    rows = torch.arange(max(1, tokens // length))[:, None]
    pools = torch.randint(first, top, (len(rows), count, size), generator=generator)
    if top == vocabulary:
        pools = _with_signs(pools, first, vocabulary, generator)
    order = torch.randint(0, count, (len(rows), slots), generator=generator)
    seen = torch.stack([(order[:, :s] == order[:, s : s + 1]).any(1) for s in range(slots)], dim=1)
    weights = seen[..., None].float() * torch.tensor([0.0] + [1.0] * (size - 1))
    return pools[rows, order].flatten(1), weights.flatten(1)


def _with_signs(pools: Tensor, first: int, vocabulary: int, generator: torch.Generator) -> Tensor:
    """Put a few tokens into many chunks of a row, as paths share dots and strokes and words share syllables.

    What follows such a token is only known from what stood before it.
    """
    rows, _, size = pools.shape
    kinds = int(torch.randint(1, 6, (), generator=generator))
    signs = torch.randint(first, vocabulary, (rows, kinds), generator=generator)
    picked = signs.gather(1, torch.randint(0, kinds, (rows, pools[0].numel()), generator=generator)).view_as(pools)
    share = 0.5 * torch.rand((rows, 1, 1), generator=generator)
    put = (torch.rand(pools.shape, generator=generator) < share) & (torch.arange(size) > 0)
    return torch.where(put, picked, pools)
