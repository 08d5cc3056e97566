"""Many conversations, one batch: a thread runs the engine, and whoever awaits a completion shares its steps."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from concurrent.futures import Future, InvalidStateError
from queue import Empty, SimpleQueue
from types import TracebackType

from overt.errors import OvertError
from overt.sampling.check import check
from overt.sampling.engine import Completion, Engine, Request
from overt.sampling.model import LocalModel

_GATHER_S = 0.002

_Asked = tuple[Request, "Future[Completion]"]


class Sampler:
    """Gathers concurrent requests to one model; close it, or use it in a `with` block, to end its thread.

    `rows` bounds the requests that run together, `shelf` the bytes kept between the turns of conversations.
    Raises OvertError for a model that the engine cannot run rightly.
    """

    def __init__(self, model: LocalModel, *, rows: int = 128, shelf: int = 1 << 30) -> None:
        check(model)
        self.model = model
        self._engine = Engine(model, rows=rows, shelf=shelf)
        self._inbox: SimpleQueue[_Asked | None] = SimpleQueue()
        self._flying: dict[int, Future[Completion]] = {}
        self._thread = threading.Thread(target=self._work, name="overt-sampler", daemon=True)
        self._closed = False
        self._thread.start()

    def __enter__(self) -> Sampler:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def generate(self, request: Request) -> Completion:
        """Return the completion of `request`, sampled together with all others that wait.

        Cancelling drops the request. Raises what `Engine.add` raises, and OvertError once closed.
        """
        if self._closed:
            raise OvertError("the sampler is closed: open a new one")
        future: Future[Completion] = Future()
        self._inbox.put((request, future))
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Finish what was asked and end the thread."""
        if not self._closed:
            self._closed = True
            self._inbox.put(None)
            self._thread.join()

    def _work(self) -> None:
        opened = True
        while opened or not self._engine.idle:
            opened = self._take() and opened
            try:
                for ticket, completion in self._engine.advance():
                    _settle(self._flying.pop(ticket), completion)
            except Exception as error:
                # The cache may be half written: nothing of this batch can be trusted to go on.
                self._engine.clear()
                while self._flying:
                    _settle(self._flying.popitem()[1], error)

    def _take(self) -> bool:
        """Move what was asked into the engine; wait if there is nothing else to do. False: no more will come."""
        self._drop_cancelled()
        with contextlib.suppress(Empty):
            if self._engine.idle:
                asked = self._inbox.get()
                time.sleep(_GATHER_S)  # those who ask together arrive one by one
            else:
                asked = self._inbox.get_nowait()
            while asked is not None:
                self._add(*asked)
                asked = self._inbox.get_nowait()
            return False
        return True

    def _add(self, request: Request, future: Future[Completion]) -> None:
        try:
            self._flying[self._engine.add(request)] = future
        except Exception as error:
            _settle(future, error)

    def _drop_cancelled(self) -> None:
        for ticket in [ticket for ticket, future in self._flying.items() if future.cancelled()]:
            del self._flying[ticket]
            self._engine.drop(ticket)


def _settle(future: Future[Completion], outcome: Completion | Exception) -> None:
    # Its owner may cancel at any moment, and then nobody waits for the outcome.
    with contextlib.suppress(InvalidStateError):
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
