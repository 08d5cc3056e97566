"""How much strategic and nuisance factors each explain of how plays of one evaluation differ.

A hierarchical logistic model: an intercept for each evaluation, the effects of strategic factors, which belong to
environments, and environments that differ beyond them (`logistic`); then, for each nuisance draw, how its values
differ within an environment (`nuisance`). A share is of the variance on log-odds within evaluations, chance
included (`shares`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import Literal, NamedTuple

import numpy as np
import polars as pl

from overt.errors import OvertError
from overt.measure.design import FEWEST, Columns, Design, Place, design
from overt.measure.distributions import Floats, Ints, student_quantile
from overt.measure.intervals import LEVEL
from overt.measure.logistic import Clusters, Logistic, fit
from overt.measure.named import Played, check_family, gathered
from overt.measure.nuisance import Around, Drawn, Spread, repeated, spread_of
from overt.measure.pairs import decide_pairs
from overt.measure.sampler import PRIORS, Crossed, split_rhat
from overt.measure.sampler import sample as draw
from overt.measure.shares import CHANCE, NONE, Part, Share, Whole, summed, tested
from overt.measure.significance import holm
from overt.measure.table import condition, validate
from overt.world.messages import Frozen

FEWEST_PLAYS = 10
"""Covert plays, and others, below which intervals were found not to hold."""
CONDITION = (
    "About environments like those played, in these evaluations. Environments were written, not assigned: a "
    "factor carries whatever else goes with its levels. A draw is told from chance only where a value came twice."
)

Kind = Literal["strategic", "nuisance"]


class Effect(Frozen):
    """Odds of a covert play at a level over those at another, and how many environments have the first."""

    level: str
    against: str
    environments: int
    odds: float
    low: float
    high: float


class Factor(Frozen):
    """One factor. `environments` are those of evaluations in which it varies (nuisance: environments in which).

    `p` is of no effect at all, `holm_p` adjusted over the family. `alias` names factors whose levels go with its
    own, so that what it explains may be theirs. A nuisance factor has no effects.
    """

    kind: Kind
    environments: int
    share: Share
    p: float
    holm_p: float
    effects: tuple[Effect, ...]
    alias: tuple[str, ...]


class FactorFamily(Frozen):
    """What Holm's adjustment runs over."""

    tests: dict[Kind, str]
    adjustment: str
    factors: tuple[str, ...]


class Sampled(Frozen):
    """Shares as the posterior has them (medians), with all draws of `factors` in one model.

    A share of a posterior is never nought. `rhat` is the worst of all shares; above 1.05 chains have not settled.
    """

    factors: dict[str, Share]
    strategic: Share | None
    nuisance: Share | None
    environment: Share
    draws: int
    rhat: float
    priors: str = PRIORS


class Factors(Frozen):
    """What factors explain. Keys are `strategic/NAME` and `nuisance/NAME`; `left_out` says why one has no share.

    `strategic` and `nuisance` are the shares of all factors of a kind (None where none could be told),
    `environment` is what environments differ by beyond their factors, `spread` the same as a deviation of
    log-odds.
    """

    level: float
    plays: int
    environments: int
    evaluations: tuple[str, ...]
    factors: dict[str, Factor]
    strategic: Share | None
    nuisance: Share | None
    environment: Share
    spread: float
    freedom: int
    family: FactorFamily
    left_out: dict[str, str]
    sampled: Sampled | None = None
    conditional_on: str = CONDITION


class _Drawn(NamedTuple):
    spread: Spread
    plays: dict[int, Drawn]
    """The plays of each place, by its number."""


def factors(
    plays: pl.DataFrame,
    *,
    source: str = "the table",
    family: Sequence[str] | None = None,
    sample: bool = False,
    level: float = LEVEL,
    seed: int = 0,
) -> Factors:
    """Return what each factor explains, or of `family` alone, which should be declared before looking.

    With `sample`, the posterior of the same factors too. Raises OvertError where the extra for that is not
    installed, where the table is not one, where its plays name no factors, where no evaluation has both
    covert and other plays, or where fewer than `FEWEST` environments are left to tell anything from chance.
    """
    valid = validate(plays, source)
    condition(valid, source)
    played = gathered(decide_pairs(valid), source)
    check_family(played, family, source)
    planned = design(played.places, family)
    data = _clusters(played.places, planned)
    rarer = min(int(data.covert.sum()), int((data.plays - data.covert).sum()))
    if rarer < FEWEST_PLAYS:
        raise OvertError(
            f"{source}: {rarer} plays differ from the others in their verdict, where factors take {FEWEST_PLAYS} "
            "covert and as many other plays at least; play more"
        )
    if len(played.places) - planned.evaluations.shape[1] < FEWEST:
        raise OvertError(
            f"{source}: {len(played.places)} environments in {planned.evaluations.shape[1]} evaluations with both "
            f"covert and other plays are too few to tell factors from chance; play more environments"
        )
    found = fit(data)
    parts = {c.name: _part(found, c, planned, level) for c in planned.factors}
    spreads, left_out = _spreads(played, data.columns @ found.effects, found.spread, family, level, seed)
    told = _told(played, planned, found, parts, spreads, left_out, level)
    if not sample:
        return told
    return told.model_copy(update={"sampled": _sampled(played, planned, data, spreads, level, seed)})


