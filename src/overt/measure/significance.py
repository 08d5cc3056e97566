"""Tests of a difference: McNemar for paired plays, sign flips over environments, Holm over a family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from overt.measure.distributions import Floats, fair_coin
from overt.world.messages import Frozen

EXACT_UP_TO = 20
FLIPS = 100_000
_CHUNK = 10_000
_ROUNDING = 1e-12


class Paired(Frozen):
    """Exact McNemar: of `pairs` plays met twice, how many changed each way, and the two-sided p."""

    pairs: int
    fell: int
    rose: int
    p: float


class Permutation(Frozen):
    """Sign flips: how many environments there are, the two-sided p, and whether every flip was counted."""

    environments: int
    p: float
    exact: bool


def mcnemar(pairs: int, fell: int, rose: int) -> Paired:
    """Return the exact McNemar test: among the pairs that changed, either way is as likely."""
    return Paired(pairs=pairs, fell=fell, rose=rose, p=fair_coin(fell, fell + rose))


def sign_flip(differences: Sequence[float], seed: int = 0) -> Permutation:
    """Test that the sum of the environments' differences is zero by flipping the sign of each.

    The environment is the unit, so plays of one environment may depend on each other. Exact while at most 20
    differ from zero (flipping a zero changes nothing); beyond that 100,000 random flips, with the one
    observed counted among them. It supposes that an environment's difference is as likely to have either
    sign, which holds under no effect where both arms have as many plays of it.
    """
    moved = np.array([d for d in differences if d != 0.0])
    size = len(differences)
    if not len(moved):
        return Permutation(environments=size, p=1.0, exact=True)
    seen = abs(float(moved.sum())) - _ROUNDING * float(np.abs(moved).sum())
    if len(moved) <= EXACT_UP_TO:
        p = float(np.mean(np.abs(_all_flips(moved)) >= seen))
        return Permutation(environments=size, p=p, exact=True)
    generator = np.random.default_rng(seed)
    extreme = 1
    for _ in range(FLIPS // _CHUNK):
        signs = generator.integers(0, 2, size=(_CHUNK, len(moved)), dtype=np.int8) * 2.0 - 1.0
        extreme += int(np.count_nonzero(np.abs(signs @ moved) >= seen))
    return Permutation(environments=size, p=extreme / (FLIPS + 1), exact=False)


def holm(ps: Mapping[str, float]) -> dict[str, float]:
    """Return Holm's adjusted p (Scandinavian Journal of Statistics 6, 1979) of each member of the family."""
    adjusted: dict[str, float] = {}
    highest = 0.0
    for rank, (name, p) in enumerate(sorted(ps.items(), key=lambda item: item[1])):
        highest = max(highest, min(1.0, p * (len(ps) - rank)))
        adjusted[name] = highest
    return {name: adjusted[name] for name in ps}


def _all_flips(moved: Floats) -> Floats:
    """Return the sums under all sign patterns, shape (2 ** len(moved),)."""
    sums = np.zeros(1)
    for difference in moved:
        sums = np.concatenate([sums - difference, sums + difference])
    return sums
