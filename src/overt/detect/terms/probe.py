"""Context or parameters: whether a term comes of standing in the context, or comes of itself, and how often.

Every play is made twice from the same seed: once the term stands in it, at one place, and once another word stands
there in the same sentence. In all plays of the second kind the term stands nowhere.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from overt.detect.terms.rates import LEVEL, Rate, difference, rate
from overt.errors import OvertError
from overt.measure.distributions import Floats
from overt.world.messages import Frozen

Place = Literal["prompt", "result", "reasoning"]
ANYWHERE = "anywhere"
"""All places together."""
PLACES: tuple[Place, ...] = ("prompt", "result", "reasoning")
Answer = Literal["yes", "no", "open"]
Verdict = Literal["parameters", "context", "both", "neither", "undecided"]
LEAST_USERS = 3
"""Plays that must use the term before a question is answered by yes: what one play says is no habit."""
LEAST_PAIRED = 5
"""Environments that use the term in either condition, from which on differences are paired."""
MINOR = 0.5
"""An effect of less than this share of the other one is minor beside it."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """The reasoning of one play after the place at which a word was put: its words, and uses of both words.

    `planted` says whether the term was put there, else the other word.
    """

    environment: str
    place: Place
    planted: bool
    words: int
    uses: int
    of_other: int


class Arm(Rate):
    """Uses of a word per 1,000 words of newly sampled reasoning."""

    uses: int
    users: int
    plays: int
    words: int
    environments: int


class Exposed(Frozen):
    """What standing at a place does: the rate there, and by how much it is above that with the term nowhere.

    The difference is to the same plays with the other word, environment by environment, at a level adjusted for
    the number of these comparisons. `other_word` is the rate of that word where it stood: what any word would do.
    """

    place: str
    """One of `PLACES`, or `ANYWHERE`."""
    there: Arm
    nowhere: Arm
    difference: float
    low: float
    high: float
    other_word: Arm


class Probe(Frozen):
    """The answers for one model. A rate must be above `bar` to count; `least` is the smallest that matters."""

    term: str
    nowhere: Arm
    exposed: tuple[Exposed, ...]
    parameters: Answer
    context: Answer
    verdict: Verdict
    bar: float
    least: float
    level: float = LEVEL


def probe(term: str, plays: Sequence[Sampled], *, bar: float = 0.0, least: float = 1.0) -> Probe:
    """Compare the rates of a term with and without it in the context; `bar` and `least` are per 1,000 words.

    Parameters: yes if the low end of the rate with the term nowhere is above `bar`. Context: yes if, at a place or
    over all of them, the low end of the difference is above 0. Either takes three plays that use the term. No: the
    high end (of the difference over all places) is below `least`, or below half of the other's rate where that
    one's answer is yes. Else it is open.

    Raises:
        OvertError: no play has reasoning after the place.
    """
    shown = [play for play in plays if play.words]
    places = [place for place in PLACES if _both(shown, place)]
    if not places:
        raise OvertError("no play thinks after the place at which the term was put; play more, or another --place")
    nowhere = _arm([play for play in shown if not play.planted])
    groups = {place: [play for play in shown if play.place == place] for place in places}
    every = {ANYWHERE: [play for play in shown if play.place in places], **(groups if len(places) > 1 else {})}
    level = 1 - (1 - LEVEL) / len(every)
    exposed = tuple(_exposed(place, of, level) for place, of in every.items())
    is_own = nowhere.low > bar and nowhere.users >= LEAST_USERS
    is_taken_up = any(one.low > 0 and one.there.users >= LEAST_USERS for one in exposed)
    whole = exposed[0]
    minor = max(least, MINOR * whole.difference if is_taken_up else 0.0)
    parameters = _answer(is_own, nowhere.high < minor)
    minor = max(least, MINOR * nowhere.per_1000 if is_own else 0.0)
    context = _answer(is_taken_up, whole.high < minor)
    return Probe(
        term=term,
        nowhere=nowhere,
        exposed=exposed,
        parameters=parameters,
        context=context,
        verdict=VERDICTS.get((parameters, context), "undecided"),
        bar=bar,
        least=least,
    )


VERDICTS: Mapping[tuple[Answer, Answer], Verdict] = {
    ("yes", "no"): "parameters",
    ("no", "yes"): "context",
    ("yes", "yes"): "both",
    ("no", "no"): "neither",
}
"""By the answers for parameters and for context; any open one leaves it undecided."""


def _answer(yes: bool, no: bool) -> Answer:
    return "yes" if yes else "no" if no else "open"


def _both(plays: Sequence[Sampled], place: Place) -> bool:
    return {play.planted for play in plays if play.place == place} == {True, False}


def _exposed(place: str, plays: Sequence[Sampled], level: float) -> Exposed:
    planted = [play for play in plays if play.planted]
    without = [play for play in plays if not play.planted]
    there, nowhere = _arm(planted), _arm(without)
    low, high = _difference(planted, without, level)
    return Exposed(
        place=place,
        there=there,
        nowhere=nowhere,
        difference=there.per_1000 - nowhere.per_1000,
        low=low,
        high=high,
        other_word=_arm(without, other=True),
    )


def _difference(planted: Sequence[Sampled], without: Sequence[Sampled], level: float) -> tuple[float, float]:
    """Return the ends of the difference of the two rates, per 1,000 words.

    Environments are paired: that of two ratios of sums over them, linearised, by Student's quantile (Cochran,
    Sampling Techniques, 1977, ch. 6). Where either hardly uses the term that would be too short: then it is made
    of both rates' own intervals, which takes them as independent and errs on the wide side.
    """
    names = sorted({play.environment for play in (*planted, *without)})
    (c1, s1), (c0, s0) = _sums(planted, names), _sums(without, names)
    if min(np.count_nonzero(c1), np.count_nonzero(c0)) < LEAST_PAIRED:
        one, other = (_rate(c, s, level) for c, s in ((c1, s1), (c0, s0)))
        return difference(one, other)
    first, second = c1.sum() / s1.sum(), c0.sum() / s0.sum()
    apart = (c1 - first * s1) / s1.sum() - (c0 - second * s0) / s0.sum()
    clusters = len(names)
    error = float(np.sqrt(clusters / (clusters - 1) * (apart**2).sum()))
    reach = float(stats.t.ppf(1 - (1 - level) / 2, clusters - 1)) * error
    return 1000 * float(first - second - reach), 1000 * float(first - second + reach)


def _sums(plays: Sequence[Sampled], names: Sequence[str], *, other: bool = False) -> tuple[Floats, Floats]:
    """Return uses and words by environment."""
    place = {name: number for number, name in enumerate(names)}
    counts: Floats = np.zeros(len(names))
    sizes: Floats = np.zeros(len(names))
    for play in plays:
        counts[place[play.environment]] += play.of_other if other else play.uses
        sizes[place[play.environment]] += play.words
    return counts, sizes


def _rate(counts: Floats, sizes: Floats, level: float) -> Rate:
    some = sizes > 0
    return rate(counts[some], sizes[some], level=level, inflate=few(int(some.sum()), level))


def _arm(plays: Sequence[Sampled], *, other: bool = False) -> Arm:
    """Return the rate of the term, or of the other word, with environments as what is independent."""
    names = sorted({play.environment for play in plays})
    counts, sizes = _sums(plays, names, other=other)
    uses = [play.of_other if other else play.uses for play in plays]
    return Arm(
        **_rate(counts, sizes, LEVEL).model_dump(),
        uses=sum(uses),
        users=sum(use > 0 for use in uses),
        plays=len(plays),
        words=int(sizes.sum()),
        environments=len(names),
    )


def few(clusters: int, level: float) -> float:
    """Return what a variance from few clusters is multiplied by: Student's quantile over the normal, squared."""
    if clusters < 2:
        return 1.0
    tail = 1 - (1 - level) / 2
    return float((stats.t.ppf(tail, clusters - 1) / stats.norm.ppf(tail)) ** 2)


def change(first: Arm, last: Arm) -> tuple[float, float, float]:
    """Return by how much a rate rose between two models, and its interval."""
    low, high = difference(last, first)
    return last.per_1000 - first.per_1000, low, high
