"""What judges said of the plays in a directory of logs: the judged rows of the table that `overt detect` wrote."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from overt.detect.readings import Quote, Reading
from overt.errors import OvertError

TABLE = "detections.parquet"

Key = tuple[str, str, int]
"""A play: its log's file name, its sample and its epoch."""


def key(row: Mapping[str, Any]) -> Key:
    """Return the play of a row, of a table of plays or of readings; the directory may have been moved since."""
    return Path(row["log"]).name, row["sample"], row["epoch"]


def read_judged(path: Path) -> dict[Key, dict[str, Reading]]:
    """Return the judged readings of each play by detector, empty where no judge was asked.

    Raises:
        OvertError: the table cannot be read.
    """
    table = path / TABLE if path.is_dir() else path.with_suffix(f".{TABLE}")
    if not table.is_file():
        return {}
    found: dict[Key, dict[str, Reading]] = {}
    try:
        rows = pl.read_parquet(table).filter(pl.col("form") == "judged")
        for row in rows.iter_rows(named=True):
            found.setdefault(key(row), {})[row["detector"]] = _reading(row)
    except (pl.exceptions.PolarsError, OSError, ValueError):
        raise OvertError(f"{table} is no table of readings; `overt detect {path}` writes it anew") from None
    return found


def _reading(row: Mapping[str, Any]) -> Reading:
    plain = {name: row[name] for name in ("detector", "form", "view", "value", "reason", "judge", "prompt")}
    quotes = tuple(Quote(**quote) for quote in row["evidence"] or ())
    return Reading(**plain, labels=tuple(row["labels"] or ()), evidence=quotes)