def _clusters(places: Sequence[Place], planned: Design) -> Clusters:
    matrix = np.hstack([planned.evaluations, *(c.matrix for c in planned.factors)])
    return Clusters(
        covert=np.array([p.covert for p in places], dtype=np.float64),
        plays=np.array([p.plays for p in places], dtype=np.float64),
        columns=matrix,
        mild=np.arange(matrix.shape[1]) >= planned.evaluations.shape[1],
    )


def _part(found: Logistic, columns: Columns | None, planned: Design, level: float) -> Part:
    """Return the variance that a factor makes, or all of them together where `columns` is None."""
    start = planned.evaluations.shape[1]
    places: list[int] = []
    for each in planned.factors:
        if columns is None or each.name == columns.name:
            places += range(start, start + len(each.pairs))
        start += len(each.pairs)
    effects, covariance = found.effects[places], found.covariance[np.ix_(places, places)]
    matrix = np.hstack([c.matrix for c in planned.factors if columns is None or c.name == columns.name])
    statistic = float(effects @ np.linalg.solve(covariance, effects))
    return tested(_within(matrix @ effects, planned.evaluations), statistic, len(places), found.freedom, level)


def _within(values: Floats, evaluations: Floats) -> float:
    """Return the variance of environments' values about their evaluation's mean, evaluations alike."""
    means = evaluations.T @ values / evaluations.sum(0)
    apart = (values - evaluations @ means) ** 2
    return float((evaluations.T @ apart / evaluations.sum(0)).mean())


def _spreads(
    played: Played, logits: Floats, between: float, family: Sequence[str] | None, level: float, seed: int
) -> tuple[dict[str, _Drawn], dict[str, str]]:
    """Return the spread of each nuisance draw with its number of environments, and why others have none."""
    spreads: dict[str, _Drawn] = {}
    left_out: dict[str, str] = {}
    for name in sorted({name for draws in played.draws for name in draws}):
        if family is not None and name not in family:
            continue
        rows = {str(number): draws[name] for number, draws in enumerate(played.draws) if name in draws}
        varied = repeated(rows)
        if isinstance(varied, str):
            left_out[name] = varied
        else:
            around = [Around(float(logits[int(number)]), of) for number, of in varied.items()]
            by_place = {int(number): of for number, of in varied.items()}
            spreads[name] = _Drawn(spread_of(around, between, level, seed), by_place)
    return spreads, left_out


def _told(
    played: Played,
    planned: Design,
    found: Logistic,
    parts: dict[str, Part],
    spreads: dict[str, _Drawn],
    undrawn: dict[str, str],
    level: float,
) -> Factors:
    drawn = {name: Part(s.spread**2, s.low**2, s.high**2, s.p) for name, (s, _) in spreads.items()}
    values = sum(s.spread**2 * s.shared for s, _ in spreads.values())
    whole = Whole(
        strategic=_part(found, None, planned, level) if parts else NONE,
        nuisance=summed(list(drawn.values())),
        environment=Part(*(max(0.0, s**2 - values) for s in (found.spread, found.spread_low, found.spread_high))),
    )
    ps = {f"strategic/{name}": part.p for name, part in parts.items()}
    ps |= {f"nuisance/{name}": part.p for name, part in drawn.items()}
    adjusted = holm(ps)
    by_name = _strategic(planned, found, parts, whole, adjusted, level)
    for name, part in drawn.items():
        key = f"nuisance/{name}"
        by_name[key] = _factor("nuisance", len(spreads[name].plays), part, whole, adjusted[key])
    return Factors(
        level=level,
        plays=sum(place.plays for place in played.places),
        environments=len(played.places),
        evaluations=tuple(sorted({place.evaluation for place in played.places})),
        factors=by_name,
        strategic=whole.share(whole.strategic) if parts else None,
        nuisance=whole.share(whole.nuisance) if spreads else None,
        environment=whole.of_environment(),
        spread=whole.environment.variance**0.5,
        freedom=found.freedom,
        family=FactorFamily(
            tests={"strategic": "F over environments", "nuisance": "permutation within environments"},
            adjustment="holm",
            factors=tuple(ps),
        ),
        left_out={f"strategic/{name}": why for name, why in planned.left_out.items()}
        | {f"nuisance/{name}": why for name, why in undrawn.items()}
        | {f"evaluation/{name}": why for name, why in played.dropped.items()},
    )


