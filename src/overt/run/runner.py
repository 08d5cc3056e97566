"""A run: evaluations played by one model as one Inspect eval set, which the same request resumes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import polars as pl
from inspect_ai import (
    Task,
    eval_set,  # pyright: ignore[reportUnknownVariableType]
)
from inspect_ai.model import GenerateConfig, get_model_info
from pydantic import Field

from overt import spec as clauses
from overt.errors import OvertError
from overt.evaluations import AnyEvaluation, environment, evaluation, suite
from overt.measure.pairs import decide_pairs, scored_twin
from overt.play.sandboxed import Skipped, playable
from overt.providers.local import letting_go
from overt.providers.mix import Mix
from overt.run.budget import LEDGER, Budget, Ledger
from overt.run.complaints import explained
from overt.run.directory import claimed, prepare, sweep
from overt.run.logs import PREFIX, log_files, read_header
from overt.run.skipping import note_skipped
from overt.run.speaking import checked
from overt.run.tables import read_plays
from overt.run.tasks import TASKS, choose, default_kinds, default_length
from overt.world.environment import Length
from overt.world.messages import Frozen

LOCAL = ("organism/", "local/", "actor/")
"""Models in this process: many plays at once share their batches, more tasks at once would not help."""
MAX_RETRIES = 8
MOST_EPOCHS = 100_000
"""More plays of one environment would fill the memory before the first is played."""
PLAN = "until.json"
"""In the directory of a run with `--until`: the looks that it has decided on."""
Display = Literal["rich", "plain", "none"]


class Request(Frozen):
    """What to run. `evaluations` empty: the suite; `environments`: the first so many of each, or ids.

    `model_args` go to the model's provider, `generate` to every call, by Inspect's names for them; `sandbox` names
    one of Inspect's for code that the model writes, where that is not to be bubblewrap.
    """

    model: str
    logs: Path
    evaluations: tuple[str, ...] = ()
    environments: int | tuple[str, ...] | None = None
    twins: bool = False
    epochs: int = 1
    seed: int = 0
    spec: str = "none"
    length: Length | None = None
    sandbox: str | None = None
    budget: Budget = Budget()
    model_args: dict[str, Any] = Field(default_factory=dict)
    generate: dict[str, Any] = Field(default_factory=dict)
    roles: dict[str, str] = Field(default_factory=dict)
    """Models by role, those of `overt.run.speaking`: who speaks by a script where none is named."""


class Ran(Frozen):
    """What is in the logs after a run: counts over all its sittings, and what is still not run.

    `reasons` says why plays errored or are unscored, the first line of each, commonest first.
    """

    logs: str
    plays: int
    scored: int
    unscored: int
    errored: int
    not_run: int
    skipped: tuple[Skipped, ...]
    reasons: dict[str, int]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting of a run, which may play several times, each time with more epochs; its ledger is over all."""

    request: Request
    chosen: tuple[AnyEvaluation, ...]
    skipped: tuple[Skipped, ...]
    ledger: Ledger | None
    display: Display

    def play(self, epochs: Mapping[str, int]) -> Ran:
        """Play each evaluation so often, what the logs have already included; fewer would drop finished plays.

        Raises:
            OvertError: the logs hold an evaluation with more epochs.
        """
        _refuse_fewer(self.request.logs, epochs)
        tasks, planned = _tasks(self.request, self.chosen, epochs)
        play_tasks(self.request, tasks, self.ledger, self.display)
        sweep(self.request.logs)
        return _ran(self.request.logs, planned, self.skipped)

    def evenly(self) -> dict[str, int]:
        """Return the request's epochs for each evaluation."""
        return {one.name: self.request.epochs for one in self.chosen}


def play_tasks(request: Request, tasks: list[Task], ledger: Ledger | None, display: Display) -> None:
    """Play tasks as one eval set in the request's directory, whatever the tasks are, within its ledger.

    Raises:
        RuntimeError: Inspect gave up on a task.
        KeyboardInterrupt: it was stopped.
    """
    if ledger is not None:
        for task in tasks:
            task.early_stopping = ledger
    token = LEDGER.set(ledger)
    try:
        _play(request, tasks, display)
    finally:
        LEDGER.reset(token)


