"""`overt detect`: what the reasoning of plays says, by detector, with the sentences that show it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from overt.cli.cards import corrected_shares, read_cards, show_shares
from overt.cli.output import AsJson, console, print_json, progress
from overt.cli.tables import narrow, rates_table
from overt.errors import OvertError
from overt.measure.intervals import exact
from overt.measure.wording import percent

if TYPE_CHECKING:
    import polars as pl

    from overt.detect.questions import Question
    from overt.run.judging import Judgements

LOGS_HELP = "Directories of logs that `overt run` wrote, or single logs."
DETECTORS_HELP = "These alone, as evaluation_awareness,spec_citation; all without it."
JUDGE_HELP = "Ask this model too, as Inspect names it (`openai/…`); never the model that played."
CARDS_HELP = "Correct the shares for the errors on these cards, which `overt calibrate` wrote."
REASONS = 5
ABOUT = ("log", "sample", "epoch", "model", "spec", "evaluation", "environment", "twin", "seed")


def detect(
    logs: Annotated[list[Path], typer.Argument(help=LOGS_HELP)],
    detectors: Annotated[str | None, typer.Option(metavar="NAMES", help=DETECTORS_HELP)] = None,
    judge: Annotated[str | None, typer.Option(metavar="MODEL", help=JUDGE_HELP)] = None,
    cards: Annotated[Path | None, typer.Option(metavar="DIR", help=CARDS_HELP)] = None,
    as_json: AsJson = False,
) -> None:
    """Read the reasoning of every play with every detector; write a table beside the logs and show the rates.

    With a judge, each play is put to it once: what it answered is kept beside the logs, and the same command,
    stopped or given again, asks only for the rest.

    Example: `overt detect logs/base logs/trained`
    """
    from overt.detect.questions import asked
    from overt.detect.readings import MISMATCH, chosen
    from overt.run.detections import TABLE

    names = None if detectors is None else [name.strip() for name in detectors.split(",")]
    known = list(chosen(names))
    if names is None or MISMATCH in names:
        known.append(MISMATCH)
    questions = () if judge is None else asked(names)
    errors = None if cards is None else read_cards(cards)
    rows: list[dict[str, Any]] = []
    for path in logs:
        held = None if judge is None else judged(path, judge, questions)
        found = list(_rows(path, known, held))
        table = beside(path, TABLE)
        _write(found, table)
        rows += found
        if not as_json:
            console.print(f"{len(found):,} readings in {escape(str(table))}.")
    shares = None if errors is None else corrected_shares(rows, errors)
    if as_json:
        print_json({"rows": rows} | ({} if shares is None else {"corrected": shares}))
        return
    _show(rows)
    if shares is not None:
        show_shares(shares)


def beside(path: Path, name: str) -> Path:
    """Return a file of this name in a directory of logs, or one that begins as a single log does."""
    return path / name if path.is_dir() else path.with_suffix(f".{name}")


Held = tuple[str, Sequence["Question"], "Judgements"]
"""A judge's name, what it was asked, and its answers."""


def judged(path: Path, judge: str, questions: Sequence[Question]) -> Held:
    """Ask the judge what it has not answered yet about the plays at `path`; return its answers.

    Raises:
        OvertError: the judge is the model that played, or cannot be reached.
    """
    from overt.run.judging import JUDGEMENTS, Judgements, judge_all, stranger
    from overt.run.tables import read_plays, read_transcripts

    plays = read_plays(path)
    model = stranger(judge, path, plays["model"])
    held = Judgements(beside(path, JUDGEMENTS))
    work = ((question, play.messages) for play in read_transcripts(path) for question in questions)
    try:
        with redirect_stdout(sys.stderr), progress(len(questions) * plays.height, "judged") as tick:
            judge_all(model, work, held, tick)
    except KeyboardInterrupt:
        print(f"overt: stopped; what was judged is in {held.path}, the same command goes on", file=sys.stderr)
        raise typer.Exit(130) from None
    return str(model), questions, held


