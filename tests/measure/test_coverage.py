import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from overt.measure.hierarchy import HOLDS, hierarchical


@pytest.fixture(scope="module")
def coverage():
    path = Path(__file__).parents[2] / "benchmarks" / "coverage.py"
    spec = importlib.util.spec_from_file_location("coverage_of_intervals", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(path.parent)
        spec.loader.exec_module(module)
    return module


def test_it_covers_on_a_reduced_grid(coverage):
    cells = [c for c in coverage.single() if c.environments != 10 and c.plays == 10]
    cells += [c for c in coverage.suites() if (c.environments, c.plays) == (8, 10)]
    found = coverage.simulate(coverage.shipped, cells, 150)
    assert len(found) == 6 * 3 * 5 + 9 * 5
    # Of 135 cells with a true 95%, chance takes the lowest of 150 replicates to about 0.90.
    assert min(cell.covered for cell in found.values()) >= 0.89
    assert sum(cell.covered for cell in found.values()) / len(found) >= 0.95


def test_the_headline_holds_where_one_of_the_two_that_it_is_made_of_does_not(coverage):
    (unlike,) = [s for s in coverage.scatters() if s.plays == 40 and s.name.startswith("one at 30%")]
    headline, model, counted = coverage.scattered(unlike, 100)
    assert headline.covered >= 0.93 and counted.covered >= 0.93
    assert model.covered < 0.88
    (few,) = [s for s in coverage.scatters() if s.name.startswith("18%")]
    headline, model, counted = coverage.scattered(few, 200)
    assert headline.covered >= 0.93 and model.covered >= 0.93
    assert counted.covered < 0.92


def test_it_covers_in_settings_drawn_at_random(coverage):
    settings = coverage.mingled(60)
    assert len({s.kinds for s in settings}) > 40
    covered = [coverage.scattered(setting, 60)[0].covered for setting in settings]
    # Of 60 settings with a true 95%, chance takes the lowest of 60 replicates to about 0.87.
    assert min(covered) >= 0.86
    assert sum(covered) / len(covered) >= 0.95


def test_rates_of_a_setting_average_to_what_is_to_be_held(coverage):
    for setting in coverage.scatters():
        drawn = [setting.draw(np.random.default_rng(seed)).mean() for seed in range(400)]
        assert np.mean(drawn) == pytest.approx(setting.truth, abs=4 * np.std(drawn) / 20)


def test_methods_that_do_not_hold_are_seen_not_to(coverage):
    (cell,) = [c for c in coverage.single((0.3,)) if c.rates == (0.03,) and c[2:4] == (30, 10)]
    lowest = {name: coverage.simulate(m, [cell], 300)[cell].covered for name, m in coverage.CANDIDATES.items()}
    assert lowest["exact, plays as independent"] < 0.8
    assert lowest["Student's t over environments"] < 0.93
    assert lowest[next(iter(coverage.CANDIDATES))] >= 0.93


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("rates", [(0.13, 0.004), (0.1, 0.1), (0.01, 0.01), (0.3, 0.1)])
def test_a_difference_is_covered_whether_or_not_environments_are_shared(coverage, shared, rates):
    assert coverage.difference_covered(rates, 0.3, shared, 200) >= 0.93


def test_the_published_page_claims_what_the_tool_claims(coverage):
    text = coverage.PAGE.read_text(encoding="utf-8")
    lowest = next(line for line in text.splitlines() if line.startswith("| lowest |"))
    by_correlation = [float(cell.strip(" %")) for cell in lowest.strip("|").split("|")[1:]]
    within = by_correlation[: len(coverage.CORRELATIONS)]
    assert min(within) >= 93
    assert max(coverage.CORRELATIONS) == HOLDS


@pytest.mark.parametrize("rate", [0.0, 0.004, 0.03, 0.3])
@pytest.mark.parametrize("setting", [(0.9, 0.99, 100, 300), (0.8, 0.95, 1000, 2000)])
def test_a_corrected_rate_is_covered_with_the_cards_uncertainty(coverage, rate, setting):
    corrected, raw = coverage.judged_covered(rate, *setting, 400)
    assert corrected >= 0.93
    if rate <= 0.004 and setting[1] == 0.95:
        assert raw < 0.05


@pytest.mark.parametrize("correlation", [0.0, 0.3])
@pytest.mark.parametrize("rate", [0.001, 0.03, 0.3])
@pytest.mark.parametrize("environments", [5, 30])
def test_a_corrected_headline_is_covered_where_plays_correlate(coverage, rate, correlation, environments):
    cell = coverage.Cell("misread", (rate,), environments, 20, correlation)
    assert coverage.misread_covered(cell, (0.8, 0.95), 150) >= 0.93


@pytest.mark.parametrize(("rate", "top"), [(0.004, 0.3), (0.05, 0.2), (0.2, 0.5)])
def test_it_covers_where_few_environments_carry_all_and_plays_are_unequal(rate, top):
    generator = np.random.default_rng(7)
    held = 0
    for _ in range(200):
        chances = np.where(generator.random((4, 8)) < rate / top, top, 0.0)
        plays = generator.integers(1, 21, (4, 8))
        covert = generator.binomial(plays, chances)
        found = hierarchical(
            {str(i): list(zip(covert[i].tolist(), plays[i].tolist(), strict=True)) for i in range(4)}
        )
        held += found.low <= rate <= found.high
    assert held / 200 >= 0.93
