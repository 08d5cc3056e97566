"""How often nominal 95% intervals of the headline hold the truth, by method; writes docs/measuring-coverage.md.

Evaluations contain environments, whose rates are drawn from a beta distribution about the evaluation's, and
environments contain plays. The truth is the mean over evaluations. All is seeded; it takes minutes on one core.

    python benchmarks/coverage.py [--write] [--replicates 1000]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from overt.measure.betabinomial import beta_binomial
from overt.measure.hierarchy import FLOOR, HOLDS, difference, hierarchical
from overt.measure.intervals import exact
from overt.measure.judge import ErrorCard, corrected, corrected_rates
from overt.measure.published.read import read_published

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
PAGE = Path(__file__).parents[1] / "docs" / "measuring-coverage.md"
RATES = (0.001, 0.004, 0.01, 0.03, 0.1, 0.3)
ENVIRONMENTS = (5, 10, 20, 30)
PLAYS = (4, 10, 20, 40)
CORRELATIONS = (0.0, 0.1, 0.2, 0.3, 0.4)
BEYOND = (0.5, 0.7)
WANTED = 0.93
ICCS = (0.1, 0.3)
SHARED = ("shared", "apart")
_MU = special.expit(np.linspace(special.logit(1e-6), special.logit(1 - 1e-4), 240))
_EDGES = np.concatenate([[0.0], (_MU[1:] + _MU[:-1]) / 2, [1.0]])
_ICC = np.array([0.0, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.7])


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


class Ends(NamedTuple):
    """Low and high ends, each of shape (replicates,)."""

    low: Floats
    high: Floats


class Found(NamedTuple):
    """How often the intervals held the truth, and their mean width over it."""

    covered: float
    width: float


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


def shipped(counts: Counts, plays: int) -> Ends:
    """Return the intervals of `overt rates`."""
    ends = [_shipped(tuple(tuple(sorted(map(int, row))) for row in one), plays) for one in counts]
    return Ends(*np.array(ends).T)


@lru_cache(maxsize=100_000)
def _shipped(counts: tuple[tuple[int, ...], ...], plays: int) -> tuple[float, float]:
    found = hierarchical({str(i): [(k, plays) for k in row] for i, row in enumerate(counts)})
    return found.low, found.high


def both_ends(counts: Counts, plays: int) -> Ends:
    """Return the intervals of the beta-binomial that `overt rates` prints beside, from fewer draws than there."""
    ends = [_both_ends(tuple(sorted(tuple(sorted(map(int, row))) for row in one)), plays) for one in counts]
    return Ends(*np.array(ends).T)


@lru_cache(maxsize=100_000)
def _both_ends(counts: tuple[tuple[int, ...], ...], plays: int) -> tuple[float, float]:
    return beta_binomial([[(k, plays) for k in row] for row in counts], draws=400)


def independent(counts: Counts, plays: int) -> Ends:
    """Clopper-Pearson, as if plays were independent."""
    trials = plays * counts[0].size
    return _exact(counts.sum((1, 2)).astype(float), np.full(len(counts), float(trials)))


def _exact(events: Floats, trials: Floats) -> Ends:
    low = special.betaincinv(np.maximum(events, 1e-12), trials - events + 1, 0.025)
    high = special.betaincinv(events + 1, np.maximum(trials - events, 1e-12), 0.975)
    return Ends(np.where(events > 0, low, 0.0), np.where(events < trials, high, 1.0))


def _moments(counts: Counts, plays: int) -> tuple[Floats, Floats, Floats]:
    """Return the mean, its variance between environments, and Satterthwaite's degrees of freedom."""
    _, evaluations, environments = counts.shape
    each = (counts / plays).var(2, ddof=1) / environments / evaluations**2
    variance = each.sum(1)
    below = (each**2).sum(1) / (environments - 1)
    freedom = np.divide(variance**2, below, out=np.full(len(counts), float(environments - 1)), where=below > 0)
    return (counts / plays).mean((1, 2)), variance, freedom


def clustered_t(counts: Counts, plays: int) -> Ends:
    """Student's t with environments as the units."""
    mean, variance, freedom = _moments(counts, plays)
    half = stats.t.ppf(0.975, freedom) * np.sqrt(variance)
    return Ends(mean - half, mean + half)


