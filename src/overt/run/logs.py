"""Finding and reading `.eval` logs: which of them count, and one clear line where one cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inspect_ai.log import EvalLog, EvalSampleSummary, read_eval_log, read_eval_log_sample_summaries

from overt.errors import OvertError

PREFIX = "overt/"
_CANCELLED = ("CancelledError(", "Cancelled(")


@dataclass(frozen=True, slots=True)
class Log:
    """A log of ours: where it is, and its header (no samples)."""

    path: Path
    header: EvalLog


def log_files(path: Path) -> list[Path]:
    """Return the `.eval` files at or under `path`, by name.

    Raises:
        OvertError: `path` does not exist or is no log.
    """
    if path.is_file():
        if path.suffix != ".eval":
            raise OvertError(f"{path} is no .eval log; give a log or the directory that `overt run --logs` wrote")
        return [path]
    if not path.is_dir():
        raise OvertError(f"{path} does not exist; give a log or the directory that `overt run --logs` wrote")
    return sorted(p for p in path.rglob("*.eval") if not p.name.startswith("."))


def read_header(path: Path) -> EvalLog:
    """Return a log's header.

    Raises:
        OvertError: the file is half-written, damaged or of another kind.
    """
    try:
        return read_eval_log(str(path), header_only=True)
    except Exception as error:  # whatever a damaged archive makes the reader stumble over
        if isinstance(error, PermissionError):
            raise OvertError(f"{path} may not be read; change its permissions") from error
        raise OvertError(
            f"{path} is half-written or damaged ({type(error).__name__}); move it away and give the same "
            "`overt run` again, which plays what it held"
        ) from error


def logs_of(path: Path, prefix: str = PREFIX) -> list[Log]:
    """Return our logs at or under `path`, of each task the newest: that holds all that earlier ones did.

    `prefix` begins the names of the tasks: those of plays, unless told otherwise.

    A run that was killed leaves the log of its last attempt beside that of the next, under one task id.

    Raises:
        OvertError: a log cannot be read, or there is none of ours.
    """
    newest: dict[str, Log] = {}
    for log in sorted(_ours(path, prefix), key=lambda log: (log.header.eval.created, log.path.stat().st_mtime)):
        newest[log.header.eval.task_id] = log
    if not newest:
        raise OvertError(
            f"{path} holds no logs of Overt's tasks; give the directory that `overt run --logs` wrote"
        )
    return sorted(newest.values(), key=lambda log: log.path)


def _ours(path: Path, prefix: str) -> Iterator[Log]:
    for file in log_files(path):
        header = read_header(file)
        if header.eval.task.startswith(prefix):
            yield Log(path=file, header=header)


def finished(log: Log) -> Iterator[EvalSampleSummary]:
    """Yield the samples of a log that were played, errored ones too; what a stop cut off is played again."""
    for summary in read_eval_log_sample_summaries(str(log.path)):
        if summary.completed and not (summary.error or "").startswith(_CANCELLED):
            yield summary
