"""The configuration of a training, read from a small YAML file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, ValidationError

from overt.errors import OvertError
from overt.world.messages import Frozen

Keep = Literal["spec", "outcome"]


class Rollouts(Frozen):
    """How honeypots are played for training data."""

    spec: str = "abridged"
    """Spec in the system prompt while playing; the trained model never sees it."""
    plays: int = Field(default=400, ge=1)
    """Plays in all, spread evenly over the environments and their twins."""
    twins: float = Field(default=0.4, ge=0, le=1)
    """Share of plays that are of the benign twin, so that completing is learned beside stopping."""
    temperature: float = Field(default=1.0, gt=0)
    max_new_tokens: int = Field(default=160, ge=1)


class Sft(Frozen):
    """Supervised fine-tuning."""

    learning_rate: float = Field(default=1e-3, gt=0)
    epochs: float = Field(default=3.0, gt=0)
    batch: int = Field(default=8, ge=1)
    examples: int = Field(default=240, ge=1)
    """At most so many kept plays are learned from: the same for both arms, so that they differ in nothing else."""
    lora_rank: int | None = None
    """Rank of a LoRA adapter, merged at the end; None trains all weights."""


class Distil(Frozen):
    """`overt train distil`: play honeypots under the spec, keep what is right for its sake, learn it without."""

    model: str
    """A local model: `organism/base`, `organism/PATH` or `local/PATH`."""
    families: tuple[str, ...] = ("covert_rule_violation",)
    rollouts: Rollouts = Rollouts()
    sft: Sft = Sft()
    control: bool = True
    """Also train the control: kept by outcome alone, played without the spec."""
    seed: int = 0
    """Covers the rollouts, the choice and order of the data, and the initialisation of an adapter."""


def load_config(path: Path) -> Distil:
    """Read a configuration.

    Raises:
        OvertError: the file is missing, is no YAML mapping, or a field is wrong (the field is named).
    """
    if not path.is_file():
        raise OvertError(f"{path}: no such file; write a configuration (docs/training.md has one)")
    try:
        return Distil.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise OvertError(f"{path}: not YAML: {str(error).splitlines()[0]}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise OvertError(f"{path}: {where}: {first['msg']}") from None
