"""The hierarchical beta-binomial: evaluations contain environments, whose rates differ, and these contain plays.

Within an evaluation, environments' rates have a beta distribution about the evaluation's own; how far they scatter
is one correlation between plays of an environment, alike in all evaluations. Both are integrated over on grids. As
Clopper and Pearson take each end of theirs from the prior that leans towards it (Beta(0, 1) below, Beta(1, 0)
above), so does this: at the low end an honest play more in each evaluation, at the high end one covert play more,
shared among them. One prior for both ends (Jeffreys') held too rarely. `hierarchy.py` makes the headline of it,
and says why it is not left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from overt.measure.distributions import Floats, beta_below, beta_binomial_log
from overt.measure.intervals import LEVEL, Interval

DRAWS = 1_000
"""Points at which each evaluation's rate is taken; of one evaluation they are its distribution's quantiles."""
LEAST = 0.02
"""What is left of Clopper and Pearson's 0, where a prior must have some weight."""
_LOGITS = np.linspace(-14, 14, 281)
_RATES: Floats = 1 / (1 + np.exp(-_LOGITS))
_EDGES: Floats = np.concatenate([[0.0], 1 / (1 + np.exp(-(_LOGITS[1:] + _LOGITS[:-1]) / 2)), [1.0]])
# The correlation's prior is uniform over these: each has the weight of the stretch that it stands for.
_CORRELATIONS: Floats = np.array([0, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.7])
_LIGHT = 1e-5
"""Weight of a correlation below which it is left out."""

Environments = Sequence[tuple[int, int]]
"""The (covert, scored) plays of each environment of an evaluation, at least one scored."""


def beta_binomial(evaluations: Sequence[Environments], level: float = LEVEL, draws: int = DRAWS) -> Interval:
    """Return the interval of the mean of the evaluations' rates, each about environments like those played.

    Closed at 0 where no play was covert and at 1 where all were. `draws` is even.
    """
    counted = [Counter(pairs) for pairs in evaluations]
    likelihood = np.stack(
        [sum((n * _log_likelihood(*pair) for pair, n in count.items()), _NOTHING) for count in counted]
    )
    share = 1 / len(evaluations)
    tail = (1 - level) / 2
    covert, plays = (sum(pair[side] for pairs in evaluations for pair in pairs) for side in (0, 1))
    low = _end(likelihood, _prior(LEAST * share, 1.0), tail, draws) if covert else 0.0
    high = _end(likelihood, _prior(share, LEAST), 1 - tail, draws) if covert < plays else 1.0
    return Interval(low, high)


_NOTHING: Floats = np.zeros((len(_RATES), len(_CORRELATIONS)))


@lru_cache(maxsize=2048)
def _log_likelihood(covert: int, plays: int) -> Floats:
    """Return the chance of an environment's plays on the grids, [rates, correlations], as a logarithm."""
    return beta_binomial_log(covert, plays, _RATES[:, None], _CORRELATIONS[None, :])


@lru_cache(maxsize=64)
def _prior(a: float, b: float) -> Floats:
    """Return the weights of Beta(a, b) on the grid of rates."""
    return np.diff(beta_below(_EDGES, a, b))


def _end(likelihood: Floats, prior: Floats, tail: float, draws: int) -> float:
    """Return the quantile `tail` of the mean over evaluations.

    `likelihood` is a logarithm, [evaluations, rates, correlations].
    """
    best = likelihood.max(1, keepdims=True)
    joint = np.exp(likelihood - best) * prior[None, :, None]
    weights = (np.log(joint.sum(1)) + best[:, 0]).sum(0) + np.log(np.gradient(_CORRELATIONS))
    weights = np.exp(weights - weights.max())
    weights /= weights.sum()
    kept = np.flatnonzero(weights > _LIGHT)
    below = np.concatenate([np.zeros((len(joint), 1, len(kept))), joint[:, :, kept].cumsum(1)], 1)
    below /= below[:, -1:, :]
    chances = _chances(len(joint), draws)
    means = np.zeros((len(kept), draws))
    for place in range(len(kept)):
        for evaluation in range(len(joint)):
            means[place] += np.interp(chances[evaluation], below[evaluation, :, place], _EDGES)
    return _quantile(means / len(joint), weights[kept], tail)


@lru_cache(maxsize=32)
def _chances(evaluations: int, draws: int) -> Floats:
    """Return chances, [evaluations, draws], each evaluation's evenly spread, and with each its mirror image."""
    generator = np.random.default_rng(0)
    half = draws // 2
    found = np.empty((evaluations, draws))
    for row in found:
        strata = generator.permutation(half)
        strata = np.where(generator.random(half) < 0.5, strata, draws - 1 - strata)
        row[:half] = (strata + 0.5) / draws
        row[half:] = 1 - row[:half]
    return found


def _quantile(values: Floats, weights: Floats, tail: float) -> float:
    """Return the quantile of values, [parts, draws], whose parts have these weights, which add up to 1."""
    flat = values.ravel()
    order = np.argsort(flat)
    each = np.repeat(weights / weights.sum() / values.shape[1], values.shape[1])[order]
    return float(np.interp(tail, each.cumsum() - each / 2, flat[order]))
