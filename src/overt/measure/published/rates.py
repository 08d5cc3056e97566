"""What a published table says once its evaluations are given plays: intervals, averages, differences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from overt.errors import OvertError
from overt.measure.distributions import Floats, fisher
from overt.measure.intervals import (
    LEVEL,
    IntervalKind,
    exact,
    interval,
    newcombe,
    uniform_mean,
    uniform_posterior,
)
from overt.measure.judge import CorrectedRates, ErrorCard, corrected_rates
from overt.measure.macro import DRAWS, Average, RawAverage, central, posterior_sum
from overt.measure.published.headline import Headline, counts, headline
from overt.measure.published.read import Published
from overt.measure.significance import holm
from overt.world.messages import Frozen


class PublishedRate(Frozen):
    """One row as `plays` plays. `whole` is whether a whole number of them is printed as `rate`; where none is,
    the interval is that of `rate` times `plays` covert plays all the same.
    """

    rate: float
    plays: int
    whole: bool
    low: float
    high: float
    posterior: Average


class PublishedMacro(Frozen):
    """The averages over all rows, as in `macro.Macro`; `headline` is what the table's own average tells."""

    posterior: Average
    raw: RawAverage
    pooled: Average
    prior_contribution: float
    headline: Headline | None


class PublishedDifference(Frozen):
    """After minus before with Newcombe's interval; Fisher's p is of the nearest whole numbers of plays."""

    before: float
    after: float
    difference: float
    low: float
    high: float
    fisher_p: float
    holm_p: float


class Fold(Frozen):
    """Before over after, three ways: of the tables' own averages, of the raw ones, and of posterior draws.

    None where there is no average, or the one after is nought. The draws' centre is their median.
    """

    published: float | None
    raw: float | None
    posterior: Average


class PublishedComparison(Frozen):
    """Two tables: `before` stands whole, differences are after minus before, Holm is over all evaluations here."""

    before: PublishedTable
    evaluations: dict[str, PublishedDifference]
    raw_difference: float
    posterior_difference: Average
    fold: Fold
    left_out: dict[str, str]


class PublishedTable(Frozen):
    """Everything that `overt rates --table` says. Rates are fractions; intervals are of `level`."""

    table: str
    remarks: tuple[str, ...]
    level: float
    interval: IntervalKind
    evaluations: dict[str, PublishedRate]
    macro: PublishedMacro
    comparison: PublishedComparison | None = None
    corrected: CorrectedRates | None = None


def published_rates(
    table: Published, *, interval: IntervalKind = "exact", draws: int = DRAWS, seed: int = 0
) -> PublishedTable:
    """Return the rates of a table, each evaluation's plays taken as independent."""
    return PublishedTable(
        table=table.name,
        remarks=table.remarks,
        level=LEVEL,
        interval=interval,
        evaluations={name: _rate(table, name, interval) for name in table.rates},
        macro=_macro(table, interval, _drawn(table, list(table.rates), draws, (seed, 0))),
    )


def compare_published(
    before: Published, after: Published, *, interval: IntervalKind = "exact", draws: int = DRAWS, seed: int = 0
) -> PublishedTable:
    """Return the rates of `after` with the comparison of both, over the evaluations that stand in both.

    Raises OvertError where none does.
    """
    both = [name for name in before.rates if name in after.rates]
    if not both:
        raise OvertError(f"{before.name} and {after.name} share no evaluation; name the rows alike in both")
    absent = {name: f"not in {after.name}" for name in before.rates if name not in after.rates}
    absent |= {name: f"not in {before.name}" for name in after.rates if name not in before.rates}
    first, second = (_drawn(t, both, draws, (seed, arm)) for arm, t in enumerate((before, after), 1))
    raw = [_mean([t.rates[name].rate for name in both]) for t in (before, after)]
    comparison = PublishedComparison(
        before=published_rates(before, interval=interval, draws=draws, seed=seed),
        evaluations=_differences(before, after, both),
        raw_difference=raw[1] - raw[0],
        posterior_difference=_spread(second - first, centre=float(np.mean(second - first))),
        fold=Fold(
            published=_over(before.average and before.average.rate, after.average and after.average.rate),
            raw=_over(*raw),
            posterior=_spread(first / second, centre=float(np.median(first / second))),
        ),
        left_out=absent,
    )
    found = published_rates(after, interval=interval, draws=draws, seed=seed)
    return found.model_copy(update={"comparison": comparison})


def correct_published(found: PublishedTable, card: ErrorCard) -> PublishedTable:
    """Return a table with its rates corrected for the errors of the judge that read them.

    The raw average is worth at least rows squared over the sum of 1 / plays, as rates that differ only vary less.
    """
    rows = found.evaluations
    worth = len(rows) ** 2 / sum(1 / row.plays for row in rows.values())
    counts = {name: (row.rate * row.plays, float(row.plays)) for name, row in rows.items()}
    reading = exact((found.macro.raw.rate or 0.0) * worth, worth)
    return found.model_copy(update={"corrected": corrected_rates(counts, found.macro.raw.rate, reading, card)})


def _rate(table: Published, name: str, kind: IntervalKind) -> PublishedRate:
    rate, plays = table.rates[name].rate, table.plays[name]
    low, high = interval(rate * plays, plays, kind)
    return PublishedRate(
        rate=rate,
        plays=plays,
        whole=bool(counts(table.rates[name], plays)),
        low=low,
        high=high,
        posterior=Average(
            rate=uniform_mean(rate * plays, plays),
            **uniform_posterior(rate * plays, plays)._asdict(),
        ),
    )


def _drawn(table: Published, names: Sequence[str], draws: int, seed: Sequence[int]) -> Floats:
    """Return draws of the mean of the rates, shape (draws,)."""
    each = [(table.rates[name].rate * table.plays[name], table.plays[name]) for name in names]
    return posterior_sum(each, draws, seed) / len(each)


def _macro(table: Published, kind: IntervalKind, drawn: Floats) -> PublishedMacro:
    each = [(table.rates[name].rate * plays, plays) for name, plays in table.plays.items()]
    raw = _mean([rate.rate for rate in table.rates.values()])
    centre = _mean([uniform_mean(events, plays) for events, plays in each])
    events, plays = sum(k for k, _ in each), sum(n for _, n in each)
    return PublishedMacro(
        posterior=_spread(drawn, centre),
        raw=RawAverage(rate=raw),
        pooled=Average(rate=events / plays, **interval(events, plays, kind)._asdict()),
        prior_contribution=centre - raw,
        headline=headline(table),
    )


def _differences(before: Published, after: Published, names: Sequence[str]) -> dict[str, PublishedDifference]:
    ps = {
        name: fisher(
            *((k := round(t.rates[name].rate * t.plays[name]), t.plays[name] - k) for t in (before, after))
        )
        for name in names
    }
    adjusted = holm(ps)
    found: dict[str, PublishedDifference] = {}
    for name in names:
        first, second = before.rates[name].rate, after.rates[name].rate
        arms = (first * before.plays[name], before.plays[name]), (second * after.plays[name], after.plays[name])
        low, high = newcombe(*arms)
        found[name] = PublishedDifference(
            before=first,
            after=second,
            difference=second - first,
            low=low,
            high=high,
            fisher_p=ps[name],
            holm_p=adjusted[name],
        )
    return found


def _spread(draws: Floats, centre: float) -> Average:
    low, high = central(draws)
    return Average(rate=centre, low=low, high=high)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _over(before: float | None, after: float | None) -> float | None:
    return before / after if before is not None and after else None
