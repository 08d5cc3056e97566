"""Words that stand in for a play's own: English ones, and invented ones that can be pronounced."""

# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import random
import re
from functools import cache

from wonderwords import is_profanity
from wordfreq import top_n_list

_ONSETS = re.findall(r"\w+", "b br c ch d dr f fl g gr h j k kl l m n p pf pl qu r s sch sl sp st t tr v w z")
_VOWELS = re.findall(r"\w+", "a e i o u ai ea ee ei ie oa ou ö ü")
_CODAS = re.findall(
    r"\w+", "b ck d ff ft g ld ll lm m mp n nd ng nn nt p r rd rk rn rt s sh sk ss st t th tt tz x"
)
_ENDINGS = re.findall(r"\w+", "a e er en el in o y")


@cache
def english_words() -> tuple[str, ...]:
    """Return what has three to nine letters among English's 25,000 most frequent words, vulgar ones left out."""
    words: list[str] = top_n_list("en", 25_000)
    return tuple(w for w in words if w.isascii() and w.isalpha() and 3 <= len(w) <= 9 and not is_profanity(w))


def any_word(rng: random.Random) -> str:
    """Draw a word: mostly an English one, else an invented one."""
    return rng.choice(english_words()) if rng.random() < 0.65 else invented_word(rng)


def invented_word(rng: random.Random) -> str:
    """Invent a word of one or two syllables, now and then with an ending as surnames have it."""
    syllables = rng.choice((1, 1, 2))
    stem = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(syllables)) + rng.choice(_CODAS)
    return stem + (rng.choice(_ENDINGS) if rng.random() < 0.3 else "")
