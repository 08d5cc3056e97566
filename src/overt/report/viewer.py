"""Inspect's own viewer of the logs beside the page: static files and copies of the logs, to be served."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from inspect_ai.log import bundle_log_dir

from overt.errors import OvertError
from overt.report.runs import Run

VIEWER = "inspect"
"""The folder beside the page."""
_LISTED = Path("logs", "listing.json")
"""What a viewer's folder holds; one without it is another's, and is left alone."""


def write_viewer(runs: Sequence[Run], out: Path) -> dict[str, str]:
    """Put the viewer and the runs' logs into a folder of `out`; return the address of each log there, by its path.

    Raises:
        OvertError: the folder is there and is none of a viewer.
    """
    folder = out / VIEWER
    if folder.exists() and not (folder / _LISTED).is_file():
        raise OvertError(f"--viewer: {folder} is there and holds no viewer of logs; move it away")
    addresses: dict[str, str] = {}
    with TemporaryDirectory() as staged:
        for run in runs:
            (Path(staged) / run.slug).mkdir()
            for log in dict.fromkeys(str(row["log"]) for row in run.decided):
                copied = Path(shutil.copy2(log, Path(staged) / run.slug))
                addresses[log] = f"{VIEWER}/index.html#/logs/{run.slug}/{quote(copied.name, safe='')}"
        with redirect_stdout(io.StringIO()):
            bundle_log_dir(staged, str(folder), overwrite=True)
    return addresses
