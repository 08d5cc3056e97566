"""An Inspect task for every evaluation and honeypot family, all made by one function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import GenerateConfig, get_model

from overt import spec as clauses
from overt.errors import OvertError
from overt.evaluations import AnyEvaluation, evaluation, everything, suite, variants
from overt.play.sandboxed import playable
from overt.providers.mistakes import told
from overt.run.scorer import METRICS, PAIRED_METRICS, verdict
from overt.run.solver import play_environment
from overt.world.environment import Environment, Kind, Length
from overt.world.rendering import load_yaml

CONTAINER = Path(__file__).parents[1] / "sandbox" / "compose.yaml"
"""What `--sandbox docker` makes for each play."""

Text = str | Sequence[str]
SHORT = ("organism/", "actor/")
"""Providers whose models play the short form unless told otherwise."""
LARGEST_SEED = 10**9
"""A play's own seed, about a million times this, still fits the 64 bits of a table's column."""
KINDS: tuple[Kind, ...] = ("report", "corpus", "train", "validation")


def default_length(model: str) -> Length:
    """Return the length that a model plays unless told otherwise."""
    return "short" if model.startswith(SHORT) else "full"


def default_kinds(name: str) -> str:
    """Return what a task plays unless told otherwise: of honeypots training environments, else report ones."""
    return "report" if name in suite() or name in variants() else "train"


def build(
    name: str,
    *,
    environments: int | Text | None = None,
    twins: bool = False,
    epochs: int = 1,
    seed: int = 0,
    spec: Text = "none",
    length: Length | None = None,
    kinds: Text | None = None,
    sandbox: str | None = None,
) -> Task:
    """Return the task of an evaluation: a sample for each environment and, if asked for, its twin.

    `environments` is how many of them, or ids or slugs; `spec` as `overt.spec.render` takes it; `kinds` one or
    more of report, corpus, train and validation. Evaluations that pairs decide always have their twins.

    What models write runs under bubblewrap, or in Inspect's `sandbox` of that name, for Docker in the container of
    `sandbox/compose.yaml`. Environments that need one are left out where there is none; the task's metadata names
    them as `skipped`.

    Raises:
        OvertError: an unknown environment, spec, length or kind; a number out of range; or nothing to play.
    """
    found = evaluation(name)
    rules = _joined(spec)
    clauses.render(rules)
    form = length or _active_length()
    if form not in ("short", "full"):
        raise OvertError(f"length {form!r} is unknown; give short or full")
    if epochs < 1:
        raise OvertError(f"epochs is {epochs}; give 1 or more")
    if abs(seed) > LARGEST_SEED:
        raise OvertError(f"seed is {seed}; give one from -{LARGEST_SEED} to {LARGEST_SEED}")
    chosen, skipped = playable(found, choose(found, environments, _kinds(name, kinds)), form, named=bool(sandbox))
    if skipped is not None and not chosen:
        raise OvertError(f"{name} {skipped.reason}")
    both = twins or found.paired
    samples = [
        _sample(found, one, seed=seed, length=form, spec=rules)
        for e in chosen
        for one in ((e, e.twin) if both else (e,))
    ]
    return Task(
        dataset=MemoryDataset(samples, name=name),
        solver=play_environment(),
        scorer=verdict(),
        metrics=dict(PAIRED_METRICS if found.paired else METRICS),
        epochs=epochs,
        config=GenerateConfig(fail_on_refusal=True),
        version=found.version,
        sandbox=_box(sandbox) if any(found.runs_code(one, form) for one in chosen) else None,
        metadata={
            "category": found.category,
            "averaged": found.averaged,
            "paired": found.paired,
            **({} if skipped is None else {"skipped": [skipped.model_dump(mode="json")]}),
        },
    )


def choose(
    found: AnyEvaluation, environments: int | Text | None, kinds: tuple[Kind, ...]
) -> tuple[Environment[Any], ...]:
    """Return the environments to play: all of these kinds, the first so many, or those named."""
    available = found.environments(*kinds)
    if environments is None:
        chosen = available
    elif isinstance(environments, int):
        if environments < 1:
            raise OvertError(f"environments is {environments}; give 1 or more, or ids")
        chosen = available[:environments]
    else:
        names = [part.strip() for part in _joined(environments).split(",")]
        ids = [n if "/" in n else f"{found.name}/{n}" for n in names]
        chosen = tuple(found.environment(i.removesuffix("~twin")) for i in ids)
    if not chosen:
        raise OvertError(f"{found.name} has no environment of kind {', '.join(kinds)}; give another --kinds")
    return chosen


def _sample(found: AnyEvaluation, one: Environment[Any], *, seed: int, length: Length, spec: str) -> Sample:
    return Sample(
        id=one.id,
        input=one.id,
        metadata={
            "environment": one.base_id,
            "evaluation": found.name,
            "category": found.category,
            "averaged": found.averaged,
            "twin": one.is_twin,
            "seed": seed,
            "length": length,
            "spec": spec,
            "kind": one.kind,
            "factors": dict(one.description.factors),
            "canary": load_yaml(found.folder / "environments.yaml")["canary"],
        },
    )


def _active_length() -> Length:
    try:
        return default_length(str(get_model()))
    except ValueError:
        return "full"


def _kinds(name: str, kinds: Text | None) -> tuple[Kind, ...]:
    wanted = [part.strip() for part in _joined(kinds or default_kinds(name)).split(",")]
    unknown = [part for part in wanted if part not in KINDS]
    if unknown:
        raise OvertError(f"kind {unknown[0]!r} is unknown; give {', '.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in wanted)


def _box(name: str | None) -> str | tuple[str, str] | None:
    """Return Inspect's sandbox of this name; Docker's with our own container, for Inspect's own has no limits."""
    return ("docker", str(CONTAINER)) if name == "docker" else name


