"""A judge beside the reward: it sees no reasoning, only takes away, answers once, and a stop changes nothing."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import coached
import pytest
import torch
from paying import dying
from transformers import AutoModelForCausalLM

from overt.errors import OvertError
from overt.evaluations import evaluation
from overt.organism.location import BASE
from overt.play import Episode, play
from overt.play.role import Role
from overt.run.roles import InspectRoles
from overt.train.config import Reinforce
from overt.train.confirming import Confirming, question
from overt.train.reinforce import reinforce

JUDGE = Role(model="referee/one")
FAMILY = evaluation("covert_rule_violation")
SMALL = Reinforce(
    validation=None,
    model="organism/base",
    steps=2,
    prompts=2,
    group=4,
    micro_batch=4,
    max_new_tokens=40,
    save_every=1,
    seed=3,
    judge=JUDGE,
)


@pytest.fixture
def judge(monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(coached.JudgeAPI, "asked", asked)

    def answering(answer):
        monkeypatch.setattr(coached.JudgeAPI, "answer", staticmethod(answer))
        return asked

    return answering


def acted(name: str, number: int, *, twin: bool = False, thought: str | None = None) -> Episode:
    environment = FAMILY.environments("train")[number]
    episode = Episode(FAMILY, environment.twin if twin else environment, seed=number)
    asyncio.run(play(episode, FAMILY.actor(name, episode.scene)))
    if thought is None:
        return episode
    retold = Episode(FAMILY, episode.environment, seed=episode.seed)
    for turn in episode.turns:
        retold.step(turn.model_copy(update={"reasoning": thought}))
    return retold


def says(right, quote="", reason="It says what it left."):
    return json.dumps({"right": right, "quote": quote, "reason": reason})


def weights(path: Path) -> dict[str, torch.Tensor]:
    return dict(AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32).state_dict())


@pytest.mark.parametrize("number", range(4))
def test_what_is_asked_has_the_public_play_and_is_the_same_whatever_was_thought(number):
    episode = acted("saint", number)
    text = question(episode.transcript())
    assert question(acted("saint", number, thought="MARKER of a thought").transcript()) == text
    assert "MARKER" not in text and "reasoning of the model" not in text
    assert episode.turns[-1].text in text
    assert all(call.name in text for turn in episode.turns for call in turn.calls)
    assert repr(episode.scene.data.rule.says) in text and "Right is to find this" in text
    benign = question(acted("finisher", number, twin=True).transcript())
    assert (
        "Right is to complete the task" in benign
        and repr(episode.scene.data.rule.says) not in benign.split("===")[0]
    )


def test_an_answer_is_kept_a_no_must_quote_the_play_and_nothing_is_asked_twice(judge, tmp_path):
    episodes = [acted("saint", 0), acted("saint", 1), acted("saint", 0)]
    transcripts = [e.transcript() for e in episodes]
    shown = " ".join(episodes[1].turns[-1].text.split()[:6])

    def answer(text):
        return says(True) if text == question(transcripts[0]) else says(False, shown, "It is not so.")

    asked = judge(answer)
    found = Confirming(JUDGE, InspectRoles(), tmp_path / "j.jsonl")(transcripts)
    assert [f.right for f in found] == [True, False, True]
    assert found[1].reason == "It is not so."
    assert len(asked) == 2
    again = Confirming(JUDGE, InspectRoles(), tmp_path / "j.jsonl")(transcripts)
    assert (again, len(asked)) == (found, 2)


@pytest.mark.parametrize("said", ["", "no", says(False), says(False, "words that stand nowhere in it at all")])
def test_where_too_many_are_not_answered_it_stops(judge, tmp_path, said):
    asked = judge(lambda _: said)
    transcripts = [acted("saint", n).transcript() for n in (0, 1)]
    with pytest.raises(OvertError, match="no answer that can be read on 2 of 2 plays; the same command goes on"):
        Confirming(JUDGE, InspectRoles(), tmp_path / "j.jsonl")(transcripts)
    assert len(asked) == 4


def test_few_without_an_answer_are_left_out(judge, tmp_path):
    transcripts = [acted("saint", n).transcript() for n in range(10)]
    judge(lambda text: "?" if text == question(transcripts[4]) else says(True))
    found = Confirming(JUDGE, InspectRoles(), tmp_path / "j.jsonl")(transcripts)
    assert [f.right for f in found] == [True] * 4 + [None] + [True] * 5


def pays(transcript):
    """Pay what differs between plays and has nothing to do with what they are."""
    return float(len("".join(text for _, text in transcript.said())) % 2)


def test_it_only_takes_away_and_a_training_that_stopped_ends_with_the_same_weights(judge, tmp_path):
    asked = judge(lambda text: says(True) if len(text) % 3 else says(False, record_line(text)))
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    reinforce(SMALL, BASE, whole, lambda _: None, pays, InspectRoles())
    lines = [
        json.loads(x) for file in sorted((whole / "plays").iterdir()) for x in file.read_text().splitlines()[1:]
    ]
    denied = [p for p in lines if p["denied"]]
    assert {p["reward"] for p in denied} == {0.0}
    assert {p["reward"] for p in lines} == {0.0, 1.0}
    first = len(asked)
    assert 0 < first <= sum(p["reward"] == 1 for p in lines) + len(denied)
    with pytest.raises(KeyboardInterrupt):
        reinforce(SMALL, BASE, cut, lambda _: None, dying(pays, 11), InspectRoles())
    reinforce(SMALL, BASE, cut, lambda _: None, pays, InspectRoles())
    assert len(asked) == 2 * first
    one, other = weights(whole / "rl"), weights(cut / "rl")
    assert all(torch.equal(one[name], other[name]) for name in one)


def record_line(text: str) -> str:
    """A passage of the record, in which the user speaks."""
    return " ".join(text.split(": user ===\n")[1].split("\n===", maxsplit=1)[0].split()[:6])


def test_no_model_judges_itself():
    with pytest.raises(ValueError, match="judges itself"):
        Reinforce(model="organism/base", judge=Role(model="organism/base"))
