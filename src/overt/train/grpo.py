"""TRL's GRPO around plays: tokens are learned from as they were sampled, and only those that were sampled."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeArgument=false, reportUnknownParameterType=false

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

import torch
from datasets import Dataset
from peft import LoraConfig
from torch.nn.functional import pad
from transformers import AutoModelForCausalLM, AutoTokenizer, set_seed
from trl.trainer.grpo_config import GRPOConfig
from trl.trainer.grpo_trainer import GRPOTrainer

from overt.sampling import LocalModel, Segment
from overt.train.adapters import write_whole
from overt.train.config import Reinforce
from overt.train.lines import quietly
from overt.train.micro_batches import alike, regrouped
from overt.train.processes import by_main, count
from overt.train.validation import Watch, finish

os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")


class Trainer(GRPOTrainer):
    """TRL's, with the rows of each step in micro-batches of its own making; the gradient is the same."""

    _lengths: torch.Tensor | None = None
    """Of the rows of the micro-batch whose loss is computed, where they are of our making."""

    def weigh(self) -> None:
        """Weigh each token by its probability here over that by the sampler, as TRL does for a vLLM of its own.

        TRL would also let that vLLM copy the weights; our plays have loaded the adapter by themselves.
        """
        self.use_vllm = True
        self.vllm_generation = SimpleNamespace(sync_weights=lambda: None)
        self._last_loaded_step = -1

    def _prepare_inputs(self, generation_batch: Any) -> Any:
        before = self._buffered_inputs
        inputs = super()._prepare_inputs(generation_batch)
        if self._buffered_inputs is before:
            return inputs
        # With several processes TRL gathers one value a row and wants equally many of each. Towards the model that
        # it began as every row pulls, with `beta`.
        learned_only = count() == 1 and not self.beta
        self._buffered_inputs = regrouped(self._buffered_inputs, learned_only=learned_only)
        return self._buffered_inputs[self._step % len(self._buffered_inputs)]

    def _compute_loss(self, model: Any, inputs: Any) -> Any:
        self._lengths = inputs.get("lengths")
        try:
            return super()._compute_loss(model, inputs)
        finally:
            self._lengths = None

    def _get_per_token_logps_and_entropies(
        self, model: Any, input_ids: Any, attention_mask: Any, logits_to_keep: int, *rest: Any, **given: Any
    ) -> Any:
        """Pass rows alike in length through the model together, and no others.

        With several processes, or a loss on routers, a micro-batch stays whole.
        """
        lengths: list[int] = [] if self._lengths is None else self._lengths.tolist()
        runs = alike(lengths)
        if len(runs) < 2 or count() > 1 or self.aux_loss_enabled:
            return super()._get_per_token_logps_and_entropies(
                model, input_ids, attention_mask, logits_to_keep, *rest, **given
            )
        start, parts = input_ids.shape[1] - logits_to_keep, []
        for run in runs:
            end = max(lengths[run])
            parts.append(
                super()._get_per_token_logps_and_entropies(
                    model, input_ids[run, :end], attention_mask[run, :end], end - start, *rest, **given
                )
            )
        logps, entropies = (
            torch.cat([pad(part[place], (0, logits_to_keep - part[place].shape[1])) for part in parts])
            for place in (0, 1)
        )
        return logps, entropies, None


class Group(NamedTuple):
    """A process's plays of one step in the order of its prompts: tokens, and pay (None: the play is left out)."""

    segments: list[Segment]
    rewards: list[float | None]


Player = Callable[[LocalModel, int, Sequence[str]], Group]
"""Plays (model, step, prompts); a prompt stands there once for each play of its group."""


def columns(segments: Sequence[Segment]) -> dict[str, list[list[Any]]]:
    """Return TRL's fields: what stands before the first sampled token is the prompt, the rest the completion.

    `env_mask` is 1 where the model wrote; the loss is on those tokens alone.
    """
    starts = [segment.mask.index(1) for segment in segments]
    cut = list(zip(segments, starts, strict=True))
    return {
        "prompt_ids": [list(s.ids[:start]) for s, start in cut],
        "completion_ids": [list(s.ids[start:]) for s, start in cut],
        "env_mask": [list(s.mask[start:]) for s, start in cut],
        "logprobs": [list(s.logprobs[start:]) for s, start in cut],
    }


