"""How often validation would stop a reinforcement too early, and how late one that gains nothing: simulated.

    python benchmarks/stopping.py

Six looks at ten steps, as by default: at the model that it begins with and at every second step. At each so many
plays are right by chance, independently, at the rate that is named; `overt.train.validation.stale` decides.
"""

from __future__ import annotations

import argparse

import numpy as np

from overt.train.validation import Seen, stale

PATHS = {
    "stays at 6%": np.full(6, 0.06),
    "rises from 6% to 16%": np.linspace(0.06, 0.16, 6),
    "rises from 6% to 40%": np.linspace(0.06, 0.40, 6),
    "rises to 16% at step 4, falls to 4%": np.array([0.06, 0.11, 0.16, 0.12, 0.08, 0.04]),
}
STEPS = 2


def stopped(rates: np.ndarray, plays: int, patience: int, draws: np.random.Generator) -> int:
    """Return the step with which one training ends."""
    seen: list[Seen] = []
    for step, right in enumerate(draws.binomial(plays, rates) / plays):
        seen.append(Seen(step=STEPS * step, plays=plays, right=right, covert=None, over_escalation=None))
        if stale(seen, patience):
            break
    return seen[-1].step


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trainings", type=int, default=2000)
    given = parser.parse_args()
    draws = np.random.default_rng(0)
    print(
        "| share right | plays | patience | stopped before the last step | mean of last steps |",
        "|---|---|---|---|---|",
        sep="\n",
    )
    for name, rates in PATHS.items():
        for plays, patience in ((30, 3), (60, 2), (60, 3), (240, 3)):
            ends = [stopped(rates, plays, patience, draws) for _ in range(given.trainings)]
            early = np.mean([end < STEPS * (len(rates) - 1) for end in ends])
            print(f"| {name} | {plays} | {patience} | {early:.0%} | {np.mean(ends):.1f} |")


if __name__ == "__main__":
    main()
