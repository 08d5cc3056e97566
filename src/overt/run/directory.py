"""The directory of a run: one run at a time writes there, and what an earlier sitting left is made ready."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from inspect_ai.log import EvalLog, write_eval_log

from overt.errors import OvertError
from overt.run.budget import MANAGER
from overt.run.logs import PREFIX, log_files, read_header

LOCK = ".overt-run.lock"


@contextmanager
def claimed(directory: Path, option: str = "--logs") -> Generator[None]:
    """Make the directory if need be and hold it, so that no second run writes there; a killed run lets go.

    `option` is what it was given by.

    Raises:
        OvertError: it cannot be made or written to, or another run holds it.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OvertError(
            f"{option} {directory}: {error.strerror}; give a directory that can be written to"
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise OvertError(
            f"{option} {directory}: another run is writing there; wait for it or give another"
        ) from None
    finally:
        os.close(lock)


def prepare(directory: Path, prefix: str = PREFIX, option: str = "--logs") -> None:
    """Check every log in the directory, and reopen those in which a budget left plays out.

    `prefix` begins the names of the tasks that may be there; `option` is what it was given by.

    Raises:
        OvertError: a log is half-written or is not of Overt's tasks.
    """
    for path in log_files(directory):
        header = read_header(path)
        if not header.eval.task.startswith(prefix):
            raise OvertError(
                f"{option} {directory} holds {path.name}, a log of {header.eval.task}; give a directory of its own"
            )
        if _left_out(header):
            _reopen(path, header)


def _left_out(header: EvalLog) -> bool:
    stopping = header.results.early_stopping if header.results else None
    if header.status != "success" or stopping is None:
        return False
    return stopping.manager == MANAGER and bool(stopping.early_stops)


def _reopen(path: Path, header: EvalLog) -> None:
    """Mark a log as unfinished, which Inspect resumes. The rewrite is of a copy: a kill leaves the log whole."""
    copy = path.with_name(f".{path.name}")
    shutil.copyfile(path, copy)
    write_eval_log(header.model_copy(update={"status": "cancelled"}), copy, header_only=True)
    copy.replace(path)


def sweep(directory: Path) -> None:
    """Remove what killed sittings left of tasks that are finished now: their last log holds every play.

    Only for a claimed directory, in which nobody can still be writing those logs.
    """
    headers = {path: read_header(path) for path in log_files(directory)}
    finished = {header.eval.task_id for header in headers.values() if header.status == "success"}
    for path, header in headers.items():
        if header.status == "started" and header.eval.task_id in finished:
            path.unlink()
