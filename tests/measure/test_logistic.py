import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate
from statsmodels.api import GLM, families
from statsmodels.genmod.bayes_mixed_glm import BinomialBayesMixedGLM

from overt.measure.logistic import Clusters, fit, marginal

COUNTS = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def drawn(effects, spread, environments, plays, seed=0):
    """Environments of half one level and half the other."""
    generator = np.random.default_rng(seed)
    columns = np.stack([np.ones(environments), np.arange(environments) % 2], 1)
    logit = columns @ effects + spread * generator.standard_normal(environments)
    covert = generator.binomial(plays, 1 / (1 + np.exp(-logit))).astype(float)
    return Clusters(covert, np.full(environments, float(plays)), columns, np.zeros(2, bool))


@settings(max_examples=40, deadline=None)
@given(COUNTS, st.floats(-6, 4), st.floats(0.01, 3))
def test_the_likelihood_is_the_integral(counts, logit, spread):
    covert, plays = (np.array([float(count)]) for count in counts)

    def height(z):
        at = logit + spread * z
        fit = counts[0] * at - counts[1] * np.logaddexp(0, at) - z**2 / 2
        return np.exp(fit - top) / np.sqrt(2 * np.pi)

    z = np.linspace(-20, 20, 8001)
    at = logit + spread * z
    top = float((counts[0] * at - counts[1] * np.logaddexp(0, at) - z**2 / 2).max())
    peak = z[np.argmax(counts[0] * at - counts[1] * np.logaddexp(0, at) - z**2 / 2)]
    whole = integrate.quad(height, -25, 25, points=[peak - 0.5, peak, peak + 0.5], limit=400)[0]
    value, slope, bend = marginal(covert, plays, np.array([logit]), spread)
    assert value[0] == pytest.approx(np.log(whole) + top, abs=5e-3)
    ends = [marginal(covert, plays, np.array([logit + step]), spread) for step in (-1e-4, 1e-4)]
    assert slope[0] == pytest.approx((ends[1][0][0] - ends[0][0][0]) / 2e-4, abs=2e-2, rel=1e-2)
    assert bend[0] >= 0


def test_without_a_spread_it_is_ordinary_logistic_regression():
    # Underdispersed, so that the spread is nought.
    data = Clusters(
        np.array([2.0, 4.0, 2.0, 4.0, 2.0, 4.0]),
        np.full(6, 10.0),
        np.stack([np.ones(6), np.arange(6) % 2], 1),
        np.zeros(2, bool),
    )
    found = fit(data)
    oracle = GLM(
        np.stack([data.covert, data.plays - data.covert], 1), data.columns, family=families.Binomial()
    ).fit()
    assert found.spread == 0 and found.freedom == 4
    assert found.effects == pytest.approx(oracle.params, abs=1e-5)
    assert found.covariance == pytest.approx(oracle.cov_params(), rel=1e-4)


def test_with_many_plays_statsmodels_mixed_model_agrees_but_for_its_errors():
    data = drawn([-1.0, 0.8], 0.7, 60, 60, seed=2)
    rows = [(e, c < data.covert[e]) for e in range(60) for c in range(60)]
    places = np.array([e for e, _ in rows])
    verdicts = np.array([float(covert) for _, covert in rows])
    model = BinomialBayesMixedGLM(
        verdicts, data.columns[places], np.eye(60)[places], np.zeros(60, dtype=int), vcp_p=5, fe_p=5
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = model.fit_vb()
    found = fit(data)
    assert found.effects == pytest.approx(theirs.fe_mean, abs=0.02)
    assert found.spread == pytest.approx(float(np.exp(theirs.vcp_mean[0])), abs=0.05)
    assert found.spread_low < 0.7 < found.spread_high
    # Why it is the oracle and not the model: environments are what it has few of, and it does not see that.
    assert all(theirs.fe_sd < 0.5 * np.sqrt(np.diag(found.covariance)))


def test_a_level_without_a_covert_play_has_a_finite_effect():
    covert = np.array([5.0, 0.0] * 6)
    columns = np.stack([np.ones(12), np.arange(12) % 2], 1)
    found = fit(Clusters(covert, np.full(12, 10.0), columns, np.array([False, True])))
    assert -12 < found.effects[1] < -3
    # The mild prior is what bounds it, so the interval reaches far.
    assert found.covariance[1, 1] ** 0.5 > 1
