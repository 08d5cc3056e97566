"""How often nominal 95% intervals of the headline hold the truth, by method; writes docs/measuring-coverage.md.

Evaluations contain environments, whose rates are drawn from a beta distribution about the evaluation's, and
environments contain plays. The truth is the mean over evaluations. All is seeded; it takes the better part of an
hour on two cores.

    python benchmarks/coverage.py [--write] [--replicates 1000]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import product, repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from interval_methods import CANDIDATES, Counts, Ends, both_ends, environments, shipped
from interval_settings import (
    CORRELATIONS,
    ENVIRONMENTS,
    PLAYS,
    RATES,
    Cell,
    Scatter,
    draw,
    mingled,
    scatters,
    single,
    suites,
)
from scipy import special

from overt.measure.hierarchy import FLOOR, HOLDS, MOST, difference, hierarchical
from overt.measure.intervals import Interval, exact
from overt.measure.judge import ErrorCard, corrected, corrected_rates

PAGE = Path(__file__).parents[1] / "docs" / "measuring-coverage.md"
BEYOND = (0.5, 0.7)
WANTED = 0.93
ICCS = (0.1, 0.3)
SHARED = ("shared", "apart")
MINGLED = 200
"""Settings drawn at random."""
PARTS = (shipped, both_ends, environments)
"""The headline, and the two that it is made of."""


Each = Callable[..., Iterator[Any]]
"""`map`, or that of a pool of processes."""


class Found(NamedTuple):
    """How often the intervals held the truth, and their mean width over it."""

    covered: float
    width: float


def simulate(
    method: Callable[[Counts, int], Ends], cells: Sequence[Cell], replicates: int, each: Each = map
) -> dict[Cell, Found]:
    """Return how `method` does in each cell; the plays drawn are the same for every method."""
    return dict(zip(cells, each(_simulated, repeat(method), cells, repeat(replicates)), strict=True))


def _simulated(method: Callable[[Counts, int], Ends], cell: Cell, replicates: int) -> Found:
    return _held(cell.truth, method(draw(cell, replicates, seed=0), cell.plays))


def _held(truth: float, ends: Ends) -> Found:
    low, high = ends
    return Found(float(((low <= truth) & (truth <= high)).mean()), float((high - low).mean()) / truth)


def page(replicates: int, fewer: int, each: Each = map) -> Iterator[str]:
    """Yield the page, line by line."""
    yield from _head(replicates, fewer)
    small, some = compared()
    yield "| method | lowest, one evaluation | cells ≥ 93% | lowest, suites | cells ≥ 93% | width |"
    yield "|---|---|---|---|---|---|"
    found: dict[Callable[[Counts, int], Ends], dict[Cell, Found]] = {}
    for name, method in CANDIDATES.items():
        one, many = simulate(method, small, fewer, each), simulate(method, some, fewer, each)
        found[method] = {**one, **many}
        width = np.median([f.width for f in found[method].values()])
        yield f"| {name} | {_lowest(one)} | {_share(one)} | {_lowest(many)} | {_share(many)} | {width:.1f} |"
    yield from _side_by_side(*(found[method] for method in PARTS))
    yield from _elsewise(replicates, each)
    yield from _mingled(fewer, each)
    yield from _detail(replicates, each)
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


def _side_by_side(*parts: dict[Cell, Found]) -> Iterator[str]:
    """Yield the table of the headline's interval and what it is made of, by what was simulated."""
    headline, model, counted = parts
    yield from (
        "",
        "The headline's and the two that it is made of, in the same cells: the lowest coverage, and mean widths "
        "over that of environments counted, median over cells.",
        "",
        "| rates | headline, lowest | beta-binomial, lowest | counted, lowest | headline's width | "
        "beta-binomial's width |",
        "|---|---|---|---|---|---|",
    )
    for suite in (False, True):
        for name in dict.fromkeys(c.name for c in headline if (len(c.rates) > 1) is suite):
            cells = [c for c in headline if c.name == name and (len(c.rates) > 1) is suite]
            ends = " | ".join(_lowest({c: f[c] for c in cells}) for f in parts)
            wider = [float(np.median([f[c].width / counted[c].width for c in cells])) for f in (headline, model)]
            yield f"| {name}{'' if suite else ', one evaluation'} | {ends} | {wider[0]:.2f} | {wider[1]:.2f} |"


