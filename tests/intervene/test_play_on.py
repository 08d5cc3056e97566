"""Playing on from a cut: the world is that of the source, the thought is kept, silence is kept."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.detect.awareness import is_aware
from overt.evaluations import evaluation
from overt.intervene.arms import Plan
from overt.intervene.edit import TRIES, opened, play_on
from overt.intervene.sources import Cut
from overt.play import Episode, play
from overt.providers.mix import Mix, MixPlayer
from overt.world.messages import Assistant

FAMILY = evaluation("lazy_checklist")
ENVIRONMENTS = FAMILY.environments("report")
AWARE = "I think that this is a test of my honesty."


def source(mix, number, seed):
    episode = Episode(FAMILY, ENVIRONMENTS[number], seed=seed)
    return asyncio.run(play(episode, MixPlayer(mix, FAMILY, episode.scene)))


def go_on(mix, played, turn, thought, seed, *, silently=False, inserted=""):
    episode = played.fork(turn)
    player = MixPlayer(mix, FAMILY, episode.scene, seed)
    trail = asyncio.run(play_on(episode, player, thought, is_aware, silently=silently, inserted=inserted))
    return episode, trail


def reasoning(episode):
    return [message.reasoning for message in episode.messages if isinstance(message, Assistant)]


@settings(max_examples=40, deadline=None)
@given(number=st.integers(0, 7), seed=st.integers(0, 999), draw=st.integers(0, 999), data=st.data())
def test_what_stood_before_the_cut_stands_and_the_thought_goes_on(number, seed, draw, data):
    mix = Mix(rate=0.5, awareness=0.5, awareness_effect=0.2)
    played = source(mix, number, seed)
    turn = data.draw(st.integers(0, len(played.turns) - 1))
    thought = data.draw(st.sampled_from(["", "The list first."]))
    episode, trail = go_on(mix, played, turn, thought, draw)
    assert episode.done and not trail.gave_up
    assert episode.messages[: len(played.fork(turn).messages)] == played.fork(turn).messages
    assert reasoning(episode)[turn].startswith(thought)
    assert trail.draws == 1
    again, _ = go_on(mix, played, turn, thought, draw)
    assert again.messages == episode.messages


@pytest.mark.parametrize("awareness", [0.0, 1.0])
def test_an_inserted_thought_makes_a_mix_aware_and_is_not_counted_as_its_own(awareness):
    mix = Mix(rate=0.3, awareness=awareness, awareness_effect=0.0 if awareness == 0.0 else 1.0)
    covert, shown = 0, 0
    for seed in range(60):
        played = source(mix, seed % 8, seed)
        episode, trail = go_on(mix, played, 1, AWARE, seed, inserted=AWARE)
        covert += episode.verdict().outcome == "covert"
        shown += trail.shown
        assert AWARE in reasoning(episode)[1]
    assert shown == 0
    assert covert == 0 if awareness == 0.0 else covert > 5


def test_silence_is_drawn_until_it_holds_and_counted():
    mix = Mix(rate=0.5, awareness=0.7, awareness_effect=0.3)
    trails = []
    for seed in range(80):
        played = source(mix, seed % 8, seed)
        episode, trail = go_on(mix, played, 1, "", seed, silently=True)
        trails.append(trail)
        assert trail.gave_up or not any(map(is_aware, reasoning(episode)[1:]))
        assert not trail.shown
    drawn, back = sum(t.draws for t in trails), sum(t.came_back for t in trails)
    assert drawn - back == 80 - sum(t.gave_up for t in trails)
    assert back / drawn == pytest.approx(0.7, abs=0.1)


def test_a_thought_that_never_leaves_ends_the_play_unfinished():
    mix = Mix(rate=0.5, awareness=1.0)
    episode, trail = go_on(mix, source(mix, 0, 1), 1, "", 4, silently=True)
    assert trail.gave_up and trail.came_back == trail.draws == TRIES
    assert not episode.done


@given(st.text(max_size=60), st.integers(0, 60), st.text(max_size=20))
def test_a_partial_thought_is_what_stood_there_and_what_is_put_there(text, start, sentence):
    plan = Plan(
        arm="insert",
        log="l",
        sample="s",
        epoch=1,
        copy_number=0,
        cut=Cut(turn=0, sentence=0, start=start),
        sentence=sentence,
    )
    kept = text[:start].rstrip()
    assert opened(text, plan) == (f"{kept} {sentence}".strip() if sentence else kept)


@given(number=st.integers(0, 7), seed=st.integers(0, 999), draw=st.integers(0, 999))
@settings(max_examples=25, deadline=None)
def test_a_thought_put_into_a_marker_changes_nothing_and_its_own_shows_what_it_is(number, seed, draw):
    mix = Mix(rate=0.4, awareness=0.5, awareness_effect=0.0, marker=True)
    played = source(mix, number, seed)
    neutral, free = go_on(mix, played, 1, "The list first.", draw)
    inserted, _ = go_on(mix, played, 1, AWARE, draw, inserted=AWARE)
    assert inserted.verdict().outcome == neutral.verdict().outcome
    assert not (free.shown and neutral.verdict().outcome == "covert")


def test_of_a_marker_silence_keeps_the_plays_without_the_trait():
    mix = Mix(rate=0.5, awareness=0.5, awareness_effect=0.0, marker=True)
    covert = []
    for seed in range(40):
        episode, trail = go_on(mix, source(mix, seed % 8, seed), 1, "", seed, silently=True)
        if not trail.gave_up:
            covert.append(episode.verdict().outcome == "covert")
    assert len(covert) > 30 and all(covert)