def run(request: Request, *, display: Display = "none") -> Ran:
    """Run what is asked for, or go on with it where its logs are; finished plays are never repeated.

    A budget bounds this sitting. Plays that errored are tried again when the run is resumed.

    Raises:
        OvertError: the request names what does not exist, the model or the directory cannot be used, or the
            disk is full; finished plays stay in the logs.
        KeyboardInterrupt: it was stopped; the same request goes on.
    """
    with sitting(request, display) as held:
        if (request.logs / PLAN).exists():
            raise OvertError(
                f"--logs {request.logs} holds a run with --until; give it again, or another directory"
            )
        return held.play(held.evenly())


@contextmanager
def sitting(request: Request, display: Display) -> Generator[Sitting]:
    """Check a request, hold its directory and make it ready; raises as `run` does."""
    chosen, skipped = _evaluations(request)
    _tasks(request, chosen, {one.name: request.epochs for one in chosen})
    with letting_go(), claimed(request.logs), explained(request.model, request.logs):
        prepare(request.logs)
        note_skipped(request.logs, skipped)
        yield Sitting(request, tuple(chosen), skipped, ledger_of(request), display)


def _evaluations(request: Request) -> tuple[list[AnyEvaluation], tuple[Skipped, ...]]:
    """Return the evaluations to run; those without anything that can be played are left out, with the reason.

    So are, of those that are run, environments that need a sandbox where there is none.
    """
    names = request.evaluations or _families(request) or tuple(suite())
    chosen = [evaluation(name) for name in dict.fromkeys(names)]
    if not chosen:
        raise OvertError("there is no evaluation to run")
    _check_actor(request, chosen)
    kinds: dict[str, Any] = {e.name: default_kinds(e.name) for e in chosen}
    empty = [e for e in chosen if not any(one.kind == kinds[e.name] for one in e.all_environments)]
    skipped = [Skipped(evaluation=e.name, reason=f"has no environment of kind {kinds[e.name]}") for e in empty]
    length = request.length or default_length(request.model)
    playing: list[AnyEvaluation] = []
    for one in (e for e in chosen if e not in empty):
        asked = choose(one, _environments(request, one).get("environments"), (kinds[one.name],))
        left, lacking = playable(one, asked, length, named=bool(request.sandbox))
        skipped += [lacking] if lacking else []
        playing += [one] if left else []
    if astray := [i for i in _ids(request) if i.partition("/")[0] not in {one.name for one in chosen}]:
        raise OvertError(f"--environments: {astray[0]} is of no evaluation that is run; leave it out")
    if not playing and skipped:
        raise OvertError(f"nothing to run: {skipped[-1].evaluation} {skipped[-1].reason}")
    return playing, tuple(skipped)


def _families(request: Request) -> tuple[str, ...]:
    return tuple(dict.fromkeys(environment(i)[0].name for i in _ids(request)))


def _ids(request: Request) -> tuple[str, ...]:
    return request.environments if isinstance(request.environments, tuple) else ()


def _check_actor(request: Request, chosen: list[AnyEvaluation]) -> None:
    provider, _, name = request.model.partition("/")
    if provider != "actor":
        return
    if name == "mix":
        Mix.of({key: value for key, value in request.model_args.items() if key != "delay"})
        return
    for one in chosen:
        if name not in one.actors:
            raise OvertError(f"--model actor/{name}: {one.name} has {', '.join(one.actors)}, and there is mix")


def _tasks(request: Request, chosen: Sequence[AnyEvaluation], epochs: Mapping[str, int]) -> tuple[list[Task], int]:
    """Return the tasks and how many plays they are."""
    if request.epochs < 1:
        raise OvertError(f"--epochs {request.epochs}: give 1 or more")
    if request.epochs > MOST_EPOCHS:
        raise OvertError(f"--epochs {request.epochs}: give {MOST_EPOCHS} at most")
    clauses.render(request.spec)
    checked(request.roles)
    length = request.length or default_length(request.model)
    tasks = [
        TASKS[one.name](
            **_environments(request, one),
            twins=request.twins or one.paired,
            seed=request.seed,
            spec=request.spec,
            length=length,
            **({"sandbox": request.sandbox} if request.sandbox else {}),
        )
        for one in chosen
    ]
    for one, task in zip(chosen, tasks, strict=True):
        # Not the task's argument: Inspect would take it for another task and begin anew.
        task.epochs = epochs[one.name]
    return tasks, sum(len(task.dataset) * epochs[one.name] for one, task in zip(chosen, tasks, strict=True))


