"""The trainings and ablations that `training_arms.py` compares, and where it keeps what they made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from overt.organism.mixture import first_evaluations
from overt.world.environment import Kind


class Arm(NamedTuple):
    """A model: the arm that it begins as, and the change to the defaults of the training that makes it.

    With `rollouts` alone nothing is trained: honeypots are played under that spec, for what is thought there.
    `alike` is an arm whose honeypot plays are the very same ones, which are taken from there where there are any.
    """

    shown: str
    parent: str | None = None
    distil: Mapping[str, Any] | None = None
    reinforce: Mapping[str, Any] | None = None
    spec: str = "none"
    stage: str = "sft"
    rollouts: str | None = None
    alike: str | None = None


class Wanted(NamedTuple):
    """What one call is asked for."""

    out: Path
    epochs: int
    plays: int
    steps: int
    kind: Kind = "report"


ARMS = {
    "base": Arm("base"),
    "spec": Arm("base, spec in the prompt", spec="abridged"),
    "sft": Arm("SFT", "base", distil={"control": True}),
    "control": Arm("control: outcome filter, no spec", "sft", stage="control"),
    "rl": Arm("RL only", "base", reinforce={}),
    "sft-rl": Arm("SFT + RL", "sft", reinforce={}),
    "no-filter": Arm("SFT, no filter on reasoning", "base", distil={"keep": "outcome"}, alike="sft"),
    "as-only": Arm("SFT, AS clauses only", "base", distil={"rollouts": {"spec": "abridged:AS"}}),
    "gp-only": Arm("SFT, GP clauses only", "base", distil={"rollouts": {"spec": "abridged:GP"}}),
    "placebo": Arm(
        "SFT, placebo spec, outcome filter", "base", distil={"keep": "outcome", "rollouts": {"spec": "placebo"}}
    ),
    "no-twins": Arm("SFT, no anti-overrefusal data", "base", distil={"rollouts": {"twins": 0.0}}),
    "no-reasoning": Arm("SFT, reasoning removed", "base", distil={"sft": {"reasoning": False}}, alike="sft"),
    "full": Arm("full spec, honeypots only", "base", rollouts="full"),
}
PLAYED = {
    "none": ("sft", "control"),
    "abridged": ("sft", "sft"),
    "full": ("full", "sft"),
    "placebo": ("placebo", "sft"),
    "abridged:AS": ("as-only", "sft"),
    "abridged:GP": ("gp-only", "sft"),
}
"""Where the honeypots were played under which spec: arm and stage."""
CURVE = "sft-rl"
"""The arm whose way, from the base through SFT, is the curve."""
POINTS: Mapping[str, Any] = {"evaluations": first_evaluations(), "epochs": 2, "full": {"epochs": 4}}
"""What is played at its points, beside the defaults: where a stage ends as many plays as of an arm."""


def home_of(out: Path, name: str, seed: int) -> Path:
    """Return the folder of an arm's seed."""
    return out / f"{name}-{seed}"


def figures_file(wanted: Wanted, name: str, seed: int) -> Path:
    """Return where the plays stand by which an arm was measured."""
    folder = wanted.out if wanted.kind == "report" else wanted.out / wanted.kind
    return folder / f"{name}-{seed}.{wanted.epochs}.parquet"
