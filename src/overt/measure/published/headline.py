"""For which numbers of plays a published posterior average can arise from the published rates.

With n plays each under the uniform prior, evaluations at rates r average to the mean of (n r + 1) / (n + 2). The
prior's part, (1 - 2 r) / (n + 2) on average, is all that the average says of n.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count, groupby
from math import ceil, floor

from overt.measure.published.read import Printed, Published
from overt.world.messages import Frozen

MOST = 10_000
"""Numbers of plays up to this are tried; an average that still arises here is open upwards."""
_ROUNDING = 1e-9


class Span(Frozen):
    """Numbers of plays from `low` to `high`; `high` is None where there is no end to them."""

    low: int
    high: int | None


class Headline(Frozen):
    """What a published average owes to the prior, and what it tells of the plays behind it.

    `same_n` are the numbers of plays, the same for every evaluation, for which rounded rates give the rounded
    average; `whole_n` those of them for which every rate is a whole number of plays. `fewest` is, for each
    evaluation, the fewest plays of which a whole number gives its rate. `fewest_of_one` is the fewest that any
    one evaluation can have had if the others had as many as you like: n of none can be told.
    """

    published: float
    raw: float
    prior_share: float | None
    same_n: tuple[Span, ...]
    whole_n: tuple[Span, ...]
    fewest: dict[str, int]
    fewest_of_one: int | None


def headline(table: Published) -> Headline | None:
    """Return what the table's average tells; None where it has none."""
    average = table.average
    if average is None:
        return None
    rates = list(table.rates.values())
    raw = sum(r.rate for r in rates) / len(rates)
    return Headline(
        published=average.rate,
        raw=raw,
        prior_share=1 - raw / average.rate if average.rate else None,
        same_n=_spans(lambda n: _arises(_any(rates, n), n, average)),
        whole_n=_spans(lambda n: _arises(_whole(rates, n), n, average)),
        fewest={name: _fewest(rate) for name, rate in table.rates.items()},
        fewest_of_one=_alone(rates, average),
    )


def counts(rate: Printed, plays: int) -> range:
    """Return the numbers of covert plays out of `plays` that are printed as `rate`; empty where there are none."""
    return range(ceil(rate.low * plays - _ROUNDING), floor(rate.high * plays + _ROUNDING) + 1)


def _any(rates: Sequence[Printed], plays: int) -> list[tuple[float, float]]:
    """Return the least and most covert plays of each rate, parts of a play allowed."""
    return [(rate.low * plays, rate.high * plays) for rate in rates]


def _whole(rates: Sequence[Printed], plays: int) -> list[tuple[float, float]] | None:
    """Return the least and most whole number of covert plays of each rate; None where one has none."""
    each = [counts(rate, plays) for rate in rates]
    return [(found[0], found[-1]) for found in each] if all(each) else None


def _arises(ends: Sequence[tuple[float, float]] | None, plays: int, average: Printed) -> bool:
    if ends is None:
        return False
    low, high = (sum((end[side] + 1) / (plays + 2) for end in ends) / len(ends) for side in (0, 1))
    return low <= average.high + _ROUNDING and high >= average.low - _ROUNDING


def _spans(holds: Callable[[int], bool]) -> tuple[Span, ...]:
    found = [plays for plays in range(1, MOST + 1) if holds(plays)]
    runs = [[n for _, n in run] for _, run in groupby(enumerate(found), key=lambda pair: pair[1] - pair[0])]
    return tuple(Span(low=run[0], high=None if run[-1] == MOST else run[-1]) for run in runs)


def _fewest(rate: Printed) -> int:
    """Return the fewest plays of which a whole number is printed as `rate`; by 1 / (2 half) every rate has one."""
    return next(plays for plays in count(1) if counts(rate, plays))


def _alone(rates: Sequence[Printed], average: Printed) -> int | None:
    """Return the fewest plays of one evaluation where the prior adds nothing to the others."""
    left = len(rates) * average.high - sum(rate.low for rate in rates) + _ROUNDING
    for plays in range(1, MOST + 1):
        for rate in rates:
            found = counts(rate, plays)
            if found and (found[0] + 1) / (plays + 2) - rate.low <= left:
                return plays
    return None
