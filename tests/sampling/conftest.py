"""The tiny model of the room's tests, made once."""

from pathlib import Path

import pytest
from tiny import FORGETFUL, make_module, make_tokenizer

from overt.sampling.model import LocalModel


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the model and its tokenizer."""
    path = tmp_path_factory.mktemp("tiny")
    tokenizer = make_tokenizer()
    tokenizer.save_pretrained(path)
    make_module(len(tokenizer)).save_pretrained(path)
    return path


@pytest.fixture(scope="session")
def model(folder: Path) -> LocalModel:
    """Return the model, loaded."""
    return LocalModel.load(folder)


@pytest.fixture(scope="session")
def forgetful(model: LocalModel) -> LocalModel:
    """Return the same weights with a template that drops earlier thoughts, as Qwen3's own does."""
    return LocalModel(model.module, make_tokenizer(FORGETFUL), name="forgetful")
