"""Guesses of the next tokens, from what came after the same few tokens before: a pass checks several at once.

A guess is only ever a proposal (Leviathan et al. 2023, "Fast inference from transformers via speculative
decoding"; to guess by what was seen is known as prompt lookup, here it is over all that an engine has sampled).
Each token is still the one that its request's draw picks from the model's own distribution: but for float noise,
what is sampled does not depend on guesses.
"""

from __future__ import annotations

from collections.abc import Sequence

_LOOKS = ((4, 1), (2, 2))
"""How many tokens are looked back upon, and how much more often than not the guess has to have come after them."""
_MOST = 4
_SURE = 8
_ROOM = 200_000


class Drafts:
    """What was sampled so far, by the tokens before it."""

    def __init__(self) -> None:
        self._after: dict[tuple[int, ...], tuple[int, int]] = {}

    def __len__(self) -> int:
        """Return how many beginnings are known."""
        return len(self._after)

    def learn(self, ids: Sequence[int], start: int) -> None:
        """Note what came after what in `ids` from place `start` on."""
        if len(self._after) > _ROOM:
            self._after.clear()
        for place in range(start, len(ids)):
            for back, _ in _LOOKS:
                if place >= back:
                    self._count(tuple(ids[place - back : place]), ids[place])

    def _count(self, before: tuple[int, ...], token: int) -> None:
        """Let a token gain on the one that is guessed now, or take its place where that has nothing left."""
        guessed, lead = self._after.get(before, (token, 0))
        if guessed == token:
            self._after[before] = token, min(lead + 1, _SURE)
        else:
            self._after[before] = (guessed, lead - 1) if lead > 1 else (token, 1)

    def guess(self, ids: Sequence[int], most: int, stop: frozenset[int]) -> list[int]:
        """Return up to `most` tokens that may come after `ids`, none of `stop` among them."""
        known = list(ids[-_LOOKS[0][0] :])
        start = len(known)
        while len(known) - start < min(most, _MOST):
            token = self._next(known)
            if token is None or token in stop:
                break
            known.append(token)
        return known[start:]

    def _next(self, known: list[int]) -> int | None:
        for back, least in _LOOKS:
            token, lead = self._after.get(tuple(known[-back:]), (0, 0))
            if lead >= least:
                return token
        return None
