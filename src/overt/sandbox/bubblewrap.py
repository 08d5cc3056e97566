"""Commands in a sandbox made by bubblewrap: a workspace, what is run in it, and whether that works here.

A world may use it as it is; for Inspect, `overt.providers.bubblewrap` makes a provider of it.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from overt.errors import OvertError
from overt.sandbox import seccomp
from overt.sandbox.arguments import FOLDERS, ROOT, USER, User, arguments, furnish, limited, user
from overt.sandbox.folder import Left, fill, left
from overt.sandbox.limits import Limits, Result
from overt.sandbox.process import Call, execute

NOT_ROOT = 65433
"""Who runs the sandbox where we are root: root is beyond the kernel's limits, and owns too much."""
RENEWED = ("work", "tmp", "home")
"""The folders that the sandbox's user may write to."""
DIRECTORY, NOT_FOUND, NOT_ALLOWED, TOO_LARGE = 121, 122, 123, 124
READ = f"""\
[ -d "$1" ] && exit {DIRECTORY}
[ -e "$1" ] || exit {NOT_FOUND}
[ -r "$1" ] || exit {NOT_ALLOWED}
[ "$(stat -L -c %s -- "$1")" -le "$2" ] || exit {TOO_LARGE}
exec cat -- "$1"
"""
WRITE = f"""\
[ -d "$1" ] && exit {DIRECTORY}
[ -e "$1" ] && [ ! -w "$1" ] && exit {NOT_ALLOWED}
mkdir -p -- "$(dirname -- "$1")" && exec cat > "$1"
"""


class SandboxError(OvertError):
    """The sandbox could not be started: the line says why."""


class FileTooLargeError(OvertError):
    """A file in the sandbox is larger than what was to be read."""


class Workspace:
    """A sandbox: folders of its own that outlive a command, in which commands run one after another.

    Nothing else outlives a command: its processes end with it.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        if reason := unavailable():
            raise SandboxError(reason)
        self.limits = limits or Limits()
        self._folder = _furnished()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(
        self,
        command: Sequence[str],
        *,
        input: bytes = b"",
        cwd: str = ".",
        environment: dict[str, str] | None = None,
        user: str = USER.name,
        limits: Limits | None = None,
        stop: threading.Event | None = None,
    ) -> Result:
        """Run a command to its end, or to a limit, or until `stop` is set; `cwd` is relative to the workspace.

        Raises `SandboxError` where it could not be started, `LookupError` for a user whom the sandbox does
        not know, `NotADirectoryError` where `cwd` is none, `ValueError` for a NUL in what is given.
        """
        given = environment or {}
        # Options reach `bwrap` with NUL between them: one inside a word would begin another option.
        if any("\0" in word for word in (*command, cwd, *given, *given.values())):
            raise ValueError("a word of the command, its folder or its environment holds a NUL")
        who = self._user(user)
        limits = limits or self.limits
        call = _call(self._folder, who, list(command), limits, cwd, given, input)
        result, started = execute(call, self._folder, limits, stop)
        if started:
            return result
        if b"chdir" in result.stderr:
            raise NotADirectoryError(f"no such folder in the sandbox: {cwd}")
        raise SandboxError(f"the sandbox did not start: {_last(result.stderr)}")

    def write(self, path: str, content: bytes) -> None:
        """Write a file, relative to the workspace, with the folders above it.

        Raises `IsADirectoryError`, `PermissionError`, or `OSError` with what the sandbox said.
        """
        self._file(WRITE, path, input=content)

    def read(self, path: str, size: int | None = None) -> bytes:
        """Return a file's bytes, of which there may be `size`; the sandbox opens it, so a link leads nowhere else.

        Raises `FileNotFoundError`, `IsADirectoryError`, `PermissionError`, `FileTooLargeError`.
        """
        size = self.limits.output if size is None else size
        return self._file(READ, path, str(size), output=size).stdout

    @property
    def etc(self) -> Path:
        """The folder that is `/etc` inside, where only root may change anything."""
        return self._folder / "etc"

    def renew(self, files: Mapping[str, str], seconds: float) -> None:
        """Empty all folders that a command may have written to, and put these files into the working folder.

        They were last changed `seconds` after 1970. Raises as `overt.sandbox.folder.fill`.
        """
        _remove([self._folder / name for name in RENEWED])
        for name in RENEWED:
            (self._folder / name).mkdir()
        (self._folder / "tmp").chmod(0o1777)
        home = self._folder / "home" / "user"
        home.mkdir()
        if (identity := _identity()) is not None:
            for path in (*(self._folder / name for name in RENEWED), home):
                os.chown(path, identity, identity)
        fill(self._folder / "work", files, owner=identity, seconds=seconds)

    def left(self) -> Left:
        """Return the text files in the working folder."""
        return left(self._folder / "work")

    def close(self) -> None:
        """Remove the sandbox's folders, however deep or locked."""
        _remove([self._folder])

    def _user(self, name: str) -> User:
        fixed = {USER.name: USER, ROOT.name: ROOT, "0": ROOT}
        who = fixed.get(name) or user(self._folder, name)
        if who is None:
            raise LookupError(f"unable to find user {name}: no matching entry in passwd file")
        return who

    def _file(self, script: str, path: str, *rest: str, input: bytes = b"", output: int | None = None) -> Result:
        limits = self.limits.model_copy(update={"output": max(output or 0, self.limits.output)})
        result = self.run(["/bin/sh", "-c", script, "sh", path, *rest], input=input, limits=limits)
        match result.status:
            case 0 if result.limit is None:
                return result
            case s if s == DIRECTORY:
                raise IsADirectoryError(f"is a directory: {path}")
            case s if s == NOT_FOUND:
                raise FileNotFoundError(f"no such file: {path}")
            case s if s == NOT_ALLOWED:
                raise PermissionError(f"permission denied: {path}")
            case s if s == TOO_LARGE:
                raise FileTooLargeError(f"{path} is larger than {rest[0]} bytes")
            case _:
                raise OSError(f"{path}: {result.limit or _last(result.stderr)}")


