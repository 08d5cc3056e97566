import sys

import numpy as np
import pytest
from scipy import stats
from test_factors import alternating, suite

from overt.errors import OvertError
from overt.measure.factors import factors
from overt.measure.logistic import Clusters, fit
from overt.measure.sampler import CHAINS, KEPT, Crossed, sample, split_rhat


def test_with_nothing_seen_it_draws_from_the_prior():
    none = Crossed(
        place=np.zeros(0, dtype=np.int64),
        covert=np.zeros(0, dtype=bool),
        columns=np.eye(2),
        strategic=np.array([False, True]),
        groups=(),
    )
    found = sample(none, seed=1)
    assert found.effects.shape == (CHAINS * KEPT, 2)
    assert found.effects.std(0) == pytest.approx([5.0, 2.5], rel=0.1)
    # Half-Cauchy with scale 1: half of it lies below 1, three quarters below tan(3 pi / 8).
    quartiles = np.quantile(found.environment, [0.25, 0.5, 0.75])
    assert quartiles == pytest.approx(stats.halfcauchy.ppf([0.25, 0.5, 0.75]), rel=0.35)


def test_with_many_plays_the_posterior_is_the_quadratures():
    generator = np.random.default_rng(2)
    columns = np.stack([np.ones(40), np.arange(40) % 2], 1)
    logit = columns @ [-1.0, 1.0] + 0.7 * generator.standard_normal(40)
    verdicts = generator.random((40, 30)) < (1 / (1 + np.exp(-logit)))[:, None]
    ours = fit(Clusters(verdicts.sum(1).astype(float), np.full(40, 30.0), columns, np.zeros(2, dtype=bool)))
    drawn = sample(
        Crossed(np.repeat(np.arange(40), 30), verdicts.ravel(), columns, np.array([False, True]), ()), seed=3
    )
    assert drawn.effects.mean(0) == pytest.approx(ours.effects, abs=0.05)
    assert drawn.effects.std(0) == pytest.approx(np.sqrt(np.diag(ours.covariance)), rel=0.15)
    assert float(np.median(drawn.environment)) == pytest.approx(ours.spread, abs=0.06)
    assert split_rhat(drawn.environment) < 1.02


def test_shares_agree_with_the_quadratures_and_settle():
    table = suite(lambda _, place, value: 8 if (place // 2 + value) % 2 else 2, alternating, epochs=12)
    found = factors(table, sample=True)
    assert found.sampled is not None and found.sampled.rhat < 1.05
    theirs, ours = (f["nuisance/organisation"] for f in (found.sampled.factors, found.factors))
    assert theirs.low < ours.share.rate < theirs.high and theirs.low > 0.05
    assert found.sampled.factors["strategic/goal"].rate < 0.02
    assert factors(table).sampled is None


def test_chains_that_disagree_are_seen():
    apart = np.concatenate([np.random.default_rng(c).standard_normal(100) + c for c in range(CHAINS)])
    assert split_rhat(apart) > 1.2
    assert split_rhat(np.zeros(8 * CHAINS)) == 1


def test_without_the_extra_the_remedy_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "polyagamma", None)
    with pytest.raises(OvertError, match=r"pip install 'overt\[bayes\]'"):
        factors(suite(lambda *_: 2, alternating), sample=True)
