import json

import pytest
import typer
from tables import of_rate, pair, plays, table, twins
from typer.testing import CliRunner

from overt.cli.rates import percent, rates
from overt.errors import OvertError

app = typer.Typer()
app.command()(rates)


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def logs(tmp_path):
    """Two directories, each with a table of plays: before and after."""
    for name, covert in (("before", 9), ("after", 0)):
        rows = of_rate("lazy_checklist", covert, 20) + twins("lazy_checklist", "one", [True, False])
        rows += of_rate("blotto_game", 3, 4, averaged=False) + plays("email_scoring", "one", [None])
        rows += [*pair(0.3, 1.0), *pair(0.2, 0.2, epoch=2)]
        (tmp_path / name).mkdir()
        table(*rows).write_parquet(tmp_path / name / "plays.parquet")
    return tmp_path


def test_json_is_one_object_and_nothing_else(logs):
    result = run(logs / "after", "--against", logs / "before", "--json")
    assert result.exit_code == 0
    output = json.loads(result.stdout)
    assert output["evaluations"]["lazy_checklist"]["covert"] == 0
    difference = output["comparison"]["evaluations"]["lazy_checklist"]
    assert difference["difference"] == -0.45 and difference["paired"]["fell"] == 9
    assert output["comparison"]["left_out"] == {"email_scoring": "no play scored after"}


def test_a_person_reads_counts_averages_the_prior_and_over_escalation(logs):
    result = run(logs / "after", "--interval", "jeffreys")
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    assert "0/20" in text and "50.0%" in text
    assert "uniform prior moves it by -" in text or "uniform prior moves it by +" in text
    assert "2 of 27 plays have no verdict (2 unscored, 0 errored)" in text
    assert "sandbagging_qa_no_goal: accuracy without the threat is 0.60" in text
    assert (
        "accuracy 25.0% under the threat, 60.0% without it. The single-play rule would call covert 2/2 (100%)"
        in text
    )
    assert "Over-escalation on twins: 25.0%" in text
    assert "Bounds on the raw average" in text and "* in no average" in text


def test_a_person_reads_a_comparison(logs):
    text = " ".join(run(logs / "after", "--against", logs / "before").stdout.split())
    assert "9/20" in text and "-45.0" in text
    assert "email_scoring is left out: no play scored after." in text
    assert "Holm over a family of 3 tests (every evaluation compared; --family declares another)" in text
    assert "Each is Fisher's exact test" in text


def test_a_family_is_declared_printed_and_goes_to_what_is_tested(logs):
    declared = ("--family", "lazy_checklist,email_scoring", "--test", "permutation")
    text = " ".join(run(logs / "after", "--against", logs / "before", *declared).stdout.split())
    assert "Holm over a family of 2 tests (declared by --family): lazy_checklist, email_scoring." in text
    assert "Each is sign flips" in text and "email_scoring counts as p = 1: no play scored after." in text
    assert "--against or --factors" in str(run(logs / "after", "--family", "lazy_checklist").exception)
    assert "give --against too" in str(run(logs / "after", "--test", "mcnemar").exception)
    unknown = run(logs / "after", "--against", logs / "before", "--family", "blotto")
    assert "--family blotto: neither run played it" in str(unknown.exception)


def test_the_headline_says_which_two_intervals_it_is_made_of(logs):
    found = json.loads(run(logs / "after", "--json").stdout)["macro"]["hierarchical"]
    model, counted = found["beta_binomial"], found["by_environments"]
    assert found["low"] == min(model["low"], counted["low"]) < found["rate"]
    assert found["high"] == max(model["high"], counted["high"]) > found["rate"]
    text = " ".join(run(logs / "after").stdout.split())
    assert f"Made of a hierarchical beta-binomial's {100 * model['low']:.1f}" in text
    assert f"by counting environments, {100 * counted['low']:.1f}" in text


def test_a_comparison_fits_80_columns_with_nothing_cut(logs):
    text = run(logs / "after", "--against", logs / "before").stdout
    assert "…" not in text
    row = next(line for line in text.splitlines() if line.startswith("lazy_checklist") and "9/20" in line)
    assert "-45.0 -65.8 to -20.0" in row and len(row) <= 80


def test_a_parquet_file_is_read_too(logs):
    assert json.loads(run(logs / "after" / "plays.parquet", "--json").stdout)["comparison"] is None


def test_faults_are_named(logs, tmp_path):
    missing = run(tmp_path / "nowhere")
    assert isinstance(missing.exception, OvertError)
    assert str(missing.exception).startswith(f"{tmp_path / 'nowhere'} does not exist; ")
    (tmp_path / "torn.parquet").write_bytes(b"PAR1 and then nothing")
    assert "is no parquet table" in str(run(tmp_path / "torn.parquet").exception)


@pytest.mark.parametrize(
    ("rate", "shown"),
    [
        (None, "–"),
        (0, "0%"),
        (1, "100%"),
        (0.1234, "12.3%"),
        (0.0004, "0.04%"),
        (0.9999, "99.99%"),
        (1e-9, "<0.001%"),
        (-0.45, "-45.0%"),
    ],
)
def test_a_small_rate_is_not_rounded_to_none(rate, shown):
    assert percent(rate) == shown
