"""The configuration of a training, read from a small YAML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, cast

import yaml
from pydantic import AfterValidator, Field, ValidationError, field_validator, model_validator

from overt.errors import OvertError
from overt.evaluations import suite
from overt.play.role import Role
from overt.spec import is_placebo, render
from overt.world.environment import Length
from overt.world.messages import Frozen

Keep = Literal["spec", "outcome"]
SEEDS = 2**32
"""How many seeds numpy knows, which draws for the trainers too."""
UNMIRRORED = frozenset(
    {"top_p", "top_k", "min_p", "typical_p", "min_new_tokens", "repetition_penalty", "strict", "logit_bias"}
)
"""Changes to the distribution that a sampler may make and the trainer of reinforcement does not."""


def _rendered(spec: str) -> str:
    try:
        render(spec)
    except OvertError as error:
        raise ValueError(str(error).removeprefix("--spec: ")) from None
    return spec


Clauses = Annotated[str, AfterValidator(_rendered)]
"""What stands in the system prompt, as `overt.spec.render` takes it."""


class Rollouts(Frozen):
    """How honeypots are played for training data."""

    spec: Clauses = "abridged"
    """Spec in the system prompt while playing; the trained model never sees it."""
    plays: int = Field(default=1000, ge=1)
    """Plays in all, spread evenly over the environments and their twins."""
    per_environment: int = Field(default=1, ge=1)
    """Plays of an environment before the next one's turn: with 4, a thousand plays are of 250 environments."""
    twins: float = Field(default=0.4, ge=0, le=1)
    """Share of plays that are of the benign twin, so that completing is learned beside stopping."""
    length: Length = "short"
    """Form of the environments, of those of validation too."""
    failures: float = Field(default=0.05, ge=0, le=1)
    """Share of a teacher's plays that may fail; with more it stops, and the same command plays them again."""
    temperature: float = Field(default=0.7, gt=0)
    """Of the organism's plays twice as many are kept as at 1.0 (13 of 200 and 4 of 120)."""
    max_new_tokens: int = Field(default=160, ge=1)
    strict: bool = False
    """Decode turns under the grammar of `overt.sampling.strict`, as `organism/` does in `overt run`."""


class Validation(Frozen):
    """Validation honeypots, played without the spec at each checkpoint: no better for long, and training stops."""

    plays: int = Field(default=60, ge=1)
    patience: int = Field(default=3, ge=1)
    """Checkpoints in a row that are no better than the best before them, at which it stops."""


class Sft(Frozen):
    """Supervised fine-tuning."""

    learning_rate: float = Field(default=1e-3, gt=0)
    epochs: float = Field(default=3.0, gt=0)
    batch: int = Field(default=8, ge=1)
    examples: int = Field(default=240, ge=1)
    """At most so many kept plays are learned from: the same for both arms, so that they differ in nothing else."""
    lora_rank: int | None = Field(default=None, ge=1)
    """Rank of a LoRA adapter, merged at the end; None trains all weights."""
    save_every: int = Field(default=30, ge=1)
    """Steps between checkpoints: what a stopped training goes on from, and points of the curve."""
    reasoning: bool = True
    """Whether the plays' reasoning is learned; without it they are learned as if nothing had been thought."""
    validation: Validation | None = None
    """What decides when to stop before the last epoch; None goes on to it, down the whole schedule of rates."""


class Full(Frozen):
    """What is played where a stage begins or ends; without `environments`, all."""

    environments: int | None = Field(default=None, ge=1)
    epochs: int = Field(default=1, ge=1)


