"""What goes wrong: kills while plays are in flight, a full disk, damaged and foreign logs, mistakes."""

import errno
import fcntl
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from interrupts import heed

from overt.errors import OvertError
from overt.evaluations import evaluation
from overt.providers.actor import ActorAPI
from overt.providers.current import CURRENT
from overt.run.complaints import explained
from overt.run.directory import LOCK
from overt.run.logs import log_files
from overt.run.runner import Request, run
from overt.run.tables import read_plays

MARKED = Path(__file__).with_name("marked.py")
PLAYS = 80
NAME = "lazy_checklist"
OTHER = evaluation("email_scoring").environments("report")[0].id


def command(logs: Path, epochs: int = PLAYS // 4) -> list[str]:
    return [
        *(sys.executable, str(MARKED), "run", "--logs", str(logs), "--json", "--twins", "--epochs", str(epochs)),
        *("--model", "actor/mix", "-M", "rate=0.5", "-M", "delay=0.25"),
        *("--evaluations", NAME, "--environments", "2"),
    ]


def surroundings(folder: Path, sitting: int) -> dict[str, str]:
    """Return the child's environment: its marks, and Inspect's own data, stay in the test's folder."""
    return {**os.environ, "MARKS": str(folder / f"marks{sitting}"), "XDG_DATA_HOME": str(folder / "data")}


def marks(folder: Path, sitting: int) -> tuple[set[str], set[str]]:
    """Return which plays began and which ended in a sitting."""
    path = folder / f"marks{sitting}"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    words = [line.split(" ", 1) for line in lines if line.count(" ") == 2]
    return {play for word, play in words if word == "begin"}, {play for word, play in words if word == "end"}


def stop_in_flight(folder: Path, sitting: int, ended_at_least: int, how: signal.Signals) -> int:
    """Start the run, send it a signal when so many plays have ended and others are in flight; return its exit."""
    with (folder / "err").open("w") as err:
        child = subprocess.Popen(
            command(folder / "logs"),
            env=surroundings(folder, sitting),
            stdout=err,
            stderr=err,
            start_new_session=True,
            preexec_fn=heed,  # noqa: PLW1509, it only resets a signal
        )
    try:
        while True:
            begun, ended = marks(folder, sitting)
            if len(ended) >= ended_at_least and len(begun) > max(5, len(ended)):
                break
            assert child.poll() is None, (folder / "err").read_text()
            time.sleep(0.01)
        os.killpg(child.pid, how)
        return child.wait(timeout=60)
    finally:
        child.kill()
        child.wait()


def test_killed_and_stopped_in_flight_the_same_command_loses_nothing_and_repeats_nothing(
    tmp_path,
):
    done: set[str] = set()
    # Ctrl-C takes a moment, so it comes while more plays are left than run at once.
    stops = [(0, signal.SIGKILL), (3, signal.SIGINT), (5, signal.SIGKILL), (15, signal.SIGKILL)]
    for sitting, (ended_at_least, how) in enumerate(stops):
        left = stop_in_flight(tmp_path, sitting, ended_at_least, how)
        assert left == (130 if how == signal.SIGINT else -how), (tmp_path / "err").read_text()
        begun, ended = marks(tmp_path, sitting)
        assert begun - ended, "the kill came when nothing was in flight"
        assert not begun & done, "a finished play was played again"
        done |= ended
        read_plays(tmp_path / "logs")
    last = subprocess.run(
        command(tmp_path / "logs"),
        env=surroundings(tmp_path, len(stops)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert last.returncode == 0, last.stderr
    said = json.loads(last.stdout)
    assert (said["plays"], said["scored"], said["not_run"]) == (PLAYS, PLAYS, 0)
    begun, _ = marks(tmp_path, len(stops))
    assert not begun & done, "a finished play was played again"
    plays = read_plays(tmp_path / "logs")
    assert plays.height == plays.select("sample", "epoch").n_unique() == PLAYS
    assert len(log_files(tmp_path / "logs")) == 1


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))


def test_without_room_it_says_so_in_one_line_and_goes_on_when_there_is(tmp_path):
    # A limit on the size of files fails as a full disk does, and needs no disk of its own.
    full, again = (
        subprocess.run(
            command(tmp_path / "logs", epochs=6),
            env=surroundings(tmp_path, sitting),
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=limit,
        )
        for sitting, limit in enumerate((_small_files, None))
    )
    assert full.returncode == 2 and full.stdout == ""
    (line,) = [line for line in full.stderr.splitlines() if line.startswith("overt:")]
    assert "no room left" in line and "give the same command again" in line
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["scored"] == 24
    assert read_plays(tmp_path / "logs").select("sample", "epoch").n_unique() == 24


def request(logs: Path, **changes) -> Request:
    return Request(**{"model": "actor/saint", "logs": logs, "evaluations": (NAME,), "environments": 1, **changes})


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"evaluations": ("lazy",)}, "no evaluation 'lazy'"),
        ({"environments": (f"{NAME}/nowhere",)}, "no environment"),
        ({"environments": ("sandbagging_qa_no_goal/x",)}, "names none of lazy_checklist|no environment"),
        (
            {"evaluations": (NAME,), "environments": (f"{NAME}/cold_store", OTHER)},
            f"{OTHER} is of no evaluation that is run",
        ),
        ({"spec": "AS9"}, "no clause 'AS9'"),
        ({"epochs": 0}, "--epochs 0"),
        ({"epochs": 10**20}, "--epochs 1"),
        ({"seed": 10**23}, "seed is 1"),
        ({"model": "actor/nobody"}, "actor/nobody"),
        ({"model": "actor/mix", "model_args": {"rate": 7}}, "rate"),
        ({"model_args": {"speed": 7}}, "no -M speed"),
        ({"model_args": {"delay": "slow"}}, "-M delay=slow: give seconds"),
        ({"model": "oracle/x"}, "not recognized"),
        ({"model": "nothing"}, "format"),
        ({"model": "local/nowhere"}, "no model in nowhere"),
        ({"generate": {"warmth": 1}}, "-G warmth"),
        ({"generate": {"temperature": "high"}}, "-G temperature"),
    ],
)
def test_a_mistake_is_one_line_that_names_it_and_leaves_no_logs(tmp_path, changes, says):
    with pytest.raises(OvertError, match=says) as refusal:
        run(request(tmp_path / "logs", **changes))
    assert "\n" not in str(refusal.value) and len(str(refusal.value)) < 700
    assert not list(tmp_path.rglob("*.eval"))


