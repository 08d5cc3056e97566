"""The forward pass of a small Qwen3 on a CPU, written out: there the module's many little calls cost most.

It computes what the module computes, up to float noise, from the module's weights as they were when it was made.
"""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812
from transformers import Qwen3ForCausalLM

from overt.sampling.cache import Rows
from overt.sampling.model import LocalModel

_BLOCK = 512
"""Tokens of a prefill pass: few enough that what it computes stays in the processor's cache."""
_WIDE = 24
_ROUND = 16
_SMALL = 50_000_000
"""Parameters of the largest model to which this is worth a second copy of some of its weights."""
_FAST = torch.backends.mkldnn.is_available() and hasattr(torch.ops.mkldnn, "_linear_pointwise")


@dataclass(frozen=True, slots=True)
class _Span:
    """Tokens in a row of the cache, the first of them at position `start`."""

    row: int
    start: int
    ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a pass's tokens are: their rotations, rows and columns, and how they attend."""

    cos: Tensor
    sin: Tensor
    rows: Tensor
    columns: Tensor
    attend: _Spans


@dataclass(frozen=True, slots=True)
class _Block:
    """One decoder layer: queries, keys and values in one matrix, gate and up in another."""

    before: Tensor
    qkv: Tensor
    heads: Tensor
    out: Tensor
    after: Tensor
    gate_up: Tensor
    down: Tensor

    @classmethod
    def of(cls, layer: Any) -> _Block:
        """Read a layer of the module. The scale of the scores is put into the norm of the queries."""
        own, mlp = layer.self_attn, layer.mlp
        queries = own.q_norm.weight.repeat(own.config.num_attention_heads, 1) * own.scaling
        keys = own.k_norm.weight.repeat(own.config.num_key_value_heads, 1)
        return cls(
            layer.input_layernorm.weight,
            torch.cat([own.q_proj.weight, own.k_proj.weight, own.v_proj.weight]),
            torch.cat([queries, keys]),
            own.o_proj.weight,
            layer.post_attention_layernorm.weight,
            torch.cat([mlp.gate_proj.weight, mlp.up_proj.weight]),
            mlp.down_proj.weight,
        )


def fits(model: LocalModel) -> bool:
    """Whether a model is one whose pass is written here: a small Qwen3, float32, on a CPU, not patched."""
    module = model.module
    if type(module) is not Qwen3ForCausalLM or module.num_parameters() > _SMALL:
        return False
    parts: list[Any] = list(module.modules())
    plain = all(
        type(part) is nn.Linear and cast("Any", part).bias is None
        for part in parts
        if hasattr(part, "in_features")
    )
    hooked = any(part._forward_hooks or part._forward_pre_hooks or "forward" in vars(part) for part in parts)
    config: Any = module.config
    usual = config.hidden_act == "silu" and config.rope_parameters.get("rope_type") == "default"
    full = model.layers == {"full_attention"} and model.attention == "sdpa"
    return plain and not hooked and usual and full and (model.device.type, model.dtype) == ("cpu", torch.float32)


