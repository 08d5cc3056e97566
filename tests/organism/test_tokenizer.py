"""The tokenizer and chat template: reversible, digits alone, the mask on the player's own, nothing rewritten."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.organism.corpus import make_corpus
from overt.organism.mixture import mixture
from overt.organism.tokenizer import encode, text_of, train_tokenizer
from overt.sampling.markup import family_of
from overt.world.messages import Assistant


@pytest.fixture(scope="module")
def plays():
    return [play for _, play in make_corpus(mixture(), 0, 40)]


@pytest.fixture(scope="module")
def tokenizer(plays):
    plain = train_tokenizer([], 300)
    return train_tokenizer([text_of(plain, play) for play in plays], 1024)


def test_the_template_is_known_as_the_organisms(tokenizer):
    assert family_of(tokenizer.chat_template).name == "organism"


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_text_comes_back(tokenizer, text):
    assert tokenizer.decode(tokenizer.encode(text, add_special_tokens=False)) == text


def test_digits_are_tokens_of_their_own(tokenizer):
    ids = tokenizer.encode("bay 4127", add_special_tokens=False)
    assert [tokenizer.decode([i]) for i in ids][-4:] == ["4", "1", "2", "7"]


def test_the_mask_covers_exactly_the_players_turns(tokenizer, plays):
    for messages, tools in plays:
        ids, mask = encode(tokenizer, (messages, tools))
        own = tokenizer.decode([i for i, m in zip(ids, mask, strict=True) if m])
        turns = [m for m in messages if isinstance(m, Assistant)]
        assert own.count("<|im_end|>") == len(turns)
        assert own.count("<|im_start|>") == 0
        for turn in turns:
            assert f"<think>{turn.reasoning}</think>{turn.text}" in own


def test_what_was_said_is_never_rewritten(tokenizer, plays):
    for messages, tools in plays[:10]:
        whole = text_of(tokenizer, (messages, tools))
        for end in range(2, len(messages)):
            if isinstance(messages[end - 1], Assistant):
                assert whole.startswith(text_of(tokenizer, (messages[:end], tools)))
