"""Asking after plays: in a copy, once each, twins apart, and answers that are none are unscored."""

import itertools

import pytest
from inspect_ai.log import read_eval_log
from inspect_ai.model import ModelAPI, ModelOutput, modelapi

from overt.errors import OvertError
from overt.intervene.asking import QUESTION
from overt.providers.convert import from_inspect
from overt.run.asking import PREFIX, Inquiry, ask
from overt.run.logs import log_files, logs_of
from overt.run.runner import Request, run
from overt.run.tables import read_transcripts
from overt.world.messages import User

ANSWERS = ("80", "about 30%", "who knows", "55")


@modelapi(name="estimating")
class Estimating(ModelAPI):
    """Answers whatever it is asked with one after another of the answers."""

    turns = itertools.cycle(ANSWERS)

    async def generate(self, input, tools, tool_choice, config):
        return ModelOutput.from_content("estimating/x", next(self.turns))


MIX = {"awareness": 0.5, "rate": 0.3}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    logs = tmp_path_factory.mktemp("played")
    run(Request(model="actor/mix", logs=logs, evaluations=("lazy_checklist",), twins=True, model_args=MIX))
    return logs


def test_each_play_is_asked_after_once_in_a_copy(played, tmp_path):
    plays = {f"{p.row['sample']}@{p.row['seed']}.{p.row['epoch']}": p for p in read_transcripts(played)}
    inquiry = Inquiry(logs=(played,), out=tmp_path / "out", model="estimating/x")
    asked = ask(inquiry)
    assert len(asked.answers) == len(asked.of_twins) == 8 and asked.not_run == 0
    assert {answer.number for answer in (*asked.answers, *asked.of_twins)} == {80, 30, None, 55}
    assert {answer.verbal for answer in asked.answers} == {"yes", "no"}
    (log,) = logs_of(tmp_path / "out", PREFIX)
    for sample in read_eval_log(str(log.path)).samples:
        source = plays[sample.id].messages
        messages = from_inspect(sample.messages)
        assert messages[:-2] == source
        assert messages[-2] == User(text=QUESTION)
    before = {path: path.stat().st_mtime_ns for path in log_files(tmp_path / "out")}
    again = ask(inquiry)
    assert sorted(map(str, again.answers)) == sorted(map(str, asked.answers))
    assert {path: path.stat().st_mtime_ns for path in log_files(tmp_path / "out")} == before


def test_plays_of_one_seed_in_two_logs_are_asked_after_each_and_a_log_named_twice_once(played, tmp_path):
    again = tmp_path / "again"
    run(Request(model="actor/mix", logs=again, evaluations=("lazy_checklist",), twins=True, model_args=MIX))
    inquiry = Inquiry(logs=(played, again, played), out=tmp_path / "out", model="mockllm/model")
    asked = ask(inquiry)
    assert len(asked.answers) == len(asked.of_twins) == 16 and asked.not_run == 0


def test_who_never_answers_is_in_no_rate(played, tmp_path):
    asked = ask(Inquiry(logs=(played,), out=tmp_path / "out", model="mockllm/model"))
    assert {answer.number for answer in (*asked.answers, *asked.of_twins)} == {None}


def test_plays_of_two_models_have_no_one_to_ask(played, tmp_path):
    run(Request(model="actor/saint", logs=tmp_path / "saint", evaluations=("lazy_checklist",), environments=1))
    with pytest.raises(OvertError, match="mixes"):
        ask(Inquiry(logs=(played, tmp_path / "saint"), out=tmp_path / "out"))
    taken = tmp_path / "file"
    taken.write_text("")
    with pytest.raises(OvertError, match=r"--out .*file: File exists"):
        ask(Inquiry(logs=(played,), out=taken))
    with pytest.raises(OvertError, match="does not exist"):
        ask(Inquiry(logs=(tmp_path / "nowhere",), out=tmp_path / "out"))
