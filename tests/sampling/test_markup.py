"""Reading generated text: total, and no thought ever shows as speech."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.errors import OvertError
from overt.sampling.markup import FAMILIES, family_named, family_of, parse, template_messages
from overt.world.messages import Assistant, ToolCall, ToolResult, User

TAGS = [
    "<think>",
    "</think>",
    "[THINK]",
    "[/THINK]",
    "<tool_call>",
    "</tool_call>",
    "[TOOL_CALLS]",
    "[ARGS]",
    "<|python_tag|>",
    '{"name": "go", "arguments": {"a": 1}}',
    '{"name": "go", "parameters": "{}"}',
    '{"name": "go", "arguments": {"a": NaN}}',
    '{"name": "\\ud800", "arguments": {}}',
    '{"name": "go", "arguments": ' + "[" * 3000,
    '{"name": "go", "arguments": {"a": ' + "9" * 5000 + "}}",
    "[]",
    "{",
    "; ",
    "\n",
]
TEXT = st.lists(st.one_of(st.sampled_from(TAGS), st.text(st.characters(codec=None), max_size=8)), max_size=12).map(
    "".join
)
FAMILY = st.sampled_from(FAMILIES)
QWEN = family_named("qwen3")


@given(FAMILY, TEXT, st.booleans())
@settings(max_examples=400, deadline=None)
def test_any_text_is_a_turn_that_can_be_written_down(family, text, inside):
    turn = parse(family, text, inside=inside)
    assert Assistant.model_validate_json(turn.model_dump_json()) == turn
    assert [call.id for call in turn.calls] == [f"call{n:05d}" for n in range(1, len(turn.calls) + 1)]
    assert all(call.error or call.name for call in turn.calls)


@given(FAMILY, TEXT, st.booleans())
@settings(max_examples=400, deadline=None)
def test_no_thought_is_visible(family, text, inside):
    """A marker inside a thought, closed or not, opened or not, is never in what others see."""
    if family.think is None:
        return
    opening, closing = family.think
    thoughts = [f"{opening}SECRET {text}", f"{opening}SECRET{closing}{text}", f"SECRET{closing}{text}"]
    for whole in [*thoughts, *(text + thought for thought in thoughts)]:
        spoken = parse(family, whole, inside=inside).spoken()
        if text.count("SECRET") == 0 and closing not in text and opening not in text:
            assert "SECRET" not in spoken.model_dump_json()


@given(*[st.text(max_size=30).filter(lambda text: "think>" not in text)] * 2, st.booleans())
def test_a_thought_and_an_answer_come_back(thought, answer, inside):
    turn = parse(QWEN, ("" if inside else "<think>") + f"{thought}</think>{answer}", inside=inside)
    clean = [text.encode("utf-8", "replace").decode().strip() for text in (thought, answer)]
    assert [turn.reasoning, turn.text] == clean


ARGUMENTS = st.dictionaries(
    st.text(max_size=5), st.one_of(st.integers(), st.booleans(), st.text(max_size=9)), max_size=3
)


@given(ARGUMENTS, ARGUMENTS)
def test_calls_come_back_from_every_family_that_has_them(one, two):
    plain = "SAFE".join
    bodies = [json.dumps({"name": f"go{n}", "arguments": a}) for n, a in enumerate((one, two))]
    if any(tag in body for body in bodies for tag in ("<think>", "</think>", "<tool_call>", "[")):
        return
    spellings = {
        "qwen3": "".join(f"<tool_call>\n{body}\n</tool_call>\n" for body in bodies),
        "hermes": plain(["", ""]) + "".join(f"<tool_call>{body}</tool_call>" for body in bodies),
        "llama3": "; ".join(bodies).replace('"arguments"', '"parameters"'),
        "mistral": f"[TOOL_CALLS][{', '.join(bodies)}]",
    }
    for name, text in spellings.items():
        calls = parse(family_named(name), text).calls
        assert [(c.name, c.arguments, c.error) for c in calls] == [("go0", one, None), ("go1", two, None)]
    newer = "".join(f"[TOOL_CALLS]go{n}[ARGS]{json.dumps(a)}" for n, a in enumerate((one, two)))
    assert [c.arguments for c in parse(family_named("mistral"), newer).calls] == [one, two]


@pytest.mark.parametrize(
    ("text", "name", "error"),
    [
        ('<tool_call>{"name": "go", "arguments": {"a": 1}', "go", "not valid JSON"),
        ('<tool_call>{"name": "go", "arguments": [1]}</tool_call>', "go", "not a JSON object"),
        ('<tool_call>{"arguments": {}}</tool_call>', "", "no name"),
        ("<tool_call></tool_call>", "", "empty"),
        ("<tool_call>7</tool_call>", "", "not a JSON object"),
        ('<tool_call>{"name": "go", "arguments": "no"}</tool_call>', "go", "a string"),
    ],
)
def test_what_is_no_call_becomes_a_call_with_its_error(text, name, error):
    turn = parse(QWEN, f"<think>hm</think>I go.{text}")
    assert turn.text == "I go."
    (call,) = turn.calls
    assert (call.name, call.arguments) == (name, {})
    assert error in (call.error or "")


def test_an_unclosed_call_that_is_whole_counts():
    (call,) = parse(QWEN, '<tool_call>{"name": "go", "arguments": {"a": 1}}').calls
    assert (call.name, call.arguments, call.error) == ("go", {"a": 1}, None)


def test_a_call_inside_a_thought_is_no_call():
    turn = parse(QWEN, '<think><tool_call>{"name": "go", "arguments": {}}</tool_call>')
    assert turn.calls == ()
    assert turn.text == ""


def test_calls_are_numbered_on():
    text = '<tool_call>{"name": "go", "arguments": {}}</tool_call>'
    assert parse(QWEN, text, first=7).calls[0].id == "call00007"


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{# organism #}<tool_call> <think>", "organism"),
        ("<|im_start|> <think> <tool_call>", "qwen3"),
        ("<|im_start|> <tool_call>", "hermes"),
        ("<|start_header_id|> <tool_call>", "llama3"),
        ("[INST] [TOOL_CALLS]", "mistral"),
        ("<think>", "deepseek"),
        ("{{ messages }}", "deepseek"),
    ],
)
def test_the_template_says_the_family(template, name):
    assert family_of(template).name == name


def test_an_unknown_family_is_said():
    with pytest.raises(OvertError, match=r"'qwen9' is unknown: use one of organism, mistral"):
        family_named("qwen9")


def test_a_template_without_a_place_for_thoughts_gets_them_in_the_content():
    turn = Assistant(reasoning="Hm.", text="Yes.")
    (shown,) = template_messages(family_named("deepseek"), "<think>", [turn])
    assert parse(family_named("deepseek"), shown["content"]) == turn


def test_ids_fit_the_family():
    call = ToolCall(id="a-long-identifier", name="go")
    messages = [
        User(text="Go."),
        Assistant(calls=(call,)),
        ToolResult(call_id=call.id, name="go", text="gone"),
    ]
    _, turn, result = template_messages(family_named("mistral"), "", messages)
    assert turn["tool_calls"][0]["id"] == result["tool_call_id"]
    assert len(result["tool_call_id"]) == 9