def paid(prompts: Sequence[str], paid: Sequence[float | None], **_: Any) -> list[float | None]:
    """Hand on what the plays were paid: TRL asks for rewards by a function."""
    return list(paid)


def make_trainer(config: Reinforce, base: Path, out: Path, *, prompts: Sequence[str], play: Player) -> Trainer:
    """Return TRL's trainer around a copy of `base`, which asks `play` for each step's plays.

    The learning rate is constant; the paper's is not known.
    """
    set_seed(config.seed)
    module = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32, local_files_only=True)
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)

    def roll_out(batch: list[str], trainer: Any) -> dict[str, Any]:
        inner = trainer.accelerator.unwrap_model(trainer.model)
        training = inner.training
        group = play(LocalModel(inner, tokenizer, name=str(base)), int(trainer.state.global_step), batch)
        inner.train(training)
        return {**columns(group.segments), "paid": group.rewards}

    trainer = Trainer(
        model=module,
        reward_funcs=cast("Any", paid),
        args=_arguments(config, out),
        train_dataset=Dataset.from_dict({"prompt": list(prompts)}),
        processing_class=tokenizer,
        peft_config=_adapter(config),
        rollout_func=cast("Any", roll_out),
    )
    if config.server:
        trainer.weigh()
    return trainer


def train(
    config: Reinforce,
    base: Path,
    out: Path,
    *,
    prompts: Sequence[str],
    play: Player,
    final: Path,
    watch: Watch | None = None,
) -> None:
    """Train `base` on what `play` returns and write the model, merged and whole, to `final`.

    `out/checkpoint-N` are whole models with what resuming needs; the newest one is gone on from. `watch` may stop
    it at one of them.
    """
    trainer = quietly(make_trainer(config, base, out, prompts=prompts, play=play), out / "steps.jsonl")
    trained = finish(trainer, base, out, watch)

    def write() -> None:
        building = final.with_name(final.name + ".building")
        write_whole(trained, base, building)
        building.replace(final)

    by_main(write)


def _adapter(config: Reinforce) -> Any:
    if config.lora_rank is None:
        return None
    return LoraConfig(r=config.lora_rank, lora_alpha=2 * config.lora_rank, target_modules="all-linear")


def _arguments(config: Reinforce, out: Path) -> GRPOConfig:
    plays = config.prompts * config.group
    return GRPOConfig(
        output_dir=str(out),
        learning_rate=config.learning_rate,
        lr_scheduler_type="constant",
        warmup_steps=0,
        max_steps=config.steps,
        num_generations=config.group,
        per_device_train_batch_size=config.micro_batch,
        gradient_accumulation_steps=plays // (config.micro_batch * count()),
        generation_batch_size=plays,
        temperature=config.temperature,
        beta=config.beta,
        # A sum over sampled tokens: what `regrouped` relies on.
        loss_type="dapo",
        # For a server's plays: over the thousands of tokens of a play a product of weights would be all rounding.
        vllm_importance_sampling_mode="token_truncate",
        shuffle_dataset=False,
        save_strategy="steps",
        save_steps=config.save_every,
        logging_steps=1,
        report_to=[],
        seed=config.seed,
        data_seed=config.seed,
        bf16=False,
        use_cpu=not torch.cuda.is_available(),
        gradient_checkpointing=False,
        disable_tqdm=True,
    )


@torch.no_grad()
def gap(model: LocalModel, segments: Sequence[Segment], temperature: float) -> float:
    """Return the largest difference between the sampler's log-probabilities and the trainer's, in nats.

    More than rounding means that what is learned from is not what was sampled; so does NaN.
    """
    gaps = [0.0]
    for segment in segments:
        ids = torch.tensor([segment.ids], device=model.device)
        own = torch.tensor(segment.mask[1:], dtype=torch.bool, device=model.device)
        logits = model.module(input_ids=ids).logits[0, :-1][own] / temperature
        found = logits.float().log_softmax(-1).gather(1, ids[0, 1:, None][own])[:, 0].cpu()
        sampled = torch.tensor(segment.logprobs[1:])[own.cpu()]
        gaps.append(float((found - sampled).abs().max()))
    return widest(gaps)


def widest(gaps: Sequence[float]) -> float:
    """Return the largest of some gaps; NaN where one is, which Python's max would pass over."""
    return float(torch.tensor(gaps, dtype=torch.float64).max())
