"""Folders that are no model, or not one that can be played: one line each, and no log begun."""

import json
import shutil

import pytest

RUN = ("run", "--evaluations", "lazy_checklist", "--environments", "1", "--length", "short")


def without(*names):
    def change(folder):
        for name in names:
            (folder / name).unlink()

    return change


def text(name, content):
    def change(folder):
        (folder / name).write_text(content)

    return change


def torn_weights(folder):
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[: weights.stat().st_size // 2])


def without_template(folder):
    (folder / "chat_template.jinja").unlink()
    assert "chat_template" not in json.loads((folder / "tokenizer_config.json").read_text())


def adapter_only(folder):
    (folder / "config.json").rename(folder / "adapter_config.json")


FAULTS = {
    "no config": (without("config.json"), "config.json"),
    "no weights": (without("model.safetensors"), ".safetensors"),
    "torn weights": (torn_weights, "check config.json, the weights"),
    "torn config": (text("config.json", "{"), "config.json"),
    "config of nothing": (text("config.json", "{}"), "config.json"),
    "no tokenizer": (without("tokenizer.json"), "tokenizer.json"),
    "torn tokenizer": (text("tokenizer.json", '{"version'), "tokenizer"),
    "no chat template": (without_template, "chat_template.jinja"),
    "broken chat template": (text("chat_template.jinja", "{% for m in messages %}{{ m.content }}"), "template"),
    "adapter only": (adapter_only, "config.json"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_folder_and_the_remedy_are_named(overt, tmp_path, tiny, fault):
    change, remedy = FAULTS[fault]
    folder = tmp_path / "model"
    shutil.copytree(tiny, folder)
    change(folder)
    done = overt(*RUN, "--model", f"local/{folder}", "--logs", tmp_path / "logs")
    line = done.complaint_after_playing()
    assert str(folder) in line and remedy in line
    assert not list((tmp_path / "logs").glob("*.eval"))


def test_weights_that_were_trained_on_are_not_taken_for_those_before(overt, tmp_path, tiny):
    done = overt(*RUN, "--model", f"local/{tiny}@000000000000", "--logs", tmp_path / "logs")
    assert "the weights there are now" in done.complaint_after_playing()


def test_a_file_where_a_folder_is_wanted(overt, tmp_path):
    (tmp_path / "model.gguf").write_bytes(b"GGUF")
    done = overt(*RUN, "--model", f"local/{tmp_path / 'model.gguf'}", "--logs", tmp_path / "logs")
    assert "give a folder" in done.complaint_after_playing()


def test_the_model_as_it_is_does_play(overt, tmp_path, tiny):
    done = overt(*RUN, "--model", f"local/{tiny}", "-G", "max_tokens=4", "--logs", tmp_path / "logs", "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["plays"] == 1
