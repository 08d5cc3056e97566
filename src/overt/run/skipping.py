"""What a run could not play, kept beside its logs, so that every result made of them says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from overt.errors import OvertError
from overt.play.sandboxed import Skipped
from overt.run.logs import logs_of

FILE = "skipped.json"
_SKIPPED = TypeAdapter(tuple[Skipped, ...])


def note_skipped(directory: Path, skipped: Sequence[Skipped]) -> None:
    """Write down what the sitting that begins leaves out; an earlier sitting's note is replaced."""
    path = directory / FILE
    if skipped:
        building = path.with_name(f".{FILE}")
        building.write_bytes(_SKIPPED.dump_json(tuple(skipped), indent=1))
        building.replace(path)
    else:
        path.unlink(missing_ok=True)


def read_skipped(path: Path) -> tuple[Skipped, ...]:
    """Return what the plays in a log, or in all logs under a directory, leave out, by evaluation.

    Raises:
        OvertError: a note or a log cannot be read.
    """
    found = {one.evaluation: one for one in (*_of_logs(path), *_noted(path / FILE))}
    return tuple(found.values())


def _noted(path: Path) -> tuple[Skipped, ...]:
    if not path.is_file():
        return ()
    try:
        return _SKIPPED.validate_json(path.read_bytes())
    except ValidationError:
        raise OvertError(f"{path} cannot be read; run again, or delete it") from None


def _of_logs(path: Path) -> Iterator[Skipped]:
    """Yield what tasks left out that were run by Inspect itself, where nobody wrote a note."""
    for log in logs_of(path):
        yield from _SKIPPED.validate_python((log.header.eval.metadata or {}).get("skipped") or ())