def test_plays_that_errored_are_counted_and_alone_tried_again(tmp_path, monkeypatch):
    whole = ActorAPI.generate

    async def failing(self, input, tools, tool_choice, config):
        if "~twin" in CURRENT.get().environment.id:
            raise RuntimeError("the server is on fire")
        return await whole(self, input, tools, tool_choice, config)

    asked = request(tmp_path, environments=2, twins=True, epochs=2)
    with monkeypatch.context() as patch:
        patch.setattr(ActorAPI, "generate", failing)
        first = run(asked)
    assert (first.plays, first.scored, first.errored, first.not_run) == (8, 4, 4, 0)
    ((reason, times),) = first.reasons.items()
    assert "the server is on fire" in reason and "\n" not in reason and times == 4
    plays = read_plays(tmp_path)
    assert plays.filter(plays["status"] == "errored")["twin"].all()
    assert "the server is on fire" in plays.filter(plays["twin"])["reason"][0]

    asked_again: list[str] = []

    async def counted(self, input, tools, tool_choice, config):
        asked_again.append(CURRENT.get().environment.id)
        return await whole(self, input, tools, tool_choice, config)

    monkeypatch.setattr(ActorAPI, "generate", counted)
    assert run(asked).scored == 8
    assert asked_again and all("~twin" in name for name in asked_again)


def test_fewer_epochs_do_not_drop_finished_plays(tmp_path):
    assert run(request(tmp_path, epochs=3)).plays == 3
    with pytest.raises(OvertError, match=r"holds plays of 3 epochs .* give --epochs 3 or more, or another"):
        run(request(tmp_path, epochs=2))
    assert read_plays(tmp_path).height == 3
    assert run(request(tmp_path, epochs=4)).plays == 4


def test_a_place_that_cannot_hold_logs_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OvertError, match="give a directory that can be written to"):
        run(request(tmp_path / "file"))


def test_two_runs_never_write_to_one_directory(tmp_path):
    with (tmp_path / LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(OvertError, match="another run is writing there"):
            run(request(tmp_path))
    assert run(request(tmp_path)).plays == 1


def test_other_settings_and_foreign_logs_are_refused_and_nothing_is_touched(tmp_path):
    run(request(tmp_path / "ours"))
    before = {path: path.read_bytes() for path in log_files(tmp_path / "ours")}
    with pytest.raises(OvertError, match="the log of another run"):
        run(request(tmp_path / "ours", seed=1))
    assert {path: path.read_bytes() for path in log_files(tmp_path / "ours")} == before
    eval(
        Task(dataset=[Sample(input="Hello")], name="theirs"),
        model="mockllm/model",
        log_dir=str(tmp_path / "theirs"),
        display="none",
    )
    with pytest.raises(OvertError, match="a log of theirs"):
        run(request(tmp_path / "theirs"))
    with pytest.raises(OvertError, match="no logs of Overt's tasks"):
        read_plays(tmp_path / "theirs")


@pytest.mark.parametrize("keep", [0, 100, -300])
def test_a_half_written_log_is_named_with_what_to_do(tmp_path, keep):
    run(request(tmp_path))
    (log,) = log_files(tmp_path)
    log.write_bytes(log.read_bytes()[:keep])
    for attempt in (lambda: run(request(tmp_path)), lambda: read_plays(tmp_path)):
        with pytest.raises(OvertError, match="half-written or damaged") as refusal:
            attempt()
        assert log.name in str(refusal.value) and "move it away" in str(refusal.value)
    log.rename(tmp_path / "broken")
    assert run(request(tmp_path)).plays == 1


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "no room left"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "no room left"),
        (RuntimeError("OperationalError('database or disk is full')"), "no room left"),
        (
            type("PrerequisiteError", (Exception,), {"message": "[bold]ERROR[/bold]: No key.\n\nSet it."})(),
            "No key",
        ),
        (RuntimeError(), "RuntimeError"),
    ],
)
def test_what_others_say_in_many_lines_is_said_in_one(error, says):
    with pytest.raises(OvertError, match=says) as refusal, explained("openai/x", Path("logs")):
        raise error
    assert "\n" not in str(refusal.value) and "[bold]" not in str(refusal.value)
