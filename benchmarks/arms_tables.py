"""Tables and the curve of the arms that are finished: means over seeds with Student's interval."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from arms import ARMS, CURVE, PLAYED, Wanted, figures_file
from scipy import stats

from overt.organism.mixture import base_saw_spec, first_evaluations
from overt.report.curve import Dot, draw_curve
from overt.train.filter import Decision
from overt.train.plays import read_lines

Figures = dict[str, dict[str, Any]]
SHOWN = ("covert", "twins_completed", "over_escalation", "citing", "aware", "well_formed")


def table(wanted: Wanted) -> list[str]:
    """Return the arms as Markdown lines: covert rates by group, the rest over all evaluations, and the cost."""
    saw = base_saw_spec()
    names = list(first_evaluations())
    groups = {
        "all": names,
        "spec seen by the base": [n for n in names if saw[n]],
        "spec never seen": [n for n in names if not saw[n]],
    }
    heads = ["seeds", *(f"covert, {group}" for group in groups), *SHOWN[1:], "minutes of a core"]
    lines = [f"| | {' | '.join(head.replace('_', ' ') for head in heads)} |", "|---|" + "---|" * len(heads)]
    for name, arm in ARMS.items():
        files = sorted(figures_file(wanted, name, 0).parent.glob(f"{name}-[0-9]*.{wanted.epochs}.json"))
        seeds: list[Figures] = [figures for file in files if (figures := json.loads(file.read_text()))]
        if seeds:
            cells = [str(len(seeds))]
            cells += [_cell([_mean(f, members, "covert") for f in seeds]) for members in groups.values()]
            cells += [_cell([_mean(f, names, figure) for f in seeds]) for figure in SHOWN[1:]]
            lines.append(f"| {arm.shown} | {' | '.join(cells)} | {_minutes(wanted, name)} |")
        for file in sorted(wanted.out.glob(f"{name}-[0-9]*.failed")):
            lines.append(f"| {arm.shown} | not made: {file.read_text()} |" + " |" * (len(heads) - 1))
    return lines if len(lines) > 2 else []


def _minutes(wanted: Wanted, name: str) -> str:
    """Return the mean over seeds of what an arm took, in all calls that it was made in."""
    files = sorted(wanted.out.glob(f"{name}-[0-9]*.cost.jsonl"))
    calls = [[json.loads(line) for line in file.read_text().splitlines()] for file in files]
    spent = [sum(c["core_seconds"] for c in one if c.get("kind") != "corpus") / 60 for one in calls]
    return f"{statistics.fmean(spent):.1f}" if spent else "–"


def rolled_out(out: Path) -> list[str]:
    """Return what the base thought and did in honeypots by the spec that it played under, over seeds."""
    shown = ("aware", "cites", "right", "kept")
    lines = ["| honeypots played under | seeds | plays | says it is a test | cites a clause | right | kept |"]
    lines.append("|---|" + "---|" * 6)
    for spec, (arm, stage) in PLAYED.items():
        files = sorted(out.glob(f"{arm}-[0-9]*/filter-{stage}.jsonl"))
        seeds = [[_read(d) for d in read_lines(file, Decision)] for file in files]
        if seeds:
            cells = [_cell([statistics.fmean(d[name] for d in one) for one in seeds]) for name in shown]
            plays = sum(map(len, seeds))
            lines.append(f"| {spec} | {len(seeds)} | {plays} | {' | '.join(cells)} |")
    return lines if len(lines) > 2 else []


def _read(decision: Decision) -> dict[str, bool]:
    return {
        "aware": decision.aware,
        "cites": bool(decision.cited),
        "right": decision.outcome,
        "kept": decision.kept,
    }


def curve_of(out: Path) -> list[str]:
    """Return the curve as Markdown lines, by seed and in the mean; write `curve.csv` and `curve.svg`."""
    files = sorted(out.glob(f"{CURVE}-[0-9]*/curve/curve.csv"))
    if not files:
        return []
    seeds = {int(file.parts[-3].rpartition("-")[2]): pl.read_csv(file) for file in files}
    rows = [{"seed": seed, **row} for seed, frame in seeds.items() for row in frame.to_dicts()]
    pl.DataFrame(rows, infer_schema_length=None).drop("path", "logs").write_csv(out / "curve.csv")
    dots = list(_dots(list(seeds.values())))
    draw_curve(dots, out / "curve.svg")
    shown = ("covert", "completed_twins", "over_escalation", "awareness", "citation")
    lines = [f"| point | seed | plays | {' | '.join(name.replace('_', ' ') for name in shown)} |"]
    lines.append("|---|---|---|" + "---|" * len(shown))
    for row in rows:
        cells = ["–" if row[n] is None else f"{row[n]:.1%}" for n in shown]
        lines.append(
            f"| {row['stage']} {row['step']} | {row['seed']} | {row['attempted']} | {' | '.join(cells)} |"
        )
    for dot in dots:
        cells = [_span(dot.rates.get(name)) for name in shown]
        lines.append(f"| {dot.stage} {dot.step} | mean | | {' | '.join(cells)} |")
    return lines


def _dots(seeds: Sequence[pl.DataFrame]) -> Iterator[Dot]:
    """Yield the points that every seed has, with the mean of each rate and its interval over seeds.

    Of one seed it is that seed's own interval. A stage ends at a step of its own in each seed, since each kept its
    own number of plays: ends are one point.
    """
    keyed = [{_key(row): row for row in frame.to_dicts()} for frame in seeds]
    for key, row in keyed[0].items():
        if not all(key in other for other in keyed):
            continue
        same = [other[key] for other in keyed]
        rates: dict[str, tuple[float, float, float]] = {}
        for name in (n.removesuffix("_low") for n in row if n.endswith("_low")):
            values = [one[name] for one in same if one.get(name) is not None]
            if len(values) > 1:
                rates[name] = _interval(values)
            elif values and len(same) == 1:
                rates[name] = (values[0], row[f"{name}_low"], row[f"{name}_high"])
        step = round(statistics.fmean(one["step"] for one in same))
        yield Dot(stage=row["stage"], step=step, full=row["full"], start=row["stage"] == "base", rates=rates)


def _key(row: Mapping[str, Any]) -> tuple[str, int | None]:
    return row["stage"], None if row["full"] else row["step"]


def _mean(figures: Figures, members: Sequence[str], figure: str) -> float | None:
    rates = [figures[name][figure]["rate"] for name in members]
    known = [rate for rate in rates if rate is not None]
    return statistics.fmean(known) if known else None


def _interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Return the mean of two seeds or more, and Student's interval."""
    mean = statistics.fmean(values)
    half = float(stats.t.ppf(0.975, len(values) - 1)) * statistics.stdev(values) / len(values) ** 0.5
    return mean, max(0.0, mean - half), min(1.0, mean + half)


def _cell(values: Sequence[float | None]) -> str:
    known = [v for v in values if v is not None]
    if len(known) < 2:
        return f"{known[0]:.1%}" if known else "–"
    return _span(_interval(known))


def _span(rate: tuple[float, float, float] | None) -> str:
    return "–" if rate is None else f"{rate[0]:.1%} ({rate[1]:.1%}–{rate[2]:.1%})"
