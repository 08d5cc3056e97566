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
demo plays, and its twin; rates, differences and their intervals are made as `arms_seeds` says, and hold the base
fixed. `--kind corpus` plays, at other seeds, the environments that the base learned from
instead, where it can do what was planted: a check that a training shows where there is something to see, and no
figure of the suite's. `--curve` plays the suite at the checkpoints from the base through SFT to the end
of RL, for each seed.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
from arms import ARMS, CURVE, POINTS, Arm, Wanted, figures_file, home_of
from arms_tables import curve_of, differences, plays_of_curve, rolled_out, table

from overt.errors import OvertError
from overt.organism.card import findings, play_kind
from overt.organism.location import model_folder
from overt.organism.mixture import first_evaluations
from overt.sampling import LocalModel
from overt.sampling.beside import beside, cores
from overt.study.through import trace
from overt.train.config import Distil, Reinforce, Rollouts
from overt.train.distil import distil
from overt.train.filter import decide
from overt.train.reinforce import reinforce
from overt.train.rollouts import roll_out

HONEYPOT_S, MEASURED_S, STEP_S, FITTING_S = 0.07, 0.12, 10.0, 45.0
"""Seconds of one core: a honeypot play, a measured play, a step of reinforcement (96 plays), fine-tuning on
what is kept of 1,000 plays."""


def main() -> None:
    """Train and measure what is asked for, parents first, then print the tables of all that is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arms", nargs="+", choices=list(ARMS), default=list(ARMS))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--plays", type=int, default=1000, help="honeypot plays of a distillation")
    parser.add_argument("--steps", type=int, default=10, help="of reinforcement")
    parser.add_argument("--kind", choices=("report", "corpus"), default="report", help="of environments played")
    parser.add_argument("--curve", action="store_true", help="also measure the checkpoints of SFT and RL")
    parser.add_argument("--out", type=Path, default=Path("runs/arms"))
    parser.add_argument("--table", action="store_true", help="only print what is finished")
    given = parser.parse_args()
    wanted = Wanted(given.out, given.epochs, given.plays, given.steps, given.kind)
    figures_file(wanted, "", 0).parent.mkdir(parents=True, exist_ok=True)
    if not given.table:
        make(given.arms, range(given.seeds), wanted, curve=given.curve)
    shown = (table(wanted), differences(wanted), rolled_out(wanted.out), curve_of(wanted.out))
    print("\n\n".join("\n".join(lines) for lines in shown if lines))


def make(arms: Sequence[str], seeds: Sequence[int], wanted: Wanted, *, curve: bool) -> None:
    """Make the arms that are not there, those that others begin with first, then the curve."""
    names = [name for name in ARMS if name in arms or any(ARMS[a].parent == name for a in arms)]
    missing = [(n, s) for n in names for s in seeds if not figures_file(wanted, n, s).exists()]
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
        fitting = FITTING_S * wanted.plays / 1000
        trained = (plays * HONEYPOT_S + fitting) * (2 if arm.distil.get("control") else 1)
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
    kept, failed = figures_file(wanted, name, seed), wanted.out / f"{name}-{seed}.failed"
    if kept.exists():
        return
    began = time.monotonic(), _cpu()
    try:
        plays = _made(ARMS[name], name, seed, wanted)
    except OvertError as error:
        failed.write_text(str(error))
        print(f"{name}, seed {seed}: {error}", flush=True)
        return
    failed.unlink(missing_ok=True)
    _spent(wanted.out / f"{name}-{seed}.cost.jsonl", began, epochs=wanted.epochs, kind=wanted.kind)
    building = kept.with_suffix(".building")
    plays.write_parquet(building)
    building.replace(kept)
    print(f"{name}, seed {seed}: done", flush=True)


def _made(arm: Arm, name: str, seed: int, wanted: Wanted) -> pl.DataFrame:
    folder = home_of(wanted.out, name, seed)
    if arm.rollouts is not None:
        _roll_out(arm.rollouts, folder, seed, wanted)
        return pl.DataFrame()
    return _measured(
        LocalModel.load(_trained(arm, name, seed, wanted)),
        kind=wanted.kind,
        epochs=wanted.epochs,
        first_seed=seed * wanted.epochs,
        spec=arm.spec,
        evaluations=first_evaluations(),
    )


def _measured(model: LocalModel, **played: Any) -> pl.DataFrame:
    """Return the table of an arm's plays: each with the world that it met and what it showed."""
    episodes, ends = play_kind(model, **played)
    rows: list[dict[str, Any]] = []
    for i in range(0, len(episodes), 2):
        pair = episodes[i : i + 2]
        for episode, found in zip(pair, findings(pair[0], pair[1], ends[i : i + 2]), strict=True):
            world = {
                "evaluation": episode.evaluation.name,
                "environment": pair[0].environment.id,
                "twin": episode.environment.is_twin,
                "seed": episode.seed,
                "epoch": 1,
            }
            rows.append(world | found._asdict())
    return pl.DataFrame(rows, infer_schema_length=None)


