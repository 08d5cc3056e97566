"""`overt rates --factors`: what strategic and nuisance factors each explain, for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape

from overt.cli.output import console
from overt.cli.tables import between, narrow, p_value, rates_table
from overt.measure.wording import percent

if TYPE_CHECKING:
    from overt.measure.factors import Factors, Sampled
    from overt.measure.shares import Share

SETTLED = 1.05
"""R-hat up to which chains are taken to agree."""


def show_factors(found: Factors) -> None:
    """Print shares, odds, what the tests run over, and why factors are left out."""
    console.print(
        f"\n[bold]What factors explain[/] of how plays of one evaluation differ: {found.plays} plays of "
        f"{found.environments} environments in {len(found.evaluations)} evaluations"
    )
    if found.factors:
        _show_shares(found)
        _show_effects(found)
    for title, share in (
        ("Strategic factors together", found.strategic),
        ("Nuisance draws together", found.nuisance),
        ("Environments beyond these", found.environment),
    ):
        console.print(f"{title}: {_said(share)}")
    if found.sampled is not None:
        _show_posterior(found.sampled)
    console.print("The rest is what a play does by chance, or by draws that never came twice.")
    if found.factors:
        tests = ", ".join(f"{kind}: {test}" for kind, test in found.family.tests.items())
        console.print(
            f"p: {tests}. Holm's family: {escape(', '.join(found.family.factors))}. Shares are of the variance on "
            "log-odds.",
            style="dim",
        )
    console.print(found.conditional_on, style="dim")
    _show_left_out(found.left_out)


def _show_shares(found: Factors) -> None:
    table = rates_table("environments", "explains", "95% interval", "p", "Holm", first="factor")
    for name, factor in found.factors.items():
        table.add_row(
            escape(" = ".join((name, *factor.alias))),
            str(factor.environments),
            percent(factor.share.rate),
            narrow(factor.share.low, factor.share.high),
            p_value(factor.p),
            p_value(factor.holm_p),
        )
    console.print(table, "")


def _show_effects(found: Factors) -> None:
    table = rates_table("environments", "odds", "95% interval", first="level against another")
    effects = [(name.partition("/")[2], effect) for name, f in found.factors.items() for effect in f.effects]
    for name, effect in effects:
        table.add_row(
            escape(f"{name}: {effect.level} / {effect.against}"),
            str(effect.environments),
            f"×{effect.odds:.2g}",
            f"{effect.low:.2g} to {effect.high:.2g}",
        )
    if effects:
        console.print(table, "")


def _show_posterior(sampled: Sampled) -> None:
    table = rates_table("explains", "95% interval", first="posterior, all in one model")
    named = {
        "Strategic factors together": sampled.strategic,
        "Nuisance draws together": sampled.nuisance,
        "Environments beyond these": sampled.environment,
    }
    for name, share in (*sampled.factors.items(), *named.items()):
        if share is not None:
            table.add_row(escape(name), percent(share.rate), narrow(share.low, share.high))
    console.print("")
    console.print(table, "")
    settled = sampled.rhat <= SETTLED
    console.print(
        f"{sampled.draws} draws, R-hat {sampled.rhat:.2f}{'' if settled else ': not settled'}; priors: "
        f"{sampled.priors}. A posterior's share is never 0.",
        style="dim" if settled else "yellow",
    )


def _show_left_out(left_out: dict[str, str]) -> None:
    """Say each reason once, with all that it holds for."""
    reasons: dict[str, list[str]] = {}
    for name, reason in left_out.items():
        reasons.setdefault(reason, []).append(name)
    for reason, names in reasons.items():
        console.print(f"Left out: {escape(', '.join(names))}: {escape(reason)}.")


def _said(share: Share | None) -> str:
    return "none could be told" if share is None else f"{percent(share.rate)} ({between(share.low, share.high)})"
