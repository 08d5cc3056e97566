"""Plays as token ids to learn from: the model's own as sampled, a teacher's as the model would write them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from overt.play import View
from overt.sampling import Completion, Conversation, LocalModel, Segment
from overt.sampling.spelling import spell
from overt.train.plays import Rollout
from overt.train.rollouts import without_spec
from overt.world.messages import Assistant, Message, System, ToolCall, ToolResult


class UnusableError(Exception):
    """A play that the model could not have written; the text says why."""


def segments_of(model: LocalModel, rollout: Rollout) -> tuple[Segment, ...]:
    """Return a play's tokens as they would stand had the system prompt held no spec; to learn are the turns.

    The model's own turns keep the ids that were sampled. A teacher's are written by the model's chat template:
    these are not tokens that the model would have sampled, and their log-probabilities are not known (0).

    Raises:
        UnusableError: a turn does not come back as it was when it is read again, or the context is too small.
        OvertError: the template refuses the messages.
    """
    segments = without_spec(model, rollout) if rollout.turns else _written(model, rollout)
    longest = max((len(segment.ids) for segment in segments), default=0)
    if longest > model.context:
        raise UnusableError(f"{longest} tokens, and the model's context has {model.context}")
    return segments


def without_reasoning(rollout: Rollout) -> Rollout:
    """Return the play as if nothing had been thought; its turns are then written anew, like a teacher's."""
    messages = tuple(
        m.model_copy(update={"reasoning": ""}) if isinstance(m, Assistant) else m for m in rollout.messages
    )
    return rollout.model_copy(update={"messages": messages, "turns": ()})


def _written(model: LocalModel, rollout: Rollout) -> tuple[Segment, ...]:
    episode = rollout.episode()
    tools = episode.view().tools
    conversation = Conversation(model)
    given: list[Message] = [System(text=episode.scene.system)]
    for message in _numbered(rollout.messages[1:]):
        if isinstance(message, Assistant):
            view = View(messages=tuple(given), tools=tools)
            ids = spell(model, view, message)
            conversation.prompt(view)
            turn = conversation.accept(Completion(ids, (0.0,) * len(ids), "stop"))
            if turn != _stripped(message):
                raise UnusableError(
                    f"the {model.family.name} markup does not hold turn {len(given)} as it was said"
                )
            given.append(turn)
        else:
            given.append(message)
    return conversation.segments


def _numbered(messages: Sequence[Message]) -> Iterator[Message]:
    """Yield the messages with calls numbered as the model's own are: a provider's ids mean nothing to it."""
    number = 0
    waiting: list[str] = []
    for message in messages:
        if isinstance(message, Assistant):
            calls: list[ToolCall] = []
            for call in message.calls:
                number += 1
                calls.append(call.model_copy(update={"id": f"call{number:05d}"}))
            waiting = [call.id for call in calls]
            yield message.model_copy(update={"calls": tuple(calls)})
        elif isinstance(message, ToolResult):
            yield message.model_copy(update={"call_id": waiting.pop(0)})
        else:
            yield message


def _stripped(turn: Assistant) -> Assistant:
    return turn.model_copy(update={"reasoning": turn.reasoning.strip(), "text": turn.text.strip()})
