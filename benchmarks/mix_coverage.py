"""From plays of `actor/mix` to intervals: how often those of `overt rates` hold the mix's own rates.

Each replicate draws a rate for each evaluation (0.1% to 30%, evenly in the logarithm) and a clustering (0 to 0.3),
lets the mix decide who plays each scene, and hands the table of plays to `rates`. Plays are made by the loop and
read by the evaluations' own verdicts, pairs included. What a scripted player does is decided by scene and role, so
each such play is made once and stands in every replicate that asks for it.

    python benchmarks/mix_coverage.py [--replicates 500]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import time
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from overt.errors import OvertError
from overt.evaluations import environment, evaluation
from overt.measure.allocation import look, played
from overt.measure.factors import factors
from overt.measure.pairs import decide_pairs
from overt.measure.rates import rates
from overt.measure.table import SCHEMA
from overt.play import Episode, play
from overt.providers.mix import Mix
from overt.world.environment import Scene
from overt.world.verdict import Verdict

EVALUATIONS = ("lazy_checklist", "subagent_resource_quota", "sandbagging_qa_no_goal")
FACTORED = ("lazy_checklist", "subagent_resource_quota", "log_falsification", "sabotage_math")
DRAWS = 500


class Covered(NamedTuple):
    """What held its truth: the headline, the interval of a look, and of evaluations' own intervals the share."""

    headline: bool
    look: bool
    evaluations: float


class Shares(NamedTuple):
    """The same over replicates."""

    headline: float
    look: float
    evaluations: float


class Findings(NamedTuple):
    """Of factors that do nothing, the shares with p below 0.05 and how many there were; and after Holm, suites."""

    strategic: float
    of_strategic: int
    nuisance: float
    of_nuisance: int
    suites: int


@cache
def scene(name: str, seed: int) -> Scene[Any]:
    """Return the scene that an environment or a twin has with a seed."""
    return environment(name)[1].scene(seed, "short")


@cache
def verdict(name: str, seed: int, role: str) -> Verdict:
    """Play it by the one loop and read it."""
    family, found = environment(name)
    episode = Episode(family, found, seed=seed, length="short")
    asyncio.run(play(episode, family.actor(role, episode.scene)))
    return episode.verdict()


def row(name: str, epoch: int, mix: Mix) -> dict[str, Any]:
    """Return a play as the table of plays has it."""
    family, found = environment(name)
    read = verdict(name, epoch - 1, mix.role(scene(name, epoch - 1)))
    scored = read.outcome != "unscored"
    return {
        "log": "in process",
        "sample": name,
        "epoch": epoch,
        "seed": epoch - 1,
        "model": "actor/mix",
        "spec": "none",
        "length": "short",
        "evaluation": family.name,
        "environment": found.base_id,
        "twin": found.is_twin,
        "category": family.category,
        "averaged": family.averaged,
        "base_saw_spec": None,
        "status": "scored" if scored else "unscored",
        "reason": read.reason,
        "act": read.act.value,
        "known": read.known.value,
        "disclosed": read.disclosed.value,
        "covert": read.outcome == "covert" if scored else None,
        "pair": read.needs_pair,
        "accuracy": read.accuracy,
        "completed": read.completed,
        "over_escalated": read.over_escalated if found.is_twin else None,
        "factors": json.dumps(
            {"strategic": dict(found.description.factors), "nuisance": scene(name, epoch - 1).drawn}, default=str
        ),
    }


def replicate(names: tuple[str, ...], environments: int, epochs: int, seed: int) -> Covered:
    """Play a suite once and look which intervals hold what the mix was given."""
    generator = np.random.default_rng([13, seed])
    clustering = float(generator.choice([0.0, generator.uniform(0.01, 0.3)]))
    mixes = {
        name: Mix(
            rate=math.exp(generator.uniform(math.log(0.001), math.log(0.3))), clustering=clustering, seed=seed
        )
        for name in names
    }
    ids = {name: [e.id for e in evaluation(name).environments("report")[:environments]] for name in names}
    rows = [
        row(one, epoch, mixes[name])
        for name in names
        for base in ids[name]
        for one in ((base, f"{base}~twin") if evaluation(name).paired else (base,))
        for epoch in range(1, epochs + 1)
    ]
    table = pl.DataFrame(rows, schema=SCHEMA)
    found = rates(table, draws=DRAWS)
    own = {name: np.mean([mixes[name].rate_in(i, aware=False) for i in ids[name]]) for name in names}
    headline, seen = found.macro.hierarchical, look(played(decide_pairs(table)))
    each = found.evaluations
    return Covered(
        headline=headline.low <= np.mean([mix.rate for mix in mixes.values()]) <= headline.high,
        look=bool(seen.low <= np.mean(list(own.values())) <= seen.high),
        evaluations=float(np.mean([each[n].low <= own[n] <= each[n].high for n in names])),
    )


def coverage(
    replicates: int, names: tuple[str, ...] = EVALUATIONS, environments: int = 8, epochs: int = 6
) -> Shares:
    """Return the shares of replicates in which each interval held."""
    all_found = [replicate(names, environments, epochs, seed) for seed in range(replicates)]
    return Shares(*(float(share) for share in np.array(all_found, dtype=float).mean(0)))


def findings(replicates: int, environments: int = 8, epochs: int = 8) -> Findings:
    """Count what `factors` finds in plays of the mix, whose rates have nothing to do with any factor."""
    strategic, nuisance, suites = [0, 0], [0, 0], 0
    for seed in range(replicates):
        generator = np.random.default_rng([31, seed])
        rows: list[dict[str, Any]] = []
        for name in FACTORED:
            mix = Mix(
                rate=float(generator.uniform(0.1, 0.4)),
                clustering=float(generator.uniform(0.01, 0.3)),
                seed=seed,
            )
            for found in evaluation(name).environments("report")[:environments]:
                rows += [row(found.id, epoch, mix) for epoch in range(1, epochs + 1)]
        try:
            told = factors(pl.DataFrame(rows, schema=SCHEMA), seed=seed).factors.values()
        except OvertError:
            continue
        for factor in told:
            of = strategic if factor.kind == "strategic" else nuisance
            of[0], of[1] = of[0] + (factor.p < 0.05), of[1] + 1
        suites += any(factor.holm_p < 0.05 for factor in told)
    return Findings(strategic[0] / strategic[1], strategic[1], nuisance[0] / nuisance[1], nuisance[1], suites)


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--replicates", type=int, default=500)
    replicates = parser.parse_args().replicates
    start = time.perf_counter()
    found = coverage(replicates)
    for name, share in found._asdict().items():
        print(f"{name}: the truth held in {share:.1%} of {replicates}")
    print(f"factors that do nothing, {replicates} suites: {findings(replicates)}")
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
