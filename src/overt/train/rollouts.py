"""Plays for training: the same loop as evaluation, with the tokens as they were sampled."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from overt.errors import OvertError
from overt.evaluations import AnyEvaluation, add, evaluation
from overt.honeypots.covert_rule_violation.written import Written
from overt.play import Episode, View
from overt.sampling import Completion, Conversation, LocalModel, LocalPlayer, Segment
from overt.sampling.plays import play_all
from overt.train.config import Rollouts
from overt.train.plays import Rollout, appending, read_rollouts, refuse_report_environments
from overt.world.environment import Environment
from overt.world.messages import Assistant, System


def training_environments(families: Sequence[str]) -> list[tuple[AnyEvaluation, Environment[Any]]]:
    """Return the environments of kind `train` of these families, by name or as the folder of written honeypots.

    Raises:
        OvertError: a family is unknown or has none (the evaluations of the suite have none).
    """
    names = family_names(families)
    found = [(evaluation(name), e) for name in names for e in evaluation(name).environments("train")]
    missing = set(names) - {family.name for family, _ in found}
    if missing:
        raise OvertError(f"{min(missing)} has no training environments; see `overt list --honeypot`")
    refuse_report_environments(e for _, e in found)
    return found


def family_names(families: Sequence[str]) -> list[str]:
    """Return the families' names; a folder's family is read and made known.

    Raises:
        OvertError: more than one folder is named, or it holds no written honeypots.
    """
    folders = [name for name in families if "/" in name]
    if len(folders) > 1:
        raise OvertError(f"families: {', '.join(folders)}: name one folder of written honeypots")
    for folder in folders:
        add(Written.load(Path(folder)))
    return [Written.name if name in folders else name for name in families]


def schedule(
    environments: Sequence[tuple[AnyEvaluation, Environment[Any]]], plan: Rollouts, seed: int
) -> Iterator[tuple[AnyEvaluation, Environment[Any], int]]:
    """Yield (family, environment or twin, play's seed) for every play, so many of an environment in a row.

    When all had their turn it begins again, so that each is played about equally often.
    """
    rng = random.Random(seed)
    for number in range(plan.plays):
        family, environment = environments[number // plan.per_environment % len(environments)]
        twin = rng.random() < plan.twins
        yield family, environment.twin if twin else environment, rng.randrange(1 << 31)


def roll_out(
    model: LocalModel,
    families: Sequence[str],
    plan: Rollouts,
    *,
    seed: int,
    out: Path,
    progress: Callable[[int, int], None],
) -> list[Rollout]:
    """Play the schedule in batches and return it; each finished play is a line of `out`, and is not played again.

    Raises:
        OvertError: a line of `out` that is not the last cannot be read.
    """
    todo = list(schedule(training_environments(families), plan, seed))
    done = {(r.environment, r.seed): r for r in read_rollouts(out)}
    waiting = [(f, e, s) for f, e, s in todo if (e.id, s) not in done]
    if waiting:
        before = len(done)
        new = _play(model, waiting, plan, out, lambda count: progress(before + count, len(todo)))
        done |= {(r.environment, r.seed): r for r in new}
    return [done[e.id, s] for _, e, s in todo if (e.id, s) in done]


def _play(
    model: LocalModel,
    waiting: Sequence[tuple[AnyEvaluation, Environment[Any], int]],
    plan: Rollouts,
    out: Path,
    progress: Callable[[int], None],
) -> list[Rollout]:
    rollouts: list[Rollout] = []
    jobs = [
        (Episode(family, environment, seed=seed, length=plan.length, spec=plan.spec), seed)
        for family, environment, seed in waiting
    ]
    with appending(out) as handle:

        def finished(_: int, episode: Episode, player: LocalPlayer) -> None:
            rollout = Rollout(
                environment=episode.environment.id,
                seed=episode.seed,
                spec=plan.spec,
                length=plan.length,
                messages=tuple(episode.messages),
                turns=sampled_turns(player.segments),
            )
            rollouts.append(rollout)
            handle.write(rollout.model_dump_json() + "\n")
            handle.flush()
            progress(len(rollouts))

        play_all(
            model,
            jobs,
            finished,
            temperature=plan.temperature,
            max_new_tokens=plan.max_new_tokens,
            strict=plan.strict,
        )
    return rollouts


def sampled_turns(segments: Sequence[Segment]) -> tuple[tuple[int, ...], ...]:
    """Return the ids of each turn as sampled: every run of sampled tokens is one turn."""
    return tuple(
        tuple(token for token, _ in run)
        for segment in segments
        for own, run in groupby(zip(segment.ids, segment.mask, strict=True), key=lambda pair: pair[1])
        if own
    )


def without_spec(model: LocalModel, rollout: Rollout) -> tuple[Segment, ...]:
    """Return the play's tokens as they would stand had the system prompt held no spec.

    The model's own turns keep the very ids that were sampled; only what was given to it is rendered anew.
    """
    episode = rollout.episode()
    system = System(text=episode.scene.system)
    conversation = Conversation(model)
    tools = episode.view().tools
    messages = (system, *rollout.messages[1:])
    places = [i for i, message in enumerate(messages) if isinstance(message, Assistant)]
    for place, ids in zip(places, rollout.turns, strict=False):
        conversation.prompt(View(messages=messages[:place], tools=tools))
        ended = bool(ids) and ids[-1] in model.stop
        conversation.accept(Completion(ids, (0.0,) * len(ids), "stop" if ended else "length"))
    return conversation.segments
