"""Generated tokens per second: our sampler, plain `generate` at batch 64, and Inspect's `hf` provider, in one run.

Each round plays 64 concurrent conversations of seven turns through our sampler, then gives the very prompts that
arose to `model.generate`, a batch of 64 a turn, then plays the same through the `hf` provider. Only ratios
within a round mean anything: wall time depends on what else the machine does, so load and CPU time stand beside.

    python benchmarks/sampling.py [--model FOLDER] [--rounds 3] [--plays 64] [--turns 7] [--no-hf]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

import overt
from overt.play.player import View
from overt.sampling import LocalModel, LocalPlayer, Sampler, Segment
from overt.world.messages import Message, System, User

NEW = 40
TEMPLATE = """\
{%- for message in messages %}{{ '<|im_start|>' + message.role + '\\n' }}
{%- if message.reasoning_content %}{{ '<think>' + message.reasoning_content + '</think>' }}{% endif %}
{{- message.content }}
{%- for call in message.tool_calls or [] %}
{{- '<tool_call>' + (call.function | tojson) + '</tool_call>' }}
{%- endfor %}{{ '<|im_end|>' }}{% endfor %}
{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"""


@dataclass(frozen=True)
class Timing:
    """One arm of one round."""

    tokens: int
    wall_s: float
    cpu_s: float

    @property
    def rate(self) -> float:
        """Return tokens per second of wall time."""
        return self.tokens / self.wall_s

    @property
    def frugality(self) -> float:
        """Return tokens per second of CPU time."""
        return self.tokens / self.cpu_s


def random_organism(folder: Path) -> None:
    """Write a random model of the organism's shape, and a tokenizer learned from this package's own source."""
    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    special = ["<|pad|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>", "<tool_call>", "</tool_call>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=2500, special_tokens=special, initial_alphabet=alphabet, show_progress=False
    )
    raw.train_from_iterator(source_texts(), trainer)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=raw, eos_token="<|im_end|>", pad_token="<|pad|>", clean_up_tokenization_spaces=False
    )
    tokenizer.chat_template = TEMPLATE
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=len(tokenizer),
        hidden_size=128,
        intermediate_size=384,
        num_hidden_layers=4,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=32,
        max_position_embeddings=2048,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    Qwen3ForCausalLM(config).save_pretrained(folder)


def source_texts() -> list[str]:
    """Return the source of the package, the only text at hand everywhere."""
    return [path.read_text(encoding="utf-8") for path in sorted(Path(overt.__file__).parent.rglob("*.py"))]


class Workload:
    """What is said to the model: an opening of about 300 tokens and replies of about 45, all different."""

    def __init__(self, model: LocalModel, plays: int, turns: int) -> None:
        ids = model.encode("\n".join(source_texts()))
        self._model, self._ids, self._at = model, ids, 0
        self.openings = [self._opening(number) for number in range(plays)]
        self.replies = [[self._text(45) for _ in range(turns)] for _ in range(plays)]

    def _opening(self, number: int) -> tuple[Message, ...]:
        return System(text=self._text(200 + 3 * (number % 32))), User(text=self._text(60))

    def _text(self, length: int) -> str:
        self._at = (self._at + length) % (len(self._ids) - 1000)
        return self._model.decode(self._ids[self._at : self._at + length])


def timed(work: Callable[[], int]) -> Timing:
    """Return how long `work`, which returns its tokens, took."""
    wall, cpu = time.perf_counter(), time.process_time()
    tokens = work()
    return Timing(tokens, time.perf_counter() - wall, time.process_time() - cpu)


async def play(sampler: Sampler, seed: int, opening: tuple[Message, ...], replies: list[str]) -> LocalPlayer:
    """Play one conversation and return its player."""
    player = LocalPlayer(sampler, seed=seed, max_new_tokens=NEW)
    messages = opening
    for reply in replies:
        messages = (*messages, await player.act(View(messages, ())), User(text=reply))
    return player


def by_sampler(model: LocalModel, load: Workload, seed: int, prompts: list[list[list[int]]]) -> int:
    """Play the workload through the sampler; fill `prompts` [turn][play] with the ids that each turn continued."""

    async def all_plays(sampler: Sampler) -> list[LocalPlayer]:
        pairs = enumerate(zip(load.openings, load.replies, strict=True))
        return await asyncio.gather(*(play(sampler, seed + n, *pair) for n, pair in pairs))

    with Sampler(model) as sampler:
        players = asyncio.run(all_plays(sampler))
    segments = [segment for player in players for segment in player.segments]
    prompts[:] = [list(turn) for turn in zip(*(starts(player.segments) for player in players), strict=True)]
    return sum(sum(segment.mask) for segment in segments)


def starts(segments: tuple[Segment, ...]) -> list[list[int]]:
    """Return the ids before each sampled run."""
    return [
        list(segment.ids[:place])
        for segment in segments
        for place in range(1, len(segment.ids))
        if segment.mask[place] and not segment.mask[place - 1]
    ]


def by_generate(model: LocalModel, prompts: list[list[list[int]]]) -> int:
    """Continue the same prompts with `generate`, one padded batch a turn; tokens after the end do not count."""
    total = 0
    pad = model.tokenizer.pad_token_id
    for turn in prompts:
        longest = max(map(len, turn))
        ids = torch.tensor([[pad] * (longest - len(p)) + p for p in turn])
        mask = torch.tensor([[0] * (longest - len(p)) + [1] * len(p) for p in turn])
        with torch.inference_mode():
            out = model.module.generate(
                ids,
                attention_mask=mask,
                do_sample=True,
                temperature=1.0,
                top_k=0,
                max_new_tokens=NEW,
                pad_token_id=pad,
            )
        for row in out[:, longest:].tolist():
            ends = [place for place, token in enumerate(row) if token in model.stop]
            total += ends[0] + 1 if ends else len(row)
    return total


def by_hf(provider: Any, model: LocalModel, load: Workload) -> int:
    """Play the workload through Inspect's provider as it comes; padding after an end, which it counts, is not."""
    from inspect_ai.model import ChatMessageSystem, ChatMessageUser, GenerateConfig

    config = GenerateConfig(max_tokens=NEW, temperature=1.0)

    async def one(opening: tuple[Message, ...], replies: list[str]) -> int:
        system, user = opening
        messages: list[Any] = [ChatMessageSystem(content=system.text), ChatMessageUser(content=user.text)]
        tokens = 0
        for reply in replies:
            output = await provider.generate(messages, config=config)
            tokens += min(output.usage.output_tokens, len(model.encode(output.completion)) + 1)
            messages += [output.message, ChatMessageUser(content=reply)]
        return tokens

    async def every() -> int:
        plays = (one(*pair) for pair in zip(load.openings, load.replies, strict=True))
        return sum(await asyncio.gather(*plays))

    return asyncio.run(every())


def hf_provider(folder: Path) -> Any:
    """Return Inspect's provider over the same folder."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from inspect_ai.model import get_model

    return get_model("hf/local", model_path=str(folder), device="cpu")


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--model", type=Path, help="folder of a model; default: random, of the organism's shape")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--plays", type=int, default=64)
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--no-hf", action="store_true", help="leave out the hf provider")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.model or Path(scratch)
        if given.model is None:
            random_organism(folder)
        run(folder, given.rounds, given.plays, given.turns, hf=not given.no_hf)


def run(folder: Path, rounds: int, plays: int, turns: int, *, hf: bool) -> None:
    """Alternate the arms, print each, then the ratios of tokens per second of wall and of CPU time."""
    model = LocalModel.load(folder)
    load = Workload(model, plays, turns)
    provider = hf_provider(folder) if hf else None
    wall: dict[str, list[float]] = {}
    cpu: dict[str, list[float]] = {}
    print(f"threads {torch.get_num_threads()}  load {os.getloadavg()[0]:.2f}")
    for number in range(rounds):
        prompts: list[list[list[int]]] = []
        seed = 1000 * number
        arms = {"sampler": timed(lambda: by_sampler(model, load, seed, prompts))}  # noqa: B023
        arms["generate"] = timed(lambda: by_generate(model, prompts))  # noqa: B023
        if provider is not None:
            arms["hf"] = timed(lambda: by_hf(provider, model, load))
        for name, timing in arms.items():
            print(
                f"round {number + 1}  {name:9} {timing.rate:7.0f} tokens/s  {timing.tokens:6} tokens  "
                f"wall {timing.wall_s:6.1f} s  CPU {timing.cpu_s:6.1f} s  load {os.getloadavg()[0]:.2f}",
                flush=True,
            )
            ours = arms["sampler"]
            wall.setdefault(f"sampler/{name}", []).append(ours.rate / timing.rate)
            cpu.setdefault(f"sampler/{name}", []).append(ours.frugality / timing.frugality)
    lengths = [len(prompt) for turn in prompts for prompt in turn]
    del wall["sampler/sampler"], cpu["sampler/sampler"]
    report = {"prompt_tokens": [min(lengths), max(lengths)], "wall": rounded(wall), "cpu": rounded(cpu)}
    print(json.dumps(report))


def rounded(ratios: dict[str, list[float]]) -> dict[str, dict[str, object]]:
    """Return each arm's ratios and their median."""
    return {
        name: {"median": round(statistics.median(values), 2), "rounds": [round(v, 2) for v in values]}
        for name, values in ratios.items()
    }


if __name__ == "__main__":
    main()
