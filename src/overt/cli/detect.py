"""`overt detect`: what the reasoning of plays says, by detector, with the sentences that show it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from overt.cli.output import AsJson, console, print_json
from overt.cli.tables import narrow, rates_table
from overt.errors import OvertError
from overt.measure.intervals import exact
from overt.measure.wording import percent

if TYPE_CHECKING:
    import polars as pl

LOGS_HELP = "Directories of logs that `overt run` wrote, or single logs."
DETECTORS_HELP = "These alone, as evaluation_awareness,spec_citation; all without it."
TABLE = "detections.parquet"
ABOUT = ("log", "sample", "epoch", "model", "spec", "evaluation", "environment", "twin", "seed")


def detect(
    logs: Annotated[list[Path], typer.Argument(help=LOGS_HELP)],
    detectors: Annotated[str | None, typer.Option(metavar="NAMES", help=DETECTORS_HELP)] = None,
    as_json: AsJson = False,
) -> None:
    """Read the reasoning of every play with every detector; write a table beside the logs and show the rates.

    Example: `overt detect logs/base logs/trained`
    """
    from overt.detect.readings import chosen

    names = None if detectors is None else [name.strip() for name in detectors.split(",")]
    known = chosen(names)
    rows: list[dict[str, Any]] = []
    for path in logs:
        found = list(_rows(path, list(known)))
        table = path / TABLE if path.is_dir() else path.with_suffix(".detections.parquet")
        _write(found, table, list(known))
        rows += found
        if not as_json:
            console.print(f"{len(found):,} readings in {escape(str(table))}.")
    if as_json:
        print_json({"rows": rows})
        return
    _show(rows)


def _rows(path: Path, names: list[str]) -> Iterator[dict[str, Any]]:
    from overt.detect.readings import LEXICAL, read
    from overt.run.tables import read_transcripts

    for play in read_transcripts(path):
        about = {key: play.row[key] for key in ABOUT}
        for name in names:
            reading = read(name, LEXICAL[name], play.messages)
            yield about | reading.model_dump(mode="json") | {"act": play.row["act"], "covert": play.row["covert"]}


def _write(rows: list[dict[str, Any]], table: Path, names: list[str]) -> None:
    """Write the readings; those that other detectors left in the table stay."""
    import polars as pl

    readings = pl.DataFrame(rows, schema=_schema(), orient="row")
    if table.exists():
        try:
            before = pl.read_parquet(table, schema=_schema())
        except (pl.exceptions.PolarsError, OSError):
            raise OvertError(f"{table} is no table of readings; move it away to write one") from None
        readings = pl.concat([before.filter(~pl.col("detector").is_in(names)), readings])
    new = table.with_suffix(".new")
    readings.write_parquet(new)
    new.replace(table)


def _schema() -> pl.Schema:
    import polars as pl

    text, whole = pl.String(), pl.Int64()
    evidence = pl.List(pl.Struct({"message": whole, "start": whole, "end": whole, "quote": text}))
    kinds: dict[str, Any] = dict.fromkeys(ABOUT, text) | {"epoch": whole, "seed": whole, "twin": pl.Boolean()}
    kinds |= dict.fromkeys(("detector", "form", "view", "value"), text)
    kinds |= {"labels": pl.List(text), "evidence": evidence, "reason": text}
    return pl.Schema(kinds | {"act": pl.Boolean(), "covert": pl.Boolean()})


def _show(rows: list[dict[str, Any]]) -> None:
    groups: dict[tuple[str, str, str, bool], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["detector"], row["model"], row["spec"], row["twin"]), []).append(row)
    if not groups:
        raise OvertError("no finished play in these logs; run the same `overt run` again to finish them")
    for detector in dict.fromkeys(key[0] for key in groups):
        table = rates_table("plays", "yes", "rate", "95%", "acted", "unscored", first=detector)
        for (name, model, spec, twin), found in groups.items():
            if name == detector:
                table.add_row(escape(_label(model, spec, twin)), *_cells(found))
        console.print(table, "")
    console.print(
        "Yes: at least one sentence shows it. Acted: of these plays, those whose verdict found the act all the "
        "same. Unscored: the play holds no reasoning. Intervals are exact, over plays; docs/detectors.md says "
        "what each detector misses.",
        style="dim",
    )


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
