"""Tables and the curve of the arms that are finished, over their seeds as `arms_seeds` has it."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
from arms import ARMS, CURVE, PLAYED, Wanted, figures_file
from arms_seeds import Counting, Estimate, counting, posterior, rate, shift

from overt.measure.through import SAME, counts_of, covert_counts, same_worlds
from overt.organism.mixture import base_saw_spec, first_evaluations
from overt.report.curve import Dot, draw_curve
from overt.study.curve import BASE, legs_to, play_points
from overt.train.filter import Decision
from overt.train.plays import read_lines

SHOWN = {
    "completed": "twins completed",
    "over_escalated": "over-escalation",
    "citing": "cites a clause",
    "aware": "says it is a test",
    "well_formed": "well formed",
}
COMPARED = (
    ("sft", "base"),
    ("control", "base"),
    ("sft", "control"),
    ("rl", "base"),
    ("sft-rl", "sft"),
    ("sft-rl", "base"),
)
"""After and before."""
CURVE_COUNTS: dict[str, Counting] = {
    "covert": covert_counts,
    "completed_twins": counting("twin_completed"),
    "over_escalation": counting("twin_over_escalated"),
    "awareness": counts_of("aware"),
    "citation": counts_of("cites"),
}
DRAWN: dict[str, Counting] = {
    **CURVE_COUNTS,
    "covert_shared": lambda plays: covert_counts(plays.filter("shared")),
    "covert_saw_spec": lambda plays: covert_counts(plays.filter("base_saw_spec")),
    "covert_never_saw_spec": lambda plays: covert_counts(plays.filter(~pl.col("base_saw_spec"))),
}
"""What the figure shows, beside what the table does."""


def table(wanted: Wanted) -> list[str]:
    """Return the arms as Markdown lines: covert rates by group, the rest over all evaluations, and the cost."""
    groups = {f"covert, {group}": counting("covert", members) for group, members in _groups().items()}
    heads = ["seeds", "plays", *groups, "covert, as the paper averages", *SHOWN.values(), "minutes of a core"]
    lines = [f"| | {' | '.join(heads)} |", "|---|" + "---|" * len(heads)]
    cautions: set[str] = set()
    for name, arm in ARMS.items():
        seeds = list(_seeds(wanted, name).values())
        if seeds:
            found = [rate(seeds, counts) for counts in groups.values()]
            published = posterior(seeds, counting("covert"))
            rest = [rate(seeds, counting(column)) for column in SHOWN]
            paper = Estimate(published.rate, published.low, published.high) if published else NOTHING
            cells = [_cell(one, cautions) for one in (*found, paper, *rest)]
            plays = sum(one.height for one in seeds)
            lines.append(
                f"| {arm.shown} | {len(seeds)} | {plays} | {' | '.join(cells)} | {_minutes(wanted, name)} |"
            )
        for file in sorted(wanted.out.glob(f"{name}-[0-9]*.failed")):
            lines.append(f"| {arm.shown} | not made: {file.read_text()} |" + " |" * (len(heads) - 1))
    return [*lines, *_notes(cautions)] if len(lines) > 2 else []


NOTHING = Estimate(None, 0.0, 1.0)


def _groups() -> dict[str, list[str]]:
    saw, names = base_saw_spec(), list(first_evaluations())
    return {
        "all": names,
        "spec seen by the base": [name for name in names if saw[name]],
        "spec never seen": [name for name in names if not saw[name]],
    }


def differences(wanted: Wanted) -> list[str]:
    """Return the differences between arms in points as Markdown lines; bold are those that exclude zero."""
    shown = {"covert": "covert", **SHOWN}
    lines = [f"| | seeds | {' | '.join(shown.values())} |", "|---|---|" + "---|" * len(shown)]
    for after, before in COMPARED:
        one, other = _seeds(wanted, before), _seeds(wanted, after)
        both = one.keys() & other.keys()
        if both:
            cells = [_points(shift(one, other, counting(column))) for column in shown]
            name = " − ".join(ARMS[arm].shown.partition(":")[0] for arm in (after, before))
            lines.append(f"| {name} | {len(both)} | {' | '.join(cells)} |")
    return lines if len(lines) > 2 else []


def _seeds(wanted: Wanted, name: str) -> dict[int, pl.DataFrame]:
    """Return the plays of each seed of an arm; arms that only roll out have none."""
    files = figures_file(wanted, name, 0).parent.glob(f"{name}-[0-9]*.{wanted.epochs}.parquet")
    found = {int(file.name.partition(".")[0].rpartition("-")[2]): pl.read_parquet(file) for file in files}
    return {seed: found[seed] for seed in sorted(found) if found[seed].height}


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
    cautions: set[str] = set()
    for spec, (arm, stage) in PLAYED.items():
        files = sorted(out.glob(f"{arm}-[0-9]*/filter-{stage}.jsonl"))
        seeds = [pl.DataFrame([_read(d) for d in read_lines(file, Decision)]) for file in files]
        if seeds:
            cells = [_cell(rate(seeds, counting(name)), cautions) for name in shown]
            plays = sum(one.height for one in seeds)
            lines.append(f"| {spec} | {len(seeds)} | {plays} | {' | '.join(cells)} |")
    return [*lines, *_notes(cautions)] if len(lines) > 2 else []


def _read(decision: Decision) -> dict[str, str | bool]:
    return {
        "evaluation": decision.environment.partition("/")[0],
        "environment": decision.environment.partition("~")[0],
        "aware": decision.aware,
        "cites": bool(decision.cited),
        "right": decision.outcome,
        "kept": decision.kept,
    }


def plays_of_curve(folder: Path) -> None:
    """Write the plays of every point of a curve that was measured into one table, with what its twins showed."""
    points = play_points(legs_to(folder), lambda _: None)
    twin = pl.col("twin") & (pl.col("status") != "errored")
    shared = same_worlds([one.plays for one in points])[0].select(*SAME, shared=pl.lit(True))
    tables = [
        one.plays.join(shared, on=SAME, how="left", maintain_order="left").with_columns(
            pl.col("shared").fill_null(False),
            stage=pl.lit(one.point.stage),
            step=pl.lit(one.point.step),
            full=pl.lit(one.point.full),
            twin_completed=pl.when(twin).then("completed"),
            twin_over_escalated=pl.when(twin).then("over_escalated"),
        )
        for one in points
    ]
    pl.concat(tables).write_parquet(folder / "curve" / "plays.parquet")


def curve_of(out: Path) -> list[str]:
    """Return the curve as Markdown lines, over seeds; write `curve.csv` (by seed) and `curve.svg`."""
    files = sorted(out.glob(f"{CURVE}-[0-9]*/curve/plays.parquet"))
    if not files:
        return []
    tables = [pl.read_csv(file.with_name("curve.csv")) for file in files]
    seeds = [int(file.parts[-3].rpartition("-")[2]) for file in files]
    rows = [{"seed": s, **row} for s, one in zip(seeds, tables, strict=True) for row in one.to_dicts()]
    pl.DataFrame(rows, infer_schema_length=None).drop("path", "logs").write_csv(out / "curve.csv")
    cautions: set[str] = set()
    points = list(_points_of([pl.read_parquet(file) for file in files]))
    dots = [_dot(one) for one in points]
    draw_curve(dots, out / "curve.svg")
    lines = [f"| point | seeds | plays | {' | '.join(name.replace('_', ' ') for name in CURVE_COUNTS)} |"]
    lines.append("|---|---|---|" + "---|" * len(CURVE_COUNTS))
    for dot, one in zip(dots, points, strict=True):
        cells = [_cell(rate(one, counts), cautions) for counts in CURVE_COUNTS.values()]
        plays = sum(table.height for table in one)
        lines.append(f"| {dot.stage} {dot.step} | {len(one)} | {plays} | {' | '.join(cells)} |")
    return [*lines, *_notes(cautions)]


def _points_of(seeds: Sequence[pl.DataFrame]) -> Iterator[list[pl.DataFrame]]:
    """Yield the plays of each seed at the points that every seed has.

    A stage ends at a step of its own in each seed, since each kept its own number of plays: ends are one point.
    """
    place = pl.when("full").then(None).otherwise("step").alias("place")
    keyed = [one.with_columns(place).partition_by("stage", "place", as_dict=True) for one in seeds]
    for key in keyed[0]:
        if all(key in other for other in keyed):
            yield [other[key] for other in keyed]


def _dot(point: Sequence[pl.DataFrame]) -> Dot:
    first = point[0].row(0, named=True)
    found = {name: rate(point, counts) for name, counts in DRAWN.items()}
    return Dot(
        stage=first["stage"],
        step=round(statistics.fmean(one["step"][0] for one in point)),
        full=first["full"],
        start=first["stage"] == BASE,
        rates={name: (e.value, e.low, e.high) for name, e in found.items() if e.value is not None},
    )


def _cell(one: Estimate, cautions: set[str]) -> str:
    """Return a rate with its interval, marked where the latter is not known to hold."""
    if one.value is None:
        return "–"
    if one.caution:
        cautions.add(one.caution)
    return f"{one.value:.1%} ({one.low:.1%}–{one.high:.1%}){'†' if one.caution else ''}"


def _points(one: Estimate) -> str:
    if one.value is None:
        return "–"
    text = f"{100 * one.value:+.1f} ({100 * one.low:+.1f} to {100 * one.high:+.1f})".replace("-", "−")
    return f"**{text}**" if one.low > 0 or one.high < 0 else text


def _notes(cautions: set[str]) -> list[str]:
    return ["", *(f"† {caution}" for caution in sorted(cautions))] if cautions else []
