"""`overt terms`: unusual words in the reasoning, watched and found, with their rates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from overt.cli.output import AsJson, console, names_in, print_json
from overt.cli.probe import forms_of, models, places, probe_term
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
PROBE_HELP = "Ask --model or --training, by new plays, whether this term comes of context or parameters."
MODEL_HELP = "A model to ask, as `organism/base`, `local/PATH` or as Inspect names it; may be repeated."
TRAINING_HELP = "A training's folder, whose models are asked and data read; or training plays as JSON lines."
PLACE_HELP = "Where the term is put: prompt, result, reasoning; all that the model allows without it."
OTHER_HELP = "Word that stands in the term's place where the term stands nowhere; an invented one without it."
SENTENCE_HELP = "What is put into the play; {term} in it is the term or the other word."
SENTENCE = "There was some talk of {term}."
LEAST_HELP = "Smallest rate per 1,000 words that matters: below it the answer is no."
KINDS = {"watched": "Watched", "found": "More frequent than in English", "risen": "More frequent than before"}


def terms(
    logs: Annotated[list[Path] | None, typer.Argument(help=LOGS_HELP)] = None,
    against: Annotated[list[Path] | None, typer.Option(metavar="LOGS", help=AGAINST_HELP)] = None,
    watch: Annotated[Path | None, typer.Option(metavar="FILE", help=WATCH_HELP)] = None,
    times: Annotated[float, typer.Option(min=1, help=TIMES_HELP)] = 10.0,
    top: Annotated[int, typer.Option(min=0, help=TOP_HELP)] = 20,
    probe: Annotated[str | None, typer.Option(metavar="TERM", help=PROBE_HELP)] = None,
    model: Annotated[list[str] | None, typer.Option(metavar="NAME", help=MODEL_HELP)] = None,
    training: Annotated[list[Path] | None, typer.Option(metavar="PATH", help=TRAINING_HELP)] = None,
    place: Annotated[str | None, typer.Option(metavar="PLACES", help=PLACE_HELP)] = None,
    other: Annotated[str | None, typer.Option(metavar="WORD", help=OTHER_HELP)] = None,
    sentence: Annotated[str, typer.Option(metavar="TEXT", help=SENTENCE_HELP)] = SENTENCE,
    evaluations: Annotated[str | None, typer.Option(help="Played by the probe, with commas; or all.")] = None,
    environments: Annotated[int | None, typer.Option(min=1, help="How many of each evaluation.")] = None,
    epochs: Annotated[int, typer.Option(min=1, help="Plays of each environment in each condition.")] = 2,
    turns: Annotated[int, typer.Option(min=1, help="Turns of a play at most.")] = 4,
    least: Annotated[float, typer.Option(min=0, help=LEAST_HELP)] = 1.0,
    seed: Annotated[int, typer.Option(help="Seed of the probe's plays.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Show how often unusual words stand in the reasoning: a watch list, and terms newly found.

    Rates are per 1,000 words, and per 1,000 tokens of the model where the logs count those of its reasoning.

    With `--probe`, ask models by new plays whether a term comes of their context or of their parameters.

    Example: `overt terms logs/step-0 logs/step-400 --against logs/base`

    Example: `overt terms --probe zorvex --training runs/distil --evaluations lazy_checklist`
    """
    from overt.detect.terms.reference import english
    from overt.detect.terms.survey import survey
    from overt.detect.terms.watch import watch_list

    listed, reference = watch_list(watch), english()
    if probe is not None:
        if logs or against:
            raise OvertError(
                f"--probe {probe} asks models and reads no logs; leave {(logs or against or [])[0]} out"
            )
        from overt.study.probing import Probing

        forms = forms_of(probe, listed)
        wanted = Probing(
            term=probe,
            forms=forms,
            models=models(model, training),
            training=tuple(training or ()),
            places=places(place),
            other=other,
            sentence=sentence,
            evaluations=tuple(names_in(evaluations, "--evaluations")),
            environments=environments,
            epochs=epochs,
            turns=turns,
            bar=times * sum(reference.ceiling(form) for form in forms),
            least=least,
            seed=seed,
        )
        probe_term(wanted, as_json=as_json)
        return
    _no_probe(model=model, training=training, place=place, other=other)
    _no_probe(evaluations=evaluations, environments=environments)
    if not logs:
        raise OvertError("give the directories of logs to read, or a term by --probe")
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


def _no_probe(**options: object) -> None:
    """Refuse what is only of a probe, by its option's name, where there is none."""
    for option, given in options.items():
        if given is not None:
            raise OvertError(
                f"--{option} is of a probe by new plays; give the term by --probe too, or leave it out"
            )


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
            tokens = play.row["reasoning_tokens"]
            plays.append(reasoning("\n".join(thoughts), context, label, play.row["model"], environment, tokens))
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
    tokens = f" ({result.tokens:,} tokens in {result.plays_with_tokens:,} of them)" if result.tokens else ""
    console.print(f"{result.words:,} words of reasoning in {result.plays:,} plays{tokens}{without}.")
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
    counted = any(term.per_1000_tokens is not None for term in of_kind)
    headings = ["uses", "plays", "told", "per 1,000", "95% interval"]
    headings += ["per 1,000 tokens"] if counted else []
    headings += ["English", *(["minus before", "95% interval"] if compared else [])]
    table = rates_table(*headings, first="term")
    for term in of_kind:
        english = "–" if term.reference_per_1000 is None else f"{term.reference_per_1000:.2g}"
        cells = [
            str(term.uses),
            str(term.plays),
            str(term.in_context),
            f"{term.per_1000:.3g}",
            _ends(term),
        ]
        of_tokens = term.per_1000_tokens
        if counted:
            cells.append("–" if of_tokens is None else f"{of_tokens.per_1000:.3g} ({_ends(of_tokens)})")
        cells.append(english)
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
