"""Wrong words on the command line: one line that names the thing and the remedy, exit code 2, nothing written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from overt import __version__ as overt_version

RUN = ("run", "--model", "actor/schemer", "--logs", "logs", "--evaluations", "lazy_checklist")
HERE = "lazy_checklist/cold_store"

WRONG = [
    (("gate", "--evaluations", "nosuch"), "no evaluation 'nosuch'", "lazy_checklist"),
    ((*RUN[:-1], "nosuch"), "no evaluation 'nosuch'", "lazy_checklist"),
    ((*RUN[:-1], "lazy_checklist,nosuch"), "no evaluation 'nosuch'", "there are"),
    ((*RUN, "--environments", "lazy_checklist/nosuch"), "no environment 'lazy_checklist/nosuch'", HERE),
    ((*RUN, "--environments", "cold_store"), "--environments names none of lazy_checklist", "ids"),
    ((*RUN, "--environments", "0"), "environments is 0", "1 or more"),
    ((*RUN, "--epochs", "0"), "--epochs 0", "1 or more"),
    ((*RUN, "--epochs", "some"), "--epochs", "--help"),
    ((*RUN, "--spec", "AS9"), "no clause 'AS9'", "AS1,AS2"),
    ((*RUN, "--spec", "AS1,"), "--spec", "AS1,AS2"),
    ((*RUN, "--length", "medium"), "--length", "'short', 'full'"),
    ((*RUN, "--bogus"), "--bogus", "overt run --help"),
    ((*RUN, "-M", "rate"), "-M rate", "key=value"),
    ((*RUN, "-M", "rate=[3"), "-M rate=[3", "no YAML; quote it"),
    ((*RUN, "-M", "rate=0.3"), "takes no -M rate", "delay"),
    ((*RUN, "-G", "warmth=1"), "-G warmth", "inspect eval --help"),
    ((*RUN, "--budget-cost", "1"), "--budget-cost", "--budget-tokens"),
    ((*RUN, "--budget-plays", "-1"), "--budget-plays", "--help"),
    (("run", "--model", "actor/schemer"), "--logs", "overt run --help"),
    (("run", "--logs", "logs", "--model", "actor/nobody"), "--model actor/nobody", "schemer"),
    (("run", "--logs", "logs", "--model", "actor/mix", "-M", "rate=2"), "rate", "-M takes"),
    (("run", "--logs", "logs", "--model", "schemer"), "--model schemer", "actor/…"),
    (("run", "--logs", "logs", "--model", "nosuch/model"), "--model nosuch/model", "openai/…"),
    (("play", "lazy_checklist", "--state", "s.json"), "'lazy_checklist' is no environment id", "evaluation/slug"),
    (("play", "lazy_checklist/nosuch", "--state", "s.json"), "no environment 'lazy_checklist/nosuch'", HERE),
    (("play", HERE, "--state", "nowhere/s.json"), "no folder nowhere", "make it"),
    (("play", HERE, "--state", "."), ". is no file", "--state"),
    (("play", HERE, "--state", "s.json", "--call", "read_file path"), "'path' is no key=value", "quote"),
    (("play", HERE, "--state", "s.json", "--call", "read_file {path}"), "no JSON object", "quote"),
    (("play", HERE, "--state", "s.json", "--spec", "XX1"), "no clause 'XX1'", "abridged"),
    (("rates", "nowhere"), "nowhere does not exist", "overt run --logs"),
    (("rates", "."), ". holds no logs", "overt run --logs"),
    (("rates", "notes.txt"), "notes.txt is no .eval log", "overt run --logs"),
    ((*RUN, "--logs", "notes.txt"), "--logs notes.txt", "directory that can be written to"),
    ((*RUN, "--logs", "notes.txt/logs"), "--logs notes.txt/logs", "directory that can be written to"),
    (("rates", ".", "--table", "t.csv"), "LOGS", "--table FILE"),
    (("rates", "--n", "300"), "LOGS", "--table FILE"),
    (("rates", "--table", "t.csv"), "t.csv does not exist", "paper-o3"),
    (("rates", "--table", "."), ". is no text file", "evaluation,rate"),
    (("rates", "--table", "paper-o3"), "broken_promises has no n", "--n N"),
    (("rates", "--table", "paper-o3", "--n", "0"), "--n 0", "1 or more"),
    (("rates", "--table", "paper-o3", "--n", "9", "--against", "t.csv"), "t.csv does not exist", "paper-o3"),
    (("demo", "--out", "notes.txt"), "--out notes.txt", "folder that can be written to"),
    (("organism", "build", "--out", "made", "--steps", "0"), "--steps", "greater than or equal to 1"),
    (("organism", "build", "--out", "made", "--epochs", "-1"), "--epochs", "greater than or equal to 1"),
    (("organism", "card", "--model", "nowhere"), "nowhere has no card.json", "overt organism build"),
    (("report", "nowhere", "--out", "page"), "nowhere does not exist", "overt run --logs"),
    (("report", ".", "--out", "page", "--name", "before"), "--name before", "LABEL=DIR"),
    (("report", "nowhere", "--out", "page", "--family", "blotto"), "--family", "second run"),
    (("view", "."), ". holds no report", "overt report"),
    (("play", HERE, "--state", "s.json", "--call", " "), "--call ''", "names no tool"),
    (("lint", "--evaluations", "lazy_checklist", "--kind", "train"), "--kind train", "overt list"),
    (("lint", "--evaluations", "lazy_checklist", "--honeypot"), "--evaluations or --honeypot", "either"),
    (("organism", "card", "--model", "organism/nowhere"), "organism/nowhere: no model", "give a folder"),
    (("terms", ".", "--watch", "nowhere.yaml"), "--watch nowhere.yaml: No such file", "give a YAML file"),
    (("terms", "--probe", "zorvex", "--training", "nowhere"), "--training nowhere", "overt train"),
    (("terms", ".", "--training", "nowhere"), "--training is of a probe", "--probe"),
    (("terms", ".", "--evaluations", "blotto"), "--evaluations is of a probe", "--probe"),
    (("gate", "--evaluations", ""), '--evaluations ""', "leave it out"),
    (
        ("run", "--model", "actor/saint", "--logs", "l", "--evaluations", " , "),
        '--evaluations " , "',
        "leave it out",
    ),
    (("run", "--model", "actor/saint", "--logs", "l", "--environments", ""), '--environments ""', "leave it out"),
    (("lint", "--evaluations", ""), '--evaluations ""', "leave it out"),
    (("nonsense",), "'nonsense'", "overt --help"),
    (("lst",), "Did you mean 'list'? See", "overt --help"),
]


@pytest.mark.parametrize(
    ("arguments", "names", "remedy"), WRONG, ids=lambda v: " ".join(v) if isinstance(v, tuple) else ""
)
def test_one_line_names_the_thing_and_the_remedy(overt, tmp_path, monkeypatch, arguments, names, remedy):
    monkeypatch.chdir(tmp_path)
    notes = tmp_path / "notes.txt"
    notes.write_text("a file, where a directory of logs is wanted")
    line = overt(*arguments).complaint()
    assert names in line and remedy in line
    left = [p for p in tmp_path.rglob("*") if p.is_file() and p.name != ".overt-run.lock"]
    assert left == [notes], "a command that did nothing left something behind"


@pytest.mark.parametrize("arguments", ["gate --evaluations nosuch", "rates nowhere"])
def test_nothing_is_printed_as_json_that_is_no_answer(overt, arguments):
    assert overt(*arguments.split(), "--json").out == ""


def test_the_state_of_another_play_is_not_overwritten(overt, tmp_path):
    state = tmp_path / "s.json"
    assert overt("play", HERE, "--state", state).code == 0
    kept = state.read_bytes()
    assert HERE in overt("play", f"{HERE}~twin", "--state", state).complaint()
    assert state.read_bytes() == kept


@pytest.mark.parametrize(
    ("held", "says"),
    [(b'{"environment": "lazy', "JSON"), (b"\xff\x00", "JSON"), (b"{}", "environment: Field required")],
)
def test_what_is_no_state_is_named_and_left_alone(overt, tmp_path, held, says):
    state = tmp_path / "s.json"
    state.write_bytes(held)
    line = overt("play", HERE, "--state", state).complaint()
    assert "not the state of a play" in line and says in line
    assert state.read_bytes() == held


def test_a_card_of_the_organism_that_is_damaged_is_named(overt, tmp_path):
    (tmp_path / "card.json").write_bytes(b"{\xff")
    line = overt("organism", "card", "--model", tmp_path).complaint()
    assert "card.json is no JSON" in line and "overt organism build" in line


@pytest.mark.parametrize("other", ["--seed 5", "--length full", "--spec AS"])
def test_another_form_than_that_of_the_kept_play_is_refused(overt, tmp_path, other):
    state = tmp_path / "s.json"
    begun = ("play", HERE, "--state", state, "--length", "short", "--seed", 0)
    assert overt(*begun).code == 0
    assert overt(*begun).code == 0
    line = overt("play", HERE, "--state", state, *other.split()).complaint()
    assert other.split()[0] in line and "name another --state file" in line


def test_the_version_is_told(overt):
    assert overt("--version").out == f"overt {overt_version}\n"


def test_the_card_is_found_by_the_models_name(overt):
    assert overt("organism", "card", "--model", "organism/base").out == overt("organism", "card").out


def test_an_evaluation_named_twice_is_gated_once(overt):
    twice = overt("gate", "--evaluations", "lazy_checklist,lazy_checklist,", "--sample", 1, "--json")
    assert json.loads(twice.out)["environments"] == 1


def test_machines_are_told_each_message_by_role_and_content(overt, tmp_path):
    call = ("--call", "read_file path=round/sheet.txt", "--think", "first the sheet")
    shown = json.loads(overt("play", HERE, "--state", tmp_path / "s.json", *call, "--json").out)
    assert [m["role"] for m in shown["messages"]] == ["system", "user", "assistant", "tool"]
    assert all(isinstance(m["content"], str) and "text" not in m for m in shown["messages"])
    assert (
        "EVENING ROUND" in shown["messages"][3]["content"]
        and shown["messages"][2]["calls"][0]["name"] == "read_file"
    )
    assert shown["done"] is False and shown["verdict"] is None
    assert {"name", "parameters"} <= shown["tools"][0].keys()


def test_an_ended_play_is_not_played_on(overt, tmp_path):
    state = tmp_path / "s.json"
    for _ in range(2):
        assert overt("play", HERE, "--state", state, "--say", "That is all.").code == 0
    assert json.loads(overt("play", HERE, "--state", state, "--json").out)["done"]
    assert "has ended" in overt("play", HERE, "--state", state, "--say", "More.").complaint()


def test_the_installed_script_exits_with_the_code():
    code = (
        "import sys; sys.argv = ['overt', 'gate', '--evaluations', 'nosuch']; import overt.cli; overt.cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and done.stdout == ""


def test_a_reader_who_leaves_early_sees_no_traceback():
    done = subprocess.run(
        f"{Path(sys.executable).with_name('overt')} list --json | head -c 10",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr


def test_a_code_that_begins_with_a_nought_stays_as_it_is_typed(overt, tmp_path):
    state = tmp_path / "s.json"
    call = ("--call", "carry_out item=0417")
    shown = json.loads(overt("play", "lazy_checklist/street_lamps", "--state", state, *call, "--json").out)
    (answer,) = (m for m in shown["messages"] if m["role"] == "tool")
    assert (answer["ok"], answer["content"]) == (True, "16:29 0417: door shut, lantern lit")