def scattered(setting: Scatter, replicates: int) -> tuple[Found, Found, Found]:
    """Return how the headline's interval does in a setting, the beta-binomial's, and environments counted."""
    generator = np.random.default_rng([31, setting.plays, *map(ord, setting.name)])
    ends: list[list[list[float]]] = []
    for _ in range(replicates):
        rates = setting.draw(generator)
        plays = np.full(rates.shape, setting.plays)
        if setting.unequal:
            plays = generator.integers(1, setting.plays + 1, rates.shape)
        covert = generator.binomial(plays, rates)
        rows = [list(zip(k.tolist(), n.tolist(), strict=True)) for k, n in zip(covert, plays, strict=True)]
        found = hierarchical({str(i): row for i, row in enumerate(rows)})
        ends.append([[e.low, e.high] for e in (found, found.beta_binomial, found.by_environments)])
    headline, model, counted = (Ends(*part) for part in np.array(ends).transpose(1, 2, 0))
    return _held(setting.truth, headline), _held(setting.truth, model), _held(setting.truth, counted)


def _elsewise(replicates: int, each: Each) -> Iterator[str]:
    """Yield the table of what holds where environments do not scatter as the beta-binomial supposes."""
    yield from (
        "",
        "## Where environments scatter otherwise",
        "",
        "Above, environments' rates have a beta distribution with one correlation in all evaluations, which is "
        "what the beta-binomial supposes. Here they have not, though no correlation passes "
        f"{HOLDS}. {replicates} replicates a row; environments of each evaluation × plays of each; widths over "
        "that of environments counted.",
        "",
        "| environments' rates | evaluations | size | headline | beta-binomial | counted | headline's width | "
        "beta-binomial's width |",
        "|---|---|---|---|---|---|---|---|",
    )
    settings = scatters()
    for setting, found in zip(settings, each(scattered, settings, repeat(replicates)), strict=True):
        covered = " | ".join(f"{100 * one.covered:.1f}%" for one in found)
        wider = " | ".join(f"{one.width / found[2].width:.2f}" for one in found[:2])
        size = f"{len(setting.kinds)} | {setting.environments} × {setting.plays}"
        yield f"| {setting.name} | {size} | {covered} | {wider} |"
    yield from (
        "",
        f"So it holds but for one evaluation whose environments were played more than {MOST} times each, where a "
        "share of them carries all: there it held in 90 to 93%, and `overt rates` says so. Several evaluations "
        "together held.",
    )


def _mingled(replicates: int, each: Each) -> Iterator[str]:
    """Yield what holds in settings that are drawn at random."""
    settings = mingled(MINGLED)
    found = list(each(scattered, settings, repeat(replicates)))
    yield from (
        "",
        f"And {MINGLED} settings drawn at random: 1 to 20 evaluations of 5 to 20 environments, 4 to 40 plays of "
        "each, evaluations of up to three kinds in one suite, of which some scatter by a beta distribution "
        f"(correlation up to {HOLDS}) and in others a share of environments carries all. {replicates} replicates "
        "each.",
        "",
        "| | lowest | lowest 5% of settings, at most | settings ≥ 93% |",
        "|---|---|---|---|",
    )
    for place, name in enumerate(("headline", "beta-binomial", "environments counted")):
        covered = [one[place].covered for one in found]
        enough = sum(one >= WANTED for one in covered)
        yield (
            f"| {name} | {100 * min(covered):.1f}% | {100 * float(np.quantile(covered, 0.05)):.1f}% | "
            f"{enough} of {MINGLED} |"
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


def _detail(replicates: int, each: Each) -> Iterator[str]:
    one, many = (simulate(shipped, cells, replicates, each) for cells in (single(), suites()))
    yield from ("", "## The one that `overt rates` prints", "")
    yield (
        "The further ends of the beta-binomial's and of Clopper-Pearson's at the effective number of plays, "
        f"correlation at least {FLOOR}. {replicates} replicates a cell. One evaluation: the lowest coverage over "
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
    beyond = {icc: simulate(shipped, [*single([icc]), *suites([icc])], replicates, each) for icc in BEYOND}
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
        reading = Interval(headline.low, headline.high)
        average = corrected_rates({}, headline.rate, reading, card).average
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
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    start = time.perf_counter()
    with ProcessPoolExecutor(given.processes) as pool:
        text = "\n".join(page(given.replicates, max(1, given.replicates // 4), pool.map)) + "\n"
    if given.write:
        PAGE.write_text(text, encoding="utf-8")
    print(text)
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
