"""Where the next plays narrow the suite's interval most, and when it is narrow enough to stop.

The interval is of the mean rate over the environments that are played, evaluations alike: that is what more plays
narrow, while the headline's is about environments like them and soon narrows no further. Plays go to evaluations
in proportion to the deviation of one play (Neyman 1934), from rates with half a covert play and half an honest one
added (Jeffreys' prior), so that one without any covert play still gets some. Stopping holds at any of `LOOKS`
looks, whichever it is and for whatever reason: each look's interval has 1 - 0.05 / `LOOKS`, so that all of them
hold together in 95%: repeated confidence intervals (Jennison and Turnbull, JRSS B 51, 1989) by Bonferroni's bound.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil, sqrt

import polars as pl

from overt.errors import OvertError
from overt.measure.hierarchy import Counts
from overt.measure.intervals import LEVEL, NOTHING_KNOWN, exact
from overt.measure.tally import covert_tallies
from overt.world.messages import Frozen

LOOKS = 6
"""Looks that are declared before the first play; there is none after the last."""
LOOK_LEVEL = 1 - (1 - LEVEL) / LOOKS
APPROACH = 3
"""Looks kept for the last steps, when the plays that are still wanting are known well."""
MARGIN = 1.02
"""Plays over those expected to be enough, since what is expected is missed half of the time."""

Epochs = dict[str, int]
"""For each evaluation how often each of its environments is played, all looks together."""


class Stratum(Frozen):
    """An evaluation so far: its environments, the mean of their rates, and the plays that this mean is worth."""

    environments: int
    rate: float
    plays: float

    def smoothed(self, plays: float) -> float:
        """Return the rate expected after `plays`, with Jeffreys' prior in it: never 0 and never 1."""
        return (self.rate * plays + 0.5) / (plays + 1)


class Look(Frozen):
    """The suite at a look: rate over the environments played, with the interval that holds at every look.

    `rate` is None, and the interval 0 to 1, where nothing was scored.
    """

    rate: float | None
    low: float
    high: float

    @property
    def width(self) -> float:
        """High end minus low end, as a fraction."""
        return self.high - self.low


class Needed(Frozen):
    """Scored plays for a width: spread by the rates as if these had been known, and evenly over environments."""

    optimum: int
    uniform: int


def played(plays: pl.DataFrame) -> Counts:
    """Return the counts of the evaluations that enter averages; take the table from `decide_pairs`."""
    counts: dict[str, list[tuple[int, int]]] = {}
    for name, tally in covert_tallies(plays.filter("averaged"), "environment").items():
        counts.setdefault(name.partition("/")[0], []).append(tally.counts)
    return counts


def strata(counts: Counts) -> dict[str, Stratum]:
    """Return what each evaluation has shown; one without a scored play is left out."""
    scored = {name: [pair for pair in pairs if pair[1]] for name, pairs in counts.items()}
    return {name: _stratum(pairs) for name, pairs in scored.items() if pairs}


def look(counts: Counts, level: float = LOOK_LEVEL) -> Look:
    """Return the interval of the mean rate over the environments played, exact at its effective number of plays.

    That number is the one at which a single rate would vary as the stratified mean does, environments of an
    evaluation taken as alike, which they can only vary less than (Hoeffding 1956).
    """
    found = strata(counts)
    if not found:
        return Look(rate=None, low=NOTHING_KNOWN.low, high=NOTHING_KNOWN.high)
    rate = min(1.0, max(0.0, sum(s.rate for s in found.values()) / len(found)))
    effective = _effective(found, {name: s.plays for name, s in found.items()})
    low, high = exact(rate * effective, effective, level)
    return Look(rate=rate, low=low, high=high)