def kish(counts: Counts, plays: int) -> Ends:
    """Clopper-Pearson at the effective number of plays that the variance shows, design effect at least 1."""
    mean, variance, freedom = _moments(counts, plays)
    trials = float(plays * counts[0].size)
    fewer = (stats.norm.ppf(0.975) / stats.t.ppf(0.975, freedom)) ** 2
    worth = np.divide(mean * (1 - mean) * fewer, variance, out=np.full(len(mean), trials), where=variance > 0)
    worth = np.minimum(worth, trials)
    return _exact(mean * worth, worth)


def bootstrap_t(counts: Counts, plays: int, resamples: int = 199) -> Ends:
    """Studentised bootstrap of environments within evaluations; no width where no variance shows."""
    mean, variance, _ = _moments(counts, plays)
    generator = np.random.default_rng(counts.sum())
    ratios = np.zeros((resamples, len(counts)))
    for row in range(resamples):
        chosen = generator.integers(0, counts.shape[2], counts.shape)
        again, spread, _ = _moments(np.take_along_axis(counts, chosen, 2), plays)
        ratios[row] = np.divide(again - mean, np.sqrt(spread), out=np.zeros(len(mean)), where=spread > 0)
    low, high = np.quantile(ratios, [0.025, 0.975], axis=0)
    return Ends(mean - high * np.sqrt(variance), mean - low * np.sqrt(variance))


def _likelihood(counts: Counts, plays: int) -> Floats:
    """Return the beta-binomial log-likelihood, shape (replicates, evaluations, rates, correlations)."""
    seen = np.stack([(counts == k).sum(2) for k in range(plays + 1)], 2).astype(float)
    table = _table(plays)
    return (seen.reshape(-1, plays + 1) @ table.reshape(plays + 1, -1)).reshape(
        *counts.shape[:2], *table.shape[1:]
    )


@lru_cache
def _table(plays: int) -> Floats:
    k = np.arange(plays + 1)[:, None]
    table = np.empty((plays + 1, len(_MU), len(_ICC)))
    for column, icc in enumerate(_ICC):
        if not icc:
            table[:, :, column] = stats.binom.logpmf(k, plays, _MU[None, :])
        else:
            scale = (1 - icc) / icc
            table[:, :, column] = stats.betabinom.logpmf(
                k, plays, _MU[None, :] * scale, (1 - _MU[None, :]) * scale
            )
    return table


def profile(counts: Counts, plays: int) -> Ends:
    """Beta-binomial profile likelihood of the mean, correlation shared, cut at Student's t over environments."""
    likelihood = _likelihood(counts, plays)
    _, evaluations, environments = counts.shape
    cut = stats.t.ppf(0.975, evaluations * (environments - 1)) ** 2 / 2
    lowest = likelihood.max(2).sum(1).max(1) - cut
    ends = [[_furthest(likelihood[..., r], lowest, side) for r in range(len(_ICC))] for side in (-1, 1)]
    low = np.where(counts.sum((1, 2)) > 0, np.fmin.reduce(ends[0]), 0.0)
    return Ends(low, np.fmax.reduce(ends[1]))


def _furthest(likelihood: Floats, lowest: Floats, side: int) -> Floats:
    """Return the furthest mean on one side whose likelihood is at least `lowest`, by a Lagrange multiplier."""
    near, far = np.full(len(lowest), -2.0), np.full(len(lowest), 25.0)
    best = np.full(len(lowest), np.nan)
    for _ in range(22):
        middle = (near + far) / 2
        at = (likelihood + side * np.exp(middle)[:, None, None] * _MU).argmax(2)
        enough = np.take_along_axis(likelihood, at[:, :, None], 2)[:, :, 0].sum(1) >= lowest
        best = np.where(enough, _MU[at].mean(1), best)
        near, far = np.where(enough, middle, near), np.where(enough, far, middle)
    return best


