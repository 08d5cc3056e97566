"""`overt terms`: unusual words in the reasoning, watched and found, with their rates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from overt.cli.output import AsJson, console, print_json
from overt.cli.tables import rates_table
from overt.errors import OvertError

if TYPE_CHECKING:
    from overt.detect.terms.discovery import Reasoning
    from overt.detect.terms.rates import Rate
    from overt.detect.terms.survey import Term, Terms

LOGS_HELP = "Directories of logs that `overt run` wrote: one run or checkpoint each."
AGAINST_HELP = "Logs to compare with; may be repeated. Differences are LOGS minus these."
WATCH_HELP = "YAML file with a watch list in place of the shipped one: group, then term, then its forms."
TIMES_HELP = "Find words that are used more than this many times as often as in English."
TOP_HELP = "Most terms that are found, and most that are risen."
KINDS = {"watched": "Watched", "found": "More frequent than in English", "risen": "More frequent than before"}


def terms(
    logs: Annotated[list[Path], typer.Argument(help=LOGS_HELP)],
    against: Annotated[list[Path] | None, typer.Option(metavar="LOGS", help=AGAINST_HELP)] = None,
    watch: Annotated[Path | None, typer.Option(metavar="FILE", help=WATCH_HELP)] = None,
    times: Annotated[float, typer.Option(min=1, help=TIMES_HELP)] = 10.0,
    top: Annotated[int, typer.Option(min=0, help=TOP_HELP)] = 20,
    as_json: AsJson = False,
) -> None:
    """Show how often unusual words stand in the reasoning, per 1,000 words: a watch list, and terms newly found.

    Example: `overt terms logs/step-0 logs/step-400 --against logs/base`
    """
    from overt.detect.terms.reference import english
    from overt.detect.terms.survey import survey
    from overt.detect.terms.watch import watch_list

    listed, reference = watch_list(watch), english()
    result = survey(
        read_reasoning(logs),
        reference,
        watched=listed,
        against=read_reasoning(against) if against else None,
        times=times,
        top=top,
    )
    if as_json:
        print_json(result.model_dump(mode="json"))
        return
    _show(result)


def read_reasoning(logs: list[Path]) -> list[Reasoning]:
    """Return the reasoning of every play in logs, twins included; the run is the directory's name."""
    from overt.detect.terms.discovery import reasoning
    from overt.run.tables import read_transcripts
    from overt.world.messages import Assistant

    plays: list[Reasoning] = []
    for label, path in _labelled(logs).items():
        for play in read_transcripts(path):
            thoughts = [m.reasoning for m in play.messages if isinstance(m, Assistant)]
            context = [m.text for m in play.messages if not isinstance(m, Assistant)]
            environment = play.row["environment"] + ("~twin" if play.row["twin"] else "")
            plays.append(reasoning("\n".join(thoughts), context, label, play.row["model"], environment))
    return plays


def _labelled(logs: list[Path]) -> dict[str, Path]:
    """Return directories by their names, by whole paths where two have the same name."""
    names = [path.resolve().name for path in logs]
    labels = [name if names.count(name) == 1 else str(path) for name, path in zip(names, logs, strict=True)]
    if len(set(labels)) < len(labels):
        raise OvertError(f"{logs[0]} and the logs after it name one directory twice; give each once")
    return dict(zip(labels, logs, strict=True))


def _show(result: Terms) -> None:
    without = f"; {result.without_reasoning} without reasoning are in no rate" if result.without_reasoning else ""
    console.print(f"{result.words:,} words of reasoning in {result.plays:,} plays{without}.")
    for kind, title in KINDS.items():
        of_kind = [term for term in result.terms if term.kind == kind]
        used = [term for term in of_kind if term.uses or _before(term)]
        if used:
            console.print(f"\n[bold]{title}[/]")
            _show_terms(used)
        if kind == "watched" and len(used) < len(of_kind):
            idle = ", ".join(term.term for term in of_kind if term not in used)
            console.print(f"Watched and never used: {escape(idle)}.", style="dim")
        if kind == "found" and not used:
            console.print("No word is found that is more frequent than in English.")
    _show_groups(result)
    console.print(
        f"Uses per 1,000 words; 95% intervals, with plays as what is independent. Reference: {result.reference}. "
        "told: uses whose play holds the word in its other messages too.",
        style="dim",
    )


def _before(term: Term) -> bool:
    return term.against is not None and term.against.other.per_1000 > 0


def _show_terms(of_kind: list[Term]) -> None:
    compared = any(term.against is not None for term in of_kind)
    headings = ["uses", "plays", "told", "per 1,000", "95% interval", "English"]
    table = rates_table(*headings, *(["minus before", "95% interval"] if compared else []), first="term")
    for term in of_kind:
        english = "–" if term.reference_per_1000 is None else f"{term.reference_per_1000:.2g}"
        cells = [
            str(term.uses),
            str(term.plays),
            str(term.in_context),
            f"{term.per_1000:.3g}",
            _ends(term),
            english,
        ]
        rise = term.against
        if compared:
            cells += (
                ["–", "–"] if rise is None else [f"{rise.difference:+.3g}", f"{rise.low:+.2g} to {rise.high:+.2g}"]
            )
        table.add_row(escape(term.term), *cells)
    console.print(table, "")


def _show_groups(result: Terms) -> None:
    """Show each used term's rate at equal length by run and by model, where there is more than one."""
    used = [term for term in result.terms if term.uses]
    for name in ("run", "model"):
        values = list(result.terms[0].by[name]) if result.terms else []
        if len(values) < 2 or not used:
            continue
        console.print(f"\n[bold]By {name}, per 1,000 words, at equal length of reasoning[/]")
        table = rates_table(*(escape(value) for value in values), first="term")
        for term in used:
            found = [term.by[name][value].at_equal_length for value in values]
            table.add_row(
                escape(term.term), *("–" if r is None else f"{r.per_1000:.3g} ({_ends(r)})" for r in found)
            )
        console.print(table, "")


def _ends(rate: Rate) -> str:
    return f"{rate.low:.2g}–{rate.high:.2g}"