def _rows(path: Path, names: list[str], held: Held | None) -> Iterator[dict[str, Any]]:
    from overt.detect.mismatch import compared, mismatch
    from overt.detect.readings import LEXICAL, MISMATCH, read
    from overt.run.tables import read_transcripts

    for play in read_transcripts(path):
        readings = [read(name, LEXICAL[name], play.messages) for name in names if name != MISMATCH]
        if MISMATCH in names:
            readings.append(mismatch(play.messages, play.verdict))
        if held is not None:
            judge, questions, judgements = held
            for question in questions:
                reading = judgements.find(judge, question, play.messages)
                if reading is not None and question.detector == MISMATCH:
                    reading = compared(reading, play.verdict)
                readings += [] if reading is None else [reading]
        about = {key: play.row[key] for key in ABOUT}
        for reading in readings:
            yield about | reading.model_dump(mode="json") | {"act": play.row["act"], "covert": play.row["covert"]}


def _write(rows: list[dict[str, Any]], table: Path) -> None:
    """Write the readings; those that other detectors and the other form left in the table stay."""
    import polars as pl

    readings = pl.DataFrame(rows, schema=_schema(), orient="row")
    if table.exists():
        try:
            before = pl.scan_parquet(table, schema=_schema(), missing_columns="insert").collect()
        except (pl.exceptions.PolarsError, OSError):
            raise OvertError(f"{table} is no table of readings; move it away to write one") from None
        readings = pl.concat([before.join(readings, on=["detector", "form"], how="anti"), readings])
    new = table.with_suffix(".new")
    readings.write_parquet(new)
    new.replace(table)


def _schema() -> pl.Schema:
    import polars as pl

    text, whole = pl.String(), pl.Int64()
    evidence = pl.List(pl.Struct({"message": whole, "start": whole, "end": whole, "quote": text}))
    kinds: dict[str, Any] = dict.fromkeys(ABOUT, text) | {"epoch": whole, "seed": whole, "twin": pl.Boolean()}
    kinds |= dict.fromkeys(("detector", "form", "view", "value"), text)
    kinds |= {"labels": pl.List(text), "evidence": evidence, "reason": text, "judge": text, "prompt": text}
    return pl.Schema(kinds | {"act": pl.Boolean(), "covert": pl.Boolean()})


def _show(rows: list[dict[str, Any]]) -> None:
    groups: dict[tuple[str, str, str, bool], list[dict[str, Any]]] = {}
    for row in rows:
        detector = row["detector"] + (", judged" if row["form"] == "judged" else "")
        groups.setdefault((detector, row["model"], row["spec"], row["twin"]), []).append(row)
    if not groups:
        raise OvertError("no finished play in these logs; run the same `overt run` again to finish them")
    for detector in dict.fromkeys(key[0] for key in groups):
        table = rates_table("plays", "yes", "rate", "95%", "acted", "unscored", first=escape(detector))
        for (name, model, spec, twin), found in groups.items():
            if name == detector:
                table.add_row(escape(_label(model, spec, twin)), *_cells(found))
        console.print(table, "")
    console.print(
        "Yes: at least one sentence shows it. Acted: of these plays, those whose verdict found the act all the "
        "same. Unscored: the play holds no reasoning, states no decision to compare, or its judge gave no clear "
        "answer. Intervals are exact, "
        "over plays; docs/detectors.md says what each detector misses.",
        style="dim",
    )
    _show_unjudged(rows)


def _show_unjudged(rows: list[dict[str, Any]]) -> None:
    """Say who judged, and why readings are unscored, commonest first."""
    judges = {row["judge"] for row in rows if row["form"] == "judged"}
    if judges:
        console.print(f"Judged by {escape(', '.join(sorted(judges)))}.", highlight=False)
    why = Counter(row["reason"] for row in rows if row["form"] == "judged" and row["value"] == "unscored")
    for reason, times in why.most_common(REASONS):
        console.print(f"  {times} judged and unscored: {escape(reason)}", highlight=False)
    if len(why) > REASONS:
        console.print(f"  and {len(why) - REASONS} more reasons, in the table")


def _label(model: str, spec: str, twin: bool) -> str:
    return model + ("" if spec == "none" else f", spec {spec}") + (" (twins)" if twin else "")


def _cells(rows: list[dict[str, Any]]) -> list[str]:
    scored = [row for row in rows if row["value"] != "unscored"]
    yes = [row for row in scored if row["value"] == "yes"]
    acted = sum(bool(row["act"]) for row in yes)
    rate = percent(len(yes) / len(scored)) if scored else "–"
    return [
        str(len(rows)),
        str(len(yes)),
        rate,
        narrow(*exact(len(yes), len(scored))) if scored else "–",
        str(acted),
        str(len(rows) - len(scored)),
    ]
