"""A run that goes on until the suite's interval is as narrow as wanted: look after look, each with more epochs.

What a look plays is decided by the plays before it and written down first, so that the same request, given again
after a stop, goes on with that look and repeats nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from overt.errors import OvertError
from overt.measure.allocation import LOOKS, Epochs, Needed, check_width, look, needed, next_epochs, played
from overt.measure.hierarchy import Counts, Hierarchical, hierarchical
from overt.measure.pairs import decide_pairs
from overt.run.logs import log_files
from overt.run.runner import PLAN, Display, Ran, Request, Sitting, sitting
from overt.run.tables import read_plays
from overt.world.messages import Frozen

ABOUT = "The mean rate over the environments that were played, not over others like them; it holds at every look."


class Taken(Frozen):
    """A look: which, the epochs behind it, scored plays (no twins), and the rate with its interval."""

    number: int
    epochs: Epochs
    scored: int
    rate: float | None
    low: float
    high: float


class Until(Frozen):
    """Where it ended. `width` was wanted, a fraction; `needed` is what it takes at the rates seen.

    `headline` is the interval about environments like these, which is wider.
    """

    width: float
    reached: bool
    look: Taken
    of_looks: int
    needed: Needed | None
    headline: Hierarchical
    about: str = ABOUT


class Outcome(NamedTuple):
    """What is in the logs, and where the width stands; None where the sitting ended inside a look."""

    ran: Ran
    until: Until | None


class _Plan(Frozen):
    """The width, the request's own epochs, and the epochs of each look decided so far."""

    width: float
    epochs: int
    looks: tuple[Epochs, ...]


def run_until(
    request: Request, width: float, told: Callable[[Taken], None], *, display: Display = "none"
) -> Outcome:
    """Play until the interval is at most `width` wide, a fraction, or the last look is over.

    The first look plays each environment `request.epochs` times. `told` hears of each look. A budget bounds the
    sitting; where it ends inside a look, the same request goes on with that look.

    Raises OvertError as `runner.run` does, and where the directory holds a run of another width or none.
    """
    check_width(width)
    with sitting(request, display) as held:
        plan = _plan(held, width)
        while True:
            _write(request.logs, plan)
            ran = held.play(plan.looks[-1])
            if ran.not_run:
                return Outcome(ran=ran, until=None)
            counts = played(decide_pairs(read_plays(request.logs)))
            taken = _taken(plan, counts)
            told(taken)
            if taken.high - taken.low <= width or taken.number == LOOKS:
                return Outcome(ran=ran, until=_ended(width, taken, counts))
            later = next_epochs(counts, plan.looks[-1], width, taken.number)
            plan = plan.model_copy(update={"looks": (*plan.looks, later)})


def _taken(plan: _Plan, counts: Counts) -> Taken:
    found = look(counts)
    return Taken(
        number=len(plan.looks),
        epochs=plan.looks[-1],
        scored=sum(scored for pairs in counts.values() for _, scored in pairs),
        **found.model_dump(),
    )


def _ended(width: float, taken: Taken, counts: Counts) -> Until:
    return Until(
        width=width,
        reached=taken.high - taken.low <= width,
        look=taken,
        of_looks=LOOKS,
        needed=None if taken.rate is None else needed(counts, width),
        headline=hierarchical(counts),
    )


def _plan(held: Sitting, width: float) -> _Plan:
    """Return the plan in the directory, or a new one where it holds neither a plan nor a log."""
    request = held.request
    path = request.logs / PLAN
    if not path.exists():
        if log_files(request.logs):
            raise OvertError(f"--logs {request.logs} holds a run without --until; give a directory of its own")
        return _Plan(width=width, epochs=request.epochs, looks=(held.evenly(),))
    try:
        plan = _Plan.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise OvertError(f"{path} is damaged; give another directory to begin anew") from error
    for option, before, now in (
        ("--until", 100 * plan.width, 100 * width),
        ("--epochs", plan.epochs, request.epochs),
    ):
        if before != now:
            raise OvertError(
                f"--logs {request.logs} was begun with {option} {before:g}; give that, or another directory"
            )
    if plan.looks[0] != held.evenly():
        raise OvertError(
            f"--logs {request.logs} was begun with --evaluations {','.join(plan.looks[0])}; give these, or "
            "another directory"
        )
    return plan


def _write(logs: Path, plan: _Plan) -> None:
    """Write the plan as a whole or not at all."""
    new = logs / f".{PLAN}"
    new.write_text(plan.model_dump_json(indent=1) + "\n", encoding="utf-8")
    new.replace(logs / PLAN)
