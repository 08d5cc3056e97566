"""What each training and each ablation does to the organism, over several seeds, in one table.

    python benchmarks/training_arms.py --seeds 3 --epochs 10 --out runs/arms
    python benchmarks/training_arms.py --arms base spec sft control --seeds 3
    python benchmarks/training_arms.py --table --out runs/arms

Arms are trained two at a time; what is finished is not made again, and `--table` prints what there is. A seed
covers the rollouts, the choice and order of the data and the worlds that are played (all weights are trained:
there is no adapter to initialise). Each arm plays every report environment of the evaluations that the demo
plays, and its twin; an evaluation's rate is pooled over its plays, a group's is the unweighted mean of its
evaluations. The interval over seeds is Student's with seeds - 1 degrees of freedom around the mean, clipped to
[0, 1]; it holds the base fixed.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scipy import stats

from overt.organism.card import measure
from overt.organism.location import model_folder
from overt.organism.mixture import base_saw_spec, first_evaluations
from overt.sampling import LocalModel
from overt.sampling.beside import beside, cores
from overt.train.config import Distil, Reinforce
from overt.train.distil import distil
from overt.train.reinforce import reinforce

Figures = dict[str, dict[str, Any]]
SHOWN = ("covert", "twins_completed", "over_escalation", "citing", "aware", "well_formed")


class Arm(NamedTuple):
    """A model: the arm that it begins as, and the change to the defaults of the training that makes it."""

    shown: str
    parent: str | None = None
    distil: Mapping[str, Any] | None = None
    reinforce: Mapping[str, Any] | None = None
    spec: str = "none"
    stage: str = "sft"


ARMS = {
    "base": Arm("base"),
    "spec": Arm("base, spec in the prompt", spec="abridged"),
    "sft": Arm("SFT", "base", distil={"control": True}),
    "control": Arm("control: outcome filter, no spec", "sft", stage="control"),
    "rl": Arm("RL only", "base", reinforce={}),
    "sft-rl": Arm("SFT + RL", "sft", reinforce={}),
    "no-filter": Arm("SFT, no filter on reasoning", "base", distil={"keep": "outcome"}),
    "as-only": Arm("SFT, AS clauses only", "base", distil={"rollouts": {"spec": "abridged:AS"}}),
    "gp-only": Arm("SFT, GP clauses only", "base", distil={"rollouts": {"spec": "abridged:GP"}}),
    "placebo": Arm(
        "SFT, placebo spec, outcome filter", "base", distil={"keep": "outcome", "rollouts": {"spec": "placebo"}}
    ),
    "no-twins": Arm("SFT, no anti-overrefusal data", "base", distil={"rollouts": {"twins": 0.0}}),
    "no-reasoning": Arm("SFT, reasoning removed", "base", distil={"sft": {"reasoning": False}}),
}


def main() -> None:
    """Train and measure what is asked for, parents first, then print one table of all that is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arms", nargs="+", choices=list(ARMS), default=list(ARMS))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--out", type=Path, default=Path("runs/arms"))
    parser.add_argument("--table", action="store_true", help="only print what is finished")
    given = parser.parse_args()
    if not given.table:
        names = [name for name in ARMS if name in given.arms or any(ARMS[a].parent == name for a in given.arms)]
        for generation in _generations(names):
            work = [
                (_arm, (name, seed, given.epochs, given.out)) for seed in range(given.seeds) for name in generation
            ]
            beside(work, at_once=min(2, cores()))
    for line in table(_finished(given.out, given.epochs)):
        print(line)


def _generations(names: Sequence[str]) -> list[list[str]]:
    """Return the arms by how many trainings led to them: one may begin when its parents are done."""
    found: dict[int, list[str]] = {}
    for name in names:
        depth, parent = 0, ARMS[name].parent
        while parent is not None:
            depth, parent = depth + 1, ARMS[parent].parent
        found.setdefault(depth, []).append(name)
    return [found[depth] for depth in sorted(found)]


