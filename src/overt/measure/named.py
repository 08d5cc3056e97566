"""The plays that factors are told from, with the strategic factors and nuisance draws that each names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import polars as pl

from overt.errors import OvertError
from overt.measure.design import Place
from overt.measure.nuisance import Drawn, Value


class Played(NamedTuple):
    """Environments of the evaluations that can tell something, with their plays in order; why others cannot."""

    places: list[Place]
    draws: list[dict[str, Drawn]]
    """For each place the plays by drawn variable."""
    dropped: dict[str, str]
    verdicts: list[list[bool]]


def gathered(decided: pl.DataFrame, source: str) -> Played:
    """Gather environments of the evaluations that have both covert and other plays; the others tell nothing."""
    told = (pl.col("status") == "scored") & pl.col("covert").is_not_null()
    scored = decided.filter(~pl.col("twin") & pl.col("averaged") & told)
    named = [_factors(text, source) for text in scored["factors"].to_list()]
    if not any(strategic or drawn for strategic, drawn in named):
        raise OvertError(f"{source}: column `factors` names no factor of a scored play; give logs of `overt run`")
    scored = scored.with_columns(pl.Series("row", range(len(named))))
    played = Played([], [], {}, [])
    for rows in scored.sort("evaluation", "environment").partition_by("evaluation", maintain_order=True):
        name = str(rows["evaluation"][0])
        if rows["covert"].n_unique() == 1:
            played.dropped[name] = "every play is covert" if rows["covert"][0] else "no play is covert"
            continue
        for of in rows.partition_by("environment", maintain_order=True):
            verdicts: list[bool] = of["covert"].to_list()
            rows_of: list[int] = of["row"].to_list()
            each = [named[row] for row in rows_of]
            played.verdicts.append(verdicts)
            played.places.append(Place(name, sum(verdicts), len(verdicts), each[0][0]))
            draws: dict[str, list[tuple[Value, bool]]] = {}
            for (_, drawn), covert in zip(each, verdicts, strict=True):
                for key, value in drawn.items():
                    draws.setdefault(key, []).append((value, covert))
            played.draws.append(dict(draws))
    if not played.places:
        raise OvertError(f"{source}: no evaluation has both covert and other plays, so factors explain nothing")
    return played


def _factors(text: str, source: str) -> tuple[dict[str, str], dict[str, Value]]:
    try:
        found: dict[str, Any] = json.loads(text)
        strategic = {str(k): str(v) for k, v in found.get("strategic", {}).items()}
        drawn: dict[str, Any] = found.get("nuisance", {})
        return strategic, {k: v if isinstance(v, int | float) else str(v) for k, v in drawn.items()}
    except (ValueError, AttributeError, TypeError):
        raise OvertError(
            f"{source}: column `factors` holds {text[:40]!r}, which is no JSON object of factors; "
            "build the table of plays again from its logs"
        ) from None


def check_family(played: Played, family: Sequence[str] | None, source: str) -> None:
    """Raise OvertError where a name is of no factor."""
    known = {name for place in played.places for name in place.levels} | {n for d in played.draws for n in d}
    for name in family or ():
        if name not in known:
            raise OvertError(f"{source}: no factor is called {name!r}; there are {', '.join(sorted(known))}")