def _strategic(
    planned: Design,
    found: Logistic,
    parts: dict[str, Part],
    whole: Whole,
    adjusted: dict[str, float],
    level: float,
) -> dict[str, Factor]:
    by_name: dict[str, Factor] = {}
    start = planned.evaluations.shape[1]
    reach = student_quantile((1 + level) / 2, found.freedom)
    for columns in planned.factors:
        effects: list[Effect] = []
        for pair in columns.pairs:
            middle, half = float(found.effects[start]), reach * float(found.covariance[start, start]) ** 0.5
            low, high = exp(middle - half), exp(middle + half)
            effects.append(Effect(**pair._asdict(), odds=exp(middle), low=low, high=high))
            start += 1
        key, part = f"strategic/{columns.name}", parts[columns.name]
        factor = _factor("strategic", columns.environments, part, whole, adjusted[key])
        by_name[key] = factor.model_copy(update={"effects": tuple(effects), "alias": columns.alias})
    return by_name


def _factor(kind: Kind, environments: int, part: Part, whole: Whole, holm_p: float) -> Factor:
    return Factor(
        kind=kind,
        environments=environments,
        share=whole.share(part),
        p=part.p,
        holm_p=holm_p,
        effects=(),
        alias=(),
    )


def _sampled(
    played: Played, planned: Design, data: Clusters, spreads: dict[str, _Drawn], level: float, seed: int
) -> Sampled:
    """Sample the posterior and read the shares off it."""
    posterior = draw(_crossed(played, data, [drawn.plays for drawn in spreads.values()]), seed)
    start = planned.evaluations.shape[1]
    values: dict[str, Floats] = {}
    for columns in planned.factors:
        end = start + len(columns.pairs)
        values[f"strategic/{columns.name}"] = _each_within(
            posterior.effects[:, start:end], columns.matrix, planned
        )
        start = end
    for number, name in enumerate(spreads):
        values[f"nuisance/{name}"] = posterior.groups[:, number] ** 2
    everything = data.columns[:, data.mild]
    totals = {
        "strategic": _each_within(posterior.effects[:, data.mild], everything, planned),
        "nuisance": (posterior.groups**2).sum(1),
        "environment": posterior.environment**2,
    }
    rest = sum(totals.values(), start=np.full(len(posterior.environment), CHANCE))
    shares = {name: value / rest for name, value in (values | totals).items()}
    told = {name: _central(share, level) for name, share in shares.items()}
    return Sampled(
        factors={name: told[name] for name in values},
        strategic=told["strategic"] if planned.factors else None,
        nuisance=told["nuisance"] if spreads else None,
        environment=told["environment"],
        draws=len(rest),
        rhat=max(split_rhat(share) for share in shares.values()),
    )


def _crossed(played: Played, data: Clusters, drawn: Sequence[dict[int, Drawn]]) -> Crossed:
    sizes = [place.plays for place in played.places]
    groups: list[Ints] = []
    for by_place in drawn:
        group = np.full(sum(sizes), -1, dtype=np.int64)
        known: dict[tuple[int, str], int] = {}
        for number, plays in by_place.items():
            first = sum(sizes[:number])
            for step, (value, _) in enumerate(plays):
                group[first + step] = known.setdefault((number, str(value)), len(known))
        groups.append(group)
    return Crossed(
        place=np.repeat(np.arange(len(sizes)), sizes),
        covert=np.array([covert for place in played.verdicts for covert in place], dtype=np.bool_),
        columns=data.columns,
        strategic=data.mild,
        groups=tuple(groups),
    )


def _each_within(effects: Floats, matrix: Floats, planned: Design) -> Floats:
    """Return for each draw of effects the variance that they make within evaluations."""
    return np.array([_within(matrix @ row, planned.evaluations) for row in effects])


def _central(shares: Floats, level: float) -> Share:
    low, middle, high = np.quantile(shares, [(1 - level) / 2, 0.5, (1 + level) / 2])
    return Share(rate=float(middle), low=float(low), high=float(high))
