"""Replacing the values that a play copies by invented ones, the same throughout the play.

Most keep their shape (words by words, digits by digits); some get another, so that a place in a call is not tied
to the shapes that a few environments happen to have. Values that count on (B1, B2, B3) mostly go on doing so: what
comes next in a list must be told from its end, as in the lists of real workplaces.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from overt.organism.words import any_word
from overt.world.messages import Assistant, Message, ToolSpec

_WORD = re.compile(r"[A-Za-z]+|\d+")
_COUNTED = re.compile(r"(?P<head>.*?)(?P<number>\d{1,2})(?P<tail>\D*)")
_COUNTING_ON = 0.7
"""Share of such sets that go on counting; the others' values are replaced one by one."""
_RESHAPED = 0.2
"""Share of the replaced values with letters that get another shape."""


def rename(
    messages: tuple[Message, ...], tools: tuple[ToolSpec, ...], rng: random.Random, share: float
) -> tuple[Message, ...]:
    """Replace copied values by invented ones, the same throughout the play.

    Each value is replaced with probability `share`, so that some plays keep the words of their trade.
    """
    fixed = _enumerated(tools)
    values = {v for v in copied_values(messages) if v not in fixed}
    invented = _sets(values, rng, share)
    for value in sorted(values - set(invented), key=lambda v: (len(v), v)):
        invented[value] = _like(value, rng, invented, anew=rng.random() < share)
    if len(set(invented.values())) < len(invented) or not invented:
        return messages
    return tuple(_replaced(m, _bounded(invented), invented) for m in messages)


def copied_values(messages: Iterable[Message]) -> set[str]:
    """Return the string arguments of calls that stand literally in earlier text."""
    seen, found = "", set[str]()
    for message in messages:
        if isinstance(message, Assistant):
            strings = (v for call in message.calls for v in call.arguments.values() if isinstance(v, str))
            found |= {v for v in strings if v and v in seen and len(v) < 40 and " " not in v}
        seen += "\n" + message.text
    return found


def new_word(part: str, rng: random.Random) -> str:
    """Return other digits for digits, another letter for a letter, another word for a word, cased like it."""
    if part.isdigit():
        return "".join(rng.choice("123456789" if i == 0 else "0123456789") for i in range(len(part)))
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz") if len(part) == 1 else any_word(rng)
    return letter.upper() if part.isupper() else letter.capitalize() if part[0].isupper() else letter


def running_head(rng: random.Random) -> str:
    """Invent what stands before the numbers of a set that counts on: letters, a digit and a dot, a word."""
    upper, word = rng.choice(string.ascii_uppercase), any_word(rng)
    heads = (
        upper,
        upper,
        upper.lower(),
        upper + rng.choice(string.ascii_uppercase),
        f"{upper}-",
        f"{rng.randint(1, 9)}.",
        f"{word}_",
        word,
        f"{word}-",
    )
    return rng.choice(heads)


def any_code(rng: random.Random) -> str:
    """Invent a name as files, jobs and rows have them: a word, two, a word with a number, letters and digits."""
    word, other, number = any_word(rng), any_word(rng), rng.randint(1, 99)
    first, second = rng.choices(string.ascii_uppercase, k=2)
    shapes = (
        word,
        word.capitalize(),
        word[:6].upper(),
        f"{word}_{other}",
        f"{word}-{other}",
        f"{word}{number}",
        f"{number:02}-{word}",
        f"{first}{number}",
        f"{first}{second}-{rng.randint(1, 999)}",
    )
    return rng.choice(shapes)


def _sets(values: Iterable[str], rng: random.Random, share: float) -> dict[str, str]:
    """Rename the sets that count on, most of them as sets; return the new values of these."""
    sets: dict[tuple[str, str], dict[str, int]] = {}
    for value in sorted(values):
        found = _COUNTED.fullmatch(value)
        if found and "/" not in value:
            sets.setdefault((found["head"], found["tail"]), {})[value] = int(found["number"])
    renamed: dict[str, str] = {}
    for (head, _), numbers in sets.items():
        if _count_on(numbers.values()) and rng.random() < _COUNTING_ON:
            renamed |= _set(head, numbers, rng, anew=rng.random() < share)
    return renamed


def _count_on(numbers: Collection[int]) -> bool:
    return 1 < len(numbers) == max(numbers) - min(numbers) + 1


def _set(head: str, numbers: Mapping[str, int], rng: random.Random, *, anew: bool) -> dict[str, str]:
    if not anew:
        return {value: value for value in numbers}
    other = running_head(rng) if head or rng.random() < 0.5 else ""
    start = rng.choice((0, 0, rng.randint(1, 30)))
    return {value: f"{other}{number + start}" for value, number in numbers.items()}


def _enumerated(tools: tuple[ToolSpec, ...]) -> set[str]:
    schemas: list[dict[str, Any]] = [p for t in tools for p in t.parameters["properties"].values()]
    return {str(choice) for schema in schemas for choice in schema.get("enum", ())} | {"A", "B", "C", "D"}


def _like(value: str, rng: random.Random, parts: Mapping[str, str], *, anew: bool) -> str:
    """Invent a value, mostly of the same shape: words by words, digits by digits; file endings stay.

    What was invented for a part of it stands in it too, so that a draft named like its file stays so; where it is
    not to be made anew, that is all that changes.
    """
    stem, dot, ending = value.rpartition(".")
    keep = bool(dot) and ending.isalpha() and len(ending) <= 4
    body, after = (stem, f".{ending}") if keep else (value, "")
    pieces = re.split(f"({_bounded(parts).pattern})", body) if parts else [body]
    if anew and len(pieces) == 1 and any(c.isalpha() for c in body) and rng.random() < _RESHAPED:
        folder, stroke, _ = body.rpartition("/")
        return _anew(folder, rng) + stroke + any_code(rng) + after
    return "".join(parts[p] if p in parts else _anew(p, rng) if anew else p for p in pieces) + after


def _anew(text: str, rng: random.Random) -> str:
    return _WORD.sub(lambda m: new_word(m.group(), rng), text)


def _bounded(values: Iterable[str]) -> re.Pattern[str]:
    longest = sorted(values, key=len, reverse=True)
    return re.compile("|".join(rf"(?<![A-Za-z0-9]){re.escape(v)}(?![A-Za-z0-9])" for v in longest))


def _replaced(message: Message, pattern: re.Pattern[str], invented: Mapping[str, str]) -> Message:
    def swap(text: str) -> str:
        return pattern.sub(lambda m: invented[m.group()], text)

    if not isinstance(message, Assistant):
        return message.model_copy(update={"text": swap(message.text)})
    calls = tuple(
        call.model_copy(
            update={"arguments": {k: swap(v) if isinstance(v, str) else v for k, v in call.arguments.items()}}
        )
        for call in message.calls
    )
    return message.model_copy(
        update={"text": swap(message.text), "reasoning": swap(message.reasoning), "calls": calls}
    )
