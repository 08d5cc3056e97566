"""Wrong configurations of a training: the file, the field and what is wrong with it."""

import subprocess
import sys

import pytest

WRONG = [
    ("model: organism/base\nsft: {learning_rate: -1}", "sft.learning_rate", "greater than 0"),
    ("model: organism/base\nsft: {epochs: many}", "sft.epochs", "number"),
    ("model: organism/base\nrollout: {plays: 3}", "rollout", "not permitted"),
    ("model: organism/base\nrollouts: {twins: 2}", "rollouts.twins", "less than or equal to 1"),
    ("model: organism/base\ncurve: {evaluations: [nosuch]}", "curve.evaluations", "`overt list`"),
    ("model: organism/base\ncurve: {full: {epochs: 0}}", "curve.full.epochs", "greater than or equal to 1"),
    ("model: organism/base\ncurve: {every: 45}", "curve.every 45", "sft.save_every 30, and only checkpoints"),
    ("model: organism/base\nscaling: [4]", "scaling: 4 plays", "sft.batch 8"),
    ("model: organism/base\nscaling: [40]\ncurve: null", "scaling", "leave out `curve: null`"),
    ("model: organism/base\nfamilies: []", "families", "at least 1 item"),
    ("model: organism/base\nrollouts: {spec: XX}", "rollouts.spec: no clause 'XX'", "abridged"),
    ("seed: 3", "model", "required"),
    ("model: [organism/base", "not YAML", ""),
    ("- model", "the file", "dictionary"),
    ("", "the file", "dictionary"),
    ("model: openai/gpt", "openai/gpt", "organism/base"),
    ("model: local/nowhere", "local/nowhere", "config.json"),
]


@pytest.mark.parametrize(("text", "field", "what"), WRONG, ids=[repr(text) for text, _, _ in WRONG])
def test_the_field_is_named(overt, tmp_path, text, field, what):
    config = tmp_path / "distil.yaml"
    config.write_text(text)
    line = overt("train", "distil", "--config", config, "--out", tmp_path / "out").complaint()
    assert field in line and what in line
    assert not (tmp_path / "out").exists()


UNMIRRORED = [
    "top_p: 0.9",
    "top_k: 40",
    "min_p: 0.1",
    "min_new_tokens: 4",
    "repetition_penalty: 1.1",
    "strict: true",
]


@pytest.mark.parametrize("line", UNMIRRORED)
def test_what_changes_the_samplers_distribution_and_not_the_trainers_is_refused(overt, tmp_path, line):
    config = tmp_path / "reinforce.yaml"
    config.write_text(f"model: organism/base\n{line}\n")
    told = overt("train", "reinforce", "--config", config, "--out", tmp_path / "out").complaint()
    assert line.partition(":")[0] in told and "the trainer does not mirror it" in told
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("sizes", "what"), [("4", "scaling: 4 plays"), ("a,40", "scaling.0"), ("", "scaling.0")])
def test_wrong_sizes_are_named(overt, tmp_path, sizes, what):
    config = tmp_path / "distil.yaml"
    config.write_text("model: organism/base\n")
    words = ("train", "distil", "--config", config, "--out", tmp_path / "out", "--scaling", sizes)
    assert what in overt(*words).complaint()


def test_a_file_that_is_no_text_is_named(overt, tmp_path):
    config = tmp_path / "distil.yaml"
    config.write_bytes(b"model: \xff\xfe")
    line = overt("train", "distil", "--config", config, "--out", tmp_path / "out").complaint()
    assert "distil.yaml: not text in UTF-8" in line and "docs/training.md" in line


def test_a_mistake_is_told_without_loading_the_engines(tmp_path):
    command = ["train", "distil", "--config", str(tmp_path / "no.yaml"), "--out", str(tmp_path / "out")]
    code = (
        f"import sys, atexit; sys.argv = {['overt', *command]!r}; import overt.cli\n"
        "atexit.register(lambda: print('torch' in sys.modules)); overt.cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "False\n") and "no.yaml" in done.stderr


def test_a_missing_file_is_named(overt, tmp_path):
    line = overt("train", "distil", "--config", tmp_path / "no.yaml", "--out", tmp_path / "out").complaint()
    assert "no.yaml" in line and "docs/training.md" in line


@pytest.mark.parametrize("family", ["lazy_checklist", "nosuch"])
def test_what_is_reported_on_is_never_trained_on(overt, tmp_path, tiny, family):
    config = tmp_path / "distil.yaml"
    config.write_text(f"model: local/{tiny}\nfamilies: [{family}]\n")
    line = overt("train", "distil", "--config", config, "--out", tmp_path / "out").complaint()
    assert family in line
    assert "overt list --honeypot" in line or "there are: " in line
    assert not (tmp_path / "out").exists()
