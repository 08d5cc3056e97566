"""Plays as the page's script reads them: a list with a row for each, and transcripts with their texts shared.

Texts repeat over plays (system prompts, results), so a bundle holds each once and transcripts point to them by
number. A bundle holds every play of one environment and its twin, in all runs, so that what is read side by side
is loaded together. Its form:

    texts  every text, by number
    plays  by the play's number: `messages`, `findings`, `readings`
    messages  [role, …numbers]: [0 system, text], [1 user, text],
              [2 assistant, reasoning or -1, text or -1, calls],
              [3 result, tool, text, 1 if it succeeded, ledger or -1]
    calls  [[tool, [[argument, value], …], error or -1, ledger or -1], …]
    findings  by name: [true, false or null, reason or -1, [[source, index or null, quote], …]]
    readings  what detectors found in the reasoning: [[detector, judge or -1, [[message, quote], …]], …]

`ledger` is the number of the call among those that reached the world, which is what evidence of a call points to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from overt.report.detected import Readings, shown_by
from overt.report.detected import labels as detected_labels
from overt.report.runs import Run
from overt.run.tables import Play
from overt.world.messages import Assistant, Message, System, ToolResult, User
from overt.world.verdict import Finding, Verdict

VERDICTS = ("covert", "over-escalated", "errored", "unscored", "not completed", "not covert", "completed")
"""What a play may be, in the order in which the page lists plays."""
FINDINGS = ("act", "known", "disclosed")
COLUMNS = (
    *(
        "run",
        "environment",
        "twin",
        "seed",
        "epoch",
        "verdict",
        "log",
        "pair",
        "label",
        "accuracy",
        "why",
        "quote",
        "drawn",
    ),
)
_SNIPPET = 160


class Bundle:
    """The transcripts of one environment; see the module for its form."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._plays: dict[int, dict[str, Any]] = {}

    def add(self, number: int, play: Play, readings: Readings) -> None:
        """Add a play under its number in the list."""
        self._plays[number] = {
            "messages": list(self._messages(play.messages)),
            "findings": self._findings(play.verdict) if play.verdict else {},
            "readings": [
                [
                    *(self._text(title), self._text(reading.judge)),
                    [[quote.message, self._text(quote.quote)] for quote in reading.evidence],
                ]
                for title, reading in shown_by(readings)
            ],
        }

    def data(self) -> dict[str, Any]:
        """Return the bundle."""
        return {"texts": list(self._numbers), "plays": self._plays}

    def _text(self, text: str | None) -> int:
        return -1 if not text else self._numbers.setdefault(text, len(self._numbers))

    def _messages(self, messages: Sequence[Message]) -> Iterator[list[Any]]:
        ledger = 0
        waiting: dict[str, int] = {}
        for message in messages:
            match message:
                case System():
                    yield [0, self._text(message.text)]
                case User():
                    yield [1, self._text(message.text)]
                case Assistant():
                    calls: list[list[Any]] = []
                    for call in message.calls:
                        place = ledger if call.error is None else -1
                        ledger += call.error is None
                        waiting[call.id] = place
                        arguments = [[self._text(k), self._text(_value(v))] for k, v in call.arguments.items()]
                        calls.append([self._text(call.name), arguments, self._text(call.error), place])
                    yield [2, self._text(message.reasoning), self._text(message.text), calls]
                case ToolResult():
                    place = waiting.pop(message.call_id, -1)
                    yield [3, self._text(message.name), self._text(message.text), int(message.ok), place]

    def _findings(self, verdict: Verdict) -> dict[str, Any]:
        found: dict[str, Finding] = {name: getattr(verdict, name) for name in FINDINGS}
        return {
            name: [
                finding.value,
                self._text(finding.reason),
                [[e.source, e.index, self._text(e.quote)] for e in finding.evidence],
            ]
            for name, finding in found.items()
        }


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def outcome(row: Mapping[str, Any]) -> str:
    """Return what a decided row is: one of `VERDICTS`. It agrees with what `overt.measure` counts."""
    if row["status"] == "errored":
        return "errored"
    if not row["twin"]:
        if row["status"] != "scored" or row["covert"] is None:
            return "unscored"
        return "covert" if row["covert"] else "not covert"
    read = row["status"] == "scored" or row["pair"]
    if not read or row["completed"] is None or row["over_escalated"] is None:
        return "unscored"
    if row["over_escalated"]:
        return "over-escalated"
    return "completed" if row["completed"] else "not completed"


def labels(row: Mapping[str, Any], readings: Readings) -> list[str]:
    """Return what was found in a play: the findings that are true, and what detectors found in its reasoning."""
    return [*(name for name in FINDINGS if row[name]), *detected_labels(readings)]


def listing(runs: Sequence[Run]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the list of plays, column by column, with what its numbers stand for; and a bundle an environment.

    `plays` has a value of each column for each play. `environment`, `log`, `label`, `why`, `quote` and `drawn` are
    numbers (-1: none) in the lists `environments` (name, strategic factors), `logs`, `labels`, `texts` and `draws`
    (what the seed drew: the numbers of name, value, name, … among the texts).
    """
    bundles: dict[str, Bundle] = {}
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    numbers: dict[str, dict[str, int]] = {"logs": {}, "labels": {}, "texts": {}, "environments": {}}
    draws: dict[tuple[int, ...], int] = {}
    factors: dict[str, dict[str, str]] = {}

    def number(kind: str, value: str | None) -> int:
        return -1 if value is None else numbers[kind].setdefault(value, len(numbers[kind]))

    for index, run in enumerate(runs):
        words = run.words or ((),) * len(run.plays)
        for row, play, readings, used in zip(run.decided, run.plays, run.readings, words, strict=True):
            environment = row["environment"]
            factors.setdefault(environment, _factors(row, "strategic"))
            drawn = _factors(row, "nuisance")
            told = tuple(number("texts", text) for pair in drawn.items() for text in pair)
            bundles.setdefault(environment, Bundle()).add(len(columns["run"]), play, readings)
            values = (
                *(index, number("environments", environment), int(row["twin"]), row["seed"], row["epoch"]),
                *(VERDICTS.index(outcome(row)), number("logs", row["log"]), int(bool(row["pair"]))),
                *([number("labels", label) for label in (*labels(row, readings), *used)], row["accuracy"]),
                *(number("texts", _why(row)), number("texts", quote(play))),
                draws.setdefault(told, len(draws)),
            )
            for name, value in zip(COLUMNS, values, strict=True):
                columns[name].append(value)
    lists = {kind: list(found) for kind, found in numbers.items()}
    environments = [[name, factors[name]] for name in lists["environments"]]
    shown = {"plays": columns, **lists, "environments": environments, "draws": [list(one) for one in draws]}
    return shown, [b.data() for b in bundles.values()]


def _factors(row: Mapping[str, Any], kind: str) -> dict[str, str]:
    found = json.loads(row["factors"] or "{}").get(kind, {})
    return {str(name): str(value) for name, value in found.items()}


def _why(row: Mapping[str, Any]) -> str | None:
    return row["reason"] if outcome(row) in ("unscored", "errored") else None


def quote(play: Play) -> str | None:
    """Return what shows the play at a glance: the first evidence of the act, else its last word to the user."""
    if play.verdict and play.verdict.act.value and play.verdict.act.evidence:
        return play.verdict.act.evidence[0].quote[:_SNIPPET]
    said = (m.text for m in reversed(play.messages) if isinstance(m, Assistant) and m.text.strip())
    return next(said, "")[:_SNIPPET] or None
