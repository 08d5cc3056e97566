"""Intervals of one rate (exact, Jeffreys, the uniform prior's), of differences and ratios; bounds on the missing.

Never the normal interval: at a true 0.4% and 100 plays its nominal 95% covers a third of the time. Events are
whole numbers, or a published rate's share of its plays, for which the formulas hold in between.
"""

from __future__ import annotations

from math import copysign, exp, inf, sqrt
from typing import Literal, NamedTuple

from overt.measure.distributions import beta_quantile, normal_quantile

IntervalKind = Literal["exact", "jeffreys"]
LEVEL = 0.95


class Interval(NamedTuple):
    """Low and high end, as fractions."""

    low: float
    high: float


NOTHING_KNOWN = Interval(0.0, 1.0)


def interval(events: float, trials: float, kind: IntervalKind = "exact", level: float = LEVEL) -> Interval:
    """Return the interval of a rate after `events` in `trials`; 0 to 1 where there were none."""
    return {"exact": exact, "jeffreys": jeffreys}[kind](events, trials, level)


def exact(events: float, trials: float, level: float = LEVEL) -> Interval:
    """Return the Clopper-Pearson interval (Biometrika 26, 1934).

    It covers at least `level` of the time at every rate. Over plays of fixed environments whose rates differ
    it holds for their mean rate too, corner cases aside: such sums vary less than a binomial of the same mean
    (Hoeffding 1956; Mattner and Tasto 2015). It says nothing about environments that were not played.
    """
    if trials == 0:
        return NOTHING_KNOWN
    tail = (1 - level) / 2
    low = beta_quantile(tail, events, trials - events + 1) if events else 0.0
    high = beta_quantile(1 - tail, events + 1, trials - events) if events < trials else 1.0
    return Interval(low, high)


def jeffreys(events: float, trials: float, level: float = LEVEL) -> Interval:
    """Return the equal-tailed interval of the Beta(1/2, 1/2) prior, closed at 0 and 1 (Brown, Cai, DasGupta
    2001).

    Shorter than the exact interval; it covers `level` on average over rates and dips below at some.
    """
    if trials == 0:
        return NOTHING_KNOWN
    tail = (1 - level) / 2
    a, b = events + 0.5, trials - events + 0.5
    low = beta_quantile(tail, a, b) if events else 0.0
    high = beta_quantile(1 - tail, a, b) if events < trials else 1.0
    return Interval(low, high)


def uniform_posterior(events: float, trials: float, level: float = LEVEL) -> Interval:
    """Return the published error bar: the central interval of Beta(events + 1, trials - events + 1)."""
    tail = (1 - level) / 2
    a, b = events + 1, trials - events + 1
    return Interval(beta_quantile(tail, a, b), beta_quantile(1 - tail, a, b))


def uniform_mean(events: float, trials: float) -> float:
    """Return the mean of the uniform prior's posterior: 1% after no event in 98 trials."""
    return (events + 1) / (trials + 2)


def wilson(events: float, trials: float, level: float = LEVEL) -> Interval:
    """Return Wilson's score interval (JASA 22, 1927), which Newcombe's for a difference is made of."""
    if trials == 0:
        return NOTHING_KNOWN
    z = normal_quantile((1 + level) / 2)
    rate, scale = events / trials, 1 + z * z / trials
    middle = (rate + z * z / (2 * trials)) / scale
    half = z * sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials)) / scale
    low = middle - half if events else 0.0
    high = middle + half if events < trials else 1.0
    return Interval(low, high)


def newcombe(before: tuple[float, float], after: tuple[float, float], level: float = LEVEL) -> Interval:
    """Return Newcombe's interval of the rate after minus the rate before (Statistics in Medicine 17, 1998,
    10).

    Each arm is (events, trials). It keeps a width where both arms have no event. Nothing is known, -1 to 1,
    where an arm has no trial.
    """
    if not before[1] or not after[1]:
        return Interval(-1.0, 1.0)
    first, second = before[0] / before[1], after[0] / after[1]
    of_before, of_after = wilson(*before, level), wilson(*after, level)
    difference = second - first
    down = sqrt((second - of_after.low) ** 2 + (of_before.high - first) ** 2)
    up = sqrt((of_after.high - second) ** 2 + (first - of_before.low) ** 2)
    return Interval(difference - down, difference + up)


def ratio(before: tuple[int, int], after: tuple[int, int], level: float = LEVEL) -> tuple[float, float | None]:
    """Return Miettinen and Nurminen's score interval of the rate after over the rate before (Statistics in
    Medicine 4, 1985).

    Each arm is (events, trials). The low end is 0 after no event; there is no high end, None, before no event,
    for then nothing bounds the ratio. It holds the ratios that the score test does not reject, so that it keeps
    its level where the logarithm's normal interval has none.
    """
    if not before[1] or not after[1]:
        return 0.0, None
    limit = normal_quantile((1 + level) / 2)
    low = 0.0 if not after[0] else _score_end(before, after, limit)
    high = None if not before[0] else _score_end(before, after, -limit)
    return low, high


def _score_end(before: tuple[int, int], after: tuple[int, int], wanted: float) -> float:
    """Return the ratio at which the score, which falls as the ratio rises, is `wanted`; bisected in logarithms."""
    low, high = -30.0, 30.0
    for _ in range(100):
        middle = (low + high) / 2
        if _score(before, after, exp(middle)) > wanted:
            low = middle
        else:
            high = middle
    return exp((low + high) / 2)


def _score(before: tuple[int, int], after: tuple[int, int], theta: float) -> float:
    """Return the score statistic of a ratio `theta`, its variance at the likeliest rates with that ratio."""
    (x, m), (y, n) = before, after
    a, b, c = (m + n) * theta, n * theta + y + m + x * theta, x + y
    rate = (b - sqrt(max(0.0, b * b - 4 * a * c))) / (2 * a)
    rest = rate * theta
    variance = (rest * (1 - rest) / n + theta * theta * rate * (1 - rate) / m) * (m + n) / (m + n - 1)
    apart = y / n - theta * x / m
    if variance > 0 or not apart:
        return apart / sqrt(variance) if apart else 0.0
    return copysign(inf, apart)


def bounds(events: int, scored: int, attempted: int) -> Interval:
    """Return the rates if no play without a verdict was an event, and if each of them was."""
    if attempted == 0:
        return NOTHING_KNOWN
    return Interval(events / attempted, (events + attempted - scored) / attempted)
