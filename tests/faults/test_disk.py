"""A disk that fills up in the middle: one line, exit code 2, and the same command goes on once there is room."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

OVERT = str(Path(sys.executable).with_name("overt"))
MODEL = ("--model", "actor/schemer", "--evaluations", "lazy_checklist", "--length", "full")
RUN = ("run", *MODEL, "--environments", "2", "--epochs", "12")
PLAYS = 24
KILOBYTES = 256


def overt(*arguments: object, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own; `limit` bounds the size of each file that it writes, in bytes."""

    def bound() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [OVERT, *map(str, arguments)]
    # Traces of Inspect go to the home folder, which here is as roomy as ever.
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False, preexec_fn=bound)


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in done.stderr.splitlines() if line.startswith("overt: ")]
    assert done.returncode == 2, (done.returncode, done.stderr[-2000:])
    assert len(lines) == 1 and "Traceback" not in done.stderr, done.stderr[-3000:]
    return lines[0]


@pytest.fixture
def small(tmp_path) -> Iterator[Path]:
    """A file system of 256 KB where one may be mounted, else a plain folder."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() == 0:
        options = ["-t", "tmpfs", "-o", f"size={KILOBYTES}k", "none", str(folder)]
        subprocess.run(["mount", *options], capture_output=True, check=False)
    yield folder
    if os.path.ismount(folder):
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_loses_nothing(small):
    mounted = os.path.ismount(small)
    logs = small / "logs"
    line = complaint(overt(*RUN, "--logs", logs, limit=None if mounted else KILOBYTES * 1024))
    assert str(logs) in line and "no room left" in line and "same command" in line
    if mounted:
        subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
    done = overt(*RUN, "--logs", logs, "--json")
    assert done.returncode == 0, done.stderr[-2000:]
    ran = json.loads(done.stdout)
    assert (ran["plays"], ran["scored"], ran["errored"], ran["not_run"]) == (PLAYS, PLAYS, 0, 0)


def test_a_limit_on_files_reads_as_a_full_disk(tmp_path):
    logs = tmp_path / "logs"
    line = complaint(overt(*RUN, "--logs", logs, limit=40_000))
    assert str(logs) in line and "no room left" in line
    done = overt(*RUN, "--logs", logs, "--json")
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout)["scored"] == PLAYS


def test_the_steps_of_a_play_survive_a_full_disk(tmp_path):
    state = tmp_path / "play.json"
    play = ("play", "lazy_checklist/cold_store", "--state", state)
    assert overt(*play, "--call", "list_files").returncode == 0
    kept = state.read_bytes()
    line = complaint(overt(*play, "--say", "word " * 400, limit=1000))
    assert "make room" in line
    assert state.read_bytes() == kept
    assert overt(*play, "--say", "Done.").returncode == 0
