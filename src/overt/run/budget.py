"""What a sitting of a run may spend: a ledger over all of its tasks decides which plays start."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Literal

import anyio
from inspect_ai.dataset import Sample
from inspect_ai.log import EvalSpec
from inspect_ai.model import ModelUsage
from inspect_ai.scorer import SampleScore
from inspect_ai.util import EarlyStop
from pydantic import JsonValue

from overt.world.messages import Frozen

MANAGER = "overt budget"
"""The name under which a log says that plays were not started."""

Key = tuple[str, str | int, int]
"""Task, sample and epoch: the samples of two tasks may be called alike."""
Decision = Literal["start", "wait"] | str
"""Start, wait for a play in flight to end, or the name of the bound that leaves the play out."""


class Budget(Frozen):
    """Bounds of one sitting of a run; None: unbounded. Cost is in dollars, by Inspect's table of prices."""

    cost: float | None = None
    tokens: int | None = None
    plays: int | None = None


class _Purse:
    """One bounded quantity: what ended plays spent, the dearest of them, and what those in flight have spent."""

    def __init__(self, bound: float) -> None:
        self.bound = bound
        self.ended = 0.0
        self.dearest: float | None = None
        self.flying: dict[Key, float] = {}

    def decide(self) -> Literal["start", "wait", "stop"]:
        """Start a play only where, should it be as dear as the dearest so far, it still fits.

        The first one runs alone, since nothing is known of what a play costs.
        """
        if self.ended + sum(self.flying.values()) >= self.bound:
            return "stop"
        if self.dearest is None:
            return "wait" if self.flying else "start"
        held = self.ended + sum(max(self.dearest, spent) for spent in self.flying.values())
        if held + self.dearest <= self.bound:
            return "start"
        return "wait" if self.flying else "stop"

    def end(self, key: Key) -> None:
        spent = self.flying.pop(key, 0.0)
        self.ended += spent
        self.dearest = max(spent, self.dearest or 0.0)

    def drop(self, key: Key) -> None:
        """Close the account of a play that was never begun, if it is open: it says nothing of what plays cost."""
        self.ended += self.flying.pop(key, 0.0)


class Ledger:
    """What a sitting has spent, and whether another play may start; plays that have started always finish.

    It is each task's early stopping, so that a play that it leaves out stands in the log as not run. Cost and
    tokens are exceeded only by as much as plays turn out dearer than all that ended before them.
    """

    def __init__(self, budget: Budget) -> None:
        self._plays = budget.plays
        self._purses = {
            name: _Purse(bound)
            for name, bound in (("cost", budget.cost), ("tokens", budget.tokens))
            if bound is not None
        }
        self._started: set[Key] = set()
        self._ended = anyio.Event()

    def spent(self, name: Literal["cost", "tokens"]) -> float:
        """Return what has been spent of a bounded quantity."""
        purse = self._purses[name]
        return purse.ended + sum(purse.flying.values())

    @contextmanager
    def playing(self, id: str | int, epoch: int) -> Generator[None]:
        """Hold a play's account open; whoever waits for it hears when it ends, in whichever way."""
        try:
            yield
        finally:
            for purse in self._purses.values():
                purse.end(_key(id, epoch))
            self._tell()

    def spend(self, id: str | int, epoch: int, usage: ModelUsage | None) -> None:
        """Enter the usage of one call of a play."""
        if usage is None:
            return
        key = _key(id, epoch)
        for name, amount in (("tokens", usage.total_tokens), ("cost", usage.total_cost or 0.0)):
            if name in self._purses:
                flying = self._purses[name].flying
                flying[key] = flying.get(key, 0.0) + amount

    def _decide(self, key: Key) -> Decision:
        if self._plays is not None and len(self._started | {key}) > self._plays:
            return "plays"
        decisions = {name: purse.decide() for name, purse in self._purses.items()}
        for name, decision in decisions.items():
            if decision == "stop":
                return name
        return "wait" if "wait" in decisions.values() else "start"

    async def start_task(self, task: EvalSpec, samples: list[Sample], epochs: int) -> str:
        """Give the name that the log keeps, and remember whose the samples are that start from here."""
        _TASK.set(task.task_id)
        return MANAGER

    async def schedule_sample(self, id: str | int, epoch: int) -> EarlyStop | None:
        """Let a play start, perhaps after others have ended, or leave it out. One that is retried counts once.

        What fails before its solver, as a sandbox that does not start, is closed with the sample's own task.
        """
        key = _key(id, epoch)
        self._drop(key)
        while (decision := self._decide(key)) == "wait":
            await self._ended.wait()
        if decision != "start":
            return EarlyStop(id=id, epoch=epoch, reason=f"not run: the budget of {decision} is spent")
        self._started.add(key)
        for purse in self._purses.values():
            purse.flying[key] = 0.0
        if (task := _own_task()) is not None:
            task.add_done_callback(lambda _: self._drop(key))
        return None

    def _drop(self, key: Key) -> None:
        if any(key in purse.flying for purse in self._purses.values()):
            for purse in self._purses.values():
                purse.drop(key)
            self._tell()

    def _tell(self) -> None:
        """Wake whoever waits for a play to end."""
        self._ended.set()
        self._ended = anyio.Event()

    async def complete_sample(self, id: str | int, epoch: int, scores: dict[str, SampleScore]) -> None:
        """Do nothing: accounts close when plays end."""

    async def complete_task(self) -> dict[str, JsonValue]:
        """Return what the sitting had spent when the task ended."""
        spent: dict[str, JsonValue] = {
            name: self.spent(name) for name in ("cost", "tokens") if name in self._purses
        }
        return {**spent, "plays": len(self._started)}


LEDGER: ContextVar[Ledger | None] = ContextVar("overt_ledger", default=None)
"""The ledger of the run in progress; None where nothing is bounded."""
_TASK: ContextVar[str] = ContextVar("overt_ledger_task", default="")
"""The task whose samples are being played."""


def _own_task() -> asyncio.Task[object] | None:
    """Return the task that this runs in; None under another event loop than asyncio's."""
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None


def _key(id: str | int, epoch: int) -> Key:
    return _TASK.get(), id, epoch


def playing(id: str | int, epoch: int) -> AbstractContextManager[None]:
    """Hold a play's account in the ledger open, if there is one.

    All that a solver does belongs inside: where it fails before, other plays would wait for this one for ever.
    """
    ledger = LEDGER.get()
    return nullcontext() if ledger is None else ledger.playing(id, epoch)
