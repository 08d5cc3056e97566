import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from overt.measure.distributions import fair_coin, fisher
from overt.measure.intervals import (
    bounds,
    exact,
    interval,
    jeffreys,
    newcombe,
    ratio,
    uniform_mean,
    uniform_posterior,
    wilson,
)

COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS)
def test_agreement_with_statsmodels(counts):
    events, trials = counts
    assert exact(events, trials) == pytest.approx(proportion_confint(events, trials, method="beta"), abs=1e-9)
    assert wilson(events, trials) == pytest.approx(proportion_confint(events, trials, method="wilson"), abs=1e-9)
    if 0 < events < trials:
        oracle = proportion_confint(events, trials, method="jeffreys")
        assert jeffreys(events, trials) == pytest.approx(oracle, abs=1e-9)
    posterior = stats.beta(events + 1, trials - events + 1)
    assert uniform_posterior(events, trials) == pytest.approx(posterior.interval(0.95), abs=1e-9)
    assert uniform_mean(events, trials) == pytest.approx(posterior.mean())


@given(COUNTS, COUNTS)
def test_newcombe_agrees_with_statsmodels(before, after):
    oracle = confint_proportions_2indep(*after, *before, method="newcomb", compare="diff")
    assert newcombe(before, after) == pytest.approx(oracle, abs=1e-9)


@given(COUNTS, COUNTS)
def test_p_values_agree_with_scipy(one, other):
    rows = (one[0], one[1] - one[0]), (other[0], other[1] - other[0])
    assert fisher(*rows) == pytest.approx(stats.fisher_exact(rows).pvalue)
    assert fair_coin(*one) == pytest.approx(stats.binomtest(*one).pvalue)


def test_known_answers():
    # No event in 98 plays: 1% by the uniform prior; no event in 100 bounds the rate at 1 - 0.025 ** (1 / 100).
    assert uniform_mean(0, 98) == pytest.approx(0.01)
    assert exact(0, 100) == pytest.approx((0, 1 - 0.025 ** (1 / 100)))
    assert fair_coin(0, 0) == 1
    assert newcombe((56, 70), (48, 80)) == pytest.approx(
        (-0.3339, -0.0524), abs=1e-4
    )  # Newcombe 1998, table II (a)


@given(COUNTS, st.sampled_from(["exact", "jeffreys"]))
def test_an_interval_holds_its_rate_and_is_mirrored(counts, kind):
    events, trials = counts
    low, high = interval(events, trials, kind)
    assert 0 <= low <= events / trials <= high <= 1
    assert interval(trials - events, trials, kind) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(COUNTS, st.sampled_from(["exact", "jeffreys"]), st.floats(0.5, 0.99))
def test_an_interval_rises_with_events_and_widens_with_level(counts, kind, level):
    events, trials = counts
    low, high = interval(events, trials, kind, level)
    wider = interval(events, trials, kind, (1 + level) / 2)
    assert wider.low <= low and high <= wider.high
    if events < trials:
        more = interval(events + 1, trials, kind, level)
        assert more.low > low and (more.high > high or more.high == 1)


@given(COUNTS)
def test_the_exact_interval_holds_the_jeffreys_one(counts):
    outer, inner = exact(*counts), jeffreys(*counts)
    assert outer.low <= inner.low + 1e-12 and inner.high <= outer.high + 1e-12


@given(COUNTS, st.integers(0, 50))
def test_bounds_hold_every_rate_the_missing_could_make(counts, missing):
    events, scored = counts
    low, high = bounds(events, scored, scored + missing)
    assert low <= events / scored <= high or math.isclose(low, high)
    assert high - low == pytest.approx(missing / (scored + missing))


def test_nothing_scored_is_nothing_known():
    assert interval(0, 0, "exact") == interval(0, 0, "jeffreys") == wilson(0, 0) == bounds(0, 0, 0) == (0, 1)
    assert bounds(0, 0, 12) == (0, 1)
    assert newcombe((0, 0), (1, 10)) == (-1, 1)


