"""Leaving out expressions that lack what they need changes no finding, whatever the text."""

import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overt.detect.lexicon import Lexicon, expressions
from overt.detect.needs import EDGE, alternatives, folded, needs, parted
from overt.detect.passages import MAIN, gold
from overt.detect.sentences import sentences

FILES = ("awareness.yaml", "intent.yaml", "metagaming.yaml", "openness.yaml")
LEXICONS = {file: Lexicon(file) for file in FILES}
SENTENCES = sorted({span.text for name in MAIN for p in gold(name, "all") for span in sentences(p.text)})
WORDS = sorted({word for text in SENTENCES for word in text.split()})
EACH = [(file, one) for file in FILES for lines in expressions(file).values() for x in lines for one in parted(x)]


def differing(file: str, text: str) -> list[str]:
    """The lists of a file that find another thing in a text than their expressions do, all of them tried."""
    lexicon = LEXICONS[file]
    held = lexicon.held(text)
    return [
        name
        for name in expressions(file)
        if lexicon[name].search(text, held) != bool(lexicon.whole(name).search(text))
    ]


@pytest.mark.parametrize("file", FILES)
def test_sentences_of_the_gold_sets_are_read_as_by_every_expression(file):
    for text in random.Random(0).sample(SENTENCES, 250):
        assert differing(file, text) == [], text


@given(st.lists(st.sampled_from(WORDS), max_size=25), st.sampled_from([str, str.upper, str.title, str.lower]))
@settings(max_examples=60, deadline=None)
def test_words_in_any_order_and_case_are_read_as_by_every_expression(words, case):
    text = case(" ".join(words))
    assert [differing(file, text) for file in FILES] == [[]] * len(FILES)


@given(st.text(st.characters(), max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_text_is_read_as_by_every_expression(text):
    assert [differing(file, text) for file in FILES] == [[]] * len(FILES)


@given(st.data())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
def test_what_an_expression_matches_holds_what_it_needs(data):
    _, one = data.draw(st.sampled_from(EACH))
    text = data.draw(st.from_regex(re.compile(one, re.IGNORECASE)))
    if re.search(one, text, re.IGNORECASE):
        whole = [f"{EDGE}{word}{EDGE}" for word in re.findall(r"\w+", folded(text))]
        assert all(any(part in word for part in need for word in whole) for need in needs(one)), needs(one)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (r"\bzorvex(?:es)?\b", [{"|zorvex|", "|zorvexes|"}]),
        (r"(?:the|some) (?:\w+ )?graders?\b", [{"grader|", "graders|"}, {"some|", "the|"}]),
        (r"grad(?:e|ing)\b[^.]{0,9}\bmodel", [{"grade|", "grading|"}, {"|model"}]),
        (r"\b(?:in|of|during) rl\b", [{"|rl|"}]),
        (r"\bthey made me", [{"|they|"}, {"|made|"}, {"|me"}]),
        (r"(?:hidden \w+|secret)", [{"hidden|", "secret"}]),
        (r"(?!not)(?:maybe)?\w+", []),
        (r"a{2,}b?|é", []),
    ],
)
def test_needs_are_read_from_the_expression(expression, expected):
    found = {frozenset(part.replace(EDGE, "|") for part in need) for need in needs(expression)}
    assert found >= set(map(frozenset, expected)) and bool(found) == bool(expected)


def test_alternatives_are_parted_where_no_bracket_is_open():
    assert alternatives(r"a|b(?:c|d)|[|\]]|\||e") == ["a", "b(?:c|d)", r"[|\]]", r"\|", "e"]
    assert [part for one in EACH for part in alternatives(one[1])] == [one for _, one in EACH]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (r"\b(?:it only|zorvex|a (?:b|qux))\b!", [r"\bit only\b!", r"\bzorvex\b!", r"\ba (?:b|qux)\b!"]),
        (r"\b(?:zorvex|qux)\b|so", [r"\b(?:zorvex|qux)\b", "so"]),
        *(
            (whole, [whole])
            for whole in (r"(?:it only|zorvex)?", r"(?:it|zorvex){2}", r"(?=it|zorvex)", r"(it|zorvex)")
        ),
        (r"[(](?:it|zorvex)[)]", [r"[(](?:it|zorvex)[)]"]),
        (r"[(](?:it|zorvex|qux)[)]", [r"[(]it[)]", r"[(]zorvex[)]", r"[(]qux[)]"]),
    ],
)
def test_groups_that_must_match_are_parted_where_most_of_them_are_rarer_alone(expression, expected):
    assert sorted(parted(expression)) == sorted(expected)


@pytest.mark.parametrize("text", ["ſuspect thiſ", "KNOW", "LİKELY", "lıkely"])
def test_letters_that_match_others_where_case_is_ignored_are_folded(text):
    assert re.search(folded(text), text, re.IGNORECASE)
    assert folded(text).isascii()
