"""Asking models by plays whether a term comes of their context or of their parameters, model by model."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from overt.detect.terms.exposure import Exposure, Said, exposure, read_training_plays, said, used
from overt.detect.terms.probe import PLACES, Place, Probe, Sampled, change, probe
from overt.detect.terms.words import words
from overt.errors import OvertError
from overt.evaluations import AnyEvaluation, evaluation, suite
from overt.intervene.planting import Planted
from overt.play.role import Role
from overt.run.roles import InspectRoles
from overt.world.environment import Environment, Length
from overt.world.messages import Frozen
from overt.world.rendering import seeded

LOCAL = ("organism/", "local/")
TOKENS = 256
"""For one turn, as in `overt run`."""
Say = Callable[[str], None]


class Probing(NamedTuple):
    """What is asked: the forms of a term, of which models, by which plays.

    `training` are folders of trainings, whose models are asked too, or files of training plays.
    """

    term: str
    forms: tuple[str, ...]
    sentence: str
    models: tuple[str, ...] = ()
    training: tuple[Path, ...] = ()
    places: tuple[Place, ...] = PLACES
    other: str | None = None
    evaluations: tuple[str, ...] = ()
    environments: int | None = None
    epochs: int = 2
    turns: int | None = 4
    length: Length = "short"
    bar: float = 0.0
    least: float = 1.0
    seed: int = 0


class Checkpoint(Frozen):
    """A model and what its plays say; `step` is of its stage in a training, where it is of one."""

    model: str
    stage: str | None
    step: int | None
    probe: Probe


class Change(Frozen):
    """By how much a rate rose from the first model to the last, per 1,000 words, and its interval."""

    condition: str
    difference: float
    low: float
    high: float


class Learned(Frozen):
    """Where the term stood in training plays."""

    source: str
    stood: str
    exposure: Exposure


class Probed(Frozen):
    """The answers for every model, in order, and where the term stood in training, if its data were given."""

    term: str
    other: str
    sentence: str
    checkpoints: tuple[Checkpoint, ...]
    changes: tuple[Change, ...]
    training: tuple[Learned, ...]


class _Asked(NamedTuple):
    model: str
    stage: str | None = None
    step: int | None = None


def probing(wanted: Probing, say: Say) -> Probed:
    """Play every model in every condition and compare.

    Raises:
        OvertError: there is no model to ask, one cannot be played, or none of its plays thinks.
    """
    if "{term}" not in wanted.sentence:
        raise OvertError(f"--sentence {wanted.sentence!r} does not say where the term goes; write {{term}} in it")
    asked = [_Asked(name) for name in wanted.models]
    asked += [one for path in wanted.training if path.is_dir() for one in _trained(path)]
    if not asked:
        raise OvertError("--probe needs a model; name one by --model, or a training's folder by --training")
    other = wanted.other or other_word(wanted.forms, wanted.seed)
    learned = tuple(_learned(wanted.forms, path) for path in wanted.training)
    found: list[Checkpoint] = []
    for one in asked:
        plays = sampled(wanted, other, _players(one.model, say), _places(one.model, wanted.places))
        answer = probe(wanted.term, plays, bar=wanted.bar, least=wanted.least)
        say(f"{one.model}: {answer.verdict}")
        found.append(Checkpoint(model=one.model, stage=one.stage, step=one.step, probe=answer))
    return Probed(
        term=wanted.term,
        other=other,
        sentence=wanted.sentence,
        checkpoints=tuple(found),
        changes=tuple(_changes(found[0].probe, found[-1].probe)) if len(found) > 1 else (),
        training=learned,
    )


def other_word(forms: Sequence[str], seed: int) -> str:
    """Return an invented word of about the term's length, to stand where the term does in half of the plays."""
    rng = seeded("other word", *forms, seed)
    return next(word for word in _invented(rng, len(forms[0])) if word not in forms)


def _invented(rng: random.Random, length: int) -> Iterator[str]:
    while True:
        letters = (rng.choice("aeiou" if place % 2 else "bdfgklmnprstvz") for place in range(max(4, length)))
        yield "".join(letters)


Play = Callable[[Sequence[Planted]], None]
"""Plays these to their end, each by the draws that its seed gives."""


