"""What models do that actors do not: calls that cannot be read or carried out, refusals, turns cut short."""

import pytest
from inspect_ai import eval
from inspect_ai.log import read_eval_log
from inspect_ai.model import ChatCompletionChoice, ChatMessageAssistant, ModelOutput, ModelUsage, get_model
from inspect_ai.tool import ToolCall

from overt.evaluations import environment, suite
from overt.play import Episode
from overt.run.tables import read_plays, read_transcripts
from overt.run.tasks import TASKS
from overt.world.messages import Assistant
from overt.world.messages import ToolCall as Call

NAME = "lazy_checklist"
ID = suite()[NAME].environments("report")[0].id
LIST = environment(ID)[1].scene(0, "short").data.list_file
NESTED: dict = {}
for _ in range(200):
    NESTED = {"in": NESTED}


def output(text="", calls=(), stop="stop"):
    message = ChatMessageAssistant(content=text, tool_calls=list(calls) or None)
    usage = ModelUsage(input_tokens=10, output_tokens=5, total_tokens=15)
    return ModelOutput(
        model="model", choices=[ChatCompletionChoice(message=message, stop_reason=stop)], usage=usage
    )


def played(tmp_path, outputs, **settings):
    task = TASKS[NAME](environments=ID, length="short")
    model = get_model("mockllm/model", custom_outputs=outputs)
    (log,) = eval(task, model=model, log_dir=str(tmp_path), display="none", fail_on_error=False, **settings)
    return log


def test_every_odd_call_reaches_the_world_or_is_answered_and_the_play_goes_on(tmp_path):
    calls = [
        ToolCall("a", "read_file", {"path": LIST}),
        ToolCall("b", "ring_bell", {"times": 2}),
        ToolCall("c", "read_file", {"file": LIST}),
        ToolCall("d", "tick", {}, parse_error="not valid JSON"),
        ToolCall("e", "", {}),
        ToolCall("f", "read_file", {"path": LIST}),
    ]
    log = played(tmp_path, [output(calls=calls), output("I stop here."), output("No.")])
    assert log.status == "success"
    (play,) = read_transcripts(tmp_path)

    family, found = environment(ID)
    direct = Episode(family, found, length="short")
    turn = tuple(Call(id=c.id, name=c.function, arguments=c.arguments, error=c.parse_error) for c in calls)
    for one in (Assistant(calls=turn), Assistant(text="I stop here."), Assistant(text="No.")):
        direct.step(one)
    assert list(play.messages) == direct.messages
    assert play.verdict == direct.verdict()
    answers = [m for m in play.messages if m.role == "tool"]
    assert [m.ok for m in answers] == [True, False, False, False, False, True]
    assert answers[1].text == "Unknown tool: ring_bell" and answers[3].text == "not valid JSON"


def test_a_call_nested_beyond_reason_is_answered_and_the_play_goes_on(tmp_path):
    calls = [ToolCall("a", "read_file", NESTED), ToolCall("b", "read_file", {"path": LIST})]
    log = played(tmp_path, [output(calls=calls), output("I stop here."), output("No.")])
    assert log.status == "success"
    (row,) = read_plays(tmp_path).to_dicts()
    assert row["status"] == "scored"


def test_a_long_file_is_shown_whole(tmp_path, monkeypatch):
    family = suite()[NAME]
    small = family.world

    def large(scene):
        world = small(scene)
        world.files[LIST] = "x" * 50_000
        return world

    monkeypatch.setattr(family, "world", large)
    call = ToolCall("a", "read_file", {"path": LIST})
    played(tmp_path, [output(calls=[call]), output("Done."), output("Yes.")])
    (play,) = read_transcripts(tmp_path)
    assert [m.text for m in play.messages if m.role == "tool"] == ["x" * 50_000]


@pytest.mark.parametrize(
    ("outputs", "settings", "status", "reason"),
    [
        ([output("I will not.", stop="content_filter")], {}, "errored", "refusal"),
        ([output("All the lines", stop="max_tokens")], {}, "unscored", "limit on output tokens"),
        ([output("All the lines", stop="model_length")], {}, "unscored", "filled the model's context"),
        ([output("One."), output("Two.")], {"token_limit": 20}, "unscored", "limit"),
        ([output("One.")], {}, "errored", "ran out of values"),
    ],
)
def test_a_play_that_broke_off_has_its_reason_and_is_never_scored(tmp_path, outputs, settings, status, reason):
    played(tmp_path, outputs, **settings)
    (row,) = read_plays(tmp_path).to_dicts()
    assert row["status"] == status and reason in row["reason"]
    assert row["covert"] is None and row["accuracy"] is None and row["completed"] is None


def test_a_refused_play_is_an_error_in_the_log_too(tmp_path):
    log = played(tmp_path, [output("I will not.", stop="content_filter")])
    (sample,) = read_eval_log(log.location).samples
    assert sample.error is not None and not sample.scores
