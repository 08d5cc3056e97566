"""One shell command over files in a new folder, so that the same files and command give the same result.

The date is given, random numbers have a fixed seed, folders are listed in order, memory lies where it always
does: see `same.py.txt`, which every Python inside loads first.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Mapping
from pathlib import Path

from overt.sandbox.arguments import WORK, python
from overt.sandbox.bubblewrap import Workspace
from overt.sandbox.folder import Left
from overt.sandbox.limits import MIB, Limits, Result

LIMITS = Limits(seconds=20, memory=512 * MIB, processes=32, output=MIB // 4, disk=32 * MIB)
SAME = Path(__file__).with_name("same.py.txt")
FOLDER = "python3"
"""In `/etc`. Programs see its path, so it has a name that a system could have."""
DATE = """\
#!/bin/sh
for word; do
    case "$word" in -d*|--date*|-r*|--reference*|-s*|--set*) exec /usr/bin/date "$@" ;; esac
done
exec /usr/bin/date -d "@${SOURCE_DATE_EPOCH%.*}" "$@"
"""
SHOW = f"""\
#!/bin/sh
then="@${{SOURCE_DATE_EPOCH%.*}}"
/usr/bin/find {WORK} /tmp /home ! -type l -mmin -60 -exec /usr/bin/touch -d "$then" {{}} + 2>/dev/null
exec "/usr/bin/${{0##*/}}" "$@"
"""
"""What the command itself has written is dated by the machine's clock; who tells of it dates it first."""
PROGRAMS = {"date": DATE, **dict.fromkeys(("du", "find", "ls", "stat", "tar"), SHOW)}
"""Programs that stand before the system's own."""


class Repeatable:
    """A sandbox for one command after another, none of which finds anything that another has left."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._workspace = Workspace(limits)
        self._turn = threading.Lock()
        self._furnish(self._workspace.etc / FOLDER)

    def run(self, files: Mapping[str, str], command: str, seconds: float) -> tuple[Result, Left]:
        """Run a command where these files are and it is `seconds` after 1970; return what became of both.

        Raises:
            ValueError, OSError: the files cannot stand in one folder.
        """
        with self._turn:
            self._workspace.renew(files, seconds)
            result = self._workspace.run(_shell(command), environment=_environment(seconds))
            return result, self._workspace.left()

    def close(self) -> None:
        """Remove its folders."""
        self._workspace.close()

    @staticmethod
    def _furnish(folder: Path) -> None:
        (folder / "bin").mkdir(parents=True)
        shutil.copy(SAME, folder / "sitecustomize.py")
        for name, text in PROGRAMS.items():
            (folder / "bin" / name).write_text(text)
            (folder / "bin" / name).chmod(0o755)
        (folder / "bin" / "python3").symlink_to(python())
        (folder / "bin" / "python").symlink_to(python())


def _shell(command: str) -> list[str]:
    # Where memory lies shows in `id()` and in the names of objects.
    fixed = [found, "-R"] if (found := shutil.which("setarch", path="/usr/bin:/bin")) else []
    return [*fixed, "/bin/sh", "-c", command]


def _environment(seconds: float) -> dict[str, str]:
    folder = f"/etc/{FOLDER}"
    return {
        "PATH": f"{folder}/bin:/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": folder,
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SOURCE_DATE_EPOCH": str(int(seconds)),
        "TZ": "UTC",
    }
