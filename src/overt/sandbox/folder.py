"""A folder of text files for one command: written new on the host, and what the command has left of it.

Both happen while no process of the sandbox lives, and nothing here follows a link.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

LARGEST = 256 * 1024
"""Bytes of a file that is kept."""
MOST = 200
"""Files that are kept."""
DEEPEST = 12
"""Folders below one another that are looked into."""


class Left(NamedTuple):
    """What a command has left: text files by path, and the paths of what was not kept, both sorted."""

    files: dict[str, str]
    dropped: tuple[str, ...]


def fill(folder: Path, files: Mapping[str, str], *, owner: int | None, seconds: float) -> None:
    """Write files into an empty folder, last changed at `seconds`, owned by `owner` where it is given.

    Raises:
        ValueError: a path leads out of the folder.
        OSError: a path is a folder's, or longer than a file system takes.
    """
    made: set[Path] = set()
    for name, text in sorted(files.items()):
        parts = name.split("/")
        if not name or any(part in ("", ".", "..") or "\0" in part for part in parts):
            raise ValueError(f"not a path in the folder: {name}")
        path = folder.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(errors="replace"))
        made |= {path, *(folder.joinpath(*parts[:depth]) for depth in range(1, len(parts)))}
    for path in (*sorted(made, reverse=True), folder):
        if owner is not None:
            os.chown(path, owner, owner, follow_symlinks=False)
        os.utime(path, (seconds, seconds), follow_symlinks=False)


def left(folder: Path) -> Left:
    """Return the text files in a folder; links, devices, binary, large and surplus files are dropped."""
    files: dict[str, str] = {}
    dropped: list[str] = []
    for name, text in _found(folder):
        if text is None or len(files) >= MOST:
            dropped.append(name)
        else:
            files[name] = text
    return Left(files, tuple(dropped[:MOST]))


def _found(folder: Path) -> Iterator[tuple[str, str | None]]:
    """Yield each file's path and text in order of paths, None for what is no short text file."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield from _below(handle, "", DEEPEST)
    finally:
        os.close(handle)


def _below(handle: int, prefix: str, depth: int) -> Iterator[tuple[str, str | None]]:
    for name in sorted(os.listdir(handle))[: 10 * MOST]:
        path = f"{prefix}{name}"
        mode = os.stat(name, dir_fd=handle, follow_symlinks=False).st_mode
        if not stat.S_ISDIR(mode):
            yield _printable(path), _text(name, handle) if stat.S_ISREG(mode) else None
            continue
        try:
            inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=handle)
        except OSError:
            yield _printable(path), None
            continue
        try:
            if depth:
                yield from _below(inner, f"{path}/", depth - 1)
            else:
                yield _printable(path), None
        finally:
            os.close(inner)


def _text(name: str, handle: int) -> str | None:
    try:
        name.encode()
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=handle)
    except (OSError, UnicodeEncodeError):
        return None
    with os.fdopen(file, "rb") as opened:
        content = opened.read(LARGEST + 1)
    try:
        return None if len(content) > LARGEST or b"\0" in content else content.decode()
    except UnicodeDecodeError:
        return None


def _printable(path: str) -> str:
    return path.encode(errors="replace").decode()
