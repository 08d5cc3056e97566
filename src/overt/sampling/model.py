"""A causal language model and its tokenizer, from a folder of safetensors, without network or remote code."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import hashlib
import math
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import torch
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    PreTrainedConfig,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)
from transformers.utils.logging import disable_progress_bar

from overt.errors import OvertError
from overt.sampling.markup import Family, family_named, family_of

if TYPE_CHECKING:
    from overt.sampling.strict import Grammars

_UNBOUNDED = 1 << 20
_VOCABULARIES = ("tokenizer.json", "tokenizer.model", "vocab.json", "vocab.txt", "tekken.json", "*.tiktoken")
_ATTENTION = {"full_attention", "sliding_attention"}


class LocalModel:
    """Weights and tokenizer, with what sampling has to know of them.

    Made by `load`, or around a module that is being trained.
    """

    def __init__(
        self,
        module: PreTrainedModel,
        tokenizer: PreTrainedTokenizerBase,
        *,
        name: str,
        family: str | None = None,
    ) -> None:
        config: Any = module.config.get_text_config()
        self.module = cast(Any, module)
        self.tokenizer = cast(Any, tokenizer)
        self.name = name
        self.template = _template(tokenizer, name)
        self.family: Family = family_named(family) if family else family_of(self.template)
        self.context = int(getattr(config, "max_position_embeddings", None) or _UNBOUNDED)
        self.window: int | None = getattr(config, "sliding_window", None)
        self.layers = _layers(config, self.window, name)
        self.attention = str(config._attn_implementation)
        self.stop = _stop(module, tokenizer, name)
        self.temperature = _temperature(module)
        self.stop_texts = tuple((i, self.decode([i])) for i in sorted(self.stop))
        self.folder: Path | None = None

    @classmethod
    def load(
        cls, path: str | Path, *, dtype: str = "float32", device: str = "cpu", family: str | None = None
    ) -> LocalModel:
        """Load the model in the folder `path`. `dtype` is a torch name, or `auto` for that of the weights.

        Raises OvertError for a path that does not exist, a folder that is no model or has no safetensors, a
        tokenizer that cannot be read or has no chat template, and an unknown dtype, device or family.
        """
        folder = _folder(Path(path))
        settle_threads()
        tokenizer = _tokenizer(folder)
        _template(tokenizer, str(folder))
        model = cls(_module(folder, dtype, device), tokenizer, name=str(folder), family=family)
        model.folder = folder
        return model

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.module.device

    @property
    def dtype(self) -> torch.dtype:
        """The type of the weights."""
        return self.module.dtype

    @cached_property
    def hash(self) -> str:
        """`sha256:` and the digest of the weights' files, in the order of their names.

        Raises OvertError for a model that is not from a folder.
        """
        if self.folder is None:
            raise OvertError(f"{self.name} was not loaded from a folder: save it first to have a hash")
        return weights_hash(self.folder)

    @cached_property
    def grammars(self) -> Grammars:
        """The grammars of strict turns.

        Raises OvertError for a family that does not write calls as JSON between tags.
        """
        from overt.sampling.strict import Grammars

        vocabulary = int(self.module.get_input_embeddings().weight.shape[0])
        return Grammars(self.name, self.family, self.tokenizer, vocabulary, self.stop)

    def ready(self) -> None:
        """Put the module in evaluation mode, which a trainer that shares it may have left."""
        if self.module.training:
            self.module.eval()

    def encode(self, text: str) -> list[int]:
        """Return the token ids of rendered text, whose special tokens are written out."""
        return list(self.tokenizer.encode(text, add_special_tokens=False))

    def decode(self, ids: list[int] | tuple[int, ...]) -> str:
        """Return the text of token ids, special tokens written out."""
        return str(self.tokenizer.decode(list(ids), skip_special_tokens=False, clean_up_tokenization_spaces=False))

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of `text`."""
        return len(self.encode(text))


