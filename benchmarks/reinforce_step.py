"""A step of reinforcement by plays against TRL's own single-turn step of as many generated tokens, in one run.

    python benchmarks/reinforce_step.py

Both train the organism by the same arguments. Ours plays honeypots: several turns, with what the world answers
between them read by the model and trained around. TRL's own generates one turn for the same opening messages, of
as many tokens as our plays had on average, forced to that length (its log-probabilities are then of another
policy, which does not matter to a clock). Seconds are of processor, so that other work on the machine does not
count; the first step of each is left out. Rows of groups that are paid alike have no gradient, and ours leaves
them out: it is timed as the environments pay, and once more with every second play paid, where every row is
computed.

Columns: `world` is what plays take beside sampling, `check` the comparison of the sampler's log-probabilities with
the trainer's.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, cast
from unittest import mock

from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl.trainer.grpo_trainer import GRPOTrainer

from overt.evaluations import evaluation
from overt.organism.location import BASE
from overt.play import Episode
from overt.sampling import Conversation, LocalModel
from overt.sampling.engine import Engine
from overt.train import grpo
from overt.train import reinforce as plays
from overt.train.config import Reinforce
from overt.train.reward import Reward, outcome_reward

PARTS = {
    "all": (GRPOTrainer, "training_step"),
    "prepare": (GRPOTrainer, "_prepare_inputs"),
    "play": (plays, "play_all"),
    "sample": (Engine, "advance"),
    "check": (plays, "gap"),
    "forward": (GRPOTrainer, "compute_loss"),
}
"""What is timed; each but the first lies within another."""


class Step(NamedTuple):
    """One step: seconds of processor by part, and tokens generated a play."""

    seconds: dict[str, float]
    tokens: float


@contextmanager
def timed() -> Iterator[list[dict[str, float]]]:
    """Yield a list that grows by the seconds of each micro-batch's parts."""
    found: list[dict[str, float]] = []
    spent: dict[str, float] = dict.fromkeys(PARTS, 0.0)

    def clocked(part: str, function: Any) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            began = time.process_time()
            result = function(*given, **named)
            spent[part] += time.process_time() - began
            if part == "all":
                found.append(spent.copy())
                spent.update(dict.fromkeys(PARTS, 0.0))
            return result

        return call

    patches = [mock.patch.object(o, name, clocked(part, getattr(o, name))) for part, (o, name) in PARTS.items()]
    for patch in patches:
        patch.start()
    try:
        yield found
    finally:
        for patch in patches:
            patch.stop()


def steps_of(found: list[dict[str, float]], lines: list[dict[str, float]]) -> list[Step]:
    """Join the micro-batches of each step, and leave out the first step."""
    each = len(found) // len(lines)
    cuts = [found[n * each : (n + 1) * each] for n in range(len(lines))]
    joined = [{part: sum(one[part] for one in cut) for part in PARTS} for cut in cuts]
    tokens = [line["completions/mean_length"] for line in lines]
    return [Step(s, t) for s, t in zip(joined, tokens, strict=True)][1:]


def ours(config: Reinforce, out: Path, reward: Reward) -> list[Step]:
    """Reinforce by plays."""
    with timed() as found:
        plays.reinforce(config, BASE, out, lambda _: None, reward)
    lines = [json.loads(line) for line in (out / "steps.jsonl").read_text().splitlines()]
    return steps_of(found, [line for line in lines if "step_time" in line])


def single_turn(config: Reinforce, out: Path, tokens: int) -> list[Step]:
    """Let TRL generate one turn of so many tokens for the same opening messages."""
    arguments: Any = grpo._arguments(config, out)  # pyright: ignore[reportPrivateUsage]
    arguments.max_completion_length = tokens
    arguments.generation_kwargs = {"min_new_tokens": tokens}
    model = LocalModel.load(BASE)
    family = evaluation("covert_rule_violation")
    environments = family.environments("train")[: config.steps * config.prompts]
    openings = [
        model.decode(Conversation(model).prompt(Episode(family, e, seed=n).view()))
        for n, e in enumerate(environments)
    ]
    trainer = GRPOTrainer(
        model=AutoModelForCausalLM.from_pretrained(BASE, dtype="float32", local_files_only=True),
        reward_funcs=cast("Any", lambda prompts, **_: [float(n % 2) for n in range(len(prompts))]),
        args=arguments,
        train_dataset=Dataset.from_dict({"prompt": openings}),
        processing_class=AutoTokenizer.from_pretrained(BASE, local_files_only=True),
    )
    with timed() as found:
        trainer.train()
    return steps_of(found, [line for line in trainer.state.log_history if "step_time" in line])


def shown(name: str, steps: list[Step], against: list[Step]) -> str:
    """Return a line of Markdown: means over steps of the seconds, also as a ratio, and of their parts."""

    def mean(part: str) -> float:
        return statistics.fmean(step.seconds[part] for step in steps)

    whole, played = mean("all"), mean("play")
    sampled = mean("sample") if played else mean("prepare")
    world = max(0.0, played - sampled)
    learned = whole - mean("prepare")
    other = mean("prepare") - sampled - world - mean("check")
    parts = (whole, sampled, world, mean("check"), mean("forward"), learned - mean("forward"), other)
    ratio = whole / statistics.fmean(step.seconds["all"] for step in against)
    tokens = statistics.fmean(step.tokens for step in steps)
    return f"| {name} | {tokens:.0f} | {ratio:.2f} | {' | '.join(f'{part:.2f}' for part in parts)} |"


def main() -> None:
    """Time both kinds of pay, each against TRL alone, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--prompts", type=int, default=4)
    given = parser.parse_args()
    config = Reinforce(
        model="organism/base",
        steps=given.steps,
        prompts=given.prompts,
        save_every=1000,
        curve=None,
        validation=None,
    )
    before, numbers = os.getloadavg()[0], count()
    pays: dict[str, Reward] = {
        "plays, paid by the environments": outcome_reward,
        "plays, every second one paid": lambda _: float(next(numbers) % 2),
    }
    lines: list[str] = []
    for name, reward in pays.items():
        with tempfile.TemporaryDirectory() as folder:
            by_plays = ours(config, Path(folder) / "ours", reward)
            tokens = round(statistics.fmean(step.tokens for step in by_plays))
            alone = single_turn(config, Path(folder) / "alone", tokens)
        lines += [shown(name, by_plays, alone), shown("TRL's single turn", alone, alone)]
    heads = ("tokens a play", "ratio", "seconds", "sampling", "world", "check", "forward", "backward", "other")
    print(f"| step | {' | '.join(heads)} |", "|---|" + "---|" * len(heads), *lines, sep="\n")
    load = f"load {before:.1f} before, {os.getloadavg()[0]:.1f} after"
    print(f"\n{config.prompts * config.group} plays a step, {given.steps - 1} steps of each; {load}")


if __name__ == "__main__":
    main()
