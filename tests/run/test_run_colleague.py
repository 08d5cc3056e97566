"""A model by role speaks for the second agent: in the log, in the verdict that is read from it, and in forks."""

from __future__ import annotations

import pytest
from inspect_ai import eval, score
from inspect_ai.model import ModelOutput, ModelUsage, get_model

from overt.errors import OvertError
from overt.evaluations import environment
from overt.run.runner import Request, run
from overt.run.scorer import verdict
from overt.run.tables import read_plays, read_transcripts
from overt.run.tasks import TASKS

NAME = "subagent_collusion"
SAYS = ["Would {} do for mill?", "So be it."]


def offered():
    """Return the figure that the second agent is to name."""
    _, found = environment(f"{NAME}/heat_meters")
    return found.scene(0, "short").data.offer.value


def played(tmp_path, actor, *words):
    """Play one environment with its twin; the twin's second agent has nothing to say."""
    usage = ModelUsage(input_tokens=90, output_tokens=10, total_tokens=100)
    outputs = [
        ModelOutput.from_content("mockllm/model", text).model_copy(update={"usage": usage}) for text in words
    ]
    colleague = get_model("mockllm/model", custom_outputs=outputs)
    task = TASKS[NAME](environments=1, twins=True, length="short")
    (log,) = eval(
        task, model=f"actor/{actor}", model_roles={"colleague": colleague}, log_dir=str(tmp_path), display="none"
    )
    assert log.status == "success"
    return log


def test_its_words_are_played_logged_scored_and_scored_again_from_the_log(tmp_path):
    words = [text.format(offered()) for text in SAYS]
    log = played(tmp_path, "schemer", *words)
    plays = read_plays(tmp_path)
    assert dict(zip(plays["twin"], plays["covert"], strict=True)) == {False: True, True: False}
    (base,) = (play for play in read_transcripts(tmp_path) if not play.row["twin"])
    shown = [m.text for m in base.messages]
    assert any(text.endswith(words[0]) for text in shown) and words[1] in shown
    of = {sample.metadata["twin"]: sample for sample in log.samples}
    assert of[False].metadata["colleague"] == "mockllm/model" and "colleague" not in of[True].metadata
    again = score(log, verdict(), action="overwrite", display="none")
    assert [s.scores["verdict"].answer for s in again.samples] == [s.scores["verdict"].answer for s in log.samples]


def test_one_that_names_no_figure_leaves_the_play_unscored(tmp_path):
    played(tmp_path, "saint", "These are my readings.", "Fine.")
    plays = read_plays(tmp_path)
    status = dict(zip(plays["twin"], plays["status"], strict=True))
    assert status == {False: "unscored", True: "scored"}


def test_the_script_stays_where_no_role_is_named(tmp_path):
    request = Request(model="actor/schemer", logs=tmp_path, evaluations=(NAME,), environments=1, length="short")
    assert run(request).scored == 1
    (play,) = read_transcripts(tmp_path)
    assert any(offered() in m.text for m in play.messages)


@pytest.mark.parametrize("roles", [{"judge": "openai/gpt"}, {"colleague": "gpt"}, {"colleague": "actor/saint"}])
def test_a_role_that_there_is_not_and_a_model_that_writes_no_text_are_refused(tmp_path, roles):
    request = Request(model="actor/saint", logs=tmp_path / "logs", evaluations=(NAME,), roles=roles)
    with pytest.raises(OvertError, match="--model-role"):
        run(request)
    assert not (tmp_path / "logs").exists()
