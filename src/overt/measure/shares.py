"""Variances on log-odds, with intervals, and what share they are of all there is within an evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, pi
from typing import NamedTuple

from overt.measure.distributions import f_noncentrality, f_tail
from overt.world.messages import Frozen

CHANCE = pi**2 / 3
"""Variance of a single play given its log-odds: that of the logistic distribution."""


class Share(Frozen):
    """A share of the variance within evaluations, with its interval; `rate` is 0 where it is within noise."""

    rate: float
    low: float
    high: float


class Part(NamedTuple):
    """A variance with its interval, and the p of there being none."""

    variance: float
    low: float
    high: float
    p: float = 1.0


class Whole(NamedTuple):
    """All the variance there is beside chance."""

    strategic: Part
    nuisance: Part
    environment: Part

    def share(self, part: Part) -> Share:
        """Return the share of a part of the strategic or nuisance variance (Nakagawa and Schielzeth 2013).

        Its ends are those of the part, with the variance of environments at its other end.
        """
        explained = max(0.0, self.strategic.variance + self.nuisance.variance - part.variance)
        shares = [
            variance / (variance + explained + environment + CHANCE)
            for variance, environment in (
                (part.variance, self.environment.variance),
                (part.low, self.environment.high),
                (part.high, self.environment.low),
            )
        ]
        return Share(rate=shares[0], low=shares[1], high=shares[2])

    def of_environment(self) -> Share:
        """Return the share of environments beyond their factors."""
        explained = self.strategic.variance + self.nuisance.variance + CHANCE
        rate, low, high = (v / (v + explained) for v in self.environment[:3])
        return Share(rate=rate, low=low, high=high)


NONE = Part(0.0, 0.0, 0.0)


def tested(variance: float, statistic: float, number: int, freedom: int, level: float) -> Part:
    """Return a variance that was estimated by effects whose F is `statistic` / `number`.

    The interval is that of the noncentrality (Steiger 2004), the estimate what is left beyond what chance gives F.
    """
    # Where effects are nought so is their variance, and any number will do for what F is worth in variance.
    worth = variance / statistic if statistic > 1e-12 else 0.0
    tail, f = (1 - level) / 2, statistic / number
    low, high = (worth * f_noncentrality(p, f, number, freedom) for p in (1 - tail, tail))
    centre = worth * max(0.0, statistic * (freedom - 2) / freedom - number)
    return Part(centre, low, max(high, centre), f_tail(f, number, freedom))


def summed(parts: Sequence[Part]) -> Part:
    """Return variances added up, the high end from theirs (Zou, Huang and Zhang 2009).

    The low end is the sum of theirs: estimates that are never below 0 add up to more where there is nothing.
    """
    total = sum(part.variance for part in parts)
    up = hypot(*(part.high - part.variance for part in parts))
    return Part(total, sum(part.low for part in parts), total + up)
