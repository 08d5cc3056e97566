"""Plays by a teacher, any model that Inspect knows, in place of the plays of the model that is trained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from overt.errors import OvertError
from overt.play import Episode
from overt.play.role import Role, Roles
from overt.train.config import Rollouts
from overt.train.plays import Rollout, appending, read_lines, read_rollouts
from overt.train.rollouts import schedule, training_environments
from overt.world.messages import Frozen, Message


class Failed(Frozen):
    """A play that did not end: where, why, and how far it came."""

    environment: str
    seed: int
    player: str
    reason: str
    messages: tuple[Message, ...]


def roll_out_by(
    teacher: Role,
    roles: Roles,
    families: Sequence[str],
    plan: Rollouts,
    *,
    seed: int,
    out: Path,
    again: bool,
    progress: Callable[[int, int], None],
) -> list[Rollout]:
    """Let a teacher play the schedule and return what ended; each finished play is a line of `out`.

    A play that is there is not played again. Failed plays are lines of the file beside it that ends in
    `.failed.jsonl`; with `again` these are played once more.

    Raises:
        OvertError: more plays failed than `plan.failures` allows, or a line cannot be read.
    """
    todo = list(schedule(training_environments(families), plan, seed))
    beside = out.with_suffix(".failed.jsonl")
    done = {(r.environment, r.seed): r for r in read_rollouts(out)}
    failed = {(f.environment, f.seed): f for f in read_lines(beside, Failed)}
    if again:
        failed.clear()
        beside.unlink(missing_ok=True)
    waiting = [one for one in todo if (one[1].id, one[2]) not in done.keys() | failed.keys()]
    episodes = [Episode(f, e, seed=s, length=plan.length, spec=plan.spec) for f, e, s in waiting]
    with appending(out) as good, appending(beside) as bad:

        def finished(_: int, episode: Episode, reason: str | None) -> None:
            key = episode.environment.id, episode.seed
            if reason is None:
                done[key] = _rollout(episode, teacher.model)
                good.write(done[key].model_dump_json() + "\n")
                good.flush()
            else:
                failed[key] = _failed(episode, teacher.model, reason)
                bad.write(failed[key].model_dump_json() + "\n")
                bad.flush()
            progress(len(done) + len(failed), len(todo))

        roles.play(teacher, episodes, finished)
    _refuse_many(list(failed.values()), len(todo), plan.failures, beside)
    return [done[e.id, s] for _, e, s in todo if (e.id, s) in done]


def _rollout(episode: Episode, player: str) -> Rollout:
    return Rollout(
        environment=episode.environment.id,
        seed=episode.seed,
        spec=episode.spec,
        length=episode.length,
        player=player,
        messages=tuple(episode.messages),
    )


def _failed(episode: Episode, player: str, reason: str) -> Failed:
    return Failed(
        environment=episode.environment.id,
        seed=episode.seed,
        player=player,
        reason=reason,
        messages=tuple(episode.messages),
    )


def _refuse_many(failed: Sequence[Failed], total: int, allowed: float, path: Path) -> None:
    if len(failed) > allowed * total:
        raise OvertError(
            f"{len(failed)} of {total} plays of the teacher failed ({failed[0].reason}; all are in {path.name}); "
            "the same command plays them again, or allow more by rollouts.failures"
        )
