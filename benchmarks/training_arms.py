"""What each training and each ablation does to the organism, over several seeds, in tables and a curve.

    python benchmarks/training_arms.py --seeds 3 --epochs 10 --out runs/arms
    python benchmarks/training_arms.py --arms base spec sft control --seeds 3
    python benchmarks/training_arms.py --arms sft-rl --seeds 3 --curve
    python benchmarks/training_arms.py --table --out runs/arms

Arms are trained two at a time; what is finished is not made again, what was stopped goes on, and `--table` prints
what there is. Before it begins it says how long it will take; what each arm took is kept beside it. A smaller
`--plays` (of honeypots, for distillation) and `--steps` (of reinforcement) bound the cost. An arm that cannot be
trained (too few plays kept) is a row that says so, and the others go on.

A seed covers the rollouts, the choice and order of the data and the worlds that are played (all weights are
trained: there is no adapter to initialise). Each arm plays every report environment of the evaluations that the
demo plays, and its twin; an evaluation's rate is pooled over its plays, a group's is the unweighted mean of its
evaluations. The interval over seeds is Student's with seeds - 1 degrees of freedom around the mean, clipped to
[0, 1]; it holds the base fixed. `--curve` plays the suite at the checkpoints from the base through SFT to the end
of RL, for each seed.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from scipy import stats

from overt.errors import OvertError
from overt.organism.card import measure
from overt.organism.location import model_folder
from overt.organism.mixture import base_saw_spec, first_evaluations
from overt.report.curve import Dot, draw_curve
from overt.sampling import LocalModel
from overt.sampling.beside import beside, cores
from overt.study.through import trace
from overt.train.config import Distil, Reinforce, Rollouts
from overt.train.distil import distil
from overt.train.filter import Decision, decide
from overt.train.plays import read_lines
from overt.train.reinforce import reinforce
from overt.train.rollouts import roll_out

Figures = dict[str, dict[str, Any]]
SHOWN = ("covert", "twins_completed", "over_escalation", "citing", "aware", "well_formed")
HONEYPOT_S, MEASURED_S, STEP_S, FITTING_S = 0.24, 0.31, 30.0, 40.0
"""Seconds of one core: a honeypot play, a measured play, a step of reinforcement (96 plays), fine-tuning."""


class Arm(NamedTuple):
    """A model: the arm that it begins as, and the change to the defaults of the training that makes it.

    With `rollouts` alone nothing is trained: honeypots are played under that spec, for what is thought there.
    `alike` is an arm whose honeypot plays are the very same ones, which are taken from there where there are any.
    """

    shown: str
    parent: str | None = None
    distil: Mapping[str, Any] | None = None
    reinforce: Mapping[str, Any] | None = None
    spec: str = "none"
    stage: str = "sft"
    rollouts: str | None = None
    alike: str | None = None


class Wanted(NamedTuple):
    """What one call is asked for."""

    out: Path
    epochs: int
    plays: int
    steps: int


ARMS = {
    "base": Arm("base"),
    "spec": Arm("base, spec in the prompt", spec="abridged"),
    "sft": Arm("SFT", "base", distil={"control": True}),
    "control": Arm("control: outcome filter, no spec", "sft", stage="control"),
    "rl": Arm("RL only", "base", reinforce={}),
    "sft-rl": Arm("SFT + RL", "sft", reinforce={}),
    "no-filter": Arm("SFT, no filter on reasoning", "base", distil={"keep": "outcome"}, alike="sft"),
    "as-only": Arm("SFT, AS clauses only", "base", distil={"rollouts": {"spec": "abridged:AS"}}),
    "gp-only": Arm("SFT, GP clauses only", "base", distil={"rollouts": {"spec": "abridged:GP"}}),
    "placebo": Arm(
        "SFT, placebo spec, outcome filter", "base", distil={"keep": "outcome", "rollouts": {"spec": "placebo"}}
    ),
    "no-twins": Arm("SFT, no anti-overrefusal data", "base", distil={"rollouts": {"twins": 0.0}}),
    "no-reasoning": Arm("SFT, reasoning removed", "base", distil={"sft": {"reasoning": False}}, alike="sft"),
    "full": Arm("full spec, honeypots only", "base", rollouts="full"),
}
PLAYED = {
    "none": ("sft", "control"),
    "abridged": ("sft", "sft"),
    "full": ("full", "sft"),
    "placebo": ("placebo", "sft"),
    "abridged:AS": ("as-only", "sft"),
    "abridged:GP": ("gp-only", "sft"),
}
"""Where the honeypots were played under which spec: arm and stage."""
CURVE = "sft-rl"
"""The arm whose way, from the base through SFT, is the curve."""
POINTS: Mapping[str, Any] = {"full": {"epochs": 2}}
"""What is played at its points, beside the defaults."""


def main() -> None:
    """Train and measure what is asked for, parents first, then print the tables of all that is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arms", nargs="+", choices=list(ARMS), default=list(ARMS))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--plays", type=int, default=1000, help="honeypot plays of a distillation")
    parser.add_argument("--steps", type=int, default=10, help="of reinforcement")
    parser.add_argument("--curve", action="store_true", help="also measure the checkpoints of SFT and RL")
    parser.add_argument("--out", type=Path, default=Path("runs/arms"))
    parser.add_argument("--table", action="store_true", help="only print what is finished")
    given = parser.parse_args()
    wanted = Wanted(given.out, given.epochs, given.plays, given.steps)
    given.out.mkdir(parents=True, exist_ok=True)
    if not given.table:
        make(given.arms, range(given.seeds), wanted, curve=given.curve)
    shown = (table(wanted), rolled_out(wanted.out), curve_of(wanted.out))
    print("\n\n".join("\n".join(lines) for lines in shown if lines))


