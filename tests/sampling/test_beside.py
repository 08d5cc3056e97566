"""Work beside work: each piece once, in processes of one thread, and what fails is raised when all are over."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from overt.errors import OvertError
from overt.sampling.beside import beside, cores


def write(path: Path) -> None:
    path.write_text(f"{os.getpid()} {torch.get_num_threads()}")


def fail(path: Path) -> None:
    raise OvertError(f"{path} fails")


def test_pieces_run_in_processes_of_one_thread_and_only_once(tmp_path, monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    paths = [tmp_path / name for name in "abc"]
    beside([(write, (path,)) for path in paths], at_once=2)
    told = [path.read_text().split() for path in paths]
    assert {threads for _, threads in told} == {"1"}
    assert str(os.getpid()) not in {process for process, _ in told}


def test_one_at_a_time_needs_no_process(tmp_path):
    beside([(write, (tmp_path / "a",)), (write, (tmp_path / "b",))], at_once=1)
    assert {(tmp_path / name).read_text().split()[0] for name in "ab"} == {str(os.getpid())}
    beside([], at_once=4)


def test_a_failure_is_told_after_the_others_have_ended(tmp_path):
    with pytest.raises(OvertError, match="fails"):
        beside([(fail, (tmp_path / "a",)), (write, (tmp_path / "b",))], at_once=2)
    assert (tmp_path / "b").exists()


def test_there_is_a_core():
    assert 1 <= cores() <= (os.cpu_count() or 1)


def test_what_a_process_prints_stays_off_standard_output(capfd):
    beside([(print, ("one",)), (print, ("two",))], at_once=2)
    out, err = capfd.readouterr()
    assert out == ""
    assert {"one", "two"} <= set(err.split())


LONG = """
import os, sys, time
from pathlib import Path
from overt.sampling.beside import beside


def piece(folder, number):
    (Path(folder) / f"{number}.txt").write_text(str(os.getpid()))
    time.sleep(120)


if __name__ == "__main__":
    beside([(piece, (sys.argv[1], n)) for n in range(2)], at_once=2)
"""


def test_where_the_parent_is_killed_its_pieces_end(tmp_path):
    (tmp_path / "long.py").write_text(LONG)
    parent = subprocess.Popen([sys.executable, tmp_path / "long.py", str(tmp_path)])
    try:
        pids = [int(waited(lambda n=n: read(tmp_path / f"{n}.txt"))) for n in range(2)]
        assert all(map(alive, pids))
    finally:
        parent.kill()
        parent.wait()
    assert waited(lambda: not any(map(alive, pids)))


def read(path):
    return path.read_text() if path.exists() else ""


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def waited(found, seconds=60.0):
    """Return what `found` returns, as soon as that is something."""
    end = time.monotonic() + seconds
    while not (value := found()) and time.monotonic() < end:
        time.sleep(0.1)
    return value