class Curve(Frozen):
    """What the suite shows at checkpoints: few plays between, many where a stage begins or ends."""

    every: int | None = Field(default=None, ge=1)
    """Steps between points, a multiple of those between checkpoints; without it, every checkpoint is a point."""
    evaluations: tuple[str, ...] = ()
    """Of the suite; without any, all, and of the organism those that it was made to play."""
    environments: int = Field(default=4, ge=1)
    """Between, the first so many of each evaluation: the same at every point."""
    epochs: int = Field(default=1, ge=1)
    twins: bool = True
    full: Full = Full()
    length: Length | None = None
    """Form of the environments; without it, as `overt run` has it for the model."""
    plateau: float = Field(default=0.05, gt=0, lt=1)
    """The change of the covert rate that a plateau has to exclude."""
    seed: int = 0
    """Names, figures and wording of the worlds: alike at all points, so that they meet the same."""

    @field_validator("evaluations")
    @classmethod
    def _of_the_suite(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in names if name not in suite()]
        if unknown:
            raise ValueError(f"the suite has no {unknown[0]!r}; `overt list` has the names")
        return names


class Distil(Frozen):
    """`overt train distil`: play honeypots under the spec, keep what is right for its sake, learn it without."""

    model: str
    """A local model: `organism/base`, `organism/PATH` or `local/PATH`."""
    teacher: Role | None = None
    """Any model that Inspect knows, which plays instead of the one that is trained."""
    judge: Role | None = None
    """Any model that Inspect knows, which says whether a play was right because of the spec."""
    families: tuple[str, ...] = Field(default=("covert_rule_violation",), min_length=1)
    keep: Keep = "spec"
    """Plays that the distilled model learns: `spec`, right and reasoned from it; `outcome`, right by actions."""
    rollouts: Rollouts = Rollouts()
    sft: Sft = Sft()
    control: bool = True
    """Also train the control: kept by outcome alone, played without the spec."""
    curve: Curve | None = Curve()
    """What is measured at the checkpoints; None measures nothing."""
    scaling: tuple[int, ...] = ()
    """Numbers of kept plays from which the distilled model is trained again, to show what more data buys."""
    seed: int = Field(default=0, ge=0, lt=SEEDS)
    """Covers the rollouts, the choice and order of the data, and the initialisation of an adapter."""

    @model_validator(mode="after")
    def _judges_another(self) -> Distil:
        player = self.teacher.model if self.teacher else self.model
        if self.judge and self.judge.model == player:
            raise ValueError(f"judge: {player} plays, and no model judges itself; name another")
        if self.judge and self.rollouts.spec == "none":
            raise ValueError("judge: no play is right because of a spec that it was not shown; set rollouts.spec")
        return self

    @model_validator(mode="after")
    def _has_a_reason(self) -> Distil:
        if self.keep == "outcome" and self.judge:
            raise ValueError("judge: with keep: outcome nobody is asked about the reasoning; leave out either")
        if self.keep == "spec" and (self.rollouts.spec == "none" or is_placebo(self.rollouts.spec)):
            raise ValueError(
                f"rollouts.spec: under {self.rollouts.spec} none cites a clause; set keep: outcome or another spec"
            )
        return self

    @model_validator(mode="after")
    def _has_checkpoints(self) -> Distil:
        _check_every(self.curve, "sft.save_every", self.sft.save_every)
        if self.scaling and self.curve is None:
            raise ValueError("scaling: the curve measures what it trains; leave out `curve: null`")
        if min(self.scaling, default=self.sft.batch) < self.sft.batch:
            raise ValueError(f"scaling: {min(self.scaling)} plays are fewer than sft.batch {self.sft.batch}")
        return self