def make(arms: Sequence[str], seeds: Sequence[int], wanted: Wanted, *, curve: bool) -> None:
    """Make the arms that are not there, those that others begin with first, then the curve."""
    names = [name for name in ARMS if name in arms or any(ARMS[a].parent == name for a in arms)]
    missing = [(n, s) for n in names for s in seeds if not _file(wanted, n, s).exists()]
    at_once = min(2, cores())
    seconds = sum(expected(name, wanted) for name, _ in missing)
    print(
        f"{len(missing)} arms to make: about {seconds / at_once / 60:.0f} minutes on {at_once} idle cores",
        flush=True,
    )
    for generation in _generations(names):
        beside([(_arm, (n, s, wanted)) for s in seeds for n in generation], at_once=at_once)
    if curve:
        beside([(_curve, (s, wanted.out)) for s in seeds], at_once=at_once)


def expected(name: str, wanted: Wanted) -> float:
    """Return about how many seconds of one core an arm takes."""
    arm = ARMS[name]
    if arm.rollouts is not None:
        return wanted.plays * HONEYPOT_S
    trained = 0.0
    if arm.distil is not None:
        plays = 0 if arm.alike else wanted.plays
        trained = (plays * HONEYPOT_S + FITTING_S) * (2 if arm.distil.get("control") else 1)
    if arm.reinforce is not None:
        trained = wanted.steps * STEP_S
    return trained + 68 * wanted.epochs * MEASURED_S


def _generations(names: Sequence[str]) -> list[list[str]]:
    """Return the arms by how many others led to them: one may begin when its parents are done."""
    found: dict[int, list[str]] = {}
    for name in names:
        found.setdefault(_depth(name), []).append(name)
    return [found[depth] for depth in sorted(found)]


def _depth(name: str) -> int:
    led = [before for before in (ARMS[name].parent, ARMS[name].alike) if before is not None]
    return max((1 + _depth(before) for before in led), default=0)


def _arm(name: str, seed: int, wanted: Wanted) -> None:
    """Train an arm and let it play, unless that was done; one that cannot be trained leaves the reason."""
    kept, failed = _file(wanted, name, seed), wanted.out / f"{name}-{seed}.failed"
    if kept.exists():
        return
    began = time.monotonic(), _cpu()
    try:
        figures = _made(ARMS[name], name, seed, wanted)
    except OvertError as error:
        failed.write_text(str(error))
        print(f"{name}, seed {seed}: {error}", flush=True)
        return
    failed.unlink(missing_ok=True)
    with (wanted.out / f"{name}-{seed}.cost.jsonl").open("a") as handle:
        cost = {"seconds": time.monotonic() - began[0], "core_seconds": _cpu() - began[1]}
        handle.write(json.dumps(cost | {"epochs": wanted.epochs}) + "\n")
    kept.write_text(json.dumps(figures))
    print(f"{name}, seed {seed}: done", flush=True)


