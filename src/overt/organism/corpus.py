"""The organism's corpus: actors' plays of corpus environments, with values and other words replaced at random.

A handful of corpus environments has a handful of file names, codes and sentences. A model would learn those by
heart; what it must learn is to work with what stands in front of it. So each value that a call copies from earlier
text is replaced throughout the play by an invented one (`rename`), and in most plays some of the words that only
others use are replaced too (`vary`).
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Iterator
from functools import cache

from overt.errors import OvertError
from overt.evaluations import environment
from overt.organism.mixture import Draw, Mixture, draw
from overt.organism.renaming import new_word, rename
from overt.organism.words import any_word
from overt.play import Episode, play
from overt.spec import render as render_spec
from overt.world.messages import Assistant, Message, ToolResult, ToolSpec
from overt.world.rendering import seeded

Conversation = tuple[tuple[Message, ...], tuple[ToolSpec, ...]]

_LETTERS = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
_SENTENCE_END = re.compile(r"(?<=[.!?]) ")


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
    swaps = {word: new_word(word, rng) for word in sorted(words - own - _spec_words()) if rng.random() < dose}
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
