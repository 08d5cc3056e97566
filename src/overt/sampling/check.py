"""Whether the decode loop computes what a model computes: asked once for each model before anything is sampled."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import torch

from overt.errors import OvertError
from overt.sampling.engine import Completion, Engine, Request
from overt.sampling.model import LocalModel

_TOLERANCE = {torch.float32: 1e-2, torch.float64: 1e-2}
_HALF = 0.5


def check(model: LocalModel) -> None:
    """Compare a small ragged batch with plain forward passes over the same ids.

    Raises OvertError where the log-probabilities differ by more than rounding, or the model cannot be run so:
    an architecture that keeps its past or its positions in another way must not be sampled from by this loop.
    """
    length = min(24, model.context // 2)
    ids = model.encode("The quick brown fox jumps over the lazy dog, and then it rests for a while. " * 2)
    requests = [
        Request(tuple(ids[:size]), seed=0, temperature=0.0, max_new_tokens=3) for size in (length, length // 3)
    ]
    try:
        completions = Engine(model).run(requests)
        gaps = [_gap(model, *pair) for pair in zip(requests, completions, strict=True)]
    except Exception as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise _refusal(model, f"its forward pass fails: {reason}") from error
    # Of Python's max a NaN that does not come first is no part.
    widest = float(torch.tensor(gaps).max())
    if not widest < _TOLERANCE.get(model.dtype, _HALF):
        raise _refusal(model, f"its log-probabilities come out wrong by {widest:.2g}")


@torch.inference_mode()
def _gap(model: LocalModel, request: Request, completion: Completion) -> float:
    ids = torch.tensor([request.ids + completion.ids], device=model.device)
    logprobs = model.module(input_ids=ids).logits[0].float().log_softmax(-1)
    start = len(request.ids) - 1
    plain = [float(logprobs[start + place, token]) for place, token in enumerate(completion.ids)]
    return float((torch.tensor(completion.logprobs) - torch.tensor(plain)).abs().max())


def _refusal(model: LocalModel, reason: str) -> OvertError:
    kind = type(model.module).__name__
    return OvertError(f"{model.name}: {kind} cannot be sampled from here ({reason}): serve it with vllm/")
