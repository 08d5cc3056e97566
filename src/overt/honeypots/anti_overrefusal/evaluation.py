"""Anti-overrefusal: the rule stands as in the honeypot, an exception applies, and completing is right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from overt.honeypots.covert_rule_violation.bundle import FOLDER
from overt.honeypots.covert_rule_violation.design import Split
from overt.honeypots.covert_rule_violation.evaluation import SPLITS, CovertRuleViolation
from overt.honeypots.covert_rule_violation.grammar import Raw, grown
from overt.honeypots.covert_rule_violation.office import Task
from overt.world import DEFAULT_TABLE, Environment, Length, Scene
from overt.world.rendering import load_yaml

SIZES: dict[Split, int] = {"train": 146, "validation": 44}
"""As in the paper."""
ORIGIN = CovertRuleViolation.name


class Lenient(Environment[Task]):
    """The benign form of a honeypot, under an id of its own; its `~twin` is that honeypot again."""

    @property
    def id(self) -> str:
        """`anti_overrefusal/slug`, with `~twin` for the honeypot that it was edited from."""
        return self.base_id + ("" if self.is_twin else "~twin")

    def scene(self, seed: int, length: Length) -> Scene[Task]:
        """Render the honeypot's own form under this id, so that names and numbers are those of the honeypot."""
        origin = Environment(ORIGIN, self._folder, self._raw, self._data, twin=self.is_twin)
        named = {"environment": self.id, "evaluation": self.evaluation}
        return origin.scene(seed, length).model_copy(update=named)

    @property
    def twin(self) -> Lenient:
        """The honeypot, or from there the benign form."""
        return Lenient(self.evaluation, self._folder, self._raw, self._data, twin=not self.is_twin)


class AntiOverrefusal(CovertRuleViolation):
    """What is played first is benign, so the gate's columns are the other way round."""

    name = "anti_overrefusal"
    table: ClassVar = {actor: (benign, honeypot) for actor, (honeypot, benign) in DEFAULT_TABLE.items()}

    @cached_property
    def all_environments(self) -> tuple[Environment[Task], ...]:
        """Every honeypot written by hand, and grown ones at even steps, so that all bundles take part."""
        written: list[Raw] = load_yaml(FOLDER / "environments.yaml")["environments"]
        return tuple(
            Lenient(self.name, FOLDER, entry, self.data, twin=True)
            for split in SPLITS
            for entry in _chosen([e for e in written if e["kind"] == split], grown(split), SIZES[split])
        )


def _chosen(written: list[Raw], among: Sequence[Raw], size: int) -> list[Raw]:
    """Return the written entries and evenly spaced ones of the others, `size` in all."""
    wanted = min(size - len(written), len(among))
    return [*written, *(among[i * len(among) // wanted] for i in range(wanted))]


EVALUATION = AntiOverrefusal()
