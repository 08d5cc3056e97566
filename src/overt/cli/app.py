"""The application: registers the verbs, and turns a user's mistake into one line and exit code 2."""

from __future__ import annotations

import sys

import typer

from overt.cli.demo import demo
from overt.cli.gate import gate
from overt.cli.list import list_
from overt.cli.organism import organism
from overt.cli.play import play
from overt.cli.rates import rates
from overt.cli.report import report, view
from overt.cli.run import run
from overt.cli.train import train
from overt.errors import OvertError

app = typer.Typer(
    name="overt",
    help="Measure covert behaviour in language models, train against it, and stress-test the result.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
app.command("list")(list_)
app.command("play")(play)
app.command("gate")(gate)
app.command("run")(run)
app.command("rates")(rates)
app.command("report")(report)
app.command("view")(view)
app.command("demo")(demo)
app.add_typer(train, name="train")
app.add_typer(organism, name="organism")


def main() -> None:
    """Run the command line."""
    try:
        app()
    except OvertError as error:
        print(f"overt: {error}", file=sys.stderr)
        sys.exit(2)
