"""Writes `docs/command-line.md` from the commands' help: `python docs/generate.py` after each change of it."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import typer

from overt.cli.app import app

PAGE = Path(__file__).with_name("command-line.md")
HEAD = """\
# Command line

Written by `python docs/generate.py` from the help texts; do not edit.

Every command has `--help`, and with `--json` prints one object on standard output and nothing else;
`overt --version` says which version this is. Exit codes:

| | |
|---|---|
| 0 | it did what it says |
| 1 | it ran, and something is left: a cell of the gate does not hold, plays errored or were not run |
| 2 | a mistake: one line on standard error names the thing and the remedy |
| 130 | it was stopped; the same command goes on |
"""


def commands(group: typer.Typer = app, name: str = "overt") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield every command's full name (`overt train distil`) and function, in the order of registration."""
    for command in group.registered_commands:
        if command.callback is not None:
            yield f"{name} {command.name or command.callback.__name__}", command.callback
    for nested in group.registered_groups:
        if nested.typer_instance is not None:
            yield from commands(nested.typer_instance, f"{name} {nested.name}")


def page() -> str:
    """Return the page as it should be."""
    return "\n".join([HEAD, *(_section(name, function) for name, function in commands())])


def _section(name: str, function: Callable[..., Any]) -> str:
    rows = [_row(p) for p in inspect.signature(function, eval_str=True).parameters.values()]
    table = ["| | default | |", "|---|---|---|", *rows] if rows else []
    return "\n".join([f"## {name}", "", inspect.cleandoc(function.__doc__ or ""), "", *table, ""])


def _row(parameter: inspect.Parameter) -> str:
    kind, info = _declared(parameter)
    if isinstance(info, typer.models.ArgumentInfo):
        name = info.metavar or parameter.name.upper()
    else:
        name = ", ".join(_spellings(info)) or f"--{parameter.name.replace('_', '-')}"
        name += "" if kind is bool else f" {getattr(info, 'metavar', None) or _shown(kind)}"
    text = (getattr(info, "help", None) or "").replace("|", "\\|")
    return f"| `{name}` | {_default(parameter.default)} | {text} |"


def _declared(parameter: inspect.Parameter) -> tuple[Any, Any]:
    if get_origin(parameter.annotation) is None or not hasattr(parameter.annotation, "__metadata__"):
        return parameter.annotation, None
    kind, info, *_ = get_args(parameter.annotation)
    return kind, info


def _spellings(info: Any) -> list[str]:
    """Return an option's own spellings; inside `Annotated` Typer keeps the first as `default`."""
    given = (getattr(info, "default", None), *(getattr(info, "param_decls", None) or ()))
    return [text for text in given if isinstance(text, str) and text.startswith("-")]


def _shown(kind: Any) -> str:
    """Return how a type is written on the page: choices by name, the rest in capitals."""
    if get_origin(kind) is Literal:
        return "/".join(get_args(kind))
    if get_origin(kind) in (Union, types.UnionType):
        return _shown(next(part for part in get_args(kind) if part is not type(None)))
    if get_origin(kind) is list:
        return f"{_shown(get_args(kind)[0])} …"
    return {str: "TEXT", int: "N", float: "X", Path: "PATH"}[kind]


def _default(value: Any) -> str:
    if value is inspect.Parameter.empty:
        return "required"
    return "" if value is None or value is False or value == "" else f"`{value}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
