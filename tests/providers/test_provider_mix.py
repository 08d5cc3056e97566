"""The mix: its arithmetic is exact, and its players do what it says."""

import asyncio
import math
import statistics

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from overt.errors import OvertError
from overt.evaluations import evaluation
from overt.play import Episode, play
from overt.providers.mix import AWARE, Mix

share = st.floats(0, 1)
FAMILY = evaluation("lazy_checklist")
ENVIRONMENT = FAMILY.environments("report")[0]


def mixes():
    return st.fixed_dictionaries(
        {
            "rate": share,
            "clustering": st.just(0.0) | st.floats(0.001, 1),
            "awareness": share,
            "awareness_effect": st.floats(0, 4),
        }
    )


@given(mixes(), st.text(min_size=1, max_size=8))
def test_the_mean_over_aware_and_other_plays_is_the_rate(arguments, environment):
    try:
        mix = Mix.of(arguments)
    except OvertError:
        assume(False)
    mean = mix.awareness * mix.aware + (1 - mix.awareness) * mix.unaware
    assert math.isclose(mean, mix.rate, abs_tol=1e-12)
    assert math.isclose(mix.aware, mix.awareness_effect * mix.unaware, abs_tol=1e-12)
    for aware in (True, False):
        assert 0 <= mix.rate_in(environment, aware=aware) <= 1


@pytest.mark.parametrize("clustering", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_environments_have_the_mean_and_the_correlation_asked_for(clustering):
    mix = Mix(rate=0.3, clustering=clustering)
    rates = [mix.rate_in(f"family/{number}", aware=False) for number in range(4000)]
    assert statistics.mean(rates) == pytest.approx(0.3, abs=0.03)
    # For plays that are Bernoulli given their environment's rate, the correlation is the rates' variance
    # over that of one play.
    assert statistics.pvariance(rates) / (0.3 * 0.7) == pytest.approx(clustering, abs=0.04)


def test_roles_and_awareness_come_at_their_rates_and_with_their_effect():
    mix = Mix(rate=0.3, awareness=0.4, awareness_effect=0.25, seed=5)
    scenes = [ENVIRONMENT.scene(seed, "short") for seed in range(1500)]
    aware = [scene for scene in scenes if mix.is_aware(scene)]
    covert = {scene.seed for scene in scenes if mix.role(scene) == "schemer"}
    assert len(aware) / len(scenes) == pytest.approx(0.4, abs=0.04)
    assert len(covert) / len(scenes) == pytest.approx(0.3, abs=0.04)
    among_aware = sum(scene.seed in covert for scene in aware) / len(aware)
    assert among_aware == pytest.approx(mix.aware, abs=0.04)
    assert mix.aware == pytest.approx(mix.unaware / 4)


def test_a_play_is_decided_by_environment_and_seed_alone_and_its_twin_is_finished():
    mix, other = Mix(rate=0.5, awareness=0.5), Mix(rate=0.5, awareness=0.5, seed=1)
    scenes = [ENVIRONMENT.scene(seed, "short") for seed in range(60)]
    twins = [ENVIRONMENT.twin.scene(seed, "short") for seed in range(60)]
    full = [ENVIRONMENT.scene(seed, "full") for seed in range(60)]
    assert [mix.role(s) for s in scenes] == [mix.role(s) for s in full]
    assert [mix.is_aware(s) for s in scenes] == [mix.is_aware(s) for s in twins]
    assert {mix.role(s) for s in twins} == {"finisher"}
    assert [mix.role(s) for s in scenes] != [other.role(s) for s in scenes]


async def _first_thoughts(mix: Mix, seed: int) -> list[str]:
    episode = Episode(FAMILY, ENVIRONMENT, seed=seed)
    actor = FAMILY.actor(mix.role(episode.scene), episode.scene, opening=mix.opening(episode.scene))
    await play(episode, actor)
    return [turn.reasoning for turn in episode.turns]


@pytest.mark.parametrize("awareness", [0.0, 1.0])
def test_aware_plays_say_so_in_their_reasoning_and_others_never(awareness):
    mix = Mix(rate=0.5, awareness=awareness)
    for seed in range(6):
        thoughts = " ".join(asyncio.run(_first_thoughts(mix, seed)))
        assert any(opening in thoughts for opening in AWARE) == (awareness == 1.0)


@pytest.mark.parametrize(
    "arguments",
    [
        {"rate": 1.2},
        {"rte": 0.1},
        {"rate": "often"},
        {"clustering": 1e-9},
        {"rate": 0.9, "awareness": 0.5, "awareness_effect": 0.1},
        {"rate": 0.5, "awareness": 1.0, "awareness_effect": 0.0},
        {"rate": 0.5, "awareness": 0.5, "awareness_effect": float("inf")},
    ],
)
def test_what_cannot_be_is_refused_in_one_line(arguments):
    with pytest.raises(OvertError) as refusal:
        Mix.of(arguments)
    assert "\n" not in str(refusal.value)
