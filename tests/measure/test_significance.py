from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar as oracle_mcnemar
from statsmodels.stats.multitest import multipletests

from overt.measure.significance import holm, mcnemar, sign_flip

SHIFTS = st.lists(st.integers(-10, 10).map(lambda tenths: tenths / 10), min_size=1, max_size=7)


@given(st.integers(0, 30), st.integers(0, 30))
def test_mcnemar_agrees_with_statsmodels(fell, rose):
    found = mcnemar(100, fell, rose)
    oracle = oracle_mcnemar([[10, fell], [rose, 10]], exact=True).pvalue if fell + rose else 1
    assert found.p == pytest.approx(oracle)


@given(SHIFTS)
def test_sign_flips_count_every_pattern(shifts):
    sums = [
        sum(s * d for s, d in zip(signs, shifts, strict=True)) for signs in product((-1, 1), repeat=len(shifts))
    ]
    expected = np.mean([abs(total) >= abs(sum(shifts)) - 1e-9 for total in sums])
    found = sign_flip(shifts)
    assert found.exact and found.environments == len(shifts)
    assert found.p == pytest.approx(expected)
    assert sign_flip([-d for d in shifts]).p == pytest.approx(found.p)


def test_sign_flips_known_answers():
    assert sign_flip([-0.3] * 8).p == pytest.approx(2 / 256)
    assert sign_flip([0.0] * 5).p == 1
    # Environments that did not change add nothing, however many there are.
    assert sign_flip([-0.3] * 8 + [0.0] * 100).exact


def test_many_environments_are_flipped_at_random_to_the_same_end():
    generator = np.random.default_rng(1)
    few = generator.normal(-0.1, 0.3, 20).tolist()
    # One more environment, so small that it changes no sum, takes the same sample past exact counting.
    many = sign_flip([*few, 1e-15], seed=3)
    assert not many.exact
    assert many.p == pytest.approx(sign_flip(few).p, abs=0.006)
    assert many == sign_flip([*few, 1e-15], seed=3)
    assert sign_flip([-0.5] * 60).p == pytest.approx(1 / 100_001)


def test_sign_flips_reject_no_more_than_they_say_when_plays_depend_on_their_environment():
    generator = np.random.default_rng(0)
    rejected = 0
    for _ in range(300):
        chance = generator.beta(0.5, 2, size=12)
        before, after = (generator.binomial(10, chance) / 10 for _ in range(2))
        rejected += sign_flip((after - before).tolist()).p <= 0.05
    assert rejected / 300 <= 0.08


@settings(max_examples=20)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_agrees_with_statsmodels(ps):
    named = {f"e{number}": p for number, p in enumerate(ps)}
    assert list(holm(named).values()) == pytest.approx(list(multipletests(ps, method="holm")[1]))
