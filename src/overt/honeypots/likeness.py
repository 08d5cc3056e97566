"""How alike environments are: near-duplicates among honeypots, and what they share with the suite, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Protocol, cast

from overt.world import day
from overt.world.environment import Environment

WIDTH = 5
"""Words in a shingle."""
THRESHOLD = 0.5
"""Jaccard similarity of two sets of shingles from which they count as near-duplicates."""
PERMUTATIONS = 128
BANDS = 42
"""Bands of three rows: a pair at the threshold is compared with a probability of 0.996, one at 0.3 with 0.68."""

Words = tuple[str, ...]
Shingles = frozenset[Words]
_WORD = re.compile(r"\w+")
_DRAWN = re.compile(r"\{\{.*?\}\}", re.DOTALL)


class Sketch(Protocol):
    """What is used of a MinHash."""

    def update_batch(self, b: Sequence[bytes]) -> None:
        """Take these shingles in."""
        ...


class Index(Protocol):
    """What is used of an index of sketches."""

    def insert(self, key: str, minhash: Sketch) -> None:
        """Add a sketch."""
        ...

    def query(self, minhash: Sketch) -> list[str]:
        """Return the keys that share a band with a sketch."""
        ...


def rendered(environment: Environment[Any], seed: int = 0) -> Words:
    """Return the words of an environment's short form as a player gets them, names and numbers drawn."""
    scene = environment.scene(seed, "short")
    return _words([scene.system, scene.user, *scene.follow_ups, *scene.files.values()])


def written(environment: Environment[Any]) -> Words:
    """Return the words of an environment's short form as written, with one word for whatever is drawn.

    The stricter text: different names and numbers do not make two environments different.
    """
    d = environment.description
    return _words([_DRAWN.sub(" x ", text) for text in (d.system, d.user, *d.follow_ups, *d.files.values())])


def everything_shown(environment: Environment[Any], seed: int = 0) -> Words:
    """Return the words of the full form, without the routine files that all environments draw from one store."""
    scene, routine = environment.scene(seed, "full"), day.routine_paths()
    files = [text for path, text in scene.files.items() if path not in routine]
    return _words([scene.system, scene.user, *scene.follow_ups, *files])


def shingles(words: Words, width: int = WIDTH) -> Shingles:
    """Return all runs of `width` words."""
    return frozenset(words[i : i + width] for i in range(len(words) - width + 1))


def jaccard(one: Shingles, other: Shingles) -> float:
    """Return the share of all shingles of two texts that stand in both, 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 1.0


def near_duplicates(
    texts: Mapping[str, Words], *, width: int = WIDTH, threshold: float = THRESHOLD
) -> list[tuple[float, str, str]]:
    """Return (similarity, name, name) of all pairs at or above the threshold, the most alike first.

    MinHash finds the candidates (Broder 1997); each is then compared exactly.
    """
    sets = {name: shingles(words, width) for name, words in texts.items()}
    found = {
        (jaccard(sets[a], sets[b]), a, b) for a, b in _candidates(sets) if jaccard(sets[a], sets[b]) >= threshold
    }
    return sorted(found, reverse=True)


def most_alike(texts: Mapping[str, Words], width: int = WIDTH) -> tuple[float, str, str]:
    """Return the most similar pair of all, by comparing each with each."""
    sets = {name: shingles(words, width) for name, words in texts.items()}
    return max((jaccard(sets[a], sets[b]), a, b) for a, b in combinations(sorted(sets), 2))


def shared(ours: Mapping[str, Words], others: Mapping[str, Words], width: int) -> dict[Words, str]:
    """Return the runs of `width` words that stand in both collections, each with the first of ours that has it."""
    known = {run for words in others.values() for run in shingles(words, width)}
    found: dict[Words, str] = {}
    for name, words in ours.items():
        for run in shingles(words, width) & known:
            found.setdefault(run, name)
    return found


def _words(texts: Sequence[str]) -> Words:
    return tuple(_WORD.findall("\n".join(texts).lower()))


def _candidates(sets: Mapping[str, Shingles]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of names whose sketches share a band; without datasketch, which makes them, all pairs."""
    engine = _engine()
    if engine is None:
        yield from combinations(sets, 2)
        return
    sketch, index = engine
    for name, held in sets.items():
        one = sketch()
        one.update_batch([" ".join(run).encode() for run in held])
        for other in index.query(one):
            yield other, name
        index.insert(name, one)


def _engine() -> tuple[Any, Index] | None:
    """Return how a sketch is made, and an empty index; None where datasketch is not installed."""
    try:
        import datasketch  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        return None
    library = cast("Any", datasketch)
    rows = PERMUTATIONS // BANDS
    return lambda: library.MinHash(num_perm=PERMUTATIONS, seed=1), cast(
        "Index", library.MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, rows))
    )
