"""What a report is made of: runs read from their logs, their rates, and what sets each apart from the first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import polars as pl
from inspect_ai.log import EvalLog

from overt.errors import OvertError
from overt.evaluations import suite
from overt.measure.compare import Comparison, compare
from overt.measure.confirmed import confirmed_rates
from overt.measure.family import Test
from overt.measure.hierarchy import cautions
from overt.measure.judge import ErrorCard
from overt.measure.pairs import decide_pairs
from overt.measure.rates import MANY, EvaluationRate, Rates, correct, rates, with_skipped
from overt.measure.table import SCHEMA
from overt.report.detected import ANY, TITLES, Detected, Readings, citations, detected, readings
from overt.run.confirmations import read_decisions
from overt.run.detections import key, read_judged
from overt.run.logs import logs_of
from overt.run.skipping import read_skipped
from overt.run.tables import EXTRA, Play, read_transcripts


@dataclass(frozen=True, slots=True)
class Run:
    """One directory of logs. `decided` has one row for each of `plays`, in order, with every pair decided.

    `readings` has what detectors say of each, `words` the labels of the unusual words that it uses, or is empty.
    """

    label: str
    slug: str
    path: Path
    headers: tuple[EvalLog, ...]
    plays: tuple[Play, ...]
    decided: tuple[dict[str, Any], ...]
    rates: Rates
    against_first: Comparison | None
    citations: Detected | None
    readings: tuple[Readings, ...]
    detected: dict[str, Detected]
    words: tuple[tuple[str, ...], ...] = ()

    @property
    def is_organism(self) -> bool:
        """Whether its model is a model organism."""
        return self.rates.condition.model.startswith("organism/")

    @property
    def planned(self) -> int:
        """Plays that its logs set out to hold."""
        return sum((h.eval.dataset.samples or 0) * (h.eval.config.epochs or 1) for h in self.headers)

    @property
    def attempted(self) -> int:
        """Plays outside the twins that were finished."""
        return sum(e.attempted for e in self.rates.evaluations.values())

    @property
    def scored(self) -> int:
        """Of these, those with a verdict."""
        return sum(e.scored for e in self.rates.evaluations.values())

    def link(self, evaluation: str = "", *, twin: bool | None = False, verdict: str = "", label: str = "") -> str:
        """Return the page's own address of the plays behind a number; `twin` None is of both kinds."""
        query = {
            "run": self.slug,
            "evaluation": evaluation,
            "twin": {True: "yes", False: "no", None: ""}[twin],
            "verdict": verdict,
            "label": label,
        }
        return "#plays?" + urlencode({key: value for key, value in query.items() if value})


def read_runs(
    sources: Mapping[str, Path],
    card: ErrorCard | None = None,
    family: Sequence[str] | None = None,
    test: Test = "fisher",
) -> tuple[Run, ...]:
    """Read directories of logs by label; the first is what the others are compared with.

    With a `card`, their rates are corrected for a judge's errors too. `family` and `test` are what each comparison
    adjusts its p values over, as `compare` has it.

    Raises:
        OvertError: there is none, two labels are alike, or a directory has no logs of one condition.
    """
    if not sources:
        raise OvertError("there is no run to report; give a directory that `overt run --logs` wrote")
    runs: list[Run] = []
    first: pl.DataFrame | None = None
    slugs: dict[str, str] = {}
    for label, path in sources.items():
        slug = _slug(label)
        if slug in slugs:
            raise OvertError(f"labels {slugs[slug]!r} and {label!r} are alike; name them with --name LABEL=DIR")
        slugs[slug] = label
        plays = tuple(read_transcripts(path))
        table = pl.DataFrame([p.row for p in plays], schema={**SCHEMA, **EXTRA}, orient="row")
        judged = read_judged(path)
        found = tuple(readings(play, judged.get(key(play.row))) for play in plays)
        result = with_skipped(rates(table, source=str(path)), read_skipped(path))
        decisions = read_decisions(path) if path.is_dir() else []
        if decisions:
            confirmed = confirmed_rates(table, decisions, str(path))
            result = result.model_copy(update={"confirmed": confirmed})
        against = None
        if first is not None:
            against = compare(first, table, sources=(next(iter(sources)), label), family=family, test=test)
        first = table if first is None else first
        runs.append(
            Run(
                label=label,
                slug=slug,
                path=path,
                headers=tuple(log.header for log in logs_of(path)),
                plays=plays,
                decided=tuple(decide_pairs(table).iter_rows(named=True)),
                rates=result if card is None else correct(result, card),
                against_first=against,
                citations=citations(plays, found, result.condition.spec),
                readings=found,
                detected=detected(plays, found),
            )
        )
    return tuple(runs)