def _spent(file: Path, began: tuple[float, float], **about: Any) -> None:
    """Add a line with what a piece of work took on the clock and of processors."""
    cost = {"seconds": time.monotonic() - began[0], "core_seconds": _cpu() - began[1]}
    with file.open("a") as handle:
        handle.write(json.dumps(cost | about) + "\n")


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _trained(arm: Arm, name: str, seed: int, wanted: Wanted) -> Path:
    def say(text: str) -> None:
        print(f"{name}, seed {seed}: {text}", flush=True)

    if arm.parent is None:
        return model_folder("organism/base")
    if arm.distil is None and arm.reinforce is None:
        return _there(home_of(wanted.out, arm.parent, seed) / arm.stage)
    folder = home_of(wanted.out, name, seed)
    parent = ARMS[arm.parent]
    root = parent.parent is None
    base = model_folder("organism/base") if root else _there(home_of(wanted.out, arm.parent, seed) / "sft")
    shared = {"curve": {**POINTS, "seed": 1000 * seed}, "seed": seed}
    if arm.distil is not None:
        rollouts = {"strict": True, "plays": wanted.plays, **arm.distil.get("rollouts", {})}
        sft = {"save_every": 15, **arm.distil.get("sft", {})}
        fields = {"control": False, **arm.distil, "rollouts": rollouts, "sft": sft}
        plan = Distil.model_validate({"model": "organism/base", **shared, **fields})
        _take_plays(arm, folder, seed, wanted)
        return Path(distil(plan, base, folder, say)[0].path)
    fields = {"steps": wanted.steps, **(arm.reinforce or {})}
    begun = "organism/base" if root else f"organism/{base}"
    config = Reinforce.model_validate({"model": begun, **shared, **fields})
    return Path(reinforce(config, base, folder, say)[-1].path)


def _take_plays(arm: Arm, folder: Path, seed: int, wanted: Wanted) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    mine = folder / "rollouts-sft.jsonl"
    theirs = home_of(wanted.out, arm.alike or "", seed) / mine.name
    if arm.alike is not None and theirs.exists() and not mine.exists():
        shutil.copy(theirs, mine)


def _there(folder: Path) -> Path:
    if not folder.exists():
        raise OvertError(f"{folder.parent.name} has no {folder.name}: what it begins with could not be trained")
    return folder


def _roll_out(spec: str, folder: Path, seed: int, wanted: Wanted) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    plan = Rollouts(strict=True, spec=spec, plays=wanted.plays)
    model, file = LocalModel.load(model_folder("organism/base")), folder / "rollouts-sft.jsonl"
    made = roll_out(
        model, ("covert_rule_violation",), plan, seed=seed, out=file, progress=lambda done, total: None
    )
    lines = "".join(decide(one, "spec").model_dump_json() + "\n" for one in made)
    (folder / "filter-sft.jsonl").write_text(lines)


def _curve(seed: int, out: Path) -> None:
    """Measure the checkpoints of a seed; its logs go on where they were stopped."""
    folder = home_of(out, CURVE, seed)
    if not (folder / "rl").exists():
        return
    began = time.monotonic(), _cpu()
    try:
        trace(folder, lambda text: print(f"seed {seed}: {text}", flush=True))
        plays_of_curve(folder)
        _spent(out / f"curve-{seed}.cost.jsonl", began)
    except OvertError as error:
        print(f"curve, seed {seed}: {error}", flush=True)


if __name__ == "__main__":
    main()