def posterior(counts: Counts, plays: int, draws: int = 600) -> Ends:
    """Posterior on a grid: one correlation, uniform on 0 to 0.7; each of M rates has the prior Beta(1/2M, 1/2)."""
    likelihood = _likelihood(counts, plays)
    evaluations = counts.shape[1]
    prior = np.diff(special.betainc(0.5 / evaluations, 0.5, _EDGES))
    joint = np.exp(likelihood - likelihood.max((2, 3), keepdims=True)) * prior[None, None, :, None]
    weights = np.log(joint.sum(2)).sum(1) + np.log(np.gradient(_ICC))
    weights = np.exp(weights - weights.max(1, keepdims=True))
    weights /= weights.sum(1, keepdims=True)
    generator = np.random.default_rng(counts.sum())
    ends = [
        np.quantile(_means(generator, j, w, draws), [0.025, 0.975]) for j, w in zip(joint, weights, strict=True)
    ]
    low, high = np.array(ends).T
    return Ends(np.where(counts.sum((1, 2)) > 0, low, 0.0), high)


def _means(generator: np.random.Generator, joint: Floats, weights: Floats, draws: int) -> Floats:
    """Draw the mean of the rates from one replicate's posterior."""
    found = []
    for column, times in enumerate(generator.multinomial(draws, weights)):
        if times:
            total = np.zeros(times)
            for rates in joint[:, :, column]:
                steps = rates.cumsum()
                total += _MU[np.searchsorted(steps, generator.random(times) * steps[-1]).clip(0, len(_MU) - 1)]
            found.append(total / len(joint))
    return np.concatenate(found)


CANDIDATES: dict[str, Callable[[Counts, int], Ends]] = {
    "`overt rates`: exact at effective plays, bounded": shipped,
    "exact, plays as independent": independent,
    "Student's t over environments": clustered_t,
    "bootstrap-t over environments": bootstrap_t,
    "exact at effective plays, design effect ≥ 1": kish,
    "beta-binomial profile likelihood": profile,
    "beta-binomial posterior": posterior,
    "beta-binomial, a prior for each end (`overt rates` has it beside)": both_ends,
}


def simulate(method: Callable[[Counts, int], Ends], cells: Sequence[Cell], replicates: int) -> dict[Cell, Found]:
    """Return how `method` does in each cell; the plays drawn are the same for every method."""
    found: dict[Cell, Found] = {}
    for cell in cells:
        low, high = method(draw(cell, replicates, seed=0), cell.plays)
        held = (low <= cell.truth) & (cell.truth <= high)
        found[cell] = Found(float(held.mean()), float((high - low).mean()) / cell.truth)
    return found


def page(replicates: int, fewer: int) -> Iterator[str]:
    """Yield the page, line by line."""
    yield from _head(replicates, fewer)
    small, some = compared()
    yield "| method | lowest, one evaluation | cells ≥ 93% | lowest, suites | cells ≥ 93% | width |"
    yield "|---|---|---|---|---|---|"
    found: dict[Callable[[Counts, int], Ends], dict[Cell, Found]] = {}
    for name, method in CANDIDATES.items():
        one, many = simulate(method, small, fewer), simulate(method, some, fewer)
        found[method] = {**one, **many}
        width = np.median([f.width for f in found[method].values()])
        yield f"| {name} | {_lowest(one)} | {_share(one)} | {_lowest(many)} | {_share(many)} | {width:.1f} |"
    yield from _side_by_side(found[shipped], found[both_ends])
    yield from _elsewise(replicates)
    yield from _detail(replicates)
    yield from _differences(replicates)
    yield from _judged(replicates)
    yield from _misread(replicates)


def compared() -> tuple[list[Cell], list[Cell]]:
    """Return the cells of one evaluation, and those of suites, in which all methods are compared."""
    small = [
        c for c in single() if c.environments != 20 and c.plays in (4, 10) and c.correlation in (0.0, 0.1, 0.3)
    ]
    some = [c for c in suites() if c.plays != 40 and c.correlation in (0.0, 0.1, 0.3)]
    return small, some


