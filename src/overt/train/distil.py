"""Spec distillation: play honeypots under the spec, keep what is right for its sake, learn it without the spec.

Deviations from the paper: without a judge the reasoning is read lexically (`filter`), the number of rollouts,
epochs and every rate are ours (the paper gives none), and all weights are trained unless a LoRA rank is given.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from overt.errors import OvertError
from overt.play.role import Roles
from overt.sampling import LocalModel, Segment, weights_hash
from overt.sampling.beside import beside
from overt.train.checkpoints import last_step
from overt.train.config import Distil, Keep
from overt.train.filter import Decision, by_judge, decide
from overt.train.judging import judge_all
from overt.train.plays import Rollout
from overt.train.processes import by_main, count, heard
from overt.train.rendering import UnusableError, segments_of, without_reasoning
from overt.train.rollouts import roll_out, training_environments
from overt.train.sft import fine_tune
from overt.train.teaching import roll_out_by
from overt.train.validation import Watch
from overt.world.messages import Frozen


class Checkpoint(Frozen):
    """A trained model: what it was trained as, where it is, its content hash, and figures of its data."""

    step: int
    stage: str
    path: str
    hash: str
    metrics: dict[str, float]


Say = Callable[[str], None]
UNLEARNED = {"curve", "scaling", "server"}
"""Fields that may change where a training stands: they do not say what is learned."""


@dataclass(frozen=True, slots=True)
class Arm:
    """What is trained: a name, what is kept for it, and the spec under which its plays were."""

    stage: str
    keep: Keep
    spec: str


def distil(
    config: Distil, base: Path, out: Path, say: Say, roles: Roles | None = None, processes: int = 1
) -> list[Checkpoint]:
    """Train the distilled model and, beside it, the control. Stages that are finished in `out` are not repeated.

    `roles` asks the models that the configuration names by role. The arms play honeypots in so many `processes`.
    Where several were started for the training, the main one plays and filters, and all fine-tune.

    Raises:
        OvertError: `out` holds a training with another configuration, too few plays were kept, too many of a
            teacher's failed, or a batch cannot be shared out.
    """
    if config.sft.batch % count():
        raise OvertError(f"sft.batch {config.sft.batch} cannot be shared out to {count()} processes")
    training_environments(config.families)  # a wrong name leaves no folder that is of another configuration then
    by_main(lambda: begin(config, out))
    say = heard(say)
    arms = [Arm("sft", config.keep, config.rollouts.spec)]
    if config.control:
        arms.append(Arm("control", "outcome", "none"))
    work = _Distillation(config, base, out, say, roles, LocalModel.load(base))

    def play() -> dict[str, list[Rollout]]:
        if config.teacher is None and processes > 1:
            _play_beside(config, base, out, say, arms, processes)
        again = not any((out / arm.stage).exists() for arm in arms)
        return {arm.stage: work.kept(arm, again=again) for arm in arms}

    kept = by_main(play)
    size = min(config.sft.examples, *(len(rollouts) for rollouts in kept.values()))
    return [work.trained(arm, kept[arm.stage], size) for arm in arms]


def begin(config: Frozen, out: Path) -> None:
    """Make the folder of a training, with its configuration; raises as `claim` does."""
    out.mkdir(parents=True, exist_ok=True)
    claim(out / "config.json", config)


def _play_beside(config: Distil, base: Path, out: Path, say: Say, arms: Sequence[Arm], processes: int) -> None:
    """Play the honeypots of arms that are not trained yet, those of each in a process of its own."""
    files = {a.stage: out / f"rollouts-{a.stage}.jsonl" for a in arms if not (out / a.stage).exists()}
    work = [(_play, (config, base, files[a.stage], a.spec)) for a in arms if a.stage in files]
    told: dict[str, int] = {}

    def tick() -> None:
        for stage, file in files.items():
            done = file.read_bytes().count(b"\n") // 100 * 100 if file.exists() else 0
            if done > told.setdefault(stage, 0):
                told[stage] = done
                say(f"{stage}: {done} of {config.rollouts.plays} honeypot plays")

    beside(work, at_once=processes, tick=tick)


def _play(config: Distil, base: Path, file: Path, spec: str) -> None:
    plan = config.rollouts.model_copy(update={"spec": spec})

    def silent(done: int, total: int) -> None:
        """Whoever waits counts the lines."""

    roll_out(LocalModel.load(base), config.families, plan, seed=config.seed, out=file, progress=silent)


def claim(path: Path, config: Frozen) -> None:
    """Write the configuration of a training beside it. What is not learned from may differ.

    A field that the older file lacks, because it was written before there was one, counts as its default.

    Raises:
        OvertError: the file holds another one; the first field that differs is named.
    """
    if path.exists():
        differs = _difference(path, config)
        if differs:
            raise OvertError(
                f"{path.parent} holds a training with another configuration ({differs}); name another --out"
            )
    building = path.with_suffix(".building")
    building.write_text(config.model_dump_json(indent=1), encoding="utf-8")
    building.replace(path)


def _difference(path: Path, config: Frozen) -> str:
    """Return how the file differs from a configuration in what its model depends on; empty where it does not."""
    try:
        before = type(config).model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or path.name
        return f"{where}: {first['msg']}; it may be of another version or kind"
    told, new = (dict(_flat(one.model_dump(mode="json", exclude=UNLEARNED))) for one in (before, config))
    for name in [*told, *new]:
        if told.get(name) != new.get(name):
            return f"{name} was {told.get(name)}, now {new.get(name)}"
    return ""


def _flat(told: dict[str, Any], within: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in told.items():
        if isinstance(value, dict):
            yield from _flat(cast("dict[str, Any]", value), f"{within}{name}.")
        else:
            yield f"{within}{name}", value


@dataclass(frozen=True, slots=True)
class _Distillation:
    """One training: its configuration, where it lies, and the model that learns."""

    config: Distil
    base: Path
    out: Path
    say: Say
    roles: Roles | None
    model: LocalModel

    def kept(self, arm: Arm, *, again: bool) -> list[Rollout]:
        """Play and filter; both decisions on every play are written with their reason."""
        rollouts = self.rollouts(arm, again=again)
        decisions = [decide(rollout, arm.keep) for rollout in rollouts]
        if self.config.judge is not None and arm.keep == "spec":
            decisions = self.judged(arm, rollouts, decisions, again=again)
        decisions = [self.usable(r, d) for r, d in zip(rollouts, decisions, strict=True)]
        lines = "".join(d.model_dump_json() + "\n" for d in decisions)
        (self.out / f"filter-{arm.stage}.jsonl").write_text(lines, encoding="utf-8")
        kept = [r for r, d in zip(rollouts, decisions, strict=True) if d.kept]
        self.say(f"{arm.stage}: {len(kept)} of {len(rollouts)} plays kept ({_shares(decisions)})")
        if len(kept) < self.config.sft.batch:
            raise OvertError(
                f"{arm.stage}: only {len(kept)} plays were kept; raise rollouts.plays or use an abler model"
            )
        return kept

    def rollouts(self, arm: Arm, *, again: bool) -> list[Rollout]:
        """Return the plays of an arm, by the teacher where there is one."""
        config, plan = self.config, self.config.rollouts.model_copy(update={"spec": arm.spec})
        file = self.out / f"rollouts-{arm.stage}.jsonl"

        def progress(done: int, total: int) -> None:
            if done % 100 == 0 or done == total:
                self.say(f"{arm.stage}: {done} of {total} honeypot plays")

        if config.teacher is None:
            return roll_out(self.model, config.families, plan, seed=config.seed, out=file, progress=progress)
        if self.roles is None:
            raise TypeError("a teacher needs `roles` to ask it")
        return roll_out_by(
            config.teacher,
            self.roles,
            config.families,
            plan,
            seed=config.seed,
            out=file,
            again=again,
            progress=progress,
        )

    def judged(
        self, arm: Arm, rollouts: Sequence[Rollout], decisions: Sequence[Decision], *, again: bool
    ) -> list[Decision]:
        """Let the judge read the reasoning of every play that is right by its actions."""
        config, file = self.config, self.out / f"judge-{arm.stage}.jsonl"
        if config.judge is None or self.roles is None:
            raise TypeError("a judge needs `roles` to ask it")
        right = [r for r, d in zip(rollouts, decisions, strict=True) if d.outcome]
        self.say(f"{arm.stage}: {config.judge.model} reads the reasoning of {len(right)} plays")
        found = judge_all(config.judge, self.roles, right, out=file, again=again)
        silent = [j for j in found.values() if j.because is None]
        if len(silent) > config.rollouts.failures * len(right):
            raise OvertError(
                f"{len(silent)} of {len(right)} plays have no judgement ({silent[0].reason}; all are in "
                f"{file.name}); the same command asks again, or allow more by rollouts.failures"
            )
        keys = [(r.environment, r.seed) for r in rollouts]
        return [by_judge(d, found.get(key)) for d, key in zip(decisions, keys, strict=True)]

    def usable(self, rollout: Rollout, decision: Decision) -> Decision:
        """Leave out a teacher's play that the model could not have written."""
        if not decision.kept or rollout.turns:
            return decision
        try:
            segments_of(self.model, rollout)
        except UnusableError as reason:
            return decision.model_copy(update={"kept": False, "unusable": str(reason)})
        return decision

    def trained(self, arm: Arm, kept: Sequence[Rollout], size: int) -> Checkpoint:
        """Fine-tune on so many of the kept plays, unless that was done."""
        config, path = self.config, self.out / arm.stage
        chosen = random.Random(config.seed).sample(kept, size)
        if not path.exists():
            segments = to_learn(config, self.model, chosen)
            tokens = sum(sum(s.mask) for s in segments)
            whose = "of the model's tokens" if config.teacher is None else _borrowed(config.teacher.model)
            self.say(f"{arm.stage}: learning from {size} plays, {tokens:,} {whose}")
            fine_tune(
                self.base, segments, config.sft, seed=config.seed, out=path, watch=watch(config, path, self.say)
            )
        metrics = {"kept": len(kept), "learned_from": size, "own_tokens": float(config.teacher is None)}
        return Checkpoint(
            step=last_step(path), stage=arm.stage, path=str(path), hash=weights_hash(path), metrics=metrics
        )


