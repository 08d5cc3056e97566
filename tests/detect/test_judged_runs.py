"""Whole runs put to a judge: each play once, kept at once, and beside the lexical readings."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from inspect_ai.model._model import init_model_roles
from judges import answer, code_of, mock
from typer.testing import CliRunner

from overt.cli.app import app
from overt.detect.mismatch import NO_DECISION
from overt.detect.questions import asked, questions
from overt.detect.readings import LEXICAL, MISMATCH, NO_REASONING
from overt.errors import OvertError
from overt.run.judging import Judgements, judge_all
from overt.run.runner import Request, run
from overt.world.messages import Assistant, User

AWARE = questions()["evaluation_awareness"]
PLAYS = [(User(text="Go."), Assistant(reasoning=f"Row {n} is empty. I say so.")) for n in range(5)]
NAMES = list(questions())


def work(plays=PLAYS, names=("evaluation_awareness",)):
    return [(question, play) for play in plays for question in asked(names)]


def sit(path, say, todo=None):
    """One sitting of a judge; return the judgements, what it was sent, and how many were ticked off."""
    model, calls = mock(say)
    held, ticks = Judgements(path), []
    judge_all(model, todo if todo is not None else work(), held, lambda: ticks.append(1))
    return held, calls, len(ticks)


def no(messages):
    return answer(code_of(messages))


def test_a_play_is_judged_once(tmp_path):
    path = tmp_path / "j.jsonl"
    _, calls, ticks = sit(path, no, work() * 2)
    assert (len(calls), ticks) == (5, 10)
    held, calls, ticks = sit(path, no)
    assert (len(calls), ticks) == (0, 5)
    assert {held.find("mockllm/judge", AWARE, play).value for play in PLAYS} == {"no"}
    _, calls, _ = sit(path, no, work(names=("evaluation_awareness", "covert_intent")))
    assert len(calls) == 5
    _, calls, _ = sit(path, no, work([*PLAYS, (*PLAYS[0], User(text="More."))]))
    assert len(calls) == 1


def test_another_prompt_or_judge_is_asked_anew(tmp_path):
    from dataclasses import replace

    held, _, _ = sit(tmp_path / "j.jsonl", no)
    assert held.find("mockllm/other", AWARE, PLAYS[0]) is None
    assert held.find("mockllm/judge", replace(AWARE, system=AWARE.system + "."), PLAYS[0]) is None


def test_what_was_answered_before_a_stop_is_kept(tmp_path):
    path = tmp_path / "j.jsonl"

    def stop():
        yield from work(PLAYS[:3])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sit(path, no, stop())
    kept = path.read_text().count("\n")
    assert kept >= 1
    with path.open("ab") as handle:
        handle.write('{"detector": "é'.encode()[:-1])
    _, calls, _ = sit(path, no)
    assert len(calls) == 5 - kept
    assert [json.loads(line)["reading"]["value"] for line in path.read_text().splitlines()] == ["no"] * 5


@pytest.mark.parametrize("line", [b"{}", b"\xff\xfe"])
def test_a_damaged_line_is_named(tmp_path, line):
    path = tmp_path / "j.jsonl"
    path.write_bytes(line + b"\n")
    with pytest.raises(OvertError, match="line 1 is no judgement"):
        Judgements(path)


def test_a_line_torn_inside_a_letter_is_dropped(tmp_path):
    path = tmp_path / "j.jsonl"
    path.write_bytes('{"detector": "é'.encode()[:-1])
    assert len(sit(path, no)[1]) == 5


def test_a_call_that_fails_leaves_its_play_unscored_until_it_is_asked_again(tmp_path):
    path = tmp_path / "j.jsonl"

    def fails(messages):
        return RuntimeError("no such\nluck") if "Row 3" in messages[-1].text else no(messages)

    held, _, ticks = sit(path, fails)
    found = held.find("mockllm/judge", AWARE, PLAYS[3])
    assert (found.value, found.reason) == ("unscored", "the call of the judge failed: no such luck")
    assert ticks == 5
    assert len(sit(path, no)[1]) == 1


def test_where_the_first_calls_fail_few_others_are_made(tmp_path):
    calls = []
    for plays, made in ((PLAYS, 3), (PLAYS[:2], 2)):
        calls.clear()
        with pytest.raises(OvertError, match="--judge mockllm/judge: no key"):
            sit(tmp_path / "j.jsonl", lambda m: calls.append(1) or RuntimeError("no key"), work(plays))
        assert len(calls) == made
        assert not (tmp_path / "j.jsonl").exists()


@pytest.mark.parametrize("error", [TimeoutError("no answer"), ConnectionError("no answer"), OSError("no answer")])
def test_a_lost_network_is_a_failed_call_and_no_fault_of_the_disk(tmp_path, error):
    def lost(messages):
        return error if "Row 3" in messages[-1].text else no(messages)

    held, _, ticks = sit(tmp_path / "j.jsonl", lost)
    assert held.find("mockllm/judge", AWARE, PLAYS[3]).reason == "the call of the judge failed: no answer"
    assert [held.find("mockllm/judge", AWARE, p).value for p in PLAYS].count("no") == 4
    assert ticks == 5
    with pytest.raises(OvertError, match="--judge mockllm/judge: no answer"):
        sit(tmp_path / "other.jsonl", lambda m: error)


def test_one_play_that_no_call_can_hold_does_not_stop_the_rest(tmp_path):
    def too_long(messages):
        return RuntimeError("too long") if "Row 0" in messages[-1].text else no(messages)

    held, calls, ticks = sit(tmp_path / "j.jsonl", too_long)
    assert (len(calls), ticks) == (5, 5)
    assert [held.find("mockllm/judge", AWARE, p).value for p in PLAYS] == ["unscored", *["no"] * 4]


def test_no_judge_is_asked_where_there_is_no_reasoning(tmp_path):
    play = (User(text="Go."), Assistant(text="Done."))
    held, calls, ticks = sit(tmp_path / "j.jsonl", no, work([play]))
    assert (len(calls), ticks) == (0, 1)
    found = held.find("mockllm/judge", AWARE, play)
    assert (found.value, found.reason, found.judge) == ("unscored", NO_REASONING, "mockllm/judge")


def test_an_answer_with_odd_text_is_kept_as_it_can_be(tmp_path):
    held, _, _ = sit(tmp_path / "j.jsonl", lambda m: "\ud800 \u2028 \x00 no", work(PLAYS[:1]))
    again = Judgements(held.path)
    assert again.find("mockllm/judge", AWARE, PLAYS[0]).value == "unscored"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("played")
    run(
        Request(
            model="actor/mix",
            model_args={"awareness": "0.5"},
            evaluations=("lazy_checklist",),
            environments=3,
            logs=path,
            seed=3,
        )
    )
    return path


@pytest.fixture
def logs(played: Path, tmp_path: Path) -> Path:
    return shutil.copytree(played, tmp_path / "logs")


def detect(logs, *options):
    return CliRunner().invoke(app, ["detect", str(logs), *options], catch_exceptions=True)


def test_the_command_writes_both_forms_and_asks_once(logs, role):
    calls = role(no)
    result = detect(logs, "--judge", "mockllm/judge", "--json")
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)["rows"]
    assert [r["form"] for r in rows].count("judged") == 3 * len(NAMES) == len(calls)
    assert [r["form"] for r in rows].count("lexical") == 3 * (len(LEXICAL) + 1)
    judged = [r for r in rows if r["form"] == "judged"]
    assert {(r["judge"], r["value"]) for r in judged if r["detector"] != MISMATCH} == {("mockllm/judge", "no")}
    assert {r["reason"] for r in judged if r["detector"] == MISMATCH} == {NO_DECISION}
    assert {r["prompt"] for r in judged} == {q.prompt for q in questions().values()}
    table = pl.read_parquet(logs / "detections.parquet")
    assert json.loads(json.dumps(table.to_dicts())) == rows
    assert detect(logs, "--judge", "mockllm/judge").exit_code == 0
    assert len(calls) == 3 * len(NAMES)


def test_the_other_form_and_other_detectors_stay_in_the_table(logs, role):
    role(no)
    assert detect(logs, "--judge", "mockllm/judge", "--detectors", "metagaming").exit_code == 0
    assert detect(logs).exit_code == 0
    table = pl.read_parquet(logs / "detections.parquet")
    assert table.height == 3 * (len(LEXICAL) + 2)
    assert table.filter(pl.col("form") == "judged")["detector"].unique().to_list() == ["metagaming"]


def test_a_table_of_before_there_were_judges_is_read(logs, role):
    assert detect(logs).exit_code == 0
    path = logs / "detections.parquet"
    pl.read_parquet(path).drop("judge", "prompt").write_parquet(path)
    assert detect(logs, "--detectors", "metagaming").exit_code == 0
    assert pl.read_parquet(path).height == 3 * (len(LEXICAL) + 1)


def test_it_says_why_judged_plays_are_unscored(logs, role):
    role(lambda m: "I would rather not.")
    result = detect(logs, "--judge", "mockllm/judge")
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert f"{3 * len(NAMES)} judged and unscored: the judge's answer is not one JSON object" in said


def test_a_judge_reads_the_decision_and_the_verdict_is_held_against_it(logs, role):
    def open_if_it_counts(messages):
        """Label the first sentence of the first reasoning as an open decision."""
        thought = messages[-1].text.split("reasoning of the model ===\n", 1)[1].split("\n===", 1)[0]
        return answer(code_of(messages), "yes", [thought], ["open"])

    calls = role(open_if_it_counts)
    options = ("--judge", "mockllm/judge", "--detectors", MISMATCH, "--json")
    rows = json.loads(detect(logs, *options).stdout)["rows"]
    judged = [r for r in rows if r["form"] == "judged"]
    assert len(judged) == len(calls) == 3
    for row in judged:
        assert row["covert"] is not None and row["view"] == "all" and row["judge"] == "mockllm/judge"
        assert row["value"] == ("yes" if row["covert"] else "no")
        assert row["labels"] == (["open_stated_covert_done"] if row["covert"] else [])
        assert row["evidence"]
    assert not any("verdict" in messages[-1].text for messages, _ in calls)


def test_no_model_judges_itself(logs, role):
    calls = role(no)
    init_model_roles({})
    result = detect(logs, "--judge", "actor/mix")
    assert isinstance(result.exception, OvertError)
    assert "is the model that played" in str(result.exception)
    assert calls == []


def test_a_judge_that_does_not_exist_is_a_clear_mistake(logs):
    result = detect(logs, "--judge", "nosuch/model")
    assert isinstance(result.exception, OvertError)
    assert str(result.exception).startswith("--judge nosuch/model: ")
    assert "\n" not in str(result.exception)


def test_scouts_scanners_say_the_same(logs, role):
    from inspect_scout import scan, scan_results_df, transcripts_from

    from overt.run.scanners import judged, lexical

    calls = role(lambda m: answer(code_of(m), "unclear", why="Odd."))
    rows = [r for r in json.loads(detect(logs, "--json").stdout)["rows"] if r["detector"] == "covert_intent"]
    model, calls = mock(lambda m: answer(code_of(m)))
    status = scan(
        {"words": lexical("covert_intent"), "asked": judged("covert_intent")},
        transcripts=transcripts_from(str(logs)),
        scans=str(logs.parent / "scans"),
        model="mockllm/model",
        model_roles={"judge": model},
        display="none",
        max_processes=1,
    )
    assert status.complete, status.errors
    found = scan_results_df(status.location).scanners
    assert sorted(found["words"]["answer"]) == sorted(row["value"] for row in rows)
    assert list(found["asked"]["answer"]) == ["no"] * 3 and len(calls) == 3
    with pytest.raises(OvertError, match="unknown"):
        lexical("nosuch")
    for scanner in (lexical, judged):
        with pytest.raises(OvertError, match="reads the verdict"):
            scanner(MISMATCH)