@functools.cache
def unavailable() -> str | None:
    """Return why no sandbox can be made here, in one line, or None where it can."""
    if sys.platform != "linux":
        return "the bubblewrap sandbox needs Linux; use Docker instead"
    if not shutil.which("bwrap"):
        return "bwrap is not installed: install the package `bubblewrap`"
    if not seccomp.known():
        return "the bubblewrap sandbox knows the system calls of x86_64 and aarch64 alone; use Docker instead"
    folder = _furnished()
    try:
        limits = Limits(seconds=20)
        result, started = execute(_call(folder, USER, ["true"], limits), folder, limits)
    except OSError as error:
        return f"bwrap cannot be started here ({error.strerror}): mend that, or use Docker"
    finally:
        subprocess.run(["rm", "-rf", "--", folder], check=False)
    if started and result.status == 0:
        return None
    said = _last(result.stderr) or f"status {result.status}"
    return f"bubblewrap cannot make a sandbox here ({said}): allow unprivileged user namespaces, or use Docker"


def _call(
    folder: Path,
    who: User,
    command: list[str],
    limits: Limits,
    cwd: str = ".",
    environment: dict[str, str] | None = None,
    input: bytes = b"",
) -> Call:
    return Call(
        program=shutil.which("bwrap") or "bwrap",
        options=arguments(folder, who, cwd, environment or {}, limits),
        command=limited(command, limits),
        filter=seccomp.program(as_root=who.uid == 0),
        identity=_identity(),
        input=input,
    )


def _furnished() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="sandbox-"))
    furnish(folder)
    if identity := _identity():
        shutil.chown(folder, identity, identity)
        for name in FOLDERS:
            subprocess.run(["chown", "-hR", f"{identity}:{identity}", "--", folder / name], check=True)
    return folder


def _remove(folders: Sequence[Path]) -> None:
    """Remove folders; where they are too deep, or locked, with more patience."""
    for folder in folders:
        with contextlib.suppress(OSError, RecursionError):
            shutil.rmtree(folder)
    for command in (["rm", "-rf"], ["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
        if any(map(os.path.lexists, folders)):
            subprocess.run([*command, "--", *folders], capture_output=True, check=False)


def _identity() -> int | None:
    return NOT_ROOT if os.geteuid() == 0 else None


def _last(stderr: bytes) -> str:
    lines = stderr.decode(errors="replace").strip().splitlines()
    return lines[-1].removeprefix("bwrap: ") if lines else ""
