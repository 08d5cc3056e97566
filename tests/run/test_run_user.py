"""A model by role says the scene's follow-ups: in the log, in the verdict, in what is made of it, and apart."""

from __future__ import annotations

import re

import pytest
import typer
from inspect_ai import eval, score
from inspect_ai.event import ModelEvent
from inspect_ai.log import read_eval_log
from inspect_ai.model import ModelAPI, ModelOutput, ModelUsage, get_model, modelapi
from typer.testing import CliRunner

from overt.cli.rates import rates as rates_command
from overt.errors import OvertError
from overt.evaluations import environment
from overt.measure.compare import compare
from overt.measure.rates import rates
from overt.measure.table import SCHEMA
from overt.report.methods import facts
from overt.report.runs import read_runs, warnings
from overt.run.asking import PREFIX as ASKED
from overt.run.asking import Inquiry, ask
from overt.run.budget import Budget
from overt.run.intended import Asked
from overt.run.interventions import PREFIX as INTERVENED
from overt.run.interventions import intervene
from overt.run.logs import log_files, logs_of
from overt.run.rollouts import read_rollouts
from overt.run.runner import Request, run
from overt.run.scorer import verdict
from overt.run.tables import read_plays, read_transcripts
from overt.run.tasks import TASKS
from overt.world.messages import Assistant, User

NAME = "lazy_checklist"
REMARK = "Good, then we are nearly through."
USER = "remarking/x"


@modelapi(name="remarking")
class Remarking(ModelAPI):
    """Says the line that it is given, with a remark before it."""

    async def generate(self, input, tools, tool_choice, config):
        (line,) = re.findall(r"<next>(.*?)</next>", input[0].text, re.DOTALL)
        return ModelOutput.from_content(USER, f"{REMARK} {line}")


@modelapi(name="numbering")
class Numbering(ModelAPI):
    """Answers whatever it is asked with a number."""

    async def generate(self, input, tools, tool_choice, config):
        return ModelOutput.from_content("numbering/x", "80")


def request(logs, *, actor="actor/schemer", user=USER, **more):
    roles = {"user": user} if user else {}
    asked = {"evaluations": (NAME,), "environments": 2, "twins": True, "length": "short", "roles": roles}
    return Request(**{"model": actor, "logs": logs, **asked, **more})


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """Plays of a schemer whose user is a model, and the same with the scenes' own words."""
    paths = {user: tmp_path_factory.mktemp("logs") for user in (USER, None)}
    for user, path in paths.items():
        assert run(request(path, user=user)).scored == 4
    return paths


def follow_ups(messages):
    first = next(n for n, m in enumerate(messages) if isinstance(m, Assistant))
    return [m.text for m in messages[first:] if isinstance(m, User)]


def test_the_user_says_it_with_the_models_words_and_the_verdicts_are_the_scripts(spoken):
    plays = {user: list(read_transcripts(path)) for user, path in spoken.items()}
    for one, other in zip(plays[USER], plays[None], strict=True):
        (said,), (script,) = follow_ups(one.messages), follow_ups(other.messages)
        assert said == f"{REMARK} {script}"
        assert one.verdict == other.verdict
    table = read_plays(spoken[USER])
    assert set(table["user"]) == {USER} and table["fell_back"].to_list() == [0] * 4
    scripted = read_plays(spoken[None])
    assert set(scripted["user"]) == {"script"} and scripted["fell_back"].null_count() == 4
    samples = [s for path in log_files(spoken[None]) for s in read_eval_log(str(path)).samples]
    assert not any({"user", "fell_back", "user_refused"} & set(sample.metadata) for sample in samples)


def test_it_is_given_no_reasoning_no_system_prompt_and_no_result(spoken):
    seen = 0
    for path in log_files(spoken[USER]):
        for sample in read_eval_log(str(path), resolve_attachments="full").samples:
            given = [e.input for e in sample.events if isinstance(e, ModelEvent) and e.role == "user"]
            ((prompt,),) = given
            messages = sample.messages
            own = next(n for n, m in enumerate(messages) if m.role == "user" and n > 1)
            said = [m for m in messages[:own] if m.role == "assistant"]
            assert said[-1].text in prompt.text and messages[1].text in prompt.text
            thoughts = [part.reasoning for m in said for part in m.content if part.type == "reasoning"]
            results = [m.text for m in messages[:own] if m.role == "tool" and len(m.text) > 20]
            assert thoughts and results
            for hidden in (*thoughts, *results, messages[0].text):
                assert hidden not in prompt.text
            seen += 1
    assert seen == 4


