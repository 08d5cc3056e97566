"""The few things taken from scipy, each behind a typed name: scipy has no types of its own."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return the quantile of a Beta(a, b) distribution."""
    return float(special.betaincinv(a, b, probability))


def beta_below(points: Floats, a: float, b: float) -> Floats:
    """Return the chances of at most `points` under Beta(a, b)."""
    return np.asarray(special.betainc(a, b, points), dtype=np.float64)


def beta_binomial_log(events: int, trials: int, rates: Floats, correlations: Floats) -> Floats:
    """Return the logarithm of the chance of `events` in `trials` that correlate, but for what rates do not change.

    `rates` are between 0 and 1, both left out; `correlations` from 0 (independent trials) to below 1.
    """
    apart = correlations > 0
    scale = np.where(apart, (1 - correlations) / np.where(apart, correlations, 1), 1.0)
    a, b = rates * scale, (1 - rates) * scale
    together = special.betaln(events + a, trials - events + b) - special.betaln(a, b)
    alone = events * np.log(rates) + (trials - events) * np.log1p(-rates)
    return np.asarray(np.where(apart, together, alone), dtype=np.float64)


def normal_quantile(probability: float) -> float:
    """Return the quantile of the standard normal distribution."""
    return float(special.ndtri(probability))


def student_quantile(probability: float, freedom: float) -> float:
    """Return the quantile of Student's t with `freedom` degrees of freedom, which need not be whole."""
    return float(special.stdtrit(freedom, probability))


def student_p(statistic: float, freedom: float) -> float:
    """Return the two-sided p of a statistic under Student's t with `freedom` degrees of freedom."""
    return float(2 * special.stdtr(freedom, -abs(statistic)))


def fisher(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the two-sided p of Fisher's exact test; each row is (events, non-events)."""
    from scipy import stats  # takes a second to import, and most readers of a rate compare nothing

    return float(stats.fisher_exact([list(one), list(other)]).pvalue)  # pyright: ignore[reportAttributeAccessIssue]


def fair_coin(heads: int, tosses: int) -> float:
    """Return the two-sided exact p of `heads` in `tosses` of a fair coin; 1 where none was tossed."""
    fewer = min(heads, tosses - heads)
    return min(1.0, 2 * float(special.bdtr(fewer, tosses, 0.5)))


def ranked(values: Floats) -> Floats:
    """Return the ranks of values, from 1, ties at their mean."""
    from scipy import stats

    return np.asarray(stats.rankdata(values), dtype=np.float64)


def expit(logit: Floats) -> Floats:
    """Return the chances that log-odds are of."""
    return np.asarray(special.expit(logit), dtype=np.float64)


def f_tail(statistic: float, one: float, other: float) -> float:
    """Return the chance of more than `statistic` under F with `one` and `other` degrees of freedom."""
    return float(special.fdtrc(one, other, statistic))


def f_noncentrality(probability: float, statistic: float, one: float, other: float) -> float:
    """Return the noncentrality at which F is below `statistic` with `probability`; 0 where none is so likely."""
    if 1 - f_tail(statistic, one, other) <= probability:
        return 0.0
    return float(special.ncfdtrinc(one, other, probability, statistic))


def crossing(lost: Callable[[float], float], inside: float, outside: float, limit: float) -> float:
    """Return where a function passes `limit` between a point below it and one above, the latter where none is."""
    if lost(outside) <= limit:
        return outside
    for _ in range(20):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if lost(middle) <= limit else (inside, middle)
    return outside


def least_between(lost: Callable[[float], float], low: float, high: float) -> float:
    """Return about where a function of one number is least between two ends (Brent)."""
    from scipy import optimize

    return float(optimize.minimize_scalar(lost, bounds=(low, high), method="bounded").x)  # pyright: ignore[reportAttributeAccessIssue]
