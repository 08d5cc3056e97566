"""Inspect's sandbox as that of a play: what was asked is not run again, and nothing outlives the sandbox."""

import gc
from datetime import datetime
from types import SimpleNamespace
from weakref import ref

import anyio
import anyio.to_thread

from overt.run import inside as room


class Box:
    """A sandbox in which every command succeeds and leaves no file."""

    def __init__(self):
        self.ran = []

    async def exec(self, cmd, **given):
        self.ran.append(cmd)
        return SimpleNamespace(success=True, stdout="[{}, []]", stderr="", returncode=0)


def test_a_command_is_run_once_and_forgotten_with_its_sandbox(monkeypatch):
    boxes = [Box()]
    monkeypatch.setattr(room, "sandbox", lambda: boxes[0])

    def twice():
        return [room.inside().execute({"a.py": "1"}, "python3 a.py", datetime(2025, 3, 4)) for _ in range(2)]

    first, second = anyio.run(anyio.to_thread.run_sync, twice)
    assert first is second and len(boxes[0].ran) == 3
    held = ref(boxes.pop())
    gc.collect()
    assert held() is None
