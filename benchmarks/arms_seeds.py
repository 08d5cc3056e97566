"""What trainings of several seeds show together: rates and differences with intervals that reckon with both.

A rate is the project's headline over the plays of all seeds together. Its interval reaches to the further end of
two: the headline's own, which takes the trainings as given, and Student's around the seeds' headlines, which
reckons with what another seed would do. So neither few seeds that agree by chance nor plays that are many narrow
it beyond what the other allows. A difference is made so too: the change over the worlds that both arms met, joined
with Student's around the differences of each seed, for the arms of a seed play the same worlds.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from overt.measure.distributions import student_quantile
from overt.measure.hierarchy import Counts, hierarchical
from overt.measure.intervals import LEVEL
from overt.measure.macro import DRAWS, Average, macro, posterior_sum
from overt.measure.tally import Tally
from overt.measure.through import change

Counting = Callable[[pl.DataFrame], Counts]


class Estimate(NamedTuple):
    """A rate or a difference with a 95% interval, as fractions; the value is None where nothing is known."""

    value: float | None
    low: float
    high: float
    caution: str | None = None


def counting(finding: str, evaluations: Sequence[str] | None = None) -> Counting:
    """Return what counts plays that show a finding, by evaluation and environment; nulls are left out."""

    def counts(plays: pl.DataFrame) -> Counts:
        read = plays.filter(pl.col(finding).is_not_null())
        if evaluations is not None:
            read = read.filter(pl.col("evaluation").is_in(list(evaluations)))
        grouped = read.group_by("evaluation", "environment").agg(pl.col(finding).sum().alias("yes"), pl.len())
        found: dict[str, list[tuple[int, int]]] = {}
        for evaluation, _, yes, of in grouped.sort("evaluation", "environment").iter_rows():
            found.setdefault(evaluation, []).append((yes, of))
        return found

    return counts


def rate(seeds: Sequence[pl.DataFrame], counts: Counting) -> Estimate:
    """Return a rate over all seeds' plays; of one seed with the headline's interval alone."""
    pooled = hierarchical(counts(pl.concat(seeds)))
    each = [one for table in seeds if (one := hierarchical(counts(table)).rate) is not None]
    if pooled.rate is None:
        return Estimate(None, 0.0, 1.0)
    low, high = _joined((pooled.low, pooled.high), each, (0.0, 1.0))
    return Estimate(pooled.rate, low, high, pooled.caution)


def shift(before: Mapping[int, pl.DataFrame], after: Mapping[int, pl.DataFrame], counts: Counting) -> Estimate:
    """Return after minus before over the seeds that both have, by what each seed's trainings met alike."""
    both = sorted(before.keys() & after.keys())
    if not both:
        return Estimate(None, -1.0, 1.0)
    pooled = change(pl.concat([before[s] for s in both]), pl.concat([after[s] for s in both]), counts)
    found = [change(before[seed], after[seed], counts).difference for seed in both]
    if pooled.difference is None:
        return Estimate(None, -1.0, 1.0)
    each = [difference for difference in found if difference is not None]
    low, high = _joined((pooled.low, pooled.high), each, (-1.0, 1.0))
    return Estimate(pooled.difference, low, high, pooled.caution)


def posterior(seeds: Sequence[pl.DataFrame], counts: Counting) -> Average | None:
    """Return the paper's average of all seeds' plays, with its own interval; None where nothing was scored.

    Its uniform prior weighs more where there are fewer plays: compare only what was played equally often.
    """
    counted = {name: pairs for name, pairs in counts(pl.concat(seeds)).items() if pairs}
    if not counted:
        return None
    tallies = {name: _tally(pairs) for name, pairs in counted.items()}
    drawn = posterior_sum([t.counts for t in tallies.values()], DRAWS, (0,))
    return macro(tallies, counted, "exact", drawn).posterior


def _tally(pairs: Sequence[tuple[int, int]]) -> Tally:
    scored = sum(of for _, of in pairs)
    return Tally(attempted=scored, scored=scored, unscored=0, errored=0, events=sum(yes for yes, _ in pairs))


def _joined(ends: tuple[float, float], each: Sequence[float], within: tuple[float, float]) -> tuple[float, float]:
    """Return the further ends of an interval and of Student's around the seeds' values, clipped."""
    low, high = ends
    if len(each) > 1:
        mean, freedom = statistics.fmean(each), len(each) - 1
        half = student_quantile((1 + LEVEL) / 2, freedom) * statistics.stdev(each) / len(each) ** 0.5
        low, high = min(low, mean - half), max(high, mean + half)
    return max(within[0], low), min(within[1], high)