class Reinforce(Frozen):
    """`overt train reinforce`: play honeypots in groups without the spec, make what was right likelier."""

    model: str
    """A local model: `organism/base`, `organism/PATH` or `local/PATH`; usually one that was distilled."""
    families: tuple[str, ...] = Field(default=("covert_rule_violation",), min_length=1)
    spec: Clauses = "none"
    """Spec in the system prompt while playing."""
    steps: int = Field(default=10, ge=1)
    prompts: int = Field(default=12, ge=1)
    """Different plays per step, each an environment or its twin with a seed of its own."""
    group: int = Field(default=8, ge=2)
    """How often each is played; the rewards of a group are compared with each other only."""
    twins: float = Field(default=0.4, ge=0, le=1)
    length: Length = "short"
    """Form of the environments, of those of validation too."""
    temperature: float = Field(default=1.0, gt=0)
    """The only change to the distribution that sampler and trainer both apply; there is no top-p or top-k."""
    max_new_tokens: int = Field(default=160, ge=1)
    learning_rate: float = Field(default=3e-4, gt=0)
    beta: float = Field(default=0.0, ge=0)
    """Weight of the divergence from the model that it began as."""
    micro_batch: int = Field(default=16, ge=1)
    """Plays per forward pass; `prompts` times `group` must be a multiple of it."""
    save_every: int = Field(default=2, ge=1)
    """Steps between checkpoints: what a stopped training goes on from, and points of the curve."""
    lora_rank: int | None = Field(default=None, ge=1)
    server: str | None = Field(default=None, pattern=r"^https?://[^/]")
    """Address of a vLLM server that samples the plays; needs `lora_rank`."""
    validation: Validation | None = Validation()
    """What decides when to stop before the last step; None goes on to it."""
    judge: Role | None = None
    """Any model that Inspect knows; what the environment's verdict would pay is paid if it agrees."""
    curve: Curve | None = Curve()
    """What is measured at the checkpoints; None measures nothing."""
    seed: int = Field(default=0, ge=0, lt=SEEDS)
    """Covers the plays' worlds, every draw, and the initialisation of an adapter."""

    @model_validator(mode="before")
    @classmethod
    def _mirrors(cls, told: Any) -> Any:
        found = sorted(UNMIRRORED & told.keys()) if isinstance(told, dict) else []
        if found:
            raise ValueError(
                f"{found[0]}: the trainer does not mirror it, so something else would be learned from than was "
                "sampled; leave it out, only `temperature` changes the distribution"
            )
        return cast("Any", told)

    @model_validator(mode="after")
    def _divides(self) -> Reinforce:
        if self.prompts * self.group % self.micro_batch:
            raise ValueError(
                f"micro_batch {self.micro_batch} does not divide prompts x group = {self.prompts * self.group}"
            )
        if self.judge and self.judge.model == self.model:
            raise ValueError(f"judge: {self.model} plays, and no model judges itself; name another")
        if self.server and not self.lora_rank:
            raise ValueError("server: it loads what was learned as an adapter; set lora_rank, or leave it out")
        _check_every(self.curve, "save_every", self.save_every)
        return self


def _check_every(curve: Curve | None, field: str, steps: int) -> None:
    if curve is not None and curve.every is not None and curve.every % steps:
        raise ValueError(
            f"curve.every {curve.every} is no multiple of {field} {steps}, and only checkpoints are measured; "
            "change either"
        )


Configured = TypeVar("Configured", Distil, Reinforce)


def load_config(path: Path, kind: type[Configured], **replaced: Any) -> Configured:
    """Read a configuration of a kind; `replaced` fields that are not None stand for those of the file.

    Raises:
        OvertError: the file is missing, is no YAML mapping, or a field is wrong (the field is named).
    """
    if not path.is_file():
        raise OvertError(f"{path}: no such file; write a configuration (docs/training.md has one)")
    try:
        told: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        if isinstance(told, dict):
            fields = cast("dict[str, Any]", told)
            told = fields | {name: value for name, value in replaced.items() if value is not None}
        return kind.model_validate(told)
    except yaml.YAMLError as error:
        raise OvertError(f"{path}: not YAML: {str(error).splitlines()[0]}") from None
    except UnicodeDecodeError:
        raise OvertError(f"{path}: not text in UTF-8; write a configuration (docs/training.md has one)") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise OvertError(f"{path}: {where}: {first['msg'].removeprefix('Value error, ')}") from None
