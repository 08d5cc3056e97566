"""The benchmark of training arms, small: it trains, goes on, names what cannot be trained, prints tables."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import polars as pl
import pytest
from spoken import speak

from overt.measure.hierarchy import hierarchical
from overt.measure.through import change
from overt.study import curve
from overt.train.config import Rollouts

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "training_arms.py"


def load(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


seeds = load(SCRIPT.with_name("arms_seeds.py"))
ONE = ("subagent_resource_quota",)
TINY = {"validation": {"plays": 2}, "prompts": 1, "group": 4, "micro_batch": 4, "max_new_tokens": 40}


@pytest.fixture
def arms(monkeypatch):
    monkeypatch.syspath_prepend(SCRIPT.parent)
    module = load(SCRIPT)
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
    arms.make(["base", "sft-rl", "control"], range(1), wanted, curve=True)
    arms.make(["full", "placebo"], range(1), wanted._replace(plays=4), curve=False)
    shown = arms.table(wanted)
    assert firsts(shown) == [
        "base",
        "SFT",
        "control: outcome filter, no spec",
        "SFT + RL",
        "SFT, placebo spec, outcome filter",
    ]
    assert any("not made: sft: only" in line for line in shown)
    # One epoch of few environments: what the interval is not known to hold for is said.
    assert any("†" in line for line in shown[2:]) and shown[-1].startswith("† ")
    costs = [json.loads(line) for line in (tmp_path / "sft-rl-0.cost.jsonl").read_text().splitlines()]
    assert len(costs) == 1 and costs[0]["core_seconds"] > 0
    rolled = arms.rolled_out(tmp_path)
    assert firsts(rolled) == ["none", "abridged", "full", "placebo"]
    assert firsts(arms.differences(wanted)) == [
        "SFT − base",
        "control − base",
        "SFT − control",
        "SFT + RL − SFT",
        "SFT + RL − base",
    ]
    lines = arms.curve_of(tmp_path)
    points = firsts(lines)
    assert points[0] == "base 0" and "rl 2" in points
    frame = pl.read_csv(tmp_path / "curve.csv")
    assert set(frame["stage"]) >= {"base", "sft", "rl"} and set(frame["seed"]) == {0}
    assert "rl 2" in (tmp_path / "curve.svg").read_text()
    # Given again nothing is trained, and nothing is played.
    for name in ("play_kind", "distil", "reinforce"):
        monkeypatch.setattr(arms, name, lambda *_, **__: pytest.fail("made again"))
    monkeypatch.setattr(curve, "run", lambda request: pytest.fail("played again"))
    capsys.readouterr()
    arms.make(["sft-rl", "control"], range(1), wanted, curve=True)
    assert "0 arms to make" in capsys.readouterr().out


def firsts(lines: list[str]) -> list[str]:
    """Return the first cells of a Markdown table, without its heads and what stands under it."""
    return [line.split("|")[1].strip() for line in lines if line.startswith("|")][2:]


def table_of(counts: dict[str, list[tuple[int, int]]], seed: int = 0) -> pl.DataFrame:
    """Return plays by evaluation, for each environment (covert, of so many)."""
    rows = [
        {
            "evaluation": name,
            "environment": f"{name}/{number}",
            "twin": False,
            "seed": 1000 * seed + play,
            "epoch": 1,
            "covert": play < yes,
        }
        for name, pairs in counts.items()
        for number, (yes, of) in enumerate(pairs)
        for play in range(of)
    ]
    return pl.DataFrame(rows)


COVERT = seeds.counting("covert")


def test_seeds_that_agree_by_chance_do_not_narrow_a_rate_beyond_what_its_plays_allow():
    none = [table_of({"a": [(0, 4)] * 8, "b": [(0, 4)] * 8}, seed) for seed in range(3)]
    found = seeds.rate(none, COVERT)
    pooled = hierarchical({"a": [(0, 12)] * 8, "b": [(0, 12)] * 8})
    assert (found.value, found.low, found.high) == (0, 0, pooled.high)
    assert found.high > 0.01


def test_many_plays_do_not_narrow_a_rate_beyond_what_its_seeds_allow():
    apart = [table_of({"a": [(yes, 40)] * 20}, seed) for seed, yes in enumerate((8, 16, 24))]
    found = seeds.rate(apart, COVERT)
    # 0.2, 0.4 and 0.6: a deviation of 0.2, over the root of three, times Student's 4.303.
    assert found.value == pytest.approx(0.4)
    assert found.low == 0 and found.high == pytest.approx(0.4 + 4.3027 * 0.2 / 3**0.5, abs=1e-3)
    pooled = hierarchical({"a": [(48, 120)] * 20})
    assert found.low < pooled.low and pooled.high < found.high


def test_of_one_seed_a_rate_has_the_headline_and_of_nothing_no_rate():
    one = table_of({"a": [(1, 5), (2, 5), (0, 5)], "b": [(5, 5)]})
    found, pooled = seeds.rate([one], COVERT), hierarchical({"a": [(1, 5), (2, 5), (0, 5)], "b": [(5, 5)]})
    assert found == (pooled.rate, pooled.low, pooled.high, pooled.caution)
    nothing = one.with_columns(covert=pl.lit(None, dtype=pl.Boolean()))
    assert seeds.rate([nothing], COVERT)[:3] == (None, 0, 1)


def test_a_difference_reaches_to_the_further_ends_of_the_change_and_of_the_seeds():
    before = {seed: table_of({"a": [(10, 20)] * 10}, seed) for seed in range(3)}
    alike = {seed: table_of({"a": [(14, 20)] * 10}, seed) for seed in range(3)}
    found = seeds.shift(before, alike, COVERT)
    all_plays = change(pl.concat(before.values()), pl.concat(alike.values()), COVERT)
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == (all_plays.low, all_plays.high) and found.low < 0.2 < found.high
    scattered = {seed: table_of({"a": [(yes, 20)] * 10}, seed) for seed, yes in enumerate((12, 14, 16))}
    wider = seeds.shift(before, {**scattered, 7: alike[0]}, COVERT)
    half = 4.3027 * 0.1 / 3**0.5
    assert wider[:3] == pytest.approx((0.2, 0.2 - half, 0.2 + half), abs=1e-4)
    assert seeds.shift(before, {9: alike[0]}, COVERT)[:3] == (None, -1, 1)


def test_the_papers_average_is_of_all_seeds_plays_under_a_uniform_prior():
    plays = [table_of({"a": [(0, 4)] * 2, "b": [(1, 5)] * 2}, seed) for seed in range(2)]
    found = seeds.posterior(plays, COVERT)
    assert found.rate == pytest.approx((1 / 18 + 5 / 22) / 2)
    assert 0 < found.low < found.rate < found.high < 1


def test_what_an_arm_will_take_is_bounded_by_what_is_asked_for(arms, tmp_path):
    wanted = arms.Wanted(tmp_path, 4, 1000, 10)
    assert arms.expected("sft", wanted) > arms.expected("placebo", wanted) > arms.expected("no-filter", wanted)
    assert arms.expected("no-filter", wanted) > arms.expected("base", wanted)
    order = {name: n for n, names in enumerate(arms._generations(list(arms.ARMS))) for name in names}
    assert order["base"] < order["sft"] < min(order[name] for name in ("control", "sft-rl", "no-filter"))
    less = wanted._replace(plays=300, steps=4)
    assert arms.expected("sft", less) < arms.expected("sft", wanted) / 2
    assert arms.expected("rl", less) < arms.expected("rl", wanted)
