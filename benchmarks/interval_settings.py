"""The truths that intervals are tried on: rates of evaluations, and how environments scatter about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from interval_methods import Counts, Floats
from scipy import special

from overt.measure.published.read import read_published

RATES = (0.001, 0.004, 0.01, 0.03, 0.1, 0.3)
ENVIRONMENTS = (5, 10, 20, 30)
PLAYS = (4, 10, 20, 40)
CORRELATIONS = (0.0, 0.1, 0.2, 0.3, 0.4)


class Cell(NamedTuple):
    """One setting: name, true rate of each evaluation, environments of each, plays of each, correlation."""

    name: str
    rates: tuple[float, ...]
    environments: int
    plays: int
    correlation: float

    @property
    def truth(self) -> float:
        """What an interval should hold."""
        return sum(self.rates) / len(self.rates)


def single(correlations: Sequence[float] = CORRELATIONS) -> list[Cell]:
    """Return the grid of one evaluation."""
    grid = product(RATES, ENVIRONMENTS, PLAYS, correlations)
    return [Cell(f"{rate:.1%}", (rate,), j, n, icc) for rate, j, n, icc in grid]


def suites(correlations: Sequence[float] = CORRELATIONS) -> list[Cell]:
    """Return the grid of several evaluations, the published rates among them."""
    o3, trained = (
        tuple(rate.rate for rate in read_published(name, 1).rates.values())
        for name in ("paper-o3", "paper-o3-trained")
    )
    patterns = {
        "o3's 20": o3,
        "o3's 20, trained": trained,
        "20 at 0.4%": (0.004,) * 20,
        "20 at 3%": (0.03,) * 20,
        "20 at 10%": (0.1,) * 20,
        "19 at 0, one at 20%": (*(0.0,) * 19, 0.2),
        "4 at 1%": (0.01,) * 4,
        "4 at 10%": (0.1,) * 4,
        "0, 0, 1% and 30%": (0.0, 0.0, 0.01, 0.3),
    }
    grid = product(patterns.items(), ((3, 5), (8, 10), (8, 40)), correlations)
    return [Cell(name, rates, j, n, icc) for (name, rates), (j, n), icc in grid]


def draw(cell: Cell, replicates: int, seed: int) -> Counts:
    """Return covert plays, shape (replicates, evaluations, environments)."""
    generator = np.random.default_rng([seed, *map(ord, repr(cell))])
    shape = (replicates, len(cell.rates), cell.environments)
    rates = np.broadcast_to(np.array(cell.rates)[None, :, None], shape)
    if cell.correlation:
        scale = (1 - cell.correlation) / cell.correlation
        rates = generator.beta(np.maximum(rates * scale, 1e-12), (1 - rates) * scale)
    return generator.binomial(cell.plays, rates)


class Scatter(NamedTuple):
    """A setting whose environments' rates scatter otherwise than by one beta distribution.

    `draw` returns the true rates of environments, shape (evaluations, environments); `plays` are those of each, or
    the most, from one upwards, where environments have unequal numbers.
    """

    name: str
    truth: float
    draw: Callable[[np.random.Generator], Floats]
    plays: int
    unequal: bool = False


def scatters() -> list[Scatter]:
    """Return the settings in which the beta-binomial's supposition fails; correlations are 0.4 or less in all."""
    hot = "one at 30% whose plays correlate by 0.4, {} at {} by 0"
    some = "{} of environments at {}, the others at 0"
    normal = np.random.default_rng(0).normal(size=1_000_000)
    return [
        Scatter(hot.format(3, "1%"), 0.0825, _unlike((0.3, 0.01, 0.01, 0.01), (0.4, 0, 0, 0), 8), 10),
        Scatter(hot.format(19, "1%"), 0.0245, _unlike((0.3, *[0.01] * 19), (0.4, *[0] * 19), 8), 10),
        Scatter(hot.format(19, "5%"), 0.0625, _unlike((0.3, *[0.05] * 19), (0.4, *[0] * 19), 8), 40),
        Scatter("20 at 10%, half by 0.4, half by 0", 0.1, _unlike((0.1,) * 20, (0.4, 0) * 10, 8), 10),
        Scatter(some.format("25%", "40%"), 0.1, _few((20, 8), 0.25, 0.4), 10),
        Scatter(some.format("25%", "40%"), 0.1, _few((20, 8), 0.25, 0.4), 40),
        Scatter(some.format("25%", "40%"), 0.1, _few((1, 10), 0.25, 0.4), 40),
        Scatter(some.format("18%", "44%"), 0.0792, _few((1, 10), 0.18, 0.44), 40),
        Scatter(some.format("1.3%", "40%"), 0.0052, _few((20, 8), 0.013, 0.4), 10),
        Scatter(some.format("1.3%", "40%"), 0.0052, _few((20, 8), 0.013, 0.4), 40),
        Scatter(
            "log-odds normal, −4 ± 2",
            float(special.expit(-4 + 2 * normal).mean()),
            lambda generator: special.expit(-4 + 2 * generator.normal(size=(4, 8))),
            10,
        ),
        Scatter("20 at 10% by 0.3, 1 to 20 plays", 0.1, _unlike((0.1,) * 20, (0.3,) * 20, 8), 20, unequal=True),
    ]


def _few(shape: tuple[int, int], share: float, rate: float) -> Callable[[np.random.Generator], Floats]:
    return lambda generator: np.where(generator.random(shape) < share, rate, 0.0)


def _unlike(
    rates: Sequence[float], correlations: Sequence[float], environments: int
) -> Callable[[np.random.Generator], Floats]:
    """Return beta-distributed rates whose plays correlate by another number in each evaluation."""

    def drawn(generator: np.random.Generator) -> Floats:
        rows: list[Floats] = []
        for rate, icc in zip(rates, correlations, strict=True):
            scale = (1 - icc) / icc if icc else 0.0
            beta = generator.beta(rate * scale, (1 - rate) * scale, environments) if icc else None
            rows.append(np.full(environments, rate) if beta is None else beta)
        return np.stack(rows)

    return drawn
