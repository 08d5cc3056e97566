"""A rate that a fallible detector read, corrected by its error card: Rogan and Gladen's estimate, card and all.

Near zero the detector's false positives are most of what it reads: at a true 0.4%, a sensitivity of 90% and 1%
false positives it reads 1.4%. The estimate (American Journal of Epidemiology 107, 1978) is
(read - false positives) / (sensitivity - false positives). Its interval adds what each of the three exact
intervals, of the reading, the sensitivity and the false positives, moves it by, as squares (Donner and Zou,
Statistical Methods in Medical Research 21, 2012); simulated in `benchmarks/coverage.py`, it keeps 93%.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from math import hypot
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, model_validator

from overt.errors import OvertError
from overt.measure.intervals import LEVEL, NOTHING_KNOWN, Interval, exact
from overt.measure.wording import percent
from overt.world.messages import Frozen


class ErrorCard(Frozen):
    """What a detector got right on labelled plays: `found` of `positives`, `passed` of `negatives`."""

    found: int = Field(ge=0)
    positives: int = Field(ge=0)
    passed: int = Field(ge=0)
    negatives: int = Field(ge=0)

    @model_validator(mode="after")
    def _parts(self) -> Self:
        if self.found > self.positives or self.passed > self.negatives:
            raise ValueError("a card finds no more than its positives and passes no more than its negatives")
        return self


class Corrected(Frozen):
    """The corrected rate with its interval, and the reading; rate None, 0 to 1 and a reason where refused."""

    read: float | None
    rate: float | None
    low: float
    high: float
    reason: str | None = None


class CorrectedRates(Frozen):
    """Each evaluation's rate corrected by one card, and the average, from the headline's interval.

    `caution` is the headline's: where its interval is not known to hold, nor is what is made of it.
    """

    card: ErrorCard
    evaluations: dict[str, Corrected]
    average: Corrected
    caution: str | None = None


def read_card(text: str) -> ErrorCard:
    """Read a card: a JSON file that `overt calibrate` wrote, or FOUND/POSITIVES,PASSED/NEGATIVES.

    Raises:
        OvertError: it is none.
    """
    if text.strip().endswith(".json"):
        return card_of_file(Path(text.strip()))
    parts = re.fullmatch(r"(\d+)/(\d+),\s*(\d+)/(\d+)", text.strip())
    if parts is None:
        raise OvertError(
            f"--card {text}: write how many of the labelled covert plays were found and how many of the others "
            "were passed, as 90/100,990/1000, or name a card's JSON file"
        )
    found, positives, passed, negatives = (int(part) for part in parts.groups())
    try:
        return ErrorCard(found=found, positives=positives, passed=passed, negatives=negatives)
    except ValidationError:
        raise OvertError(f"--card {text}: no more can be found or passed than there are") from None


def card_of_file(path: Path) -> ErrorCard:
    """Read the counts of a card that `overt calibrate` wrote.

    Raises:
        OvertError: the file is missing or is no card.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return ErrorCard.model_validate({name: held[name] for name in ErrorCard.model_fields})
    except FileNotFoundError:
        raise OvertError(f"--card {path} does not exist; write one with `overt calibrate`") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise OvertError(f"--card {path} is no error card; write one with `overt calibrate`") from None


def corrected_rates(
    counts: Mapping[str, tuple[float, float]], average: float | None, reading: Interval, card: ErrorCard
) -> CorrectedRates:
    """Correct (events, plays) of each evaluation, and an average that was read with the interval `reading`.

    The average of several evaluations is corrected as one rate, which supposes the same errors in each.
    """
    return CorrectedRates(
        card=card,
        evaluations={name: corrected(events, trials, card) for name, (events, trials) in counts.items()},
        average=_corrected(average, reading, card, LEVEL),
    )


def corrected(events: float, trials: float, card: ErrorCard, level: float = LEVEL) -> Corrected:
    """Correct `events` read in `trials` by the card.

    Plays are taken as independent. Refused, with the reason, where nothing was read, where the card has no
    positives or no negatives, where it does not show the detector to be better than chance, and where no rate
    gives this reading with this card.
    """
    return _corrected(events / trials if trials else None, exact(events, trials, level), card, level)


def _corrected(read: float | None, reading: Interval, card: ErrorCard, level: float) -> Corrected:
    if read is None:
        return _refused(None, "no play was read")
    if not card.positives or not card.negatives:
        lacking = "positives" if not card.positives else "negatives"
        return _refused(read, f"the card has no {lacking}, so nothing is known of the errors on them")
    sensitivity = exact(card.found, card.positives, level)
    alarms = exact(card.negatives - card.passed, card.negatives, level)
    reason = _why_not(reading, sensitivity, alarms)
    if reason:
        return _refused(read, reason)
    found, false = card.found / card.positives, 1 - card.passed / card.negatives
    rate = _rate(read, found, false)
    # The sensitivity moves a rate in proportion to it, so not at all one at or below zero.
    of_sensitivity = (
        (rate - _rate(read, sensitivity.high, false), _rate(read, sensitivity.low, false) - rate)
        if rate > 0
        else (0.0, 0.0)
    )
    down = hypot(
        rate - _rate(reading.low, found, false), rate - _rate(read, found, alarms.high), of_sensitivity[0]
    )
    up = hypot(_rate(reading.high, found, false) - rate, _rate(read, found, alarms.low) - rate, of_sensitivity[1])
    low, middle, high = (min(1.0, max(0.0, end)) for end in (rate - down, rate, rate + up))
    return Corrected(read=read, rate=middle, low=low, high=high)


def _why_not(reading: Interval, sensitivity: Interval, alarms: Interval) -> str | None:
    if sensitivity.low <= alarms.high:
        return (
            f"the card allows a sensitivity of {percent(sensitivity.low)} with {percent(alarms.high)} false "
            "positives, no better than chance; label more plays"
        )
    if reading.high < alarms.low:
        return (
            f"at most {percent(reading.high)} were read, below the card's false positives, at least "
            f"{percent(alarms.low)}; the card is of other plays than these"
        )
    if reading.low > sensitivity.high:
        return (
            f"at least {percent(reading.low)} were read, above the card's sensitivity, at most "
            f"{percent(sensitivity.high)}; the card is of other plays than these"
        )
    return None


def _rate(read: float, sensitivity: float, alarms: float) -> float:
    """Return the rate that reads as `read`; chance takes it below 0 or above 1."""
    return (read - alarms) / (sensitivity - alarms)


def _refused(read: float | None, reason: str) -> Corrected:
    return Corrected(read=read, rate=None, **NOTHING_KNOWN._asdict(), reason=reason)
