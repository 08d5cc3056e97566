"""A rate through a training: what changed between two points, and from where on nothing changed any more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from overt.measure.hierarchy import Counts, Hierarchical, HierarchicalDifference, difference, hierarchical
from overt.measure.intervals import exact
from overt.measure.pairs import decide_pairs
from overt.measure.tally import covert_tallies
from overt.measure.wording import percent, points
from overt.world.messages import Frozen

SAME = ("evaluation", "environment", "twin", "seed", "epoch")
"""What makes two plays meet the same world."""
HELD = "About these two models in the very environments that both played; plays are taken as independent."


class Plateau(Frozen):
    """From which point on the rate stayed: its place, None where that cannot be told; `about` says why.

    The rule: the first point from which every later one differs by an interval (95% each, not adjusted for how
    many there are) that lies within `margin` on both sides. The last point alone is none.
    """

    found: bool
    at: int | None
    margin: float
    about: str


def headline(plays: pl.DataFrame) -> Hierarchical:
    """Return the average covert rate of a table of plays, as everywhere: evaluations and environments alike."""
    return hierarchical(covert_counts(plays))


def covert_counts(plays: pl.DataFrame) -> Counts:
    """Return covert and scored plays of each environment, by evaluation; twins and games are in none."""
    decided = decide_pairs(plays).filter("averaged")
    return {
        str(name): [t.counts for t in covert_tallies(part, "environment").values()]
        for (name,), part in decided.group_by("evaluation", maintain_order=True)
    }


def counts_of(finding: str) -> Callable[[pl.DataFrame], Counts]:
    """Return what counts, as `covert_counts` does, plays that show a finding; nulls are left out."""

    def counts(plays: pl.DataFrame) -> Counts:
        read = plays.filter(~pl.col("twin") & pl.col("averaged") & pl.col(finding).is_not_null())
        counted = read.group_by("evaluation", "environment").agg(pl.col(finding).sum().alias("yes"), pl.len())
        found: dict[str, list[tuple[int, int]]] = {}
        for evaluation, _, yes, of in counted.sort("evaluation", "environment").iter_rows():
            found.setdefault(evaluation, []).append((yes, of))
        return found

    return counts


def same_worlds(tables: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    """Return of each table the plays of worlds that all of them met, so that points compare like with like."""
    common = tables[0].select(SAME)
    for table in tables[1:]:
        common = common.join(table.select(SAME), on=SAME, how="semi")
    return [table.join(common, on=SAME, how="semi") for table in tables]


def change(
    before: pl.DataFrame, after: pl.DataFrame, counts: Callable[[pl.DataFrame], Counts] = covert_counts
) -> HierarchicalDifference:
    """Return a rate after minus before, over the worlds that both met.

    The interval holds the environments fixed, for both played the same ones: it is about these two models there,
    not about environments like them. Each rate has the exact interval at the plays that it is worth, the
    difference both of them as Newcombe makes his.
    """
    one, other = (_held(counts(table)) for table in same_worlds((before, after)))
    return difference(one, other).model_copy(update={"conditional_on": HELD})


def _held(counts: Counts) -> Hierarchical:
    """Return the average with an interval about these very environments.

    Sums over environments whose rates differ vary less than a binomial of the same mean (Hoeffding 1956), so the
    exact interval covers; where environments have unequally many plays these count as fewer, by their weights.
    """
    found = hierarchical(counts)
    plays = [[of for _, of in pairs if of] for pairs in counts.values()]
    strata = [each for each in plays if each]
    if found.rate is None:
        return found
    worth = 1 / sum(1 / of / (len(each) * len(strata)) ** 2 for each in strata for of in each)
    low, high = exact(found.rate * worth, worth)
    return found.model_copy(update={"low": low, "high": high, "effective_plays": worth, "caution": None})


def plateau(tables: Sequence[pl.DataFrame], margin: float) -> Plateau:
    """Apply the rule of `Plateau` to the plays at each point, in order."""
    for first in range(len(tables) - 1):
        later = [change(tables[first], table) for table in tables[first + 1 :]]
        if all(-margin < one.low and one.high < margin for one in later):
            low, high = min(one.low for one in later), max(one.high for one in later)
            about = f"later points differ by {_between(low, high)}, within {percent(margin)} on both sides"
            return Plateau(found=True, at=first, margin=margin, about=about)
    return Plateau(found=False, at=None, margin=margin, about=_why_not(tables, margin))


def _why_not(tables: Sequence[pl.DataFrame], margin: float) -> str:
    if len(tables) < 2:
        return "cannot be told: one point shows no change"
    last = change(tables[-2], tables[-1])
    if last.difference is None:
        return "cannot be told: nothing was scored at the last two points alike"
    shift = (
        f"between the last two points it changed by {points(last.difference)} ({_between(last.low, last.high)})"
    )
    if last.low > 0 or last.high < 0:
        return f"not reached: {shift}"
    return (
        f"cannot be told: {shift}, an interval wider than {percent(margin)} on both sides; more plays would tell"
    )


def _between(low: float, high: float) -> str:
    return f"{points(low)} to {points(high)} points"
