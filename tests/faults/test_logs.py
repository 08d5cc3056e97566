"""Logs that are half-written, empty or of something else: named in one line, left alone, and nothing lost."""

import json
import shutil

import pytest

RUN = ("run", "--model", "actor/schemer", "--evaluations", "lazy_checklist", "--environments", "2")


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The directory of a run that ended well, to be copied."""
    from overt.run.runner import Request, run

    logs = tmp_path_factory.mktemp("finished")
    request = Request(model="actor/schemer", logs=logs, evaluations=("lazy_checklist",), environments=2)
    assert run(request).scored == 2
    return logs


@pytest.fixture
def logs(finished, tmp_path):
    """A copy of the run, in which a test may break its one log."""
    shutil.copytree(finished, tmp_path / "logs")
    return tmp_path / "logs"


def only(logs):
    (log,) = logs.glob("*.eval")
    return log


CUTS = [0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, "last byte"]


def cut(log, at):
    whole = log.read_bytes()
    kept = whole[:-1] if at == "last byte" else whole[: int(len(whole) * at)]
    log.write_bytes(kept)
    return kept


@pytest.mark.parametrize("at", CUTS)
def test_a_half_written_log_is_named_and_left_alone(overt, logs, at):
    log = only(logs)
    kept = cut(log, at)
    for command in (("rates", logs), ("rates", log), (*RUN, "--logs", logs)):
        line = overt(*command).complaint()
        assert log.name in line and "half-written or damaged" in line and "move it away" in line
    assert log.read_bytes() == kept
    assert [p.name for p in logs.glob("*.eval")] == [log.name]


def test_the_remedy_works(overt, logs, tmp_path):
    log = only(logs)
    cut(log, 0.5)
    shutil.move(log, tmp_path / log.name)
    done = overt(*RUN, "--logs", logs, "--json")
    assert done.code == 0, done.err
    ran = json.loads(done.out)
    assert (ran["plays"], ran["scored"], ran["errored"]) == (2, 2, 0)


@pytest.mark.parametrize("content", [b"not a log at all", b"PK\x03\x04 and then nothing", b"\x00" * 4096])
def test_what_only_looks_like_a_log_is_named(overt, logs, content):
    stray = logs / "2026-01-01_stray.eval"
    stray.write_bytes(content)
    assert stray.name in overt("rates", logs).complaint()
    assert stray.name in overt("report", logs, "--out", logs.parent / "page").complaint()
    assert not (logs.parent / "page" / "index.html").exists()


def test_one_torn_log_does_not_hide_behind_a_whole_one(overt, logs, finished):
    torn = logs / "2026-01-01_torn.eval"
    shutil.copy(only(finished), torn)
    cut(torn, 0.7)
    assert torn.name in overt("rates", logs).complaint()


def test_a_directory_of_another_run_is_refused_and_left_alone(overt, logs):
    log = only(logs)
    kept = log.read_bytes()
    done = overt(*RUN, "--spec", "abridged", "--logs", logs)
    line = done.complaint_after_playing()
    assert log.name in line and "directory of its own" in line
    assert log.read_bytes() == kept and only(logs) == log


def test_logs_of_other_tasks_are_told_from_ours(overt, finished, tmp_path):
    from inspect_ai.log import read_eval_log, write_eval_log

    log = read_eval_log(str(only(finished)))
    log.eval.task = "gsm8k"
    write_eval_log(log, str(tmp_path / "2026-01-01_gsm8k.eval"))
    assert "holds no logs of Overt's tasks" in overt("rates", tmp_path).complaint()
    line = overt(*RUN, "--logs", tmp_path).complaint()
    assert "gsm8k" in line and "directory of its own" in line


def test_two_models_in_one_table_are_not_averaged(overt, logs, tmp_path):
    done = overt(*RUN[:2], "actor/saint", *RUN[3:], "--logs", tmp_path / "more", "--json")
    assert done.code == 0, done.err
    shutil.copy(only(tmp_path / "more"), logs / "2026-01-01_more.eval")
    line = overt("rates", logs).complaint()
    assert "actor/saint" in line and "actor/schemer" in line
