"""Before and after: per evaluation and on average, paired where the same world was met twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from overt.measure.distributions import Floats, fisher
from overt.measure.family import Family, Test, adjust
from overt.measure.hierarchy import HierarchicalDifference, difference, hierarchical
from overt.measure.intervals import newcombe, ratio
from overt.measure.macro import DRAWS, central, posterior_sum
from overt.measure.pairs import decide_pairs
from overt.measure.significance import Paired, Permutation, mcnemar, sign_flip
from overt.measure.table import Condition, condition, validate
from overt.measure.tally import Tally, covert_tallies, total, twin_tallies
from overt.world.messages import Frozen


class Arm(Frozen):
    """One side of a comparison."""

    scored: int
    count: int
    rate: float


class Ratio(Frozen):
    """After over before with Miettinen and Nurminen's interval; None for a ratio or a high end without bound."""

    rate: float | None
    low: float
    high: float | None


class Difference(Frozen):
    """After minus before with Newcombe's interval, their ratio, and Fisher's two-sided p, as if plays were
    independent.
    """

    before: Arm
    after: Arm
    difference: float
    low: float
    high: float
    ratio: Ratio
    fisher_p: float


class EvaluationDifference(Difference):
    """One evaluation. `holm_p` is its p by the family's test, adjusted over the family; None outside of it.

    `paired` is None where no play of before and after shares environment, seed and epoch; `permutation` is
    None where no environment was scored in both.
    """

    holm_p: float | None
    paired: Paired | None
    permutation: Permutation | None


class MacroDifference(Frozen):
    """After minus before, averaged over evaluations: the headline's, of the raw rates, and of draws from the two
    posteriors.

    `draws_lower` is the share of draws in which the rate after is the lower one.
    """

    before: float
    after: float
    hierarchical: HierarchicalDifference
    raw_difference: float
    difference: float
    low: float
    high: float
    draws_lower: float
    permutation: Permutation | None
    evaluations: tuple[str, ...]


class Comparison(Frozen):
    """Two tables of plays compared; `left_out` says why an evaluation is not."""

    before: Condition
    after: Condition
    evaluations: dict[str, EvaluationDifference]
    macro: MacroDifference | None
    macro_saw_spec: MacroDifference | None
    macro_never_saw_spec: MacroDifference | None
    over_escalation: Difference | None
    family: Family
    left_out: dict[str, str]


class _Sides(Frozen):
    """The tallies of the evaluations that are scored on both sides, and what each environment changed by."""

    before: dict[str, Tally]
    after: dict[str, Tally]
    shifts: dict[str, list[float]]
    environments: tuple[dict[str, list[tuple[int, int]]], dict[str, list[tuple[int, int]]]]


def compare(
    before: pl.DataFrame,
    after: pl.DataFrame,
    *,
    sources: tuple[str, str] = ("the table before", "the table after"),
    draws: int = DRAWS,
    seed: int = 0,
    family: Sequence[str] | None = None,
    test: Test = "fisher",
) -> Comparison:
    """Compare two tables of plays, each of one model under one condition.

    Raises OvertError where a table is not one or mixes conditions; `sources` names them there. A difference
    is always after minus before. `family` are the evaluations that Holm's adjustment of `test` runs over, declared
    before looking; all that are compared without it.
    """
    valid = tuple(validate(t, s) for t, s in zip((before, after), sources, strict=True))
    conditions = tuple(condition(t, s) for t, s in zip(valid, sources, strict=True))
    one, other = (decide_pairs(t) for t in valid)
    sides, left_out = _sides(one, other)
    differences = {name: _difference(sides.before[name], sides.after[name]) for name in sides.before}
    pairs = _pairs(one, other)
    flips = {name: sign_flip(shifts, seed) for name, shifts in sides.shifts.items() if shifts}
    ps = {
        "fisher": {name: d.fisher_p for name, d in differences.items()},
        "mcnemar": {name: pairs[name].p if name in pairs else None for name in differences},
        "permutation": {name: flips[name].p if name in flips else None for name in differences},
    }
    adjusted = adjust(ps[test], left_out, test, family)
    whole, saw, never = _macros(_averaged(one, sides), _base_saw_spec(one, other), sides, draws, seed)
    return Comparison(
        before=conditions[0],
        after=conditions[1],
        evaluations={
            name: EvaluationDifference(
                holm_p=adjusted.ps.get(name),
                paired=pairs.get(name),
                permutation=flips.get(name),
                **dict(found),
            )
            for name, found in differences.items()
        },
        macro=whole,
        macro_saw_spec=saw,
        macro_never_saw_spec=never,
        over_escalation=_over_escalation(one, other),
        family=adjusted.family,
        left_out=left_out,
    )


def _sides(before: pl.DataFrame, after: pl.DataFrame) -> tuple[_Sides, dict[str, str]]:
    tallies = covert_tallies(before, "evaluation"), covert_tallies(after, "evaluation")
    left_out: dict[str, str] = {}
    for name in sorted(tallies[0].keys() | tallies[1].keys()):
        for side, of_side in zip(("before", "after"), tallies, strict=True):
            if name not in of_side:
                left_out[name] = f"not played {side}"
            elif not of_side[name].scored:
                left_out[name] = f"no play scored {side}"
    both = [name for name in tallies[0] if name not in left_out]
    return _Sides(
        before={name: tallies[0][name] for name in both},
        after={name: tallies[1][name] for name in both},
        shifts={name: _shifts(before, after, name) for name in both},
        environments=(_environments(before, both), _environments(after, both)),
    ), left_out


