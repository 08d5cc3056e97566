"""Generated tokens per second: our sampler, plain `generate` at batch 64, and Inspect's `hf` provider, in one run.

Each round holds 64 conversations at once through our sampler: by default the organism's own plays of report
environments, with `--chatter` seven turns about nothing with a random model of its shape. Then the very prompts
that arose are given to `model.generate`, a batch of 64 a turn, and then the same prompts to the `hf` provider, as
each conversation's turns come, with 64 connections. Only ratios within a round mean anything: wall time depends on
what else the machine does, so load and CPU time stand beside.

    python benchmarks/sampling.py [--chatter] [--rounds 3] [--conversations 64] [--no-hf]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from sampling_work import Chatter, Played, Plays, Work, random_organism

from overt.organism.location import model_folder
from overt.sampling import LocalModel, Sampler


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


def timed(work: Callable[[], int]) -> Timing:
    """Return how long `work`, which returns its tokens, took."""
    wall, cpu = time.perf_counter(), time.process_time()
    tokens = work()
    return Timing(tokens, time.perf_counter() - wall, time.process_time() - cpu)


def by_sampler(model: LocalModel, work: Work, conversations: int, seed: int, played: list[Played]) -> int:
    """Hold the conversations through the sampler; fill `played` with them."""

    async def every(sampler: Sampler) -> list[Played]:
        return await asyncio.gather(*(work.converse(sampler, n, seed) for n in range(conversations)))

    with Sampler(model) as sampler:
        played[:] = asyncio.run(every(sampler))
    return sum(one.tokens for one in played)


def by_generate(model: LocalModel, work: Work, played: Sequence[Played]) -> int:
    """Continue the same prompts with `generate`, one padded batch a turn; tokens after the end do not count."""
    total = 0
    pad = model.tokenizer.pad_token_id
    for turn in range(max(len(one.prompts) for one in played)):
        prompts = [list(one.prompts[turn]) for one in played if turn < len(one.prompts)]
        longest = max(map(len, prompts))
        ids = torch.tensor([[pad] * (longest - len(p)) + p for p in prompts])
        mask = torch.tensor([[0] * (longest - len(p)) + [1] * len(p) for p in prompts])
        with torch.inference_mode():
            out = model.module.generate(
                ids,
                attention_mask=mask,
                do_sample=True,
                temperature=work.temperature,
                top_k=0,
                max_new_tokens=work.tokens,
                pad_token_id=pad,
            )
        total += sampled(out[:, longest:], model.stop)
    return total


def sampled(rows: torch.Tensor, stop: frozenset[int]) -> int:
    """Count the tokens [rows, tokens] up to the first of each row that ends it."""
    total = 0
    for row in rows.tolist():
        ends = [place for place, token in enumerate(row) if token in stop]
        total += ends[0] + 1 if ends else len(row)
    return total


class Hf:
    """Inspect's provider over the same folder; padding after an end, which it counts, is not counted here.

    It is given the prompts as text: its own rendering would not be the one that the model knows.
    """

    def __init__(self, folder: Path, model: LocalModel) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        from inspect_ai.model import get_model

        plain = "{{ messages[0].content }}"
        self._model = get_model("hf/local", model_path=str(folder), device="cpu", chat_template=plain)
        self._text = model.tokenizer.decode
        self._tokens = 0
        module: Any = self._model.api.model  # pyright: ignore[reportAttributeAccessIssue]
        inner = module.generate

        def counted(**given: Any) -> Any:
            out = inner(**given)
            self._tokens += sampled(out.sequences[:, given["input_ids"].shape[1] :], model.stop)
            return out

        module.generate = counted

    def __call__(self, work: Work, played: Sequence[Played]) -> int:
        """Give it each conversation's turns, one after the other, all conversations at once."""
        from inspect_ai.model import GenerateConfig

        config = GenerateConfig(max_tokens=work.tokens, temperature=work.temperature, max_connections=len(played))

        async def one(conversation: Played) -> None:
            for prompt in conversation.prompts:
                await self._model.generate(self._text(prompt), config=config)

        async def every() -> None:
            await asyncio.gather(*map(one, played))

        self._tokens = 0
        asyncio.run(every())
        return self._tokens


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--chatter", action="store_true", help="a random model instead of the organism")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--conversations", type=int, default=64)
    parser.add_argument("--no-hf", action="store_true", help="leave out the hf provider")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) if given.chatter else model_folder("organism/base")
        if given.chatter:
            random_organism(folder)
        model = LocalModel.load(folder)
        work = Chatter(model, given.conversations) if given.chatter else Plays(model)
        hf = None if given.no_hf else Hf(folder, model)
        run(model, work, given.rounds, given.conversations, hf)


def run(model: LocalModel, work: Work, rounds: int, conversations: int, hf: Hf | None) -> None:
    """Alternate the arms, print each, then the ratios of tokens per second of wall and of CPU time."""
    wall: dict[str, list[float]] = {}
    cpu: dict[str, list[float]] = {}
    played: list[Played] = []
    print(f"threads {torch.get_num_threads()}  load {os.getloadavg()[0]:.2f}")
    for number in range(rounds):
        seed = 1000 * number
        ours = timed(lambda: by_sampler(model, work, conversations, seed, played))  # noqa: B023
        show(number, "sampler", ours)
        others = {"generate": lambda: by_generate(model, work, played)}
        if hf is not None:
            others["hf"] = lambda: hf(work, played)
        for name, arm in others.items():
            timing = timed(arm)
            show(number, name, timing)
            wall.setdefault(f"sampler/{name}", []).append(ours.rate / timing.rate)
            cpu.setdefault(f"sampler/{name}", []).append(ours.frugality / timing.frugality)
    lengths = [len(prompt) for one in played for prompt in one.prompts]
    report = {"prompt_tokens": [min(lengths), max(lengths)], "wall": rounded(wall), "cpu": rounded(cpu)}
    print(json.dumps(report))


def show(number: int, name: str, timing: Timing) -> None:
    """Print one arm of one round."""
    print(
        f"round {number + 1}  {name:9} {timing.rate:7.0f} tokens/s  {timing.tokens:6} tokens  "
        f"wall {timing.wall_s:6.1f} s  CPU {timing.cpu_s:6.1f} s  load {os.getloadavg()[0]:.2f}",
        flush=True,
    )


def rounded(ratios: dict[str, list[float]]) -> dict[str, dict[str, object]]:
    """Return each arm's ratios and their median."""
    return {
        name: {"median": round(statistics.median(values), 2), "rounds": [round(v, 2) for v in values]}
        for name, values in ratios.items()
    }


if __name__ == "__main__":
    main()
