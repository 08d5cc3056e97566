"""A step's rows laid out anew: micro-batches of rows alike in length, without those teaching nothing.

TRL pads every prompt of a step to the longest prompt and every completion to the longest completion, and shuffles.
Where the loss is a sum over sampled tokens, divided by their number in the whole step, the gradient depends
neither on how rows are shared out to micro-batches, nor on padding, nor on rows whose advantage is nought.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

Batch = dict[str, Tensor]
"""Tensors by TRL's names: one entry for the step, one for each row, or one for each token of each row."""

PADDING = 0.1
"""Greatest share of the places of a run of rows that may be padding."""


class _Step(NamedTuple):
    """All rows of a step, each beginning at the left; `prompts` and `lengths` are numbers of tokens."""

    ids: Tensor
    prompts: Tensor
    lengths: Tensor
    by_token: Batch
    by_row: Batch
    whole: Batch


def regrouped(batches: Sequence[Batch], *, learned_only: bool) -> list[Batch]:
    """Share out the rows of a step to as many micro-batches anew, by their lengths, padded on the right alone.

    With `learned_only` rows that no gradient comes from, those with an advantage of nought, are left out. A
    micro-batch always has a row: where there are too few, the shortest of the others.
    """
    step = _aligned(batches)
    order = torch.argsort(step.lengths, stable=True)
    if learned_only:
        pays = step.by_row["advantages"][order] != 0
        missing = max(0, len(batches) - int(pays.sum()))
        pays[(~pays).nonzero()[:missing, 0]] = True
        order = order[pays]
    return [_cut(step, rows) for rows in torch.tensor_split(order, len(batches))]


def alike(lengths: Sequence[int]) -> list[slice]:
    """Cut rows that rise in length into runs of which padding makes up no more than `PADDING`."""
    found: list[slice] = []
    start = 0
    for end in range(1, len(lengths) + 1):
        if end == len(lengths) or lengths[end] * (end + 1 - start) * (1 - PADDING) > sum(lengths[start : end + 1]):
            found.append(slice(start, end))
            start = end
    return found


def _aligned(batches: Sequence[Batch]) -> _Step:
    """Join micro-batches and move every row to the left, so that padding stands behind it alone."""
    first = batches[0]
    whole = {name: value for name, value in first.items() if not value.dim()}
    joined = {name: torch.cat([one[name] for one in batches]) for name in first if name not in whole}
    prompt, completion = joined.pop("prompt_ids"), joined.pop("completion_ids")
    attended = torch.cat([joined.pop("prompt_mask"), joined.pop("completion_mask")], 1)
    prompts = attended[:, : prompt.shape[1]].sum(1)
    width = attended.shape[1]
    # Left padding is as wide as the longest prompt is longer.
    places = torch.arange(width, device=prompt.device) + (prompt.shape[1] - prompts)[:, None]
    places = places.clamp(max=width - 1)
    by_token = {
        name: torch.cat([torch.zeros_like(prompt, dtype=value.dtype), value], 1).gather(1, places)
        for name, value in joined.items()
        if value.dim() == 2
    }
    return _Step(
        ids=torch.cat([prompt, completion], 1).gather(1, places),
        prompts=prompts,
        lengths=attended.sum(1),
        by_token=by_token,
        by_row={name: value for name, value in joined.items() if value.dim() == 1},
        whole=whole,
    )


def _cut(step: _Step, rows: Tensor) -> Batch:
    """Return a micro-batch: what all rows' prompts have in length is the prompt, the rest the completion.

    Every place counts as attended to, which leaves the kernel its causal mask: what is sampled stands before the
    padding and never sees it, and `tool_mask` keeps the padding out of the loss.
    """
    start, end = int(step.prompts[rows].min()), int(step.lengths[rows].max())
    ids = step.ids[rows, :end]
    inside = torch.arange(start, end, device=rows.device) < step.lengths[rows, None]
    by_token = {name: value[rows, start:end] * inside for name, value in step.by_token.items()}
    return {
        **step.whole,
        **{name: value[rows] for name, value in step.by_row.items()},
        **by_token,
        "lengths": step.lengths[rows],
        "prompt_ids": ids[:, :start],
        "prompt_mask": torch.ones_like(ids[:, :start]),
        "completion_ids": ids[:, start:],
        "completion_mask": torch.ones_like(ids[:, start:]),
    }