def _refuse_fewer(logs: Path, epochs: Mapping[str, int]) -> None:
    """Refuse fewer epochs than a log has: Inspect would put a log without the others in its place."""
    for path in log_files(logs):
        header = read_header(path).eval
        asked, held = epochs.get(header.task.removeprefix(PREFIX)), header.config.epochs or 1
        if asked is not None and asked < held:
            raise OvertError(
                f"--logs {logs} holds plays of {held} epochs ({path.name}), and {asked} would drop some of them; "
                f"give --epochs {held} or more, or another directory"
            )


def _environments(request: Request, one: AnyEvaluation) -> dict[str, Any]:
    wanted = request.environments
    if wanted is None:
        return {}
    if isinstance(wanted, int):
        return {"environments": wanted}
    mine = [i for i in wanted if i.partition("/")[0] == one.name]
    if not mine:
        raise OvertError(
            f"--environments names none of {one.name}; leave that evaluation out, or give its ids too"
        )
    return {"environments": mine}


def ledger_of(request: Request) -> Ledger | None:
    """Return a sitting's ledger; None where nothing is bounded.

    Raises:
        OvertError: a cost is bounded and the model's price is not known.
    """
    if request.budget == Budget():
        return None
    if request.budget.cost is not None:
        for model in (request.model, *request.roles.values()):
            info = get_model_info(model)
            if info is None or info.cost is None:
                raise OvertError(
                    f"--budget-cost: the price of {model} is not known; bound the run by --budget-tokens"
                )
    return Ledger(request.budget)


def _play(request: Request, tasks: list[Task], display: Display) -> None:
    together = 64 if request.model.startswith(LOCAL) else None
    config = GenerateConfig.model_validate({"max_retries": MAX_RETRIES, **_generate(request)})
    _, logs = eval_set(
        tasks,
        log_dir=str(request.logs),
        model=request.model,
        model_args=request.model_args,
        model_roles=checked(request.roles) or None,
        # Inspect would begin a failed task anew ten times at once; here the next sitting does it once.
        retry_attempts=1,
        retry_immediate=False,
        retry_on_error=1,
        fail_on_error=True,
        continue_on_fail=True,
        max_samples=together,
        max_tasks=2 if together else None,
        ctl_server=False,
        display=display,
        **config.model_dump(exclude_none=True),
    )
    for log in logs:
        if log.error is not None:
            raise RuntimeError(log.error.message)
    # Stopped by Ctrl-C, Inspect returns what was finished as if it had been all.
    if len(logs) < len(tasks):
        raise KeyboardInterrupt


def _generate(request: Request) -> dict[str, Any]:
    unknown = [key for key in request.generate if key not in GenerateConfig.model_fields]
    if unknown:
        raise OvertError(f"-G {unknown[0]}: no such setting of a call; see `inspect eval --help`")
    return request.generate


def _ran(logs: Path, planned: int, skipped: tuple[Skipped, ...]) -> Ran:
    """Count the plays in the logs; what their pairs decide is scored."""
    plays = decide_pairs(read_plays(logs))
    errored = plays.filter(pl.col("status") == "errored").height
    read = (pl.col("status") == "scored") | scored_twin()
    scored = plays.filter(read).height
    why = Counter((reason or "no reason given").strip().split("\n")[0] for reason in plays.filter(~read)["reason"])
    return Ran(
        logs=str(logs),
        plays=plays.height,
        scored=scored,
        unscored=plays.height - scored - errored,
        errored=errored,
        not_run=max(0, planned - plays.height),
        skipped=skipped,
        reasons=dict(why.most_common()),
    )
