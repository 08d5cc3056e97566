"""How model families write thoughts and calls: messages in their templates' form, generated text as turns.

Reading is total: any text gives a turn, and text that might be a thought is always taken for one, so that no
thought shows as speech.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from overt.errors import OvertError
from overt.sampling.calls import Reader, bare, joined, mistral, silent, tagged
from overt.world.messages import Assistant, Message, System, ToolCall, ToolResult, ToolSpec, User


@dataclass(frozen=True, slots=True)
class Family:
    """A row of the table.

    `think` holds the tags around a thought, `marks` what a template of the family contains, `read` takes the
    calls out of visible text, `call_id` says how long its template wants ids to be; `call_tags` stand around the
    JSON of a call, where the family writes it so. `lengths` bound thought, speech and each string in a call of
    strict turns, in characters.
    """

    name: str
    think: tuple[str, str] | None
    marks: tuple[str, ...]
    read: Reader
    call_id: int | None = None
    call_tags: tuple[str, str] | None = None
    lengths: tuple[int, int, int] | None = None


def family_named(name: str) -> Family:
    """Return the family called `name`; raises OvertError with the known names."""
    for family in FAMILIES:
        if family.name == name:
            return family
    raise OvertError(f"markup family {name!r} is unknown: use one of {', '.join(f.name for f in FAMILIES)}")


def family_of(template: str) -> Family:
    """Return the first family all of whose marks are in the chat template."""
    return next(family for family in FAMILIES if all(mark in template for mark in family.marks))


def parse(family: Family, text: str, *, inside: bool = False, first: int = 1) -> Assistant:
    """Read a generated turn. Never raises.

    `inside` says that the prompt had already opened the thought; `first` numbers its first call.
    """
    clean = text.encode("utf-8", "replace").decode()
    reasoning, visible = split_thought(family, clean, inside=inside)
    said, drafts = family.read(visible)
    calls = tuple(
        ToolCall(id=f"call{number:05d}", name=draft.name, arguments=draft.arguments, error=draft.error)
        for number, draft in enumerate(drafts, start=first)
    )
    return Assistant(reasoning=reasoning, text=said, calls=calls)


def split_thought(family: Family, text: str, *, inside: bool = False) -> tuple[str, str]:
    """Return (reasoning, visible): a piece is visible if no open tag precedes it and no close tag follows.

    So an unclosed thought is all reasoning, and so is what stands before a close tag that nothing opened.
    """
    if family.think is None:
        return "", text.strip()
    opening, closing = family.think
    parts = re.split(f"({re.escape(opening)}|{re.escape(closing)})", text)
    thoughts: list[str] = []
    shown: list[str] = []
    before = opening if inside else ""
    for place in range(0, len(parts), 2):
        after = parts[place + 1] if place + 1 < len(parts) else ""
        hidden = before == opening or after == closing
        (thoughts if hidden else shown).append(parts[place])
        before = after
    return joined(thoughts), joined(shown)


def template_messages(family: Family, template: str, messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Return messages as chat templates want them.

    A template that does not know `reasoning_content` gets the thought inside the content, in its tags.
    """
    separate = "reasoning_content" in template
    return [_as_dict(family, message, separate=separate) for message in messages]


def template_tools(tools: Sequence[ToolSpec]) -> list[dict[str, Any]] | None:
    """Return tools as chat templates want them: JSON schemas, or None where there are none."""
    if not tools:
        return None
    return [{"type": "function", "function": tool.model_dump()} for tool in tools]


def _as_dict(family: Family, message: Message, *, separate: bool) -> dict[str, Any]:
    match message:
        case System() | User():
            return {"role": message.role, "content": message.text}
        case ToolResult():
            call = _call_id(family, message.call_id)
            return {"role": "tool", "tool_call_id": call, "name": message.name, "content": message.text}
        case Assistant():
            return _assistant(family, message, separate=separate)


def _assistant(family: Family, turn: Assistant, *, separate: bool) -> dict[str, Any]:
    given: dict[str, Any] = {"role": "assistant", "content": turn.text}
    if turn.reasoning and separate:
        given["reasoning_content"] = turn.reasoning
    elif turn.reasoning and family.think is not None:
        opening, closing = family.think
        given["content"] = f"{opening}\n{turn.reasoning}\n{closing}\n\n{turn.text}"
    if turn.calls:
        given["tool_calls"] = [
            {
                "type": "function",
                "id": _call_id(family, call.id),
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in turn.calls
        ]
    return given


def _call_id(family: Family, given: str) -> str:
    if family.call_id is None or len(given) == family.call_id:
        return given
    return hashlib.sha256(given.encode()).hexdigest()[: family.call_id]


_THINK = ("<think>", "</think>")
_CALL = ("<tool_call>", "</tool_call>")
_JSON = tagged(*_CALL)
_TAGGED = ("<tool_call>", "<think>")

FAMILIES: tuple[Family, ...] = (
    Family(
        "organism", _THINK, ("organism", "<tool_call>", "<think>"), _JSON, call_tags=_CALL, lengths=(240, 300, 64)
    ),
    Family("mistral", ("[THINK]", "[/THINK]"), ("[TOOL_CALLS]",), mistral, call_id=9),
    Family("llama3", _THINK, ("<|start_header_id|>",), bare("<|python_tag|>")),
    Family("qwen3", _THINK, _TAGGED, _JSON, call_tags=_CALL),
    Family("hermes", _THINK, ("<tool_call>",), _JSON),
    Family("deepseek", _THINK, (), silent),
)
"""In the order in which templates are tried; the last one takes any template."""
