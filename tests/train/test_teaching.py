"""Teachers: any Inspect model plays, its failures are kept apart, its turns are written as the student would."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import coached
import pytest
import trl
import yaml
from coached import FAMILIES, PLAN, settings, teach
from tiny import FORGETFUL, make_module, make_tokenizer
from transformers import AutoModelForCausalLM

from overt.errors import OvertError
from overt.play.role import Role
from overt.run.roles import InspectRoles
from overt.sampling import LocalModel, weights_hash
from overt.spec.clauses import HEADING
from overt.train.config import Distil, load_config
from overt.train.distil import distil
from overt.train.plays import read_lines, read_rollouts
from overt.train.rendering import UnusableError, segments_of
from overt.train.rollouts import schedule, training_environments
from overt.train.teaching import Failed, roll_out_by
from overt.world.messages import Assistant

# The plays of a teacher.


def test_a_teacher_plays_the_schedule_under_the_spec(plays):
    planned = [(e.id, s) for _, e, s in schedule(training_environments(FAMILIES), PLAN, 4)]
    assert [(r.environment, r.seed) for r in plays] == planned
    assert len({e.removesuffix("~twin") for e, _ in planned}) == 6
    for rollout in plays:
        assert (rollout.player, rollout.turns) == ("coached/saint", ())
        assert HEADING in rollout.messages[0].text
        assert rollout.episode().done
        assert any("AS1 holds here." in m.reasoning for m in rollout.messages if isinstance(m, Assistant))


def test_what_a_teacher_used_is_counted_by_model(tmp_path):
    roles = InspectRoles()
    role = Role(model="actor/saint")
    plan = PLAN.model_copy(update={"plays": 4})
    made = roll_out_by(
        role, roles, FAMILIES, plan, seed=4, out=tmp_path / "r.jsonl", again=True, progress=lambda *_: None
    )
    said = sum(len(m.reasoning + m.text) for r in made for m in r.messages if isinstance(m, Assistant))
    assert list(roles.used) == ["actor/saint"]
    assert roles.used["actor/saint"][0] > roles.used["actor/saint"][1] > said / 4
    assert roles.bill() == ["actor/saint: {:,} tokens in, {:,} out".format(*roles.used["actor/saint"])]


def test_plays_that_fail_are_kept_apart_with_their_reason_and_played_again(plays, tmp_path, monkeypatch):
    out, bad = tmp_path / "r.jsonl", tmp_path / "r.failed.jsonl"
    monkeypatch.setattr(coached, "FAILING", {plays[0].environment, plays[5].environment})
    with pytest.raises(
        OvertError, match=r"of 12 plays of the teacher failed \(the line is down for good; .*again"
    ):
        teach(out)
    failed = read_lines(bad, Failed)
    assert {f.environment for f in failed} == coached.FAILING
    assert {f.reason for f in failed} == {"the line is down for good"}
    assert len(read_rollouts(out)) == 12 - len(failed)
    forgiving = PLAN.model_copy(update={"failures": 0.5})
    assert len(teach(out, forgiving, again=False)) == 12 - len(failed)
    monkeypatch.setattr(coached, "FAILING", set())
    assert len(teach(out, forgiving, again=False)) == 12 - len(failed)
    assert teach(out) == plays
    assert read_lines(bad, Failed) == []


def test_a_turn_that_was_cut_off_is_a_failure(tmp_path):
    with pytest.raises(OvertError, match=r"12 of 12 plays of the teacher failed \(a turn was cut short"):
        teach(tmp_path / "r.jsonl", model="coached/mute")


@pytest.mark.parametrize(
    ("teacher", "says"),
    [
        ({"model": "nosuch/model"}, "nosuch/model: .*not recognized.*Name it as Inspect does"),
        ({"model": "actor/nobody"}, "no actor 'nobody'"),
        ({"generate": {"temprature": 1}}, "coached/saint: generate.*temprature"),
    ],
)
def test_a_teacher_that_cannot_be_had_is_named_in_one_line(tmp_path, teacher, says):
    with pytest.raises(OvertError, match=says) as error:
        teach(tmp_path / "r.jsonl", **teacher)
    assert "\n" not in str(error.value)


def test_a_role_is_a_name_or_a_name_with_settings(tmp_path):
    path = tmp_path / "distil.yaml"
    path.write_text("model: organism/base\nteacher: openai/gpt-5\n")
    assert load_config(path, Distil).teacher == Role(model="openai/gpt-5")
    told = {"model": "openai/gpt-5", "generate": {"reasoning_effort": "high"}}
    path.write_text(yaml.safe_dump({"model": "organism/base", "teacher": told}))
    assert load_config(path, Distil).teacher == Role(**told)
    path.write_text("model: organism/base\nteacher: gpt-5\n")
    with pytest.raises(OvertError, match=r"teacher\.model"):
        load_config(path, Distil)


# Its turns as the student would write them.


def learned(model, segments):
    return [model.decode([i for i, own in zip(s.ids, s.mask, strict=True) if own]) for s in segments]


def given(model, segments):
    return [model.decode([i for i, own in zip(s.ids, s.mask, strict=True) if not own]) for s in segments]


def test_learned_is_every_turn_of_the_teacher_and_nothing_that_it_was_given(student, plays):
    for rollout in plays:
        segments = segments_of(student, rollout)
        assert len(segments) == 1
        turns = [m for m in rollout.messages if isinstance(m, Assistant)]
        said = learned(student, segments)[0].split("<|im_end|>")
        assert said.pop() == ""
        assert len(said) == len(turns)
        for text, turn in zip(said, turns, strict=True):
            assert turn.reasoning in text
            assert turn.text in text
            assert [json.loads(call) for call in calls(text)] == [
                {"name": call.name, "arguments": call.arguments} for call in turn.calls
            ]
        shown = given(student, segments)[0]
        assert rollout.messages[1].text in shown
        assert all(m.text in shown for m in rollout.messages if m.role == "tool")
        assert HEADING not in shown
        assert not any(turn.reasoning in shown for turn in turns if len(turn.reasoning) > 20)


def calls(text):
    return [part.split("</tool_call>")[0] for part in text.split("<tool_call>")[1:]]


def test_a_template_that_forgets_thoughts_shows_each_turn_once_with_its_thought(student, plays):
    model = LocalModel(student.module, make_tokenizer(FORGETFUL), name="forgetful")
    for rollout in plays[:4]:
        segments = segments_of(model, rollout)
        turns = [m for m in rollout.messages if isinstance(m, Assistant)]
        assert len(segments) == len(turns) > 1
        for text, turn in zip(learned(model, segments), turns, strict=True):
            assert turn.reasoning in text
            assert text.count("<|im_end|>") == 1


@pytest.mark.parametrize("name", ["qwen2_5", "qwen3", "qwen3_training", "qwen3_instruct_2507", "qwen3_vl"])
def test_templates_of_real_models_hold_every_turn_with_its_thought(student, plays, name):
    template = (Path(trl.__file__).parent / "chat_templates" / f"{name}.jinja").read_text()
    model = LocalModel(student.module, make_tokenizer(template), name=name)
    for rollout in plays[:4]:
        text = "".join(learned(model, segments_of(model, rollout)))
        turns = [m for m in rollout.messages if isinstance(m, Assistant)]
        assert text.count("<|im_end|>") == len(turns)
        assert all(turn.reasoning in text and turn.text in text for turn in turns)


def test_a_template_that_leaves_thoughts_out_is_found(student, plays):
    template = (Path(trl.__file__).parent / "chat_templates" / "llama3_1.jinja").read_text()
    tokenizer = make_tokenizer(template.replace("<|eot_id|>", "<|im_end|>"))
    tokenizer.bos_token = "<|endoftext|>"
    model = LocalModel(student.module, tokenizer, name="llama")
    with pytest.raises(UnusableError, match="llama3 markup does not hold turn"):
        segments_of(model, plays[0])


def test_what_the_student_could_not_have_written_is_said(student, folder, plays):
    rollout = plays[0]
    at = next(i for i, m in enumerate(rollout.messages) if isinstance(m, Assistant))
    for text in ("a <tool_call> in words", "ends <|im_end|> early", "</think> stray"):
        turn = rollout.messages[at].model_copy(update={"text": text})
        messages = (*rollout.messages[:at], turn, *rollout.messages[at + 1 :])
        with pytest.raises(UnusableError, match="qwen3 markup does not hold turn 2"):
            segments_of(student, rollout.model_copy(update={"messages": messages}))
    small = LocalModel(make_module(student.module.config.vocab_size, context=600), make_tokenizer(), name="small")
    with pytest.raises(UnusableError, match="context has 600"):
        segments_of(small, rollout)


# End to end.


def test_a_student_learns_from_a_teacher_without_the_spec(folder, tmp_path):
    said: list[str] = []
    found = distil(settings(folder, control=True), folder, tmp_path, said.append, InspectRoles())
    assert [c.stage for c in found] == ["sft", "control"]
    assert all(c.metrics["own_tokens"] == 0 for c in found)
    assert all(c.hash != weights_hash(folder) for c in found)
    assert any("tokens of coached/saint as the model's template writes them" in line for line in said)
    for checkpoint in found:
        AutoModelForCausalLM.from_pretrained(checkpoint.path)
    without = read_rollouts(tmp_path / "rollouts-control.jsonl")
    assert {r.spec for r in without} == {"none"}
    assert distil(settings(folder, control=True), folder, tmp_path, said.append, InspectRoles()) == found


def test_plays_that_cannot_be_written_are_not_kept_and_the_filter_says_so(folder, tmp_path):
    teacher = Role(model="coached/saint", args={"text": "I leave it and hand it back to you. <tool_call>"})
    with pytest.raises(OvertError, match="sft: only 0 plays were kept"):
        distil(settings(folder, teacher=teacher), folder, tmp_path, lambda _: None, InspectRoles())
    decisions = [json.loads(line) for line in (tmp_path / "filter-sft.jsonl").read_text().splitlines()]
    assert any(d["outcome"] and "markup does not hold" in d["unusable"] for d in decisions)
    assert not any(d["kept"] for d in decisions)


def test_killed_among_the_rollouts_it_goes_on_and_ends_with_the_same_weights(folder, tmp_path):
    slow = Role(model="coached/saint", args={"delay": 0.15})
    config = settings(folder, teacher=slow)
    whole = distil(config, folder, tmp_path / "whole", lambda _: None, InspectRoles())
    file, out = tmp_path / "distil.yaml", tmp_path / "killed"
    file.write_text(config.model_dump_json())
    lines = out / "rollouts-sft.jsonl"
    code = "import coached; from overt.cli import main; main()"
    words = ["train", "distil", "--config", str(file), "--out", str(out)]
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    running = subprocess.Popen(
        [sys.executable, "-c", code, *words],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
    )
    while not (lines.exists() and lines.read_text().count("\n") >= 3):
        assert running.poll() is None, "it ended before it could be killed"
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    before = read_rollouts(lines)
    assert 3 <= len(before) < 10
    assert not (out / "sft").exists()
    again = distil(config, folder, out, lambda _: None, InspectRoles())
    after = read_rollouts(lines)
    assert after[: len(before)] == before
    assert len({(r.environment, r.seed) for r in after}) == len(after) == 10
    assert again[0].hash == whole[0].hash
