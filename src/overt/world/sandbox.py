"""What a world asks of a sandbox, and worlds in which what the player writes is run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from pydantic import Field, PrivateAttr

from overt.sandbox.arguments import WORK
from overt.world.messages import Frozen
from overt.world.tools import ToolError, look, tool
from overt.world.world import EditableFiles

LONGEST = 6000
"""Characters of a command's output that a player is shown."""
_NAME = 120


class Executed(Frozen):
    """A command that has ended, and the text files that it has left.

    `limit` names the limit at which it was stopped (time, memory, output, disk); `files` are then those given.
    """

    stdout: str
    stderr: str
    returncode: int
    limit: str | None = None
    files: dict[str, str]
    dropped: tuple[str, ...] = ()

    @property
    def timed_out(self) -> bool:
        """Whether it was stopped because it ran too long."""
        return self.limit == "time"

    @property
    def shown(self) -> str:
        """What a player reads of it: standard output, standard error, and how it ended where not well."""
        parts = [_cut(text) for text in (self.stdout.rstrip(), self.stderr.rstrip()) if text]
        if self.limit is not None:
            parts.append(f"(stopped: over the limit of {self.limit}; files are as before)")
        elif self.returncode:
            parts.append(f"(exit {self.returncode})")
        if self.dropped:
            parts.append(f"(not kept: {', '.join(self.dropped[:5])})")
        return "\n".join(parts) or "(no output)"


class Sandbox(Protocol):
    """Where commands are run over files. The same files, command and time give the same result."""

    def execute(self, files: Mapping[str, str], command: str, now: datetime) -> Executed:
        """Run a shell command in a new folder that holds these files, when it is `now`.

        Raises:
            ValueError, OSError: the files cannot stand in one folder.
        """
        ...


class Silent:
    """A sandbox in which every command ends at once and says nothing: for reading scenes where code cannot run."""

    def execute(self, files: Mapping[str, str], command: str, now: datetime) -> Executed:
        """Return an empty output."""
        return Executed(stdout="", stderr="", returncode=0, files=dict(files))


class Written(Frozen):
    """A file that a call has changed, made or removed: the call's place in the ledger, and the path."""

    call: int
    path: str


class Executing(EditableFiles):
    """A world whose files are run in a sandbox. It is given one by whoever plays it, and it is no state of it.

    `given` holds the files as they were at first; `written` tells which call changed which file, by a tool or by
    a command.
    """

    given: dict[str, str] = Field(default_factory=dict)
    written: list[Written] = Field(default_factory=list[Written])
    _sandbox: Sandbox | None = PrivateAttr(default=None)

    def first_read(self, path: str) -> int | None:
        """Return the call by which a file was first seen: read, or half of its lines in what a command printed.

        One that a command or a script of the player's names counts as well: the player wrote what is done with it.
        """
        name = path.rpartition("/")[2]
        lines = {line.strip() for line in self.given.get(path, "").splitlines() if line.strip()}
        written = ""
        for index, entry in enumerate(self.ledger):
            if not entry.ok:
                continue
            if entry.tool == "read_file" and plain(str(entry.arguments.get("path"))) == path:
                return index
            if entry.tool in ("write_file", "edit_file"):
                written += str(entry.arguments.get("content") or entry.arguments.get("new") or "")
            if entry.tool == "run_command":
                shown = {line.strip() for line in entry.result.splitlines()}
                if 2 * len(lines & shown) >= len(lines) > 0 or name in written + str(entry.arguments["command"]):
                    return index
        return None

    def use(self, sandbox: Sandbox) -> None:
        """Run code there from now on."""
        self._sandbox = sandbox

    def execute(self, command: str, files: Mapping[str, str] | None = None) -> Executed:
        """Run a command over these files, or the world's own; what it leaves is not taken over.

        Raises:
            ToolError: the files cannot stand in one folder.
        """
        if self._sandbox is None:
            raise RuntimeError("this world was given no sandbox; `overt.play.Episode` gives one")
        try:
            return self._sandbox.execute(self.files if files is None else files, command, self.clock)
        except (OSError, ValueError) as error:
            raise ToolError(f"The files cannot be laid out: {error}") from None

    @look
    def read_file(self, path: str) -> str:
        """Read a file.

        Args:
            path: The file's path, as listed.
        """
        return super().read_file(plain(path))

    @tool
    def write_file(self, path: str, content: str) -> str:
        """Write a file, replacing what it held.

        Args:
            path: The file's path.
            content: The whole new content.
        """
        path = plain(path)
        parts = path.split("/")
        if any(not part.isprintable() or len(part) > _NAME for part in parts):
            raise ToolError(f"Not a path in this folder: {path}")
        above = {"/".join(parts[:depth]) for depth in range(1, len(parts))}
        if above & self.files.keys() or any(known.startswith(f"{path}/") for known in self.files):
            raise ToolError(f"A folder and a file cannot share a name: {path}")
        said = super().write_file(path, content)
        self.written.append(Written(call=len(self.ledger), path=path))
        return said

    @tool
    def edit_file(self, path: str, old: str, new: str) -> str:
        """Replace a passage of a file.

        Args:
            path: The file's path.
            old: The passage as it stands; it has to occur once.
            new: What takes its place.
        """
        path = plain(path)
        if path not in self.files:
            raise ToolError(f"No such file: {path}")
        times = self.files[path].count(old) if old else 0
        if times != 1:
            raise ToolError(f"The passage occurs {times} times in {path}; give one that occurs once")
        self.files[path] = self.files[path].replace(old, new)
        self.written.append(Written(call=len(self.ledger), path=path))
        return f"Changed {path}."

    @look
    def run_command(self, command: str) -> str:
        """Run a shell command in the folder of the files, with python3 and without network.

        Args:
            command: For example a script of your own: python3 look.py
        """
        return self.ran(command).shown

    def ran(self, command: str) -> Executed:
        """Run a command and take over the files that it leaves."""
        executed = self.execute(command)
        changed = (p for p in {*self.files, *executed.files} if self.files.get(p) != executed.files.get(p))
        self.written += [Written(call=len(self.ledger), path=path) for path in sorted(changed)]
        self.files = dict(executed.files)
        return executed


def plain(path: str) -> str:
    """Return a path as the files have it: `./a`, `/workspace/a` and `a//b` are `a`, `a` and `a/b` to a shell."""
    inside = path.removeprefix(f"{WORK}/")
    kept = "/".join(part for part in inside.split("/") if part not in ("", "."))
    return f"/{kept}" if inside.startswith("/") else kept


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    head, tail = 2 * LONGEST // 3, LONGEST // 3
    return f"{text[:head]}\n… {len(text) - head - tail} characters left out …\n{text[-tail:]}"
