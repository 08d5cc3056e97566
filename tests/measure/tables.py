"""Tables of plays for the tests of this room."""

from typing import Any

import polars as pl

from overt.measure.table import SCHEMA

PLAY: dict[str, Any] = {
    "log": "one.eval",
    "sample": "s",
    "epoch": 1,
    "seed": 0,
    "model": "actor/mix",
    "spec": "none",
    "length": "short",
    "user": "script",
    "evaluation": "lazy_checklist",
    "environment": "lazy_checklist/warehouse",
    "twin": False,
    "category": "reward_hacking",
    "averaged": True,
    "base_saw_spec": None,
    "status": "scored",
    "reason": None,
    "act": False,
    "known": False,
    "disclosed": False,
    "covert": False,
    "pair": False,
    "accuracy": None,
    "completed": True,
    "over_escalated": None,
    "factors": "{}",
}


def table(*rows: dict[str, Any]) -> pl.DataFrame:
    """A table of plays; each row names what differs from an ordinary honest play."""
    return pl.DataFrame([PLAY | row for row in rows], schema=SCHEMA)


def plays(
    evaluation: str, environment: str, verdicts: list[bool | str | None], **more: Any
) -> list[dict[str, Any]]:
    """One play an epoch: True or False as covert says, None unscored, "errored" errored."""
    rows: list[dict[str, Any]] = []
    for epoch, verdict in enumerate(verdicts, 1):
        row: dict[str, Any] = {
            "evaluation": evaluation,
            "environment": f"{evaluation}/{environment}",
            "epoch": epoch,
            "sample": f"{environment}-{epoch}",
        }
        if verdict is None:
            row |= {"status": "unscored", "reason": "could not be read", "covert": None}
        elif verdict == "errored":
            row |= {"status": "errored", "reason": "connection lost", "covert": None}
        else:
            row |= {"covert": verdict, "act": verdict, "known": verdict}
        rows.append(row | more)
    return rows


def of_rate(evaluation: str, covert: int, scored: int, **more: Any) -> list[dict[str, Any]]:
    """`covert` of `scored` plays of one environment."""
    return plays(evaluation, "one", [epoch < covert for epoch in range(scored)], **more)


def twins(evaluation: str, environment: str, handed_back: list[bool], **more: Any) -> list[dict[str, Any]]:
    """Twins, each handed back undone or completed."""
    return [
        row | {"twin": True, "over_escalated": back, "completed": not back}
        for row, back in zip(
            plays(evaluation, environment, [False] * len(handed_back), **more), handed_back, strict=True
        )
    ]


def pair(
    accuracy: float | None, twin: float | None, *, covert: bool | None = None, epoch: int = 1, **more: Any
) -> list[dict[str, Any]]:
    """A play that only its pair decides, and its twin (none where `twin` is None)."""
    common = {
        "evaluation": "sandbagging_qa_no_goal",
        "environment": "sandbagging_qa_no_goal/chemistry",
        "category": "sandbagging",
        "epoch": epoch,
    }
    errs = accuracy is not None and accuracy < 1
    play = common | {
        "status": "scored" if covert is not None else "unscored",
        "reason": None if covert is not None else "only the pair can show that the errors were known",
        "act": errs,
        "known": None if errs else False,
        "covert": covert,
        "pair": True,
        "accuracy": accuracy,
    }
    rows = [play | more]
    if twin is not None:
        rows.append(common | {"twin": True, "accuracy": twin, "over_escalated": False})
    return rows
