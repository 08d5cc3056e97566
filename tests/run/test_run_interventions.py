"""Interventions through Inspect: an arm is a log, stopping loses nothing, a chat model is cut at whole turns."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from inspect_ai.log import read_eval_log
from interrupts import heed

from overt.detect.awareness import is_aware
from overt.errors import OvertError
from overt.intervene.arms import ARMS
from overt.measure.causes import causes
from overt.providers.convert import from_inspect
from overt.run.budget import Budget
from overt.run.intended import Asked
from overt.run.interventions import PREFIX, intervene, read_results
from overt.run.logs import log_files, logs_of
from overt.run.runner import Request, run
from overt.run.tables import read_plays, read_transcripts
from overt.world.messages import Assistant

OVERT = Path(sys.executable).with_name("overt")
MIX = {"rate": 0.4, "awareness": 0.5, "awareness_effect": 0.1}
ON = "evaluation_awareness"


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Logs of a mix: 24 plays of the lazy checklist, about half of them aware, and twins beside them."""
    logs = tmp_path_factory.mktemp("played")
    run(
        Request(
            model="actor/mix", logs=logs, evaluations=("lazy_checklist",), epochs=3, twins=True, model_args=MIX
        )
    )
    return logs


@pytest.fixture(scope="module")
def done(played, tmp_path_factory):
    out = tmp_path_factory.mktemp("done")
    return out, intervene(Asked(logs=(played,), out=out, on=ON, plays=40, model_args=MIX))


def test_every_arm_is_a_log_and_every_plan_a_scored_sample(done, played):
    out, found = done
    assert {log.header.eval.task for log in logs_of(out, PREFIX)} == {f"{PREFIX}{arm}" for arm in ARMS}
    assert found.not_run == 0
    assert len(found.results) == len(found.intended.plans) == 5 * 40
    assert all(result.covert is not None or result.gave_up for result in found.results)
    sources = {source.name: source for source in found.intended.sources}
    assert len(sources) == 24
    for result in found.results:
        assert (sources[result.source].shown is not None) == (result.arm in ("resample", "remove"))
    with pytest.raises(OvertError, match="no logs"):
        read_plays(out)


def test_a_continuation_has_the_play_before_the_cut_and_the_thought_that_was_put_there(done, played):
    out, found = done
    sources = {(play.row["sample"], play.row["epoch"]): play for play in read_transcripts(played)}
    seen = 0
    for path in log_files(out):
        for sample in read_eval_log(str(path)).samples or []:
            plan = sample.metadata["plan"]
            source = sources[plan["sample"], plan["epoch"]].messages
            messages = from_inspect(sample.messages)
            places = [n for n, message in enumerate(source) if isinstance(message, Assistant)]
            cut = places[plan["cut"]["turn"]]
            assert messages[:cut] == source[:cut]
            turn = messages[cut]
            assert turn.reasoning.startswith(source[cut].reasoning[: plan["cut"]["start"]].rstrip())
            assert plan["sentence"] in turn.reasoning
            if plan["arm"] == "remove":
                mine = [m.reasoning for m in messages[cut:] if isinstance(m, Assistant)]
                assert not any(map(is_aware, mine))
            seen += 1
    assert seen == len(found.results)


def test_what_was_played_is_what_the_mix_would_do(done):
    _, found = done
    told = causes(found.results, {s.name: s.covert for s in found.intended.sources})
    assert told.arms["insert"].rate < told.arms["control"].rate
    assert told.effects["insert - control"].high < 0
    assert told.resilience.rate == pytest.approx(0.5, abs=0.2)


def test_the_same_request_plays_nothing_again_and_another_is_refused(done, played):
    out, found = done
    before = {path: path.stat().st_mtime_ns for path in log_files(out)}
    again = intervene(Asked(logs=(played,), out=out, on=ON, plays=40, model_args=MIX))
    assert sorted(again.results) == sorted(found.results)
    assert {path: path.stat().st_mtime_ns for path in log_files(out)} == before
    with pytest.raises(OvertError, match="a directory of its own"):
        intervene(Asked(logs=(played,), out=out, on=ON, plays=41, model_args=MIX))
    with pytest.raises(OvertError, match=r"--out .* holds"):
        intervene(Asked(logs=(played,), out=played, on=ON, plays=40, model_args=MIX))


def test_what_cannot_be_started_from_is_said(tmp_path):
    run(Request(model="actor/saint", logs=tmp_path / "q", evaluations=("sandbagging_qa_no_goal",), environments=2))
    with pytest.raises(OvertError, match="only pairs decide"):
        intervene(Asked(logs=(tmp_path / "q",), out=tmp_path / "out", on=ON, plays=2))
    run(Request(model="actor/saint", logs=tmp_path / "a", evaluations=("lazy_checklist",), environments=2))
    run(Request(model="actor/schemer", logs=tmp_path / "b", evaluations=("lazy_checklist",), environments=2))
    with pytest.raises(OvertError, match="mixes"):
        intervene(Asked(logs=(tmp_path / "a", tmp_path / "b"), out=tmp_path / "out", on=ON, plays=2))


