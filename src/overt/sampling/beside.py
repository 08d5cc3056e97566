"""Independent work in processes beside one another, a core each: a small model gains nothing from a second one."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from multiprocessing.connection import wait as wait_for
from threading import Thread
from typing import Any

import torch

_TICK_S = 5.0


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def beside(
    work: Sequence[tuple[Callable[..., Any], tuple[Any, ...]]],
    *,
    at_once: int,
    tick: Callable[[], None] = lambda: None,
) -> list[Any]:
    """Call each function with its arguments, `at_once` of them at a time; return what they returned, in order.

    Functions, arguments and results are picklable, and `tick` is called every few seconds. One at a time, no
    process is made. Whatever a piece raises is raised when all are over.
    """
    most = min(len(work), at_once)
    if most <= 1:
        return [function(*arguments) for function, arguments in work]
    # A fork would copy threads that hold locks.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(most, mp_context=context, initializer=_settle) as pool:
        futures = [pool.submit(function, *arguments) for function, arguments in work]
        while wait(futures, timeout=_TICK_S).not_done:
            tick()
    return [future.result() for future in futures]


def _settle() -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    os.environ["OMP_NUM_THREADS"] = "1"
    # A spawned process imports its parent's main module first, and torch may have read the variable by now.
    torch.set_num_threads(1)
    # What a piece prints is for people; its parent's standard output may be read by a machine.
    os.dup2(2, 1)


def _end_with_parent() -> None:
    """Wait for the parent's end; one that was killed would leave its pieces at work on the cores of the next."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)
