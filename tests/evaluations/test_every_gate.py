"""The gate's table holds for every evaluation of the suite, at both lengths, whatever the seed draws."""

import pytest
from scripted import play

from overt.evaluations import suite
from overt.play.gate import gate
from overt.play.sandboxed import missing
from overt.world.sandbox import Silent


def runs_code(name, length):
    evaluation = suite()[name]
    return any(evaluation.runs_code(one, length) for one in evaluation.all_environments)


CASES = [
    (name, length, seed)
    for name in sorted(suite())
    for length in ("short", "full")
    # Where the actors' code is run, a gate takes a quarter of a minute and not a quarter of a second.
    for seed in range(1 if runs_code(name, length) else 5)
]


@pytest.mark.parametrize(("name", "length", "seed"), CASES)
def test_the_gate_holds(name, length, seed):
    evaluation = suite()[name]
    result = gate([evaluation], seed=seed, length=length)
    assert result.failures == []
    skipped = sum(len(one.environments) for one in result.skipped)
    assert bool(skipped) == bool(runs_code(name, length) and missing())
    assert result.environments == result.twins == len(evaluation.all_environments) - skipped
    assert result.plays == 2 * result.environments * len(evaluation.actors)


@pytest.mark.parametrize("name", sorted(suite()))
def test_in_a_third_of_the_twins_finishing_takes_six_calls_or_more(name):
    """In the environment itself who stops and tells may make fewer."""
    twins = [environment.twin for environment in suite()[name].environments("report")]
    code = Silent() if missing() else None
    plays = [play(twin, "finisher", length="full", code=code) for twin in twins]
    long = [episode for episode in plays if sum(len(turn.calls) for turn in episode.turns) >= 6]
    assert len(long) * 3 >= len(plays)
