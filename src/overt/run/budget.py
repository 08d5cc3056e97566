"""What a run may spend: a ledger over all of its tasks, which lets plays start while there is something left."""

from __future__ import annotations

from contextvars import ContextVar

from inspect_ai.dataset import Sample
from inspect_ai.log import EvalSpec
from inspect_ai.model import ModelUsage
from inspect_ai.scorer import SampleScore
from inspect_ai.util import EarlyStop
from pydantic import JsonValue

from overt.world.messages import Frozen

MANAGER = "overt budget"
"""The name under which a log says that plays were not started."""


class Budget(Frozen):
    """Bounds of one sitting of a run; None: unbounded. Cost is in dollars, by Inspect's table of prices."""

    cost: float | None = None
    tokens: int | None = None
    plays: int | None = None


class BudgetSpentError(Exception):
    """There is nothing left for another call; the play counts as not run and is played again on resuming."""


class Ledger:
    """What a run has spent, and whether more may be.

    It is each task's early stopping: a play that it refuses stands in the log as not run. Cost and tokens are
    exceeded by one call of each play in flight at the most, for those stop before their next call.
    """

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.cost = 0.0
        self.tokens = 0
        self.refused: set[tuple[str | int, int]] = set()
        self._started: set[tuple[str | int, int]] = set()

    def spend(self, usage: ModelUsage | None) -> None:
        """Enter the usage of a call."""
        if usage is not None:
            self.tokens += usage.total_tokens
            self.cost += usage.total_cost or 0.0

    @property
    def spent(self) -> str | None:
        """The name of the bound on calls that is reached, if one is."""
        if self.budget.tokens is not None and self.tokens >= self.budget.tokens:
            return "tokens"
        if self.budget.cost is not None and self.cost >= self.budget.cost:
            return "cost"
        return None

    def check(self) -> None:
        """Raise BudgetSpentError where no further call may be made."""
        if (bound := self.spent) is not None:
            raise BudgetSpentError(f"the run's budget of {bound} is spent")

    async def start_task(self, task: EvalSpec, samples: list[Sample], epochs: int) -> str:
        """Give the name that the log keeps."""
        return MANAGER

    async def schedule_sample(self, id: str | int, epoch: int) -> EarlyStop | None:
        """Let a play start, or say that it is not run. A play that is tried again counts once."""
        key = (id, epoch)
        full = self.budget.plays is not None and len(self._started | {key}) > self.budget.plays
        bound = self.spent or ("plays" if full else None)
        if bound is None:
            self._started.add(key)
            return None
        self.refused.add(key)
        return EarlyStop(id=id, epoch=epoch, reason=f"not run: the run's budget of {bound} is spent")

    async def complete_sample(self, id: str | int, epoch: int, scores: dict[str, SampleScore]) -> None:
        """Do nothing: calls are entered as they are made."""

    async def complete_task(self) -> dict[str, JsonValue]:
        """Return what the run had spent when the task ended."""
        return {"tokens": self.tokens, "cost": self.cost, "plays": len(self._started)}


LEDGER: ContextVar[Ledger | None] = ContextVar("overt_ledger", default=None)
"""The ledger of the run in progress; None where nothing is bounded."""