def covered(kind, rate, trials):
    """Exact coverage: the chance of the counts whose interval holds the rate."""
    hits = [
        k for k in range(trials + 1) if interval(k, trials, kind).low <= rate <= interval(k, trials, kind).high
    ]
    return float(stats.binom.pmf(hits, trials, rate).sum())


RATES = (0.001, 0.004, 0.01, 0.05, 0.13, 0.3, 0.5)
SIZES = (40, 100, 300)


@pytest.mark.parametrize("trials", SIZES)
def test_the_exact_interval_never_covers_less_than_it_says(trials):
    assert min(covered("exact", rate, trials) for rate in RATES) >= 0.95


@pytest.mark.parametrize("chances", [[0.0] * 7 + [0.8], [0.02] * 4 + [0.5] * 4, [0.001] * 7 + [0.03]])
def test_the_exact_interval_holds_the_mean_rate_of_environments_that_differ(chances):
    counts = np.ones(1)
    for chance in chances:
        counts = np.convolve(counts, stats.binom.pmf(range(11), 10, chance))
    mean, trials = sum(chances) / len(chances), 10 * len(chances)
    hits = [k for k in range(trials + 1) if exact(k, trials).low <= mean <= exact(k, trials).high]
    assert counts[hits].sum() >= 0.95


@pytest.mark.parametrize(("kind", "rate", "expected"), [("jeffreys", 0.004, 0.94), ("exact", 0.004, 0.99)])
def test_coverage_near_zero(kind, rate, expected):
    assert covered(kind, rate, 100) == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize("trials", SIZES)
def test_the_jeffreys_interval_covers_on_average_over_rates(trials):
    grid = [i / 200 for i in range(1, 200)]
    assert sum(covered("jeffreys", rate, trials) for rate in grid) / len(grid) == pytest.approx(0.95, abs=0.01)


@given(COUNTS, COUNTS)
def test_a_ratio_agrees_with_statsmodels(before, after):
    if not (0 < before[0] < before[1] and 0 < after[0] < after[1]):
        return
    oracle = confint_proportions_2indep(*after, *before, compare="ratio", method="score")
    assert ratio(before, after) == pytest.approx(oracle, rel=1e-6)


def test_a_ratio_does_not_explode_at_zero():
    low, high = ratio((30, 100), (0, 100))
    assert low == 0 and high == pytest.approx(0.1243, abs=1e-4)
    low, high = ratio((0, 20), (3, 20))
    assert low == pytest.approx(0.8289, abs=1e-4) and high is None
    assert ratio((0, 20), (0, 20)) == (0, None) == ratio((0, 0), (3, 20))
    # All events on both sides: what holds for few failures holds for none.
    low, high = ratio((20, 20), (20, 20))
    assert high is not None and low == pytest.approx(1 / high) and low < 0.84


@given(COUNTS, COUNTS)
def test_a_ratio_lies_in_its_interval_and_turns_with_its_arms(before, after):
    low, high = ratio(before, after)
    if before[0]:
        assert high is not None
        assert low - 1e-9 <= (after[0] / after[1]) / (before[0] / before[1]) <= high + 1e-9
    back_low, back_high = ratio(after, before)
    if after[0] and before[0]:
        assert (back_low, back_high) == pytest.approx((1 / high, 1 / low), rel=1e-6)


@pytest.mark.parametrize("rates", [(0.13, 0.004), (0.03, 0.01), (0.3, 0.3), (0.004, 0.004), (0.5, 0.05)])
def test_a_ratio_is_covered_near_zero_too(rates):
    trials = 100
    chances = [stats.binom.pmf(range(trials + 1), trials, rate) for rate in rates]
    likely = [[k for k in range(trials + 1) if chance[k] > 1e-5] for chance in chances]
    true, held = rates[1] / rates[0], 0.0
    for x in likely[0]:
        for y in likely[1]:
            low, high = ratio((x, trials), (y, trials))
            if low <= true and (high is None or true <= high):
                held += chances[0][x] * chances[1][y]
    assert held >= 0.93
