"""`overt rates --table`: what a published table of rates says, and what its average owes to the prior."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape

from overt.cli.corrected import show_corrected
from overt.cli.output import console, print_json
from overt.cli.tables import between, narrow, p_value, points, rates_table
from overt.measure.wording import percent

if TYPE_CHECKING:
    from overt.measure.intervals import IntervalKind
    from overt.measure.published.headline import Headline, Span
    from overt.measure.published.rates import PublishedComparison, PublishedTable


def rates_of_table(
    table: str, n: int | None, against: str | None, interval: IntervalKind, card: str | None, as_json: bool
) -> None:
    """Print the rates of a table, of `n` plays an evaluation where it has no n; against another where given.

    With a `card`, corrected for the judge's errors too.
    """
    from overt.measure.judge import read_card
    from overt.measure.published.rates import compare_published, correct_published, published_rates
    from overt.measure.published.read import read_published

    after = read_published(table, n)
    if against is None:
        found = published_rates(after, interval=interval)
    else:
        found = compare_published(read_published(against, n), after, interval=interval)
    if card is not None:
        found = correct_published(found, read_card(card))
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    if found.comparison is not None:
        _show(found.comparison.before)
    _show(found)
    if found.corrected is not None:
        show_corrected(found.corrected, "Raw average")
    if found.comparison is not None:
        _show_comparison(found.comparison, found.table)


def _show(found: PublishedTable) -> None:
    console.print(f"[bold]{escape(found.table)}[/]")
    for remark in found.remarks:
        console.print(escape(remark), style="dim")
    table = rates_table("rate", "plays", "95% interval", "posterior", "95% interval")
    for name, row in found.evaluations.items():
        table.add_row(
            escape(name),
            percent(row.rate) + ("" if row.whole else " *"),
            str(row.plays),
            narrow(row.low, row.high),
            percent(row.posterior.rate),
            narrow(row.posterior.low, row.posterior.high),
        )
    console.print(table, "")
    if not all(row.whole for row in found.evaluations.values()):
        console.print("* no whole number of these plays gives this rate", style="dim")
    macro = found.macro
    posterior, pooled = macro.posterior, macro.pooled
    console.print(
        f"Raw average {_fine(macro.raw.rate)}; posterior average {_fine(posterior.rate)} "
        f"({between(posterior.low, posterior.high)}), of which the uniform prior adds "
        f"{_fine(macro.prior_contribution)}; all plays pooled {_fine(pooled.rate)} "
        f"({between(pooled.low, pooled.high)})."
    )
    if macro.headline is not None:
        _show_headline(macro.headline)
    console.print("Intervals take plays as independent, which a table of rates cannot show.", "", style="dim")


def _show_headline(headline: Headline) -> None:
    share = headline.prior_share or 0
    said = f", {100 * share:.0f}% of which no row shows" if share > 0 else ""
    console.print(
        f"Published average {_fine(headline.published)}{said}: raw, its rows give {_fine(headline.raw)}."
    )
    if not headline.same_n:
        console.print("No number of plays, the same for every evaluation, gives it as a posterior average.")
        return
    console.print(
        "As a posterior average under a uniform prior it arises from the rows where every evaluation had "
        f"{_spans(headline.same_n)} plays."
    )
    if headline.whole_n:
        console.print(f"Of these, {_spans(headline.whole_n)} give every row from a whole number of plays.")
    else:
        name, fewest = max(headline.fewest.items(), key=lambda item: item[1])
        console.print(
            f"None of these gives every row from a whole number of plays ({escape(name)} alone takes {fewest}): "
            "the evaluations had different numbers, or rates are no plain counts."
        )
    if headline.fewest_of_one is not None:
        console.print(
            f"The numbers cannot be told from the table: one evaluation can have had as few as "
            f"{headline.fewest_of_one} plays, if the others had very many."
        )


def _spans(spans: tuple[Span, ...]) -> str:
    shown = [
        f"{s.low} or more" if s.high is None else str(s.low) if s.low == s.high else f"{s.low} to {s.high}"
        for s in spans[:4]
    ]
    return ", ".join(shown) + (f" and {len(spans) - 4} more ranges" if len(spans) > 4 else "")


def _show_comparison(comparison: PublishedComparison, after: str) -> None:
    console.print(f"[bold]{escape(comparison.before.table)}[/] (before) and [bold]{escape(after)}[/] (after)")
    table = rates_table("before", "after", "points", "95% interval", "Fisher", "Holm")
    for name, d in comparison.evaluations.items():
        table.add_row(
            escape(name),
            percent(d.before),
            percent(d.after),
            points(d.difference),
            f"{points(d.low)} to {points(d.high)}",
            p_value(d.fisher_p),
            p_value(d.holm_p),
        )
    console.print(table, "")
    for name, reason in comparison.left_out.items():
        console.print(f"{escape(name)} is left out: {escape(reason)}.")
    change, fold = comparison.posterior_difference, comparison.fold
    console.print(
        f"Holm's family: the {len(comparison.evaluations)} evaluations above. Raw averages differ by "
        f"{points(comparison.raw_difference)} points; posterior averages by {points(change.rate or 0)} "
        f"({points(change.low)} to {points(change.high)})."
    )
    console.print(
        f"Before over after: {_times(fold.published)} as published, {_times(fold.raw)} by raw averages, "
        f"{_times(fold.posterior.rate)} ({_times(fold.posterior.low)} to {_times(fold.posterior.high)}) by "
        "posteriors of this many plays. Where rates after are near zero the prior and the plays make the ratio."
    )


def _fine(rate: float | None) -> str:
    """Return a percentage to three figures, for averages so near zero that tenths of a point hide them."""
    return "–" if rate is None else f"{100 * rate:.3g}%"


def _times(ratio: float | None) -> str:
    return "–" if ratio is None else f"{ratio:.3g}×"
