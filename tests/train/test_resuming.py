"""A folder with a training in it: an older configuration is read, another one is named by its first difference."""

from __future__ import annotations

import json

import pytest

from overt.errors import OvertError
from overt.train.config import Distil, Reinforce, Rollouts
from overt.train.distil import claim

CONFIG = Distil(model="organism/base", judge=None)


@pytest.fixture
def path(tmp_path):
    claim(tmp_path / "config.json", CONFIG)
    return tmp_path / "config.json"


def altered(path, change):
    told = json.loads(path.read_text())
    change(told)
    path.write_text(json.dumps(told))


@pytest.mark.parametrize("name", ["keep", "seed", "control", "teacher"])
def test_a_field_that_is_newer_than_the_training_counts_as_its_default(path, name):
    altered(path, lambda told: told.pop(name))
    claim(path, CONFIG)
    assert json.loads(path.read_text())[name] == getattr(CONFIG, name)


def test_a_newer_field_within_another_does_so_too_and_another_value_than_its_default_is_named(path):
    altered(path, lambda told: told["rollouts"].pop("failures"))
    with pytest.raises(OvertError, match=r"rollouts\.failures was 0\.05, now 0\.5"):
        claim(path, CONFIG.model_copy(update={"rollouts": Rollouts(failures=0.5)}))
    claim(path, CONFIG)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"seed": 4}, "seed was 0, now 4"),
        ({"rollouts": Rollouts(plays=7)}, "rollouts.plays was 1000, now 7"),
        ({"teacher": {"model": "openai/gpt-5"}}, "teacher.model was None, now openai/gpt-5"),
        ({"families": ("covert_rule_violation", "anti_overrefusal")}, "families was"),
    ],
)
def test_what_differs_is_named_with_both_values(path, change, says):
    other = Distil.model_validate(CONFIG.model_dump() | change)
    with pytest.raises(OvertError, match="another configuration") as error:
        claim(path, other)
    assert says in str(error.value) and "\n" not in str(error.value)
    assert json.loads(path.read_text())["seed"] == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda told: told.update(annealed=True),
            "annealed: Extra inputs are not permitted; it may be of another",
        ),
        (lambda told: told["sft"].update(epochs="many"), "sft.epochs"),
    ],
)
def test_a_field_that_this_version_does_not_know_is_named(path, change, says):
    altered(path, change)
    with pytest.raises(OvertError, match="another configuration") as error:
        claim(path, CONFIG)
    assert says in str(error.value)


def test_a_training_of_another_kind_and_a_torn_file_are_named(path):
    with pytest.raises(OvertError, match="of another version or kind"):
        claim(path, Reinforce(model="organism/base"))
    for torn in (b"{", b'{"model": "\xc3'):
        path.write_bytes(torn)
        with pytest.raises(OvertError, match=r"config\.json: .*JSON"):
            claim(path, CONFIG)
