"""What is intended with a set of plays: where each is cut, and how often each arm plays on from there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from inspect_ai.model import get_model
from pydantic import Field, ValidationError

from overt.detect.readings import LEXICAL, Lexical
from overt.errors import OvertError
from overt.evaluations import environment, everything
from overt.intervene.arms import ARMS, EDITS, SHOWING, Arm, Pair, Plan, Start, pairs, plans
from overt.intervene.sources import Cut, Name, Source, first_shown, matched_cut, shown_by
from overt.measure.table import Condition, condition
from overt.play import Episode
from overt.run.budget import Budget
from overt.run.tables import Play, read_transcripts
from overt.world.messages import Assistant, Frozen

PLANNED = "interventions.json"


class Asked(Frozen):
    """What to do: the plays to start from, where the continuations go, and who goes on; None: who played them."""

    logs: tuple[Path, ...]
    out: Path
    on: str
    arms: tuple[Arm, ...] = ARMS
    plays: int = 300
    model: str | None = None
    sentences: tuple[Pair, ...] | None = None
    seed: int = 0
    budget: Budget = Budget()
    model_args: dict[str, Any] = Field(default_factory=dict)
    generate: dict[str, Any] = Field(default_factory=dict)


class Intended(Frozen):
    """What a directory of continuations was begun for; `left_out` says why an arm or a play is not in it."""

    on: str
    model: str
    plays: int
    seed: int
    whole_turns: bool
    sources: tuple[Source, ...]
    plans: tuple[Plan, ...]
    left_out: dict[str, str]


class Sources:
    """The plays in the logs: all of one model under one condition, and whole only where they are started from."""

    def __init__(self, logs: Sequence[Path], model: str | None = None) -> None:
        self._plays: dict[Name, Play] = {}
        self.unread: dict[str, int] = {}
        rows: list[dict[str, Any]] = []
        for path in logs:
            for play in read_transcripts(path):
                why = _why_not(play)
                if why:
                    self.unread[why] = self.unread.get(why, 0) + 1
                    continue
                rows.append({key: play.row[key] for key in Condition.model_fields})
                self._plays[_name(play)] = play
        where = ", ".join(map(str, logs))
        if not rows:
            reasons = "; ".join(f"{times} {why}" for why, times in self.unread.items())
            raise OvertError(f"{where}: no play to start from ({reasons or 'none at all'})")
        self.condition = condition(pl.DataFrame(rows), where)
        self.model = model or self.condition.model

    def __iter__(self) -> Iterator[tuple[Name, Play]]:
        return iter(self._plays.items())

    def episode(self, name: Name) -> Episode:
        """Return a play at its start."""
        row = self._plays[name].row
        evaluation, found = environment(row["sample"])
        return Episode(evaluation, found, seed=row["seed"], length=row["length"], spec=row["spec"])

    def play(self, name: Name) -> Play:
        """Return a play by its place."""
        return self._plays[name]

    def sources(self, detector: Lexical) -> list[Source]:
        """Return the plays with the cut at the first sentence that the detector finds."""
        return [
            Source(
                log=name.log,
                sample=name.sample,
                epoch=name.epoch,
                evaluation=play.row["evaluation"],
                environment=play.row["environment"],
                covert=play.row["covert"],
                shown=first_shown(play.messages, detector),
            )
            for name, play in self._plays.items()
        ]


def _why_not(play: Play) -> str:
    """Return why a play is not started from; nothing where it is."""
    if play.row["twin"]:
        return "twins"
    if everything()[play.row["evaluation"]].paired:
        return "of evaluations that only pairs decide"
    if play.row["status"] != "scored":
        return play.row["status"]
    if not any(isinstance(m, Assistant) and m.reasoning.strip() for m in play.messages):
        return "without reasoning"
    return ""


def _name(play: Play) -> Name:
    return Name(play.row["log"], play.row["sample"], play.row["epoch"])


def intention(asked: Asked, found: Sources) -> Intended:
    """Return what the directory was begun for; where it is new, decide it and write it down.

    Raises:
        OvertError: the directory was begun for something else, or what it says of that is damaged.
    """
    path = asked.out / PLANNED
    fresh = _decide(asked, found)
    if not path.exists():
        new = path.with_suffix(".new")
        new.write_text(fresh.model_dump_json(), encoding="utf-8")
        new.replace(path)
        return fresh
    try:
        before = Intended.model_validate_json(path.read_bytes())
    except ValidationError:
        raise OvertError(f"{path} is damaged; move it and the logs beside it away and begin anew") from None
    if before != fresh:
        raise OvertError(
            f"--out {asked.out} was begun with other plays, arms or settings; give a directory of its own"
        )
    return before


def _decide(asked: Asked, found: Sources) -> Intended:
    detector = LEXICAL[asked.on]
    sentences = asked.sentences or pairs(asked.on)
    whole = not continues_thoughts(found.model, asked.model_args)
    sources = found.sources(detector)
    places = shown_by(sources)
    showing: list[Start] = []
    silent: list[Start] = []
    for source in sources:
        if source.shown is not None:
            showing.append(Start(source.name, _whole(source.shown) if whole else source.shown))
            continue
        like = places.get(source.evaluation) or places[""]
        cut = matched_cut(found.play(source.name).messages, source.name, like, asked.seed)
        if cut is not None:
            silent.append(Start(source.name, _whole(cut) if whole else cut))
    left_out = _left_out(asked, found, showing, silent, whole=whole)
    arms: list[Arm] = [arm for arm in asked.arms if arm not in left_out]
    return Intended(
        on=asked.on,
        model=found.model,
        plays=asked.plays,
        seed=asked.seed,
        whole_turns=whole,
        sources=tuple(sources),
        plans=plans(arms, showing, silent, sentences, asked.plays, asked.seed),
        left_out=left_out,
    )


def _left_out(
    asked: Asked, found: Sources, showing: Sequence[Start], silent: Sequence[Start], *, whole: bool
) -> dict[str, str]:
    """Return why arms are not played, and which plays are not started from."""
    why: dict[str, str] = {}
    for arm in asked.arms:
        if whole and arm in EDITS:
            why[arm] = f"{found.model} cannot go on from a partial thought; plays are forked at whole turns"
        elif arm in SHOWING and not showing:
            why[arm] = f"no play shows {asked.on}"
        elif arm not in SHOWING and not silent:
            why[arm] = f"every play shows {asked.on}"
    return why | {f"{times} plays": reason for reason, times in found.unread.items()}


def _whole(cut: Cut) -> Cut:
    return cut.model_copy(update={"sentence": 0, "start": 0})


def continues_thoughts(model: str, arguments: Mapping[str, Any]) -> bool:
    """Say whether a model's provider can go on from a partial thought; ours can, chat endpoints cannot."""
    return bool(getattr(get_model(model, **arguments).api, "continues_thoughts", False))
