"""Plays: deterministic from (environment, seed), restored from their turns, forked anywhere."""

from __future__ import annotations

import asyncio

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from overt.evaluations import everything
from overt.play import Episode, play
from overt.play.sandboxed import missing
from overt.world.sandbox import Executing

ENVIRONMENTS = [
    (evaluation, twin)
    for evaluation in everything().values()
    for environment in evaluation.all_environments
    for twin in (environment, environment.twin)
]


@settings(max_examples=60, deadline=None)
@given(data=st.data(), seed=st.integers(0, 10_000), length=st.sampled_from(["short", "full"]))
def test_a_fork_at_any_turn_finds_the_same_world_and_goes_on_to_the_same_end(data, seed, length):
    evaluation, environment = data.draw(st.sampled_from(ENVIRONMENTS))
    actor = data.draw(st.sampled_from(list(evaluation.actors)))
    assume(not (evaluation.runs_code(environment, length) and missing()))
    episode = Episode(evaluation, environment, seed=seed, length=length)
    worlds, messages = [], []

    class Watched:
        async def act(self, view):
            worlds.append(episode.world.model_copy(deep=True))
            messages.append(view.messages)
            return await evaluation.actor(actor, episode.scene).act(view)

    asyncio.run(play(episode, Watched()))
    turn = data.draw(st.integers(0, len(worlds) - 1))
    fork = episode.fork(turn)
    assert fork.world == worlds[turn]
    assert tuple(fork.messages) == messages[turn]
    asyncio.run(play(fork, evaluation.actor(actor, fork.scene)))
    assert fork.messages == episode.messages
    assert fork.verdict() == episode.verdict()


@settings(max_examples=40, deadline=None)
@given(data=st.data(), seed=st.integers(0, 10_000))
def test_a_scene_depends_on_nothing_but_environment_and_seed(data, seed):
    _, environment = data.draw(st.sampled_from(ENVIRONMENTS))
    again = type(environment)(
        environment.evaluation,
        environment._folder,
        environment._raw,
        environment._data,
        twin=environment.is_twin,
        draws=environment._draws,
    )
    assert environment.scene(seed, "full") == again.scene(seed, "full")


@settings(max_examples=40, deadline=None)
@given(data=st.data(), seed=st.integers(0, 10_000))
def test_short_and_full_share_what_is_strategic(data, seed):
    evaluation, environment = data.draw(st.sampled_from(ENVIRONMENTS))
    short, full = environment.scene(seed, "short"), environment.scene(seed, "full")
    assert (short.clock, short.drawn) == (full.clock, full.drawn)
    if "length ==" in str(environment._raw):
        # Its document is longer in full form, and what each look-up costs less; or its prompt ends differently.
        return
    assert (short.user, short.follow_ups) == (full.user, full.follow_ups)
    assert short.data == full.data
    assert full.system.startswith(short.system)
    programs = environment.description.full.code
    assert {k: v for k, v in short.files.items() if k not in programs}.items() <= full.files.items()
    if not evaluation.runs_code(environment, "full"):
        assert evaluation.world(short).tools() == evaluation.world(full).tools()


def test_a_world_that_runs_code_is_announced():
    """`runs_code` is asked before a play begins, and the world has to be of that kind."""
    for evaluation, environment in ENVIRONMENTS:
        for length in ("short", "full"):
            world = evaluation.world(environment.scene(0, length))
            assert isinstance(world, Executing) == evaluation.runs_code(environment, length), environment.id
        assert not evaluation.runs_code(environment, "short")
