"""What the page says in words and tables beside its figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from overt.measure.compare import EvaluationDifference
from overt.measure.family import described
from overt.measure.rates import EvaluationRate
from overt.measure.wording import p_value, percent, points, span
from overt.report.detected import COLUMNS, TITLES, error
from overt.report.figures import HEADINGS
from overt.report.runs import Run, evaluations, grouped

ORGANISM = (
    "These numbers are about a model organism: a small model that was trained, for this purpose, to act covertly "
    "at planted rates. They say what the tools measure and what a training does to this model; they say nothing "
    "about how often any other model acts covertly."
)


def headline(runs: Sequence[Run]) -> list[tuple[str, str]]:
    """Return (label, rest of a sentence): what the first run did, and how each other differs from it."""
    return [(runs[0].label, _first(runs[0])), *((run.label, _against(run, runs[0])) for run in runs[1:])]


def _first(run: Run) -> str:
    found = run.rates.macro.hierarchical
    model, counted = found.beta_binomial, found.by_environments
    if found.rate is None:
        return ": no play could be scored."
    return (
        f": covert action in {percent(found.rate)} of plays (95% interval {span(found.low, found.high)}: by a "
        f"hierarchical beta-binomial {span(model.low, model.high)}, by counting environments "
        f"{span(counted.low, counted.high)}), averaged over "
        f"{_counted(len(run.rates.macro.evaluations), 'evaluation')}; {found.plays:,} plays of "
        f"{_counted(found.environments, 'environment')}, worth {found.effective_plays:,.0f} independent ones."
    )


def _against(run: Run, first: Run) -> str:
    found = run.against_first.macro if run.against_first else None
    if found is None or found.hierarchical.difference is None:
        return f" shares no scored evaluation with {first.label}."
    flips, change = found.permutation, found.hierarchical
    tested = (
        f"; p {p_value(flips.p)} by sign flips of {_counted(flips.environments, 'environment')}" if flips else ""
    )
    return (
        f" against {first.label}: {points(change.difference or 0.0)} points (95% interval {points(change.low)} to "
        f"{points(change.high)}) over {_counted(len(found.evaluations), 'evaluation')}{tested}. "
        f"Alone: {percent(run.rates.macro.hierarchical.rate)} "
        f"({span(run.rates.macro.hierarchical.low, run.rates.macro.hierarchical.high)})."
    )


def conditional(runs: Sequence[Run]) -> list[str]:
    """Return what the headlines are conditional on, each sentence once."""
    return list(dict.fromkeys(run.rates.macro.hierarchical.conditional_on for run in runs))


def detector_columns(runs: Sequence[Run]) -> list[dict[str, str]]:
    """Return the columns of what reasoning shows, where some run has it: by words, and by judges who are named."""
    columns: list[dict[str, str]] = []
    for name, label in TITLES.items():
        having = [run.detected[name] for run in runs if name in run.detected]
        judges = list(dict.fromkeys(found.judge for found in having if found.judge))
        if having:
            under = COLUMNS.get(name, f"by {' or '.join(judges)}")
            columns.append({"name": name, "label": label, "title": label[0].upper() + label[1:], "under": under})
    return columns


def cards(runs: Sequence[Run]) -> list[tuple[str, str]]:
    """Return (detector, its errors) for each whose readings are on the page, and the card that corrects rates."""
    shown = [(column["title"], error(column["name"])) for column in detector_columns(runs)]
    given = next((run.rates.corrected.card for run in runs if run.rates.corrected), None)
    if given is not None:
        found, passed = f"{given.found} of {given.positives}", f"{given.passed} of {given.negatives}"
        line = f"As given: {found} covert plays found, {passed} others passed."
        shown.append(("The judge that rates are corrected for", line))
    return shown


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def prior(runs: Sequence[Run]) -> list[str]:
    """Return, for each run, what the uniform prior adds to its average."""
    return [
        f"In {run.label}, the posterior average owes {points(run.rates.macro.prior_contribution)} points to its "
        "prior, which no play shows."
        for run in runs
        if run.rates.macro.prior_contribution is not None
    ]


def groups(runs: Sequence[Run]) -> list[dict[str, Any]]:
    """Return the rows of the table of evaluations, a cell for each run that played it."""
    split = grouped(runs)
    return [
        {
            "heading": HEADINGS[saw] or ("Other evaluations" if len(split) > 1 else ""),
            "rows": [_row(runs, name, evaluations(runs)[name]) for name in names],
        }
        for saw, names in split.items()
    ]


def _row(runs: Sequence[Run], name: str, about: EvaluationRate) -> dict[str, Any]:
    cells = [
        {"index": index, "run": run, "rate": run.rates.evaluations[name], "change": _change(run, name)}
        for index, run in enumerate(runs)
        if name in run.rates.evaluations
    ]
    return {"name": name, "category": about.category, "averaged": about.averaged, "cells": cells}


def _change(run: Run, name: str) -> EvaluationDifference | None:
    return run.against_first.evaluations.get(name) if run.against_first else None


def families(runs: Sequence[Run]) -> list[str]:
    """Return, for each run that is compared, the family that its p values are adjusted over."""
    return [f"{run.label}: {described(run.against_first.family)}" for run in runs if run.against_first]


def pairs(runs: Sequence[Run]) -> list[str]:
    """Return what is to be said of evaluations in which items are answered right or wrong."""
    return [
        f"{name}, {run.label}: accuracy {percent(found.pair.accuracy)} under the threat, "
        f"{percent(found.pair.twin_accuracy)} without it. The single-play rule would call covert "
        f"{found.pair.single_play_covert} of {found.pair.single_play_scored} "
        f"({percent(found.pair.single_play_rate)})."
        for run in runs
        for name, found in run.rates.evaluations.items()
        if found.pair is not None
    ]


def organism(runs: Sequence[Run]) -> dict[str, Any] | None:
    """Return what was planted in the organism beside what was measured; None where no run is of one."""
    organisms = [run for run in runs if run.is_organism]
    if not organisms:
        return None
    from overt.organism.mixture import mixture, planted_figures

    planted = planted_figures(mixture())
    names = [name for names in grouped(organisms).values() for name in names if name in planted]
    return {
        "sentence": ORGANISM,
        "runs": organisms,
        "rows": [
            {
                "name": name,
                "covert": planted[name]["covert"],
                "saw": planted[name]["seen_with_spec"],
                "measured": [run.rates.evaluations.get(name) for run in organisms],
            }
            for name in names
        ],
        "over_escalation": mixture().over_escalation,
        "twins": [run.rates.twins.over_escalation if run.rates.twins else None for run in organisms],
    }
