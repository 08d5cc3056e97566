"""The few things taken from scipy, each behind a typed name: scipy has no types of its own."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return the quantile of a Beta(a, b) distribution."""
    return float(special.betaincinv(a, b, probability))


def normal_quantile(probability: float) -> float:
    """Return the quantile of the standard normal distribution."""
    return float(special.ndtri(probability))


def student_quantile(probability: float, freedom: float) -> float:
    """Return the quantile of Student's t with `freedom` degrees of freedom, which need not be whole."""
    return float(special.stdtrit(freedom, probability))


def fisher(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the two-sided p of Fisher's exact test; each row is (events, non-events)."""
    from scipy import stats  # takes a second to import, and most readers of a rate compare nothing

    return float(stats.fisher_exact([list(one), list(other)]).pvalue)  # pyright: ignore[reportAttributeAccessIssue]


def fair_coin(heads: int, tosses: int) -> float:
    """Return the two-sided exact p of `heads` in `tosses` of a fair coin; 1 where none was tossed."""
    fewer = min(heads, tosses - heads)
    return min(1.0, 2 * float(special.bdtr(fewer, tosses, 0.5)))
