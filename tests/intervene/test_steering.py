"""Steering adds what it says where it says; the probe finds what is there and nothing in noise."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.errors import OvertError
from overt.evaluations import evaluation
from overt.intervene.activations import chosen_layers, layers_of, residuals
from overt.intervene.arms import pairs
from overt.intervene.probe import Probed, probe
from overt.intervene.steer import Direction, at_end, direction, load, save, steer
from overt.organism.location import model_folder
from overt.play import Episode, View
from overt.run.runner import Request, run
from overt.run.tables import read_transcripts
from overt.sampling import LocalModel
from overt.world.messages import Assistant

ON = "evaluation_awareness"
OVERT = Path(sys.executable).with_name("overt")


def organism():
    return LocalModel.load(model_folder("organism/base"))


@pytest.fixture(scope="module")
def model():
    return organism()


@pytest.fixture(scope="module")
def places():
    family = evaluation("lazy_checklist")
    views = [Episode(family, one).view() for one in family.environments("report")]
    return [View(messages=(*v.messages, Assistant(reasoning="The list first.")), tools=v.tools) for v in views]


@settings(max_examples=8, deadline=None)
@given(dose=st.floats(-5, 5), seed=st.integers(0, 99))
def test_a_dose_adds_that_much_of_the_direction_at_its_layer_and_nothing_before(model, dose, seed):
    ids = model.encode("The list is long, and the day is short.")
    size = model.module.config.hidden_size
    vector = torch.randn(size, generator=torch.Generator().manual_seed(seed))
    layers = range(len(layers_of(model)) - 1)
    plain = residuals(model, ids, layers)
    steered = organism()
    steer(steered, Direction({1: vector}, model.hash, ON, 1), dose)
    found = residuals(steered, ids, layers)
    assert torch.equal(found[0], plain[0])
    assert torch.allclose(found[1] - plain[1], dose * vector, atol=1e-4)
    assert dose == 0 or not torch.allclose(found[2], plain[2]) or abs(dose) < 1e-3


def test_the_direction_is_the_difference_and_points_the_same_way_elsewhere(model, places):
    found = direction(model, places[:4], pairs(ON), ON)
    other = direction(model, places[4:], pairs(ON)[4:], ON)
    assert tuple(found.vectors) == chosen_layers(model, ())
    for layer, vector in found.vectors.items():
        assert torch.cosine_similarity(vector, other.vectors[layer], dim=0) > 0.3
    (one,) = direction(model, places[:1], pairs(ON)[:1], ON, [1]).vectors.values()
    (back,) = direction(
        model, places[:1], [type(p)(insert=p.control, control=p.insert) for p in pairs(ON)[:1]], ON, [1]
    ).vectors.values()
    assert torch.allclose(one, -back, atol=1e-6)


def test_random_directions_have_its_norm_and_not_its_way(model, places):
    found = direction(model, places[:2], pairs(ON), ON)
    one, other = found.random(0), found.random(1)
    for layer, vector in found.vectors.items():
        assert torch.isclose(one.vectors[layer].norm(), vector.norm(), rtol=1e-4)
        assert abs(torch.cosine_similarity(one.vectors[layer], vector, dim=0)) < 0.5
        assert not torch.equal(one.vectors[layer], other.vectors[layer])
        assert torch.equal(found.random(0).vectors[layer], one.vectors[layer])


def test_a_file_is_read_as_it_was_written_and_anything_else_is_refused(model, places, tmp_path):
    found = direction(model, places[:2], pairs(ON), ON)
    save(found, tmp_path / "d.safetensors")
    again = load(tmp_path / "d.safetensors")
    assert (again.weights, again.on, again.places) == (found.weights, ON, 2)
    assert all(torch.equal(again.vectors[layer], found.vectors[layer]) for layer in found.vectors)
    with pytest.raises(OvertError, match="other weights"):
        steer(model, found._replace(weights="sha256:0"), 1.0)
    (tmp_path / "x").write_text("x")
    for path in ("x", "nowhere"):
        with pytest.raises(OvertError, match="overt steer"):
            load(tmp_path / path)
    with pytest.raises(OvertError, match="layers 0 to"):
        direction(model, places[:1], pairs(ON), ON, [99])


def test_the_probe_finds_what_is_there_and_no_more():
    rng = np.random.default_rng(3)
    labels = np.array([0.0, 1.0] * 60)
    noise = rng.normal(size=(120, 64))
    told = noise.copy()
    told[:, 5] += 2.0 * labels
    found = probe(told, labels, 4)
    assert isinstance(found, Probed) and found.layer == 4
    assert (found.learned, found.held_out, found.positive) == (60, 60, 30)
    assert found.low > 0.6 and found.area > found.shuffled
    areas = [probe(rng.normal(size=(120, 64)), labels, 0, seed) for seed in range(12)]
    assert sum(one.area > one.shuffled for one in areas) <= 3
    assert 0.4 < np.mean([one.area for one in areas]) < 0.6
    assert probe(noise[:10], labels[:10], 0) == "too few"


def test_what_is_held_at_the_end_of_a_place_depends_on_the_thought(model, places):
    one = at_end(model, places[0], [1])
    view = View(messages=(*places[0].messages[:-1], Assistant(reasoning="Something else.")), tools=places[0].tools)
    assert one.shape == (1, model.module.config.hidden_size)
    assert not torch.allclose(one, at_end(model, view, [1]))


def test_the_command_plays_each_dose_once_and_says_what_it_is(tmp_path):
    logs = tmp_path / "logs"
    run(Request(model="organism/base", logs=logs, evaluations=("lazy_checklist",), environments=3))
    command = [OVERT, "steer", logs, "--on", ON, "--out", tmp_path / "out", "--evaluations", "lazy_checklist"]
    named = evaluation("lazy_checklist").environments("corpus")[0].id
    command += ["--doses", "0,3", "--randoms", "1", "--environments", named, "--places", "3", "--json"]
    first, second = (
        subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=300, check=False)
        for _ in range(2)
    )
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    told = json.loads(first.stdout)
    assert [(one["direction"], one["dose"]) for one in told["doses"]] == [(ON, 0), (ON, 3), ("random 0", 3)]
    assert all(one["plays"] == one["scored"] + one["no_verdict"] == 1 for one in told["doses"])
    assert told["no_probe"] and not told["probes"]
    played = sorted(path.parent for path in (tmp_path / "out").rglob("*.eval"))
    assert [path.name for path in played] == sorted([f"{ON}+0", f"{ON}+3", "random-0+3"])
    assert {play.row["sample"] for path in played for play in read_transcripts(path)} == {named}


def test_plays_of_a_served_model_cannot_be_steered(tmp_path):
    run(Request(model="actor/saint", logs=tmp_path / "logs", evaluations=("lazy_checklist",), environments=1))
    command = [OVERT, "steer", tmp_path / "logs", "--on", ON, "--out", tmp_path / "out"]
    ended = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 2 and "cannot be steered" in ended.stderr
