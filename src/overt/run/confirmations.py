"""Decisions about covert plays, a line each in `confirmations.jsonl` beside the logs."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import ValidationError

from overt.errors import OvertError
from overt.measure.confirmed import Decision

FILE = "confirmations.jsonl"


def read_decisions(logs: Path) -> list[Decision]:
    """Return the decisions beside the logs, none where there is no file.

    A torn last line, of a stop in the middle of writing, is left out.

    Raises:
        OvertError: another line is no decision.
    """
    path = logs / FILE
    if not path.exists():
        return []
    # As bytes: a stop may tear a letter, too.
    *lines, torn = path.read_bytes().split(b"\n")
    del torn
    found: list[Decision] = []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(Decision.model_validate_json(line))
        except ValidationError:
            raise OvertError(f"{path}: line {number} is no decision; mend or remove it") from None
    return found


def add_decision(logs: Path, decision: Decision) -> None:
    """Write a decision behind the others; it is on the disk when this returns. A torn last line is cut off."""
    with (logs / FILE).open("a+b") as handle:
        handle.seek(0)
        handle.truncate(handle.read().rfind(b"\n") + 1)
        handle.write(decision.model_dump_json().encode() + b"\n")
        handle.flush()
        os.fsync(handle.fileno())
