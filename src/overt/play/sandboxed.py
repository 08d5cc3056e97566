"""The sandbox of plays in which what the player writes is run: bubblewrap on this machine."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from overt.errors import OvertError
from overt.sandbox.folder import Left
from overt.sandbox.limits import Limits, Result
from overt.world.environment import Environment, Length
from overt.world.evaluation import Evaluation
from overt.world.messages import Frozen
from overt.world.sandbox import Executed

if TYPE_CHECKING:
    from overt.sandbox.repeatable import Repeatable

REMEMBERED = 2000
"""Results that are kept: a fork, a scorer and another actor ask for the same ones again."""


class Bubblewrap:
    """Commands in bubblewrap sandboxes, which are opened as they are needed and closed when the process ends."""

    def __init__(self, limits: Limits | None = None, remembered: int = REMEMBERED) -> None:
        self._limits = limits
        self._remembered = remembered
        self._known: OrderedDict[tuple[object, ...], Executed] = OrderedDict()
        self._resting: list[Repeatable] = []
        self._lock = threading.Lock()
        self._room = threading.BoundedSemaphore(os.cpu_count() or 1)
        atexit.register(self.close)

    def execute(self, files: Mapping[str, str], command: str, now: datetime) -> Executed:
        """Run a shell command in a new folder that holds these files; what was asked before is not run again."""
        asked = (tuple(sorted(files.items())), command, now)
        with self._lock:
            known = self._known.get(asked)
        if known is not None:
            return known
        with self._opened() as one:
            result, left = one.run(files, command, now.replace(tzinfo=UTC).timestamp())
        executed = _executed(files, result, left)
        with self._lock:
            self._known[asked] = executed
            while len(self._known) > self._remembered:
                self._known.popitem(last=False)
        return executed

    def close(self) -> None:
        """Remove the sandboxes' folders."""
        while self._resting:
            self._resting.pop().close()

    def __deepcopy__(self, memo: object) -> Bubblewrap:
        """A world that is copied goes on in the same sandbox: nothing in it is of the play."""
        return self

    @contextmanager
    def _opened(self) -> Generator[Repeatable]:
        from overt.sandbox.repeatable import LIMITS, Repeatable

        with self._room:
            with self._lock:
                one = self._resting.pop() if self._resting else None
            one = one or Repeatable(self._limits or LIMITS)
            try:
                yield one
            finally:
                with self._lock:
                    self._resting.append(one)


def _executed(files: Mapping[str, str], result: Result, left: Left) -> Executed:
    """Return the result; of a command that was killed only what does not depend on when that was."""
    stdout, stderr = (stream.decode(errors="replace") for stream in (result.stdout, result.stderr))
    if result.limit is None:
        return Executed(
            stdout=stdout, stderr=stderr, returncode=result.status, files=left.files, dropped=left.dropped
        )
    return Executed(stdout="", stderr="", returncode=137, limit=result.limit, files=dict(files))


@cache
def sandbox() -> Bubblewrap:
    """Return the sandbox of this process.

    Raises:
        OvertError: none can be made here; the line says what to do.
    """
    if reason := missing():
        raise OvertError(reason)
    return Bubblewrap()


def missing() -> str | None:
    """Return why code that a model writes cannot be run here, in one line with the remedy; None where it can."""
    if sys.platform != "linux":
        reason = "bubblewrap needs Linux"
    else:
        from overt.sandbox.bubblewrap import unavailable

        reason = unavailable()
    return None if reason is None else f"needs a sandbox for code that a model writes: {reason}"


class Skipped(Frozen):
    """What of an evaluation was not played, and why; no `environments`: all that was asked for."""

    evaluation: str
    reason: str
    environments: tuple[str, ...] = ()


def playable(
    evaluation: Evaluation[Any, Any],
    environments: Iterable[Environment[Any]],
    length: Length,
    *,
    named: bool = False,
) -> tuple[list[Environment[Any]], Skipped | None]:
    """Return the environments that can be played here, and what is skipped for want of a sandbox.

    With `named`, an engine brings one of its own.
    """
    asked = list(environments)
    running = [one for one in asked if evaluation.runs_code(one, length)]
    reason = missing() if running and not named else None
    if reason is None:
        return asked, None
    ids = tuple(one.id for one in running)
    return [one for one in asked if one.id not in ids], Skipped(
        evaluation=evaluation.name, reason=reason, environments=ids
    )
