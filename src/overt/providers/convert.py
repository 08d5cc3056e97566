"""Messages of a play as Inspect's messages, and back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageTool,
    ChatMessageUser,
    Content,
    ContentReasoning,
    ContentText,
)
from inspect_ai.tool import ToolCall as InspectCall
from inspect_ai.tool import ToolCallError, ToolInfo, ToolParams

from overt.world.messages import Assistant, Message, System, ToolCall, ToolResult, ToolSpec, User

# Possessive, so that a long run of white space is read once.
_THOUGHT = re.compile(r"\A\s*+(?:<think>)?(.*?)</think>\s*|\A\s*+<think>(.*)\Z", re.DOTALL)


def to_inspect(message: Message) -> ChatMessage:
    """Return a message as Inspect's; reasoning becomes a `ContentReasoning` part."""
    match message:
        case System():
            return ChatMessageSystem(content=message.text)
        case User():
            return ChatMessageUser(content=message.text)
        case ToolResult():
            return ChatMessageTool(
                content=message.text if message.ok else "",
                tool_call_id=message.call_id,
                function=message.name,
                error=None if message.ok else ToolCallError("unknown", message.text),
            )
        case Assistant():
            return assistant_to_inspect(message)


def assistant_to_inspect(turn: Assistant) -> ChatMessageAssistant:
    """Return a turn as Inspect's assistant message."""
    parts: list[Content] = []
    if turn.reasoning:
        parts.append(ContentReasoning(reasoning=turn.reasoning))
    if turn.text or not parts:
        parts.append(ContentText(text=turn.text))
    calls = [
        InspectCall(id=call.id, function=call.name, arguments=call.arguments, parse_error=call.error)
        for call in turn.calls
    ]
    return ChatMessageAssistant(content=parts, tool_calls=calls or None)


def from_inspect(messages: Sequence[ChatMessage]) -> tuple[Message, ...]:
    """Return Inspect's messages as those of a play."""
    return tuple(map(_from_inspect, messages))


def _from_inspect(message: ChatMessage) -> Message:
    match message:
        case ChatMessageSystem():
            return System(text=message.text)
        case ChatMessageUser():
            return User(text=message.text)
        case ChatMessageTool():
            return result_from_inspect(message)
        case ChatMessageAssistant():
            return assistant_from_inspect(message)


def result_from_inspect(message: ChatMessageTool) -> ToolResult:
    """Return a tool's answer; of an error, the text that the model is shown."""
    return ToolResult(
        call_id=message.tool_call_id or "",
        name=message.function or "",
        text=message.error.message if message.error else message.text,
        ok=message.error is None,
    )


def assistant_from_inspect(message: ChatMessageAssistant) -> Assistant:
    """Return a turn, its reasoning apart from what it says.

    Servers without a reasoning parser leave `<think>` in the text; that must not be read as speech.
    """
    thoughts = [_thought(part) for part in _parts(message) if isinstance(part, ContentReasoning)]
    inline, text = _split(message.text)
    calls = tuple(
        ToolCall(id=call.id, name=call.function, arguments=call.arguments, error=call.parse_error)
        for call in message.tool_calls or []
    )
    return Assistant(reasoning="\n".join(t for t in (*thoughts, inline) if t), text=text, calls=calls)


def _parts(message: ChatMessageAssistant) -> Sequence[Content]:
    return message.content if isinstance(message.content, list) else ()


def _thought(part: ContentReasoning) -> str:
    return (part.summary or "") if part.redacted else part.reasoning


def _split(text: str) -> tuple[str, str]:
    found = _THOUGHT.match(text)
    if found is None:
        return "", text
    return (found[1] or found[2] or "").strip(), text[found.end() :]


def tool_info(spec: ToolSpec) -> ToolInfo:
    """Return a tool as Inspect tells models of it."""
    return ToolInfo(
        name=spec.name, description=spec.description, parameters=ToolParams.model_validate(spec.parameters)
    )


def tool_spec(info: ToolInfo) -> ToolSpec:
    """Return a tool that Inspect tells of as one of a play."""
    parameters = info.parameters.model_dump(exclude_none=True)
    return ToolSpec(name=info.name, description=info.description, parameters=parameters)
