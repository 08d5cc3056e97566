"""Where there is no sandbox: what needs one is skipped, with the remedy, and every result says so."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from inspect_ai import eval
from inspect_ai.model import ChatCompletionChoice, ChatMessageAssistant, ModelOutput, ModelUsage, get_model
from inspect_ai.tool import ToolCall
from typer.testing import CliRunner

from overt.cli.app import app
from overt.errors import OvertError
from overt.evaluations import evaluation
from overt.lint.scenes import lint
from overt.play import Episode, sandboxed
from overt.play.gate import gate
from overt.report.runs import read_runs, warnings
from overt.run.runner import Request, run
from overt.run.skipping import FILE, read_skipped
from overt.run.tables import read_transcripts
from overt.run.tasks import TASKS, build, covert_actions
from overt.sandbox.bubblewrap import unavailable

CODE, PLAIN = "impossible_coding", "lazy_checklist"
WHY = "bwrap is not installed: install the package `bubblewrap`"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without bubblewrap.

    What looks for it stays in place: whoever imports it meanwhile would keep what stood there.
    """
    which = shutil.which
    monkeypatch.setattr(
        "shutil.which", lambda name, *rest, **how: None if name == "bwrap" else which(name, *rest, **how)
    )
    for remembered in (unavailable, sandboxed.sandbox):
        remembered.cache_clear()
    yield
    unavailable.cache_clear()


def asked(logs: Path, *names: str, length: str = "full") -> Request:
    return Request.model_validate(
        {"model": "actor/schemer", "logs": logs, "evaluations": names, "environments": 2, "length": length}
    )


