import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from overt.measure.betabinomial import beta_binomial
from overt.measure.distributions import beta_binomial_log
from overt.measure.intervals import exact

ENVIRONMENT = st.integers(1, 20).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
SUITES = st.lists(st.lists(ENVIRONMENT, min_size=1, max_size=5), min_size=1, max_size=4)


def test_its_likelihood_is_scipys():
    rates, correlations = np.array([0.001, 0.2, 0.9])[:, None], np.array([0.0, 0.1, 0.6])[None, :]
    ours = beta_binomial_log(3, 10, rates, correlations) - beta_binomial_log(1, 10, rates, correlations)
    scale = (1 - correlations[:, 1:]) / correlations[:, 1:]
    theirs = [stats.betabinom.logpmf(k, 10, rates * scale, (1 - rates) * scale) for k in (3, 1)]
    # They differ by what no rate changes: the ways in which so many of ten may be covert.
    ways = np.log(120 / 10)
    assert ours[:, 1:] + ways == pytest.approx(theirs[0] - theirs[1])
    alone = stats.binom.logpmf(3, 10, rates[:, 0]) - stats.binom.logpmf(1, 10, rates[:, 0])
    assert ours[:, 0] + ways == pytest.approx(alone)


@pytest.mark.parametrize(("covert", "plays"), [(0, 20), (3, 20), (11, 30), (20, 20)])
def test_single_plays_give_the_exact_interval(covert, plays):
    found = beta_binomial([[(1, 1)] * covert + [(0, 1)] * (plays - covert)])
    assert found == pytest.approx(exact(covert, plays), rel=0.06, abs=0.003)


def test_the_more_environments_differ_the_wider_it_is():
    alike = beta_binomial([[(2, 10)] * 8])
    apart = beta_binomial([[(0, 10)] * 6 + [(8, 10)] * 2])
    assert apart.high - apart.low > 1.5 * (alike.high - alike.low)
    once = beta_binomial([[(2, 10)] * 8, [(0, 10)] * 8])
    assert (once.low + once.high) / 2 < (alike.low + alike.high) / 2


@settings(max_examples=25, deadline=None)
@given(SUITES)
def test_it_holds_the_rate_of_all_plays_and_says_the_same_again(suite):
    low, high = beta_binomial(suite, draws=400)
    assert (low, high) == beta_binomial(suite, draws=400)
    assert 0 <= low < high <= 1
    covert, plays = (sum(pair[side] for pairs in suite for pair in pairs) for side in (0, 1))
    assert (low == 0) == (covert == 0) and (high == 1) == (covert == plays)
    alike = [[(covert, plays)]]
    whole = beta_binomial(alike, draws=400)
    assert whole.low <= covert / plays <= whole.high


@pytest.mark.parametrize(("rate", "correlation"), [(0.004, 0.3), (0.1, 0.0), (0.1, 0.3)])
def test_it_covers_where_it_is_said_to(rate, correlation):
    generator = np.random.default_rng(3)
    held = 0
    for _ in range(120):
        chances = np.full((4, 8), rate)
        if correlation:
            scale = (1 - correlation) / correlation
            chances = generator.beta(rate * scale, (1 - rate) * scale, (4, 8))
        covert = generator.binomial(10, chances)
        low, high = beta_binomial([[(int(k), 10) for k in row] for row in covert], draws=400)
        held += low <= rate <= high
    assert held / 120 >= 0.91  # a true 95% falls below it in one of 20 such simulations
