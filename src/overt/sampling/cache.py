"""Keys and values of a running batch: a row for each request, a column for each token, written in place.

Every row starts at column 0, whatever its length, so that rows join, leave and return as they are.
"""
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor
from transformers.cache_utils import Cache, CacheLayerMixin

_COLUMNS = 512
"""Columns are added so many at a time: new memory costs more than what lies idle."""


@dataclass(slots=True)
class _Spot:
    """Where the next pass writes: `count` rows from `first`, at `columns` [count, tokens]."""

    first: int
    count: int
    columns: Tensor
    width: int


class _Layer(CacheLayerMixin):
    """One layer's keys and values, [rows, heads, columns, size]."""

    keys: Tensor | None
    values: Tensor | None

    def __init__(self, rows: Rows) -> None:
        super().__init__()
        self._rows = rows

    def lazy_initialization(self, key_states: Tensor, value_states: Tensor) -> None:
        """Allocate the buffers; zeros, because a masked column that holds NaN would still spoil a sum."""
        size = self._rows.size
        self.keys = _blank(key_states, size)
        self.values = _blank(value_states, size)
        self.is_initialized = True

    def update(
        self, key_states: Tensor, value_states: Tensor, *args: object, **kwargs: object
    ) -> tuple[Tensor, Tensor]:
        """Write the new states at their columns and return the part of the buffers that the batch may see."""
        if self.keys is None or self.values is None:
            self.lazy_initialization(key_states, value_states)
        assert self.keys is not None and self.values is not None
        spot = self._rows.spot
        rows = slice(spot.first, spot.first + spot.count)
        index = torch.arange(spot.first, spot.first + spot.count, device=spot.columns.device)[:, None]
        self.keys[index, :, spot.columns] = key_states.transpose(1, 2)
        self.values[index, :, spot.columns] = value_states.transpose(1, 2)
        return self.keys[rows, :, : spot.width], self.values[rows, :, : spot.width]

    def get_mask_sizes(self, query_length: int) -> tuple[int, int]:
        """Return (width, offset); masks are made by the engine, so this only has to be consistent."""
        return self._rows.spot.width, 0

    def get_seq_length(self) -> int:
        """Return 0: positions are always passed, never inferred."""
        return 0

    def get_max_length(self) -> int:
        """Return the number of columns."""
        return self._rows.size[1]


class Rows(Cache):
    """The cache that a model's forward pass is given. `spare` is a column that nobody reads, for padding."""

    def __init__(self) -> None:
        super().__init__(layer_class_to_replicate=partial(_Layer, self))  # pyright: ignore[reportArgumentType]
        self.size = (0, 0)
        self.spot = _Spot(0, 0, torch.empty(0, 0, dtype=torch.long), 0)

    @property
    def spare(self) -> int:
        """The column to which padding is written."""
        return self.size[1] - 1

    def aim(self, first: int, columns: Tensor, width: int) -> None:
        """Say where the next forward pass writes: `columns` [rows, tokens], counted from row `first`."""
        self.spot = _Spot(first, columns.shape[0], columns, width)

    def buffers(self, layer: int, heads: int, size: int, like: Tensor) -> tuple[Tensor, Tensor]:
        """Return all keys and values of a layer, [rows, heads, columns, size] of the kind of `like`."""
        while len(self.layers) <= layer:
            self.layers.append(_Layer(self))
        found = self.layers[layer]
        assert isinstance(found, _Layer)
        if found.keys is None or found.values is None:
            blank = like.new_empty(1, heads, 1, size)
            found.lazy_initialization(blank, blank)
        assert found.keys is not None and found.values is not None
        return found.keys, found.values

    def reserve(self, rows: int, columns: int) -> None:
        """Make room for `rows` requests of up to `columns` tokens; what is held stays."""
        have_rows, have_columns = self.size
        if rows <= have_rows and columns < have_columns:
            return
        rounded = (columns // _COLUMNS + 1) * _COLUMNS
        self.size = (max(rows, have_rows), max(rounded, have_columns))
        for layer in self._filled():
            layer.keys = _grown(layer.keys, self.size)
            layer.values = _grown(layer.values, self.size)

    def move(self, source: int, target: int, length: int) -> None:
        """Copy the first `length` columns of one row into another."""
        for tensor in self._tensors():
            tensor[target, :, :length] = tensor[source, :, :length]

    def take(self, row: int, length: int) -> tuple[Tensor, ...]:
        """Return copies of the first `length` columns of a row, keys and values of each layer in turn."""
        return tuple(tensor[row, :, :length].clone() for tensor in self._tensors())

    def put(self, row: int, kept: tuple[Tensor, ...], length: int) -> None:
        """Write back the first `length` columns of what `take` returned."""
        for tensor, part in zip(self._tensors(), kept, strict=True):
            tensor[row, :, :length] = part[:, :length]

    def _filled(self) -> list[_Layer]:
        return [layer for layer in self.layers if isinstance(layer, _Layer) and layer.is_initialized]

    def _tensors(self) -> list[Tensor]:
        both = [(layer.keys, layer.values) for layer in self._filled()]
        return [tensor for pair in both for tensor in pair if tensor is not None]


def _blank(like: Tensor, size: tuple[int, int]) -> Tensor:
    return like.new_zeros(size[0], like.shape[1], size[1], like.shape[3])


def _grown(old: Tensor | None, size: tuple[int, int]) -> Tensor | None:
    if old is None:
        return None
    new = _blank(old, size)
    new[: old.shape[0], :, : old.shape[2]] = old
    return new
