"""The suite: one folder an evaluation, found by name; each `evaluation.py` defines `EVALUATION`."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from functools import cache
from typing import Any

from overt.errors import OvertError
from overt.world.environment import Environment
from overt.world.evaluation import Evaluation

AnyEvaluation = Evaluation[Any, Any]


@cache
def suite() -> dict[str, AnyEvaluation]:
    """Return every evaluation by name, in alphabetical order."""
    return _found("overt.evaluations")


@cache
def honeypots() -> dict[str, AnyEvaluation]:
    """Return the families of training environments by name."""
    return _found("overt.honeypots")


def _found(package: str) -> dict[str, AnyEvaluation]:
    folders = importlib.import_module(package).__path__
    names = sorted(info.name for info in pkgutil.iter_modules(folders) if info.ispkg)
    modules = [importlib.import_module(f"{package}.{name}.evaluation") for name in names]
    return {module.EVALUATION.name: module.EVALUATION for module in modules}


@cache
def variants() -> dict[str, AnyEvaluation]:
    """Return by name the evaluations of the suite with one thing changed; played only by name, in no average.

    They are the `VARIANTS` in an evaluation's `variants.py`, where it has one.
    """
    paths = [f"overt.evaluations.{name}.variants" for name in suite()]
    modules = [importlib.import_module(path) for path in paths if importlib.util.find_spec(path)]
    return {variant.name: variant for module in modules for variant in module.VARIANTS}


def everything() -> dict[str, AnyEvaluation]:
    """Return the suite, its variants and the honeypots together."""
    return {**suite(), **variants(), **honeypots()}


_ADDED: dict[str, AnyEvaluation] = {}


def add(family: AnyEvaluation) -> None:
    """Make a family from outside the package known by its name, in this process; it replaces one of that name."""
    _ADDED[family.name] = family


def evaluation(name: str) -> AnyEvaluation:
    """Return an evaluation or honeypot family by name.

    Raises:
        OvertError: there is none of that name.
    """
    known = everything() | _ADDED
    if name not in known:
        raise OvertError(f"no evaluation {name!r}; there are: {', '.join(known)}")
    return known[name]


def environment(identifier: str) -> tuple[AnyEvaluation, Environment[Any]]:
    """Return (evaluation, environment) for `evaluation/slug` or `evaluation/slug~twin`.

    Raises:
        OvertError: the id is malformed or unknown.
    """
    family, slash, _ = identifier.partition("/")
    if not slash:
        raise OvertError(f"{identifier!r} is no environment id; write evaluation/slug (see `overt list`)")
    found = evaluation(family)
    return found, found.environment(identifier)
