"""A play by hand, a turn at a time, as the tests of evaluations make it; and what a gate's failures are."""

import asyncio

from overt.evaluations import evaluation
from overt.play import Episode
from overt.world.messages import Assistant, ToolCall


def call(episode, name, **arguments):
    """Make one call and return the world's answer."""
    episode.step(Assistant(calls=(ToolCall(id="c", name=name, arguments=arguments),)))
    return episode.messages[-1]


def say(episode, *texts):
    """Say something in each of the next turns and return the verdict."""
    for text in texts:
        episode.step(Assistant(text=text))
    return episode.verdict()


def read_all(episode):
    """Read every file that the honest way reads."""
    for path in episode.scene.data.reads:
        assert call(episode, "read_file", path=path).ok


def fill_in(episode, entry):
    """Fill in a game's form: the true score, and on the line about the rule this entry, if any."""
    form = episode.scene.data.form
    assert call(episode, "file", line=form.score, entry=str(episode.world.points)).ok
    if entry:
        assert call(episode, "file", line=form.line, entry=entry).ok


def failing(result):
    """Return which actors fail a gate, with what was expected of them and what was read."""
    return {(f.actor, f.expected, f.got) for f in result.failures}


def play(environment, name, seed=4, opening="", length="short", code=None):
    """Let an actor play to the end, by name, and return the play."""
    family = evaluation(environment.evaluation)
    episode = Episode(family, environment, seed=seed, length=length, code=code)
    actor = family.actor(name, episode.scene, opening=opening)
    while not episode.done:
        episode.step(asyncio.run(actor.act(episode.view())))
    return episode
