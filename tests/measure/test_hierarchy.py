import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import plays, table

from overt.measure.betabinomial import beta_binomial
from overt.measure.hierarchy import FLOOR, HOLDS, Ends, difference, hierarchical
from overt.measure.intervals import exact
from overt.measure.rates import rates

ENVIRONMENT = st.integers(1, 20).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
SUITES = st.dictionaries(
    st.sampled_from("abcd"), st.lists(ENVIRONMENT, min_size=1, max_size=6), min_size=1, max_size=4
)


def test_without_an_event_plays_are_worth_what_the_supposed_correlation_leaves():
    found = hierarchical({"a": [(0, 10)] * 8, "b": [(0, 10)] * 8})
    worth = 160 / (1 + 9 * FLOOR)
    assert (found.rate, found.low, found.correlation) == (0, 0, None)
    assert found.effective_plays == pytest.approx(worth)
    assert found.by_environments.high == pytest.approx(1 - 0.025 ** (1 / worth))
    assert (found.environments, found.plays, found.caution) == (16, 160, None)


def test_single_plays_of_each_environment_are_independent_ones():
    found = hierarchical({"a": [(1, 1)] * 3 + [(0, 1)] * 17})
    assert found.effective_plays == pytest.approx(20)
    counted = found.by_environments
    assert (counted.low, counted.high) == pytest.approx(exact(3, 20))
    # With one play of each environment how they scatter does not matter: the model agrees, within its grid.
    assert (found.low, found.high) == pytest.approx((counted.low, counted.high), abs=0.01)


def test_environments_that_are_all_or_nothing_count_as_single_plays():
    found = hierarchical({"a": [(40, 40)] * 3 + [(0, 40)] * 17})
    assert found.effective_plays == pytest.approx(20)
    assert found.correlation == 1
    assert found.caution is not None and f"above {HOLDS}" in found.caution


def test_evaluations_and_environments_weigh_alike_whatever_their_plays():
    found = hierarchical({"a": [(1, 2), (0, 100)], "b": [(0, 5), (0, 5), (0, 5)]})
    assert found.rate == pytest.approx((0.25 + 0) / 2)


def test_an_evaluation_with_one_environment_is_said_to_show_no_spread():
    found = hierarchical({"a": [(5, 100)], "b": [(5, 100), (3, 100)]})
    assert found.caution is not None and found.caution.startswith("a has one environment")
    assert found.effective_plays == pytest.approx(1 / (0.5**2 + 2 * 0.25**2))


@pytest.mark.parametrize(
    ("suite", "said"),
    [
        ({"a": [(0, 10)] * 4}, "There are 4 environments; with fewer than 5 it was not tried."),
        ({"a": [(0, 41)] * 8}, "One evaluation whose environments were played more than 40 times"),
        ({"a": [(9, 10), (9, 10), *[(0, 10)] * 8]}, "seem to correlate by 0.97 (by 18 plays that count)"),
        ({"a": [(0, 40)] * 8}, None),
        ({"a": [(0, 41)] * 4, "b": [(0, 41)] * 4}, None),
    ],
)
def test_where_it_was_not_found_to_hold_it_says_so(suite, said):
    found = hierarchical(suite).caution
    assert found is None if said is None else found is not None and said in found
    changed = difference(hierarchical({"a": [(1, 10)] * 8, "b": [(1, 10)] * 8}), hierarchical(suite))
    assert changed.caution == (None if found is None else f"After: {found}")


def test_nothing_scored_is_nothing_known():
    found = hierarchical({"a": [(0, 0)], "b": []})
    assert (found.rate, found.low, found.high, found.plays) == (None, 0, 1, 0)


@settings(deadline=None)
@given(SUITES)
def test_the_interval_holds_its_rate_and_is_mirrored(suite):
    found = hierarchical(suite)
    assert found.rate is not None
    assert 0 <= found.low <= found.rate + 1e-12 and found.rate - 1e-12 <= found.high <= 1
    turned = hierarchical({name: [(n - k, n) for k, n in pairs] for name, pairs in suite.items()})
    ours, theirs = found.by_environments, turned.by_environments
    assert (theirs.low, theirs.high) == pytest.approx((1 - ours.high, 1 - ours.low), abs=1e-6)
    assert found.effective_plays <= found.plays + 1e-9


@settings(deadline=None)
@given(SUITES)
def test_it_reaches_to_the_further_end_of_two_intervals(suite):
    found = hierarchical(suite)
    model = beta_binomial(list(suite.values()))
    assert (found.beta_binomial.low, found.beta_binomial.high) == model
    counted = found.by_environments
    assert counted == Ends(**exact(found.rate * found.effective_plays, found.effective_plays)._asdict())
    assert (found.low, found.high) == (min(model.low, counted.low), max(model.high, counted.high))


@given(SUITES, st.integers(2, 5))
def test_more_plays_of_the_same_environments_never_count_in_full(suite, times):
    before = hierarchical(suite).effective_plays
    more = hierarchical({name: [(k * times, n * times) for k, n in pairs] for name, pairs in suite.items()})
    assert more.effective_plays <= times * before + 1e-6


def test_rates_print_it_from_the_plays_of_each_environment():
    rows = plays("a", "one", [True, False, None]) + plays("a", "two", [False, False, "errored"])
    rows += plays("b", "one", [False] * 4) + plays("b", "two", [True] * 4)
    macro = rates(table(*rows), draws=500).macro
    expected = hierarchical({"a": [(1, 2), (0, 2)], "b": [(0, 4), (4, 4)]})
    assert macro.hierarchical == expected and expected.rate == (0.25 + 0.5) / 2


def test_a_difference_is_made_of_both_intervals():
    before, after = hierarchical({"a": [(5, 10)] * 8}), hierarchical({"a": [(0, 10)] * 8})
    found = difference(before, after)
    assert found.difference == -0.5
    assert found.low == pytest.approx(-0.5 - (before.high - 0.5))
    assert found.high == pytest.approx(-0.5 + np.hypot(after.high, 0.5 - before.low))
    nothing = difference(before, hierarchical({}))
    assert (nothing.difference, nothing.low, nothing.high) == (None, -1, 1)
