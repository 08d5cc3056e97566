"""What every verb prints with: one JSON object for machines, rich text for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from overt.errors import OvertError

if TYPE_CHECKING:
    from overt.run.roles import InspectRoles

console = Console()
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def names_in(value: str | None, option: str) -> list[str]:
    """Return the names in a list with commas, each once; none where nothing was given.

    Raises:
        OvertError: a list was given that names nothing, as an empty variable of a shell does.
    """
    if value is None:
        return []
    names = list(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))
    if not names:
        raise OvertError(f'{option} "{value}" names nothing; give names with commas, or leave it out')
    return names


def print_json(value: Any) -> None:
    """Print one JSON object on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")


@contextmanager
def billed() -> Generator[InspectRoles]:
    """Give what asks models by role; at the end, also an early one, say on standard error what was used.

    Raises:
        typer.Exit: with code 130 where it was stopped from the keyboard.
    """
    from overt.run.roles import InspectRoles

    roles = InspectRoles()
    try:
        yield roles
    except KeyboardInterrupt:
        print("overt: stopped; what is finished is kept, the same command goes on", file=sys.stderr)
        raise typer.Exit(130) from None
    finally:
        for line in roles.bill():
            print(f"overt: {line}", file=sys.stderr)


@contextmanager
def progress(total: int, what: str) -> Generator[Callable[[], None]]:
    """Show on standard error how many of `total` are done; call what is given for each."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)
