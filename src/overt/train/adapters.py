"""Adapters at a checkpoint as whole models, which can be played."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer


def is_adapter(folder: Path) -> bool:
    """Say whether a folder holds an adapter and no whole model."""
    return (folder / "adapter_config.json").is_file()


def merge(adapter: Path, base: Path, out: Path) -> None:
    """Write the base with the adapter merged into it to `out`, which appears only when it is complete."""
    building = out.with_name(out.name + ".building")
    write_whole(load(adapter, base), base, building)
    building.replace(out)


def load(checkpoint: Path, base: Path) -> Any:
    """Return the model of a checkpoint; an adapter stands on the base that it is of, and is not merged."""
    adapted = is_adapter(checkpoint)
    folder = base if adapted else checkpoint
    module = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, local_files_only=True)
    return PeftModel.from_pretrained(cast("Any", module), str(checkpoint)) if adapted else module


def write_whole(module: Any, base: Path, out: Path) -> None:
    """Write a model in bf16, an adapter merged, with the tokenizer of its base."""
    merged = module.merge_and_unload() if isinstance(module, PeftModel) else module
    merged.to(torch.bfloat16).save_pretrained(out, safe_serialization=True)
    AutoTokenizer.from_pretrained(base, local_files_only=True).save_pretrained(out)
