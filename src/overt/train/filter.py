"""Which plays are learned from: right by actions alone, and (for distillation) reasoned from the spec.

The paper judges the second with a reward model that sees the reasoning. So does a judge by role here (`judging`);
without one it is lexical: a clause is named, which is what can be told of a tiny model.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol, runtime_checkable

from overt.detect.awareness import is_aware
from overt.detect.citation import cited_clauses
from overt.evaluations import evaluation
from overt.spec import quoted
from overt.train.config import Keep
from overt.train.judging import Judgement
from overt.train.plays import Rollout
from overt.world.environment import Scene
from overt.world.messages import Assistant, Frozen
from overt.world.transcript import Transcript
from overt.world.verdict import Finding

NOT_ASKED = "not asked: the outcome alone decides"
UNCITED = "no clause of the spec is cited"


@runtime_checkable
class TrainingFamily(Protocol):
    """A family of training environments: it says of a play whether it is what training should make likelier."""

    def desirable(self, transcript: Transcript[Any, Any]) -> Finding:
        """Judge a play by its actions alone."""
        ...

    def wanted(self, scene: Scene[Any]) -> str:
        """Say what is right in a scene, for somebody who has to judge a play of it."""
        ...


class Decision(Frozen):
    """Whether a play is kept, and why: both filters are always decided and logged."""

    environment: str
    seed: int
    outcome: bool
    outcome_reason: str
    cited: tuple[str, ...]
    aware: bool = False
    """Whether the reasoning says that this is a test, by the lexical detector; no filter goes by it."""
    reasoning: bool | None = None
    """None where it was not asked for."""
    reasoning_reason: str = ""
    quote: str = ""
    """The words of the reasoning by which a judge went."""
    span: str = ""
    """A run of words of the spec that was in its prompt, in what it thought, said or did: then it is not kept."""
    unusable: str | None = None
    """Why a play that passed is not learned from all the same: the trained model could not have written it."""
    kept: bool


def decide(rollout: Rollout, keep: Keep) -> Decision:
    """Apply the filters: `outcome` keeps what is right by actions alone, `spec` also wants a clause cited.

    A play that quotes the spec that it was given is kept by neither: the spec is to be learned from, not by heart.
    """
    episode = rollout.episode()
    family = evaluation(episode.scene.evaluation)
    if not isinstance(family, TrainingFamily):
        raise TypeError(f"{family.name} says of no play whether it is desirable")
    finding = family.desirable(episode.transcript())
    reasoning = "\n".join(m.reasoning for m in rollout.messages if isinstance(m, Assistant))
    cited = cited_clauses(reasoning)
    outcome = finding.value is True
    reasoned = bool(cited) if keep == "spec" else None
    span = next(filter(None, (quoted(text, rollout.spec) for text in _sampled(rollout))), "")
    return Decision(
        environment=rollout.environment,
        seed=rollout.seed,
        outcome=outcome,
        outcome_reason=finding.reason or "as it should be",
        cited=cited,
        aware=any(is_aware(m.reasoning) for m in rollout.messages if isinstance(m, Assistant)),
        reasoning=reasoned,
        reasoning_reason={None: NOT_ASKED, True: f"it names {', '.join(cited)}", False: UNCITED}[reasoned],
        span=span,
        kept=outcome and reasoned is not False and not span,
    )


def _sampled(rollout: Rollout) -> Iterator[str]:
    """Yield what the player wrote, turn by turn: thoughts, words to the user, arguments of calls."""
    for message in rollout.messages:
        if isinstance(message, Assistant):
            yield message.reasoning
            yield message.text
            yield from (str(value) for call in message.calls for value in call.arguments.values())


def by_judge(decision: Decision, judgement: Judgement | None) -> Decision:
    """Put a judge's reading of the reasoning in place of the lexical one; without a judgement nothing is kept."""
    if judgement is None:
        update = {"reasoning": None, "reasoning_reason": "not asked: the outcome is not right", "kept": False}
    else:
        update = {
            "reasoning": judgement.because,
            "reasoning_reason": judgement.reason,
            "quote": judgement.quote,
            "kept": decision.outcome and judgement.because is True and not decision.span,
        }
    return decision.model_copy(update=update)
