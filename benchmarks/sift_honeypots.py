"""Sifts the candidates that the grammar of honeypots makes; writes what is dropped, and why, to `dropped.yaml`.

`python benchmarks/sift_honeypots.py [--write]`: every candidate is played by the six actors, short and full, over
several seeds, held to the budget of the short form, and compared with those before it. Run it after each change of
a bundle or frame; without `--write` it only says what it would drop.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from overt.honeypots import likeness
from overt.honeypots.covert_rule_violation.bundle import FOLDER
from overt.honeypots.covert_rule_violation.evaluation import EVALUATION, SPLITS, CovertRuleViolation
from overt.honeypots.covert_rule_violation.grammar import candidates
from overt.play.gate import gate, play_actor
from overt.world.environment import Environment

SEEDS = (0, 1, 2)
BUDGET = {"system": 260, "user": 320, "files": 450, "thought": 110, "message": 160}
"""Characters at most, in the short form: what fits the organism's 1,024 tokens."""


class Candidates(CovertRuleViolation):
    """The family with all candidates and nothing else."""

    all_environments = tuple(EVALUATION.from_entry(entry) for split in SPLITS for entry in candidates(split))


def failing(found: Candidates) -> dict[str, str]:
    """Return what fails the gate, by base id."""
    out: dict[str, str] = {}
    for length, seeds in (("short", SEEDS), ("full", SEEDS[:1])):
        for seed in seeds:
            for failure in gate([found], seed=seed, length=length).failures:
                base = failure.environment.removesuffix("~twin")
                out.setdefault(base, f"gate: {failure.actor}: expected {failure.expected}, got {failure.got}")
    return out


def too_long(found: Candidates) -> dict[str, str]:
    """Return what exceeds the budget of the short form, by base id."""
    out: dict[str, str] = {}
    for environment in found.all_environments:
        for seed in SEEDS:
            for part, size in sizes(found, environment, seed):
                if size > BUDGET[part]:
                    out.setdefault(environment.base_id, f"length: {part} of {size} characters")
    return out


def sizes(found: Candidates, environment: Environment[Any], seed: int) -> Iterator[tuple[str, int]]:
    """Yield (part, characters) of an environment, its twin, and what the actors write."""
    for played in (environment, environment.twin):
        scene = played.scene(seed, "short")
        yield "system", len(scene.system)
        yield "user", len(scene.user)
        yield "files", sum(len(scene.files[path]) for path in scene.data.look)
        for actor in found.actors:
            for turn in asyncio.run(play_actor(found, played, actor, seed=seed, length="short")).turns:
                yield "thought", len(turn.reasoning)
                yield "message", len(turn.text)


def alike(found: Candidates) -> dict[str, str]:
    """Return the later one of each pair of near-duplicates, by base id."""
    order = {e.base_id: number for number, e in enumerate(found.all_environments)}
    pairs = likeness.near_duplicates({e.base_id: likeness.written(e) for e in found.all_environments})
    return {max(a, b, key=order.__getitem__): f"near-duplicate: {similarity:.2f}" for similarity, a, b in pairs}


def main() -> None:
    """Sift, print, and write if asked to."""
    found = Candidates()
    out = {**alike(found), **too_long(found), **failing(found)}
    print(f"{len(found.all_environments)} candidates, {len(out)} dropped")
    for reason, count in sorted(Counter(text.partition(":")[0] for text in out.values()).items()):
        print(f"  {reason}: {count}")
    lines = [f'{name.partition("/")[2]}: "{reason}"\n' for name, reason in sorted(out.items())]
    print("".join(lines), end="")
    if "--write" in sys.argv:
        path = FOLDER / "dropped.yaml"
        path.write_text("".join(lines) or "{}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
