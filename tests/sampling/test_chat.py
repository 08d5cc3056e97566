"""Conversations: history is appended to, masks mark what was sampled, thoughts are continued."""

import pytest
from tiny import FORGETFUL, READ, TEMPLATE, make_tokenizer

from overt.errors import OvertError
from overt.play.player import View
from overt.sampling import Completion, Conversation, LocalModel
from overt.sampling.chat import render_prompt
from overt.world.messages import Assistant, System, ToolResult, User

ASK = (System(text="You keep the stock list."), User(text="Read the file."))
CALL = '<tool_call>{"name":"read_file",   "arguments":{"path":"stock/flour.txt"}}</tool_call>'
THOUGHT = "<think>\nI read it first.\n</think>\n\n"


def says(model: LocalModel, text: str, *, stop: bool = True) -> Completion:
    ids = tuple(model.encode(text + ("<|im_end|>" if stop else "")))
    return Completion(ids, (-0.5,) * len(ids), "stop" if stop else "length")


def answered(conversation: Conversation, model: LocalModel, messages, text: str, *, stop: bool = True):
    """One turn; returns (prompt ids, completion, the messages with the turn added)."""
    ids = conversation.prompt(View(messages, (READ,)))
    completion = says(model, text, stop=stop)
    return ids, completion, (*messages, conversation.accept(completion))


def result(messages):
    call = messages[-1].calls[0]
    return (*messages, ToolResult(call_id=call.id, name=call.name, text="14 sacks"))


def test_a_turn_is_read(model: LocalModel):
    _, _, messages = answered(Conversation(model), model, ASK, THOUGHT + "I look." + CALL)
    turn = messages[-1]
    assert (turn.reasoning, turn.text) == ("I read it first.", "I look.")
    assert turn.calls[0].arguments == {"path": "stock/flour.txt"}


@pytest.mark.parametrize("stop", [True, False])
def test_history_is_appended_to_and_never_tokenised_anew(model: LocalModel, stop: bool):
    conversation = Conversation(model)
    # The model spells its turn unlike the template would, and splits a word unlike the tokenizer would.
    first = conversation.prompt(View(ASK, (READ,)))
    odd = [i for c in THOUGHT + CALL for i in model.encode(c)] + ([model.encode("<|im_end|>")[0]] * stop)
    completion = Completion(tuple(odd), (-1.0,) * len(odd), "stop" if stop else "length")
    messages = result((*ASK, conversation.accept(completion)))
    second = conversation.prompt(View(messages, (READ,)))
    assert second[: len(first) + len(odd)] == (*first, *odd)
    tail = model.decode(second[len(first) + len(odd) :])
    end = "" if stop else "<|im_end|>"
    assert tail == f"{end}\n<|im_start|>tool\n14 sacks<|im_end|>\n<|im_start|>assistant\n"
    conversation.accept(says(model, "Done."))
    assert len(conversation.segments) == 1
    assert conversation.truncated == (0 if stop else 1)


def test_a_canonical_play_has_the_ids_of_the_whole_rendered_text(model: LocalModel):
    conversation, messages = Conversation(model), ASK
    call = '<tool_call>\n{"name": "read_file", "arguments": {"path": "a"}}\n</tool_call>'
    for text in (THOUGHT + "I look." + call, THOUGHT + "I look again." + call):
        _, _, messages = answered(conversation, model, messages, text)
        messages = result(messages)
    whole = render_prompt(model, View(messages, (READ,))).text
    assert list(conversation.prompt(View(messages, (READ,)))) == model.encode(whole)


def test_the_mask_marks_exactly_what_was_sampled(model: LocalModel):
    conversation, messages, sampled = Conversation(model), ASK, []
    for text in (THOUGHT + CALL, "Half a turn" + CALL, THOUGHT + "Done."):
        _, completion, messages = answered(conversation, model, messages, text, stop="Half" not in text)
        sampled += completion.ids
        messages = result(messages) if messages[-1].calls else messages
    (segment,) = conversation.segments
    assert len(segment.ids) == len(segment.mask) == len(segment.logprobs)
    assert [i for i, m in zip(segment.ids, segment.mask, strict=True) if m] == sampled
    assert [p for p, m in zip(segment.logprobs, segment.mask, strict=True) if m] == [-0.5] * len(sampled)
    assert {p for p, m in zip(segment.logprobs, segment.mask, strict=True) if not m} == {0.0}


def test_a_call_that_could_not_be_read_stays_as_it_was_sampled(model: LocalModel):
    conversation = Conversation(model)
    ids, completion, messages = answered(conversation, model, ASK, '<tool_call>{"name": "read_file", </tool_call>')
    assert messages[-1].calls[0].error is not None
    second = conversation.prompt(View(result(messages), (READ,)))
    assert second[: len(ids) + len(completion.ids)] == ids + completion.ids


def test_a_template_that_drops_thoughts_starts_a_new_segment(forgetful: LocalModel):
    conversation = Conversation(forgetful)
    _, one, messages = answered(conversation, forgetful, ASK, THOUGHT + CALL)
    ids, two, messages = answered(conversation, forgetful, result(messages), THOUGHT + "Done.")
    assert list(ids) == forgetful.encode(render_prompt(forgetful, View(messages[:-1], (READ,))).text)
    first, second = conversation.segments
    assert [i for i, m in zip(first.ids, first.mask, strict=True) if m] == list(one.ids)
    assert [i for i, m in zip(second.ids, second.mask, strict=True) if m] == list(two.ids)


