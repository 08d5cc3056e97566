import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import typer
from tables import plays, table
from typer.testing import CliRunner

from overt.cli.rates import rates as command
from overt.errors import OvertError
from overt.measure.design import Place, design
from overt.measure.factors import factors
from overt.measure.nuisance import repeated
from overt.measure.rates import Rates

app = typer.Typer()
app.command()(command)


@pytest.fixture(scope="module")
def benchmark():
    path = Path(__file__).parents[2] / "benchmarks" / "factors.py"
    spec = importlib.util.spec_from_file_location("benchmark_of_factors", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def suite(covert, strategic, drawn=("north", "south"), evaluations=("a", "b"), epochs=6):
    """Environments of `covert(evaluation, place, value)` covert plays in three of each of two drawn values."""
    rows = []
    for evaluation in evaluations:
        for place in range(8):
            for value, name in enumerate(drawn):
                verdicts = [epoch < covert(evaluation, place, value) for epoch in range(epochs)]
                named = {"strategic": strategic(evaluation, place), "nuisance": {"organisation": name}}
                part = plays(evaluation, str(place), verdicts, seed=value, factors=json.dumps(named))
                rows += part
    return table(*rows)


def alternating(_, place):
    return {"goal": "given" if place % 2 else "none"}


@pytest.fixture
def telling(tmp_path):
    """A table where the goal doubles covert plays, and what is drawn does nothing."""
    found = suite(lambda _, place, __: 4 if place % 2 else 1, alternating)
    found.write_parquet(tmp_path / "plays.parquet")
    return tmp_path / "plays.parquet"


def test_an_effect_is_told_from_what_is_drawn(telling):
    found = json.loads(CliRunner().invoke(app, [str(telling), "--factors", "--json"]).stdout)
    goal, organisation = (found["factors"]["factors"][k] for k in ("strategic/goal", "nuisance/organisation"))
    (effect,) = goal["effects"]
    # Odds of 4 in 6 over those of 1 in 6 are 10, a little less by half a play each way.
    assert (effect["level"], effect["against"], effect["environments"]) == ("none", "given", 8)
    assert 8 < 1 / effect["odds"] < 10.1 and effect["high"] < 0.3
    assert goal["p"] < 0.001 and goal["share"]["low"] > 0.05
    assert organisation["p"] > 0.5 and organisation["share"]["low"] == 0
    assert found["factors"]["family"]["factors"] == ["strategic/goal", "nuisance/organisation"]
    assert goal["holm_p"] == pytest.approx(2 * goal["p"])
    assert found["factors"]["environment"]["rate"] == 0  # environments of a level are all alike
    Rates.model_validate(found)


def test_what_is_drawn_is_told_from_an_effect():
    found = factors(suite(lambda _, place, value: 8 if (place // 2 + value) % 2 else 2, alternating, epochs=12))
    goal, organisation = (found.factors[k] for k in ("strategic/goal", "nuisance/organisation"))
    assert goal.p > 0.9 and goal.share.rate == 0
    assert organisation.p < 0.001 and organisation.share.low > 0.05
    assert found.nuisance == organisation.share


def test_a_person_reads_shares_odds_the_family_and_what_is_left_out(telling):
    result = CliRunner().invoke(app, [str(telling), "--factors"])
    text = " ".join(result.stdout.split())
    assert "goal: none / given" in text and "96 plays" not in text and "192 plays of 16 environments" in text
    assert "Holm's family: strategic/goal, nuisance/organisation" in text
    assert "Environments were written, not assigned" in text
    chosen = CliRunner().invoke(app, [str(telling), "--factors", "--family", "organisation"])
    only = " ".join(chosen.stdout.split())
    assert "Strategic factors together: none could be told" in only and "goal:" not in only
    assert json.loads(CliRunner().invoke(app, [str(telling), "--json"]).stdout)["factors"] is None


def places(levels, evaluation="a"):
    """Environments with these levels of each factor."""
    size = len(next(iter(levels.values())))
    return [Place(evaluation, 1, 5, {k: v[n] for k, v in levels.items() if v[n] is not None}) for n in range(size)]


def test_what_cannot_be_told_is_left_out_with_its_reason():
    found = design(
        places(
            {
                "goal": ["x", "y"] * 5,
                "twin": ["p", "q"] * 5,
                "one": ["same"] * 10,
                "own": [str(n) for n in range(10)],
                "many": ["k", "k", "l", "l", "m", "m", "n", "n", "o", "o"],
            }
        )
    )
    (goal,) = found.factors
    assert (goal.name, goal.alias) == ("goal", ("twin",))
    assert found.left_out["twin"] == "confounded with goal: their levels go together"
    assert found.left_out["one"].startswith("constant: same")
    assert found.left_out["own"].startswith("confounded with environment")
    assert found.left_out["many"].startswith("too few environments: 10 leave fewer than 5")


def test_a_factor_that_goes_with_the_evaluation_is_left_out():
    both = places({"goal": ["x"] * 6}) + places({"goal": ["y"] * 6}, "b")
    assert design(both).left_out["goal"].startswith("confounded with evaluation")


def test_levels_are_compared_where_an_evaluation_has_both_and_lone_ones_together():
    both = places({"goal": ["x", "x", "y", "y", "r", "s"]}) + places(
        {"goal": ["u", "u", "v", "v", "v", None]}, "b"
    )
    (goal,) = design(both).factors
    told = {(pair.level, pair.against, pair.environments) for pair in goal.pairs}
    # Two lone levels, and the environment that says nothing, make one level that joins both evaluations.
    assert told == {("x", "v", 2), ("y", "v", 2), ("u", "v", 2), ("other", "v", 3)}
    assert goal.matrix.shape == (12, 4) and goal.environments == 12


def test_a_draw_is_told_only_where_a_value_came_twice():
    once = {str(n): [("x", True), ("y", False), ("z", True), ("w", False)] for n in range(9)}
    assert "too few environments" in str(repeated(once))
    assert "constant" in str(repeated({"a": [("x", True), ("x", False)]}))
    twice = {str(n): [("x", True), ("y", False), ("x", False), ("y", True)] for n in range(5)}
    assert repeated(twice) == twice
    days = {
        str(n): [("2026-03-02", True), ("2026-03-03", False), ("2026-03-09", False), ("2026-03-10", True)]
        for n in range(5)
    }
    told = repeated(days)
    assert not isinstance(told, str) and {v for v, _ in told["0"]} == {"Monday", "Tuesday"}
    numbers = {str(n): [(v, v % 2 == 0) for v in range(10)] for n in range(5)}
    told = repeated(numbers)
    assert not isinstance(told, str) and [v for v, _ in told["0"]] == ["low"] * 5 + ["high"] * 5


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        (suite(lambda *_: 0, alternating), "no evaluation has both covert and other plays"),
        (suite(lambda _, place, __: place == 1, alternating), "4 plays differ from the others"),
        (
            suite(lambda *_: 2, lambda *_: {}).with_columns(factors=pl.lit("{}")),
            "names no factor",
        ),
        (
            suite(lambda *_: 2, alternating).with_columns(factors=pl.lit("not json")),
            "no JSON object of factors",
        ),
        (
            suite(lambda *_: 2, alternating).filter(pl.col("environment").str.contains("[12]")),
            "too few",
        ),
    ],
)
def test_a_table_that_cannot_support_it_is_refused_in_one_line(found, fault):
    with pytest.raises(OvertError, match=fault) as raised:
        factors(found, source="mine.parquet")
    assert "\n" not in str(raised.value) and "mine.parquet" in str(raised.value)


def test_options_that_do_not_go_together_are_refused(telling):
    for arguments, fault in (
        ([str(telling), "--family", "goal"], "give --against or --factors too"),
        ([str(telling), "--sample"], "--sample is about factors"),
        (["--table", "paper-o3", "--n", "300", "--factors"], "published table has none"),
        (
            [str(telling), "--factors", "--family", "gaol"],
            "no factor is called 'gaol'; there are goal, organisation",
        ),
    ):
        result = CliRunner().invoke(app, arguments)
        assert isinstance(result.exception, OvertError) and fault in str(result.exception)


def test_effects_are_recovered_and_covered(benchmark):
    found = benchmark.simulate(benchmark.Suite(4, 8, 10, 0.3, effect=1.0), 60)
    assert found.odds_held >= 0.88 and found.share_held >= 0.88 and found.found > 0.6
    assert found.odds == pytest.approx(np.e, rel=0.25)


def test_without_an_effect_few_are_found(benchmark):
    strategic = benchmark.simulate(benchmark.Suite(4, 8, 10, 0.1, levels=3), 60)
    assert strategic.found <= 0.12 and strategic.share_held >= 0.88
    nuisance = benchmark.simulate(benchmark.Suite(2, 8, 10, 0.3, within=0.0), 25)
    assert nuisance.found <= 0.2 and nuisance.share_held >= 0.8
