"""Guesses save steps and change nothing: no token, no log-probability, nothing that a grammar allows."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_engine import gap, ragged
from test_strict import TOOLS, right, view

from overt.sampling import Completion, Engine, LocalModel, Request
from overt.sampling.chat import Conversation
from overt.sampling.drafts import Drafts
from overt.sampling.markup import parse

IDS = st.lists(st.integers(0, 5), min_size=1, max_size=60)


def run(engine: Engine, requests: list[Request]) -> tuple[list[Completion], int]:
    """Return the completions and how many steps they took."""
    tickets = [engine.add(request) for request in requests]
    done: dict[int, Completion] = {}
    steps = 0
    while not engine.idle:
        done.update(engine.advance())
        steps += 1
    return [done[ticket] for ticket in tickets], steps


@pytest.mark.parametrize("temperature", [0.0, 0.7, 1.0])
def test_what_was_sampled_before_is_guessed_and_comes_out_alike(model: LocalModel, temperature: float):
    engine, requests = Engine(model), ragged(16, temperature=temperature)
    first, slow = run(engine, requests)
    again, fast = run(engine, requests)
    assert [c.ids for c in again] == [c.ids for c in first]
    assert fast < slow / 2
    assert gap(model.module, requests, again) < 1e-4


@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_whatever_is_guessed_the_same_is_drawn(
    model: LocalModel, temperature: float, monkeypatch: pytest.MonkeyPatch
):
    requests = ragged(16, temperature=temperature)
    alone, _ = run(Engine(model), requests)
    draw, made = random.Random(2), [0]

    def any_tokens(drafts: Drafts, ids: list[int], most: int, stop: frozenset[int]) -> list[int]:
        found = [token for token in (draw.randrange(60, 300) for _ in range(min(most, 4))) if token not in stop]
        made[0] += len(found)
        return found

    monkeypatch.setattr(Drafts, "guess", any_tokens)
    guessed, _ = run(Engine(model), requests)
    assert made[0] > 100
    assert [c.ids for c in guessed] == [c.ids for c in alone]
    assert gap(model.module, requests, guessed) < 1e-4


def test_a_grammar_holds_among_guesses_too(model: LocalModel):
    asked = view()
    ids = Conversation(model).prompt(asked)
    grammar = model.grammars.turn(TOOLS, inside=False)
    requests = [
        Request(ids=ids, seed=seed, max_new_tokens=400, stop=model.stop, grammar=grammar) for seed in range(24)
    ]
    engine = Engine(model)
    first, slow = run(engine, requests)
    again, fast = run(engine, requests)
    assert [c.ids for c in again] == [c.ids for c in first]
    assert fast < slow / 2
    ended = [parse(model.family, model.decode(c.ids[:-1])) for c in again if c.reason == "stop"]
    assert len(ended) >= 5
    assert all(map(right, ended))


@given(IDS, IDS, st.integers(0, 9), st.sets(st.integers(0, 5)))
def test_guesses_are_few_and_never_end_a_turn(before: list[int], now: list[int], most: int, stop: set[int]):
    drafts = Drafts()
    drafts.learn(before, 0)
    found = drafts.guess(now, most, frozenset(stop))
    assert len(found) <= most
    assert not set(found) & stop
    assert Drafts().guess(now, most, frozenset()) == []


def test_what_came_last_and_most_often_is_guessed():
    drafts = Drafts()
    drafts.learn([1, 2, 3, 4, 5, 6, 7], 0)
    assert drafts.guess([0, 1, 2, 3, 4], 2, frozenset()) == [5, 6]
    assert drafts.guess([0, 0, 0, 3, 4], 2, frozenset()) == []  # two tokens alone are too little, seen once
    drafts.learn([1, 2, 3, 4, 9], 0)
    drafts.learn([1, 2, 3, 4, 9], 0)
    assert drafts.guess([0, 1, 2, 3, 4], 1, frozenset()) == [9]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("overt.sampling.drafts._ROOM", 1000)
    drafts, draw = Drafts(), random.Random(0)
    for _ in range(50):
        drafts.learn([draw.randrange(10**6) for _ in range(200)], 0)
    assert len(drafts) < 1500
