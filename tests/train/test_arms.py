"""The benchmark of training arms, small: it trains, goes on, names what cannot be trained, prints tables."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import polars as pl
import pytest
from spoken import speak

from overt.study import curve
from overt.train.config import Rollouts

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "training_arms.py"
ONE = ("subagent_resource_quota",)
TINY = {"prompts": 1, "group": 4, "micro_batch": 4, "max_new_tokens": 40}


@pytest.fixture
def arms(monkeypatch):
    spec = importlib.util.spec_from_file_location("training_arms", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["training_arms"] = module
    monkeypatch.syspath_prepend(SCRIPT.parent)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "beside", lambda work, at_once: [f(*given) for f, given in work])
    for read in (module, sys.modules["arms_tables"]):
        monkeypatch.setattr(read, "first_evaluations", lambda: ONE)
    monkeypatch.setattr(curve, "first_evaluations", lambda: ONE)
    monkeypatch.setattr(module, "POINTS", {"environments": 1, "full": {"environments": 1}})
    for name in ("rl", "sft-rl"):
        monkeypatch.setitem(module.ARMS, name, module.ARMS[name]._replace(reinforce=TINY))
    return module


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_the_arms_are_made_once_and_the_tables_have_what_there_is(arms, base, tmp_path, monkeypatch, capsys):
    (tmp_path / "sft-0").mkdir()
    plan = Rollouts(strict=True, plays=96)
    for stage, under in (("sft", "abridged"), ("control", "none")):
        speak(base, plan, 0, under, tmp_path / "sft-0" / f"rollouts-{stage}.jsonl")
    wanted = arms.Wanted(tmp_path, 1, 96, 2)
    arms.make(["sft-rl", "control"], range(1), wanted, curve=True)
    arms.make(["full", "placebo"], range(1), wanted._replace(plays=4), curve=False)
    shown = arms.table(wanted)
    assert [line.split("|")[1].strip() for line in shown[2:]] == [
        "SFT",
        "control: outcome filter, no spec",
        "SFT + RL",
        "SFT, placebo spec, outcome filter",
    ]
    assert "not made: sft: only" in shown[-1]
    costs = [json.loads(line) for line in (tmp_path / "sft-rl-0.cost.jsonl").read_text().splitlines()]
    assert len(costs) == 1 and costs[0]["core_seconds"] > 0
    rolled = arms.rolled_out(tmp_path)
    assert [line.split("|")[1].strip() for line in rolled[2:]] == ["none", "abridged", "full", "placebo"]
    lines = arms.curve_of(tmp_path)
    points = [line.split("|")[1].strip() for line in lines[2:]]
    assert points[0] == "base 0" and "rl 2" in points
    frame = pl.read_csv(tmp_path / "curve.csv")
    assert set(frame["stage"]) >= {"base", "sft", "rl"} and set(frame["seed"]) == {0}
    assert "rl 2" in (tmp_path / "curve.svg").read_text()
    # Given again nothing is trained, and nothing is played.
    for name in ("measure", "distil", "reinforce"):
        monkeypatch.setattr(arms, name, lambda *_, **__: pytest.fail("made again"))
    monkeypatch.setattr(curve, "run", lambda request: pytest.fail("played again"))
    capsys.readouterr()
    arms.make(["sft-rl", "control"], range(1), wanted, curve=True)
    assert "0 arms to make" in capsys.readouterr().out


def test_what_an_arm_will_take_is_bounded_by_what_is_asked_for(arms, tmp_path):
    wanted = arms.Wanted(tmp_path, 4, 1000, 10)
    assert arms.expected("sft", wanted) > arms.expected("placebo", wanted) > arms.expected("no-filter", wanted)
    assert arms.expected("no-filter", wanted) > arms.expected("base", wanted)
    order = {name: n for n, names in enumerate(arms._generations(list(arms.ARMS))) for name in names}
    assert order["base"] < order["sft"] < min(order[name] for name in ("control", "sft-rl", "no-filter"))
    less = wanted._replace(plays=300, steps=4)
    assert arms.expected("sft", less) < arms.expected("sft", wanted) / 2
    assert arms.expected("rl", less) < arms.expected("rl", wanted)