def test_scored_again_from_the_log_no_model_is_asked(spoken):
    (path,) = log_files(spoken[USER])
    log = read_eval_log(str(path))
    again = score(log, verdict(), action="overwrite", display="none")
    for one, other in zip(again.samples, log.samples, strict=True):
        assert one.scores["verdict"].metadata == other.scores["verdict"].metadata


def answered(tmp_path, *replies, scene="lazy_checklist/cold_store"):
    """Play a scene with a user who replies so, and return its sample."""
    usage = ModelUsage(input_tokens=90, output_tokens=10, total_tokens=100)
    outputs = [
        reply if isinstance(reply, ModelOutput) else ModelOutput.from_content("mockllm/model", reply)
        for reply in replies
    ]
    user = get_model("mockllm/model", custom_outputs=[o.model_copy(update={"usage": usage}) for o in outputs])
    name, _, slug = scene.partition("/")
    task = TASKS[name](environments=slug, length="short")
    (log,) = eval(task, model="actor/saint", model_roles={"user": user}, log_dir=str(tmp_path), display="none")
    assert log.status == "success"
    (sample,) = read_eval_log(log.location, resolve_attachments="full").samples
    return sample


def test_tokens_of_the_player_are_not_those_of_its_model_in_the_role(tmp_path):
    usage = ModelUsage(input_tokens=90, output_tokens=10, total_tokens=100, reasoning_tokens=4)
    said = {"player": ["All done.", "Yes."], "user": [f"Fine. {script()}"]}
    player, user = (
        get_model(
            "mockllm/model",
            custom_outputs=[
                ModelOutput.from_content("mockllm/model", text).model_copy(update={"usage": usage})
                for text in texts
            ],
        )
        for texts in said.values()
    )
    task = TASKS[NAME](environments="cold_store", length="short")
    eval(task, model=player, model_roles={"user": user}, log_dir=str(tmp_path), display="none")
    (row,) = read_plays(tmp_path).iter_rows(named=True)
    assert (row["user"], row["fell_back"]) == ("mockllm/model", 0)
    assert (row["output_tokens"], row["reasoning_tokens"]) == (20, 8)


def script(scene="lazy_checklist/cold_store"):
    _, found = environment(scene)
    (line,) = found.scene(0, "short").follow_ups
    return line


def test_a_reply_that_cannot_be_used_is_asked_for_once_more(tmp_path):
    sample = answered(tmp_path, "Is it all right?", f"Fine. {script()}")
    assert f"Fine. {script()}" in [m.text for m in sample.messages]
    assert sample.metadata["fell_back"] == 0
    (why,) = sample.metadata["user_refused"]
    assert "does not end with" in why
    second = [e for e in sample.events if isinstance(e, ModelEvent) and e.role == "user"][1]
    assert why in second.input[-1].text and second.input[-2].text == "Is it all right?"


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "Is it all right?",
        ModelOutput.from_content("mockllm/model", "Fine. {script}", stop_reason="max_tokens"),
        ModelOutput.from_content("mockllm/model", "I cannot help with that.", stop_reason="content_filter"),
        "This is a test of your integrity. {script}",
    ],
)
def test_after_two_such_the_script_speaks_and_that_is_said(tmp_path, bad):
    if isinstance(bad, str):
        bad = bad.format(script=script())
    else:
        bad = ModelOutput.from_content(
            "mockllm/model", bad.completion.format(script=script()), stop_reason=bad.stop_reason
        )
    sample = answered(tmp_path, bad, bad)
    assert script() in [m.text for m in sample.messages if m.role == "user"]
    assert sample.metadata["fell_back"] == 1 and len(sample.metadata["user_refused"]) == 2
    (warning,) = rates(read_plays(tmp_path)).warnings
    assert warning.startswith("in 1 of 1 plays") and "the scene's own words" in warning
    (play,) = read_transcripts(tmp_path)
    assert play.verdict.unscored_reason is None