class Lean:
    """Runs the model over rows of the cache. A row's token n is at column n."""

    @torch.inference_mode()
    def __init__(self, model: LocalModel, cache: Rows) -> None:
        module, config = model.module, model.module.config
        self._cache = cache
        self._embedding = module.model.embed_tokens.weight
        self._blocks = [_Block.of(layer) for layer in module.model.layers]
        self._norm, self._head = module.model.norm.weight, module.lm_head.weight
        self._eps: float = config.rms_norm_eps
        self._queries: int = config.num_attention_heads
        self._pairs: int = config.num_key_value_heads
        self._group = self._queries // self._pairs
        self._size: int = module.model.layers[0].self_attn.head_dim
        self._rotary = module.model.rotary_emb
        self._cos = self._sin = torch.empty(0, 1, self._size)

    def feed(self, first: int, pieces: Sequence[Sequence[int]], starts: Sequence[int]) -> None:
        """Feed `pieces[i]`, which begins at position `starts[i]`, to row `first + i`."""
        spans = [_Span(first + i, start, ids) for i, (start, ids) in enumerate(zip(starts, pieces, strict=True))]
        for some in _blocks(spans):
            self._pass(some)

    def step(self, pieces: Sequence[Sequence[int]], starts: Sequence[int]) -> Tensor:
        """Feed `pieces[i]`, from position `starts[i]` on, to row `i`; return the logits [tokens, vocabulary]."""
        spans = [_Span(i, start, ids) for i, (start, ids) in enumerate(zip(starts, pieces, strict=True))]
        hidden = self._pass(spans)
        return _linear(self._normed(hidden, self._norm), self._head)[: sum(map(len, pieces))]

    def _pass(self, spans: list[_Span]) -> Tensor:
        """Feed spans of tokens; return what is held after the last layer, [tokens and padding, size]."""
        tokens = [token for span in spans for token in span.ids]
        rows = [span.row for span in spans for _ in span.ids]
        places = [span.start + i for span in spans for i in range(len(span.ids))]
        count = len(tokens)
        # oneDNN makes a kernel for each number of rows that it meets: let it meet few.
        padding = [0] * (-count % _ROUND if count >= _WIDE else 0)
        at = torch.tensor([*places, *padding])
        self._turn_up_to(max(places) + 1)
        spot = _Spot(self._cos[at], self._sin[at], torch.tensor(rows), at[:count], _Spans(spans, self._group))
        hidden = F.embedding(torch.tensor([*tokens, *padding]), self._embedding)
        for number, block in enumerate(self._blocks):
            hidden = hidden + _linear(self._mixed(number, block, hidden, spot), block.out)
            gate, up = _linear(self._normed(hidden, block.after), block.gate_up).chunk(2, -1)
            hidden = hidden + _linear(F.silu(gate).mul_(up), block.down)
        return hidden

    def _mixed(self, number: int, block: _Block, hidden: Tensor, spot: _Spot) -> Tensor:
        """Write the keys and values of the tokens and return what their queries find."""
        turning, size, count = self._queries + self._pairs, self._size, len(spot.rows)
        made = _linear(self._normed(hidden, block.before), block.qkv).view(len(hidden), -1, size)
        turned = F.rms_norm(made[:, :turning], (size,), None, self._eps) * block.heads
        turned = (turned * spot.cos).addcmul_(torch.roll(turned, size // 2, -1), spot.sin)
        keys, values = self._cache.buffers(number, self._pairs, size, hidden)
        keys[spot.rows, :, spot.columns] = turned[:count, self._queries :]
        values[spot.rows, :, spot.columns] = made[:count, turning:]
        found = torch.zeros(len(hidden), self._queries * size)
        found[:count] = spot.attend(turned[:count, : self._queries], keys, values)
        return found

    def _turn_up_to(self, width: int) -> None:
        """Have the rotations of `width` positions; the sign of the half turn is in the sines."""
        if width > len(self._cos):
            positions = torch.arange(max(width, 2 * len(self._cos)))[None]
            cos, sin = self._rotary(self._embedding, positions)
            half = self._size // 2
            self._cos = cos[0, :, None]
            self._sin = torch.cat([-sin[0, :, None, :half], sin[0, :, None, half:]], -1)

    def _normed(self, hidden: Tensor, weight: Tensor) -> Tensor:
        return F.rms_norm(hidden, (hidden.shape[-1],), weight, self._eps)


class _Spans:
    """Attention of spans of tokens, each to what its own row holds; `group` heads share keys and values."""

    def __init__(self, spans: list[_Span], group: int) -> None:
        self._spans, self._group = spans, group
        self._counts = [len(span.ids) for span in spans]
        longest = max(self._counts)
        self._before = max(span.start for span in spans)
        # Columns before a span are seen by all of it, its own by those from there on; a token's heads are alike.
        later = torch.ones(longest, longest, dtype=torch.bool).triu_(1)
        mask = torch.zeros(longest, self._before + longest)
        mask[:, self._before :].masked_fill_(later, float("-inf"))
        self._mask = mask.repeat_interleave(group, 0)

    def __call__(self, queries: Tensor, keys: Tensor, values: Tensor) -> Tensor:
        """Return what the queries, [tokens, heads, size], find, [tokens, heads times size]."""
        pieces = queries.unflatten(1, (-1, self._group)).transpose(0, 1).split(self._counts, 1)
        found = [self._seen(*each, keys, values) for each in zip(self._spans, pieces, strict=True)]
        return torch.cat(found, 1).transpose(0, 1).flatten(1)

    def _seen(self, span: _Span, asked: Tensor, keys: Tensor, values: Tensor) -> Tensor:
        """Return what a span's queries, [pairs, tokens, group, size], find."""
        count, width = asked.shape[1], span.start + asked.shape[1]
        k, v = (held[span.row : span.row + 1, :, :width] for held in (keys, values))
        if count > 1 and not span.start:
            k, v = (held.expand(self._group, -1, -1, -1) for held in (k, v))
            seen = F.scaled_dot_product_attention(asked.permute(2, 0, 1, 3), k, v, is_causal=True, scale=1.0)
            return seen.permute(1, 2, 0, 3)
        mask = self._mask[: count * self._group, self._before - span.start :][:, :width] if count > 1 else None
        return F.scaled_dot_product_attention(asked.flatten(1, 2)[None], k, v, mask, scale=1.0).view_as(asked)


def _linear(x: Tensor, weight: Tensor) -> Tensor:
    # With many rows oneDNN is twice as fast as torch's own choice on processors that are not Intel's.
    if _FAST and len(x) >= _WIDE:
        return torch.ops.mkldnn._linear_pointwise(x, weight, None, "none", [], "")
    return F.linear(x, weight)


def _blocks(spans: list[_Span]) -> Iterator[list[_Span]]:
    """Cut spans where they are long and gather them where they are short, into blocks of so many tokens."""
    block: list[_Span] = []
    room = _BLOCK
    for span in spans:
        for left in range(0, len(span.ids), _BLOCK):
            part = _Span(span.row, span.start + left, span.ids[left : left + _BLOCK])
            if len(part.ids) > room:
                yield block
                block, room = [], _BLOCK
            block.append(part)
            room -= len(part.ids)
    if block:
        yield block
