"""The headline: an average over evaluations that contain environments that contain plays, with its interval.

Plays of one environment resemble each other, so they are worth fewer independent ones. The interval is that of a
hierarchical beta-binomial (`betabinomial.py`), and never narrower than counting environments allows: it reaches to
the further end of both. Where environments' rates scatter by one beta distribution about each evaluation's, the
first holds; where evaluations differ in how much theirs scatter it can hold in 70%, which a correlation of its own
for each evaluation, by three priors, did not mend. The second supposes no distribution, and fails where few
environments carry all and none was drawn, which the first reckons with. `benchmarks/coverage.py` prints each alone
and both together, into docs/measuring-coverage.md.

Environments are counted by the exact interval (Clopper-Pearson) at the effective number of plays, as Korn and
Graubard have it (Survey Methodology 24, 1998): variance between environments within each evaluation,
Satterthwaite's degrees of freedom, and two bounds. Plays are worth at most what they are at a correlation of 0.2,
since near zero the variance seen says little; and an environment is worth at least one play.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot
from typing import NamedTuple

import numpy as np

from overt.measure.betabinomial import beta_binomial
from overt.measure.distributions import Floats, normal_quantile, student_quantile
from overt.measure.intervals import LEVEL, exact
from overt.world.messages import Frozen

FLOOR = 0.2
"""The correlation between plays of one environment that is supposed at least."""
HOLDS = 0.4
"""The correlation up to which the interval was found to cover."""
FEWEST, MOST = 5, 40
"""Environments from which on, and plays of each up to which, it was; with more plays where there are several
evaluations, and not always where there is one."""
CONDITION = (
    "About environments like those played, in these evaluations, drawn independently. It reaches to the further "
    "end of two intervals and holds where either does: a hierarchical beta-binomial's, where environments' rates "
    "scatter by a beta distribution, in every evaluation alike; and one that counts environments, where plays of "
    f"one correlate by no more than {HOLDS} and covert acts are not confined to a few of which none was drawn."
)

Counts = Mapping[str, Sequence[tuple[int, int]]]
"""For each evaluation the (covert, scored) plays of each environment that has a scored one."""


class Ends(Frozen):
    """One interval, as fractions."""

    low: float
    high: float


class Hierarchical(Frozen):
    """The mean over evaluations of the mean over their environments' rates; None where nothing was scored.

    `low` and `high` are the further ends of `beta_binomial` and `by_environments`. `effective_plays` is how many
    independent plays these are worth, environments counted; `correlation` that of plays within an environment, as
    far as these show it (None: not at all). `conditional_on` says what the interval is about, `caution` where it
    is not known to hold.
    """

    rate: float | None
    low: float
    high: float
    beta_binomial: Ends
    by_environments: Ends
    environments: int
    plays: int
    effective_plays: float
    correlation: float | None
    conditional_on: str = CONDITION
    caution: str | None = None


class HierarchicalDifference(Frozen):
    """After minus before; `low` and `high` are -1 and 1 where one of them has nothing scored.

    `caution` joins those of both, since its interval is made of theirs.
    """

    difference: float | None
    low: float
    high: float
    conditional_on: str = CONDITION
    caution: str | None = None


class _Environments(NamedTuple):
    """One entry for each environment, evaluation after evaluation."""

    rate: Floats
    plays: Floats
    weight: Floats
    evaluation: Floats
    """The rate of the evaluation that it belongs to."""


class _Spread(NamedTuple):
    """Variance of the average as seen between environments, and the degrees of freedom behind it."""

    variance: float
    freedom: float


def hierarchical(counts: Counts, level: float = LEVEL) -> Hierarchical:
    """Return the average with its interval; evaluations weigh alike, and so do environments within each."""
    scored = {name: [pair for pair in pairs if pair[1]] for name, pairs in counts.items()}
    strata = {name: np.array(pairs, dtype=np.float64) for name, pairs in scored.items() if pairs}
    if not strata:
        return Hierarchical(
            rate=None,
            low=0.0,
            high=1.0,
            beta_binomial=Ends(low=0.0, high=1.0),
            by_environments=Ends(low=0.0, high=1.0),
            environments=0,
            plays=0,
            effective_plays=0,
            correlation=None,
        )
    each = _environments(strata)
    rate = min(1.0, max(0.0, float(each.weight @ each.rate)))
    spread = _spread(strata)
    correlation = _correlation(each, spread)
    lone = any(len(pairs) == 1 for pairs in strata.values())
    effective = _effective(each, rate, spread, lone=lone, level=level)
    modelled = Ends(**beta_binomial([pairs for pairs in scored.values() if pairs], level)._asdict())
    counted = Ends(**exact(rate * effective, effective, level)._asdict())
    return Hierarchical(
        rate=rate,
        low=min(modelled.low, counted.low),
        high=max(modelled.high, counted.high),
        beta_binomial=modelled,
        by_environments=counted,
        environments=len(each.rate),
        plays=int(each.plays.sum()),
        effective_plays=effective,
        correlation=correlation,
        caution=_caution(strata, correlation),
    )


def difference(before: Hierarchical, after: Hierarchical) -> HierarchicalDifference:
    """Return after minus before, its interval from both intervals as Newcombe makes his (Donner and Zou 2012).

    It takes the two as independent, so it is wide rather than narrow where both played the same environments.
    """
    if before.rate is None or after.rate is None:
        return HierarchicalDifference(difference=None, low=-1.0, high=1.0)
    change = after.rate - before.rate
    down = hypot(after.rate - after.low, before.high - before.rate)
    up = hypot(after.high - after.rate, before.rate - before.low)
    cautions = [f"{when}: {arm.caution}" for when, arm in (("Before", before), ("After", after)) if arm.caution]
    return HierarchicalDifference(
        difference=change,
        low=max(-1.0, change - down),
        high=min(1.0, change + up),
        caution=" ".join(cautions) or None,
    )


def cautions(named: Mapping[str, Hierarchical | None]) -> tuple[str, ...]:
    """Return each caution of these averages once, after the names of those that it is about."""
    about: dict[str, list[str]] = {}
    for name, found in named.items():
        if found is not None and found.caution is not None:
            about.setdefault(found.caution, []).append(name)
    return tuple(f"{', '.join(names)}: {caution}" for caution, names in about.items())


def _environments(strata: Mapping[str, Floats]) -> _Environments:
    rates = [pairs[:, 0] / pairs[:, 1] for pairs in strata.values()]
    return _Environments(
        rate=np.concatenate(rates),
        plays=np.concatenate([pairs[:, 1] for pairs in strata.values()]),
        weight=np.concatenate([np.full(len(r), 1 / len(r) / len(rates)) for r in rates]),
        evaluation=np.concatenate([np.full(len(r), r.mean()) for r in rates]),
    )


def _spread(strata: Mapping[str, Floats]) -> _Spread:
    """Add up the variances of the evaluations' means; an evaluation with one environment shows none."""
    parts = [
        ((pairs[:, 0] / pairs[:, 1]).var(ddof=1) / len(pairs) / len(strata) ** 2, len(pairs) - 1)
        for pairs in strata.values()
        if len(pairs) > 1
    ]
    variance = float(sum(v for v, _ in parts))
    if not variance:
        return _Spread(0.0, 0.0)
    return _Spread(variance, variance**2 / float(sum(v**2 / df for v, df in parts)))


