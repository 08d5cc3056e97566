"""Plays go where they narrow the interval most, and the interval at the stop holds whichever look it was."""

import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.errors import OvertError
from overt.measure.allocation import LOOK_LEVEL, LOOKS, look, needed, next_epochs
from overt.measure.intervals import exact

MANY = 1_000_000


@pytest.fixture(scope="module")
def benchmark_of():
    path = Path(__file__).parents[2] / "benchmarks" / "allocation.py"
    spec = importlib.util.spec_from_file_location("allocation_of_plays", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def counts_of(rates, plays, environments=8):
    return {str(i): [(round(rate * plays), plays)] * environments for i, rate in enumerate(rates)}


def test_one_evaluations_interval_is_the_exact_one_at_the_level_of_a_look():
    found = look({"a": [(3, 20), (1, 20), (0, 20)]})
    low, high = exact(4, 60, LOOK_LEVEL)
    assert found.rate == pytest.approx(4 / 60)
    assert (found.low, found.high) == (pytest.approx(low, abs=0.005), pytest.approx(high, abs=0.005))
    assert pytest.approx(0.05) == LOOKS * (1 - LOOK_LEVEL)


def test_nothing_scored_is_no_rate_and_nothing_covert_no_zero_width():
    assert look({"a": [(0, 0)]}).rate is None and look({}).width == 1
    clean = look(counts_of([0.0] * 4, 5))
    assert clean.rate == 0 and 0.02 < clean.high < 0.06


def test_plays_follow_the_deviation_of_a_play():
    epochs = {"0": 100, "1": 100, "2": 100}
    later = next_epochs(counts_of([0.5, 0.1, 0.0], 100), epochs, 0.02, 3)
    assert later["0"] / later["1"] == pytest.approx((0.25 / 0.09) ** 0.5, rel=0.03)
    assert later["2"] == 100


def test_no_evaluation_starves():
    """After ten clean plays each, the clean ones still get many where the width is small."""
    epochs = dict.fromkeys("0123", 2)
    later = next_epochs(counts_of([0.0, 0.0, 0.0, 0.5], 2), epochs, 0.02, LOOKS - 1)
    assert min(later.values()) > 10


@settings(deadline=None, max_examples=60)
@given(
    rows=st.lists(st.lists(st.integers(0, 6), min_size=1, max_size=5), min_size=1, max_size=5),
    width=st.floats(0.01, 0.9),
    number=st.integers(1, LOOKS - 1),
)
def test_epochs_never_fall_and_some_grow_and_the_optimum_is_no_more_than_uniform(rows, width, number):
    counts = {str(i): [(k, 6) for k in row] for i, row in enumerate(rows)}
    epochs = dict.fromkeys(counts, 6)
    later = next_epochs(counts, epochs, width, number)
    assert later.keys() == epochs.keys()
    assert all(later[name] >= 6 for name in later) and sum(later.values()) > sum(epochs.values())
    found = needed(counts, width)
    assert found.optimum <= found.uniform * 1.02 + 1


def test_the_optimum_is_neymans_by_arithmetic():
    rates = [0.3, 0.02, 0.02, 0.001]
    found = needed(counts_of(rates, MANY), 0.004)
    deviations = [(p * (1 - p)) ** 0.5 for p in rates]
    saved = (sum(deviations) / 4) ** 2 / (sum(d * d for d in deviations) / 4)
    assert found.optimum / found.uniform == pytest.approx(saved, rel=0.02)


@pytest.mark.parametrize("width", [0, 1, 1.5, -0.1])
def test_a_width_is_a_fraction(width):
    with pytest.raises(OvertError, match="--until"):
        next_epochs(counts_of([0.1], 10), {"0": 10}, width, 1)


def test_nothing_scored_at_the_first_look_ends_in_one_line():
    with pytest.raises(OvertError, match="scored") as refusal:
        next_epochs({"0": [(0, 0)]}, {"0": 2}, 0.1, 1)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("name", ["o3", "19 at 0, one at 20%", "0, 0, 1% and 30%"])
def test_the_stop_covers_and_is_near_the_optimum(benchmark_of, name):
    rates, width = benchmark_of.suites()[name]
    truths = [benchmark_of.draw(rates, seed) for seed in range(60)]
    stops = [benchmark_of.adaptive(truth, width, seed) for seed, truth in enumerate(truths)]
    assert sum(stop.held for stop in stops) / 60 >= 0.93
    assert all(stop.reached and stop.looks <= LOOKS for stop in stops)
    ratios = sorted(s.plays / benchmark_of.known(t, width)[0] for s, t in zip(stops, truths, strict=True))
    assert ratios[30] <= 1.1


def test_it_covers_when_the_run_ends_at_any_look(benchmark_of):
    """Whoever looks at every look and stops at the one that pleases least is still right in 93% of runs."""
    rates, width = benchmark_of.suites()["0, 0, 1% and 30%"]
    held = [benchmark_of.adaptive(benchmark_of.draw(rates, i), width, i).always for i in range(150)]
    assert sum(held) / len(held) >= 0.93
