import json

import numpy as np
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from overt.cli.plan import plan as command
from overt.errors import OvertError
from overt.measure.hierarchy import hierarchical
from overt.measure.plan import Suite, plan_difference, plan_width
from overt.measure.significance import sign_flip

app = typer.Typer()
app.command()(command)


def drawn(generator, rate, suite, plays, correlation):
    shape = (suite.evaluations, suite.environments)
    scale = (1 - correlation) / correlation
    return generator.binomial(plays, generator.beta(rate * scale, (1 - rate) * scale, shape))


@pytest.mark.parametrize(
    ("before", "after", "expected"), [(0.13, 0.004, 42), (0.03, 0.01, 718), (0.01, 0.004, 2885)]
)
def test_independent_plays_of_a_difference_are_the_known_ones(before, after, expected):
    # With one play of each environment, the environments are the plays.
    enough = Suite(evaluations=1, environments=expected + 1, correlation=0.3)
    short = Suite(evaluations=1, environments=int(0.9 * expected), correlation=0)
    assert plan_difference(before, before - after, enough).plays_per_environment == 1
    assert plan_difference(before, before - after, short).plays_per_environment == 2


def test_clustering_multiplies_plays_by_the_design_effect():
    found = plan_difference(0.13, 0.1, Suite(evaluations=4, environments=8, correlation=0.2))
    n = found.plays_per_environment
    assert found.design_effect == pytest.approx(1 + (n - 1) * 0.2)
    assert found.plays == 32 * n == pytest.approx(found.effective_plays * found.design_effect)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.05, 0.5), st.integers(1, 6), st.integers(10, 40), st.floats(0, 0.3))
def test_a_plan_is_the_least_that_does(rate, evaluations, environments, correlation):
    suite = Suite(evaluations=evaluations, environments=environments, correlation=correlation)
    try:
        found = plan_width(rate, 0.25, suite)
    except OvertError:
        return
    wider = plan_width(rate, 0.3, suite)
    assert wider.plays_per_environment <= found.plays_per_environment
    assert found.design_effect >= 1 and found.effective_plays >= suite.size


@pytest.mark.parametrize(("rate", "width", "correlation"), [(0.1, 0.15, 0.1), (0.02, 0.09, 0.2), (0.3, 0.25, 0.2)])
def test_simulated_intervals_are_as_wide_as_planned(rate, width, correlation):
    suite = Suite(evaluations=4, environments=10, correlation=correlation)
    plays = plan_width(rate, width, suite).plays_per_environment
    generator = np.random.default_rng(0)

    def mean_width(n):
        found = [
            hierarchical({str(i): [(k, n) for k in row] for i, row in enumerate(one.tolist())})
            for one in (drawn(generator, rate, suite, n, correlation) for _ in range(300))
        ]
        return np.mean([f.high - f.low for f in found])

    assert mean_width(plays) == pytest.approx(width, rel=0.1)
    if plays > 2:
        assert mean_width(plays // 2) > width


def test_simulated_differences_show_as_often_as_planned():
    suite = Suite(evaluations=4, environments=10, correlation=0.1)
    plays = plan_difference(0.3, 0.12, suite).plays_per_environment
    generator = np.random.default_rng(0)

    def shown(n):
        hits = 0
        for _ in range(200):
            before, after = (drawn(generator, rate, suite, n, 0.1).ravel() / n for rate in (0.3, 0.18))
            hits += sign_flip((after - before).tolist()).p <= 0.05
        return hits / 200

    assert 0.7 <= shown(plays) <= 0.9
    assert shown(max(1, plays // 3)) < 0.7


def test_what_no_number_of_plays_reaches_names_the_environments_that_do():
    suite = Suite(evaluations=4, environments=8, correlation=0.2)
    with pytest.raises(OvertError, match="take 12 or more") as raised:
        plan_width(0.13, 0.1, suite)
    assert "0.115 is the least" in str(raised.value)
    assert plan_width(0.13, 0.1, suite.model_copy(update={"environments": 12})).effective_plays > 32 / 0.2
    with pytest.raises(OvertError, match="out of reach") as raised:
        plan_difference(0.13, 0.03, suite)
    enough = int(str(raised.value).split("take ")[1].split()[0])
    assert plan_difference(0.13, 0.03, suite.model_copy(update={"environments": enough})).plays > 0


def test_the_command_speaks_to_people_and_machines():
    words = ["--rate", "0.13", "--difference", "0.1"]
    found = json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)
    assert {"plays_per_environment", "design_effect"} <= found.keys()
    text = " ".join(CliRunner().invoke(app, words).stdout.split())
    assert f"{found['plays_per_environment']} plays of each environment" in text and "from 13.0% to 3.0%" in text
    assert "95% interval 15.0% wide" in " ".join(
        CliRunner().invoke(app, ["--rate", "0.13", "--width", "0.15"]).stdout.split()
    )


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("--rate 13 --width 0.1", "--rate 13"),
        ("--rate 0.1", "either --width or --difference"),
        ("--rate 0.1 --width 0.1 --difference 0.1", "either --width or --difference"),
        ("--rate 0.1 --width 5", "--width 5"),
        ("--rate 0.1 --difference 0.2", "--difference 0.2"),
        ("--rate 0.1 --width 0.1 --environments 1", "--environments 1"),
        ("--rate 0.1 --width 0.1 --environments 100000000000", "2000 in all at most"),
        ("--rate 0 --width 0.000001", "more than 499"),
        ("--rate 0.1 --difference 0.1 --evaluations 0", "--evaluations 0"),
        ("--rate 0.1 --difference 0.1 --correlation 1", "--correlation 1"),
    ],
)
def test_faults_are_named(words, fault):
    error = CliRunner().invoke(app, words.split()).exception
    assert isinstance(error, OvertError) and fault in str(error)