def weights_hash(folder: Path) -> str:
    """Return `sha256:` and the digest of the safetensors files in `folder`: names and contents, by name."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.safetensors")):
        digest.update(f"{file.name} {file.stat().st_size}\n".encode())
        with file.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return f"sha256:{digest.hexdigest()}"


def settle_threads() -> None:
    """Keep torch to the cores that are free, unless OMP_NUM_THREADS decides.

    Threads beyond the free cores spin for one another and lose tenfold.
    """
    if "OMP_NUM_THREADS" in os.environ:
        return
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    free = max(1, math.floor(cores - load + 0.5))
    torch.set_num_threads(min(torch.get_num_threads(), free))


def _folder(path: Path) -> Path:
    if not path.exists():
        raise OvertError(f"{path} does not exist: give the folder of a model saved with save_pretrained")
    if not path.is_dir():
        raise OvertError(f"{path} is a file: give the folder that holds config.json and the weights")
    if (path / "adapter_config.json").exists() and not (path / "config.json").exists():
        raise OvertError(f"{path} holds an adapter only: merge it into its base and save the whole model")
    if not (path / "config.json").exists():
        raise OvertError(f"{path} is no model (no config.json): give a folder written by save_pretrained")
    if not any(path.glob("*.safetensors")):
        raise OvertError(
            f"{path} has no .safetensors weights (pickles are not read): save it with save_pretrained"
        )
    return path


def _tokenizer(folder: Path) -> PreTrainedTokenizerBase:
    # Without any vocabulary transformers makes an empty tokenizer and says nothing.
    if not any(True for name in _VOCABULARIES for _ in folder.glob(name)):
        raise OvertError(f"{folder} has no tokenizer (no tokenizer.json): save one there with save_pretrained")
    try:
        return AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except Exception as error:
        raise OvertError(
            f"{folder}: the tokenizer cannot be read ({_line(error)}): save one there with save_pretrained"
        ) from error


def _module(folder: Path, dtype: str, device: str) -> PreTrainedModel:
    kind = dtype if dtype == "auto" else getattr(torch, dtype, None)
    if kind != "auto" and not isinstance(kind, torch.dtype):
        raise OvertError(f"dtype {dtype!r} is unknown: use float32, bfloat16, float16 or auto")
    disable_progress_bar()
    try:
        module: Any = AutoModelForCausalLM.from_pretrained(
            folder, dtype=kind, local_files_only=True, trust_remote_code=False, use_safetensors=True
        )
        return module.to(device).eval()
    except Exception as error:
        raise OvertError(
            f"{folder}: the model cannot be loaded as a causal language model on {device} ({_line(error)}): "
            "check config.json, the weights and the device"
        ) from error


def _template(tokenizer: PreTrainedTokenizerBase, name: str) -> str:
    try:
        template = str(cast(Any, tokenizer).get_chat_template())
    except ValueError:
        raise OvertError(f"{name} has no chat template: put chat_template.jinja beside its tokenizer") from None
    try:
        tokenizer.apply_chat_template([{"role": "user", "content": "Good morning."}], tokenize=False)
    except Exception as error:  # whatever a template raises, its own refusals included
        raise OvertError(f"{name}: its chat template fails ({_line(error)}): mend chat_template.jinja") from error
    return template


def _layers(config: PreTrainedConfig, window: int | None, name: str) -> set[str]:
    kinds = set(getattr(config, "layer_types", None) or [])
    if kinds - _ATTENTION:
        others = ", ".join(sorted(kinds - _ATTENTION))
        raise OvertError(f"{name} has layers that keep no keys and values ({others}): serve it with vllm/")
    return kinds or {"sliding_attention" if window else "full_attention"}


def _stop(module: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, name: str) -> frozenset[int]:
    generation = cast(Any, module).generation_config
    given = generation.eos_token_id if generation is not None else None
    ids = {int(i) for i in (given if isinstance(given, list) else [given]) if i is not None}
    own = cast(Any, tokenizer).eos_token_id
    ids |= {int(own)} if own is not None else set()
    if not ids:
        raise OvertError(f"{name} names no end token: set eos_token in its tokenizer_config.json")
    return frozenset(ids)


def _temperature(module: PreTrainedModel) -> float:
    """Return what the model's own generation_config.json samples at, 1 where it says nothing."""
    generation = cast(Any, module).generation_config
    found = getattr(generation, "temperature", None) if generation is not None else None
    return 1.0 if found is None else float(found)


def _line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
