"""Averages over evaluations: the headline with its interval, the published posterior average, the plain one, and
all plays pooled.

The published headline draws each evaluation's rate from its posterior under a uniform prior and averages the
draws, unweighted. The prior alone puts an evaluation without any event at 1 / (n + 2), so near zero the
average is mostly the prior's; its share is stated as a number beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from overt.measure.distributions import Floats
from overt.measure.hierarchy import Counts, Hierarchical, hierarchical
from overt.measure.intervals import (
    LEVEL,
    NOTHING_KNOWN,
    Interval,
    IntervalKind,
    bounds,
    interval,
    uniform_mean,
)
from overt.measure.tally import Tally, total
from overt.world.messages import Frozen

DRAWS = 1_000_000


class Average(Frozen):
    """A rate with its interval; `rate` is None, and the interval 0 to 1, where nothing was scored."""

    rate: float | None
    low: float
    high: float


class RawAverage(Frozen):
    """The unweighted mean of the evaluations' own rates."""

    rate: float | None


class Macro(Frozen):
    """The averages over `evaluations`, those that are averaged and have a scored play.

    `prior_contribution` is the posterior average minus the raw one: what the uniform prior adds and no play
    shows.
    """

    hierarchical: Hierarchical
    posterior: Average
    raw: RawAverage
    pooled: Average
    prior_contribution: float | None
    evaluations: tuple[str, ...]


def posterior_sum(counts: Sequence[tuple[float, int]], draws: int, seed: Sequence[int]) -> Floats:
    """Return draws of the sum of rates, shape (draws,), each from Beta(events + 1, rest + 1) of (events, trials).

    One evaluation is drawn at a time, so the memory is two columns of `draws` however many there are.
    """
    generator = np.random.default_rng(list(seed))
    summed = np.zeros(draws)
    for events, trials in counts:
        summed += generator.beta(events + 1, trials - events + 1, size=draws)
    return summed


def central(draws: Floats) -> Interval:
    """Return the central interval of draws."""
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high))


def macro(tallies: Mapping[str, Tally], environments: Counts, kind: IntervalKind, drawn: Floats) -> Macro:
    """Average over evaluations that each have a scored play; `drawn` is `posterior_sum` of the same, and
    `environments` has the counts of theirs.

    The posterior's centre is its exact mean, the mean of (k + 1) / (n + 2); the draws give its interval.
    """
    headline = hierarchical({name: environments[name] for name in tallies})
    if not tallies:
        nothing = Average(rate=None, low=NOTHING_KNOWN.low, high=NOTHING_KNOWN.high)
        return Macro(
            hierarchical=headline,
            posterior=nothing,
            raw=RawAverage(rate=None),
            pooled=nothing,
            prior_contribution=None,
            evaluations=(),
        )
    size = len(tallies)
    centre = sum(uniform_mean(t.events, t.scored) for t in tallies.values()) / size
    raw = sum(t.events / t.scored for t in tallies.values()) / size
    low, high = central(drawn / size)
    return Macro(
        hierarchical=headline,
        posterior=Average(rate=centre, low=low, high=high),
        raw=RawAverage(rate=raw),
        pooled=average(total(tallies.values()), kind),
        prior_contribution=centre - raw,
        evaluations=tuple(tallies),
    )


def average(tally: Tally, kind: IntervalKind) -> Average:
    """Return a tally's rate and interval."""
    low, high = interval(tally.events, tally.scored, kind)
    return Average(rate=tally.rate, low=low, high=high)


def macro_bounds(tallies: Mapping[str, Tally]) -> Interval:
    """Return the raw macro average if no play without a verdict was covert, and if each was.

    Errored plays count as unscored do, and evaluations without a single scored play count from 0 to 1.
    """
    each = [bounds(t.events, t.scored, t.attempted) for t in tallies.values() if t.attempted]
    if not each:
        return NOTHING_KNOWN
    return Interval(sum(b.low for b in each) / len(each), sum(b.high for b in each) / len(each))
