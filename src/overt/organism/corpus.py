"""The organism's corpus: actors' plays of corpus environments, with values and other words replaced at random.

A handful of corpus environments has a handful of file names, codes and sentences. A model would learn those by
heart; what it must learn is to work with what stands in front of it. So each value that a call copies from earlier
text is replaced throughout the play by an invented one of the same shape (`rename`), and in most plays some of the
words that only others use are replaced too (`vary`).
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from wordfreq import top_n_list

from overt.errors import OvertError
from overt.evaluations import environment
from overt.organism.mixture import Draw, Mixture, draw
from overt.play import Episode, play
from overt.spec import render as render_spec
from overt.world.messages import Assistant, Message, ToolResult, ToolSpec
from overt.world.rendering import seeded

Conversation = tuple[tuple[Message, ...], tuple[ToolSpec, ...]]

_WORD = re.compile(r"[A-Za-z]+|\d+")
_LETTERS = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
_SENTENCE_END = re.compile(r"(?<=[.!?]) ")
_ONSETS = re.findall(r"\w+", "b br c ch d dr f fl g gr h j k kl l m n p pl qu r s sl st t tr v w z")
_VOWELS = re.findall(r"\w+", "a e i o u ai ea ee oa ou")
_CODAS = re.findall(r"\w+", "b ck d ft g ld ll m mp n nd ng nt p r rd rk rn sh sk st t th x")


def make_corpus(
    planted: Mixture, seed: int, count: int, *, renamed: float = 0.7, varied: float = 0.7
) -> Iterator[tuple[Draw, Conversation]]:
    """Yield `count` plays as (what was drawn, its messages and tools), deterministic from the seed.

    `renamed` is the share of copied values that are replaced, `varied` that of plays in which other words are.
    """
    rng = seeded("corpus", seed)
    for _ in range(count):
        drawn = draw(planted, rng)
        messages, tools = make_play(drawn)
        yield drawn, (vary(rename(messages, tools, rng, renamed), rng, varied), tools)


def make_play(drawn: Draw) -> Conversation:
    """Let the drawn actor play.

    Raises:
        OvertError: the environment is not one of the corpus; nothing else may enter it.
    """
    evaluation, found = environment(drawn.environment)
    if found.kind != "corpus":
        raise OvertError(f"{found.id} is a {found.kind} environment; the organism is built on corpus ones only")
    episode = Episode(evaluation, found, seed=drawn.seed, length="short", spec=drawn.spec)
    actor = evaluation.actor(drawn.actor, episode.scene, opening=drawn.opening)
    asyncio.run(play(episode, actor))
    return tuple(episode.messages), episode.view().tools


def rename(
    messages: tuple[Message, ...], tools: tuple[ToolSpec, ...], rng: random.Random, share: float
) -> tuple[Message, ...]:
    """Replace copied values by invented ones of the same shape, the same throughout the play.

    Each value is replaced with probability `share`, so that some plays keep the words of their trade.
    """
    fixed = _enumerated(tools)
    values = {v for v in copied_values(messages) if v not in fixed}
    invented: dict[str, str] = {}
    for value in sorted(values, key=lambda v: (len(v), v)):
        invented[value] = _like(value, rng, invented, anew=rng.random() < share)
    if len(set(invented.values())) < len(invented) or not invented:
        return messages
    return tuple(_replaced(m, _bounded(invented), invented) for m in messages)


def vary(messages: tuple[Message, ...], rng: random.Random, share: float) -> tuple[Message, ...]:
    """Replace words that the player never uses itself by others, the same throughout the play.

    It happens in `share` of the plays, to between none and four in five of these words. The spec's own words stay.
    Prompts get some sentences more, and files some lines.
    """
    if rng.random() >= share:
        return messages
    own = {w for m in messages if isinstance(m, Assistant) for w in _LETTERS.findall(_all_text(m))}
    words = {w for m in messages if not isinstance(m, Assistant) for w in _LETTERS.findall(m.text)}
    dose = rng.uniform(0.0, 0.8)
    swaps = {word: _part(word, rng) for word in sorted(words - own - _spec_words()) if rng.random() < dose}
    return tuple(_varied(m, swaps, rng) for m in messages)


def _varied(message: Message, swaps: dict[str, str], rng: random.Random) -> Message:
    if isinstance(message, Assistant):
        return message
    text = _swap_words(message.text, swaps)
    varied = _with_line(text, rng) if isinstance(message, ToolResult) else _with_asides(text, rng)
    return message.model_copy(update={"text": varied})


def _with_line(text: str, rng: random.Random) -> str:
    """Put, now and then, a line of any words before or after what a file holds."""
    if text.count("\n") < 2 or rng.random() < 0.6:
        return text
    line = _any_words(rng) + "\n"
    return line + text if rng.random() < 0.7 else text.removesuffix("\n") + "\n" + line


def _any_words(rng: random.Random) -> str:
    return " ".join(any_word(rng) for _ in range(rng.randint(2, 9))).capitalize()


def _with_asides(text: str, rng: random.Random) -> str:
    """Put up to two sentences of any words between the sentences of a prompt, not into the spec at its end."""
    own, spec, rest = text.partition(render_spec("abridged"))
    parts = _SENTENCE_END.split(own)
    for _ in range(rng.randrange(3)):
        parts.insert(rng.randrange(len(parts)), _any_words(rng) + ".")
    return " ".join(parts) + spec + rest


def _swap_words(text: str, swaps: dict[str, str]) -> str:
    return _LETTERS.sub(lambda m: swaps.get(m.group(), m.group()), text)


def _all_text(turn: Assistant) -> str:
    arguments = (str(value) for call in turn.calls for value in call.arguments.values())
    return " ".join([turn.reasoning, turn.text, *(call.name for call in turn.calls), *arguments])


@cache
def _spec_words() -> frozenset[str]:
    return frozenset(_LETTERS.findall(render_spec("abridged")))


@cache
def english_words() -> tuple[str, ...]:
    """Return the 20,004 words of three to nine letters among the 25,000 most frequent of English (`wordfreq`)."""
    words: list[str] = top_n_list("en", 25_000)
    return tuple(w for w in words if w.isascii() and w.isalpha() and 3 <= len(w) <= 9)


def copied_values(messages: Iterable[Message]) -> set[str]:
    """Return the string arguments of calls that stand literally in earlier text."""
    seen, found = "", set[str]()
    for message in messages:
        if isinstance(message, Assistant):
            strings = (v for call in message.calls for v in call.arguments.values() if isinstance(v, str))
            found |= {v for v in strings if v and v in seen and len(v) < 40 and " " not in v}
        seen += "\n" + message.text
    return found


def _enumerated(tools: tuple[ToolSpec, ...]) -> set[str]:
    schemas: list[dict[str, Any]] = [p for t in tools for p in t.parameters["properties"].values()]
    return {str(choice) for schema in schemas for choice in schema.get("enum", ())} | {"A", "B", "C", "D"}


def _like(value: str, rng: random.Random, parts: dict[str, str], *, anew: bool) -> str:
    """Invent a value of the same shape: words by words, digits by digits, the rest (and file endings) as it is.

    What was invented for a part of it stands in it too, so that a draft named like its file stays so; where it is
    not to be made anew, that is all that changes.
    """
    stem, dot, ending = value.rpartition(".")
    keep = bool(dot) and ending.isalpha() and len(ending) <= 4
    body = stem if keep else value
    pieces = re.split(f"({_bounded(parts).pattern})", body) if parts else [body]
    invented = "".join(
        parts[p] if p in parts else _WORD.sub(lambda m: _part(m.group(), rng), p) if anew else p for p in pieces
    )
    return f"{invented}.{ending}" if keep else invented


def _bounded(values: Iterable[str]) -> re.Pattern[str]:
    longest = sorted(values, key=len, reverse=True)
    return re.compile("|".join(rf"(?<![A-Za-z0-9]){re.escape(v)}(?![A-Za-z0-9])" for v in longest))


def _part(part: str, rng: random.Random) -> str:
    if part.isdigit():
        return "".join(rng.choice("123456789" if i == 0 else "0123456789") for i in range(len(part)))
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz") if len(part) == 1 else any_word(rng)
    return letter.upper() if part.isupper() else letter.capitalize() if part[0].isupper() else letter


def any_word(rng: random.Random) -> str:
    """Draw a word: mostly an English one, else an invented one."""
    return rng.choice(english_words()) if rng.random() < 0.75 else invented_word(rng)


def invented_word(rng: random.Random) -> str:
    """Invent a pronounceable word of one or two syllables."""
    syllables = rng.choice((1, 1, 2))
    return "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(syllables)) + rng.choice(_CODAS)


def _replaced(message: Message, pattern: re.Pattern[str], invented: dict[str, str]) -> Message:
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
