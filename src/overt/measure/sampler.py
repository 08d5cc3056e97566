"""The factors' model with all its draws at once, sampled from its posterior: the extra `bayes`.

Quadrature takes one nuisance draw at a time, since draws cross each other within an environment. Gibbs sampling
takes them together: given Polya-Gamma variables (Polson, Scott and Windle, JASA 108, 2013) everything is normal.
Priors on log-odds: intercepts normal with deviation 5, effects with 2.5, deviations half-Cauchy with scale 1.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from overt.errors import OvertError
from overt.measure.distributions import Bools, Floats, Ints

CHAINS, WARM, KEPT = 4, 500, 1500
PRIORS = "intercepts normal (5), effects normal (2.5), deviations half-Cauchy (1), on log-odds"
_INTERCEPT, _EFFECT = 5.0, 2.5


class Crossed(NamedTuple):
    """Plays, and what they belong to.

    `place` is each play's environment, `columns` a row for each environment, `strategic` marks the columns of
    effects, and each of `groups` numbers the play's drawn value within its environment, -1 where it has none.
    """

    place: Ints
    covert: Bools
    columns: Floats
    strategic: Bools
    groups: tuple[Ints, ...]


class Posterior(NamedTuple):
    """One row for each draw kept, chain after chain: effects, and deviations of environments and of each draw."""

    effects: Floats
    environment: Floats
    groups: Floats


class _State(NamedTuple):
    effects: Floats
    places: Floats
    values: tuple[Floats, ...]
    spreads: Floats
    """Variance of environments, then of each group."""


def sample(data: Crossed, seed: int = 0) -> Posterior:
    """Return draws of four chains; OvertError where the extra is not installed."""
    polya_gamma = _polya_gamma()
    effects: list[Floats] = []
    spreads: list[Floats] = []
    for chain in range(CHAINS):
        generator = np.random.default_rng([23, seed, chain])
        state = _begin(data, generator)
        for step in range(WARM + KEPT):
            state = _sweep(data, state, polya_gamma, generator)
            if step >= WARM:
                effects.append(state.effects)
                spreads.append(state.spreads)
    variances = np.sqrt(np.array(spreads))
    return Posterior(np.array(effects), variances[:, 0], variances[:, 1:])


def split_rhat(draws: Floats) -> float:
    """Return how far chains disagree, each halved (Gelman and others 2013, 11.4); 1 where they do not."""
    halves = draws.reshape(2 * CHAINS, -1)
    within = float(halves.var(axis=1, ddof=1).mean())
    if within == 0.0:
        return 1.0
    length = halves.shape[1]
    between = float(halves.mean(axis=1).var(ddof=1))
    return float(np.sqrt((length - 1) / length + between / within))


def _polya_gamma() -> Any:
    try:
        from polyagamma import random_polyagamma  # pyright: ignore[reportMissingTypeStubs,reportUnknownVariableType]
    except ImportError:
        raise OvertError("--sample takes the extra `bayes`: pip install 'overt[bayes]'") from None
    return random_polyagamma  # pyright: ignore[reportUnknownVariableType]


def _begin(data: Crossed, generator: np.random.Generator) -> _State:
    values = tuple(np.zeros(int(group.max()) + 1) for group in data.groups)
    return _State(
        effects=generator.standard_normal(data.columns.shape[1]),
        places=np.zeros(len(data.columns)),
        values=values,
        spreads=generator.uniform(0.1, 2.0, 1 + len(values)),
    )


def _sweep(data: Crossed, state: _State, polya_gamma: Any, generator: np.random.Generator) -> _State:
    fixed = data.columns @ state.effects
    moved = [_of(values, group) for values, group in zip(state.values, data.groups, strict=True)]
    at = (fixed + state.places)[data.place] + sum(moved, start=np.zeros(len(data.place)))
    weight = np.asarray(polya_gamma(np.ones(len(at)), at, random_state=generator), dtype=np.float64)
    pull = data.covert - 0.5
    others = sum(moved, start=np.zeros(len(data.place)))
    effects, places = _environments(data, weight, pull - weight * others, float(state.spreads[0]), generator)
    rest = (data.columns @ effects)[data.place] + others
    places, first = _rescaled(places, data.place, weight, pull - weight * rest, float(state.spreads[0]), generator)
    own = (data.columns @ effects + places)[data.place]
    values, rescaled = list[Floats](), [first]
    for number, group in enumerate(data.groups):
        rest = own + sum((m for n, m in enumerate(moved) if n != number), start=np.zeros(len(own)))
        left, old = pull - weight * rest, float(state.spreads[1 + number])
        new, variance = _rescaled(
            _grouped(group, weight, left, old, generator), group, weight, left, old, generator
        )
        moved[number] = _of(new, group)
        values.append(new)
        rescaled.append(variance)
    spreads = [_variance(v, old, generator) for v, old in zip((places, *values), rescaled, strict=True)]
    return _State(effects, places, tuple(values), np.array(spreads))


def _environments(
    data: Crossed, weight: Floats, pull: Floats, variance: float, generator: np.random.Generator
) -> tuple[Floats, Floats]:
    """Draw effects with environments integrated out, then environments given these: chains mix far better so."""
    size = len(data.columns)
    weights, pulls = (np.bincount(data.place, part, size) for part in (weight, pull))
    kept = 1 / (1 + weights * variance)
    prior = np.where(data.strategic, _EFFECT, _INTERCEPT) ** -2.0
    precision = data.columns.T @ ((weights * kept)[:, None] * data.columns) + np.diag(prior)
    root = np.linalg.cholesky(precision)
    mean = np.linalg.solve(precision, data.columns.T @ (pulls * kept))
    effects = mean + np.linalg.solve(root.T, generator.standard_normal(len(mean)))
    inside = weights + 1 / variance
    centre = (pulls - weights * (data.columns @ effects)) / inside
    places = centre + generator.standard_normal(size) / np.sqrt(inside)
    return np.asarray(effects, dtype=np.float64), places


def _grouped(group: Ints, weight: Floats, pull: Floats, variance: float, generator: np.random.Generator) -> Floats:
    size, has = int(group.max()) + 1, group >= 0
    inside = np.bincount(group[has], weight[has], size) + 1 / variance
    centre = np.bincount(group[has], pull[has], size) / inside
    return np.asarray(centre + generator.standard_normal(size) / np.sqrt(inside), dtype=np.float64)


def _rescaled(
    values: Floats, group: Ints, weight: Floats, pull: Floats, variance: float, generator: np.random.Generator
) -> tuple[Floats, float]:
    """Draw the deviation with the values in its units held, and values with it.

    Without this a deviation near 0 holds its values near 0 and they hold it (Yu and Meng, JCGS 20, 2011). The
    half-Cauchy is a normal here whose variance is drawn.
    """
    units = values / np.sqrt(variance)
    each = _of(units, group)
    precision = float(weight @ each**2) + 2 * generator.standard_gamma(1.0) / (1 + variance)
    deviation = float(pull @ each) / precision + generator.standard_normal() / np.sqrt(precision)
    return units * deviation, max(float(deviation) ** 2, 1e-8)


def _of(values: Floats, group: Ints) -> Floats:
    """Return each play's value of a group, 0 where it has none."""
    return np.where(group >= 0, values[group], 0.0)


def _variance(values: Floats, old: float, generator: np.random.Generator) -> float:
    """Draw a variance under a half-Cauchy deviation, a mixture of inverse gammas (Makalic and Schmidt 2016)."""
    mixing = (1 + 1 / old) / generator.standard_gamma(1.0)
    drawn = (1 / mixing + float(values @ values) / 2) / generator.standard_gamma((len(values) + 1) / 2)
    return max(float(drawn), 1e-8)
