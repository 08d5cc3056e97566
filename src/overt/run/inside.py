"""Inspect's own sandbox of a sample, Docker or another by name, as the sandbox of a play."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary, ref

from anyio import from_thread
from inspect_ai.util import OutputLimitExceededError, SandboxEnvironment, sandbox

from overt.sandbox.arguments import WORK
from overt.sandbox.folder import LARGEST, MOST
from overt.sandbox.repeatable import LIMITS, PROGRAMS, SAME
from overt.world.sandbox import Executed

SETTINGS = "/tmp/.python3"
_LAY_OUT = """
import json, os, shutil, sys
given = json.load(sys.stdin)
for folder, files in given["folders"].items():
    os.makedirs(folder, exist_ok=True)
    for entry in list(os.scandir(folder)):
        shutil.rmtree(entry) if entry.is_dir(follow_symlinks=False) else os.unlink(entry)
    for path, text in files.items():
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", newline="", errors="replace") as file:
            file.write(text)
        os.utime(path, (given["seconds"],) * 2)
        os.chmod(path, 0o755)
"""
_GATHER = f"""
import json, os
files, dropped = {{}}, []
for folder, folders, names in os.walk({WORK!r}):
    folders.sort()
    links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
    for name in sorted(names + links):
        path = os.path.join(folder, name)
        short = os.path.relpath(path, {WORK!r})
        try:
            if os.path.islink(path) or not os.path.isfile(path) or os.path.getsize(path) > {LARGEST}:
                raise ValueError
            text = open(path, newline="").read()
            if chr(0) in text or len(files) >= {MOST}:
                raise ValueError
            files[short] = text
        except (OSError, ValueError):
            dropped.append(short)
print(json.dumps([files, dropped[:{MOST}]]))
"""


class Inside:
    """The sandbox of one sample. It is asked from the thread in which a world answers a call."""

    def __init__(self, box: SandboxEnvironment) -> None:
        self._box = ref(box)
        self._known: dict[tuple[object, ...], Executed] = {}

    def __deepcopy__(self, memo: object) -> Inside:
        """A world that is copied goes on in the same sandbox."""
        return self

    def execute(self, files: Mapping[str, str], command: str, now: datetime) -> Executed:
        """Run a shell command where these files are; what was asked before is not run again."""
        asked = (tuple(sorted(files.items())), command, now)
        if asked not in self._known:
            self._known[asked] = from_thread.run(self._run, dict(files), command, now)
        return self._known[asked]

    async def _run(self, files: dict[str, str], command: str, now: datetime) -> Executed:
        box = self._box()
        if box is None:
            raise OSError("the play is over, and with it its sandbox")
        seconds = now.replace(tzinfo=UTC).timestamp()
        settings = {f"bin/{name}": text for name, text in PROGRAMS.items()}
        settings["sitecustomize.py"] = SAME.read_text(encoding="utf-8")
        given = {"seconds": seconds, "folders": {SETTINGS: settings, WORK: files}}
        laid = await box.exec(["python3", "-I", "-c", _LAY_OUT], input=json.dumps(given))
        if not laid.success:
            raise OSError(laid.stderr.strip().splitlines()[-1] if laid.stderr.strip() else "no python3 inside")
        try:
            done = await box.exec(
                ["/bin/sh", "-c", command],
                cwd=WORK,
                env=_environment(seconds),
                timeout=int(LIMITS.seconds),
                timeout_retry=False,
            )
        except (TimeoutError, OutputLimitExceededError) as stopped:
            limit = "time" if isinstance(stopped, TimeoutError) else "output"
            return Executed(stdout="", stderr="", returncode=137, limit=limit, files=files)
        if len(done.stdout) + len(done.stderr) > LIMITS.output:
            return Executed(stdout="", stderr="", returncode=137, limit="output", files=files)
        left = await box.exec(["python3", "-I", "-c", _GATHER])
        kept: Any = json.loads(left.stdout)
        return Executed(
            stdout=done.stdout,
            stderr=done.stderr,
            returncode=done.returncode,
            files=kept[0],
            dropped=tuple(kept[1]),
        )


def _environment(seconds: float) -> dict[str, str]:
    return {
        "PATH": f"{SETTINGS}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "PYTHONPATH": SETTINGS,
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SOURCE_DATE_EPOCH": str(int(seconds)),
        "TZ": "UTC",
    }


_INSIDE: WeakKeyDictionary[SandboxEnvironment, Inside] = WeakKeyDictionary()
"""No value may hold its key, or all that was ever run in a run's plays would stay in memory."""


def inside() -> Inside | None:
    """Return the sandbox that Inspect gave the sample that is being played; None where it has none."""
    try:
        box = sandbox()
    except (ProcessLookupError, RuntimeError):
        return None
    return _INSIDE.setdefault(box, Inside(box))
