"""`overt report`: one page with the rates of runs and the transcripts behind them; `overt view` opens it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from overt.cli.output import AsJson, console, print_json
from overt.cli.rates import CARD_HELP, TEST_HELP
from overt.errors import OvertError

RUNS = "Directories of logs; the first is the one before."
NAME = "Name of a run on the page; a run that is not among RUNS is added."
PAPER = "o3 or o4-mini: the paper's rates before and after training stand in the figure as hollow marks."
TRAINING = "What `overt train` wrote by --out: its curve, and the rewarded plays by steps. May be repeated."
INTERVENTIONS = "What `overt intervene --out` wrote: a figure shows its arms. May be repeated."
FAMILY = "Evaluations that Holm's adjustment runs over, with commas; all that are compared without it."
VIEWER = "Put Inspect's own viewer, with copies of the logs, beside the page; each play then links to it."
PORT = "Serve it at this port of 127.0.0.1 until stopped, instead of opening the file."


def report(
    out: Annotated[Path, typer.Option(help="Folder for the page and its figures.")],
    runs: Annotated[list[Path] | None, typer.Argument(help=RUNS)] = None,
    name: Annotated[list[str] | None, typer.Option(metavar="LABEL=DIR", help=NAME)] = None,
    paper: Annotated[str | None, typer.Option(metavar="MODEL", help=PAPER)] = None,
    card: Annotated[str | None, typer.Option(help=CARD_HELP)] = None,
    family: Annotated[str | None, typer.Option(metavar="NAMES", help=FAMILY)] = None,
    test: Annotated[Literal["fisher", "mcnemar", "permutation"], typer.Option(help=TEST_HELP)] = "fisher",
    training: Annotated[list[Path] | None, typer.Option(metavar="DIR", help=TRAINING)] = None,
    interventions: Annotated[list[Path] | None, typer.Option(metavar="DIR", help=INTERVENTIONS)] = None,
    viewer: Annotated[bool, typer.Option("--viewer", help=VIEWER)] = False,
    as_json: AsJson = False,
) -> None:
    """Write one page: covert rates of each run, before against after, and every transcript behind them.

    Example: `overt report logs/base logs/trained --out report --name before=logs/base --name after=logs/trained`
    """
    from overt.measure.judge import read_card
    from overt.report.site import write_report

    labelled = _labelled(runs or [], name or [])
    if family is not None and len(labelled) < 2:
        raise OvertError("--family is of tests of a difference; give a second run to compare with the first")
    _answer(
        write_report(
            labelled,
            out,
            paper=paper,
            trainings=training or [],
            interventions=interventions or [],
            card=read_card(card) if card else None,
            family=None if family is None else [name.strip() for name in family.split(",")],
            test=test,
            viewer=viewer,
        ),
        as_json=as_json,
    )


def view(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `overt report --out` wrote.")],
    port: Annotated[int | None, typer.Option(min=0, max=65535, help=PORT)] = None,
    as_json: AsJson = False,
) -> None:
    """Open a report in the browser where there is a screen, and print its path.

    Example: `overt view report`
    """
    page = folder / "index.html" if folder.is_dir() else folder
    if page.name != "index.html" or not page.is_file():
        raise OvertError(f"{folder} holds no report; write one with `overt report RUN --out {folder}`")
    if port is not None:
        from overt.report.serving import serve

        serve(page.parent, port, say=lambda address: _answer(address, as_json=as_json))
        return
    if not as_json and sys.stdout.isatty():
        typer.launch(str(page.resolve()))
    _answer(page, as_json=as_json)


def _labelled(runs: list[Path], names: list[str]) -> dict[str, Path]:
    """Return the runs by label: the one given, or what sets a directory's path apart from the others'."""
    given: dict[Path, str] = {}
    for text in names:
        label, equals, path = text.partition("=")
        if not equals or not label or not path:
            raise OvertError(f"--name {text}: write LABEL=DIR")
        given[Path(path).resolve()] = label
        if Path(path).resolve() not in [run.resolve() for run in runs]:
            runs = [*runs, Path(path)]
    labelled: dict[str, Path] = {}
    for run in runs:
        label = given.get(run.resolve()) or run.resolve().name
        if label in labelled:
            raise OvertError(f"{labelled[label]} and {run} are both {label!r}; name them with --name LABEL=DIR")
        labelled[label] = run
    return labelled


def _answer(page: Path | str, *, as_json: bool) -> None:
    if as_json:
        print_json({"path": str(page)})
    else:
        console.print(str(page), markup=False, highlight=False, soft_wrap=True)
