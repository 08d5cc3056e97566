"""The tiny random model of the sampling tests, in a folder."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a tiny random model and its tokenizer."""
    source = Path(__file__).parents[1] / "sampling" / "tiny.py"
    spec = importlib.util.spec_from_file_location("tiny_of_sampling", source)
    assert spec is not None and spec.loader is not None
    tiny = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tiny)
    path = tmp_path_factory.mktemp("tiny")
    tokenizer = tiny.make_tokenizer()
    tokenizer.save_pretrained(path)
    tiny.make_module(len(tokenizer), context=4096).save_pretrained(path)
    return path
