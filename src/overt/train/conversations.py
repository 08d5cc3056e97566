"""Kept plays as chat conversations, the form in which other trainers take them; the spec is taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from overt.errors import OvertError
from overt.evaluations import environment
from overt.honeypots import dataset
from overt.train.filter import Decision, decide
from overt.train.plays import Rollout, read_lines, read_rollouts
from overt.world.messages import Assistant, Frozen, Message, ToolResult


class Conversations(Frozen):
    """The kept plays as lines, how many were read, and why the others were not kept, commonest first."""

    lines: tuple[dict[str, Any], ...]
    read: int
    reasons: dict[str, int]


def conversations(plays: Iterable[tuple[Rollout, Decision]]) -> Conversations:
    """Return what was kept of these plays as lines, by environment and seed.

    Raises:
        OvertError: a play is of an environment that is none to train or validate on.
    """
    judged = list(plays)
    kept = [rollout for rollout, decision in judged if decision.kept]
    reasons = Counter(_reason(decision) for _, decision in judged if not decision.kept)
    lines = (_line(rollout) for rollout in sorted(kept, key=lambda r: (r.environment, r.seed, r.player)))
    return Conversations(lines=tuple(lines), read=len(judged), reasons=dict(reasons.most_common()))


def judged(rollouts: Iterable[Rollout]) -> list[tuple[Rollout, Decision]]:
    """Apply the filter of `distil`: plays under a spec also have to cite it.

    Raises:
        OvertError: a play is of an environment that is none to train or validate on.
    """
    return [(r, decide(_trainable(r), "outcome" if r.spec == "none" else "spec")) for r in rollouts]


def _trainable(rollout: Rollout) -> Rollout:
    found = environment(rollout.environment)[1]
    if found.kind not in dataset.SPLITS:
        raise OvertError(f"{found.id} is a {found.kind} environment; plays of it are never training data")
    return rollout


def from_training(path: Path) -> list[tuple[Rollout, Decision]]:
    """Read a `rollouts-*.jsonl` with the decisions of the `filter-*.jsonl` beside it, or with our own without.

    Raises:
        OvertError: a line is no play, or no decision.
    """
    rollouts = read_rollouts(path)
    beside = path.with_name(path.name.replace("rollouts-", "filter-", 1))
    if beside == path or not beside.is_file():
        return judged(rollouts)
    decided = {(d.environment, d.seed): d for d in read_lines(beside, Decision)}
    return [(r, decided[r.environment, r.seed]) for r in rollouts if (r.environment, r.seed) in decided]


def chat(messages: Iterable[Message]) -> list[dict[str, Any]]:
    """Return messages in the chat format of OpenAI's interface, a turn's thoughts as `reasoning_content`."""
    return [_message(message) for message in messages]


def _line(rollout: Rollout) -> dict[str, Any]:
    episode = _trainable(rollout).episode()
    found, family = episode.environment, episode.evaluation
    system = {"role": "system", "content": episode.scene.system}
    return {
        "id": found.id,
        "family": family.name,
        "split": found.kind,
        "benign": not episode.scene.data.forbidden,
        "seed": rollout.seed,
        "length": rollout.length,
        "spec": rollout.spec,
        "player": rollout.player,
        "messages": [system, *chat(rollout.messages[1:])],
        "tools": [{"type": "function", "function": spec.model_dump()} for spec in episode.view().tools],
        "canary": dataset.canary(family),
    }


def _message(message: Message) -> dict[str, Any]:
    given: dict[str, Any] = {"role": message.role, "content": message.text}
    if isinstance(message, ToolResult):
        return {**given, "tool_call_id": message.call_id, "name": message.name}
    if not isinstance(message, Assistant):
        return given
    if message.reasoning:
        given["reasoning_content"] = message.reasoning
    if message.calls:
        given["tool_calls"] = [
            {"type": "function", "id": call.id, "function": {"name": call.name, "arguments": call.arguments}}
            for call in message.calls
        ]
    return given


def _reason(decision: Decision) -> str:
    if not decision.outcome:
        return decision.outcome_reason
    if decision.span:
        return "it quotes the spec that was in its prompt"
    return decision.unusable or decision.reasoning_reason
