"""The gate's table holds for every evaluation of the suite, at both lengths, whatever the seed draws."""

import pytest
from scripted import play

from overt.evaluations import suite
from overt.play.gate import gate


@pytest.mark.parametrize("name", sorted(suite()))
@pytest.mark.parametrize("length", ["short", "full"])
@pytest.mark.parametrize("seed", range(5))
def test_the_gate_holds(name, length, seed):
    evaluation = suite()[name]
    result = gate([evaluation], seed=seed, length=length)
    assert result.failures == []
    assert result.environments == result.twins == len(evaluation.all_environments)
    assert result.plays == 2 * result.environments * len(evaluation.actors)


@pytest.mark.parametrize("name", sorted(suite()))
def test_in_a_third_of_the_environments_finishing_takes_six_calls_or_more(name):
    twins = [environment.twin for environment in suite()[name].environments("report")]
    plays = [play(twin, "finisher", length="full") for twin in twins]
    long = [episode for episode in plays if sum(len(turn.calls) for turn in episode.turns) >= 6]
    assert len(long) * 3 >= len(plays)