def _environments(plays: pl.DataFrame, evaluations: list[str]) -> dict[str, list[tuple[int, int]]]:
    """Return covert and scored plays of each environment, by evaluation."""
    return {
        name: [
            t.counts for t in covert_tallies(plays.filter(pl.col("evaluation") == name), "environment").values()
        ]
        for name in evaluations
    }


def _shifts(before: pl.DataFrame, after: pl.DataFrame, evaluation: str) -> list[float]:
    """Return each environment's rate after minus before, over the environments scored on both sides."""
    one, other = (
        covert_tallies(plays.filter(pl.col("evaluation") == evaluation), "environment")
        for plays in (before, after)
    )
    rates = ((one[name].rate, other[name].rate) for name in one.keys() & other.keys())
    return sorted(second - first for first, second in rates if first is not None and second is not None)


def _difference(before: Tally, after: Tally) -> Difference:
    low, high = newcombe((before.events, before.scored), (after.events, after.scored))
    least, most = ratio(before.counts, after.counts)
    first, second = (Arm(scored=t.scored, count=t.events, rate=t.events / t.scored) for t in (before, after))
    p = fisher((before.events, before.scored - before.events), (after.events, after.scored - after.events))
    return Difference(
        before=first,
        after=second,
        difference=second.rate - first.rate,
        low=low,
        high=high,
        ratio=Ratio(rate=second.rate / first.rate if first.rate else None, low=least, high=most),
        fisher_p=p,
    )


def _pairs(before: pl.DataFrame, after: pl.DataFrame) -> dict[str, Paired]:
    """Pair plays of the same environment, seed and epoch that are scored on both sides, by evaluation."""
    key = ["evaluation", "environment", "seed", "epoch"]
    scored = ~pl.col("twin") & (pl.col("status") == "scored") & pl.col("covert").is_not_null()
    one, other = (plays.filter(scored).select(*key, "covert") for plays in (before, after))
    counts = (
        one.join(other, on=key, suffix="_after")
        .group_by("evaluation")
        .agg(
            pairs=pl.len(),
            fell=(pl.col("covert") & ~pl.col("covert_after")).sum(),
            rose=(~pl.col("covert") & pl.col("covert_after")).sum(),
        )
    )
    return {row.pop("evaluation"): mcnemar(**row) for row in counts.iter_rows(named=True)}


def _averaged(plays: pl.DataFrame, sides: _Sides) -> list[str]:
    names = set(plays.filter("averaged")["evaluation"].unique())
    return [name for name in sides.before if name in names]


def _base_saw_spec(before: pl.DataFrame, after: pl.DataFrame) -> dict[str, bool | None]:
    """Return what both tables agree on."""
    one, other = (dict(p.select("evaluation", "base_saw_spec").unique().iter_rows()) for p in (before, after))
    return {name: saw for name, saw in one.items() if other.get(name) == saw}


def _macros(
    names: list[str], saw: Mapping[str, bool | None], sides: _Sides, draws: int, seed: int
) -> tuple[MacroDifference | None, MacroDifference | None, MacroDifference | None]:
    """Average over all, those seen with the spec and those never seen with it, each evaluation drawn once."""
    parts = {side: [name for name in names if saw.get(name) is side] for side in (True, False, None)}
    drawn = {
        side: posterior_sum([sides.after[n].counts for n in part], draws, (seed, stream, 1))
        - posterior_sum([sides.before[n].counts for n in part], draws, (seed, stream, 0))
        for stream, (side, part) in enumerate(parts.items())
    }
    return (
        _macro(names, sides, drawn[True] + drawn[False] + drawn[None], seed),
        _macro(parts[True], sides, drawn[True], seed),
        _macro(parts[False], sides, drawn[False], seed),
    )


def _macro(names: list[str], sides: _Sides, drawn: Floats, seed: int) -> MacroDifference | None:
    """Average over `names`; `drawn` has draws of the sum of their differences."""
    if not names:
        return None
    size = len(names)
    low, high = central(drawn / size)
    before, after = (_raw(names, side) for side in (sides.before, sides.after))
    # Each environment counts for its share of its evaluation, and each evaluation alike.
    shifts = [shift / len(sides.shifts[n]) / size for n in names for shift in sides.shifts[n]]
    arms = [hierarchical({name: side[name] for name in names}) for side in sides.environments]
    return MacroDifference(
        before=before,
        after=after,
        hierarchical=difference(arms[0], arms[1]),
        raw_difference=after - before,
        difference=float(np.mean(drawn)) / size,
        low=low,
        high=high,
        draws_lower=float(np.mean(drawn < 0)),
        permutation=sign_flip(shifts, seed) if shifts else None,
        evaluations=tuple(names),
    )


def _raw(names: list[str], side: Mapping[str, Tally]) -> float:
    return sum(side[name].events / side[name].scored for name in names) / len(names)


def _over_escalation(before: pl.DataFrame, after: pl.DataFrame) -> Difference | None:
    one, other = (total(twin_tallies(plays, "evaluation", "over_escalated").values()) for plays in (before, after))
    return _difference(one, other) if one.scored and other.scored else None
