"""Ways to make a 95% interval of a mean of rates from covert plays by environment: what `coverage.py` compares.

Each takes covert plays, shape (replicates, evaluations, environments), and the plays of every environment.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from overt.measure.hierarchy import hierarchical

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
_MU = special.expit(np.linspace(special.logit(1e-6), special.logit(1 - 1e-4), 240))
_EDGES = np.concatenate([[0.0], (_MU[1:] + _MU[:-1]) / 2, [1.0]])
_ICC = np.array([0.0, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.7])


class Ends(NamedTuple):
    """Low and high ends, each of shape (replicates,)."""

    low: Floats
    high: Floats


def shipped(counts: Counts, plays: int) -> Ends:
    """Return the intervals of `overt rates`."""
    return Ends(*_parts(counts, plays)[0])


def both_ends(counts: Counts, plays: int) -> Ends:
    """Return the beta-binomial's part of it."""
    return Ends(*_parts(counts, plays)[1])


def environments(counts: Counts, plays: int) -> Ends:
    """Return the part of it that counts environments."""
    return Ends(*_parts(counts, plays)[2])


def _parts(counts: Counts, plays: int) -> Floats:
    """Return headline, beta-binomial, environments: shape (3, 2, replicates)."""
    ends = [_headline(tuple(sorted(tuple(sorted(map(int, row))) for row in one)), plays) for one in counts]
    return np.array(ends).transpose(1, 2, 0)


@lru_cache(maxsize=100_000)
def _headline(counts: tuple[tuple[int, ...], ...], plays: int) -> tuple[tuple[float, float], ...]:
    found = hierarchical({str(i): [(k, plays) for k in row] for i, row in enumerate(counts)})
    return tuple((ends.low, ends.high) for ends in (found, found.beta_binomial, found.by_environments))


def independent(counts: Counts, plays: int) -> Ends:
    """Clopper-Pearson, as if plays were independent."""
    trials = plays * counts[0].size
    return _exact(counts.sum((1, 2)).astype(float), np.full(len(counts), float(trials)))


def _exact(events: Floats, trials: Floats) -> Ends:
    low = special.betaincinv(np.maximum(events, 1e-12), trials - events + 1, 0.025)
    high = special.betaincinv(events + 1, np.maximum(trials - events, 1e-12), 0.975)
    return Ends(np.where(events > 0, low, 0.0), np.where(events < trials, high, 1.0))


def _moments(counts: Counts, plays: int) -> tuple[Floats, Floats, Floats]:
    """Return the mean, its variance between environments, and Satterthwaite's degrees of freedom."""
    _, evaluations, environments = counts.shape
    each = (counts / plays).var(2, ddof=1) / environments / evaluations**2
    variance = each.sum(1)
    below = (each**2).sum(1) / (environments - 1)
    freedom = np.divide(variance**2, below, out=np.full(len(counts), float(environments - 1)), where=below > 0)
    return (counts / plays).mean((1, 2)), variance, freedom


def clustered_t(counts: Counts, plays: int) -> Ends:
    """Student's t with environments as the units."""
    mean, variance, freedom = _moments(counts, plays)
    half = stats.t.ppf(0.975, freedom) * np.sqrt(variance)
    return Ends(mean - half, mean + half)


def kish(counts: Counts, plays: int) -> Ends:
    """Clopper-Pearson at the effective number of plays that the variance shows, design effect at least 1."""
    mean, variance, freedom = _moments(counts, plays)
    trials = float(plays * counts[0].size)
    fewer = (stats.norm.ppf(0.975) / stats.t.ppf(0.975, freedom)) ** 2
    worth = np.divide(mean * (1 - mean) * fewer, variance, out=np.full(len(mean), trials), where=variance > 0)
    worth = np.minimum(worth, trials)
    return _exact(mean * worth, worth)


def bootstrap_t(counts: Counts, plays: int, resamples: int = 199) -> Ends:
    """Studentised bootstrap of environments within evaluations; no width where no variance shows."""
    mean, variance, _ = _moments(counts, plays)
    generator = np.random.default_rng(counts.sum())
    ratios = np.zeros((resamples, len(counts)))
    for row in range(resamples):
        chosen = generator.integers(0, counts.shape[2], counts.shape)
        again, spread, _ = _moments(np.take_along_axis(counts, chosen, 2), plays)
        ratios[row] = np.divide(again - mean, np.sqrt(spread), out=np.zeros(len(mean)), where=spread > 0)
    low, high = np.quantile(ratios, [0.025, 0.975], axis=0)
    return Ends(mean - high * np.sqrt(variance), mean - low * np.sqrt(variance))


