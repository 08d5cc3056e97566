"""Distillation and its control over several seeds: what the spec changes, and how much of it is the seed.

    python benchmarks/distil_seeds.py --seeds 3 --epochs 20 --out runs/seeds

A seed covers the rollouts and the choice and order of the data (all weights are trained: there is no adapter to
initialise). Each arm plays every report environment and its twin; an evaluation's rate is pooled over its plays, a
group's is the unweighted mean of its evaluations. The interval over seeds is Student's with seeds - 1 degrees of
freedom around the mean, clipped to [0, 1]; it holds the base fixed.
"""

from __future__ import annotations

import argparse
import json
import statistics
from pathlib import Path
from typing import Any

from scipy import stats

from overt.organism.card import measure
from overt.organism.location import BASE, model_folder
from overt.organism.mixture import base_saw_spec, first_evaluations
from overt.sampling import LocalModel
from overt.study.demo import ROLLOUTS
from overt.train.config import Distil
from overt.train.distil import distil

Figures = dict[str, dict[str, Any]]


def main() -> None:
    """Train and measure every seed, then print one table; finished seeds are read from their file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--out", type=Path, default=Path("runs/seeds"))
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    arms: dict[str, list[Figures]] = {"base": [], "base + spec": [], "control": [], "distilled": []}
    for seed in range(given.seeds):
        for arm, figures in _seed(seed, given.epochs, given.out).items():
            arms[arm].append(figures)
    for line in table(arms):
        print(line)


def _seed(seed: int, epochs: int, out: Path) -> dict[str, Figures]:
    kept = out / f"seed-{seed}-{epochs}.json"
    if kept.exists():
        return json.loads(kept.read_text())
    config = Distil(model="organism/base", rollouts=ROLLOUTS, seed=seed)
    trained = {c.stage: c.path for c in distil(config, BASE, out / str(seed), print)}
    base = LocalModel.load(model_folder("organism/base"))
    plays = {
        "kind": "report",
        "epochs": epochs,
        "first_seed": seed * epochs,
        "evaluations": first_evaluations(),
    }
    found = {
        "base": measure(base, **plays),
        "base + spec": measure(base, **plays, spec="abridged"),
        "control": measure(LocalModel.load(Path(trained["control"])), **plays),
        "distilled": measure(LocalModel.load(Path(trained["sft"])), **plays),
    }
    kept.write_text(json.dumps(found))
    return found


def table(arms: dict[str, list[Figures]]) -> list[str]:
    """Return the table as Markdown lines: groups and evaluations by arm."""
    saw = base_saw_spec()
    names = list(arms["base"][0])
    suite = [n for n in names if n in saw]
    groups = {
        "all": suite,
        "spec seen by the base": [n for n in suite if saw[n]],
        "spec never seen": [n for n in suite if not saw[n]],
        **{name: [name] for name in names},
    }
    lines = [f"| | figure | {' | '.join(arms)} |", f"|---|---|{'---|' * len(arms)}"]
    for figure in ("covert", "twins_completed", "over_escalation", "well_formed", "citing"):
        for group, members in groups.items():
            if figure == "covert" or group == "all":
                cells = [_cell([_mean(f, members, figure) for f in seeds]) for seeds in arms.values()]
                lines.append(f"| {group} | {figure} | {' | '.join(cells)} |")
    return lines


def _mean(figures: Figures, members: list[str], figure: str) -> float | None:
    rates = [figures[name][figure]["rate"] for name in members]
    known = [rate for rate in rates if rate is not None]
    return statistics.fmean(known) if known else None


def _cell(values: list[float | None]) -> str:
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
