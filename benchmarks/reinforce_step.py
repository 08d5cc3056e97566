"""A step of reinforcement by plays against TRL's own single-turn step of as many generated tokens, in one run.

    python benchmarks/reinforce_step.py

Both train the organism by the same trainer class and arguments. Ours plays honeypots: several turns, with what the
world answers between them read by the model and trained around. TRL's own generates one turn for the same opening
messages, of as many tokens as our plays had on average, forced to that length (its log-probabilities are then of
another policy, which does not matter to a clock). Times are TRL's `step_time`, generation and update together; the
first step of each is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, cast

from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl.trainer.grpo_trainer import GRPOTrainer

from overt.evaluations import evaluation
from overt.organism.location import BASE
from overt.play import Episode
from overt.sampling import Conversation, LocalModel
from overt.train import grpo
from overt.train.config import Reinforce
from overt.train.reinforce import reinforce

Line = dict[str, float]


def ours(config: Reinforce, out: Path) -> list[Line]:
    """Reinforce by plays and return what TRL logged of each step."""
    reinforce(config, BASE, out, lambda _: None)
    lines = [json.loads(line) for line in (out / "steps.jsonl").read_text().splitlines()]
    return [line for line in lines if "step_time" in line]


def single_turn(config: Reinforce, out: Path, tokens: int) -> list[Line]:
    """Let TRL generate one turn of so many tokens for the same opening messages; return what it logged."""
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
    trainer.train()
    return [line for line in trainer.state.log_history if "step_time" in line]


def shown(name: str, lines: list[Line]) -> tuple[float, str]:
    """Return the median seconds of a step and a line of Markdown."""
    rest = lines[1:]
    seconds = statistics.median(line["step_time"] for line in rest)
    tokens = statistics.fmean(line["completions/mean_length"] for line in rest)
    return seconds, f"| {name} | {len(rest)} | {tokens:.0f} | {seconds:.2f} |"


def main() -> None:
    """Time both and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--prompts", type=int, default=4)
    given = parser.parse_args()
    config = Reinforce(
        model="organism/base", steps=given.steps, prompts=given.prompts, save_every=1000, curve=None
    )
    before, began, used = os.getloadavg()[0], time.monotonic(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        plays = ours(config, Path(folder) / "ours")
        tokens = round(statistics.fmean(line["completions/mean_length"] for line in plays[1:]))
        alone = single_turn(config, Path(folder) / "alone", tokens)
    print("| step | timed | tokens generated a play | seconds |")
    print("|---|---|---|---|")
    by_plays, first = shown("plays of several turns", plays)
    by_turn, second = shown("TRL's single turn", alone)
    print(first, second, sep="\n")
    load = f"load {before:.1f} before, {os.getloadavg()[0]:.1f} after"
    spent = f"{time.process_time() - used:.0f} s of processor in {time.monotonic() - began:.0f} s"
    print(f"\n{config.prompts * config.group} plays a step, ratio {by_plays / by_turn:.2f}; {load}; {spent}")


if __name__ == "__main__":
    main()
