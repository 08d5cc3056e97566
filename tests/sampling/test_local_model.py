"""Loading: what a folder must hold, and what is said where it does not."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from tiny import make_module, make_tokenizer

from overt.errors import OvertError
from overt.sampling import LocalModel, weights_hash
from overt.sampling.model import settle_threads


def copied(folder: Path, to: Path) -> Path:
    return Path(shutil.copytree(folder, to / "copy"))


def refusal(path: Path, **given) -> str:
    with pytest.raises(OvertError) as caught:
        LocalModel.load(path, **given)
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_a_path_that_does_not_exist(tmp_path: Path):
    assert "nowhere does not exist: give the folder" in refusal(tmp_path / "nowhere")


def test_a_file(folder: Path):
    assert "is a file: give the folder" in refusal(folder / "config.json")


def test_a_folder_that_is_no_model(tmp_path: Path):
    assert "is no model (no config.json)" in refusal(tmp_path)


def test_an_adapter_alone(tmp_path: Path):
    (tmp_path / "adapter_config.json").write_text("{}")
    assert "merge it" in refusal(tmp_path)


def test_pickled_weights_are_not_read(folder: Path, tmp_path: Path):
    copy = copied(folder, tmp_path)
    (copy / "model.safetensors").unlink()
    torch.save({}, copy / "pytorch_model.bin")
    assert "no .safetensors weights" in refusal(copy)


def test_torn_weights(folder: Path, tmp_path: Path):
    copy = copied(folder, tmp_path)
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    assert "the model cannot be loaded" in refusal(copy)


def test_no_tokenizer(folder: Path, tmp_path: Path):
    copy = copied(folder, tmp_path)
    for file in copy.glob("tokenizer*"):
        file.unlink()
    assert "has no tokenizer (no tokenizer.json)" in refusal(copy)
    (copy / "tokenizer.json").write_text("{")
    assert "tokenizer cannot be read" in refusal(copy)


def test_no_chat_template(tmp_path: Path):
    tokenizer = make_tokenizer(None)
    tokenizer.save_pretrained(tmp_path)
    make_module(len(tokenizer)).save_pretrained(tmp_path)
    assert "has no chat template: put chat_template.jinja beside" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"dtype": "float99"}, "dtype 'float99' is unknown"),
        ({"device": "abacus"}, "on abacus"),
        ({"family": "qwen9"}, "'qwen9' is unknown"),
    ],
)
def test_unknown_options(folder: Path, given, says: str):
    assert says in refusal(folder, **given)


def test_the_hash_is_of_the_weights_alone(folder: Path, tmp_path: Path, model: LocalModel):
    copy = copied(folder, tmp_path)
    (copy / "README.md").write_text("A card.")
    assert model.hash == weights_hash(copy)
    assert model.hash.startswith("sha256:") and len(model.hash) == 71
    weights = copy / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert weights_hash(copy) != model.hash


def test_tokens_are_counted(model: LocalModel):
    text = "The file says <think> sacks <|im_end|>"
    assert model.count_tokens(text) == len(model.tokenizer(text)["input_ids"])
    assert model.count_tokens("<|im_end|>") == 1


def test_threads_stay_within_the_cores(monkeypatch: pytest.MonkeyPatch):
    before = torch.get_num_threads()
    try:
        monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
        monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1, 2, 3})
        monkeypatch.setattr("os.getloadavg", lambda: (3.1, 0.0, 0.0))
        torch.set_num_threads(4)
        settle_threads()
        assert torch.get_num_threads() == 1
        torch.set_num_threads(4)
        monkeypatch.setenv("OMP_NUM_THREADS", "4")
        settle_threads()
        assert torch.get_num_threads() == 4
    finally:
        torch.set_num_threads(before)


def test_the_core_does_not_load_torch():
    code = "import sys, overt.play.player, overt.world.messages; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_temperature_is_the_models_own(folder: Path, tmp_path: Path):
    assert LocalModel.load(folder).temperature == 1.0
    warm = Path(shutil.copytree(folder, tmp_path / "warm"))
    given = json.loads((warm / "generation_config.json").read_text())
    (warm / "generation_config.json").write_text(json.dumps(given | {"do_sample": True, "temperature": 0.6}))
    assert LocalModel.load(warm).temperature == 0.6
