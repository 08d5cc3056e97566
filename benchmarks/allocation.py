"""Plays that a width takes: adaptive against uniform and the optimum, and how often the stop's interval holds.

Environments' rates are drawn about each evaluation's; the truth is their mean. All is seeded.

    python benchmarks/allocation.py [--seeds 20] [--coverage 400]
"""

from __future__ import annotations

import argparse
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from overt.measure.allocation import LEVEL, LOOKS, look, needed, next_epochs
from overt.measure.hierarchy import Counts
from overt.measure.published.read import read_published

PILOT = 1
"""Plays of each environment at the first look: what `overt run --until` takes without `--epochs`."""
ENVIRONMENTS = 8
CORRELATION = 0.1


class Stop(NamedTuple):
    """A run that ended: plays, looks, whether the width was reached, and whether the interval held then and
    at every look.
    """

    plays: int
    looks: int
    reached: bool
    held: bool
    always: bool


def suites() -> dict[str, tuple[tuple[float, ...], float]]:
    """Return rates of evaluations and the width to reach, by name."""
    o3, trained = (
        tuple(rate.rate for rate in read_published(name, 1).rates.values())
        for name in ("paper-o3", "paper-o3-trained")
    )
    return {
        "o3": (o3, 0.05),
        "o3, narrower": (o3, 0.03),
        "o3 trained": (trained, 0.01),
        "20 at 10%": ((0.1,) * 20, 0.05),
        "20 at 0.4%": ((0.004,) * 20, 0.01),
        "19 at 0, one at 20%": ((*(0.0,) * 19, 0.2), 0.02),
        "0, 0, 1% and 30%": ((0.0, 0.0, 0.01, 0.3), 0.06),
    }


def draw(rates: tuple[float, ...], seed: int) -> NDArray[np.float64]:
    """Return the rate of each environment, shape (evaluations, environments)."""
    generator = np.random.default_rng([11, seed])
    means = np.repeat(np.array(rates)[:, None], ENVIRONMENTS, 1)
    scale = (1 - CORRELATION) / CORRELATION
    drawn = generator.beta(np.maximum(means * scale, 1e-9), (1 - means) * scale)
    return np.where(means > 0, drawn, 0.0)


def adaptive(chances: NDArray[np.float64], width: float, seed: int) -> Stop:
    """Play look after look until the interval is as narrow as wanted."""
    generator = np.random.default_rng([12, seed])
    epochs = {str(i): 0 for i in range(len(chances))}
    later = dict.fromkeys(epochs, PILOT)
    covert = np.zeros(chances.shape, dtype=np.int64)
    number, always = 0, True
    while True:
        number += 1
        for name, more in later.items():
            covert[int(name)] += generator.binomial(more - epochs[name], chances[int(name)])
        epochs = later
        counts = counted(covert, epochs)
        found = look(counts)
        held = bool(found.low <= chances.mean() <= found.high)
        always = always and held
        if found.width <= width or number == LOOKS:
            plays = sum(epochs.values()) * chances.shape[1]
            return Stop(plays, number, found.width <= width, held, always)
        later = next_epochs(counts, epochs, width, number)


def counted(covert: NDArray[np.int64], epochs: dict[str, int]) -> Counts:
    """Return the counts as `measure` takes them."""
    return {name: [(int(k), n) for k in covert[int(name)]] for name, n in epochs.items()}


def known(chances: NDArray[np.float64], width: float, level: float | None = None) -> tuple[int, int]:
    """Return the plays of the optimum and of uniform at the true rates."""
    large = 10**9
    counts = {str(i): [(round(p * large), large) for p in row] for i, row in enumerate(chances)}
    found = needed(counts, width) if level is None else needed(counts, width, level)
    return found.optimum, found.uniform


def main() -> None:
    """Print the table of docs/measuring.md."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--coverage", type=int, default=400)
    arguments = parser.parse_args()
    heads = "rates, width, plays, of uniform's, of the optimum, reached, looks, held at the stop, at every look, "
    print("| " + " | ".join((heads + "optimum with one look").split(", ")) + " |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, (rates, width) in suites().items():
        truths = [draw(rates, seed) for seed in range(arguments.seeds)]
        stops = [adaptive(t, width, seed) for seed, t in enumerate(truths)]
        best = [known(t, width) for t in truths]
        fixed = [known(t, width, LEVEL)[0] for t in truths]
        by_optimum = np.median([s.plays / b[0] for s, b in zip(stops, best, strict=True)])
        by_uniform = np.median([s.plays / b[1] for s, b in zip(stops, best, strict=True)])
        more = [adaptive(draw(rates, 1000 + i), width, 1000 + i) for i in range(arguments.coverage)]
        held, always = np.mean([s.held for s in more]), np.mean([s.always for s in more])
        reached = np.mean([s.reached for s in more])
        plays = np.median([s.plays for s in stops])
        looks = np.median([s.looks for s in stops])
        print(
            f"| {name} | {100 * width:g} points | {plays:,.0f} | {by_uniform:.2f} | {by_optimum:.2f} | "
            f"{reached:.0%} | {looks:.0f} | {held:.1%} | {always:.1%} | {np.median(fixed):,.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
