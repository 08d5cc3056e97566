"""Validation honeypots, played at the checkpoints of a training: where they get no better, it stops."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from transformers import AutoTokenizer, PreTrainedTokenizerBase, Trainer, TrainerCallback, TrainerState

from overt.errors import OvertError
from overt.evaluations import AnyEvaluation, evaluation
from overt.play import Episode
from overt.sampling import LocalModel
from overt.sampling.plays import play_all
from overt.train.adapters import load
from overt.train.checkpoints import STATE, newest
from overt.train.config import Validation
from overt.train.plays import appending, read_lines
from overt.train.processes import by_main
from overt.train.reward import outcome_reward
from overt.train.rollouts import family_names
from overt.world.environment import Environment, Length
from overt.world.messages import Frozen
from overt.world.rendering import seeded


class Seen(Frozen):
    """What validation honeypots showed of a checkpoint; a share is None where there was nothing to count."""

    step: int
    plays: int
    right: float | None
    """Of plays whose outcome can be told."""
    covert: float | None
    """Of scored plays, twins left out."""
    over_escalation: float | None
    """Of twins."""


class Watch:
    """Lets each checkpoint play the same validation honeypots, with the same draws, once: a line of `file`."""

    def __init__(
        self,
        plan: Validation,
        families: Sequence[str],
        *,
        twins: float,
        length: Length,
        seed: int,
        file: Path,
        say: Callable[[str], None],
        **sampled: Any,
    ) -> None:
        """`sampled` is how a turn is sampled: `temperature`, `max_new_tokens`, `strict`.

        Raises:
            OvertError: no family has validation environments.
        """
        found = validating(families)
        if not found:
            raise OvertError(f"validation: {', '.join(families)} have no validation environments; leave it out")
        rng = random.Random(seed)
        rng.shuffle(found)
        drawn = [(*found[n % len(found)], rng.random() < twins) for n in range(plan.plays)]
        self._played = [(family, e.twin if twin else e) for family, e, twin in drawn]
        self._length: Length = length
        self._plan, self._seed, self._file = plan, seed, file
        self._say, self._sampled = say, sampled

    def look(self, model: LocalModel, step: int) -> bool:
        """Play, unless this step was played; say whether training is to stop, by what was seen up to it.

        Of several processes the main one plays.
        """
        return by_main(lambda: self._look(model, step))

    def _look(self, model: LocalModel, step: int) -> bool:
        known = read_lines(self._file, Seen)
        if all(one.step != step for one in known):
            known.append(self._play(model, step))
            with appending(self._file) as handle:
                handle.write(known[-1].model_dump_json() + "\n")
            right = "none can be told" if known[-1].right is None else f"{known[-1].right:.0%} right"
            self._say(f"validation, step {step}: {known[-1].plays} plays, {right}")
        return stale([one for one in known if one.step <= step], self._plan.patience)

    def _play(self, model: LocalModel, step: int) -> Seen:
        jobs = [
            (
                Episode(family, e, seed=number, length=self._length),
                seeded("validation", self._seed, number).getrandbits(62),
            )
            for number, (family, e) in enumerate(self._played)
        ]
        play_all(model, jobs, lambda number, episode, player: None, **self._sampled)
        episodes = [episode for episode, _ in jobs]
        verdicts = [(e.environment.is_twin, e.verdict()) for e in episodes]
        paid = [reward for e in episodes if (reward := outcome_reward(e.transcript())) is not None]
        return Seen(
            step=step,
            plays=len(jobs),
            right=_share(paid),
            covert=_share([v.outcome == "covert" for twin, v in verdicts if not twin and v.outcome != "unscored"]),
            over_escalation=_share([v.over_escalated for twin, v in verdicts if twin]),
        )


class Stopping(TrainerCallback):
    """Lets a trainer's checkpoints be looked at, the model that it began with first."""

    def __init__(self, watch: Watch, tokenizer: PreTrainedTokenizerBase, name: str) -> None:
        self._watch, self._tokenizer, self._name = watch, tokenizer, name

    def on_train_begin(self, args: Any, state: Any, control: Any, **given: Any) -> None:
        """Look at what it begins with or goes on from."""
        self._look(state, control, given["model"])

    def on_save(self, args: Any, state: Any, control: Any, **given: Any) -> None:
        """Look at the checkpoint."""
        self._look(state, control, given["model"])

    def _look(self, state: Any, control: Any, module: Any) -> None:
        training = module.training
        if self._watch.look(LocalModel(module, self._tokenizer, name=self._name), int(state.global_step)):
            control.should_training_stop = True
        module.train(training)


def finish(trainer: Trainer, base: Path, folder: Path, watch: Watch | None) -> Any:
    """Train to the end, or until `watch` stops it, going on from the newest checkpoint in `folder`.

    Returns the model. Where the newest checkpoint is the one at which it is to stop, no step is made beyond it.
    """
    last = by_main(lambda: newest(folder))
    if watch is not None:
        tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
        if last is not None:
            module = load(last, base)
            state = TrainerState.load_from_json(str(last / STATE))
            if watch.look(LocalModel(module, tokenizer, name=str(last)), state.global_step):
                trainer.callback_handler.on_log(trainer.args, state, trainer.control, {})
                return module
        trainer.add_callback(Stopping(watch, tokenizer, str(base)))
    trainer.train(resume_from_checkpoint=None if last is None else str(last))
    return trainer.model


def validating(families: Sequence[str]) -> list[tuple[AnyEvaluation, Environment[Any]]]:
    """Return the validation environments of families; a folder of written honeypots has none.

    Raises:
        OvertError: a folder is no family, or more than one is named.
    """
    named = [evaluation(name) for name in family_names(families)]
    return [(family, e) for family in named for e in family.environments("validation")]


def stale(seen: Sequence[Seen], patience: int) -> bool:
    """Say whether so many checkpoints in a row were no better than the best before them.

    One of which nothing can be told is no better; the first has none before it.
    """
    best, since = -1.0, -1
    for one in sorted(seen, key=lambda one: one.step):
        better = one.right is not None and one.right > best
        best, since = (one.right or 0.0, 0) if better else (best, since + 1)
    return since >= patience


def _share(values: Sequence[float | bool]) -> float | None:
    return sum(values) / len(values) if values else None
