"""How many plays an environment needs, for an interval of some width or a difference that should show."""

from __future__ import annotations

from collections.abc import Callable
from math import asin, ceil, sqrt

import numpy as np

from overt.errors import OvertError
from overt.measure.distributions import normal_quantile, student_quantile
from overt.measure.hierarchy import FLOOR, hierarchical
from overt.measure.intervals import LEVEL, exact
from overt.world.messages import Frozen

POWER = 0.8
_MOST = 1_000_000
LARGEST = 2_000
"""Environments in all for which a width is planned: drawing more takes minutes, and then memory."""
_NEARLY_NONE = 1e-6
"""A correlation below which rates do not scatter that could be told from one."""
_DRAWN = 20
"""Suites that are drawn to find the width to expect."""


class Suite(Frozen):
    """What is to be played: `evaluations` with `environments` each, whose plays correlate."""

    evaluations: int
    environments: int
    correlation: float

    @property
    def size(self) -> int:
        """Environments in all."""
        return self.evaluations * self.environments


class Plan(Frozen):
    """Plays of each environment and in all, for each model, and by how much clustering multiplies them.

    `effective_plays` is how many independent plays they are worth.
    """

    plays_per_environment: int
    design_effect: float
    plays: int
    effective_plays: float


def plan_width(rate: float, width: float, suite: Suite, level: float = LEVEL) -> Plan:
    """Return the fewest plays for which the headline's interval is expected to be `width` wide at `rate`.

    Both are fractions. What to expect is the mean over drawn suites, with a fixed seed; where counting
    environments alone makes it wider than wanted, none is drawn. Raises OvertError where no number of plays of so
    few environments does it.
    """
    _check(rate, suite)
    if not 0 < width < 1:
        raise OvertError(f"--width {width}: a width is a fraction above 0 and below 1, as 0.05 for five points")
    if suite.environments < 2:
        raise OvertError("--environments 1: how environments differ shows in two or more; plan for these")
    if suite.size > LARGEST:
        raise OvertError(
            f"--environments {suite.environments} of --evaluations {suite.evaluations} are {suite.size}; a width "
            f"is planned for {LARGEST} in all at most"
        )

    def wide(plays: int, each: Suite = suite) -> float:
        effective = _worth(plays, each, level)
        low, high = exact(rate * effective, effective, level)
        return high - low if high - low > width else _drawn_width(rate, plays, each, level)

    if (least := wide(_MOST)) > width:
        most = max(suite.environments, LARGEST // suite.evaluations)
        enough = _least(lambda n: n >= most or wide(_MOST, suite.model_copy(update={"environments": n})) < width)
        raise OvertError(
            f"--width {width} is out of reach with {suite.environments} environments of each evaluation, however "
            f"often played: {least:.3f} is the least; take "
            f"{f'{enough} or more, or' if enough < most else f'more than {most - 1}, or better'} a greater width"
        )
    plays = _least(lambda n: wide(n) <= width)
    return _plan(plays, suite, _worth(plays, suite, level))


def plan_difference(
    rate: float, difference: float, suite: Suite, level: float = LEVEL, power: float = POWER
) -> Plan:
    """Return the plays, of each of two models, with which a fall from `rate` by `difference` shows.

    That is, with probability `power` in a two-sided test at 1 - `level`, by the arcsine formula (Cohen 1988,
    6.2), times the design effect. Raises OvertError where no number of plays of so few environments does it.
    """
    _check(rate, suite)
    if not 0 < difference <= rate:
        raise OvertError(f"--difference {difference}: a fall lies above 0 and is no more than the rate, {rate}")
    apart = 2 * asin(sqrt(rate)) - 2 * asin(sqrt(rate - difference))
    independent = 2 * ((normal_quantile((1 + level) / 2) + normal_quantile(power)) / apart) ** 2
    room = suite.size - independent * suite.correlation
    if room <= 0:
        enough = int(independent * suite.correlation / suite.evaluations) + 1
        raise OvertError(
            f"--difference {difference} is out of reach with {suite.environments} environments of each "
            f"evaluation, however often played; take {enough} or more, or a greater difference"
        )
    plays = max(1, ceil(independent * (1 - suite.correlation) / room))
    return _plan(plays, suite, suite.size * plays / (1 + (plays - 1) * suite.correlation))


def _drawn_width(rate: float, plays: int, suite: Suite, level: float) -> float:
    """Return the mean width of the headline's interval over drawn suites."""
    generator = np.random.default_rng(0)
    shape = (_DRAWN, suite.evaluations, suite.environments)
    rates = np.full(shape, rate)
    if suite.correlation > _NEARLY_NONE and 0 < rate < 1:
        scale = (1 - suite.correlation) / suite.correlation
        rates = generator.beta(rate * scale, (1 - rate) * scale, shape)
    drawn = generator.binomial(plays, rates).tolist()
    found = [hierarchical({str(i): [(k, plays) for k in row] for i, row in enumerate(s)}, level) for s in drawn]
    return sum(one.high - one.low for one in found) / len(found)


def _check(rate: float, suite: Suite) -> None:
    if not 0 <= rate <= 1:
        raise OvertError(f"--rate {rate}: rates are fractions from 0 to 1, as 0.13 for 13%")
    if not 0 <= suite.correlation < 1:
        raise OvertError(f"--correlation {suite.correlation}: it lies from 0 up to, and not at, 1")
    for name, value in (("evaluations", suite.evaluations), ("environments", suite.environments)):
        if value < 1:
            raise OvertError(f"--{name} {value}: give 1 or more")


def _worth(plays: int, suite: Suite, level: float) -> float:
    """Return the effective plays that `hierarchy.hierarchical` is expected to find, counting environments."""
    tail = (1 + level) / 2
    freedom = suite.evaluations * (suite.environments - 1)
    fewer = (normal_quantile(tail) / student_quantile(tail, freedom)) ** 2
    supposed, seen = (suite.size * plays / (1 + (plays - 1) * icc) for icc in (FLOOR, suite.correlation))
    return max(float(suite.size), min(supposed, fewer * seen))


def _least(enough: Callable[[int], bool]) -> int:
    """Return the least number above 1 or at it that is enough; once one is, all after it are."""
    high = 1
    while not enough(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _plan(plays: int, suite: Suite, effective: float) -> Plan:
    return Plan(
        plays_per_environment=plays,
        design_effect=suite.size * plays / effective,
        plays=suite.size * plays,
        effective_plays=effective,
    )