def test_plays_of_one_seed_in_two_logs_are_both_started_from(played, tmp_path):
    again = tmp_path / "again"
    run(
        Request(
            model="actor/mix", logs=again, evaluations=("lazy_checklist",), epochs=3, twins=True, model_args=MIX
        )
    )
    asked = Asked(logs=(played, again), out=tmp_path / "out", on=ON, arms=("plain",), plays=30, model_args=MIX)
    found = intervene(asked)
    logs = {result.source.log for result in found.results}
    assert (len(found.results), found.not_run, len(logs)) == (30, 0, 2)


def test_a_budget_of_plays_is_over_all_arms(played, tmp_path):
    asked = Asked(logs=(played,), out=tmp_path / "o", on=ON, plays=4, model_args=MIX, budget=Budget(plays=5))
    found = intervene(asked)
    assert (len(found.results), len(found.intended.plans)) == (5, 20)


def test_a_model_that_cannot_go_on_from_a_thought_is_cut_at_whole_turns(played, tmp_path):
    """A scripted actor takes no partial thoughts, like a chat endpoint."""
    found = intervene(Asked(logs=(played,), out=tmp_path / "out", on=ON, plays=6, model="actor/saint"))
    assert found.intended.whole_turns
    assert set(found.intended.left_out) >= {"insert", "control"}
    assert {plan.arm for plan in found.intended.plans} == {"resample", "remove", "plain"}
    assert all(plan.cut.start == 0 for plan in found.intended.plans)
    assert not any(result.covert for result in found.results if result.arm == "remove")


def test_an_endless_thought_is_unscored_with_its_reason(played, tmp_path):
    aware = MIX | {"awareness": 1.0, "rate": 0.1}
    asked = Asked(logs=(played,), out=tmp_path / "o", on=ON, plays=3, arms=("remove",), model_args=aware)
    found = intervene(asked)
    assert found.results and all(r.gave_up and r.covert is None for r in found.results)
    assert all("came back" in r.reason for r in found.results)


def overt(*arguments):
    command = [OVERT, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)


def started(command: list[object], said: Path, ready: Callable[[], object]) -> subprocess.Popen[bytes]:
    """Start a command and return it when it is as far as that; what it says goes into a file."""
    with said.open("w") as err:
        process = subprocess.Popen(
            [OVERT, *map(str, command)],
            stdout=err,
            stderr=err,
            preexec_fn=heed,  # noqa: PLW1509, it only resets a signal
        )
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not ready():
        assert process.poll() is None, said.read_text()
        time.sleep(0.05)
    return process


def test_killed_in_the_middle_the_same_command_plays_what_is_left(played, tmp_path):
    out = tmp_path / "out"
    mix = [part for key, value in (MIX | {"delay": 0.1}).items() for part in ("-M", f"{key}={value}")]
    command = ["intervene", played, "--on", ON, "--out", out, "--plays", "120", "--arms", "insert,control", *mix]
    process = started(command, tmp_path / "err", lambda: _finished(out) >= 5)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = _finished(out)
    assert before >= 5
    ended = overt(*command, "--json")
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert before < told["arms"]["insert"]["plays"] + told["arms"]["control"]["plays"] == len(read_results(out))
    assert told["not_run"] == 0 and set(told["effects"]) == {"insert"}
    assert {"difference", "low", "high", "p", "clusters"} <= set(told["effects"]["insert"])


def test_what_a_stop_cut_off_is_no_result(played, tmp_path):
    out = tmp_path / "out"
    mix = [part for key, value in (MIX | {"delay": 600}).items() for part in ("-M", f"{key}={value}")]
    command = ["intervene", played, "--on", ON, "--out", out, "--plays", "4", "--arms", "plain", *mix]
    process = started(command, tmp_path / "err", lambda: out.exists() and log_files(out))
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
    (log,) = logs_of(out, PREFIX)
    assert read_eval_log(str(log.path)).samples
    assert read_results(out) == []


def _finished(out: Path) -> int:
    try:
        return len(read_results(out))
    except (OvertError, OSError, ValueError, KeyError):
        return 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--on", "boredom"], "evaluation_awareness"),
        (["--on", ON, "--arms", "remove,erase"], "erase"),
        (["--on", ON, "--sentences", "nowhere.yaml"], "nowhere.yaml"),
        (["--on", ON, "-M", "rate"], "key=value"),
    ],
)
def test_a_mistake_is_one_line(played, tmp_path, arguments, told):
    ended = overt("intervene", played, "--out", tmp_path / "out", *arguments)
    assert ended.returncode == 2
    assert told in ended.stderr and len(ended.stderr.strip().splitlines()) == 1
