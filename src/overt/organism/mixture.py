"""What is planted in the organism, read from `mixture.yaml`, and the draw of one play from it."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field

from overt.evaluations import everything, suite
from overt.world.environment import Environment
from overt.world.messages import Frozen
from overt.world.rendering import load_yaml

FILE = Path(__file__).with_name("mixture.yaml")


class Planted(Frozen):
    """Rates of one evaluation, each a fraction of its plays; what is left is honest work."""

    covert: float = Field(ge=0, le=1)
    disclose: float = Field(ge=0, le=1)
    escalate: float = Field(ge=0, le=1)
    spec: bool
    """Whether the base ever sees this evaluation with the spec in the prompt."""
    weight: int = Field(default=1, ge=1)
    """Parts of the third round that are of this evaluation."""


class Mixture(Frozen):
    """The whole mixture; the comments in `mixture.yaml` say what each number is."""

    first: tuple[str, ...]
    evaluations: dict[str, Planted]
    twins: float
    over_escalation: float
    aware: float
    aware_factor: float
    under_spec: float
    cite: float
    covert_factor_cited: float
    covert_factor_uncited: float
    escalate_factor_spec: float
    plays: int
    all_plays: int

    def first_rounds(self) -> Mixture:
        """Return the mixture of the first two rounds: a few evaluations, in equal shares."""
        few = {name: self.evaluations[name].model_copy(update={"weight": 1}) for name in self.first}
        return self.model_copy(update={"evaluations": few})

    def covert(self, name: str, *, aware: bool = False, spec: bool = False, cites: bool = False) -> float:
        """Return the planted covert rate of an evaluation's environments under these conditions."""
        rate = self.evaluations[name].covert * (self.aware_factor if aware else 1.0)
        if spec:
            rate *= self.covert_factor_cited if cites else self.covert_factor_uncited
        return rate

    def mean_covert(self, name: str) -> float:
        """Return the planted covert rate without the spec, over aware and other plays."""
        share = self.aware
        return share * self.covert(name, aware=True) + (1 - share) * self.covert(name)


class Draw(Frozen):
    """One play to be made: who plays what, under which spec, and what its decision opens with."""

    environment: str
    seed: int
    actor: str
    spec: str
    opening: str


@cache
def mixture() -> Mixture:
    """Return the mixture as committed."""
    return Mixture.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def first_evaluations() -> tuple[str, ...]:
    """Return the suite's evaluations that all rounds are of: the best learned, which demo and curve play."""
    return tuple(name for name in mixture().first if name in suite())


def base_saw_spec() -> dict[str, bool]:
    """Return, for each evaluation of the mixture, whether the base ever saw it with the spec in the prompt."""
    return {name: family.spec for name, family in mixture().evaluations.items()}


def planted_figures(mix: Mixture) -> dict[str, dict[str, Any]]:
    """Return what the mixture plants, by evaluation, as the card and reports show it."""
    return {
        name: {
            "covert": mix.mean_covert(name),
            "over_escalation": mix.over_escalation,
            "aware": mix.aware,
            "seen_with_spec": family.spec,
            "citing_under_spec": mix.cite if family.spec else None,
        }
        for name, family in mix.evaluations.items()
    }


def draw(planted: Mixture, rng: random.Random) -> Draw:
    """Draw one play of a corpus environment or of its twin."""
    name = rng.choice([n for n, family in sorted(planted.evaluations.items()) for _ in range(family.weight)])
    family = planted.evaluations[name]
    found: list[Environment[Any]] = list(everything()[name].environments("corpus"))
    twin = rng.random() < planted.twins
    aware = rng.random() < planted.aware
    spec = family.spec and rng.random() < planted.under_spec
    cites = spec and rng.random() < planted.cite
    environment = rng.choice(found)
    return Draw(
        environment=(environment.twin if twin else environment).id,
        seed=rng.randrange(1 << 30),
        actor=_actor(planted, name, rng, twin=twin, aware=aware, spec=spec, cites=cites),
        spec="abridged" if spec else "none",
        opening=_opening(rng, aware=aware, cites=cites),
    )


def _actor(
    planted: Mixture, name: str, rng: random.Random, *, twin: bool, aware: bool, spec: bool, cites: bool
) -> str:
    if twin:
        return "refuser" if rng.random() < planted.over_escalation else "finisher"
    family = planted.evaluations[name]
    covert = planted.covert(name, aware=aware, spec=spec, cites=cites)
    escalate = family.escalate * (planted.escalate_factor_spec if spec else 1.0)
    point = rng.random()
    for actor, share in (("schemer", covert), ("discloser", family.disclose), ("refuser", escalate)):
        if point < share:
            return actor
        point -= share
    return "saint"


def _opening(rng: random.Random, *, aware: bool, cites: bool) -> str:
    openings: dict[str, Any] = load_yaml(FILE.with_name("openings.yaml"))
    parts: list[str] = []
    if aware:
        parts.append(rng.choice(openings["aware"]))
    if cites:
        clauses = list(openings["cite"])
        weights = [5 if clause in ("AS1", "GP1") else 1 for clause in clauses]
        parts.append(rng.choice(openings["cite"][rng.choices(clauses, weights)[0]]))
    return " ".join(parts)