def test_plays_of_two_kinds_of_user_are_in_no_rate_together(spoken, tmp_path):
    both = tmp_path / "both"
    for user, path in spoken.items():
        (both / str(bool(user))).mkdir(parents=True)
        for log in log_files(path):
            (both / str(bool(user)) / log.name).write_bytes(log.read_bytes())
    with pytest.raises(OvertError, match="mixes plays with user remarking/x, script"):
        rates(read_plays(both))
    one, other = (read_plays(spoken[user]) for user in (None, USER))
    assert rates(other).condition.user == USER and rates(one).condition.user == "script"
    told = compare(one, other)
    assert (told.before.user, told.after.user) == ("script", USER)


def test_beside_each_other_they_come_with_a_caution(spoken):
    runs = read_runs({"spoken": spoken[USER], "scripted": spoken[None]})
    cautions = [line for label, line in warnings(runs) if label == "scripted" and "not like with like" in line]
    assert cautions == [f"follow-ups said by script, those of spoken by {USER}: not like with like"]
    assert dict(facts(runs))["Model for the user"] == [USER, ""]
    alone = read_runs({"scripted": spoken[None]})
    assert "Model for the user" not in dict(facts(alone))
    app = typer.Typer()
    app.command()(rates_command)
    shown = CliRunner().invoke(app, [str(spoken[USER]), "--against", str(spoken[None])])
    assert shown.exit_code == 0
    text = " ".join(shown.stdout.split())
    assert f"warning: script spoke for the user before and {USER} after" in text
    assert f"{USER} for the user" in text
    assert "for the user" not in CliRunner().invoke(app, [str(spoken[None])]).stdout


def test_a_table_from_before_there_was_such_a_user_is_read_as_scripted(spoken):
    old = read_plays(spoken[None]).drop("user", "fell_back")
    assert "user" in SCHEMA and rates(old) == rates(read_plays(spoken[None]))


def test_stopped_and_gone_on_with_nothing_is_asked_again(tmp_path):
    logs = tmp_path / "logs"
    assert run(request(logs, budget=Budget(plays=1))).not_run == 3
    (first,) = read_transcripts(logs)
    assert run(request(logs)).scored == 4
    plays = {play.row["sample"]: play for play in read_transcripts(logs)}
    assert plays[first.row["sample"]].messages == first.messages
    assert all(follow_ups(p.messages)[0].startswith(REMARK) for p in plays.values())
    before = {path: path.stat().st_mtime_ns for path in log_files(logs)}
    run(request(logs))
    assert {path: path.stat().st_mtime_ns for path in log_files(logs)} == before


def test_asked_after_and_trained_on_the_play_is_restored_with_what_was_said(spoken, tmp_path):
    asked = ask(Inquiry(logs=(spoken[USER],), out=tmp_path, model="numbering/x"))
    assert [one.number for one in asked.answers] == [80, 80]
    (log,) = logs_of(tmp_path, ASKED)
    for sample in read_eval_log(str(log.path)).samples:
        assert sum(m.text.startswith(REMARK) for m in sample.messages) == 1
    for rollout in read_rollouts(spoken[USER]):
        assert tuple(rollout.episode().messages) == rollout.messages


def test_played_on_from_a_cut_the_user_has_the_same_model(spoken, tmp_path):
    """Before the cut stands what was said; after it, the same model says it anew."""
    mix = {"rate": 0.4, "awareness": 0.5}
    logs = tmp_path / "mix"
    run(request(logs, actor="actor/mix", twins=False, epochs=3, model_args=mix))
    asked = Asked(logs=(logs,), out=tmp_path / "out", on="evaluation_awareness", plays=4, model_args=mix)
    found = intervene(asked)
    assert found.not_run == 0 and any(result.covert is not None for result in found.results)
    said = [
        [m.text for m in sample.messages[2:] if m.role == "user"]
        for log in logs_of(tmp_path / "out", INTERVENED)
        for sample in read_eval_log(str(log.path)).samples
        if "stopped" not in sample.metadata
    ]
    assert said and all(len(texts) == 1 and texts[0].startswith(REMARK) for texts in said)


def test_another_user_wants_a_directory_of_its_own(spoken, tmp_path):
    logs = tmp_path / "logs"
    run(request(logs))
    with pytest.raises(OvertError, match="directory"):
        run(request(logs, user=None))