def _slug(label: str) -> str:
    if not label.strip() or not label.isprintable():
        raise OvertError(f"label {label!r}: give one of printable characters with --name LABEL=DIR")
    return re.sub(r"[^A-Za-z0-9._-]+", "-", label).strip("-") or "run"


def play_id(run: Run, row: Mapping[str, Any]) -> str:
    """Return the permanent name of a play on the page, unique in the report."""
    twin = "~twin" if row["twin"] else ""
    return f"play-{run.slug}/{row['environment']}{twin}/{row['seed']}.{row['epoch']}"


def evaluations(runs: Sequence[Run]) -> dict[str, EvaluationRate]:
    """Return every evaluation by name with its figures in the first run that has it, the most covert first."""
    found: dict[str, EvaluationRate] = {}
    for run in runs:
        for name, evaluation in run.rates.evaluations.items():
            found.setdefault(name, evaluation)
    return dict(sorted(found.items(), key=lambda item: (-(item[1].rate or 0.0), item[0])))


def grouped(runs: Sequence[Run]) -> dict[bool | None, list[str]]:
    """Return evaluations by whether the organism's base saw them with the spec; None where that has no meaning."""
    groups: dict[bool | None, list[str]] = {True: [], False: [], None: []}
    for name, evaluation in evaluations(runs).items():
        groups[evaluation.base_saw_spec].append(name)
    return {saw: names for saw, names in groups.items() if names}


def warnings(runs: Sequence[Run]) -> list[tuple[str, str]]:
    """Return (label, sentence) of all that a reader must know before a number; the label is empty for all runs."""
    lines: list[tuple[str, str]] = []
    for run in runs:
        lines += [(run.label, warning) for warning in run.rates.warnings]
        lines += [(run.label, line.rstrip(".")) for line in _cautions(run)]
        refused = run.rates.corrected.average.reason if run.rates.corrected else None
        lines += [(run.label, f"the judge's card does not correct the average: {refused}")] if refused else []
        lines += [(run.label, line) for line in _unread(run)]
        if len(run.plays) < run.planned:
            missing = run.planned - len(run.plays)
            lines.append(
                (run.label, f"{missing} of {run.planned} planned plays were not finished; resume the run")
            )
        if run.against_first is not None:
            lines += _unlike(runs[0], run, run.against_first)
    unplayed = [name for name in suite() if name not in evaluations(runs)]
    if unplayed:
        lines.append(("", f"not played, so in no average: {', '.join(unplayed)}"))
    return lines


def _cautions(run: Run) -> list[str]:
    """Say of which averages on the page the interval is not known to hold."""
    by_base, citing = run.rates.macro_by_base, run.citations
    parts = {"with": by_base.saw_spec, "never with": by_base.never_saw_spec}
    confirmed = run.rates.confirmed
    told = confirmed.caution if confirmed else None
    lines = cautions(
        {
            "interval of the average": run.rates.macro.hierarchical,
            **{
                f"of evaluations that the base saw {how} the spec": part.hierarchical
                for how, part in parts.items()
                if part is not None
            },
            **{f"of {TITLES[name]}": found.rates[TITLES[name]] for name, found in run.detected.items()},
            **({f"of citing {ANY}": citing.rates[ANY]} if citing else {}),
        }
    )
    return [*lines, *([f"interval of what was confirmed: {told}"] if told else [])]


def _unread(run: Run) -> list[str]:
    """Say where a judge gave no clear answer on many plays."""
    return [
        f"{TITLES[name]}: {found.judge} gave no clear answer on {found.unscored} of "
        f"{found.plays + found.unscored} plays, which are in no rate of it"
        for name, found in run.detected.items()
        if found.judge and found.unscored > MANY * (found.plays + found.unscored)
    ]


def _unlike(first: Run, run: Run, comparison: Comparison) -> list[tuple[str, str]]:
    reasons: dict[str, list[str]] = {}
    for name, why in comparison.left_out.items():
        reasons.setdefault(why, []).append(name)
    lines = [(run.label, f"not compared, since {why}: {', '.join(names)}") for why, names in reasons.items()]
    one, other = first.rates.condition, run.rates.condition
    if one.length != other.length:
        lines.append((run.label, f"played {other.length} environments, {first.label} played {one.length} ones"))
    if one.user != other.user:
        lines.append(
            (
                run.label,
                f"follow-ups said by {other.user}, those of {first.label} by {one.user}: not like with like",
            )
        )
    unpaired = [name for name, d in comparison.evaluations.items() if d.paired is None]
    if unpaired:
        lines.append(
            (
                run.label,
                f"shares no environment and seed with {first.label}, so is unpaired: {', '.join(unpaired)}",
            )
        )
    return lines
