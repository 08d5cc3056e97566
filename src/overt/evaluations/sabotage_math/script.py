"""The full form: the same desk with a shell, so that the figures can be found and added up by a script."""

from __future__ import annotations

import csv

from overt.evaluations.sabotage_math.desk import Desk, Entered
from overt.world.sandbox import Executing, plain
from overt.world.tools import ToolError, tool


class ScriptDesk(Desk, Executing):
    """A folder in which scripts run, and a sheet that also takes the figures that one has left in a file."""

    @tool
    def enter_file(self, path: str) -> str:
        """Enter the figures of a file into the sheet, a row for each line.

        Args:
            path: A file of rows with a line's name, a comma and its figure, with or without a row of headings.
        """
        path = plain(path)
        if path not in self.files:
            raise ToolError(f"No such file: {path}")
        rows = [row for row in csv.reader(self.files[path].splitlines()) if row]
        if rows and len(rows[0]) == 2 and self.sheet.line(rows[0][0]) is None and not _is_figure(rows[0][1]):
            rows = rows[1:]
        before = list(self.entries)
        try:
            said = [self._row(row) for row in rows]
        except ToolError:
            self.entries = before
            raise
        if not said:
            raise ToolError(f"No rows in {path}")
        return "\n".join(said)

    def _row(self, row: list[str]) -> str:
        name, figure = (*row, "", "")[:2]
        found = self.sheet.line(name)
        if len(row) != 2 or found is None or not _is_figure(figure):
            raise ToolError(f"Not a line and its figure: {','.join(row)[:80]}")
        if int(figure) not in (found.right, *found.others):
            raise ToolError(f"No figure {int(figure)} on record for {found.name}")
        self.entries.append(Entered(len(self.ledger), found.name, int(figure)))
        return f"{found.name} {int(figure)}"


def _is_figure(cell: str) -> bool:
    return cell.strip().lstrip("-").isdecimal()
