"""The processes of one training, as `torchrun` or `accelerate launch` starts them: one without either.

The main process alone writes files, asks judges and speaks; what others need of it they are told.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar, cast

import torch
from accelerate import PartialState
from accelerate.utils import broadcast_object_list, gather_object

T = TypeVar("T")
_WAIT = timedelta(days=7)
"""How long a process waits for another: the main one may play a distillation's honeypots meanwhile."""


def count() -> int:
    """Return how many there are."""
    return _state().num_processes


def index() -> int:
    """Return which of them this is; the main one is 0."""
    return _state().process_index


def is_main() -> bool:
    """Say whether this is the main process."""
    return index() == 0


def by_main(do: Callable[[], T]) -> T:
    """Let the main process alone do something and return its result in all, which wait for it.

    Every process has to call this, and `do` must not. Where it raises, the others end without a word.
    """
    if count() == 1:
        return do()
    told: list[Any] = [None]
    if not is_main():
        broadcast_object_list(told)
        if told[0] is None:
            raise SystemExit(1)
        return cast("tuple[T]", told[0])[0]
    try:
        told[0] = (do(),)
    finally:
        broadcast_object_list(told)
    return told[0][0]


def gathered(share: Sequence[T]) -> list[T]:
    """Return what all processes hold, in their order."""
    return list(cast("Sequence[T]", gather_object(list(share))))


def leave() -> None:
    """End this process at once, with success, where there are several; alone, do nothing.

    A thread of gloo may still hold tensors of the last exchange. If it lets go of them while Python takes itself
    apart, the process is aborted (4 ends of 14 on two busy cores), and its launcher calls the training failed.
    `destroy_process_group` does not end these threads once a model was shared (3 of 14).
    """
    if count() > 1:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def heard(say: Callable[[str], None]) -> Callable[[str], None]:
    """Return what says something once: `say` in the main process, silence in the others."""
    return say if is_main() else _silent


def _silent(text: str) -> None:
    """Say nothing."""


def _state() -> PartialState:
    return PartialState(cpu=not torch.cuda.is_available(), timeout=_WAIT)
