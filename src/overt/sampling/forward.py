"""One forward pass of a ragged batch: tokens at their positions in, logits after each row's last one out."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from overt.sampling.cache import Rows
from overt.sampling.model import LocalModel

_CHUNK = 2048


class Forward:
    """Runs the model over rows of the cache. Positions are columns: a row's token n is at column n."""

    def __init__(self, model: LocalModel, cache: Rows) -> None:
        self._model = model
        self._cache = cache

    def step(self, pieces: Sequence[Sequence[int]], starts: Sequence[int]) -> Tensor:
        """Feed a token to each of the first rows, at these positions; return the logits [rows, vocabulary]."""
        return self.feed(0, pieces, starts)

    def feed(self, first: int, pieces: Sequence[Sequence[int]], starts: Sequence[int]) -> Tensor:
        """Feed `pieces[i]`, which begins at position `starts[i]`, to row `first + i`.

        Returns the logits [rows, vocabulary], float32, after the last token of each piece. Short pieces are
        padded on the left, so that every row's last token is in the last place.
        """
        longest = max(len(piece) for piece in pieces)
        width = max(start + len(piece) for start, piece in zip(starts, pieces, strict=True))
        tokens = [[0] * (longest - len(piece)) + list(piece) for piece in pieces]
        columns = [
            [-1] * (longest - len(piece)) + list(range(start, start + len(piece)))
            for start, piece in zip(starts, pieces, strict=True)
        ]
        device = self._model.device
        ids, at = torch.tensor(tokens, device=device), torch.tensor(columns, device=device)
        logits = torch.empty(0)
        for left in range(0, longest, _CHUNK):
            part = slice(left, left + _CHUNK)
            logits = self._pass(first, ids[:, part], at[:, part], width)
        return logits

    def _pass(self, first: int, ids: Tensor, at: Tensor, width: int) -> Tensor:
        padding = at < 0
        positions = at.masked_fill(padding, 0)
        self._cache.aim(first, at.masked_fill(padding, self._cache.spare), width)
        output = self._model.module(
            input_ids=ids,
            attention_mask=self._masks(positions, width),
            position_ids=positions,
            past_key_values=self._cache,
            use_cache=True,
            logits_to_keep=1,
        )
        return output.logits[:, -1].float()

    def _masks(self, positions: Tensor, width: int) -> Tensor | dict[str, Tensor]:
        """Return the mask [rows, 1, tokens, width] of what each token sees, or one for each kind of layer."""
        place = torch.arange(width, device=positions.device)
        own = positions[:, None, :, None]
        full = place <= own
        kinds, window = self._model.layers, self._model.window
        if window is None or kinds == {"full_attention"}:
            return self._as_attention_wants(full)
        near = self._as_attention_wants(full & (place > own - window))
        if kinds == {"sliding_attention"}:
            return near
        return {"full_attention": self._as_attention_wants(full), "sliding_attention": near}

    def _as_attention_wants(self, seen: Tensor) -> Tensor:
        if self._model.attention == "sdpa":
            return seen
        lowest = torch.finfo(self._model.dtype).min
        return torch.zeros_like(seen, dtype=self._model.dtype).masked_fill(~seen, lowest)
