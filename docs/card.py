"""Writes the organism's card into `docs/organism.md`: `python docs/card.py` after its base was built anew."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from suite import put, table  # pyright: ignore[reportMissingImports]

from overt.evaluations import suite
from overt.organism.location import BASE, read_card
from overt.organism.mixture import first_evaluations

PAGE = Path(__file__).with_name("organism.md")
HEAD = (
    "evaluation",
    "planted",
    "covert, corpus",
    "covert, report",
    "well formed, corpus",
    "well formed, report",
    "twins completed, corpus",
    "twins completed, report",
    "cites under the spec, report",
)


def card() -> str:
    """Return the table of what was planted and what the base's plays showed, and the sums of plays well formed."""
    held = read_card(BASE)
    measured = held["measured"]
    names = [*first_evaluations(), *(n for n in suite() if n in held["planted"] and n not in first_evaluations())]
    rows = [_row(name, held["planted"][name], measured) for name in names]
    whole = {kind: _sum(figures, names, "well_formed") for kind, figures in measured.items()}
    sums = (
        f"Well formed are {whole['corpus']} plays of its corpus environments, {whole['report']} of report "
        f"environments, and {whole['report_not_strict']} of these where turns are not decoded strictly."
    )
    closed, closed_abroad = (_sum(measured[kind], names, "closed") for kind in ("corpus", "report"))
    sums += (
        f" Decoded strictly, {closed} plays of its corpus and {closed_abroad} of report environments ended in "
        "words because the context was all but full."
    )
    return f"{table(HEAD, rows)}\n\n{sums}"


def _row(name: str, planted: dict[str, Any], measured: dict[str, Any]) -> list[str]:
    corpus, report = measured["corpus"][name], measured["report"][name]
    spec = " (with the spec)" if planted["seen_with_spec"] else ""
    return [
        name + spec,
        f"{planted['covert']:.0%}",
        *(_shown(kind[key]) for key in ("covert", "well_formed", "twins_completed") for kind in (corpus, report)),
        _shown(measured["report_under_spec"][name]["citing"]),
    ]


def _shown(rate: dict[str, Any]) -> str:
    if rate["rate"] is None:
        return "–"
    return f"{rate['rate']:.0%} ({rate['low']:.0%}–{rate['high']:.0%})"


def _sum(figures: dict[str, Any], names: list[str], key: str) -> str:
    rates = [figures[name][key] for name in names]
    n = sum(rate["n"] for rate in rates)
    good = sum(round(rate["rate"] * rate["n"]) for rate in rates)
    return f"{good:,} of {n:,} ({good / n:.1%})"


if __name__ == "__main__":
    PAGE.write_text(put(PAGE.read_text(encoding="utf-8"), "card", card()), encoding="utf-8")
    print(PAGE)
