"""The curve: what the suite shows of a model at each checkpoint of its training, and of the trainings before it.

Plays lie under the hash of the weights that played them and the settings that they were played by, so that what
is there is never played again, whichever training asks for it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from overt.detect.readings import LEXICAL, read
from overt.errors import OvertError
from overt.measure.table import SCHEMA
from overt.organism.location import model_folder
from overt.organism.mixture import first_evaluations
from overt.run.runner import Ran, Request, run
from overt.run.tables import EXTRA, read_transcripts
from overt.sampling import weights_hash
from overt.sampling.beside import beside
from overt.train.adapters import is_adapter, merge
from overt.train.checkpoints import CONFIG, Saved, read_training, saved
from overt.train.config import Curve, Distil, Reinforce
from overt.world.messages import Frozen

Say = Callable[[str], None]
BASE = "base"
FOLDER, DONE = "curve", "played.json"
SOME = 8
"""Environments of an evaluation, where all are played: only to share out points."""
LEADING = ("sft", "rl")
"""Stages with whose model another training may begin; one that began with a control has a curve of its own."""
DETECTORS = {"aware": "evaluation_awareness", "cites": "spec_citation"}
"""Columns that are added to the table of plays, and the lexical detectors that fill them."""


class Point(Frozen):
    """A model on the way: `full` where a stage begins or ends, `logs` its plays."""

    stage: str
    step: int
    path: Path
    hash: str
    full: bool
    logs: Path

    @property
    def label(self) -> str:
        """The point in a word or two."""
        return self.stage if self.stage == BASE else f"{self.stage} {self.step}"


@dataclass(frozen=True, slots=True)
class Played:
    """A point, its plays with a column for each detector, and how many are still to be played or tried again."""

    point: Point
    plays: pl.DataFrame
    left: int


@dataclass(frozen=True, slots=True)
class Leg:
    """One training on the way: its folder, its configuration, and what is played at its checkpoints."""

    out: Path
    config: Distil | Reinforce
    curve: Curve

    @property
    def kind(self) -> str:
        """How its models are named: organism or local."""
        return self.config.model.partition("/")[0]


def play_points(
    legs: Sequence[Leg],
    say: Say,
    *,
    only_ends: bool = False,
    also: Sequence[Path] = (),
    processes: int = 1,
) -> list[Played]:
    """Play the suite at every point of trainings that led to one another, in order.

    What was played is not played again, also where the curve of a training in `also` has it; stopped, the same
    call goes on. With `only_ends` points between are left out. So many `processes` share the points.

    Raises:
        OvertError: there is no checkpoint, or a point cannot be played.
    """
    homes = [*(leg.out for leg in legs), *also]
    models = [(leg, one) for leg in legs for one in _models(leg, first=leg is legs[0])]
    points = [(leg, one) for leg, one in models if one.ends or not only_ends]
    if len(points) < 2:
        raise OvertError(f"{legs[-1].out} holds no checkpoint yet; train first, the same command then measures")
    found: list[tuple[Leg, Point]] = []
    # Weights that did not move are one model at several points: it plays once.
    first: dict[tuple[str, str], Path] = {}
    for leg, one in points:
        point = _point(leg, one, homes)
        logs = first.setdefault((point.hash, point.logs.name), point.logs)
        found.append((leg, point.model_copy(update={"logs": logs})))
    left = _play_beside(found, say, processes)
    return [Played(point, _table(point.logs), left[point.logs]) for _, point in found]


def _play_beside(points: Sequence[tuple[Leg, Point]], say: Say, processes: int) -> dict[Path, int]:
    """Play points in so many processes, saying each; return by their logs how many plays are left."""
    once: dict[Path, tuple[Leg, Point]] = {}
    told: dict[Path, str] = {}
    for number, (leg, point) in enumerate(points, 1):
        once.setdefault(point.logs, (leg, point))
        text = f"curve, point {number} of {len(points)}: {point.label} ({point.hash[:19]})"
        told.setdefault(point.logs, text)
    waiting = [pair for logs, pair in once.items() if not (logs / DONE).is_file()]
    if min(processes, len(waiting)) <= 1:
        left: dict[Path, int] = {}
        for leg, point in once.values():
            say(told[point.logs])
            left[point.logs] = _play(leg, point)
        return left

    def tick() -> None:
        for logs in [logs for logs in told if (logs / DONE).is_file()]:
            say(told.pop(logs))

    tick()
    work = [(_play_each, (share,)) for share in _shared(waiting, processes)]
    played = beside(work, at_once=processes, tick=tick)
    tick()
    return dict.fromkeys(once, 0) | {logs: count for share in played for logs, count in share.items()}


def _shared(points: Sequence[tuple[Leg, Point]], processes: int) -> list[list[tuple[Leg, Point]]]:
    """Share out points to processes, those with most plays first, each to whom has least."""
    shares: list[list[tuple[Leg, Point]]] = [[] for _ in range(min(processes, len(points)))]
    for one in sorted(points, key=lambda pair: -_size(*pair)):
        min(shares, key=lambda share: sum(_size(*pair) for pair in share)).append(one)
    return shares


def _size(leg: Leg, point: Point) -> int:
    """Return about how many plays of an evaluation a point wants."""
    plan = leg.curve
    return (plan.full.environments or SOME) * plan.full.epochs if point.full else plan.environments * plan.epochs


def _play_each(share: Sequence[tuple[Leg, Point]]) -> dict[Path, int]:
    """Play points one after another; return by their logs how many plays are left."""
    return {point.logs: _play(leg, point) for leg, point in share}


def legs_to(out: Path) -> list[Leg]:
    """Return the trainings that led to the one in `out`, it last: a model that a training made leads to that.

    A training that was made to measure nothing is measured as the last one is.
    """
    configs: list[tuple[Path, Distil | Reinforce]] = []
    here: Path | None = out
    while here is not None:
        config = read_training(here)
        configs.insert(0, (here, config))
        base = model_folder(config.model)
        led = base.name in LEADING and (base.parent / CONFIG).is_file()
        here = base.parent if led else None
    default = configs[-1][1].curve or Curve()
    return [Leg(path, config, config.curve or default) for path, config in configs]


def _models(leg: Leg, *, first: bool) -> Iterator[Saved]:
    """Yield the models of a leg; of the first one also what it began with."""
    if first:
        yield Saved(stage=BASE, step=0, path=model_folder(leg.config.model), ends=True)
    yield from saved(leg.out, leg.curve.every)


def _point(leg: Leg, one: Saved, homes: Sequence[Path]) -> Point:
    """Return the point, its logs where these weights were played so already, or with their training."""
    digest = weights_hash(one.path)
    place = Path(FOLDER, "logs", digest.removeprefix("sha256:")[:12], request_key(leg, full=one.ends))
    there = [home / place for home in homes if (home / place / DONE).is_file()]
    return Point(
        stage=one.stage,
        step=one.step,
        path=one.path,
        hash=digest,
        full=one.ends,
        logs=there[0] if there else leg.out / place,
    )


def request_key(leg: Leg, *, full: bool) -> str:
    """Return a name for what is played: plays by other settings lie elsewhere."""
    told = _request(leg, Path(), Path(), full=full).model_dump_json(exclude={"model", "logs"})
    return ("full-" if full else "few-") + hashlib.sha256(told.encode()).hexdigest()[:8]


def _request(leg: Leg, model: Path, logs: Path, *, full: bool) -> Request:
    plan, names = leg.curve, leg.curve.evaluations
    if not names and leg.kind == "organism":
        names = first_evaluations()
    return Request(
        model=f"{leg.kind}/{model}",
        logs=logs,
        evaluations=names,
        environments=plan.full.environments if full else plan.environments,
        twins=plan.twins,
        epochs=plan.full.epochs if full else plan.epochs,
        seed=plan.seed,
        length=plan.length,
    )


def _play(leg: Leg, point: Point) -> int:
    """Play a point, unless its logs are whole; return how many plays errored or were not run."""
    done = point.logs / DONE
    if done.is_file():
        return 0
    model, merged = point.path.resolve(), leg.out / FOLDER / f"merged-{point.hash[-12:]}"
    if is_adapter(point.path):
        shutil.rmtree(merged, ignore_errors=True)
        merge(point.path, model_folder(leg.config.model), merged)
        model = merged.resolve()
    ran: Ran = run(_request(leg, model, point.logs, full=point.full))
    shutil.rmtree(merged, ignore_errors=True)
    left = ran.errored + ran.not_run
    if not left:
        done.write_text(json.dumps({"hash": point.hash, "plays": ran.plays}), encoding="utf-8")
    return left


def _table(logs: Path) -> pl.DataFrame:
    """Return the table of plays with what detectors say of each; null where there is no reasoning to read."""
    rows = [
        play.row
        | {
            column: {"yes": True, "no": False}.get(read(name, LEXICAL[name], play.messages).value)
            for column, name in DETECTORS.items()
        }
        for play in read_transcripts(logs)
    ]
    added = pl.Schema(dict.fromkeys(DETECTORS, pl.Boolean()))
    return pl.DataFrame(rows, schema={**SCHEMA, **EXTRA, **added}, orient="row")