def _likelihood(counts: Counts, plays: int) -> Floats:
    """Return the beta-binomial log-likelihood, shape (replicates, evaluations, rates, correlations)."""
    seen = np.stack([(counts == k).sum(2) for k in range(plays + 1)], 2).astype(float)
    table = _table(plays)
    return (seen.reshape(-1, plays + 1) @ table.reshape(plays + 1, -1)).reshape(
        *counts.shape[:2], *table.shape[1:]
    )


@lru_cache
def _table(plays: int) -> Floats:
    k = np.arange(plays + 1)[:, None]
    table = np.empty((plays + 1, len(_MU), len(_ICC)))
    for column, icc in enumerate(_ICC):
        if not icc:
            table[:, :, column] = stats.binom.logpmf(k, plays, _MU[None, :])
        else:
            scale = (1 - icc) / icc
            table[:, :, column] = stats.betabinom.logpmf(
                k, plays, _MU[None, :] * scale, (1 - _MU[None, :]) * scale
            )
    return table


def profile(counts: Counts, plays: int) -> Ends:
    """Beta-binomial profile likelihood of the mean, correlation shared, cut at Student's t over environments."""
    likelihood = _likelihood(counts, plays)
    _, evaluations, environments = counts.shape
    cut = stats.t.ppf(0.975, evaluations * (environments - 1)) ** 2 / 2
    lowest = likelihood.max(2).sum(1).max(1) - cut
    ends = [[_furthest(likelihood[..., r], lowest, side) for r in range(len(_ICC))] for side in (-1, 1)]
    low = np.where(counts.sum((1, 2)) > 0, np.fmin.reduce(ends[0]), 0.0)
    return Ends(low, np.fmax.reduce(ends[1]))


def _furthest(likelihood: Floats, lowest: Floats, side: int) -> Floats:
    """Return the furthest mean on one side whose likelihood is at least `lowest`, by a Lagrange multiplier."""
    near, far = np.full(len(lowest), -2.0), np.full(len(lowest), 25.0)
    best = np.full(len(lowest), np.nan)
    for _ in range(22):
        middle = (near + far) / 2
        at = (likelihood + side * np.exp(middle)[:, None, None] * _MU).argmax(2)
        enough = np.take_along_axis(likelihood, at[:, :, None], 2)[:, :, 0].sum(1) >= lowest
        best = np.where(enough, _MU[at].mean(1), best)
        near, far = np.where(enough, middle, near), np.where(enough, far, middle)
    return best


def posterior(counts: Counts, plays: int, draws: int = 600) -> Ends:
    """Posterior on a grid: one correlation, uniform on 0 to 0.7; each of M rates has the prior Beta(1/2M, 1/2)."""
    likelihood = _likelihood(counts, plays)
    evaluations = counts.shape[1]
    prior = np.diff(special.betainc(0.5 / evaluations, 0.5, _EDGES))
    joint = np.exp(likelihood - likelihood.max((2, 3), keepdims=True)) * prior[None, None, :, None]
    weights = np.log(joint.sum(2)).sum(1) + np.log(np.gradient(_ICC))
    weights = np.exp(weights - weights.max(1, keepdims=True))
    weights /= weights.sum(1, keepdims=True)
    generator = np.random.default_rng(counts.sum())
    ends = [
        np.quantile(_means(generator, j, w, draws), [0.025, 0.975]) for j, w in zip(joint, weights, strict=True)
    ]
    low, high = np.array(ends).T
    return Ends(np.where(counts.sum((1, 2)) > 0, low, 0.0), high)


def _means(generator: np.random.Generator, joint: Floats, weights: Floats, draws: int) -> Floats:
    """Draw the mean of the rates from one replicate's posterior."""
    found = []
    for column, times in enumerate(generator.multinomial(draws, weights)):
        if times:
            total = np.zeros(times)
            for rates in joint[:, :, column]:
                steps = rates.cumsum()
                total += _MU[np.searchsorted(steps, generator.random(times) * steps[-1]).clip(0, len(_MU) - 1)]
            found.append(total / len(joint))
    return np.concatenate(found)


CANDIDATES: dict[str, Callable[[Counts, int], Ends]] = {
    "`overt rates`: the further ends of the next two": shipped,
    "beta-binomial, a prior for each end": both_ends,
    "environments counted: exact at effective plays, bounded": environments,
    "exact, plays as independent": independent,
    "Student's t over environments": clustered_t,
    "bootstrap-t over environments": bootstrap_t,
    "exact at effective plays, design effect ≥ 1": kish,
    "beta-binomial profile likelihood": profile,
    "beta-binomial posterior": posterior,
}