def _effective(each: _Environments, rate: float, spread: _Spread, *, lone: bool, level: float) -> float:
    """Return the number of independent plays that these are worth."""
    as_single_plays = 1 / float((each.weight**2).sum())
    if lone:
        return as_single_plays
    supposed = 1 / float((each.weight**2 * (1 + (each.plays - 1) * FLOOR) / each.plays).sum())
    if not spread.variance or not 0 < rate < 1:
        return supposed
    tail = (1 + level) / 2
    fewer = (normal_quantile(tail) / student_quantile(tail, spread.freedom)) ** 2
    return max(as_single_plays, min(supposed, fewer * rate * (1 - rate) / spread.variance))


def _correlation(each: _Environments, spread: _Spread) -> float | None:
    """Return the correlation that makes the variance seen the one expected, between 0 and 1."""
    binomial = each.weight**2 * each.evaluation * (1 - each.evaluation)
    apart, together = float((binomial / each.plays).sum()), float((binomial * (1 - 1 / each.plays)).sum())
    if not spread.variance or not together:
        return None
    return min(1.0, max(0.0, (spread.variance - apart) / together))


def _caution(strata: Mapping[str, Floats], correlation: float | None) -> str | None:
    """Say where the interval was found not to hold, or was not tried; None where it was found to."""
    sizes = {name: len(pairs) for name, pairs in strata.items()}
    lone = sorted(name for name, size in sizes.items() if size == 1)
    covert = int(sum(pairs[:, 0].sum() for pairs in strata.values()))
    lines: list[str] = []
    if lone:
        lines.append(
            f"{lone[0]} has one environment, so nothing shows how environments differ: each counts as a single "
            "play, however many were made."
        )
    elif sum(sizes.values()) < FEWEST:
        lines.append(f"There are {sum(sizes.values())} environments; with fewer than {FEWEST} it was not tried.")
    if len(strata) == 1 and max(pairs[:, 1].max() for pairs in strata.values()) > MOST:
        lines.append(
            f"One evaluation whose environments were played more than {MOST} times: where a share of them carries "
            "all covert acts it held in 90 to 93%; only more environments, or evaluations, mend that."
        )
    if correlation is not None and correlation > HOLDS:
        lines.append(
            f"Plays of one environment seem to correlate by {correlation:.2f} (by {covert} plays that count); "
            f"above {HOLDS} it was tried in few settings and may be too narrow: only more environments mend that."
        )
    return " ".join(lines) or None
