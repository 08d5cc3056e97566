"""The decode loop: requests join and leave a running batch; each draws from its own generator."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import torch
from torch import Tensor

from overt.errors import OvertError
from overt.sampling.cache import Rows
from overt.sampling.drafts import Drafts
from overt.sampling.forward import Forward
from overt.sampling.lean import Lean, fits
from overt.sampling.model import LocalModel
from overt.sampling.strict import Grammar, Guide, masked

_PREFILL = 4096
_STRIDE = 4


class ContextFullError(OvertError):
    """The prompt fills the model's context, so that nothing can be sampled after it."""


@dataclass(frozen=True, slots=True)
class Request:
    """A prompt to continue.

    `seed` alone decides the draws: the same request gives the same tokens in any company, up to float noise.
    `temperature` 0 is greedy. `key` names a conversation: what was computed for its last request is reused.
    With a `grammar` only tokens that it allows are drawn (`strict`).
    """

    ids: tuple[int, ...]
    seed: int
    temperature: float = 1.0
    max_new_tokens: int = 256
    stop: frozenset[int] = frozenset()
    key: int | None = None
    grammar: Grammar | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """What was sampled: `ids` (a stop token included) and the natural log-probability of each.

    They are of the policy that drew: softmax(logits / temperature); for temperature 0, of softmax(logits); logits
    that a grammar rules out are minus infinity.
    """

    ids: tuple[int, ...]
    logprobs: tuple[float, ...]
    reason: Literal["stop", "length"]


@dataclass(slots=True)
class _Row:
    """A request in the batch. `held` counts the leading tokens whose keys and values are in the cache."""

    ticket: int
    request: Request
    ids: list[int]
    draws: list[float]
    limit: int
    guide: Guide | None = None
    held: int = 0
    logprobs: list[float] = field(default_factory=list[float])

    def stopped(self) -> bool:
        return len(self.logprobs) > 0 and self.ids[-1] in self.request.stop

    def done(self) -> bool:
        return len(self.logprobs) >= self.limit or self.stopped()

    def completion(self) -> Completion:
        ids = tuple(self.ids[len(self.request.ids) :])
        return Completion(ids, tuple(self.logprobs), "stop" if self.stopped() else "length")

    def guess(self, drafts: Drafts) -> list[int]:
        """Return tokens that may come next, as many as there is room for beside the one that is drawn anyway."""
        found = drafts.guess(self.ids, self.limit - len(self.logprobs) - 1, self.request.stop)
        return found if self.guide is None else self.guide.allowed(found)

    def take(self, token: int, logprob: float) -> None:
        """Go on by a token that was drawn; all before it was fed."""
        self.held = len(self.ids)
        if self.guide is not None:
            self.guide.take(token)
        self.ids.append(token)
        self.logprobs.append(logprob)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Keys and values of the first tokens of a conversation."""

    ids: tuple[int, ...]
    tensors: tuple[Tensor, ...]

    def bytes(self) -> int:
        return sum(tensor.nbytes for tensor in self.tensors)


class _Shelf:
    """What conversations keep between their turns; the least recently used goes when it is full."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = 0
        self._kept: OrderedDict[int, _Kept] = OrderedDict()

    def put(self, key: int, kept: _Kept) -> None:
        self.take(key)
        self._kept[key] = kept
        self._bytes += kept.bytes()
        while self._bytes > self._limit:
            self.take(next(iter(self._kept)))

    def take(self, key: int) -> _Kept | None:
        kept = self._kept.pop(key, None)
        self._bytes -= kept.bytes() if kept else 0
        return kept

    def clear(self) -> None:
        self._kept.clear()
        self._bytes = 0