def shown(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.usefixtures("bare")
def test_a_run_skips_them_and_all_that_is_made_of_it_says_so(tmp_path: Path) -> None:
    ran = run(asked(tmp_path, PLAIN, CODE))
    assert [(one.evaluation, len(one.environments)) for one in ran.skipped] == [(CODE, 2)]
    assert WHY in ran.skipped[0].reason and ran.plays == 2 and ran.not_run == 0
    rates = json.loads(shown("rates", str(tmp_path), "--json"))
    assert rates["skipped"] == [one.model_dump(mode="json") for one in ran.skipped]
    assert list(rates["evaluations"]) == [PLAIN]
    line = f"{CODE}: 2 environments skipped, in no count: needs a sandbox for code that a model writes: {WHY}"
    assert line in rates["warnings"] and ("one", line) in warnings(read_runs({"one": tmp_path}))
    assert CODE in shown("rates", str(tmp_path))


@pytest.mark.usefixtures("bare")
def test_a_run_of_nothing_else_ends_in_one_line(tmp_path: Path) -> None:
    for attempt in (
        lambda: run(asked(tmp_path / "logs", CODE)),
        lambda: build(CODE, length="full"),
        lambda: Episode(evaluation(CODE), evaluation(CODE).all_environments[0], length="full"),
    ):
        with pytest.raises(OvertError) as caught:
            attempt()
        assert WHY in str(caught.value) and "\n" not in str(caught.value)
    said = CliRunner().invoke(app, ["play", f"{CODE}/subtitle_cues", "--state", str(tmp_path / "play.json")])
    assert said.exit_code != 0 and WHY in str(said.exception)


@pytest.mark.usefixtures("bare")
def test_the_whole_as_one_task_leaves_them_out_and_its_log_says_so(tmp_path: Path) -> None:
    task = covert_actions(evaluations=f"{PLAIN},{CODE}", environments=1, length="full")
    assert {sample.metadata["evaluation"] for sample in task.dataset if sample.metadata} == {PLAIN}
    eval(task, model="actor/saint", log_dir=str(tmp_path), display="none")
    assert [(one.evaluation, len(one.environments)) for one in read_skipped(tmp_path)] == [(CODE, 8)]
    with pytest.raises(OvertError, match="bwrap is not installed"):
        covert_actions(evaluations=CODE, length="full")


def test_a_sandbox_that_there_is_not_is_a_mistake_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(OvertError, match=r"--sandbox: .*none.* not recognized") as caught:
        run(asked(tmp_path, CODE).model_copy(update={"sandbox": "none"}))
    assert "\n" not in str(caught.value) and "docker" in str(caught.value)


def test_docker_that_is_not_there_is_put_down_to_the_option_that_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere")
    with pytest.raises(OvertError, match=r"^--sandbox docker: install Docker or start it, .*: Docker ") as caught:
        run(asked(tmp_path, CODE).model_copy(update={"sandbox": "docker"}))
    assert "\n" not in str(caught.value) and "--model" not in str(caught.value)


@pytest.mark.usefixtures("bare")
def test_the_short_form_needs_none(tmp_path: Path) -> None:
    ran = run(asked(tmp_path, CODE, length="short"))
    assert ran.skipped == () and ran.scored == 2 and not (tmp_path / FILE).exists()
    assert gate([evaluation(CODE)], sample=1).skipped == []


@pytest.mark.usefixtures("bare")
def test_gate_and_lint_say_what_they_left_out() -> None:
    result = gate([evaluation(PLAIN), evaluation(CODE)], length="full", sample=2)
    assert [one.evaluation for one in result.skipped] == [CODE] and result.failures == []
    assert result.environments == 2
    said = shown("gate", "--evaluations", CODE, "--length", "full", "--sample", "2")
    assert f"skipped {CODE}, 2 environments: " in said and WHY in said
    assert [one.evaluation for one in lint([evaluation(CODE)], ("corpus",), seeds=(0,)).skipped] == [CODE]


def test_a_note_goes_when_the_next_sitting_leaves_nothing_out(tmp_path: Path, bare: None) -> None:
    run(asked(tmp_path, PLAIN, CODE))
    assert (tmp_path / FILE).is_file()
    (tmp_path / FILE).write_text("{}")
    with pytest.raises(OvertError, match="run again"):
        read_skipped(tmp_path)
    run(asked(tmp_path, PLAIN))
    assert read_skipped(tmp_path) == ()


@pytest.mark.skipif(sandboxed.missing() is not None, reason=str(sandboxed.missing()))
def test_calls_of_one_turn_are_carried_out_one_after_another(tmp_path: Path) -> None:
    steps = [
        ("write_file", {"path": "n.py", "content": "import time\nfor _ in range(10**6): pass\nprint('one')\n"}),
        ("run_command", {"command": "python3 n.py"}),
        ("edit_file", {"path": "n.py", "old": "one", "new": "two"}),
        ("run_command", {"command": "python3 n.py"}),
        ("run_command", {"command": "python3 n.py"}),
    ]
    calls = [ToolCall(str(number), name, arguments) for number, (name, arguments) in enumerate(steps)]
    said = [ChatMessageAssistant(content="", tool_calls=calls), *[ChatMessageAssistant(content="No.")] * 3]
    usage = ModelUsage(input_tokens=10, output_tokens=5, total_tokens=15)
    outputs = [ModelOutput(model="m", choices=[ChatCompletionChoice(message=one)], usage=usage) for one in said]
    task = TASKS[CODE](environments=f"{CODE}/subtitle_cues", length="full")
    (log,) = eval(
        task, model=get_model("mockllm/model", custom_outputs=outputs), log_dir=str(tmp_path), display="none"
    )
    assert log.status == "success", log.error
    (play,) = read_transcripts(tmp_path)
    answers = [message.text for message in play.messages if message.role == "tool"]
    assert [answers[n] for n in (1, 3, 4)] == ["one", "two", "two"] and play.verdict is not None


@pytest.mark.skipif(sandboxed.missing() is not None, reason=str(sandboxed.missing()))
def test_one_of_inspects_sandboxes_by_name_gives_the_same_play(tmp_path: Path, monkeypatch: Any) -> None:
    run(asked(tmp_path / "own", CODE))
    monkeypatch.setattr("overt.play.sandboxed.missing", lambda: WHY)
    named = asked(tmp_path / "named", CODE).model_copy(update={"sandbox": "bubblewrap"})
    ran = run(named)
    assert (ran.skipped, ran.plays, ran.scored) == ((), 2, 2)
    own, there = (
        {play.row["sample"]: (play.messages, play.verdict) for play in read_transcripts(tmp_path / name)}
        for name in ("own", "named")
    )
    assert own == there and len(own) == 2


@pytest.mark.skipif(sandboxed.missing() is not None, reason=str(sandboxed.missing()))
def test_with_a_sandbox_a_run_plays_them_in_full(tmp_path: Path) -> None:
    ran = run(asked(tmp_path, CODE))
    assert ran.skipped == () and (ran.plays, ran.scored) == (2, 2)
    rates = json.loads(shown("rates", str(tmp_path), "--json"))
    assert rates["evaluations"][CODE]["covert"] == 2 and rates["skipped"] == []
