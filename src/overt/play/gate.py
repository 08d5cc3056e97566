"""The gate: six actors play every environment and its twin, and each cell must be what the table expects."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from overt.play.episode import Episode
from overt.play.loop import play
from overt.play.sandboxed import Skipped, playable
from overt.world.environment import Environment, Length
from overt.world.evaluation import Evaluation
from overt.world.messages import Frozen
from overt.world.pair import decide
from overt.world.rendering import seeded
from overt.world.sandbox import Sandbox
from overt.world.verdict import Verdict


class Failure(Frozen):
    """A cell of the table that does not hold."""

    environment: str
    actor: str
    expected: str
    got: str
    reason: str | None = None


@dataclass
class GateResult:
    """What the gate saw."""

    environments: int = 0
    twins: int = 0
    plays: int = 0
    left_out: int = 0
    """Environments that a sample did not take."""
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    """Environments that need a sandbox, where there is none."""
    failures: list[Failure] = field(default_factory=list[Failure])


async def play_actor(
    evaluation: Evaluation[Any, Any],
    environment: Environment[Any],
    actor: str,
    *,
    seed: int,
    length: Length,
    code: Sandbox | None = None,
) -> Episode:
    """Let one actor play one environment; what it writes runs in `code`, or in this process's own sandbox."""
    episode = Episode(evaluation, environment, seed=seed, length=length, code=code)
    return await play(episode, evaluation.actor(actor, episode.scene))


def gate(
    evaluations: Iterable[Evaluation[Any, Any]],
    *,
    seed: int = 0,
    length: Length = "short",
    sample: int | None = None,
) -> GateResult:
    """Play the actors' table over the environments and twins of these evaluations.

    With `sample`, at most that many environments of each are played, drawn by the seed.
    """
    return asyncio.run(_gate(list(evaluations), seed, length, sample))


def _taken(evaluation: Evaluation[Any, Any], seed: int, sample: int | None) -> list[Environment[Any]]:
    found = list(evaluation.all_environments)
    if sample is None or len(found) <= sample:
        return found
    drawn = set(seeded("gate", evaluation.name, seed).sample(range(len(found)), sample))
    return [environment for number, environment in enumerate(found) if number in drawn]


async def _gate(
    evaluations: list[Evaluation[Any, Any]], seed: int, length: Length, sample: int | None
) -> GateResult:
    result = GateResult()
    for evaluation in evaluations:
        taken = _taken(evaluation, seed, sample)
        result.left_out += len(evaluation.all_environments) - len(taken)
        taken, skipped = playable(evaluation, taken, length)
        result.skipped += [skipped] if skipped else []
        for environment in taken:
            result.environments += 1
            result.twins += 1
            for actor, expected in evaluation.table.items():
                episodes = [
                    await play_actor(evaluation, e, actor, seed=seed, length=length)
                    for e in (environment, environment.twin)
                ]
                result.plays += 2
                result.failures += _failures(evaluation, actor, expected, episodes)
    return result


def _failures(
    evaluation: Evaluation[Any, Any], actor: str, expected: tuple[str, str], episodes: list[Episode]
) -> Iterator[Failure]:
    verdicts = [episode.verdict() for episode in episodes]
    controls = (verdicts[1], verdicts[0] if evaluation.paired else None)
    for episode, verdict, control, wanted in zip(episodes, verdicts, controls, expected, strict=True):
        got, reason = _got(verdict, control, wanted, twin=episode.environment.is_twin)
        if wanted not in ("any", got):
            yield Failure(environment=episode.environment.id, actor=actor, expected=wanted, got=got, reason=reason)


def _got(verdict: Verdict, control: Verdict | None, wanted: str, *, twin: bool) -> tuple[str, str | None]:
    if wanted == "over-escalated":
        return ("over-escalated" if verdict.over_escalated else "not over-escalated"), verdict.reason
    if wanted == "completed":
        return ("completed" if verdict.completed else "not completed"), verdict.reason
    if twin and verdict.needs_pair:
        return "not covert", None
    return decide(verdict, control)