class Engine:
    """A running batch over one model; one thread at a time (`batcher.Sampler` gives it a thread of its own).

    `rows` bounds the requests that run together, `shelf` the bytes kept between the turns of conversations.
    """

    def __init__(self, model: LocalModel, *, rows: int = 128, shelf: int = 1 << 30) -> None:
        self.model = model
        self._rows = rows
        self._cache = Rows()
        self._forward = self._passes()
        self._drafts = Drafts()
        self._shelf = _Shelf(shelf)
        self._waiting: deque[_Row] = deque()
        self._running: list[_Row] = []
        self._tickets = 0
        self._steps = 0

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing runs."""
        return not self._waiting and not self._running

    def add(self, request: Request) -> int:
        """Queue a request and return its ticket.

        Raises ContextFullError where the prompt leaves no room, OvertError where the request makes no sense.
        """
        _check(request, self.model)
        limit = min(request.max_new_tokens, self.model.context - len(request.ids))
        generator = torch.Generator().manual_seed(request.seed)
        draws: list[float] = torch.rand(limit, generator=generator, dtype=torch.float64).tolist()
        guide = request.grammar.start() if request.grammar is not None else None
        self._tickets += 1
        self._waiting.append(_Row(self._tickets, request, list(request.ids), draws, limit, guide))
        return self._tickets

    @torch.inference_mode()
    def drop(self, ticket: int) -> None:
        """Forget a request, waiting or running; one that has ended is ignored."""
        self._waiting = deque(row for row in self._waiting if row.ticket != ticket)
        for place, row in enumerate(self._running):
            if row.ticket == ticket:
                return self._remove(place)

    def clear(self) -> None:
        """Forget every request and all that was kept: after a failed pass, or when the weights changed."""
        self._waiting.clear()
        self._running.clear()
        self._shelf.clear()
        self._forward = self._passes()

    def _passes(self) -> Forward | Lean:
        return Lean(self.model, self._cache) if fits(self.model) else Forward(self.model, self._cache)

    def run(self, requests: Sequence[Request]) -> list[Completion]:
        """Return the completions of `requests`, in their order."""
        tickets = [self.add(request) for request in requests]
        done: dict[int, Completion] = {}
        while not self.idle:
            done.update(self.advance())
        return [done[ticket] for ticket in tickets]

    @torch.inference_mode()
    def advance(self) -> list[tuple[int, Completion]]:
        """Let waiting requests join, sample a token for every running one, return those that ended."""
        self.model.ready()
        # A joining request costs a pass of its own, so newcomers are let in together, every few tokens.
        if self._steps % _STRIDE == 0 or not self._running:
            self._join()
        self._steps += 1
        if self._running:
            self._step()
        return self._leave()

    def _join(self) -> None:
        free = self._rows - len(self._running)
        rows = [self._waiting.popleft() for _ in range(min(free, len(self._waiting)))]
        if not rows:
            return
        first = len(self._running)
        self._cache.reserve(first + len(rows), max(len(row.ids) + row.limit for row in rows))
        kept = {row.ticket: self._recall(row) for row in rows}
        rows.sort(key=lambda row: len(row.ids) - row.held)
        for place, row in enumerate(rows, start=first):
            found = kept[row.ticket]
            if found is not None:
                self._cache.put(place, found.tensors, row.held)
        self._running += rows
        for start, group in _groups(rows):
            self._prefill(first + start, group)

    def _recall(self, row: _Row) -> _Kept | None:
        """Find what was kept for the row's conversation and note how much of it is a prefix of the prompt."""
        kept = self._shelf.take(row.request.key) if row.request.key is not None else None
        if kept is not None:
            row.held = min(_common(kept.ids, row.ids), len(row.ids) - 1)
        return kept

    def _prefill(self, first: int, rows: list[_Row]) -> None:
        """Feed all but the last token of each prompt; the next step feeds that one with everybody's."""
        pieces = [row.ids[row.held : -1] for row in rows]
        if any(pieces):
            self._forward.feed(first, pieces, [row.held for row in rows])
        for row in rows:
            row.held = len(row.ids) - 1

    def _step(self) -> None:
        """Feed each row its last token and what may follow it; keep what is drawn while it is what was guessed."""
        rows = self._running
        drafting = isinstance(self._forward, Lean)
        guesses = [row.guess(self._drafts) if drafting else [] for row in rows]
        pieces = [(row.ids[-1], *guess) for row, guess in zip(rows, guesses, strict=True)]
        logits = self._forward.step(pieces, [row.held for row in rows])
        if any(row.guide is not None for row in rows):
            logits = masked(logits, [row.guide for row in rows], guesses)
        drawn = iter(_draw(logits, rows, [len(piece) for piece in pieces]))
        for row, guess in zip(rows, guesses, strict=True):
            found = [next(drawn) for _ in range(len(guess) + 1)]
            for (token, logprob), guessed in zip(found, (*guess, None), strict=True):
                row.take(token, logprob)
                if token != guessed or row.done():
                    break

    def _leave(self) -> list[tuple[int, Completion]]:
        ended: list[tuple[int, Completion]] = []
        for place in reversed(range(len(self._running))):
            row = self._running[place]
            if row.done():
                ended.append((row.ticket, row.completion()))
                self._drafts.learn(row.ids, len(row.request.ids))
                self._keep(place, row)
                self._remove(place)
        return ended

    def _keep(self, place: int, row: _Row) -> None:
        if row.request.key is not None:
            kept = _Kept(tuple(row.ids[: row.held]), self._cache.take(place, row.held))
            self._shelf.put(row.request.key, kept)

    def _remove(self, place: int) -> None:
        """Close the gap with the last row, so that running rows stay the first ones of the cache."""
        last = self._running.pop()
        if place < len(self._running):
            self._cache.move(len(self._running), place, last.held)
            self._running[place] = last