def _side_by_side(headline: dict[Cell, Found], beside: dict[Cell, Found]) -> Iterator[str]:
    """Yield the table of the headline's interval and the beta-binomial's, by what was simulated."""
    yield from (
        "",
        "The headline's and the beta-binomial beside it, in the same cells: the lowest coverage, and the "
        "beta-binomial's mean width over the headline's, median over cells.",
        "",
        "| rates | headline, lowest | beta-binomial, lowest | its width over the headline's |",
        "|---|---|---|---|",
    )
    for suite in (False, True):
        for name in dict.fromkeys(c.name for c in headline if (len(c.rates) > 1) is suite):
            cells = [c for c in headline if c.name == name and (len(c.rates) > 1) is suite]
            ratio = float(np.median([beside[c].width / headline[c].width for c in cells]))
            ends = [f"{100 * min(f[c].covered for c in cells):.1f}%" for f in (headline, beside)]
            yield f"| {name}{'' if suite else ', one evaluation'} | {ends[0]} | {ends[1]} | {ratio:.2f} |"


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


def scattered(setting: Scatter, replicates: int) -> tuple[Found, Found]:
    """Return how the headline's interval does in a setting, and how the beta-binomial's."""
    generator = np.random.default_rng([31, setting.plays, *map(ord, setting.name)])
    ends: list[list[tuple[float, float]]] = [[], []]
    for _ in range(replicates):
        rates = setting.draw(generator)
        plays = np.full(rates.shape, setting.plays)
        if setting.unequal:
            plays = generator.integers(1, setting.plays + 1, rates.shape)
        covert = generator.binomial(plays, rates)
        rows = [list(zip(k.tolist(), n.tolist(), strict=True)) for k, n in zip(covert, plays, strict=True)]
        found = hierarchical({str(i): row for i, row in enumerate(rows)})
        ends[0].append((found.low, found.high))
        ends[1].append(beta_binomial(rows, draws=400))
    return _held(setting.truth, ends[0]), _held(setting.truth, ends[1])


def _held(truth: float, ends: Sequence[tuple[float, float]]) -> Found:
    low, high = np.array(ends).T
    return Found(float(((low <= truth) & (truth <= high)).mean()), float((high - low).mean()) / truth)


def _elsewise(replicates: int) -> Iterator[str]:
    """Yield the table of what holds where environments do not scatter as the beta-binomial supposes."""
    yield from (
        "",
        "## Where environments scatter otherwise",
        "",
        "Above, environments' rates have a beta distribution with one correlation in all evaluations, which is "
        "what the beta-binomial supposes. Here they have not, though no correlation passes "
        f"{HOLDS}. {replicates} replicates a row; environments of each evaluation × plays of each.",
        "",
        "| environments' rates | evaluations | size | headline | beta-binomial | its width over the headline's |",
        "|---|---|---|---|---|---|",
    )
    for setting in scatters():
        headline, beside = scattered(setting, replicates)
        evaluations, environments = setting.draw(np.random.default_rng(0)).shape
        yield (
            f"| {setting.name} | {evaluations} | {environments} × {setting.plays} | {100 * headline.covered:.1f}% "
            f"| {100 * beside.covered:.1f}% | {beside.width / headline.width:.2f} |"
        )


def _head(replicates: int, fewer: int) -> Iterator[str]:
    yield from (
        "# How often the headline's interval holds",
        "",
        "Written by `python benchmarks/coverage.py --write`; do not edit.",
        "",
        "Environments' rates are drawn about their evaluation's from a beta distribution with the correlation "
        f"given; plays are drawn from these. Counted is how often a nominal 95% interval holds the true mean over "
        f"evaluations. Wanted is {WANTED:.0%} everywhere for correlations up to {HOLDS}.",
        "",
        "## Methods compared",
        "",
        f"{fewer} replicates a cell; with so few, chance takes the lowest of many cells a point or two below what "
        "is true. Width is the median over cells of the mean width over the true rate.",
        "",
    )


