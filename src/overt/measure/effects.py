"""Effects of an intervention: the same source plays, continued in two ways, compared source by source.

Continuations of one source share all that came before the cut, so the source is the cluster: an effect is the mean
over sources of the difference between its two rates, its interval is Student's over sources, and its p comes from
flipping the sign of each source's difference. Parts of one arm have unequal numbers of continuations of a source,
so that flipping signs is no test of them: there p comes from the interval's own error.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np

from overt.measure.distributions import Floats, student_p, student_quantile
from overt.measure.intervals import LEVEL, NOTHING_KNOWN, Interval, exact
from overt.measure.significance import sign_flip
from overt.world.messages import Frozen


class Continuation(NamedTuple):
    """One continuation: the play that it starts from, and whether it was covert; None where it is unscored.

    `shown`: it shows the thought by itself.
    """

    source: Hashable
    covert: bool | None
    shown: bool = False


class Differences(NamedTuple):
    """Two arms over the sources scored in both: the difference of each, and the least variance of their mean."""

    sources: tuple[Hashable, ...]
    each: Floats
    least: float


class ArmRate(Frozen):
    """An arm's rate over its scored continuations; the interval is exact at the plays that clustering leaves."""

    plays: int
    scored: int
    unscored: int
    covert: int
    rate: float | None
    low: float
    high: float
    sources: int


class Effect(Frozen):
    """One arm's rate minus another's over the sources scored in both, `clusters` of them."""

    arm: str
    against: str
    difference: float
    low: float
    high: float
    p: float
    clusters: int


def arm_rate(arm: Sequence[Continuation], level: float = LEVEL) -> ArmRate:
    """Return an arm's counts, rate and interval."""
    counts = _by_source(arm)
    scored = sum(plays for _, plays in counts.values())
    covert = sum(events for events, _ in counts.values())
    low, high = _clustered(counts, level)
    return ArmRate(
        plays=len(arm),
        scored=scored,
        unscored=len(arm) - scored,
        covert=covert,
        rate=covert / scored if scored else None,
        low=low,
        high=high,
        sources=len(counts),
    )


def effect(
    name: str,
    arm: Sequence[Continuation],
    against: str,
    other: Sequence[Continuation],
    *,
    level: float = LEVEL,
    seed: int = 0,
) -> Effect | None:
    """Return the effect of `arm` against `other`; None where no source was scored in both.

    The interval's standard error is that of the mean of the sources' differences, and never less than two
    independent rates would have (each moved by half a play off zero and one): few or equal sources do not make it
    vanish. With one source nothing is known, -1 to 1.
    """
    found = differences(arm, other)
    if found is None:
        return None
    p = sign_flip(found.each.tolist(), seed).p
    return _effect(name, against, found, p, level)


def part_effect(
    name: str,
    part: Sequence[Continuation],
    against: str,
    rest: Sequence[Continuation],
    *,
    level: float = LEVEL,
) -> Effect | None:
    """Return the effect of a part of an arm against its rest; None where no source was scored in both.

    The parts share no continuation. The interval is that of `effect`; p is below one minus the level exactly where
    the interval leaves out 0, and 1 with one source.
    """
    found = differences(part, rest)
    if found is None:
        return None
    size = len(found.sources)
    p = student_p(float(found.each.mean()) / _error(found), size - 1) if size > 1 else 1.0
    return _effect(name, against, found, p, level)


def differences(arm: Sequence[Continuation], other: Sequence[Continuation]) -> Differences | None:
    """Return the differences between two arms by source; None where no source was scored in both.

    The least variance of their mean is that of two independent rates, each moved by half a play off zero and one.
    """
    mine, theirs = _by_source(arm), _by_source(other)
    shared = tuple(source for source in mine if source in theirs)
    if not shared:
        return None
    one, two = (np.array([side[s] for s in shared], dtype=np.float64) for side in (mine, theirs))
    return Differences(shared, one[:, 0] / one[:, 1] - two[:, 0] / two[:, 1], _floor(one) + _floor(two))


def _effect(name: str, against: str, found: Differences, p: float, level: float) -> Effect:
    low, high = _around(found, level)
    return Effect(
        arm=name,
        against=against,
        difference=float(found.each.mean()),
        low=low,
        high=high,
        p=p,
        clusters=len(found.sources),
    )


def _by_source(arm: Sequence[Continuation]) -> Mapping[Hashable, tuple[int, int]]:
    """Return (covert, scored) of each source that was scored."""
    counts: dict[Hashable, tuple[int, int]] = {}
    for source, covert, _ in arm:
        if covert is not None:
            events, plays = counts.get(source, (0, 0))
            counts[source] = (events + covert, plays + 1)
    return counts


def _floor(counts: Floats) -> float:
    """Return the variance that the rate of independent plays would have; `counts` is (covert, scored) a source."""
    events, plays = counts.sum(axis=0)
    rate = (events + 0.5) / (plays + 1)
    return float(rate * (1 - rate) / plays)


def _around(found: Differences, level: float) -> Interval:
    size = len(found.sources)
    if size == 1:
        return Interval(-1.0, 1.0)
    half = student_quantile((1 + level) / 2, size - 1) * _error(found)
    middle = float(found.each.mean())
    return Interval(max(-1.0, middle - half), min(1.0, middle + half))


def _error(found: Differences) -> float:
    """Return the standard error of the mean difference over two sources or more."""
    return max(float(found.each.std(ddof=1)) / sqrt(len(found.sources)), sqrt(found.least))


def _clustered(counts: Mapping[Hashable, tuple[int, int]], level: float) -> Interval:
    """Return the exact interval at the effective plays: scored plays over the design effect, which is at least 1.

    The design effect is the variance of the ratio over sources, by linearisation, over that of independent plays.
    """
    if not counts:
        return NOTHING_KNOWN
    found = np.array(list(counts.values()), dtype=np.float64)
    events, plays = found.sum(axis=0)
    rate, size = events / plays, len(found)
    if size == 1 or rate in (0.0, 1.0):
        effective = plays if plays == size else float(size)
        return exact(rate * effective, effective, level)
    residuals = found[:, 0] - rate * found[:, 1]
    variance = size / (size - 1) * float(residuals @ residuals) / plays**2
    deff = max(1.0, variance / (rate * (1 - rate) / plays))
    return exact(events / deff, plays / deff, level)
