"""A logistic model of plays with a random effect of the environment, fitted by quadrature.

Log-odds of a covert play = columns @ effects + spread * z, with z standard normal for each environment. The
integral over z is adaptive Gauss-Hermite (Pinheiro and Bates 1995), since Laplace's approximation alone is off
where environments have few plays. The spread maximises the restricted likelihood, with effects integrated out by
Laplace (maximum likelihood makes it too small where there are few environments). statsmodels has this model as
`BinomialBayesMixedGLM`, by Laplace or by variational Bayes, with spreads too small and no degrees of freedom for
few environments; it is the tests' oracle where there are many plays. There its variational errors are a quarter
of these, and Laplace's spread is an eighth smaller.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from overt.measure.distributions import Bools, Floats, crossing, expit, least_between, student_quantile
from overt.measure.intervals import LEVEL

NODES, WEIGHTS = (np.asarray(part, dtype=np.float64) for part in np.polynomial.hermite_e.hermegauss(11))
MOST_SPREAD = 6.0
"""Log-odds; environments that differ by more are all or nothing."""
_STEPS = 60


class Clusters(NamedTuple):
    """One entry for each environment: covert plays, scored plays, and a row of columns, shape (size, columns).

    `mild` marks the columns whose effect gets log-F(1, 1) as its prior (Greenland and Mansournia 2015): half a
    covert and half an honest play, by which it stays finite where a level has no covert play at all.
    """

    covert: Floats
    plays: Floats
    columns: Floats
    mild: Bools


class Logistic(NamedTuple):
    """Effects on log-odds with their covariance, the spread of environments, and degrees of freedom."""

    effects: Floats
    covariance: Floats
    spread: float
    spread_low: float
    spread_high: float
    freedom: int


class _Fit(NamedTuple):
    effects: Floats
    information: Floats
    likelihood: float


def fit(data: Clusters, level: float = LEVEL) -> Logistic:
    """Return the effects and the spread; take columns of full rank, fewer than there are environments.

    The interval of the spread holds what a restricted likelihood ratio does not reject.
    """

    def lost(spread: float) -> float:
        found = _at(data, spread)
        return -found.likelihood + 0.5 * float(np.linalg.slogdet(found.information)[1])

    spread = least_between(lost, 0.0, MOST_SPREAD)
    if lost(0.0) <= lost(spread):
        spread = 0.0
    found = _at(data, spread)
    freedom = len(data.plays) - data.columns.shape[1]
    limit = lost(spread) + student_quantile((1 + level) / 2, freedom) ** 2 / 2
    return Logistic(
        effects=found.effects,
        covariance=np.asarray(np.linalg.inv(found.information), dtype=np.float64),
        spread=spread,
        spread_low=crossing(lost, spread, 0.0, limit),
        spread_high=crossing(lost, spread, MOST_SPREAD, limit),
        freedom=freedom,
    )


def _at(data: Clusters, spread: float) -> _Fit:
    """Return the likeliest effects at a spread: Newton with halved steps on what is a concave function."""
    effects = _start(data)
    value, score, information = _terms(data, effects, spread)
    for _ in range(_STEPS):
        step = np.linalg.solve(information, score)
        scale = 1.0
        while True:
            later = _terms(data, effects + scale * step, spread)
            if later[0] >= value - 1e-12 or scale < 1e-6:
                break
            scale /= 2
        effects, gained = effects + scale * step, later[0] - value
        value, score, information = later
        if gained < 1e-9:
            break
    return _Fit(effects, information, value)


def _start(data: Clusters) -> Floats:
    """Return effects that fit the empirical logits by least squares."""
    logits = np.log((data.covert + 0.5) / (data.plays - data.covert + 0.5))
    return np.asarray(np.linalg.lstsq(data.columns, logits, rcond=None)[0], dtype=np.float64)


def _terms(data: Clusters, effects: Floats, spread: float) -> tuple[float, Floats, Floats]:
    """Return the log-likelihood with the prior's share, its gradient, and minus its matrix of second derivatives.

    Derivatives of the marginal likelihood are moments of those of the conditional one over z given the plays.
    """
    value, slope, bend = marginal(data.covert, data.plays, data.columns @ effects, spread)
    chance = expit(effects)
    value = float(value.sum()) + float((effects / 2 - np.logaddexp(0.0, effects))[data.mild].sum())
    score = data.columns.T @ slope + np.where(data.mild, 0.5 - chance, 0.0)
    information = data.columns.T @ (bend[:, None] * data.columns)
    information += np.diag(np.where(data.mild, chance * (1 - chance), 1e-9))
    return value, score, information


def marginal(covert: Floats, plays: Floats, logit: Floats, spread: float) -> tuple[Floats, Floats, Floats]:
    """Return each environment's log-likelihood (binomial coefficients aside), its slope and minus its bend."""
    if spread == 0.0:
        chance = expit(logit)
        value = covert * logit - plays * np.logaddexp(0.0, logit)
        return value, covert - plays * chance, plays * chance * (1 - chance)
    middle, width = mode(covert, plays, logit, spread)
    z = middle[:, None] + width[:, None] * NODES
    at = logit[:, None] + spread * z
    chance = expit(at)
    inside = covert[:, None] * at - plays[:, None] * np.logaddexp(0.0, at)
    heights = inside - z**2 / 2 + NODES**2 / 2 + np.log(WEIGHTS)
    top = heights.max(1)
    mass = np.exp(heights - top[:, None])
    total = mass.sum(1)
    mass /= total[:, None]
    slopes = covert[:, None] - plays[:, None] * chance
    slope = (mass * slopes).sum(1)
    varied = (mass * slopes**2).sum(1) - slope**2
    bend = (mass * plays[:, None] * chance * (1 - chance)).sum(1) - varied
    return top + np.log(total * width / np.sqrt(2 * np.pi)), slope, np.maximum(bend, 1e-10)


def mode(covert: Floats, plays: Floats, logit: Floats, spread: float) -> tuple[Floats, Floats]:
    """Return each environment's likeliest z and the deviation that the curvature there gives."""
    z = np.zeros_like(logit)
    curvature = np.ones_like(logit)
    for _ in range(_STEPS):
        chance = expit(logit + spread * z)
        curvature = 1 + spread**2 * plays * chance * (1 - chance)
        step = (spread * (covert - plays * chance) - z) / curvature
        z = z + np.clip(step, -1.0, 1.0)
        if float(np.abs(step).max()) < 1e-8:
            break
    return z, 1 / np.sqrt(curvature)