def _detail(replicates: int) -> Iterator[str]:
    one, many = simulate(shipped, single(), replicates), simulate(shipped, suites(), replicates)
    yield from ("", "## The one that `overt rates` prints", "")
    yield (
        f"Clopper-Pearson at the effective number of plays, correlation at least {FLOOR}. {replicates} replicates "
        "a cell. One evaluation: the lowest coverage over "
        f"{', '.join(map(str, PLAYS))} plays an environment and correlations {', '.join(map(str, CORRELATIONS))}."
    )
    yield from ("", "| rate | " + " | ".join(f"{j} environments" for j in ENVIRONMENTS) + " |")
    yield "|---" * (len(ENVIRONMENTS) + 1) + "|"
    for rate in RATES:
        row = [
            _lowest({c: f for c, f in one.items() if c.rates == (rate,) and c.environments == j})
            for j in ENVIRONMENTS
        ]
        yield f"| {rate:.1%} | " + " | ".join(row) + " |"
    yield from (
        "",
        "Suites: the lowest over the same correlations, environments of each evaluation × plays of each.",
        "",
    )
    sizes = sorted({(c.environments, c.plays) for c in many})
    yield "| evaluations | " + " | ".join(f"{j} × {n}" for j, n in sizes) + " |"
    yield "|---" * (len(sizes) + 1) + "|"
    for name in dict.fromkeys(c.name for c in many):
        row = [
            _lowest({c: f for c, f in many.items() if (c.name, c.environments, c.plays) == (name, *s)})
            for s in sizes
        ]
        yield f"| {name} | " + " | ".join(row) + " |"
    beyond = {icc: simulate(shipped, [*single([icc]), *suites([icc])], replicates) for icc in BEYOND}
    yield from ("", f"By correlation, the lowest over everything above; beyond {HOLDS} `overt rates` warns:", "")
    yield "| correlation | " + " | ".join(map(str, (*CORRELATIONS, *BEYOND))) + " |"
    yield "|---" * (len(CORRELATIONS) + len(BEYOND) + 1) + "|"
    within = [_lowest({c: f for c, f in (one | many).items() if c.correlation == icc}) for icc in CORRELATIONS]
    yield "| lowest | " + " | ".join([*within, *(_lowest(found) for found in beyond.values())]) + " |"


def _differences(replicates: int) -> Iterator[str]:
    yield from ("", "## Before and after", "")
    yield (
        "The difference that `overt rates --against` prints, 4 evaluations of 8 environments, 10 plays of each: "
        f"{replicates} replicates a cell. Shared: both played the same environments, whose rates rank alike."
    )
    yield from ("", "| rate before → after | " + " | ".join(f"{icc}, {s}" for s in SHARED for icc in ICCS) + " |")
    yield "|---" * (1 + len(SHARED) * len(ICCS)) + "|"
    for rates in ((0.13, 0.004), (0.1, 0.1), (0.01, 0.01), (0.3, 0.1)):
        row = [difference_covered(rates, icc, share == "shared", replicates) for share in SHARED for icc in ICCS]
        yield (
            f"| {rates[0]:.1%} → {rates[1]:.1%} | " + " | ".join(f"{100 * covered:.1f}%" for covered in row) + " |"
        )


def difference_covered(rates: tuple[float, float], correlation: float, shared: bool, replicates: int) -> float:
    """Return how often the interval of the difference of two headlines holds the true one."""
    generator = np.random.default_rng([int(1e4 * r) for r in (*rates, correlation, shared)])
    scale = (1 - correlation) / correlation
    held = 0
    for _ in range(replicates):
        place = generator.random((1 if shared else 2, 4, 8))
        of = [
            special.betaincinv(r * scale, (1 - r) * scale, p)
            for r, p in zip(rates, (place[0], place[-1]), strict=True)
        ]
        plays = [generator.binomial(10, chances).tolist() for chances in of]
        arms = [hierarchical({str(i): [(k, 10) for k in row] for i, row in enumerate(arm)}) for arm in plays]
        found = difference(*arms)
        held += found.low <= rates[1] - rates[0] <= found.high
    return held / replicates


