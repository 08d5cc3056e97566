"""Messages survive the way to Inspect and back, and thoughts never pass as speech."""

from hypothesis import given
from hypothesis import strategies as st
from inspect_ai.model import ChatMessageAssistant, ContentReasoning, ContentText

from overt.evaluations import suite
from overt.providers.convert import assistant_from_inspect, from_inspect, to_inspect, tool_info, tool_spec
from overt.world.messages import Assistant, System, ToolCall, ToolResult, User

text = st.text(max_size=60).filter(lambda t: "think>" not in t)
arguments = st.dictionaries(st.text(max_size=8), st.one_of(st.integers(), st.booleans(), text, st.lists(text)))
calls = st.lists(
    st.builds(ToolCall, id=st.text(min_size=1), name=text, arguments=arguments, error=st.none() | text), max_size=3
).map(tuple)
results = st.builds(ToolResult, call_id=text, name=text, text=text, ok=st.booleans())
messages = st.one_of(
    st.builds(System, text=text),
    st.builds(User, text=text),
    st.builds(Assistant, reasoning=text, text=text, calls=calls),
    results,
)


@given(st.lists(messages, max_size=5))
def test_every_message_comes_back_as_it_went(given_messages):
    assert from_inspect([to_inspect(m) for m in given_messages]) == tuple(given_messages)


@given(thought=text.map(str.strip).filter(bool), said=text.map(str.lstrip))
def test_thoughts_left_in_the_text_are_not_speech(thought, said):
    for raw in (f"<think>{thought}</think>{said}", f"{thought}</think>\n{said}"):
        turn = assistant_from_inspect(ChatMessageAssistant(content=raw))
        assert (turn.reasoning, turn.text) == (thought, said)
    unclosed = assistant_from_inspect(ChatMessageAssistant(content=f"<think>{thought}"))
    assert (unclosed.reasoning, unclosed.text) == (thought, "")


def test_of_a_redacted_thought_the_summary_is_read_and_never_the_cipher():
    parts = [ContentReasoning(reasoning="c2VjcmV0", summary="weighs two options", redacted=True)]
    turn = assistant_from_inspect(ChatMessageAssistant(content=[*parts, ContentText(text="Done.")]))
    assert (turn.reasoning, turn.text) == ("weighs two options", "Done.")


def test_tools_are_told_of_alike_on_both_sides():
    for evaluation in suite().values():
        for environment in evaluation.environments("report")[:1]:
            for spec in evaluation.world(environment.scene(0, "short")).tools():
                back = tool_spec(tool_info(spec))
                assert (back.name, back.description) == (spec.name, spec.description)
                assert back.parameters["required"] == spec.parameters["required"]
                assert set(back.parameters["properties"]) == set(spec.parameters["properties"])
