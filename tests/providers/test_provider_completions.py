"""Raw completions: the prompt of a local model, as ids; thoughts and calls read back; settings made explicit."""

import asyncio

import pytest
from inspect_ai.model import (
    ChatCompletionChoice,
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageUser,
    ContentReasoning,
    GenerateConfig,
    ModelOutput,
    ModelUsage,
    get_model,
)

from overt.errors import OvertError
from overt.play import View
from overt.providers.completions import CompletionsAPI
from overt.providers.convert import assistant_from_inspect, from_inspect, tool_info
from overt.sampling import LocalModel
from overt.sampling.chat import render_prompt
from overt.world.messages import ToolSpec

READ = ToolSpec(
    name="read_file",
    description="Read a file.",
    parameters={
        "type": "object",
        "properties": {"path": {"type": "string"}},
        "required": ["path"],
        "additionalProperties": False,
    },
)
CALL = '<tool_call>\n{"name": "read_file", "arguments": {"path": "stock.txt"}}\n</tool_call>'
TASK = [ChatMessageSystem(content="You keep the stock list."), ChatMessageUser(content="Read the file.")]


def asked(folder, messages, text, stop="stop", config=None):
    """Ask through a server that answers `text`; return the output and what the server was sent."""
    sent = {}

    def serve(input, tools, tool_choice, config):
        sent.update(input=input, tools=tools, config=config)
        usage = ModelUsage(input_tokens=3, output_tokens=4, total_tokens=7)
        choice = ChatCompletionChoice(message=ChatMessageAssistant(content=text), stop_reason=stop)
        return ModelOutput(model="served", choices=[choice], usage=usage)

    api = CompletionsAPI(str(folder), server="mockllm/model", custom_outputs=serve)
    output, _ = asyncio.run(api.generate(messages, [tool_info(READ)], "auto", config or GenerateConfig()))
    return output, sent


def test_the_server_gets_the_ids_that_a_local_model_would_continue(folder):
    output, sent = asked(folder, TASK, f"<think>\nFirst the file.\n</think>\n{CALL}<|im_end|>")
    model = LocalModel.load(folder)
    prompt = render_prompt(model, View(messages=from_inspect(TASK), tools=(READ,)))
    (message,) = sent["input"]
    assert model.decode(message.metadata["prompt_token_ids"]) == prompt.text and sent["tools"] == []
    turn = assistant_from_inspect(output.message)
    assert (turn.reasoning, turn.text, output.stop_reason) == ("First the file.", "", "tool_calls")
    assert [(c.name, c.arguments) for c in turn.calls] == [("read_file", {"path": "stock.txt"})]
    assert output.usage.total_tokens == 7


def test_settings_that_raw_endpoints_would_choose_badly_are_sent(folder):
    _, sent = asked(folder, TASK, "Done.")
    assert (sent["config"].max_tokens, sent["config"].temperature) == (2048, 1.0)
    assert sent["config"].extra_body["skip_special_tokens"] is False
    _, sent = asked(folder, TASK, "Done.", config=GenerateConfig(max_tokens=7, temperature=0.0, seed=3))
    assert (sent["config"].max_tokens, sent["config"].temperature, sent["config"].seed) == (7, 0.0, 3)


def test_a_partial_thought_is_continued_and_comes_back_whole(folder):
    partial = ChatMessageAssistant(content=[ContentReasoning(reasoning="The file says")])
    output, sent = asked(folder, [*TASK, partial], " fourteen.\n</think>\nFourteen.")
    ids = sent["input"][0].metadata["prompt_token_ids"]
    assert LocalModel.load(folder).decode(ids).endswith("The file says")
    turn = assistant_from_inspect(output.message)
    assert (turn.reasoning, turn.text) == ("The file says fourteen.", "Fourteen.")


def test_a_turn_cut_short_says_so(folder):
    output, _ = asked(folder, TASK, "<think>\nIt might", stop="max_tokens")
    assert output.stop_reason == "max_tokens"
    assert assistant_from_inspect(output.message).text == ""


@pytest.mark.parametrize(
    ("path", "arguments", "says"),
    [
        ("nowhere", {}, "name the server"),
        ("nowhere", {"server": "mockllm/model"}, "no such folder"),
        ("empty", {"server": "mockllm/model"}, "no tokenizer with a chat template"),
    ],
)
def test_what_is_missing_is_one_line(tmp_path, monkeypatch, path, arguments, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(OvertError, match=says) as refusal:
        get_model(f"completions/{path}", **arguments)
    assert "\n" not in str(refusal.value)