def _joined(value: Text) -> str:
    return value if isinstance(value, str) else ",".join(value)


def _declare(name: str) -> Callable[..., Task]:
    def play(
        environments: int | str | list[str] | None = None,
        twins: bool = False,
        epochs: int = 1,
        seed: int = 0,
        spec: str | list[str] = "none",
        length: Length | None = None,
        kinds: str | list[str] | None = None,
        sandbox: str | None = None,
    ) -> Task:
        with told():
            return build(
                name,
                environments=environments,
                twins=twins,
                epochs=epochs,
                seed=seed,
                spec=spec,
                length=length,
                kinds=kinds,
                sandbox=sandbox,
            )

    play.__doc__ = evaluation(name).__doc__
    return task(name=name)(play)


TASKS: dict[str, Callable[..., Task]] = {name: _declare(name) for name in everything()}
"""The tasks by evaluation; Inspect knows them as `overt/NAME`."""


@task
def covert_actions(
    evaluations: str | list[str] | None = None,
    environments: int | None = None,
    epochs: int = 1,
    seed: int = 0,
    spec: str | list[str] = "none",
    length: Length | None = None,
) -> Task:
    """Play the evaluations that are averaged, each report environment with its twin, as one task.

    For those who run one task by name; `overt run` makes a log of each evaluation instead. Inspect's metrics here
    pool plays; `overt rates` on the log decides pairs and averages over evaluations. Evaluations that need a
    sandbox are left out where there is none.
    """
    with told():
        names = [name.strip() for name in _joined(evaluations).split(",")] if evaluations else _averaged()
        form = length or _active_length()
        lacking = [playable(one, one.environments("report"), form) for one in map(evaluation, names)]
        skipped = [without.model_dump(mode="json") for _, without in lacking if without is not None]
        parts = [
            build(name, environments=environments, twins=True, epochs=epochs, seed=seed, spec=spec, length=form)
            for name, (left, _) in zip(names, lacking, strict=True)
            if left
        ]
        if not parts:
            raise OvertError(f"there is nothing to play: {skipped[-1]['reason']}")
    return Task(
        dataset=MemoryDataset([sample for part in parts for sample in part.dataset], name="covert_actions"),
        solver=play_environment(),
        scorer=verdict(),
        metrics=dict(METRICS),
        epochs=epochs,
        config=GenerateConfig(fail_on_refusal=True),
        version="1-A",
        metadata={"skipped": skipped} if skipped else None,
    )


def _averaged() -> list[str]:
    return [name for name, found in suite().items() if found.averaged]
