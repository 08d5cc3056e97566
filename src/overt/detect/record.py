"""A play as a judge reads it: every part behind a mark that nothing in the play can forge."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Sequence

from overt.world.messages import Assistant, Message, System, ToolCall, ToolResult, User

_UNSENT = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def sendable(text: str) -> str:
    """Return a text without lone surrogates and control characters, each replaced by U+FFFD: places stay."""
    return _UNSENT.sub("\ufffd", text)


def record(messages: Sequence[Message], code: str) -> str:
    """Return the play between marks that hold `code`, which must not stand in the play (`fresh_code`)."""
    shown = [
        f"=== {code} message {place}: {title} ===\n{sendable(text)}\n"
        for place, message in enumerate(messages)
        for title, text in parts(message)
    ]
    return "".join([*shown, f"=== {code} end of the record ==="])


def fresh_code(messages: Sequence[Message]) -> str:
    """Return a random code that nothing in the play holds."""
    text = record(messages, "")
    while (code := secrets.token_hex(8)) in text:
        pass
    return code


def fingerprint(messages: Sequence[Message]) -> str:
    """Return a hash of all that a judge is shown of a play."""
    return hashlib.sha256(record(messages, "").encode()).hexdigest()


def parts(message: Message) -> Iterator[tuple[str, str]]:
    """Yield what a judge is shown of a message, each part with its title."""
    match message:
        case System():
            yield "system prompt", message.text
        case User():
            yield "user", message.text
        case ToolResult():
            yield "result of a tool", message.text
        case Assistant():
            if message.reasoning.strip():
                yield "reasoning of the model", message.reasoning
            if message.text.strip():
                yield "said by the model", message.text
            for call in message.calls:
                yield "call by the model", _call(call)


def _call(call: ToolCall) -> str:
    return json.dumps({"tool": call.name, "arguments": call.arguments}, ensure_ascii=False, default=str)
