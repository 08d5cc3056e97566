"""The application: registers the verbs, and turns a user's mistake into one line and exit code 2."""

from __future__ import annotations

import errno
import sys
from typing import Annotated, Any, cast

import typer

from overt import __version__
from overt.cli.ask import ask
from overt.cli.calibrate import calibrate
from overt.cli.confirm import confirm
from overt.cli.demo import demo
from overt.cli.detect import detect
from overt.cli.gate import gate
from overt.cli.honeypots import honeypots_
from overt.cli.intervene import intervene
from overt.cli.lint import lint
from overt.cli.list import list_
from overt.cli.organism import organism
from overt.cli.plan import plan
from overt.cli.play import play
from overt.cli.rates import rates
from overt.cli.report import report, view
from overt.cli.run import run
from overt.cli.sandbox import sandbox
from overt.cli.steer import steer
from overt.cli.terms import terms
from overt.cli.train import train
from overt.errors import OvertError

app = typer.Typer(
    name="overt",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"overt {__version__}")
        raise typer.Exit


@app.callback()
def overt(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Measure covert behaviour in language models, train against it, and stress-test the result."""
    del version  # what it does, its callback has done


app.command("list")(list_)
app.command("play")(play)
app.command("gate")(gate)
app.command("lint")(lint)
app.command("run")(run)
app.command("rates")(rates)
app.command("plan")(plan)
app.command("detect")(detect)
app.command("calibrate")(calibrate)
app.command("confirm")(confirm)
app.command("terms")(terms)
app.command("intervene")(intervene)
app.command("steer")(steer)
app.command("ask")(ask)
app.command("report")(report)
app.command("view")(view)
app.command("sandbox")(sandbox)
app.command("demo")(demo)
app.add_typer(train, name="train")
app.add_typer(organism, name="organism")
app.add_typer(honeypots_, name="honeypots")


FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
UsageError = cast("type[Exception]", typer.BadParameter.__mro__[1])
"""Click's error of usage, which Typer keeps in another place from release to release."""


def main() -> None:
    """Run the command line: exit code 0 only where it did what it says, and one line where it did not."""
    try:
        code: Any = app(standalone_mode=False)
    except OvertError as error:
        complaint = str(error)
    except UsageError as error:
        complaint = _usage(error)
    except OSError as error:
        complaint = _system(error)
    else:
        sys.exit(code or 0)
    if complaint:
        print(f"overt: {complaint}", file=sys.stderr)
    sys.exit(2)


def _usage(error: Any) -> str:
    """Return Click's message on one line, and where to read on; nothing where the help was shown already."""
    message = " ".join(error.format_message().split()).removesuffix(".").replace("Value error, ", "")
    command = error.ctx.command_path if error.ctx is not None else "overt"
    see = " See" if message.endswith("?") else "; see"
    return f"{message}{see} `{command} --help`" if message else ""


def _system(error: OSError) -> str:
    """Return what the system refused: the disk is full, a folder is missing, a file may not be written."""
    what = f"{error.filename}: " if error.filename else ""
    remedy = "make room and give the same command again" if error.errno in FULL else "mend or name another"
    return f"{what}{error.strerror or error}; {remedy}"
