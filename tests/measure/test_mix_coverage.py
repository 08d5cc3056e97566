"""End to end: plays of a mix with rates drawn at random, read by evaluations, counted, held by the intervals."""

import importlib.util
import sys
from pathlib import Path

import pytest

from overt.providers.mix import Mix


@pytest.fixture(scope="module")
def mixed():
    path = Path(__file__).parents[2] / "benchmarks" / "mix_coverage.py"
    spec = importlib.util.spec_from_file_location("coverage_of_the_mix", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_intervals_hold_the_rates_of_the_mix(mixed):
    found = mixed.coverage(60, ("lazy_checklist", "sandbagging_qa_no_goal"), environments=4, epochs=3)
    assert min(found) >= 0.93


def test_intervals_of_the_wrong_mix_do_not(mixed, monkeypatch):
    """Scenes are schemed in almost always, whatever rate the mix was given."""
    monkeypatch.setattr(Mix, "role", lambda mix, scene: "finisher" if scene.twin else _often(scene))
    found = mixed.coverage(20, ("lazy_checklist", "sandbagging_qa_no_goal"), environments=4, epochs=3)
    assert max(found) < 0.3


def _often(scene):
    return "saint" if scene.seed % 5 == 4 else "schemer"


@pytest.mark.long
def test_intervals_hold_in_five_hundred_suites(mixed):
    assert min(mixed.coverage(500)) >= 0.93


def test_factors_that_do_nothing_are_seldom_found(mixed):
    found = mixed.findings(20, epochs=6)
    assert found.of_strategic >= 60 and found.strategic <= 0.1
    assert found.of_nuisance >= 20 and found.nuisance <= 0.2
    assert found.suites <= 3