def sampled(wanted: Probing, other: str, play: Play, places: Iterable[Place]) -> list[Sampled]:
    """Play every environment with either word at every place; return what was thought after."""
    episodes = [
        (
            Planted(
                family,
                environment,
                place=place,
                sentence=wanted.sentence.format(term=wanted.forms[0] if planted else other),
                seed=wanted.seed + epoch,
                length=wanted.length,
                most=wanted.turns,
            ),
            planted,
        )
        for family, environment in _environments(wanted)
        for epoch in range(wanted.epochs)
        for place in places
        for planted in (True, False)
    ]
    play([episode for episode, _ in episodes])
    return [_counted(episode, planted, wanted.forms, other) for episode, planted in episodes]


def _counted(episode: Planted, planted: bool, forms: Sequence[str], other: str) -> Sampled:
    thoughts = episode.thoughts
    return Sampled(
        environment=episode.environment.id,
        place=episode.place,
        planted=planted,
        words=sum(len(words(text)) for text in thoughts),
        uses=sum(used(forms, text) for text in thoughts),
        of_other=sum(used((other,), text) for text in thoughts),
    )


def _environments(wanted: Probing) -> Iterator[tuple[AnyEvaluation, Environment[Any]]]:
    families = [evaluation(name) for name in wanted.evaluations] or list(suite().values())
    for family in families:
        for environment in family.environments("report")[: wanted.environments]:
            yield family, environment


def _places(model: str, places: Sequence[Place]) -> tuple[Place, ...]:
    """Return the places that a model's context can be changed at: only of ours can a thought be."""
    return tuple(place for place in places if place != "reasoning" or model.startswith(LOCAL))


def _players(model: str, say: Say) -> Play:
    return local_player(model) if model.startswith(LOCAL) else _by_role(model, say)


def local_player(name: str) -> Play:
    """Return what plays by a local model, as `overt run` samples it.

    Raises:
        OvertError: there is no such model.
    """
    from overt.organism.location import model_folder

    folder = model_folder(name)
    from overt.sampling import LocalModel
    from overt.sampling.plays import play_all

    model = LocalModel.load(folder)
    strict = name.startswith("organism/")

    def play(episodes: Sequence[Planted]) -> None:
        jobs = [(episode, episode.seed) for episode in episodes]
        play_all(model, jobs, _ended, temperature=model.temperature, max_new_tokens=TOKENS, strict=strict)

    return play


def _ended(_number: int, _episode: object, _player: object) -> None:
    """All are read when the last has ended."""


def _by_role(name: str, say: Say) -> Play:
    def play(episodes: Sequence[Planted]) -> None:
        failed: list[str] = []

        def finished(_number: int, _episode: object, reason: str | None) -> None:
            failed.extend([reason] if reason else [])

        InspectRoles().play(Role(model=name), list(episodes), finished)
        if failed:
            say(f"{name}: {len(failed)} of {len(episodes)} plays ended early; the first: {failed[0]}")

    return play


def _trained(folder: Path) -> Iterator[_Asked]:
    """Yield the model that a training began with, and those that it saved."""
    from overt.train.checkpoints import read_training, saved

    base = read_training(folder).model
    kind = base.partition("/")[0]
    yield _Asked(base, step=0)
    for one in saved(folder):
        yield _Asked(f"{kind}/{one.path}", stage=one.stage, step=one.step)


def _learned(forms: Sequence[str], path: Path) -> Learned:
    found = exposure(forms, _training_plays(path))
    return Learned(source=str(path), stood=found.stood, exposure=found)


def _training_plays(path: Path) -> Iterator[list[Said]]:
    if not path.is_dir():
        yield from read_training_plays(path)
        return
    from overt.train.conversations import from_training

    files = sorted(path.glob("rollouts-*.jsonl"))
    if not files:
        raise OvertError(f"{path} holds no plays of a training (rollouts-….jsonl); give its data as a file")
    for file in files:
        for rollout, decision in from_training(file):
            if decision.kept:
                yield list(said(rollout.messages))


def _changes(first: Probe, last: Probe) -> Iterator[Change]:
    difference, low, high = change(first.nowhere, last.nowhere)
    yield Change(condition="nowhere", difference=difference, low=low, high=high)
    for one, other in zip(first.exposed, last.exposed, strict=True):
        difference, low, high = change(one.there, other.there)
        yield Change(condition=one.place, difference=difference, low=low, high=high)