def _made(arm: Arm, name: str, seed: int, wanted: Wanted) -> Figures:
    home = _home(wanted.out, name, seed)
    if arm.rollouts is not None:
        _roll_out(arm.rollouts, home, seed, wanted)
        return {}
    return measure(
        LocalModel.load(_trained(arm, name, seed, wanted)),
        kind="report",
        epochs=wanted.epochs,
        first_seed=seed * wanted.epochs,
        spec=arm.spec,
        evaluations=first_evaluations(),
    )


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _trained(arm: Arm, name: str, seed: int, wanted: Wanted) -> Path:
    def say(text: str) -> None:
        print(f"{name}, seed {seed}: {text}", flush=True)

    if arm.parent is None:
        return model_folder("organism/base")
    if arm.distil is None and arm.reinforce is None:
        return _there(_home(wanted.out, arm.parent, seed) / arm.stage)
    home = _home(wanted.out, name, seed)
    parent = ARMS[arm.parent]
    root = parent.parent is None
    base = model_folder("organism/base") if root else _there(_home(wanted.out, arm.parent, seed) / "sft")
    shared = {"curve": {**POINTS, "seed": 1000 * seed}, "seed": seed}
    if arm.distil is not None:
        rollouts = {"strict": True, "plays": wanted.plays, **arm.distil.get("rollouts", {})}
        sft = {"save_every": 15, **arm.distil.get("sft", {})}
        fields = {"control": False, **arm.distil, "rollouts": rollouts, "sft": sft}
        plan = Distil.model_validate({"model": "organism/base", **shared, **fields})
        _take_plays(arm, home, seed, wanted)
        return Path(distil(plan, base, home, say)[0].path)
    fields = {"steps": wanted.steps, **(arm.reinforce or {})}
    begun = "organism/base" if root else f"organism/{base}"
    config = Reinforce.model_validate({"model": begun, **shared, **fields})
    return Path(reinforce(config, base, home, say)[-1].path)


def _take_plays(arm: Arm, home: Path, seed: int, wanted: Wanted) -> None:
    home.mkdir(parents=True, exist_ok=True)
    mine = home / "rollouts-sft.jsonl"
    theirs = _home(wanted.out, arm.alike or "", seed) / mine.name
    if arm.alike is not None and theirs.exists() and not mine.exists():
        shutil.copy(theirs, mine)


def _there(folder: Path) -> Path:
    if not folder.exists():
        raise OvertError(f"{folder.parent.name} has no {folder.name}: what it begins with could not be trained")
    return folder


def _roll_out(spec: str, home: Path, seed: int, wanted: Wanted) -> None:
    home.mkdir(parents=True, exist_ok=True)
    plan = Rollouts(strict=True, spec=spec, plays=wanted.plays)
    model, file = LocalModel.load(model_folder("organism/base")), home / "rollouts-sft.jsonl"
    made = roll_out(
        model, ("covert_rule_violation",), plan, seed=seed, out=file, progress=lambda done, total: None
    )
    lines = "".join(decide(one, "spec").model_dump_json() + "\n" for one in made)
    (home / "filter-sft.jsonl").write_text(lines)


def _curve(seed: int, out: Path) -> None:
    """Measure the checkpoints of a seed; its logs go on where they were stopped."""
    home = _home(out, CURVE, seed)
    if not (home / "rl").exists():
        return
    try:
        trace(home, lambda text: print(f"seed {seed}: {text}", flush=True))
    except OvertError as error:
        print(f"curve, seed {seed}: {error}", flush=True)


def _home(out: Path, name: str, seed: int) -> Path:
    return out / f"{name}-{seed}"


def _file(wanted: Wanted, name: str, seed: int) -> Path:
    return wanted.out / f"{name}-{seed}.{wanted.epochs}.json"


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
        files = sorted(wanted.out.glob(f"{name}-[0-9]*.{wanted.epochs}.json"))
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
    """Return the mean over seeds of what an arm took, with all calls that it was made in."""
    files = sorted(wanted.out.glob(f"{name}-[0-9]*.cost.jsonl"))
    spent = [sum(json.loads(line)["core_seconds"] for line in f.read_text().splitlines()) / 60 for f in files]
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


if __name__ == "__main__":
    main()
