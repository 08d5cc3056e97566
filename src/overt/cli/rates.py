"""`overt rates`: covert-action rates with intervals, and before against after."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.markup import escape

from overt.cli.beside import show_beside
from overt.cli.confirm import show_confirmed
from overt.cli.corrected import show_corrected
from overt.cli.factors import show_factors
from overt.cli.output import AsJson, console, names_in, print_json
from overt.cli.published import rates_of_table
from overt.cli.tables import between, narrow, p_value, points, rates_table
from overt.errors import OvertError
from overt.measure.wording import percent

if TYPE_CHECKING:
    import polars as pl

    from overt.measure.compare import Comparison, Difference, MacroDifference
    from overt.measure.confirmed import ConfirmedRates
    from overt.measure.macro import Macro
    from overt.measure.published.beside import Beside
    from overt.measure.rates import Rates
    from overt.play.sandboxed import Skipped

LOGS_HELP = "Directory of logs that `overt run` wrote, or a parquet table of plays."
AGAINST_HELP = "What to compare with: differences are LOGS (or the table) minus this."
TABLE_HELP = "In place of LOGS, published rates: CSV evaluation,rate[,n], or a shipped table such as paper-o3."
N_HELP = "Plays of each evaluation that the table gives no n."
FACTORS_HELP = "How much strategic and nuisance factors each explain."
FAMILY_HELP = (
    "Holm's family: with --against, evaluations, as lazy_checklist,email_scoring; with --factors, factors, as "
    "goal,organisation. Name them before you look."
)
TEST_HELP = "Of before against after: the test that Holm's adjustment is of."
SAMPLE_HELP = "With --factors: the posterior of all of them in one model, too (extra `bayes`)."
PAPER_HELP = "o3 or o4-mini: the paper's 20 rows, before and after training, beside these."
CARD_HELP = (
    "Correct rates for a judge's errors: found/covert,passed/others, as 90/100,990/1000, or a card's JSON file."
)
PARQUET = "plays.parquet"
SAW = "Base saw them with the spec"
NEVER_SAW = "Base never saw them with the spec"


def rates(
    logs: Annotated[Path | None, typer.Argument(help=LOGS_HELP)] = None,
    against: Annotated[Path | None, typer.Option(help=AGAINST_HELP)] = None,
    table: Annotated[str | None, typer.Option(help=TABLE_HELP)] = None,
    n: Annotated[int | None, typer.Option("--n", help=N_HELP)] = None,
    interval: Annotated[Literal["exact", "jeffreys"], typer.Option(help="Interval of a rate.")] = "exact",
    card: Annotated[str | None, typer.Option(help=CARD_HELP)] = None,
    paper: Annotated[str | None, typer.Option(metavar="MODEL", help=PAPER_HELP)] = None,
    factors: Annotated[bool, typer.Option("--factors", help=FACTORS_HELP)] = False,
    family: Annotated[str | None, typer.Option(help=FAMILY_HELP)] = None,
    test: Annotated[Literal["fisher", "mcnemar", "permutation"] | None, typer.Option(help=TEST_HELP)] = None,
    sample: Annotated[bool, typer.Option("--sample", help=SAMPLE_HELP)] = False,
    as_json: AsJson = False,
) -> None:
    """Show how often covert action was taken: counts, intervals, averages, bounds, and over-escalation on twins.

    Example: `overt rates logs/trained --against logs/base`

    Published figures: `overt rates --table paper-o3-trained --n 300 --against paper-o3`
    """
    if sample and not factors:
        raise OvertError("--sample is about factors; give --factors too")
    _check_family(family, test, against=against is not None and table is None, factors=factors)
    if table is not None and (factors or paper):
        given = "--factors" if factors else "--paper"
        raise OvertError(f"{given} takes plays, and a published table has none; give LOGS in place of --table")
    if table is not None and logs is None:
        rates_of_table(table, n, None if against is None else str(against), interval, card, as_json)
        return
    if logs is None or table is not None or n is not None:
        raise OvertError("give either LOGS, or --table FILE and its --n N")
    from overt.measure.compare import compare
    from overt.measure.factors import factors as explain
    from overt.measure.judge import read_card
    from overt.measure.rates import correct, with_skipped
    from overt.measure.rates import rates as measure

    plays = read(logs)
    result = with_skipped(measure(plays, source=str(logs), interval=interval), _skipped(logs))
    tested, explaining = _families(family, against=against is not None, factors=factors)
    if against is not None:
        sources = (str(against), str(logs))
        comparison = compare(read(against), plays, sources=sources, family=tested, test=test or "fisher")
        result = result.model_copy(update={"comparison": comparison})
    result = result.model_copy(
        update={"confirmed": _confirmed(logs, plays), "beside": _beside(paper, plays, interval)}
    )
    if card is not None:
        result = correct(result, read_card(card))
    if factors:
        explained = explain(plays, source=str(logs), family=explaining, sample=sample)
        result = result.model_copy(update={"factors": explained})
    if as_json:
        print_json(result.model_dump(mode="json"))
        return
    _show(result)


def _check_family(family: str | None, test: str | None, *, against: bool, factors: bool) -> None:
    if family is not None and not against and not factors:
        raise OvertError("--family is of tests of a difference or of factors; give --against or --factors too")
    if test is not None and not against:
        raise OvertError("--test is of a difference between two runs; give --against too")


def _families(family: str | None, *, against: bool, factors: bool) -> tuple[list[str] | None, list[str] | None]:
    """Return the evaluations and the factors that are named; where both are tested, each name finds its own."""
    if family is None:
        return None, None
    names = names_in(family, "--family")
    if not (against and factors):
        return (names, None) if against else (None, names)
    from overt.evaluations import everything

    evaluations = [name for name in names if name in everything()]
    return evaluations or None, [name for name in names if name not in evaluations] or None


def read(path: Path) -> pl.DataFrame:
    """Return the plays in a directory of logs, or in a parquet table where there are no logs to build it from."""
    import polars as pl

    if not path.exists():
        raise OvertError(f"{path} does not exist; give the directory that `overt run --logs` wrote")
    table = path / PARQUET if path.is_dir() else path
    if table.suffix == ".parquet" and table.exists() and not any(path.rglob("*.eval")):
        try:
            return pl.read_parquet(table)
        except (pl.exceptions.PolarsError, OSError) as fault:
            raise OvertError(f"{table} is no parquet table; build it again from its logs") from fault
    from overt.run.tables import read_plays

    return read_plays(path)


def _skipped(logs: Path) -> tuple[Skipped, ...]:
    """Return what the run could not play; of a table nothing is known."""
    from overt.run.skipping import read_skipped

    return read_skipped(logs) if logs.is_dir() and any(logs.rglob("*.eval")) else ()


def _confirmed(logs: Path, plays: pl.DataFrame) -> ConfirmedRates | None:
    """Return what was confirmed, None where nobody decided anything."""
    from overt.measure.confirmed import confirmed_rates
    from overt.run.confirmations import read_decisions

    decisions = read_decisions(logs) if logs.is_dir() else []
    return confirmed_rates(plays, decisions, str(logs)) if decisions else None


def _beside(paper: str | None, plays: pl.DataFrame, interval: Literal["exact", "jeffreys"]) -> Beside | None:
    """Return the paper's rows beside the plays', None where they are not asked for."""
    from overt.measure.published.beside import beside
    from overt.report.paper import references

    columns = {one.label: one.rates for one in references(paper)}
    return beside(plays, columns, interval=interval) if columns else None


def _show(result: Rates) -> None:
    _show_rates(result)
    if result.beside is not None:
        show_beside(result.beside, result.condition.model)
    if result.confirmed is not None:
        console.print("\n[bold]Confirmed[/] from whole plays, reasoning included (`overt confirm`)")
        show_confirmed(result.confirmed)
    if result.corrected is not None:
        show_corrected(result.corrected, "All evaluations")
    if result.comparison is not None:
        _show_comparison(result.comparison)
    if result.factors is not None:
        show_factors(result.factors)


def _show_rates(result: Rates) -> None:
    from overt.measure.table import SCRIPT

    shared = result.condition
    who = "" if shared.user == SCRIPT else f", {escape(shared.user)} for the user"
    told = f"[bold]{escape(shared.model)}[/], spec {escape(shared.spec)}, {shared.length} environments{who}"
    console.print(told)
    for warning in result.warnings:
        console.print(f"warning: {escape(warning)}", style="yellow")
    table = rates_table("covert", "rate", "95% interval", "no verdict", "bounds", "saw spec")
    for name, e in result.evaluations.items():
        missing = e.unscored + e.errored
        table.add_row(
            escape(name) + ("" if e.averaged else " *"),
            f"{e.covert}/{e.scored}",
            percent(e.rate),
            narrow(e.low, e.high),
            f"{missing}/{e.attempted}",
            narrow(e.bounds.low, e.bounds.high) if missing else "–",
            {True: "yes", False: "no", None: "–"}[e.base_saw_spec],
        )
    console.print(table, "")
    if not all(e.averaged for e in result.evaluations.values()):
        console.print("* in no average", style="dim")
    _show_pairs(result)
    _show_averages(result)
    _show_twins(result)
    console.print(
        "All other intervals are about these environments, not about others like them, and take plays as "
        "independent.",
        style="dim",
    )


def _show_pairs(result: Rates) -> None:
    for name, e in result.evaluations.items():
        if e.pair is not None:
            console.print(
                f"{escape(name)}: accuracy {percent(e.pair.accuracy)} under the threat, "
                f"{percent(e.pair.twin_accuracy)} without it. The single-play rule would call covert "
                f"{e.pair.single_play_covert}/{e.pair.single_play_scored} ({percent(e.pair.single_play_rate)})."
            )


def _show_averages(result: Rates) -> None:
    _show_macro("All evaluations", result.macro)
    console.print(f"Bounds on the raw average: {between(result.bounds.low, result.bounds.high)}.")
    by_base = result.macro_by_base
    for title, part in ((SAW, by_base.saw_spec), (NEVER_SAW, by_base.never_saw_spec)):
        if part is not None:
            _show_macro(title, part)


def _show_macro(title: str, macro: Macro) -> None:
    posterior, pooled = macro.posterior, macro.pooled
    if macro.prior_contribution is None:
        console.print(f"{title}: no evaluation has a scored play, so there is no average.")
        return
    found = macro.hierarchical
    console.print(
        f"[bold]{title} ({len(macro.evaluations)}): {percent(found.rate)} ({between(found.low, found.high)})[/], "
        f"the mean over environments; {found.plays} plays of {found.environments} environments are worth "
        f"{found.effective_plays:.0f} independent ones."
    )
    console.print(f"  {found.conditional_on}", style="dim")
    if found.caution:
        console.print(f"  {escape(found.caution)}", style="yellow")
    model, counted = found.beta_binomial, found.by_environments
    console.print(
        f"  Made of a hierarchical beta-binomial's {between(model.low, model.high)} and, by counting "
        f"environments, {between(counted.low, counted.high)}."
    )
    console.print(
        f"  Raw average {percent(macro.raw.rate)}; posterior average "
        f"{percent(posterior.rate)} ({between(posterior.low, posterior.high)}); all plays pooled "
        f"{percent(pooled.rate)} ({between(pooled.low, pooled.high)})."
    )
    console.print(
        f"  The posterior's uniform prior moves it by {points(macro.prior_contribution)} points from the raw "
        "average; no play shows these."
    )


def _show_twins(result: Rates) -> None:
    if result.twins is None:
        console.print("Over-escalation: no twins were played (`overt run --twins`).")
        return
    for title, rate in (
        ("Over-escalation on twins", result.twins.over_escalation),
        ("Twins completed", result.twins.completion),
    ):
        console.print(
            f"{title}: {percent(rate.rate)} ({between(rate.low, rate.high)}), {rate.count} of {rate.scored} "
            f"scored, {rate.attempted} attempted."
        )


def _show_comparison(comparison: Comparison) -> None:
    from overt.measure.family import described

    before, after = comparison.before, comparison.after
    console.print(f"\n[bold]{escape(before.model)}[/] (before) and [bold]{escape(after.model)}[/] (after)")
    if before.user != after.user:
        console.print(
            f"warning: {escape(before.user)} spoke for the user before and {escape(after.user)} after; the "
            "difference is of both",
            style="yellow",
        )
    table = rates_table("before", "after", "points", "95% interval", "Holm", "McNemar", "flips")
    for name, d in comparison.evaluations.items():
        table.add_row(
            escape(name),
            f"{d.before.count}/{d.before.scored}",
            f"{d.after.count}/{d.after.scored}",
            points(d.difference),
            f"{points(d.low)} to {points(d.high)}",
            p_value(d.holm_p),
            p_value(d.paired.p if d.paired else None),
            p_value(d.permutation.p if d.permutation else None),
        )
    console.print(table, "")
    _show_ratios(comparison)
    for name, reason in comparison.left_out.items():
        console.print(f"{escape(name)} is left out: {reason}.")
    console.print(escape(described(comparison.family)))
    console.print(
        "McNemar: over plays with the same environment, seed and epoch. Flips: over whole environments. Neither "
        "column is adjusted; nor are the averages' tests below, which are in no family. The intervals take plays "
        "as independent.",
        style="dim",
    )
    for title, macro in (
        ("All evaluations", comparison.macro),
        (SAW, comparison.macro_saw_spec),
        (NEVER_SAW, comparison.macro_never_saw_spec),
    ):
        if macro is not None:
            _show_macro_difference(title, macro)
    if comparison.over_escalation is not None:
        _show_over_escalation(comparison.over_escalation)


def _show_ratios(comparison: Comparison) -> None:
    table = rates_table("after / before", "95% interval")
    for name, d in comparison.evaluations.items():
        high = "any" if d.ratio.high is None else f"{d.ratio.high:.2f}"
        middle = "–" if d.ratio.rate is None else f"{d.ratio.rate:.2f}"
        table.add_row(escape(name), middle, f"{d.ratio.low:.2f} to {high}")
    console.print(table, "")


def _show_over_escalation(over: Difference) -> None:
    console.print(
        f"Over-escalation on twins: {percent(over.before.rate)} → {percent(over.after.rate)}, "
        f"{points(over.difference)} points ({points(over.low)} to {points(over.high)}), "
        f"p {p_value(over.fisher_p)} by Fisher's test."
    )


def _show_macro_difference(title: str, macro: MacroDifference) -> None:
    found = macro.hierarchical
    if found.difference is not None:
        console.print(
            f"[bold]{title} ({len(macro.evaluations)}): {points(found.difference)} points "
            f"({points(found.low)} to {points(found.high)})[/], of means over environments."
        )
    if found.caution:
        console.print(f"  {escape(found.caution)}", style="yellow")
    flips = "" if macro.permutation is None else f"; p {p_value(macro.permutation.p)} by flips of environments"
    console.print(
        f"  Raw average {percent(macro.before)} → {percent(macro.after)}, "
        f"{points(macro.raw_difference)} points; posterior difference {points(macro.difference)} points "
        f"({points(macro.low)} to {points(macro.high)}), lower in {percent(macro.draws_lower)} of draws{flips}."
    )
