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
PLACES: tuple[Place, ...] = ("prompt", "result", "reasoning")
Answer = Literal["yes", "no", "open"]
Verdict = Literal["parameters", "context", "both", "neither", "undecided"]
LEAST_USERS = 3
"""Plays that must use the term before a question is answered by yes: what one play says is no habit."""
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

    The difference is to the same plays with the other word, at a level adjusted for the number of places.
    `other_word` is the rate of that word where it stood: what any word would do there.
    """

    place: Place
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

    Parameters: yes if the low end of the rate with the term nowhere is above `bar`. Context: yes if, at any place,
    the low end of the difference is above 0. Either takes three plays that use the term. No: the high end is below
    `least`, or below half of the other rate, where that one's answer is yes. Else it is open.

    Raises:
        OvertError: no play has reasoning after the place.
    """
    shown = [play for play in plays if play.words]
    places = [place for place in PLACES if _both(shown, place)]
    if not places:
        raise OvertError("no play thinks after the place at which the term was put; play more, or another --place")
    nowhere = _arm([play for play in shown if not play.planted])
    level = 1 - (1 - LEVEL) / len(places)
    exposed = tuple(_exposed(place, [play for play in shown if play.place == place], level) for place in places)
    found = (nowhere.low > bar and nowhere.users >= LEAST_USERS, any(_yes(one) for one in exposed))
    most = max(one.difference for one in exposed)
    margins = (
        max(least, MINOR * most if found[1] else 0.0),
        max(least, MINOR * nowhere.per_1000 if found[0] else 0.0),
    )
    parameters = _answer(found[0], nowhere.high < margins[0])
    context = _answer(found[1], all(one.high < margins[1] for one in exposed))
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


def _yes(one: Exposed) -> bool:
    return one.low > 0 and one.there.users >= LEAST_USERS


def _exposed(place: Place, plays: Sequence[Sampled], level: float) -> Exposed:
    planted = [play for play in plays if play.planted]
    without = [play for play in plays if not play.planted]
    there, nowhere = _arm(planted, level), _arm(without, level)
    low, high = difference(there, nowhere)
    return Exposed(
        place=place,
        there=_arm(planted),
        nowhere=_arm(without),
        difference=there.per_1000 - nowhere.per_1000,
        low=low,
        high=high,
        other_word=_arm(without, other=True),
    )


def _arm(plays: Sequence[Sampled], level: float = LEVEL, *, other: bool = False) -> Arm:
    """Return the rate of the term, or of the other word, with environments as what is independent."""
    uses = [play.of_other if other else play.uses for play in plays]
    environments = sorted({play.environment for play in plays})
    place = {name: number for number, name in enumerate(environments)}
    members = np.array([place[play.environment] for play in plays])
    counts: Floats = np.bincount(members, weights=np.array(uses, dtype=float)).astype(np.float64)
    sizes: Floats = np.bincount(members, weights=np.array([float(p.words) for p in plays])).astype(np.float64)
    found = rate(counts, sizes, level=level, inflate=few(len(environments), level))
    return Arm(
        **found.model_dump(),
        uses=sum(uses),
        users=sum(use > 0 for use in uses),
        plays=len(plays),
        words=int(sizes.sum()),
        environments=len(environments),
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
