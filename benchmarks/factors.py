"""How often `overt rates --factors` holds the truth, and how often it finds a factor that does nothing.

Suites are drawn at known effects: each evaluation deals the levels of one strategic factor out to its
environments, environments differ beyond it by a normal amount on log-odds, and so do the values of one nuisance
draw within an environment. Counted is how often the 95% intervals hold the odds ratio and the shares, and how
often p is below 0.05.

    python benchmarks/factors.py [--replicates 400] [--nuisance-replicates 150]
"""

from __future__ import annotations

import argparse
import json
import math
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from overt.errors import OvertError
from overt.measure.factors import Factors, factors
from overt.measure.shares import CHANCE
from overt.measure.table import SCHEMA


class Suite(NamedTuple):
    """What is played, at which rate without effects; `effect`, `between` and `within` are on log-odds."""

    evaluations: int
    environments: int
    plays: int
    rate: float
    levels: int = 2
    effect: float = 0.0
    between: float = 0.5
    within: float | None = None
    values: int = 3


class Found(NamedTuple):
    """Replicates that had an answer, shares of intervals that held and of p below 0.05, and medians."""

    answered: int
    odds_held: float
    share_held: float
    found: float
    odds: float
    share: float
    truth: float


STRATEGIC = (
    Suite(4, 8, 10, 0.3, between=0.0),
    Suite(4, 8, 10, 0.3, effect=1.0),
    Suite(4, 8, 10, 0.1, levels=3),
    Suite(4, 8, 10, 0.1, levels=3, effect=1.5, between=1.0),
    Suite(8, 8, 10, 0.03),
    Suite(8, 8, 10, 0.03, effect=1.5),
    Suite(8, 8, 10, 0.01, effect=1.0, between=1.0),
    Suite(1, 10, 20, 0.3, between=1.0),
    Suite(1, 10, 20, 0.3, effect=1.5, between=1.0),
    Suite(8, 8, 40, 0.1, levels=3, effect=1.0, between=1.5),
)
NUISANCE = (
    Suite(4, 8, 10, 0.3, within=0.0),
    Suite(4, 8, 10, 0.1, within=0.0, between=1.0),
    Suite(4, 8, 20, 0.3, within=0.8),
    Suite(4, 8, 40, 0.1, within=1.5, between=1.0),
    Suite(8, 8, 10, 0.03, within=1.0),
    Suite(8, 8, 40, 0.03, within=1.0),
)


def table(suite: Suite, generator: np.random.Generator) -> pl.DataFrame:
    """Return a table of plays."""
    rows: list[dict[str, Any]] = []
    base = math.log(suite.rate / (1 - suite.rate))
    for number in range(suite.evaluations):
        for place, level in enumerate(_levels(suite, number, generator)):
            logit = base + suite.effect * (level == 1) + suite.between * generator.standard_normal()
            moved = (suite.within or 0.0) * generator.standard_normal(suite.values)
            for play in range(suite.plays):
                value = int(generator.integers(suite.values))
                covert = bool(generator.random() < 1 / (1 + math.exp(-logit - moved[value])))
                rows.append(_row(suite, number, place, level, play, value, covert))
    return pl.DataFrame(rows, schema=SCHEMA)


def replicate(suite: Suite, seed: int) -> Factors | None:
    """Return what is found in one suite; None where too little was covert to tell."""
    try:
        return factors(table(suite, np.random.default_rng([19, seed])), seed=seed)
    except OvertError:
        return None


def simulate(suite: Suite, replicates: int) -> Found:
    """Draw a suite again and again and count."""
    drawn = suite.within is not None
    of = suite.within**2 if suite.within is not None else _variance(suite)
    truth = of / (_variance(suite) + suite.between**2 + (suite.within or 0.0) ** 2 + CHANCE)
    held: list[tuple[bool, bool, bool, float, float]] = []
    for seed in range(replicates):
        found = replicate(suite, seed)
        factor = found and found.factors.get("nuisance/organisation" if drawn else "strategic/goal")
        if factor is None:
            continue
        share, odds = factor.share, math.nan
        effect = next((e for e in factor.effects if {e.level, e.against} == {"a", "b"}), None)
        inside = True
        if effect is not None:
            sign = 1 if effect.level == "b" else -1
            inside = effect.low <= math.exp(sign * suite.effect) <= effect.high
            odds = effect.odds**sign
        held.append((inside, share.low - 1e-9 <= truth <= share.high, factor.p < 0.05, odds, share.rate))
    if not held:
        return Found(0, *([math.nan] * 5), truth)
    means, medians = np.mean(held, axis=0), np.median(held, axis=0)
    return Found(len(held), *(float(m) for m in means[:3]), *(float(m) for m in medians[3:]), truth)


def _levels(suite: Suite, evaluation: int, generator: np.random.Generator) -> list[int]:
    levels = [place % suite.levels for place in range(suite.environments)]
    return [int(level) for level in generator.permutation(levels)]


def _variance(suite: Suite) -> float:
    """Return the variance that the strategic factor makes within an evaluation."""
    ones = np.array([place % suite.levels == 1 for place in range(suite.environments)], dtype=float)
    return suite.effect**2 * float(ones.var())


def _row(
    suite: Suite, evaluation: int, place: int, level: int, play: int, value: int, covert: bool
) -> dict[str, Any]:
    name = f"evaluation_{evaluation}"
    drawn = {"organisation": f"{value}"} if suite.within is not None else {}
    return {
        "log": "drawn",
        "sample": f"{place}-{play}",
        "epoch": play + 1,
        "seed": play,
        "model": "drawn",
        "spec": "none",
        "length": "short",
        "evaluation": name,
        "environment": f"{name}/{place}",
        "twin": False,
        "category": "drawn",
        "averaged": True,
        "base_saw_spec": None,
        "status": "scored",
        "reason": None,
        "act": covert,
        "known": covert,
        "disclosed": False,
        "covert": covert,
        "pair": False,
        "accuracy": None,
        "completed": True,
        "over_escalated": None,
        "factors": json.dumps({"strategic": {"goal": "abc"[level]}, "nuisance": drawn}),
    }


def main() -> None:
    """Print a table of what was found at each setting, in Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--replicates", type=int, default=400)
    parser.add_argument("--nuisance-replicates", type=int, default=150)
    given = parser.parse_args()
    print("| suite | rate | effect | environments | answered | odds held | share held | p < 0.05 | odds | share |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for suite in (*STRATEGIC, *NUISANCE):
        number = given.replicates if suite.within is None else given.nuisance_replicates
        found = simulate(suite, number)
        of = f"×{math.exp(suite.effect):.1f}" if suite.within is None else f"draw {suite.within:g}"
        odds = "–" if suite.within is not None else f"{found.odds:.1f}"
        held = "–" if suite.within is not None else f"{found.odds_held:.1%}"
        print(
            f"| {suite.evaluations} × {suite.environments} × {suite.plays} | {suite.rate:.0%} | {of} | "
            f"{suite.between:g} | {found.answered / number:.0%} | {held} | {found.share_held:.1%} | "
            f"{found.found:.1%} | {odds} | {found.share:.1%} of {found.truth:.1%} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