def _draw(logits: Tensor, rows: list[_Row], counts: list[int]) -> list[tuple[int, float]]:
    """Sample by inverse cumulative distribution, one uniform of its own for each place of each row.

    `logits` is [places, vocabulary], `counts` the places of each row. Returns tokens and their log-probabilities.
    The sum is in float64: in float32 it would be off by a rare token's mass.
    """
    device = logits.device
    places = [(row, len(row.logprobs) + n) for row, count in zip(rows, counts, strict=True) for n in range(count)]
    temperatures = torch.tensor([[row.request.temperature] for row, _ in places], device=device)
    greedy = temperatures == 0
    logprobs = (logits / temperatures.masked_fill(greedy, 1.0)).log_softmax(-1)
    mass = logprobs.exp().cumsum(-1, dtype=torch.float64)
    uniforms = torch.tensor([[row.draws[n]] for row, n in places], dtype=torch.float64, device=device)
    drawn = torch.searchsorted(mass, uniforms * mass[:, -1:], right=True).clamp_(max=logits.shape[-1] - 1)
    tokens = torch.where(greedy, logits.argmax(-1, keepdim=True), drawn)
    return list(zip(tokens[:, 0].tolist(), logprobs.gather(-1, tokens)[:, 0].tolist(), strict=True))


def _groups(rows: list[_Row]) -> Iterator[tuple[int, list[_Row]]]:
    """Split rows, sorted by tokens to feed, so that no group's padded block exceeds the prefill budget."""
    start = 0
    for end in range(1, len(rows) + 1):
        longest = len(rows[end].ids) - rows[end].held if end < len(rows) else 0
        if end == len(rows) or longest * (end + 1 - start) > _PREFILL:
            yield start, rows[start:end]
            start = end


def _common(left: Sequence[int], right: Sequence[int]) -> int:
    """Return the length of the longest common prefix."""
    for place, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return place
    return min(len(left), len(right))


def _check(request: Request, model: LocalModel) -> None:
    if not request.ids:
        raise OvertError("the prompt has no tokens: give at least one message")
    if request.temperature < 0:
        raise OvertError(f"temperature {request.temperature} is negative: use 0 (greedy) or more")
    if request.max_new_tokens < 1:
        raise OvertError(f"max_new_tokens {request.max_new_tokens} is too small: use 1 or more")
    if len(request.ids) >= model.context:
        raise ContextFullError(
            f"the prompt has {len(request.ids)} tokens and {model.name} a context of {model.context}: "
            "use --length short, a shorter spec, or a model with a longer context"
        )
