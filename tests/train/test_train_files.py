"""Files of lines that a training leaves: what a stop tore is cut off, and nothing else is lost or misread."""

from types import SimpleNamespace

from overt.train.checkpoints import last_step
from overt.train.conversations import from_training
from overt.train.filter import Decision
from overt.train.lines import Lines
from overt.train.plays import appending, read_lines

DECISION = Decision(
    environment="covert_rule_violation/any",
    seed=1,
    outcome=True,
    outcome_reason="as it should be",
    cited=("AS1",),
    quote="one line\u2028another",
    kept=True,
)


def test_a_line_torn_inside_a_letter_is_passed_over_by_who_reads_and_cut_off_by_who_writes(tmp_path, monkeypatch):
    path = tmp_path / "f.jsonl"
    line = DECISION.model_dump_json().encode() + b"\n"
    torn = line + '{"quote": "’'.encode()[:-1]
    path.write_bytes(torn)
    monkeypatch.setattr("pathlib.Path.write_text", None)
    assert read_lines(path, Decision) == [DECISION]
    assert path.read_bytes() == torn
    with appending(path) as handle:
        handle.write(DECISION.model_dump_json() + "\n")
    assert path.read_bytes() == line + line


def test_a_line_that_is_being_written_is_left_to_who_writes_it(tmp_path):
    path = tmp_path / "f.jsonl"
    told = DECISION.model_dump_json() + "\n"
    with appending(path) as handle:
        handle.write(told[:20])
        handle.flush()
        assert read_lines(path, Decision) == []
        handle.write(told[20:])
    assert read_lines(path, Decision) == [DECISION]


def test_a_line_may_hold_what_ends_a_line_of_print(tmp_path):
    """U+2028 stands unescaped in JSON, and is no end of a line of a file."""
    path = tmp_path / "rollouts-sft.jsonl"
    path.touch()
    (tmp_path / "filter-sft.jsonl").write_text(DECISION.model_dump_json() + "\n", encoding="utf-8")
    assert from_training(path) == []


def test_a_torn_line_of_a_trainers_figures_does_not_spoil_the_next(tmp_path):
    path = tmp_path / "sft.jsonl"
    path.write_text('{"step": 5, "loss": 1.0}\n{"step": 10, "lo')
    Lines(path).on_log(None, SimpleNamespace(global_step=10), None, {"loss": 0.5})
    assert last_step(tmp_path / "sft") == 10
