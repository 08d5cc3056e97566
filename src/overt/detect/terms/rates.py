"""The rate of a term per 1,000 words, with plays as what is independent: words of one play come in bursts."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import numpy as np
from scipy import special

from overt.measure.distributions import Floats, Ints
from overt.world.messages import Frozen

LEVEL = 0.95
BINS = 5


class Rate(Frozen):
    """Uses per 1,000 words of reasoning, or tokens where that is said, and its interval."""

    per_1000: float
    low: float
    high: float


def gamma_ends(rate: Floats, variance: Floats, burst: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Return the ends of the gamma interval of a weighted sum of events (Fay and Feuer, Statistics in Medicine
    16, 1997).

    An event here is a play that uses the term, its weight what the play adds to the rate. `burst` is the most that
    one more event could add. The low end is 0 after none; with weights all alike the interval is the exact Poisson
    one, and else it is wider rather than narrower.
    """
    tail = (1 - level) / 2
    some = np.where(rate > 0, rate, 1.0)
    spread = np.where(rate > 0, variance, 1.0) / some
    low = np.where(rate > 0, spread * special.gammaincinv(some / spread, tail), 0.0)
    above, wider = rate + burst, (variance + burst**2) / (rate + burst)
    return low, wider * special.gammainccinv(above / wider, tail)


def rate(
    counts: Floats, sizes: Floats, weights: Floats | None = None, level: float = LEVEL, inflate: float = 1.0
) -> Rate:
    """Return the rate of a term from its uses in each play and each play's words, all above 0.

    `weights`, one a play, give the words of plays another share than their own, to compare at equal length; they
    add up to 1 over words. The variance is that of sums over plays, about the rate, at least Poisson's; times
    `inflate`, where it is of few of them.
    """
    w = np.full(len(sizes), 1 / sizes.sum()) if weights is None else weights
    found = float((w * counts).sum())
    apart = w * (counts - found * sizes)
    few = len(sizes) == 1  # one play says nothing about how plays differ
    between = found**2 if few else len(sizes) / (len(sizes) - 1) * float((apart**2).sum())
    variance = max(float((w**2 * counts).sum()), inflate * between)
    burst = max(float(w.max()), found if few else float(apart.max()))
    low, high = gamma_ends(np.array(found), np.array(variance), np.array(burst), level)
    return Rate(per_1000=1000 * found, low=1000 * float(low), high=1000 * float(high))


def difference(rate: Rate, other: Rate) -> tuple[float, float]:
    """Return the ends of `rate` minus `other`, from both intervals (Donner and Zou, Biometrics 68, 2012)."""
    middle = rate.per_1000 - other.per_1000
    down = np.hypot(rate.per_1000 - rate.low, other.high - other.per_1000)
    up = np.hypot(rate.high - rate.per_1000, other.per_1000 - other.low)
    return float(middle - down), float(middle + up)


def length_edges(sizes: Floats) -> Floats:
    """Return the lengths of reasoning, in words, that part plays into at most five classes of like number."""
    return np.unique(np.quantile(sizes, np.linspace(0, 1, BINS + 1)[1:-1]))


def classes(sizes: Floats, edges: Floats) -> Ints:
    """Return each play's class of length."""
    return np.searchsorted(edges, sizes, side="right").astype(np.int64)


def expected(counts: Floats, sizes: Floats, of_class: Ints) -> Floats:
    """Return the uses to be expected of each play, were the rate over all plays of its length its own."""
    uses = np.bincount(of_class, weights=counts)
    length = np.bincount(of_class, weights=sizes)
    return (uses / np.maximum(length, 1))[of_class] * sizes


def weights_like(sizes: Floats, of_class: Ints, standard: Floats) -> Floats:
    """Return weights that give each class of length the share of words that it has in `standard`, by class."""
    length = np.bincount(of_class, weights=sizes, minlength=len(standard))
    return (standard / np.maximum(length, 1))[of_class]
