"""Reading tool calls out of visible text, one reader for each way in which model families write them.

Nothing here raises: what was meant as a call and cannot be read becomes a draft with its `error`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn, cast

from overt.world.messages import Arguments


@dataclass(frozen=True, slots=True)
class Draft:
    """A call as it was written, before it has an id. `error` says why it is none."""

    name: str
    arguments: Arguments
    error: str | None = None


Reader = Callable[[str], tuple[str, list[Draft]]]


def joined(pieces: list[str]) -> str:
    """Return the pieces that are not blank, stripped, a line break between them."""
    return "\n".join(piece for piece in (raw.strip() for raw in pieces) if piece)


def tagged(opening: str, closing: str) -> Reader:
    """Return the reader of JSON objects between tags; an unclosed tag runs to the next one or to the end."""
    start, end = re.escape(opening), re.escape(closing)
    pattern = re.compile(f"{start}(.*?)(?:{end}|\\Z|(?={start}))", re.DOTALL)

    def read(text: str) -> tuple[str, list[Draft]]:
        drafts = [draft for match in pattern.finditer(text) for draft in _drafts(match[1])]
        return joined(pattern.split(text)[::2]), drafts

    return read


def bare(mark: str) -> Reader:
    """Return the reader of JSON objects that follow `mark` or are the whole text, parted by semicolons."""
    call = re.compile(r'\s*\{\s*"name"\s*:.*"(?:parameters|arguments)"', re.DOTALL)

    def read(text: str) -> tuple[str, list[Draft]]:
        said, found, body = text.partition(mark)
        if found:
            return said.strip(), _drafts(body)
        return ("", _drafts(text)) if call.match(text) else (text, [])

    return read


def mistral(text: str) -> tuple[str, list[Draft]]:
    """Read `[TOOL_CALLS]` before a JSON array, or before each `name[ARGS]{…}`."""
    said, *bodies = text.split("[TOOL_CALLS]")
    drafts: list[Draft] = []
    for body in bodies:
        name, found, arguments = body.partition("[ARGS]")
        drafts += [_named(name.strip(), arguments)] if found else _drafts(body)
    return said.strip(), drafts


def silent(text: str) -> tuple[str, list[Draft]]:
    """Read no calls: the family has no markup for them."""
    return text, []


def _drafts(body: str) -> list[Draft]:
    """Read JSON calls: an object, an array of them, or several objects in a row."""
    values = list(_values(body))
    return [_draft(value) if not isinstance(value, Draft) else value for value in values]


def _values(body: str) -> Iterator[Any]:
    text, at = body.strip(), 0
    if not text:
        yield Draft("", {}, "the call is empty")
    while at < len(text):
        value, at = _next_value(text, at)
        if isinstance(value, list):
            yield from cast("list[Any]", value) or [Draft("", {}, "the call is an empty list")]
        else:
            yield value


def _next_value(text: str, at: int = 0) -> tuple[Any, int]:
    """Return the JSON value that begins at a place, and where the next begins; after what is none, the end."""
    try:
        value, end = _DECODER.raw_decode(text, at)
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        return Draft(_guess(text[at:]), {}, f"not valid JSON: {error.msg} at character {error.pos - at}"), len(
            text
        )
    except (ValueError, RecursionError):
        why = "not valid JSON: a number, a character or a depth that JSON does not have"
        return Draft(_guess(text[at:]), {}, why), len(text)
    between = _BETWEEN.match(text, end)
    return value, between.end() if between else end


def _draft(value: object) -> Draft:
    if not isinstance(value, dict):
        return Draft("", {}, "the call is not a JSON object")
    given = cast("dict[str, Any]", value)
    name = given.get("name")
    if not isinstance(name, str) or not name:
        return Draft("", {}, "the call has no name")
    return _checked(name, given.get("arguments", given.get("parameters", {})))


def _named(name: str, body: str) -> Draft:
    text = body.strip()
    value, end = _next_value(text)
    if isinstance(value, Draft):
        return Draft(name, {}, value.error)
    return _checked(name, value) if end == len(text) else Draft(name, {}, "text follows the arguments")


def _checked(name: str, arguments: object) -> Draft:
    if isinstance(arguments, str):
        text = arguments.strip()
        arguments, end = _next_value(text)
        if isinstance(arguments, Draft) or end < len(text):
            return Draft(name, {}, "the arguments are a string that is not a JSON object")
    if not isinstance(arguments, dict):
        return Draft(name, {}, "the arguments are not a JSON object")
    return Draft(name, cast("Arguments", arguments))


def _guess(text: str) -> str:
    """Return the name in a call that cannot be read, so that its error can say which tool was meant."""
    found = re.search(r'"name"\s*:\s*"([^"\\]{1,80})"', text)
    return found[1] if found else ""


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse)
_BETWEEN = re.compile(r"\s*+(?:;\s*+)?")