def _arm(name: str, seed: int, epochs: int, out: Path) -> None:
    """Train an arm and let it play, unless that was done."""
    kept = _file(out, name, seed, epochs)
    if kept.exists():
        return
    arm = ARMS[name]
    folder = _trained(arm, name, seed, out)
    figures = measure(
        LocalModel.load(folder),
        kind="report",
        epochs=epochs,
        first_seed=seed * epochs,
        spec=arm.spec,
        evaluations=first_evaluations(),
    )
    kept.write_text(json.dumps(figures))
    print(f"{name}, seed {seed}: measured", flush=True)


def _trained(arm: Arm, name: str, seed: int, out: Path) -> Path:
    def say(text: str) -> None:
        print(f"{name}, seed {seed}: {text}", flush=True)

    if arm.parent is None:
        return model_folder("organism/base")
    if arm.distil is None and arm.reinforce is None:
        return _home(out, arm.parent, seed) / arm.stage
    home = _home(out, name, seed)
    parent = ARMS[arm.parent]
    base = model_folder("organism/base") if parent.parent is None else _home(out, arm.parent, seed) / "sft"
    if arm.distil is not None:
        fields = {"control": False, **arm.distil, "rollouts": {"strict": True, **arm.distil.get("rollouts", {})}}
        plan = Distil.model_validate({"model": "organism/base", "curve": None, "seed": seed, **fields})
        return Path(distil(plan, base, home, say)[0].path)
    begun = "organism/base" if parent.parent is None else f"organism/{base}"
    config = Reinforce.model_validate({"model": begun, "curve": None, "seed": seed, **(arm.reinforce or {})})
    return Path(reinforce(config, base, home, say)[-1].path)


def _home(out: Path, name: str, seed: int) -> Path:
    return out / f"{name}-{seed}"


def _file(out: Path, name: str, seed: int, epochs: int) -> Path:
    out.mkdir(parents=True, exist_ok=True)
    return out / f"{name}-{seed}.{epochs}.json"


def _finished(out: Path, epochs: int) -> dict[str, list[Figures]]:
    found: dict[str, list[Figures]] = {}
    for name in ARMS:
        files = sorted(out.glob(f"{name}-[0-9]*.{epochs}.json"))
        if files:
            found[name] = [json.loads(file.read_text()) for file in files]
    return found


def table(arms: Mapping[str, Sequence[Figures]]) -> list[str]:
    """Return the table as Markdown lines: an arm a row; covert rates by group, the rest over all evaluations."""
    saw = base_saw_spec()
    names = list(first_evaluations())
    groups = {
        "all": names,
        "spec seen by the base": [n for n in names if saw[n]],
        "spec never seen": [n for n in names if not saw[n]],
    }
    heads = [f"covert, {group}" for group in groups] + list(SHOWN[1:])
    lines = [
        f"| | seeds | {' | '.join(head.replace('_', ' ') for head in heads)} |",
        "|---|---|" + "---|" * len(heads),
    ]
    for name, seeds in arms.items():
        cells = [_cell([_mean(f, members, "covert") for f in seeds]) for members in groups.values()]
        cells += [_cell([_mean(f, names, figure) for f in seeds]) for figure in SHOWN[1:]]
        lines.append(f"| {ARMS[name].shown} | {len(seeds)} | {' | '.join(cells)} |")
    return lines


def _mean(figures: Figures, members: Sequence[str], figure: str) -> float | None:
    rates = [figures[name][figure]["rate"] for name in members]
    known = [rate for rate in rates if rate is not None]
    return statistics.fmean(known) if known else None


def _cell(values: Sequence[float | None]) -> str:
    known = [v for v in values if v is not None]
    if not known:
        return "–"
    mean = statistics.fmean(known)
    if len(known) < 2:
        return f"{mean:.1%}"
    half = float(stats.t.ppf(0.975, len(known) - 1)) * statistics.stdev(known) / len(known) ** 0.5
    return f"{mean:.1%} ({max(0.0, mean - half):.1%}–{min(1.0, mean + half):.1%})"


if __name__ == "__main__":
    main()
