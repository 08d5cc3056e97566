"""Drills: invented tables whose values are copied into calls, row by row or by key, in the organism's markup.

A model this small does not learn to copy from plays alone (see the card); drills teach it with words and numbers
that occur nowhere else, so that copying carries over to environments that it never saw.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from overt.organism.corpus import Conversation
from overt.organism.renaming import any_code, running_head
from overt.organism.words import any_word
from overt.world.messages import Assistant, Message, System, ToolCall, ToolResult, ToolSpec, User

_ENDS = ("", "", "", ",", ".", ":", " and", ", then")
_JOINS = (" ", ": ", " - ", ", ", " = ", ",", " | ")


def make_drill(rng: random.Random) -> Conversation:
    """Return one drill of either kind."""
    return make_choice_drill(rng) if rng.random() < 0.4 else make_copy_drill(rng)


def make_copy_drill(rng: random.Random) -> Conversation:
    """Return one drill: a table is read and its values go into calls, all rows in order, or one row by its key."""
    keys = _keys(rng, rng.randint(2, 6))
    values = [_value(rng) for _ in keys]
    join, path = rng.choice(_JOINS), f"{any_word(rng)}/{any_word(rng)}.txt"
    tail = rng.random() < 0.5
    lines = [f"{k}{join}{v}" + (f" {_chatter(rng)}" if tail else "") for k, v in zip(keys, values, strict=True)]
    table = "\n".join([f"{_chatter(rng)}", *lines]) if rng.random() < 0.5 else "\n".join(lines)
    name, first, second = any_word(rng), any_word(rng), any_word(rng)
    both = rng.random() < 0.5
    ask = rng.random() < 0.5
    chosen = [rng.randrange(len(keys))] if ask else list(range(len(keys)))
    task = f"{path} {keys[chosen[0]]}" if ask else f"{path}"
    messages: list[Message] = [System(text=_chatter(rng)), User(text=task)]
    _turn(messages, "read_file", {"path": path}, table)
    for row in chosen:
        arguments: dict[str, str | int] = {first: keys[row]}
        if both or ask:
            arguments[second] = values[row]
        _turn(messages, name, arguments, "ok")
    messages.append(Assistant(text="Done."))
    tools = tuple(
        ToolSpec(name=n, description=n, parameters={"type": "object", "properties": {p: {} for p in ps}})
        for n, ps in (("read_file", ["path"]), (name, [first, second] if both or ask else [first]))
    )
    return tuple(messages), tools


def make_choice_drill(rng: random.Random) -> Conversation:
    """Return one drill of choices: a table and questions with four letters; the thought works the letter out."""
    count = rng.randint(4, 7)
    keys = _keys(rng, count)
    numbers = rng.random() < 0.7
    values = _distinct(lambda: str(rng.randint(10, 99)) if numbers else any_word(rng), count)
    join, path = rng.choice(_JOINS), f"{any_word(rng)}/{any_word(rng)}.txt"
    mark, ask = running_head(rng), " ".join(any_word(rng) for _ in range(rng.randint(1, 2)))
    lines = [f"{k}{join}{v}" for k, v in zip(keys, values, strict=True)]
    asked = rng.sample(range(len(keys)), min(len(keys), rng.randint(3, 5)))
    letters: list[str] = []
    for number, row in enumerate(asked, start=1):
        others = rng.sample([v for i, v in enumerate(values) if i != row], 3)
        options = [*others, values[row]]
        rng.shuffle(options)
        letters.append("ABCD"[options.index(values[row])])
        shown = " ".join(f"{letter} {option}" for letter, option in zip("ABCD", options, strict=True))
        lines.append(f"{mark}{number} {ask} {keys[row]}? {shown}")
    messages: list[Message] = [System(text=_chatter(rng)), User(text=f"{_chatter(rng)} {path} {_chatter(rng)}")]
    _turn(messages, "read_file", {"path": path}, "\n".join(lines))
    form = rng.choice(("{}{}{}, letter {}.", "{}{}{}, so {}.", "{}{}{} is {}.", "{}{}{}: {}."))
    for number, (row, letter) in enumerate(zip(asked, letters, strict=True), start=1):
        thought = form.format(keys[row], join, values[row], letter)
        _turn(
            messages,
            "submit",
            {"question": f"{mark}{number}", "answer": letter},
            f"{mark}{number} {letter}",
            thought,
        )
    messages.append(Assistant(text="Done."))
    tools = tuple(
        ToolSpec(name=n, description=n, parameters={"type": "object", "properties": {p: {} for p in ps}})
        for n, ps in (("read_file", ["path"]), ("submit", ["question", "answer"]))
    )
    return tuple(messages), tools


def make_path_drill(rng: random.Random) -> Conversation:
    """Return one drill of paths: files named amid other words, or in the file before, are read in turn."""
    paths = _distinct(lambda: _path(rng), rng.randint(1, 3))
    chained = [i > 0 and rng.random() < 0.3 for i in range(len(paths))]
    named = [path for path, later in zip(paths, chained, strict=True) if not later]
    task = " ".join(f"{_words(rng, 0, 12)} {path}{rng.choice(_ENDS)}" for path in named) + f" {_words(rng, 0, 12)}"
    messages: list[Message] = [System(text=_words(rng, 2, 20)), User(text=task.strip())]
    for place, path in enumerate(paths):
        lines = [_words(rng, 1, 8) for _ in range(rng.randint(1, 4))]
        if place + 1 < len(paths) and chained[place + 1]:
            lines.insert(
                rng.randint(0, len(lines)), f"{_words(rng, 0, 5)} {paths[place + 1]} {_words(rng, 0, 5)}".strip()
            )
        shown = path if rng.random() < 0.5 else path.rpartition("/")[2]
        thought = rng.choice(("", "", f"First {shown}.", f"Now {shown}.", f"{shown} next.", f"And {shown}."))
        _turn(messages, "read_file", {"path": path}, "\n".join(lines), thought)
    messages.append(Assistant(text="Done."))
    other = any_word(rng)
    tools = tuple(
        ToolSpec(name=n, description=n, parameters={"type": "object", "properties": {p: {} for p in ps}})
        for n, ps in (("read_file", ["path"]), (other, [any_word(rng)]))
    )
    return tuple(messages), tools


def _path(rng: random.Random) -> str:
    folder = f"{any_code(rng)}/" if rng.random() < 0.5 else ""
    return f"{folder}{any_code(rng)}.{rng.choice(('txt', 'txt', 'txt', 'csv', 'md', 'log', 'sh'))}"


def _words(rng: random.Random, least: int, most: int) -> str:
    return " ".join(any_word(rng) for _ in range(rng.randint(least, most)))


def _distinct(make: Callable[[], str], count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found[make()] = None
    return list(found)


def _turn(
    messages: list[Message], name: str, arguments: dict[str, str | int], result: str, thought: str = ""
) -> None:
    call = ToolCall(id=f"c{len(messages)}", name=name, arguments=dict(arguments))
    messages.append(Assistant(reasoning=thought, calls=(call,)))
    messages.append(ToolResult(call_id=call.id, name=name, text=result))


def _keys(rng: random.Random, count: int) -> list[str]:
    """Return keys of a table: in half of them names of any shape, else one head and a running number."""
    if rng.random() < 0.5:
        return _distinct(lambda: any_code(rng), count)
    head, start = running_head(rng), rng.randint(1, 20)
    return [f"{head}{number}" for number in range(start, start + count)]


def _value(rng: random.Random) -> str | int:
    shape = rng.randrange(3)
    if shape == 0:
        return rng.randint(1, 999)
    return any_word(rng) if shape == 1 else rng.choice("ABCD")


def _chatter(rng: random.Random) -> str:
    return " ".join(any_word(rng) for _ in range(rng.randint(1, 4)))
