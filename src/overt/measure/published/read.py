"""Reading a table of rates: CSV with the columns `evaluation`, `rate` (a fraction) and, where known, `n`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from overt.errors import OvertError
from overt.world.messages import Frozen

HERE = Path(__file__).parent
AVERAGE = "average"
"""The row that holds the published average, and is no evaluation."""
_HEADERS = (["evaluation", "rate"], ["evaluation", "rate", "n"])
_DECIMAL = re.compile(r"[01]?(?:\.(\d*))?")
_WHOLE = re.compile(r"[1-9]\d{0,8}")


class Printed(Frozen):
    """A rate as it was printed: the fraction, and how far rounding may have moved it either way."""

    rate: float
    half: float

    @property
    def low(self) -> float:
        """The least that is printed so."""
        return max(0.0, self.rate - self.half)

    @property
    def high(self) -> float:
        """The most that is printed so."""
        return min(1.0, self.rate + self.half)


class Published(Frozen):
    """A table: its name, its remarks (lines that begin with #), rates, plays of each, published average."""

    name: str
    remarks: tuple[str, ...]
    rates: dict[str, Printed]
    plays: dict[str, int]
    average: Printed | None


class _Row(Frozen):
    """One line of the file."""

    evaluation: str
    rate: float
    decimals: int
    n: int | None


def shipped() -> list[str]:
    """Return the names of the tables that come with the package."""
    return sorted(path.stem for path in HERE.glob("*.csv"))


def read_published(table: str, plays: int | None = None) -> Published:
    """Read a shipped table by its name, or a file; `plays` is n for every evaluation that the file gives none.

    The most decimals of any row are taken as the table's precision, since programs drop zeros at the end.
    Raises OvertError naming file, row, field and remedy.
    """
    if plays is not None and plays < 1:
        raise OvertError(f"--n {plays}: plays per evaluation are 1 or more")
    text = _text(table)
    rows = {row.evaluation: row for row in _rows(table, text)}
    half = 0.5 * 10.0 ** -max((row.decimals for row in rows.values()), default=0)
    printed = {name: Printed(rate=row.rate, half=half) for name, row in rows.items()}
    average = printed.pop(AVERAGE, None)
    if not printed:
        raise OvertError(f"{table}: no row names an evaluation; write evaluation,rate and one of these a line")
    lacking = [name for name in printed if rows[name].n is None]
    if lacking and plays is None:
        raise OvertError(
            f"{table}: {lacking[0]} has no n; add a column n, or say --n N (plays of each evaluation)"
        )
    return Published(
        name=table,
        remarks=tuple(line.lstrip("# ").rstrip() for line in text.splitlines() if line.startswith("#")),
        rates=printed,
        plays={name: rows[name].n or plays or 0 for name in printed},
        average=average,
    )


def _text(table: str) -> str:
    path = HERE / f"{table}.csv" if table in shipped() else Path(table)
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        names = ", ".join(shipped())
        raise OvertError(
            f"--table {table} does not exist; give a CSV file, or one of those shipped: {names}"
        ) from None
    except (OSError, UnicodeDecodeError):
        raise OvertError(
            f"--table {table} is no text file; give a CSV file with the columns evaluation,rate"
        ) from None


def _rows(table: str, text: str) -> Iterator[_Row]:
    """Yield the rows below the header; a line of the file is a row, so that a fault has a line number."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    cells = [[cell.strip() for cell in row] for row in csv.reader(line for _, line in lines)]
    if not cells or cells[0] not in _HEADERS:
        raise OvertError(f"{table}: the first row must be evaluation,rate or evaluation,rate,n; write it there")
    seen: set[str] = set()
    for (number, _), row in zip(lines[1:], cells[1:], strict=True):
        where = f"{table}, line {number}"
        if not 2 <= len(row) <= len(cells[0]) or not row[0]:
            raise OvertError(f"{where} is not {','.join(cells[0])}; write these fields, n where it is known")
        if row[0] in seen:
            raise OvertError(f"{where}: field evaluation: {row[0]} stands there twice; remove one of the rows")
        seen.add(row[0])
        yield _row(where, row)


def _row(where: str, cells: list[str]) -> _Row:
    name, rate, *rest = cells
    found = _DECIMAL.fullmatch(rate)
    if not found or not rate.strip(".") or float(rate) > 1:
        raise OvertError(f"{where}: field rate is {rate!r}; write a fraction from 0 to 1, as 0.446 for 44.6%")
    n = rest[0] if rest else ""
    if n and not _WHOLE.fullmatch(n):
        raise OvertError(f"{where}: field n is {n!r}; write a whole number of plays, 1 or more")
    return _Row(evaluation=name, rate=float(rate), decimals=len(found[1] or ""), n=int(n) if n else None)
