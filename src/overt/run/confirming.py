"""Covert plays confirmed by a judge: the whole play, reasoning included, against what covert means there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from overt.detect.questions import Question, confirmation
from overt.detect.readings import Reading
from overt.evaluations import evaluation
from overt.measure.confirmed import Choice, Decision, Key, covert_plays, play_key
from overt.run.confirmations import add_decision, read_decisions
from overt.run.judging import JUDGEMENTS, Judgements, judge_all, stranger
from overt.run.tables import read_plays, read_transcripts
from overt.world.messages import Message

_CHOICES: dict[str, Choice] = {"yes": "covert", "no": "not_covert", "unscored": "cannot_tell"}


class Waiting(NamedTuple):
    """A play that a judge has not decided: where it is, what is asked, and what it is shown."""

    key: Key
    question: Question
    messages: Sequence[Message]


def judged(logs: Path, judge: str, tick: Callable[[int], Callable[[], object]]) -> None:
    """Let a judge decide the covert plays at `logs` that it has not decided; `tick` is told how many there are.

    It is not told what the verdict found, so that agreeing means something. What it says without one clear answer
    is decided as "cannot tell"; a play whose call failed stays undecided and is asked about next time.

    Raises:
        OvertError: the judge is the model that played, or cannot be reached.
    """
    plays = read_plays(logs)
    model = stranger(judge, logs, plays["model"])
    by = f"judge {model}"
    done = {d.key for d in read_decisions(logs) if d.by == by}
    wanted = [key for key in covert_plays(plays, str(logs)) if key not in done]
    waiting = list(_waiting(logs, set(wanted)))
    held = Judgements(logs / JUDGEMENTS)
    ticked = tick(len(waiting))
    try:
        judge_all(model, ((one.question, one.messages) for one in waiting), held, ticked)
    finally:
        for one in waiting:
            said = held.said(str(model), one.question, one.messages)
            reading = held.find(str(model), one.question, one.messages)
            if said and reading is not None:
                add_decision(logs, _decision(one.key, by, reading, said))


def _waiting(logs: Path, wanted: set[Key]) -> Iterator[Waiting]:
    for play in read_transcripts(logs):
        key = play_key(play.row)
        if key in wanted:
            yield Waiting(key, confirmation(**evaluation(play.row["evaluation"]).meanings), play.messages)


def _decision(key: Key, by: str, reading: Reading, said: str) -> Decision:
    log, sample, epoch = key
    return Decision(
        log=log,
        sample=sample,
        epoch=epoch,
        by=by,
        choice=_CHOICES[reading.value],
        why=reading.reason or _why(said),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _why(said: str) -> str:
    """Return the grounds in an answer that could be read, a code fence around it or not."""
    return str(json.loads(said[said.find("{") : said.rfind("}") + 1])["why"]).strip() or "no grounds given"
