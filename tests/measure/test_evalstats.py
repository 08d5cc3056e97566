"""evalstats as an oracle: intervals, adjustment, McNemar, nested plays, correction by labels."""

import warnings

import numpy as np
import pytest
from evalstats import judge_debias_mean_ci
from evalstats.core import resampling
from evalstats.core.stats_utils import correct_pvalues
from evalstats.tests import _mcnemar_p
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.measure.hierarchy import hierarchical
from overt.measure.intervals import exact, jeffreys, wilson
from overt.measure.judge import ErrorCard, corrected
from overt.measure.significance import holm, mcnemar

COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS)
def test_intervals_of_one_rate_agree(counts):
    assert exact(*counts) == pytest.approx(resampling.clopper_pearson_ci(*counts, 0.05), abs=1e-9)
    assert wilson(*counts) == pytest.approx(resampling.wilson_ci(*counts, 0.05), abs=1e-9)
    if 0 < counts[0] < counts[1]:  # without an event, or with nothing else, ours is closed at the end
        assert jeffreys(*counts) == pytest.approx(resampling.jeffreys_ci(*counts, 0.05), abs=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_agrees(ps):
    adjusted = holm({str(number): p for number, p in enumerate(ps)})
    oracle = correct_pvalues(np.array(ps), "holm")
    assert list(adjusted.values()) == pytest.approx(oracle.tolist())


@settings(max_examples=50)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_mcnemar_agrees(pairs):
    before, after = (np.array([float(pair[side]) for pair in pairs]) for side in (0, 1))
    fell, rose = int((before > after).sum()), int((after > before).sum())
    assert mcnemar(len(pairs), fell, rose).p == pytest.approx(_mcnemar_p(before, after))


@pytest.mark.parametrize("correlation", [0.3, 0.5])
@pytest.mark.parametrize("rate", [0.1, 0.3])
def test_where_plays_correlate_environments_are_counted_as_their_nested_interval_does(rate, correlation):
    # Both are Clopper-Pearson at the plays' worth by the spread of environments; ours has two bounds besides.
    generator = np.random.default_rng(3)
    size = (1 - correlation) / correlation
    for _ in range(20):
        chances = generator.beta(rate * size, (1 - rate) * size, 40)
        plays = (generator.random((40, 20)) < chances[:, None]).astype(float)
        low, high = resampling.clopper_pearson_nested_od(plays, 0.05)
        headline = hierarchical({"a": [(int(row.sum()), 20) for row in plays]})
        ours = headline.by_environments
        assert (ours.low, ours.high) == pytest.approx((low, high), abs=0.012)


def test_where_plays_are_independent_the_headline_is_the_wider_one():
    generator = np.random.default_rng(4)
    for _ in range(20):
        plays = (generator.random((20, 10)) < 0.1).astype(float)
        low, high = resampling.clopper_pearson_nested_od(plays, 0.05)
        ours = hierarchical({"a": [(int(row.sum()), 10) for row in plays]}).by_environments
        assert ours.low <= low + 0.005 and high - 0.005 <= ours.high


def test_a_card_and_labels_of_the_same_plays_correct_to_the_same_rate():
    # A card made of labelled plays of the run itself is what prediction-powered inference takes.
    generator = np.random.default_rng(5)
    for _ in range(10):
        truth = generator.random(4000) < 0.13
        read = np.where(truth, generator.random(4000) < 0.9, generator.random(4000) < 0.05)
        labels = np.where(np.arange(4000) < 1000, truth.astype(float), np.nan)
        card = ErrorCard(
            found=int((truth & read)[:1000].sum()),
            positives=int(truth[:1000].sum()),
            passed=int((~truth & ~read)[:1000].sum()),
            negatives=int((~truth)[:1000].sum()),
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns each time that labels must be of a random sample
            theirs = judge_debias_mean_ci(read.astype(float), labels, rng=0)
        ours = corrected(int(read.sum()), 4000, card)
        assert ours.rate == pytest.approx(theirs.mean, abs=0.012)
        assert ours.low <= theirs.mean <= ours.high
