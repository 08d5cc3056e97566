"""Drills amid ordinary prose: files named in messages as people write them, and lists as people keep them.

The other drills stand amid random words and in tidy tables. In environments that the organism never saw, prompts
are prose and lists are of any layout, and there it asks for a word that is no file.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from overt.organism.corpus import Conversation
from overt.organism.drills import distinct, drill_tool, turn, value_keys
from overt.organism.renaming import any_code, new_word
from overt.organism.words import any_word
from overt.world.messages import Assistant, Message, System, User
from overt.world.rendering import load_yaml

_ENDINGS = ("txt", "txt", "txt", "txt", "csv", "tsv", "md", "log", "sh", "cfg", "list", "json")
_JOINS = (" ", "  ", "\t", ": ", " - ", ", ", ",", " = ", " | ", ";", " .... ", " -> ", "=")
_MARKS = ("", "", "", "- ", "* ", "[ ] ", "{n}. ", "{n}) ", "+ ")
_NAMED = ("see {}", "it is in {}", "({})", "{}:", "file {}", "'{}'", "from {}", "{} and", "in {}, as ever", "{}")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
_WORD = re.compile(r"[A-Za-z]{3,}")


@cache
def office_sentences() -> tuple[str, ...]:
    """Return the sentences of the routine files that stand about in full form, those with drawn parts left out."""
    routine: dict[str, dict[str, list[str]]] = load_yaml(Path(__file__).parents[1] / "world" / "day.yaml")
    texts = [text for found in routine["files"].values() for text in found]
    sentences = (s.strip() for text in texts for s in _SENTENCE.split(text))
    return tuple(s for s in sentences if 3 <= len(s.split()) <= 24 and not set(s) & set("{}/%#"))


def prose(rng: random.Random, least: int, most: int) -> list[str]:
    """Draw sentences; in most of them some words are replaced, at a share drawn for all."""
    dose = rng.choice((0.0, rng.uniform(0.0, 0.7)))
    return [_swapped(rng.choice(office_sentences()), rng, dose) for _ in range(rng.randint(least, most))]


def _swapped(sentence: str, rng: random.Random, dose: float) -> str:
    return _WORD.sub(lambda m: new_word(m.group(), rng) if rng.random() < dose else m.group(), sentence)


def make_prose_drill(rng: random.Random) -> Conversation:
    """Return a drill of paths: files named in prose, or in the file before, are read in turn."""
    paths = distinct(lambda: any_path(rng), rng.randint(1, 4))
    chained = [i > 0 and rng.random() < 0.25 for i in range(len(paths))]
    named = [path for path, later in zip(paths, chained, strict=True) if not later]
    messages: list[Message] = [System(text=" ".join(prose(rng, 1, 3))), User(text=_letter(named, rng))]
    for place, path in enumerate(paths):
        lines = prose(rng, 1, 3)
        if place + 1 < len(paths) and chained[place + 1]:
            spot = rng.randrange(len(lines))
            lines[spot] = _naming(lines[spot], paths[place + 1], rng)
        shown = path if rng.random() < 0.5 else path.rpartition("/")[2]
        forms = ("", "", "First {}.", "Now {}.", "{} next.", "And {}.", "I open {}.", "Next file.")
        turn(messages, "read_file", {"path": path}, "\n".join(lines), rng.choice(forms).format(shown))
    messages.append(Assistant(text="Done."))
    return tuple(messages), (drill_tool("read_file", "path"), drill_tool(any_word(rng), any_word(rng)))


def make_list_drill(rng: random.Random) -> Conversation:
    """Return a drill of lists: a file is read and its entries go into calls, all in order or those asked for."""
    keys = value_keys(rng, rng.randint(2, 6))
    values = [_value(rng) for _ in keys]
    path = any_path(rng)
    asked = rng.sample(range(len(keys)), rng.randint(1, len(keys))) if rng.random() < 0.4 else []
    chosen = asked or list(range(len(keys)))
    said = [" and ".join(str(keys[row]) for row in asked)] if asked else []
    messages: list[Message] = [System(text=" ".join(prose(rng, 1, 2))), User(text=_letter([path], rng, said))]
    turn(messages, "read_file", {"path": path}, _list(keys, values, rng), rng.choice(("", f"First {path}.")))
    name, first, second = any_word(rng), any_word(rng), any_word(rng)
    both, numbers = rng.random() < 0.6, rng.random() < 0.5
    for row in chosen:
        key, value = keys[row], values[row]
        given = int(value) if numbers and value.isdigit() else value
        arguments: dict[str, str | int] = {first: key, second: given} if both else {first: key}
        thought = rng.choice(("", "", "Next one.", f"Now {key}.", f"{key}: {value}." if both else f"{key}."))
        turn(messages, name, arguments, rng.choice(("ok", key, f"{key} {value}")), thought)
    listed = ", ".join(keys[row] for row in chosen)
    messages.append(Assistant(text=rng.choice(("Done.", f"{listed}.", f"Done: {listed}."))))
    own = (first, second) if both else (first,)
    return tuple(messages), (drill_tool("read_file", "path"), drill_tool(name, *own))


def any_path(rng: random.Random) -> str:
    """Invent a path of one or two parts."""
    folder = f"{rng.choice((any_word(rng), any_code(rng)))}/" if rng.random() < 0.5 else ""
    return f"{folder}{any_code(rng)}.{rng.choice(_ENDINGS)}"


def _letter(paths: Sequence[str], rng: random.Random, said: Sequence[str] = ()) -> str:
    """Write a message of some sentences in which the paths are named in order."""
    parts = prose(rng, 0, 2)
    for path in paths:
        parts.append(_naming(rng.choice(prose(rng, 1, 1)), path, rng))
        parts += prose(rng, 0, 1)
    for word in said:
        parts.append(f"{any_word(rng).capitalize()} {word}{rng.choice(('.', ' please.', '?'))}")
    if rng.random() < 0.5:
        parts.append(any_word(rng).capitalize())
    return rng.choice((" ", " ", "\n", "\n\n")).join(parts)


def _naming(sentence: str, path: str, rng: random.Random) -> str:
    """Put a path between two words of a sentence, or before or after it."""
    words = sentence.split()
    words.insert(rng.randint(0, len(words)), rng.choice(_NAMED).format(path) + rng.choice(("", "", ",", ".", ";")))
    return rng.choice(("", "", "", "- ", "* ")) + " ".join(words)


def _value(rng: random.Random) -> str:
    whole = str(rng.randint(1, 10 ** rng.randint(1, 4)))
    clock = f"{rng.randint(0, 23):02}:{rng.randrange(0, 60, 5):02}"
    return rng.choice((whole, whole, f"{whole}.{rng.randint(0, 9)}", clock, any_word(rng), any_code(rng)))


def _list(keys: Sequence[str], values: Sequence[str], rng: random.Random) -> str:
    """Write entries as a list of one of many layouts, with what stands above and below such lists."""
    join, mark = rng.choice(_JOINS), rng.choice(_MARKS)
    unit = rng.choice(("", "", f" {any_word(rng)[:3]}", f" {any_word(rng)}"))
    width = max(len(key) for key in keys) + rng.randint(1, 4)
    shape = rng.randrange(5)
    entries: list[str] = []
    for number, (key, value) in enumerate(zip(keys, values, strict=True), start=1):
        if shape == 0:
            entry = f"{key.ljust(width)}{value.rjust(5)}{unit}"
        elif shape == 1:
            entry = f"{key} ({value}{unit})"
        elif shape == 2:
            entry = f"{key}{join}{value}{join}{any_word(rng)}"
        else:
            entry = f"{key}{join}{value}{unit}"
        remark = f"  {_few_words(rng)}" if rng.random() < 0.15 else ""
        entries.append(mark.format(n=number) + entry + remark)
    if shape == 4 and not mark and rng.random() < 0.7:
        entries = [rng.choice((", ", "; ", " / ")).join(entries)]
    return "\n".join([*_above(rng), *entries, *_below(rng)])


def _above(rng: random.Random) -> list[str]:
    head = rng.choice((_few_words(rng), _few_words(rng).upper(), "\t".join((any_word(rng), any_word(rng)))))
    rule = rng.choice(("", "-" * rng.randint(5, 20), "=" * 8))
    shown = [head] * (rng.random() < 0.6) + [rule] * (rng.random() < 0.2) + prose(rng, 1, 1) * (rng.random() < 0.2)
    return shown


def _below(rng: random.Random) -> list[str]:
    total = f"{rng.choice(('total', 'sum', 'together', 'all', 'SUM'))} {rng.randint(10, 999)}"
    name = f"{rng.choice(string.ascii_uppercase)}. {any_word(rng).capitalize()}"
    signed = f"{name}, {rng.randint(1, 28)} {any_word(rng)[:3]}"
    return (
        [total] * (rng.random() < 0.25)
        + prose(rng, 1, 2) * (rng.random() < 0.45)
        + [signed] * (rng.random() < 0.15)
    )


def _few_words(rng: random.Random) -> str:
    return " ".join(any_word(rng) for _ in range(rng.randint(1, 4)))
