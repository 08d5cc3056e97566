"""The truths that intervals are tried on: rates of evaluations, and how environments scatter about them."""

from __future__ import annotations

from collections.abc import Sequence
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


class Beta(NamedTuple):
    """Environments' rates have a beta distribution: its mean, and the correlation of plays."""

    rate: float
    correlation: float

    def mean(self) -> float:
        """The evaluation's rate."""
        return self.rate

    def draw(self, size: int, generator: np.random.Generator) -> Floats:
        """Return the rates of so many environments."""
        if not self.correlation:
            return np.full(size, self.rate)
        scale = (1 - self.correlation) / self.correlation
        return generator.beta(self.rate * scale, (1 - self.rate) * scale, size)


class Few(NamedTuple):
    """A share of the environments has one rate, the others none."""

    share: float
    rate: float

    def mean(self) -> float:
        """The evaluation's rate."""
        return self.share * self.rate

    def draw(self, size: int, generator: np.random.Generator) -> Floats:
        """Return the rates of so many environments."""
        return np.where(generator.random(size) < self.share, self.rate, 0.0)


class LogOdds(NamedTuple):
    """Environments' log-odds have a normal distribution."""

    middle: float
    deviation: float

    def mean(self) -> float:
        """The evaluation's rate, by quadrature."""
        points, weights = np.polynomial.hermite_e.hermegauss(80)
        return float(weights @ special.expit(self.middle + self.deviation * points) / weights.sum())

    def draw(self, size: int, generator: np.random.Generator) -> Floats:
        """Return the rates of so many environments."""
        return special.expit(self.middle + self.deviation * generator.normal(size=size))


class Scatter(NamedTuple):
    """A suite whose environments' rates scatter otherwise than by one beta distribution with one correlation.

    `kinds` says how, evaluation by evaluation, of which each has `environments`; `plays` are those of each
    environment, or the most, from one upwards, where environments have unequal numbers.
    """

    name: str
    kinds: tuple[Beta | Few | LogOdds, ...]
    environments: int
    plays: int
    unequal: bool = False

    @property
    def truth(self) -> float:
        """What an interval should hold."""
        return sum(kind.mean() for kind in self.kinds) / len(self.kinds)

    def draw(self, generator: np.random.Generator) -> Floats:
        """Return the true rates of environments, shape (evaluations, environments)."""
        return np.stack([kind.draw(self.environments, generator) for kind in self.kinds])


def scatters() -> list[Scatter]:
    """Return the settings in which the beta-binomial's supposition fails; correlations are 0.4 or less in all."""
    hot = "one at 30% whose plays correlate by 0.4, {} at {} by 0"
    some = "{} of environments at {}, the others at 0"
    three, nineteen, more = ((Beta(0.3, 0.4), *[Beta(r, 0)] * n) for n, r in ((3, 0.01), (19, 0.01), (19, 0.05)))
    quarter, rare = Few(0.25, 0.4), Few(0.013, 0.4)
    return [
        Scatter(hot.format(3, "1%"), three, 8, 10),
        Scatter(hot.format(19, "1%"), nineteen, 8, 10),
        Scatter(hot.format(19, "5%"), more, 8, 40),
        Scatter("20 at 10%, half by 0.4, half by 0", (Beta(0.1, 0.4), Beta(0.1, 0)) * 10, 8, 10),
        Scatter(some.format("25%", "40%"), (quarter,) * 20, 8, 10),
        Scatter(some.format("25%", "40%"), (quarter,) * 20, 8, 40),
        Scatter(some.format("25%", "40%"), (quarter,), 10, 40),
        Scatter(some.format("18%", "44%"), (Few(0.18, 0.44),), 10, 40),
        Scatter(some.format("1.3%", "40%"), (rare,) * 20, 8, 10),
        Scatter(some.format("1.3%", "40%"), (rare,) * 20, 8, 40),
        Scatter(some.format("40%", "50%"), (Few(0.4, 0.5),), 5, 200),
        Scatter(some.format("15%", "44%"), (Few(0.15, 0.44),), 15, 200),
        Scatter(some.format("8%", "41%"), (Few(0.08, 0.41),), 30, 200),
        Scatter(some.format("20%", "44%"), (Few(0.2, 0.44),) * 4, 8, 200),
        Scatter(some.format("25%", "40%"), (quarter,) * 20, 8, 200),
        Scatter("log-odds normal, −4 ± 2", (LogOdds(-4, 2),) * 4, 8, 10),
        Scatter("20 at 10% by 0.3, 1 to 20 plays", (Beta(0.1, 0.3),) * 20, 8, 20, unequal=True),
    ]


def mingled(settings: int) -> list[Scatter]:
    """Return settings drawn at random: suites of up to three kinds of evaluation."""
    generator = np.random.default_rng(41)
    return [_mingled(str(number), generator) for number in range(settings)]


def _mingled(name: str, generator: np.random.Generator) -> Scatter:
    kinds = [_kind(generator) for _ in range(generator.integers(1, 4))]
    evaluations = int(generator.choice([1, 2, 4, 8, 20]))
    return Scatter(
        name,
        tuple(kinds[int(generator.integers(len(kinds)))] for _ in range(evaluations)),
        environments=int(generator.choice([5, 8, 10, 20])),
        plays=int(generator.choice(PLAYS)),
    )


def _kind(generator: np.random.Generator) -> Beta | Few:
    if generator.random() < 0.5:
        return Beta(float(generator.choice(RATES)), float(generator.choice(CORRELATIONS)))
    return Few(float(generator.choice([0.01, 0.03, 0.1, 0.2, 0.3, 0.5])), float(generator.choice([0.1, 0.2, 0.4])))