def to_learn(config: Distil, model: LocalModel, rollouts: Sequence[Rollout]) -> list[Segment]:
    """Return the tokens of these plays as they are learned: without the spec, or thoughts if so configured."""
    learned = rollouts if config.sft.reasoning else [without_reasoning(rollout) for rollout in rollouts]
    return [segment for rollout in learned for segment in segments_of(model, rollout)]


def watch(config: Distil, path: Path, say: Say) -> Watch | None:
    """Return what decides when the training of the model at `path` stops, where the configuration has it."""
    if config.sft.validation is None:
        return None
    played = config.rollouts
    return Watch(
        config.sft.validation,
        config.families,
        twins=played.twins,
        length=played.length,
        seed=config.seed,
        file=path.with_name(f"validation-{path.name}.jsonl"),
        say=lambda text: say(f"{path.name}: {text}"),
        temperature=played.temperature,
        max_new_tokens=played.max_new_tokens,
        strict=played.strict,
    )


def _borrowed(teacher: str) -> str:
    return f"tokens of {teacher} as the model's template writes them: it did not sample these"


def _shares(decisions: Sequence[Decision]) -> str:
    right = sum(d.outcome for d in decisions)
    citing = sum(bool(d.cited) for d in decisions)
    because = sum(d.reasoning is True for d in decisions)
    aware = sum(d.aware for d in decisions)
    unusable = sum(d.unusable is not None for d in decisions)
    quoting = sum(bool(d.span) for d in decisions)
    left_out = f", {quoting} quote the spec" if quoting else ""
    left_out += f", {unusable} that the model could not have written" if unusable else ""
    return (
        f"{right} right by their actions, {citing} cite a clause, {because} reasoned from it, "
        f"{aware} say that this is a test{left_out}"
    )
