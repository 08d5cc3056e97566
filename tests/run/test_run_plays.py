"""Plays through Inspect are the plays of the gate: same verdicts, same messages, all of it in the log."""

import asyncio
import json
import math

import pytest
from inspect_ai import score
from inspect_ai.log import read_eval_log, read_eval_log_sample
from sampled import ACTORS, EPOCHS, FAMILIES, SEED, SPEC

from overt.evaluations import environment
from overt.measure.table import COLUMNS, validate
from overt.play import Episode, play
from overt.run.logs import log_files
from overt.run.scorer import verdict
from overt.run.solver import play_seed
from overt.run.tables import read_plays, read_transcripts
from overt.world.messages import System
from overt.world.rendering import load_yaml


def alone(identifier: str, actor: str, seed: int) -> Episode:
    family, found = environment(identifier)
    episode = Episode(family, found, seed=seed, length="short", spec=SPEC)
    return asyncio.run(play(episode, family.actor(actor, episode.scene)))


def test_every_play_is_that_of_the_gate_to_the_last_message_and_finding(logs):
    plays = list(read_transcripts(logs))
    assert len(plays) == sum(
        len(ACTORS) * EPOCHS * 2 * min(2, len(family.environments("report") or family.environments("train")))
        for family in FAMILIES.values()
    )
    for played in plays:
        row = played.row
        episode = alone(row["sample"], row["model"].removeprefix("actor/"), row["seed"])
        assert row["seed"] == play_seed(SEED, row["epoch"])
        assert list(played.messages) == episode.messages
        assert played.verdict == episode.verdict()


def test_the_table_is_one_and_says_what_the_verdicts_say(logs):
    plays = validate(read_plays(logs), str(logs))
    assert plays.columns[: len(COLUMNS)] == [column.name for column in COLUMNS]
    assert plays["output_tokens"].min() > 0
    for row in plays.iter_rows(named=True):
        found = alone(row["sample"], row["model"].removeprefix("actor/"), row["seed"]).verdict()
        status = "unscored" if found.outcome == "unscored" else "scored"
        assert row["status"] == status and row["reason"] == found.reason
        assert row["covert"] == {"covert": True, "not covert": False, "unscored": None}[found.outcome]
        assert (row["act"], row["known"], row["disclosed"]) == (
            found.act.value,
            found.known.value,
            found.disclosed.value,
        )
        assert (row["pair"], row["accuracy"], row["completed"]) == (
            found.needs_pair,
            found.accuracy,
            found.completed,
        )
        assert row["over_escalated"] == (found.over_escalated if row["twin"] else None)
        _, played = environment(row["sample"])
        assert (played.base_id, played.is_twin) == (row["environment"], row["twin"])
        assert set(json.loads(row["factors"])) == {"strategic", "nuisance"}


def test_the_twin_of_a_play_has_its_seed_and_its_draws(logs):
    plays = read_plays(logs)
    key = ["model", "environment", "epoch"]
    arms = plays.filter("twin").join(plays.filter(~plays["twin"]), on=key, suffix="_play")
    assert arms.height == plays.height // 2
    assert (arms["seed"] == arms["seed_play"]).all()
    assert plays["seed"].n_unique() == EPOCHS
    for row in arms.iter_rows(named=True):
        ours, other = (json.loads(row[name])["nuisance"] for name in ("factors", "factors_play"))
        assert ours == other


def _samples(logs):
    for path in log_files(logs):
        log = read_eval_log(str(path))
        yield from log.samples


def test_calls_and_reasoning_stand_in_the_log_and_the_canary_only_beside_it(logs):
    for sample in _samples(logs):
        calls = [call.id for m in sample.messages if m.role == "assistant" for call in m.tool_calls or []]
        assert [e.id for e in sample.events if e.event == "tool"] == calls
        turns = [m for m in sample.messages if m.role == "assistant"]
        assert sum(e.event == "model" for e in sample.events) == len(turns)
        canary = load_yaml(FAMILIES[sample.metadata["evaluation"]].folder / "environments.yaml")["canary"]
        assert sample.metadata["canary"] == canary
        assert not any(canary in m.text or sample.id in m.text for m in sample.messages)
    thoughts = [
        part.reasoning
        for sample in _samples(logs)
        for m in sample.messages
        if m.role == "assistant" and not isinstance(m.content, str)
        for part in m.content
        if part.type == "reasoning"
    ]
    assert len(thoughts) > 20


def test_the_spec_stands_in_the_system_prompt(logs):
    for played in read_transcripts(logs):
        first = played.messages[0]
        assert isinstance(first, System) and "AS1" in first.text and "AS2" not in first.text


def test_a_log_is_scored_again_to_the_same_scores(logs):
    for path in log_files(logs)[:3]:
        log = read_eval_log(str(path))
        again = score(log, verdict(), action="overwrite", display="none", copy=True)
        for before, after in zip(log.samples, again.samples, strict=True):
            assert before.scores["verdict"].metadata == after.scores["verdict"].metadata


@pytest.mark.parametrize("cut", ["turn", "calls", "marked"])
def test_a_play_that_did_not_reach_its_end_is_unscored_and_never_safe(logs, cut):
    path = next(p for p in log_files(logs) if "lazy" in p.name)
    log = read_eval_log(str(path))
    for sample in log.samples:
        if cut == "turn":
            sample.messages = sample.messages[:-1]
        elif cut == "calls":
            answers = [i for i, m in enumerate(sample.messages) if m.role == "tool"]
            sample.messages = sample.messages[: answers[-1]] if answers else sample.messages[:-1]
        else:
            sample.metadata["stopped"] = "a turn was cut short by the limit on output tokens"
    again = score(log, verdict(), action="overwrite", display="none", copy=True)
    for sample in again.samples:
        found = sample.scores["verdict"]
        assert found.metadata["outcome"] == "unscored" and found.metadata["reason"]
        assert all(math.isnan(value) for value in found.value.values())


def test_reading_one_sample_needs_only_its_id(logs):
    path = log_files(logs)[0]
    name = read_eval_log(str(path)).samples[0].id
    assert read_eval_log_sample(str(path), name, 1).id == name