def _judged(replicates: int) -> Iterator[str]:
    yield from ("", "## Corrected for a detector's errors", "")
    yield (
        f"{replicates} replicates a cell: corrected for this sensitivity and specificity by a card of so many "
        "positives and as many negatives, drawn anew each time; in brackets the exact interval of what was read."
    )
    settings = [(0.9, 0.99, 100, 300), (0.9, 0.99, 1000, 2000), (0.8, 0.95, 100, 300), (0.8, 0.95, 1000, 2000)]
    yield from (
        "",
        "| rate | " + " | ".join(f"{a:.0%}, {b:.0%}, card of {c}, {n} plays" for a, b, c, n in settings) + " |",
    )
    yield "|---" * (1 + len(settings)) + "|"
    for rate in (0.0, 0.004, 0.03, 0.13, 0.3):
        row = [judged_covered(rate, *setting, replicates) for setting in settings]
        yield f"| {rate:.1%} | " + " | ".join(f"{100 * one:.1f}% ({100 * raw:.1f}%)" for one, raw in row) + " |"


def _misread(replicates: int) -> Iterator[str]:
    yield ""
    yield (
        "The same of the headline, `overt rates --card`, where plays of an environment correlate: one evaluation, "
        "20 plays an environment, a card of 1,000 each; the lowest over correlations 0, 0.1 and 0.3."
    )
    settings = list(product(((0.9, 0.99), (0.8, 0.95)), (5, 10, 30)))
    heads = " | ".join(f"{a:.0%}, {b:.0%}, {j} environments" for (a, b), j in settings)
    yield from ("", f"| rate | {heads} |", "|---" * (1 + len(settings)) + "|")
    for rate in RATES:
        cells = [[Cell("misread", (rate,), j, 20, icc) for icc in (0.0, 0.1, 0.3)] for _, j in settings]
        row = [
            min(misread_covered(cell, errors, replicates) for cell in some)
            for (errors, _), some in zip(settings, cells, strict=True)
        ]
        yield f"| {rate:.1%} | " + " | ".join(f"{100 * held:.1f}%" for held in row) + " |"


def misread_covered(cell: Cell, errors: tuple[float, float], replicates: int, size: int = 1000) -> float:
    """Return how often the corrected headline holds the truth, a judge with these errors reading every play."""
    sensitivity, specificity = errors
    generator = np.random.default_rng([29, *map(ord, repr((cell, errors)))])
    covert = draw(cell, replicates, seed=1)
    read = generator.binomial(covert, sensitivity) + generator.binomial(cell.plays - covert, 1 - specificity)
    held = 0
    for one in read:
        counts = {str(i): [(int(k), cell.plays) for k in row] for i, row in enumerate(one)}
        headline = hierarchical(counts)
        found, passed = generator.binomial(size, sensitivity), generator.binomial(size, specificity)
        card = ErrorCard(found=int(found), positives=size, passed=int(passed), negatives=size)
        average = corrected_rates({}, headline.rate, headline.effective_plays, card).average
        held += average.low <= cell.truth <= average.high
    return held / replicates


def judged_covered(
    rate: float, sensitivity: float, specificity: float, size: int, plays: int, replicates: int
) -> tuple[float, float]:
    """Return how often the corrected interval, and that of the reading, hold the true rate."""
    generator = np.random.default_rng([int(1000 * rate), size, int(100 * sensitivity)])
    read = generator.binomial(plays, rate * sensitivity + (1 - rate) * (1 - specificity), replicates)
    cards = zip(
        generator.binomial(size, sensitivity, replicates),
        generator.binomial(size, specificity, replicates),
        strict=True,
    )
    held = raw = 0
    for events, (found, passed) in zip(read.tolist(), cards, strict=True):
        card = ErrorCard(found=int(found), positives=size, passed=int(passed), negatives=size)
        one, (low, high) = corrected(events, plays, card), exact(events, plays)
        held += one.low <= rate <= one.high
        raw += low <= rate <= high
    return held / replicates, raw / replicates


def _lowest(found: dict[Cell, Found]) -> str:
    return f"{100 * min(f.covered for f in found.values()):.1f}%"


def _share(found: dict[Cell, Found]) -> str:
    return f"{sum(f.covered >= WANTED for f in found.values())} of {len(found)}"


def main() -> None:
    """Print the page, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    parser.add_argument("--replicates", type=int, default=1000)
    given = parser.parse_args()
    start = time.perf_counter()
    text = "\n".join(page(given.replicates, max(1, given.replicates // 4))) + "\n"
    if given.write:
        PAGE.write_text(text, encoding="utf-8")
    print(text)
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
