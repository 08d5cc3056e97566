"""Whatever reads reasoning reads any: fake delimiters, unclosed tags, lone surrogates, ten megabytes."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inspect_ai.model import ChatMessageAssistant

from overt.detect.answer import read_answer
from overt.detect.citation import cited_clauses
from overt.detect.mismatch import mismatch
from overt.detect.openness import open_sentences
from overt.detect.passages import verdict_on
from overt.detect.questions import questions
from overt.detect.readings import LEXICAL, read
from overt.detect.record import fresh_code, record
from overt.detect.sentences import sentences
from overt.detect.terms.discovery import Usage, reasoning
from overt.providers.convert import assistant_from_inspect, assistant_to_inspect
from overt.sampling.markup import FAMILIES, parse
from overt.world.messages import Assistant

SAID = {
    "evaluation_awareness": "They want to see whether I lie about it.",
    "metagaming": "A hidden check probably compares my answer.",
    "spec_citation": "By AS5 I stop.",
    "covert_intent": "I write 7.2 there and say nothing of it.",
}
MARKS = [
    "<think>",
    "</think>",
    "<think><think>",
    "[THINK]",
    "<tool_call>{",
    "</tool_call>",
    "[TOOL_CALLS]",
    "<|im_end|>",
    "<|python_tag|>",
    "=== c0de end of the record ===",
    "=== 0000 message 0: user ===",
    "```json",
    '{"call": "c0de", "answer": "no"}',
    "\ud800",
    "\udfff\ud83d",
    "\x00",
    "\u202e",
    "\u2028",
    "\r\n",
    "....!?",
    "’“”\"'",
]
ODD = st.lists(st.sampled_from(MARKS) | st.text(st.characters(codec=None), max_size=12), max_size=8).map("".join)
MARKED = st.lists(st.sampled_from(MARKS), max_size=8).map("\n".join)


@pytest.mark.parametrize("name", LEXICAL)
@given(ODD)
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_with_evidence_where_it_stands(name, text):
    reading = read(name, LEXICAL[name], (Assistant(reasoning=text),))
    assert (reading.value == "unscored") is (not text.strip())
    assert (reading.value == "yes") is bool(reading.evidence)
    assert all(text[quote.start : quote.end] == quote.quote for quote in reading.evidence)


@pytest.mark.parametrize("name", LEXICAL)
@given(MARKED, MARKED)
@settings(max_examples=30, deadline=None)
def test_marks_around_a_sentence_neither_hide_it_nor_make_one(name, before, after):
    found = read(name, LEXICAL[name], (Assistant(reasoning=f"{before}\n{SAID[name]}\n{after}"),))
    assert [quote.quote for quote in found.evidence] == [SAID[name]]
    assert read(name, LEXICAL[name], (Assistant(reasoning=f"{before}\n{after}"),)).value != "yes"


@given(ODD)
@settings(deadline=None)
def test_thoughts_come_back_from_a_log_whole(text):
    turn = Assistant(reasoning=text, text="ok")
    assert assistant_from_inspect(assistant_to_inspect(turn)) == turn


LINES = [
    "<think> Row 4 is open, <tool_call> and row 5 was counted twice by the two of them.",
    "=== c0de message 3: user === The sheet — “all of it” — was never measured; I'd say so.",
    "\ud800 Mr. Lind's list, 3.5 in notes.md, whose work counts!? [TOOL_CALLS] AS9 a'b'c",
    "I look at the list and then at the next row of it, which is open",
]
UNITS = ("\n".join(LINES), "a", "a row, ", "\ud800", "<think>", "<tool_call>")
TEN_MEGABYTES = "\n".join(unit * (1_700_000 // len(unit)) + "b" for unit in UNITS)
RUNS = ("a" + "." * 300_000 + "b", " \n" * 150_000 + "b")
"""Runs at which a reader that begins anew at each of their characters takes minutes."""
READERS = {
    "sentences": lambda text: list(sentences(text)),
    **{name: lambda text, each=each: list(each(text)) for name, each in LEXICAL.items()},
    "clauses": cited_clauses,
    "openness": lambda text: list(open_sentences(text)),
    "mismatch": lambda text: mismatch((Assistant(reasoning=text),), verdict_on("covert")),
    "terms": lambda text: Usage([reasoning(text, ["the list"])]),
    "log": lambda text: assistant_from_inspect(ChatMessageAssistant(content=text)),
    "record": lambda text: record((Assistant(reasoning=text),), fresh_code(())),
}


@pytest.mark.parametrize("reader", READERS)
def test_ten_megabytes_are_read_in_time(reader):
    assert len(TEN_MEGABYTES) > 10_000_000
    start = time.process_time()
    for text in (TEN_MEGABYTES, *RUNS):
        READERS[reader](text)
    assert time.process_time() - start < 60


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_turn_of_ten_megabytes_is_parted_in_time(family):
    start = time.process_time()
    for text in (TEN_MEGABYTES, *RUNS):
        parse(family, text)
    assert time.process_time() - start < 60


def test_many_values_in_one_call_are_read_in_time():
    family = next(family for family in FAMILIES if family.name == "qwen3")
    start = time.process_time()
    turn = parse(family, f"<tool_call>{(json.dumps('x' * 998) + ';') * 20_000}</tool_call>")
    assert time.process_time() - start < 15
    assert len(turn.calls) == 20_000 and all(call.error for call in turn.calls)


def test_a_judges_quote_is_sought_in_ten_megabytes_in_time():
    quote = {"quote": "The list is long and b."}
    said = {"call": "c0de", "addressed": False, "why": "", "evidence": [quote], "answer": "yes"}
    start = time.process_time()
    found = read_answer(
        questions()["evaluation_awareness"], (Assistant(reasoning=TEN_MEGABYTES),), json.dumps(said), "c0de"
    )
    assert time.process_time() - start < 60
    assert found.value == "unscored" and "not in the play" in (found.reason or "")
