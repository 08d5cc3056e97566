"""Interventions as Inspect runs: an arm is a task, a continuation a sample, its verdict read as any play's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from inspect_ai import Task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import GenerateConfig
from inspect_ai.solver import Generate, Solver, TaskState, solver

from overt.detect.readings import LEXICAL
from overt.intervene.arms import Arm, Plan
from overt.intervene.edit import opened, play_on
from overt.intervene.sources import Name
from overt.measure.causes import Result
from overt.measure.table import SCRIPT
from overt.providers.current import CURRENT
from overt.providers.local import letting_go
from overt.run.budget import playing
from overt.run.complaints import explained
from overt.run.directory import claimed, prepare, sweep
from overt.run.intended import Asked, Intended, Sources, intention
from overt.run.logs import Log, finished, logs_of
from overt.run.runner import Display, Request, ledger_of, play_tasks
from overt.run.scorer import METRICS, verdict
from overt.run.solver import CutShortError, InspectPlayer, restored
from overt.run.speaking import USER
from overt.run.tables import SCORER, Play
from overt.run.user import Speaker
from overt.world.messages import Assistant
from overt.world.rendering import seeded

PREFIX = "overt-intervene/"
GAVE_UP = "the thought came back every time it was drawn again"


class Intervened(NamedTuple):
    """The intention, and the continuations that are in the logs."""

    intended: Intended
    results: tuple[Result, ...]
    not_run: int


def intervene(asked: Asked, *, display: Display = "none") -> Intervened:
    """Play the continuations, or go on with them where they are; finished ones are never repeated.

    Raises:
        OvertError: the logs hold no play to start from, mix models or conditions, or `out` belongs to another
            request; or whatever keeps a run from going on.
        KeyboardInterrupt: it was stopped; the same request goes on.
    """
    found = Sources(asked.logs, asked.model)
    with letting_go(), claimed(asked.out, "--out"), explained(found.model, asked.out, "--out"):
        prepare(asked.out, PREFIX, "--out")
        intended = intention(asked, found)
        request = Request(
            model=found.model,
            logs=asked.out,
            budget=asked.budget,
            model_args=asked.model_args,
            generate=asked.generate,
            roles={} if found.condition.user == SCRIPT else {USER: found.condition.user},
        )
        tasks = [_task(arm, intended, found) for arm in asked.arms if any(p.arm == arm for p in intended.plans)]
        play_tasks(request, tasks, ledger_of(request), display)
        sweep(asked.out)
        results = tuple(read_results(asked.out))
    return Intervened(intended, results, len(intended.plans) - len(results))


def read_results(out: Path) -> list[Result]:
    """Return the continuations in a directory's logs.

    Raises:
        OvertError: a log cannot be read, or there is none of ours.
    """
    return [one for log in logs_of(out, PREFIX) for one in _results(log)]


def _task(arm: Arm, intended: Intended, found: Sources) -> Task:
    mine = [plan for plan in intended.plans if plan.arm == arm]
    named = zip(_names(mine, found), mine, strict=True)
    return Task(
        name=f"{PREFIX}{arm}",
        dataset=MemoryDataset(
            [_sample(n, plan, intended, found.play(plan.source)) for n, plan in named], name=arm
        ),
        solver=continue_play(intended.on, found.play, own=not intended.whole_turns),
        scorer=verdict(),
        metrics=dict(METRICS),
        config=GenerateConfig(fail_on_refusal=True),
        metadata={"on": intended.on, "arm": arm},
    )


def _names(plans: Sequence[Plan], found: Sources) -> list[str]:
    """Return a name for each continuation of an arm; where plays in several logs would have one, it says which."""
    seeds = [found.play(plan.source).row["seed"] for plan in plans]
    plain = [f"{p.sample}@{s}.{p.epoch}+{p.copy_number}" for p, s in zip(plans, seeds, strict=True)]
    times = Counter(plain)
    return [
        name if times[name] == 1 else f"{name} in {Path(plan.log).stem}"
        for name, plan in zip(plain, plans, strict=True)
    ]


def _sample(name: str, plan: Plan, intended: Intended, source: Play) -> Sample:
    row = source.row
    return Sample(
        id=name,
        input=name,
        metadata={
            "plays": row["sample"],
            "environment": row["environment"],
            "evaluation": row["evaluation"],
            "twin": False,
            "seed": row["seed"],
            "play_seed": row["seed"],
            "length": row["length"],
            "spec": row["spec"],
            **({} if row["user"] == SCRIPT else {USER: row["user"]}),
            "source_log": Path(plan.log).name,
            "plan": plan.model_dump(mode="json"),
            "draw": seeded("intervene", intended.seed, plan.arm, name).getrandbits(62),
        },
    )


@solver(name="continue_play")
def continue_play(on: str, source: Callable[[Name], Play], *, own: bool) -> Solver:
    """Restore a play up to its cut, edit the thought there, and let the model play on.

    `own`: the provider is one of ours and takes a seed for its draws.
    """
    detector = LEXICAL[on]

    def shows(reasoning: str) -> bool:
        return next(iter(detector(reasoning)), None) is not None

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        with playing(state.sample_id, state.epoch):
            plan = Plan.model_validate(state.metadata["plan"])
            messages = source(plan.source).messages
            episode = restored(state, messages, plan.cut.turn)
            cut = [message for message in messages if isinstance(message, Assistant)][plan.cut.turn]
            CURRENT.set(episode)
            player = InspectPlayer(state, episode, seed=state.metadata["draw"] if own else None)
            try:
                trail = await play_on(
                    episode,
                    player,
                    opened(cut.reasoning, plan),
                    shows,
                    silently=plan.arm == "remove",
                    inserted=plan.sentence,
                    carry_out=player.carry_out,
                    speak=Speaker(state),
                )
            except CutShortError as short:
                state.metadata["stopped"] = str(short)
                return state
        if trail.gave_up:
            state.metadata["stopped"] = GAVE_UP
        state.metadata |= {
            "draws": trail.draws,
            "came_back": trail.came_back,
            "later": trail.later,
            "shown": trail.shown,
            "gave_up": trail.gave_up,
        }
        return state

    return solve


def _results(log: Log) -> list[Result]:
    found: list[Result] = []
    for summary in finished(log):
        about = summary.metadata
        plan = Plan.model_validate(about["plan"])
        score = (summary.scores or {}).get(SCORER)
        read = (score.metadata if score else None) or {}
        outcome = read.get("outcome", "unscored")
        reason = summary.error or read.get("reason") or "the log holds no verdict"
        found.append(
            Result(
                arm=plan.arm,
                source=plan.source,
                pair=plan.pair,
                covert=None if outcome == "unscored" else outcome == "covert",
                reason=reason if outcome == "unscored" else None,
                draws=about.get("draws", 0),
                came_back=about.get("came_back", 0),
                later=about.get("later", 0),
                shown=bool(about.get("shown", False)),
                gave_up=bool(about.get("gave_up", False)),
            )
        )
    return found
