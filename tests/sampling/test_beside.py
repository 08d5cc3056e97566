"""Work beside work: each piece once, in processes of one thread, and what fails is raised when all are over."""

import os
from pathlib import Path

import pytest

from overt.errors import OvertError
from overt.sampling.beside import beside, cores


def write(path: Path) -> None:
    path.write_text(f"{os.getpid()} {os.environ.get('OMP_NUM_THREADS')}")


def fail(path: Path) -> None:
    raise OvertError(f"{path} fails")


def test_pieces_run_in_processes_of_one_thread_and_only_once(tmp_path):
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