def test_a_turn_without_a_thought_is_appended_to_even_there(forgetful: LocalModel):
    conversation = Conversation(forgetful)
    _, _, messages = answered(conversation, forgetful, ASK, CALL)
    answered(conversation, forgetful, result(messages), "Done.")
    assert len(conversation.segments) == 1


def test_an_edited_turn_starts_a_new_segment(model: LocalModel):
    conversation = Conversation(model)
    _, _, messages = answered(conversation, model, ASK, THOUGHT + CALL)
    edited = (*ASK, messages[-1].model_copy(update={"reasoning": "Another thought."}))
    ids, _, _ = answered(conversation, model, result(edited), "Done.")
    assert len(conversation.segments) == 2
    assert "Another thought." in model.decode(ids)
    assert "I read it first." not in model.decode(ids)


def test_asking_twice_is_asking_once(model: LocalModel):
    conversation = Conversation(model)
    view = View(ASK, (READ,))
    assert conversation.prompt(view) == conversation.prompt(view)
    conversation.accept(says(model, "Done."))
    assert sum(conversation.segments[0].mask) == len(says(model, "Done.").ids)


def test_a_partial_thought_is_left_open_and_merged(model: LocalModel):
    conversation = Conversation(model)
    view = View((*ASK, Assistant(reasoning="I could simply say")), (READ,))
    ids = conversation.prompt(view)
    assert model.decode(ids).endswith("<|im_start|>assistant\n<think>\nI could simply say")
    completion = says(model, " that it is done.\n</think>\n\nIt is." + CALL)
    turn = conversation.accept(completion)
    assert turn.reasoning == "I could simply say that it is done."
    assert turn.text == "It is."
    (segment,) = conversation.segments
    assert [i for i, m in zip(segment.ids, segment.mask, strict=True) if m] == list(completion.ids)
    second = conversation.prompt(View(result((*ASK, turn)), (READ,)))
    assert second[: len(segment.ids)] == segment.ids


@pytest.mark.parametrize("space", ["", "\\n", " \\n"])
def test_a_partial_thought_is_opened_as_the_template_opens_it(model: LocalModel, space: str):
    template = TEMPLATE.replace("<think>\n{{ message", "{{ '<think>" + space + "' }}{{ message")
    other = LocalModel(model.module, make_tokenizer(template), name="other")
    ids = Conversation(other).prompt(View((*ASK, Assistant(reasoning="So far")), (READ,)))
    opened = "<think>" + space.replace("\\n", "\n")
    assert other.decode(ids).endswith(f"assistant\n{opened}So far")


def test_a_partial_thought_that_never_closes_stays_a_thought(model: LocalModel):
    conversation = Conversation(model)
    conversation.prompt(View((*ASK, Assistant(reasoning="I could")), (READ,)))
    turn = conversation.accept(says(model, " go on", stop=False))
    assert (turn.reasoning, turn.text) == ("I could go on", "")


def test_a_template_that_opens_the_thought_itself(model: LocalModel):
    template = FORGETFUL.replace(
        "<|im_start|>assistant\n{% endif %}", "<|im_start|>assistant\n<think>\n{% endif %}"
    )
    opener = LocalModel(model.module, make_tokenizer(template), name="opener")
    conversation = Conversation(opener)
    conversation.prompt(View(ASK, (READ,)))
    turn = conversation.accept(says(opener, "All of this is thought"))
    assert (turn.reasoning, turn.text) == ("All of this is thought", "")
    ids = conversation.prompt(View((*ASK, Assistant(reasoning="So far")), (READ,)))
    assert opener.decode(ids).endswith("assistant\n<think>\nSo far")


@pytest.mark.parametrize("turn", [Assistant(text="Said."), Assistant(reasoning="Hm", text="Said.")])
def test_only_thoughts_are_continued(model: LocalModel, turn: Assistant):
    with pytest.raises(OvertError, match="only a thought can be continued"):
        Conversation(model).prompt(View((*ASK, turn), ()))


def test_a_template_without_tools_is_refused(model: LocalModel):
    deaf = LocalModel(
        model.module, make_tokenizer("{% for m in messages %}{{ m.content }}{% endfor %}"), name="deaf"
    )
    with pytest.raises(OvertError, match="deaf: its chat template leaves out the tool read_file"):
        Conversation(deaf).prompt(View(ASK, (READ,)))


def test_a_template_that_fails_is_said_in_one_line(model: LocalModel):
    template = "{{ raise_exception('System role not\nsupported') }}"
    with pytest.raises(OvertError, match=r"strict: its chat template fails .*System role not") as caught:
        LocalModel(model.module, make_tokenizer(template), name="strict")
    assert "\n" not in str(caught.value)


def test_a_template_that_refuses_some_messages_is_said_in_one_line(model: LocalModel):
    refusing = "{% if messages[0].role == 'system' %}{{ raise_exception('No system\nrole') }}{% endif %}x"
    strict = LocalModel(model.module, make_tokenizer(refusing), name="strict")
    with pytest.raises(OvertError, match=r"strict: its chat template refuses .*No system") as caught:
        Conversation(strict).prompt(View(ASK, ()))
    assert "\n" not in str(caught.value)
