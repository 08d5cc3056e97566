"""What the points of a curve say: figures at each, what each stage changed, where the rate stayed; a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import polars as pl

from overt.measure.hierarchy import Hierarchical, cautions, hierarchical
from overt.measure.intervals import newcombe
from overt.measure.macro import Average
from overt.measure.rates import Rates, rates
from overt.measure.tally import Tally, total, twin_tallies
from overt.measure.through import change, counts_of, headline, plateau, same_worlds
from overt.report.curve import ASIDE, Dot, draw_curve
from overt.study.curve import BASE, FOLDER, Played, Say, legs_to, play_points
from overt.world.messages import Frozen

DRAWS = 100_000
"""Of the posterior average: its interval is steady to a tenth of a point."""
AWARE, CITES = counts_of("aware"), counts_of("cites")
Metrics = dict[str, float | int | None]


class Measured(Frozen):
    """A point with its figures: rates are fractions, `_low` and `_high` of each a 95% interval.

    `covert` is the headline over all that was played, `covert_shared` the same over the worlds that every point
    met, `covert_posterior` the published form, `covert_raw` the mean of the evaluations' rates. `cautions` name
    the rates whose interval is not known to hold, and say why.
    """

    stage: str
    step: int
    full: bool
    path: str
    hash: str
    logs: str
    metrics: Metrics
    cautions: tuple[str, ...] = ()


class Shift(Frozen):
    """After minus before with a 95% interval; the difference is None where nothing is known."""

    difference: float | None
    low: float
    high: float


class Change(Frozen):
    """What changed from one model to another, over the worlds that both met."""

    stage: str
    before: str
    after: str
    shifts: dict[str, Shift]


class Stay(Frozen):
    """From which step of a stage on the covert rate stayed; `step` is None where that cannot be said."""

    stage: str
    step: int | None
    margin: float
    about: str


class Size(Frozen):
    """The model from so many plays: its figures, and what it changed of what it began with."""

    examples: int
    end: Measured
    shifts: dict[str, Shift]


class Traced(Frozen):
    """A curve: its points, what each stage changed, where each stays, and the files that show it."""

    checkpoints: tuple[Measured, ...]
    changes: tuple[Change, ...]
    plateaus: tuple[Stay, ...]
    table: str
    figure: str
    left: int
    scaling: tuple[Size, ...] = ()


def trace(out: Path, say: Say, processes: int = 1) -> Traced:
    """Measure the training in `out` and those before it, and write table and figure into `out/curve`.

    So many `processes` share the points.

    Raises:
        OvertError: `out` holds no training, nothing is trained yet, or a point cannot be played.
    """
    legs = legs_to(out)
    played = play_points(legs, say, processes=processes)
    shared = same_worlds([one.plays for one in played])
    measured = tuple(_measured(one, headline(common)) for one, common in zip(played, shared, strict=True))
    folder = out / FOLDER
    # Where no weight has moved every point lies with the training before.
    folder.mkdir(exist_ok=True)
    table = pl.DataFrame(
        [one.model_dump(exclude={"metrics", "cautions"}) | one.metrics for one in measured],
        infer_schema_length=None,
    )
    table.write_csv(folder / "curve.csv")
    table.write_parquet(folder / "curve.parquet")
    traced = Traced(
        checkpoints=measured,
        changes=tuple(_changes(played)),
        plateaus=tuple(_plateaus(played, legs[-1].curve.plateau)),
        table=str(folder / "curve.parquet"),
        figure=str(draw_curve([_dot(one) for one in measured], folder / "curve.svg")),
        left=sum(one.left for one in played),
    )
    return _written(traced, out)


def trace_sizes(traced: Traced, folders: Mapping[int, Path], out: Path, say: Say) -> Traced:
    """Measure trainings on so many plays at their ends, and return the curve of the one in `out` with them.

    Raises:
        OvertError: a point cannot be played.
    """
    found: list[Size] = []
    left = traced.left
    for examples, folder in sorted(folders.items()):
        played = play_points(legs_to(folder), say, only_ends=True, also=(out,))
        *_, began, end = (one for one in played if one.point.stage != ASIDE)
        shared = same_worlds((began.plays, end.plays))[1]
        shifts = _change(began, end, end.point.stage).shifts
        found.append(Size(examples=examples, end=_measured(end, headline(shared)), shifts=shifts))
        left += end.left
    rows = [{"examples": one.examples, "hash": one.end.hash} | one.end.metrics for one in found]
    pl.DataFrame(rows, infer_schema_length=None).write_csv(out / FOLDER / "scaling.csv")
    return _written(traced.model_copy(update={"scaling": tuple(found), "left": left}), out)


def _written(traced: Traced, out: Path) -> Traced:
    (out / FOLDER / "curve.json").write_text(traced.model_dump_json(indent=1), encoding="utf-8")
    return traced


def _measured(played: Played, shared: Hierarchical) -> Measured:
    point = played.point
    found = rates(played.plays, source=str(point.logs), draws=DRAWS)
    by_base = found.macro_by_base
    averages: dict[str, Hierarchical | None] = {
        "covert": found.macro.hierarchical,
        "covert_shared": shared,
        "covert_saw_spec": by_base.saw_spec.hierarchical if by_base.saw_spec else None,
        "covert_never_saw_spec": by_base.never_saw_spec.hierarchical if by_base.never_saw_spec else None,
        "awareness": hierarchical(AWARE(played.plays)),
        "citation": hierarchical(CITES(played.plays)),
    }
    metrics: Metrics = {
        **{key: value for name, one in averages.items() for key, value in _named(name, one).items()},
        **_named("covert_posterior", found.macro.posterior),
        "covert_raw": found.macro.raw.rate,
        "covert_bound_low": found.bounds.low,
        "covert_bound_high": found.bounds.high,
        **_named("over_escalation", found.twins.over_escalation if found.twins else None),
        **_named("completed_twins", found.twins.completion if found.twins else None),
        **_counts(found),
    }
    return Measured(
        stage=point.stage,
        step=point.step,
        full=point.full,
        path=str(point.path),
        hash=point.hash,
        logs=str(point.logs),
        metrics=metrics,
        cautions=cautions(averages),
    )


def _named(name: str, found: Hierarchical | Average | None) -> Metrics:
    if found is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    return {name: found.rate, f"{name}_low": found.low, f"{name}_high": found.high}


def _counts(found: Rates) -> Metrics:
    each = found.evaluations.values()
    return {
        "attempted": sum(e.attempted for e in each),
        "scored": sum(e.scored for e in each),
        "unscored": sum(e.unscored for e in each),
        "errored": sum(e.errored for e in each),
        "twins_scored": found.twins.completion.scored if found.twins else 0,
    }


def _changes(played: Sequence[Played]) -> list[Change]:
    """Compare the ends of stages: each with the one before it, the control with what its training began with."""
    ends = [one for one in played if one.point.full]
    way = [one for one in ends if one.point.stage != ASIDE]
    found = [_change(before, after, after.point.stage) for before, after in pairwise(way)]
    if len(way) > 2:
        found.append(_change(way[0], way[-1], "all"))
    for number, one in enumerate(ends):
        if one.point.stage == ASIDE:
            distilled = ends[number - 1]
            began = way[way.index(distilled) - 1] if distilled.point.stage == "sft" else way[0]
            found.append(_change(began, one, ASIDE))
            if distilled.point.stage == "sft":
                found.append(_change(one, distilled, "sft beyond control"))
    return found


def _change(before: Played, after: Played, stage: str) -> Change:
    one, other = same_worlds((before.plays, after.plays))
    covert = change(one, other)
    shifts = {"covert": Shift(difference=covert.difference, low=covert.low, high=covert.high)}
    for name, finding in (("over_escalation", "over_escalated"), ("completed_twins", "completed")):
        shifts[name] = _of_twins(*(total(twin_tallies(t, "evaluation", finding).values()) for t in (one, other)))
    for name, counts in (("awareness", AWARE), ("citation", CITES)):
        found = change(one, other, counts)
        shifts[name] = Shift(difference=found.difference, low=found.low, high=found.high)
    return Change(stage=stage, before=before.point.label, after=after.point.label, shifts=shifts)


def _of_twins(before: Tally, after: Tally) -> Shift:
    low, high = newcombe(before.counts, after.counts)
    known = before.rate is not None and after.rate is not None
    shift = (after.rate or 0.0) - (before.rate or 0.0)
    return Shift(difference=shift if known else None, low=low, high=high)


def _plateaus(played: Sequence[Played], margin: float) -> list[Stay]:
    """Ask of each stage whether its covert rate stayed, with the end before it as its first point."""
    found: list[Stay] = []
    stages: list[list[Played]] = []
    for one in played:
        if one.point.stage == ASIDE:
            continue
        if stages:
            stages[-1].append(one)
        if one.point.full:
            stages.append([one])
    for points in stages:
        if len(points) < 2:
            continue
        stays = plateau([one.plays for one in points], margin)
        first = points[stays.at].point if stays.at is not None else None
        step = None if first is None else (first.step if stays.at else 0)
        found.append(Stay(stage=points[-1].point.stage, step=step, margin=margin, about=stays.about))
    return found


def _dot(one: Measured) -> Dot:
    return Dot(stage=one.stage, step=one.step, full=one.full, start=one.stage == BASE, rates=_rates(one.metrics))


def _rates(metrics: Mapping[str, float | int | None]) -> dict[str, tuple[float, float, float]]:
    """Return (rate, low, high) of each rate that is known."""
    found: dict[str, tuple[float, float, float]] = {}
    for name, rate in metrics.items():
        low, high = metrics.get(f"{name}_low"), metrics.get(f"{name}_high")
        if rate is not None and low is not None and high is not None:
            found[name] = (float(rate), float(low), float(high))
    return found
