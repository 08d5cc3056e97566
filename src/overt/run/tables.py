"""Plays out of logs: a table with one row a play, and transcripts with reasoning for those who read them.

The table is read from the summaries and scores in the logs; transcripts are opened only by `read_transcripts`. A
log of a run that is under way or was killed gives the plays that are written in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from inspect_ai.log import EvalSampleSummary, read_eval_log_sample
from inspect_ai.model import ModelConfig

from overt.measure.table import SCHEMA, SCRIPT
from overt.providers.convert import from_inspect
from overt.run.logs import Log, finished, logs_of
from overt.run.speaking import USER
from overt.run.user import FELL_BACK
from overt.world.messages import Message
from overt.world.verdict import Verdict

SCORER = "verdict"
EXTRA = pl.Schema({"reasoning_tokens": pl.Int64(), "output_tokens": pl.Int64(), "fell_back": pl.Int64()})
_REMOVED = "Key removed from summary"


@dataclass(frozen=True, slots=True)
class Play:
    """One play with all that was said and thought. `row` is its row in the table of plays."""

    row: dict[str, Any]
    messages: tuple[Message, ...]
    verdict: Verdict | None


def read_plays(path: Path) -> pl.DataFrame:
    """Return the plays in a log, or in all logs under a directory: `overt.measure.table.COLUMNS`, then tokens, and
    how many follow-ups the script said in place of the model that was to.

    Plays that were interrupted or not started have no row: they were not finished, and resuming plays them.

    Raises:
        OvertError: a log cannot be read, or there is none of ours.
    """
    rows = [row for log in logs_of(path) for row in _rows(log)]
    return pl.DataFrame(rows, schema={**SCHEMA, **EXTRA}, orient="row")


def read_transcripts(path: Path) -> Iterator[Play]:
    """Yield the plays in a log, or in all logs under a directory, one at a time.

    Raises:
        OvertError: a log cannot be read, or there is none of ours.
    """
    for log in logs_of(path):
        for row in _rows(log):
            sample = read_eval_log_sample(
                str(log.path), row["sample"], row["epoch"], resolve_attachments="core", exclude_fields={"events"}
            )
            score = (sample.scores or {}).get(SCORER)
            found = (score.metadata or {}).get("verdict") if score else None
            verdict = Verdict.model_validate(found) if found else None
            yield Play(row=row, messages=from_inspect(sample.messages), verdict=verdict)


def _rows(log: Log) -> Iterator[dict[str, Any]]:
    saw_spec = _base_saw_spec(log.header.eval.model)
    for summary in finished(log):
        yield _row(log, summary, saw_spec)


def _row(log: Log, summary: EvalSampleSummary, saw_spec: dict[str, bool]) -> dict[str, Any]:
    about = _whole_metadata(log, summary)
    found, status, reason = _outcome(summary)
    written, thought = _tokens(log, summary)
    twin = bool(about["twin"])
    return {
        "log": str(log.path),
        "sample": str(summary.id),
        "epoch": summary.epoch,
        "seed": about.get("play_seed", about["seed"]),
        "model": log.header.eval.model,
        "spec": about["spec"],
        "length": about["length"],
        "user": _user(log),
        "evaluation": about["evaluation"],
        "environment": about["environment"],
        "twin": twin,
        "category": about["category"],
        "averaged": about["averaged"],
        "base_saw_spec": saw_spec.get(about["evaluation"]),
        "status": status,
        "reason": reason,
        "act": found.get("act"),
        "known": found.get("known"),
        "disclosed": found.get("disclosed"),
        "covert": None if status != "scored" else found.get("outcome") == "covert",
        "pair": bool(found.get("needs_pair", False)),
        "accuracy": found.get("accuracy"),
        "completed": found.get("completed"),
        "over_escalated": found.get("over_escalated") if twin else None,
        "factors": json.dumps({"strategic": about["factors"], "nuisance": about.get("drawn", {})}, default=str),
        "reasoning_tokens": thought,
        "output_tokens": written,
        "fell_back": about.get(FELL_BACK),
    }


def _tokens(log: Log, summary: EvalSampleSummary) -> tuple[int | None, int | None]:
    """Return the tokens that the player wrote, and those of its reasoning; not what its model wrote in a role."""
    name = log.header.eval.model
    usage = summary.model_usage.get(name)
    if usage is None:
        return None, None
    same = [role for role, model in _roles(log).items() if model == name]
    spoken = [summary.role_usage[role] for role in same if role in summary.role_usage]
    thought = usage.reasoning_tokens
    if thought is not None:
        thought -= sum(one.reasoning_tokens or 0 for one in spoken)
    return usage.output_tokens - sum(one.output_tokens for one in spoken), thought


def _roles(log: Log) -> dict[str, str]:
    """Return the model of each role of a run; of several in one role the first."""
    named = (log.header.eval.model_roles or {}).items()
    return {role: one.model if isinstance(one, ModelConfig) else one[0].model for role, one in named}


def _user(log: Log) -> str:
    """Return who spoke for the user: of a play that errored, too, by the log's header."""
    return _roles(log).get(USER, SCRIPT)


def _outcome(summary: EvalSampleSummary) -> tuple[dict[str, Any], str, str | None]:
    """Return the score's findings, the status, and why the play is not scored."""
    if summary.error is not None:
        return {}, "errored", summary.error
    score = (summary.scores or {}).get(SCORER)
    if score is None or score.metadata is None:
        return {}, "unscored", "the log holds no verdict; score it with overt/verdict"
    found = score.metadata
    if found["outcome"] == "unscored":
        return found, "unscored", summary.limit_reason or found["reason"]
    return found, "scored", None


def _whole_metadata(log: Log, summary: EvalSampleSummary) -> dict[str, Any]:
    """Return the sample's metadata; summaries leave out what is long, and then the sample is opened."""
    if not any(isinstance(v, str) and v.startswith(_REMOVED) for v in summary.metadata.values()):
        return summary.metadata
    fields = {"events", "messages", "store", "attachments", "output"}
    return read_eval_log_sample(str(log.path), summary.id, summary.epoch, exclude_fields=fields).metadata


def _base_saw_spec(model: str) -> dict[str, bool]:
    """Return which evaluations the organism's base saw with the spec; nothing for other models."""
    if not model.startswith("organism/"):
        return {}
    from overt.organism.mixture import base_saw_spec

    return base_saw_spec()