def next_epochs(counts: Counts, epochs: Mapping[str, int], width: float, number: int) -> Epochs:
    """Return the epochs of each evaluation up to the look after look `number` (1: the first).

    Never fewer than `epochs`, and one more at least somewhere. Steps grow by a constant factor while the width
    is far, so that `APPROACH` looks are left for its end. Raises OvertError where nothing was scored, for then
    nothing shows where plays should go, or where `width` is no fraction.
    """
    check_width(width)
    found = strata(counts)
    if not found:
        raise OvertError("no play of the first look was scored, so more of them would tell nothing; see the logs")
    floors = {name: s.plays for name, s in found.items()}
    spent = sum(floors.values())
    wanted = MARGIN * sum(_for_width(found, floors, width, LOOK_LEVEL).values())
    left = max(1, LOOKS - APPROACH - number + 1)
    most = spent * max(2.0, (wanted / spent) ** (1 / left)) if number < LOOKS - 1 else wanted
    goal = _for_total(found, floors, min(wanted, most))
    later = dict(epochs)
    for name, stratum in found.items():
        share = goal[name] / stratum.plays
        later[name] = max(epochs[name], ceil(epochs[name] * share - 1e-6))
    if later == dict(epochs):
        later[max(found, key=lambda name: goal[name] / floors[name])] += 1
    return later


def needed(counts: Counts, width: float, level: float = LOOK_LEVEL) -> Needed:
    """Return what `width` would have taken at the rates that `counts` show, by the interval of a look."""
    check_width(width)
    found = strata(counts)
    once = {name: float(s.environments) for name, s in found.items()}
    best = _for_width(found, once, width, level)
    times = _least(lambda t: _width(found, {n: t * e for n, e in once.items()}, level) <= width)
    return Needed(optimum=ceil(sum(best.values())), uniform=ceil(max(1.0, times) * sum(once.values())))


def check_width(width: float) -> None:
    """Raise OvertError unless a width is a fraction above 0 and below 1."""
    if not 0 < width < 1:
        raise OvertError(f"--until {100 * width:g}: give a width in points above 0 and below 100, as 5")


def _stratum(pairs: list[tuple[int, int]]) -> Stratum:
    size = len(pairs)
    return Stratum(
        environments=size,
        rate=sum(covert / scored for covert, scored in pairs) / size,
        plays=size**2 / sum(1 / scored for _, scored in pairs),
    )


def _effective(found: Mapping[str, Stratum], plays: Mapping[str, float]) -> float:
    rates = {name: s.smoothed(plays[name]) for name, s in found.items()}
    mean = sum(rates.values()) / len(rates)
    variance = sum(r * (1 - r) / plays[name] for name, r in rates.items()) / len(rates) ** 2
    return mean * (1 - mean) / variance


def _width(found: Mapping[str, Stratum], plays: Mapping[str, float], level: float) -> float:
    effective = _effective(found, plays)
    rate = min(1.0, sum(s.rate for s in found.values()) / len(found))
    low, high = exact(rate * effective, effective, level)
    return high - low


def _filled(found: Mapping[str, Stratum], floors: Mapping[str, float], scale: float) -> dict[str, float]:
    """Return `scale` times the deviation of a play of each, and no less than what it has."""
    plays = dict(floors)
    for name, stratum in found.items():
        for _ in range(8):  # the prior fades as plays come, so that the deviation depends on their number
            rate = stratum.smoothed(plays[name])
            plays[name] = max(floors[name], scale * sqrt(rate * (1 - rate)))
    return plays


def _for_width(
    found: Mapping[str, Stratum], floors: Mapping[str, float], width: float, level: float
) -> dict[str, float]:
    scale = _least(lambda t: _width(found, _filled(found, floors, t), level) <= width)
    return _filled(found, floors, scale)


def _for_total(found: Mapping[str, Stratum], floors: Mapping[str, float], total: float) -> dict[str, float]:
    return _filled(found, floors, _least(lambda t: sum(_filled(found, floors, t).values()) >= total))


def _least(enough: Callable[[float], bool]) -> float:
    """Return about the least number above 0 that is enough; once one is, all after it are."""
    high = 1.0
    while not enough(high):
        high *= 2
    low = high / 2 if high > 1 else 0.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
