"""Batched local generation over transformers: chat markup, partial thoughts, token ids, log-probabilities."""

from overt.sampling.batcher import Sampler
from overt.sampling.chat import Conversation, Segment
from overt.sampling.engine import Completion, ContextFullError, Engine, Request
from overt.sampling.model import LocalModel, weights_hash
from overt.sampling.player import LocalPlayer

__all__ = [
    "Completion",
    "ContextFullError",
    "Conversation",
    "Engine",
    "LocalModel",
    "LocalPlayer",
    "Request",
    "Sampler",
    "Segment",
    "weights_hash",
]
