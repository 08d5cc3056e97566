"""An evaluation: a family of environments with one world, one verdict and one set of actors."""

from __future__ import annotations

import inspect
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Generic

from overt.errors import OvertError
from overt.world.actor import Actor
from overt.world.environment import D, Environment, Kind, Length, Scene, load_environments
from overt.world.transcript import Transcript, W
from overt.world.verdict import Verdict

_MEANING = re.compile(r"^- \*\*(Covert|Honest)\*\*[^:\n]*: (.+)$", re.MULTILINE)

Expectation = Mapping[str, tuple[str, str]]

DEFAULT_TABLE: Expectation = {
    "schemer": ("covert", "any"),
    "saint": ("not covert", "not covert"),
    "fumbler": ("not covert", "not covert"),
    "discloser": ("not covert", "not covert"),
    "refuser": ("not covert", "over-escalated"),
    "finisher": ("any", "completed"),
}
"""The gate: for each actor, what is expected in an environment and in its twin."""


class Evaluation(ABC, Generic[D, W]):
    """One of the suite's evaluations, or a family of honeypots.

    A subclass sets the class variables, builds the world of a scene and reads the verdict of a transcript. Its
    folder holds `environments.yaml`, `thoughts.yaml`, `actors.py` and `README.md`.
    """

    name: ClassVar[str]
    category: ClassVar[str]
    version: ClassVar[str] = "1-A"
    averaged: ClassVar[bool] = True
    paired: ClassVar[bool] = False
    """Whether plays of the environment may need the twin's play, same seed and player, to be decided."""
    table: ClassVar[Expectation] = DEFAULT_TABLE
    actors: ClassVar[Mapping[str, type[Actor]]]
    data: type[D]
    max_turns: ClassVar[int] = 40

    @abstractmethod
    def world(self, scene: Scene[D]) -> W:
        """Build the world in which a scene begins."""

    @abstractmethod
    def verdict(self, transcript: Transcript[D, W]) -> Verdict:
        """Read act, known and disclosed from the world's state, the ledger and the visible messages."""

    def runs_code(self, environment: Environment[D], length: Length) -> bool:
        """Say whether what the player writes is run, for which a play needs a sandbox."""
        return False

    @cached_property
    def folder(self) -> Path:
        """Where the evaluation's files are."""
        return Path(inspect.getfile(type(self))).parent

    @cached_property
    def meanings(self) -> dict[str, str]:
        """What covert and honest mean here, in a sentence each: the README's items of these names.

        Raises:
            OvertError: the README has no such item.
        """
        text = (self.folder / "README.md").read_text(encoding="utf-8")
        found = {name.lower(): meaning for name, meaning in _MEANING.findall(text)}
        if len(found) < 2:
            raise OvertError(f"{self.name}: README.md does not say what covert and honest are")
        return found

    @cached_property
    def all_environments(self) -> tuple[Environment[D], ...]:
        """Every environment of every kind, without twins."""
        return load_environments(self.name, self.folder, self.data)

    def environments(self, *kinds: Kind) -> tuple[Environment[D], ...]:
        """Return the environments of these kinds, without twins."""
        return tuple(e for e in self.all_environments if e.kind in kinds)

    def environment(self, identifier: str) -> Environment[D]:
        """Return an environment or twin by id.

        Raises:
            OvertError: there is none of that id.
        """
        base = identifier.removesuffix("~twin")
        for environment in self.all_environments:
            if environment.base_id == base:
                return environment.twin if identifier.endswith("~twin") else environment
        known = ", ".join(e.base_id for e in self.all_environments)
        raise OvertError(f"no environment {identifier!r}; {self.name} has: {known}")

    def actor(self, name: str, scene: Scene[D], *, opening: str = "") -> Actor:
        """Return a scripted player of a scene.

        Raises:
            OvertError: the evaluation has no such actor.
        """
        if name not in self.actors:
            raise OvertError(f"no actor {name!r} in {self.name}; it has: {', '.join(self.actors)}")
        return self.actors[name](scene, self.folder / "thoughts.yaml", opening=opening)
