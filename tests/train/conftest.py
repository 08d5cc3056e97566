"""Models for the tests of training: tiny random ones, and the packaged organism."""

from __future__ import annotations

from pathlib import Path

import pytest
import trl
from coached import teach
from tiny import FORGETFUL, make_module, make_tokenizer

from overt.organism.location import BASE
from overt.sampling import LocalModel


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    path = tmp_path_factory.mktemp("tiny")
    tokenizer = make_tokenizer()
    tokenizer.save_pretrained(path)
    make_module(len(tokenizer)).save_pretrained(path)
    return LocalModel.load(path)


@pytest.fixture(scope="session")
def forgetful(tiny):
    return LocalModel(tiny.module, make_tokenizer(FORGETFUL), name="forgetful")


@pytest.fixture(scope="session")
def base():
    return LocalModel.load(BASE)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A random student whose context holds a short play in its few tokens."""
    path = tmp_path_factory.mktemp("student")
    tokenizer = make_tokenizer()
    tokenizer.save_pretrained(path)
    make_module(len(tokenizer), context=8192).save_pretrained(path)
    return path


@pytest.fixture(scope="session")
def qwen(tmp_path_factory) -> Path:
    """A random model of Qwen3's architecture and chat template."""
    folder = tmp_path_factory.mktemp("qwen")
    template = (Path(trl.__file__).parent / "chat_templates" / "qwen3.jinja").read_text()
    tokenizer = make_tokenizer(template)
    tokenizer.save_pretrained(folder)
    make_module(len(tokenizer), context=8192).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def student(folder):
    return LocalModel.load(folder)


@pytest.fixture(scope="session")
def plays(tmp_path_factory):
    return teach(tmp_path_factory.mktemp("plays") / "r.jsonl")
