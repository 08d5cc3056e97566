"""Supervised fine-tuning by TRL on token ids as they were sampled; the loss is on the model's own tokens only."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false
# pyright: reportUnknownArgumentType=false, reportMissingTypeArgument=false, reportUnknownParameterType=false

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer, set_seed
from trl.trainer.sft_config import SFTConfig
from trl.trainer.sft_trainer import SFTTrainer

from overt.sampling import Segment
from overt.train.adapters import write_whole
from overt.train.checkpoints import last_step
from overt.train.config import Sft
from overt.train.lines import quietly
from overt.train.processes import by_main, count
from overt.train.validation import Watch, finish

IGNORED = -100


def dataset(segments: Sequence[Segment]) -> Dataset:
    """Return TRL's columns: `input_ids`, and `labels` that are ignored wherever the model did not write."""
    return Dataset.from_dict(
        {
            "input_ids": [list(s.ids) for s in segments],
            "labels": [[i if own else IGNORED for i, own in zip(s.ids, s.mask, strict=True)] for s in segments],
        }
    )


def fine_tune(
    base: Path, segments: Sequence[Segment], plan: Sft, *, seed: int, out: Path, watch: Watch | None = None
) -> int:
    """Train `base` on the segments and write the model, merged and whole, to `out`. Returns the number of steps.

    `out` appears only when it is complete: it is written under another name and renamed. Its `checkpoint-N` are
    what resuming needs, and points of the curve; after a stop the newest one is gone on from. `watch` may stop it
    at one of them. Of several processes each takes its share of a batch.
    """
    set_seed(seed)
    building = out.with_name(out.name + ".building")
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32, local_files_only=True)
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)
    config = SFTConfig(
        output_dir=str(building),
        learning_rate=plan.learning_rate,
        num_train_epochs=plan.epochs,
        per_device_train_batch_size=plan.batch // count(),
        lr_scheduler_type="cosine",
        warmup_steps=4,
        logging_steps=5,
        save_strategy="steps",
        save_steps=plan.save_every,
        report_to=[],
        seed=seed,
        data_seed=seed,
        max_length=None,
        bf16=False,
        use_cpu=not torch.cuda.is_available(),
        gradient_checkpointing=False,
        disable_tqdm=True,
    )
    peft = None
    if plan.lora_rank is not None:
        peft = LoraConfig(r=plan.lora_rank, lora_alpha=2 * plan.lora_rank, target_modules="all-linear")
    building.mkdir(parents=True, exist_ok=True)
    trainer = SFTTrainer(
        model=model,
        args=config,
        train_dataset=dataset(segments),
        processing_class=tokenizer,
        peft_config=cast("Any", peft),
    )
    trained = finish(quietly(trainer, out.with_suffix(".jsonl")), base, building, watch)

    def write() -> None:
        write_whole(trained, base, building)
        building.replace(out)

    by_main(write)
    return last_step(out)
