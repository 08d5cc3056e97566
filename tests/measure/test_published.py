import json

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from overt.cli.rates import rates as command
from overt.errors import OvertError
from overt.measure.intervals import exact, newcombe, uniform_mean
from overt.measure.published.headline import counts, headline
from overt.measure.published.rates import compare_published, published_rates
from overt.measure.published.read import HERE, Printed, read_published, shipped

DRAWS = 5_000
# Raw averages of the twenty published rows, and the headlines.
PAPER = {
    "paper-o3": (0.1278, 0.130),
    "paper-o3-trained": (0.00055, 0.004),
    "paper-o4-mini": (0.0840, 0.087),
    "paper-o4-mini-trained": (0.00035, 0.003),
}

app = typer.Typer()
app.command()(command)


def run(*arguments):
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exit_code == 0, result.exception
    return result.stdout


def told(name, n=None):
    found = headline(read_published(name, n or 300))
    assert found is not None
    return found


@pytest.fixture
def altered(tmp_path):
    """The paper's table with one rate after training raised from 0.6% to 8%."""
    text = (HERE / "paper-o3-trained.csv").read_text().replace("sandbagging_qa,0.006", "sandbagging_qa,0.080")
    (tmp_path / "altered.csv").write_text(text)
    return tmp_path / "altered.csv"


@pytest.mark.parametrize("name", PAPER)
def test_the_papers_tables_ship_with_their_source(name):
    assert shipped() == sorted(PAPER)
    table = read_published(name, 300)
    raw, average = PAPER[name]
    assert len(table.rates) == 20 and "2509.15541" in " ".join(table.remarks)
    assert table.average == Printed(rate=average, half=0.0005)
    assert told(name).raw == pytest.approx(raw, abs=0.00001)


def test_most_of_the_headline_after_training_is_the_priors():
    assert told("paper-o3-trained").prior_share == pytest.approx(1 - 0.055 / 0.4)
    assert told("paper-o4-mini-trained").prior_share == pytest.approx(1 - 0.035 / 0.3)
    assert told("paper-o3").prior_share == pytest.approx(1 - 12.78 / 13, abs=1e-6)


def test_the_headline_arises_for_a_range_of_plays_and_no_other():
    for name in PAPER:
        found, table = told(name), read_published(name, 300)
        (span,) = found.same_n
        for plays, arises in ((span.low - 1, False), (span.low, True), (span.high, True), (span.high + 1, False)):
            ends = [
                sum(uniform_mean(end * plays, plays) for end in each) / 20
                for each in ([r.low for r in table.rates.values()], [r.high for r in table.rates.values()])
            ]
            assert (ends[0] <= table.average.high + 1e-9 and ends[1] >= table.average.low - 1e-9) is arises
    assert (told("paper-o3-trained").same_n[0].low, told("paper-o3-trained").same_n[0].high) == (245, 405)


def test_no_one_number_of_plays_gives_rows_and_headline():
    for name in PAPER:
        found = told(name)
        assert found.whole_n == ()
        assert max(found.fewest.values()) == 667  # 1 of 667 is the most that is printed as 0.1%


def test_the_plays_of_one_evaluation_cannot_be_told():
    # Eleven plays of one evaluation and very many of the others give the headline as well as 300 of each.
    table = read_published("paper-o3-trained", 10**8)
    few = told("paper-o3-trained").fewest_of_one
    average = sum(
        uniform_mean(r.low * n, n) for r, n in zip(table.rates.values(), table.plays.values(), strict=True)
    )
    assert few == 11
    assert (average + uniform_mean(0, few)) / 20 == pytest.approx(0.0045, abs=0.0005)


@settings(max_examples=20, deadline=None)
@given(st.integers(20, 400), st.lists(st.floats(0, 1), min_size=2, max_size=6))
def test_a_headline_made_with_one_number_of_plays_is_found_at_it(tmp_path_factory, plays, chances):
    covert = [round(chance * plays) for chance in chances]
    rows = [f"e{number},{k / plays:.3f}" for number, k in enumerate(covert)]
    average = sum(uniform_mean(k, plays) for k in covert) / len(covert)
    path = tmp_path_factory.mktemp("made") / "made.csv"
    path.write_text("\n".join(["evaluation,rate", *rows, f"average,{average:.3f}"]) + "\n")
    found = headline(read_published(str(path), plays))
    assert found is not None
    for spans in (found.same_n, found.whole_n):
        assert any(s.low <= plays and (s.high is None or plays <= s.high) for s in spans)


@given(st.integers(1, 999).map(lambda k: k / 1000), st.integers(1, 1200))
def test_counts_are_those_that_are_printed_so(rate, plays):
    found = counts(Printed(rate=rate, half=0.0005), plays)
    assert all(abs(k / plays - rate) <= 0.0005 + 1e-9 for k in found)
    outside = (found.start - 1, found.stop)
    assert all(abs(k / plays - rate) > 0.0005 - 1e-9 for k in outside)


def test_rows_have_the_intervals_of_their_counts():
    found = published_rates(read_published("paper-o3", 1000), draws=DRAWS)
    row = found.evaluations["email_scoring"]
    assert ((row.low, row.high), row.whole) == (pytest.approx(exact(446, 1000)), True)
    assert not published_rates(read_published("paper-o3", 300), draws=DRAWS).evaluations["email_scoring"].whole
    assert found.macro.raw.rate == pytest.approx(0.12785, abs=0.0001)
    assert found.macro.prior_contribution == pytest.approx((1 - 2 * found.macro.raw.rate) / 1002)


def test_the_published_interval_excludes_what_the_rows_show():
    macro = published_rates(read_published("paper-o3-trained", 300), draws=100_000).macro
    assert macro.raw.rate is not None and macro.raw.rate < macro.posterior.low
    assert macro.pooled.low < macro.raw.rate < macro.pooled.high


def test_two_tables_are_compared_row_by_row_and_on_average():
    comparison = compare_published(
        read_published("paper-o3", 1000), read_published("paper-o3-trained", 1000), draws=DRAWS
    ).comparison
    assert comparison is not None
    assert comparison.raw_difference == pytest.approx(0.00055 - 0.1278, abs=1e-5)
    assert (comparison.fold.published, comparison.fold.raw) == (
        pytest.approx(32.5),
        pytest.approx(232.4, abs=0.1),
    )
    row = comparison.evaluations["email_scoring"]
    assert (row.low, row.high) == pytest.approx(newcombe((446, 1000), (1, 1000)))
    assert row.fisher_p <= row.holm_p < 0.001


def test_an_altered_table_gives_other_numbers(altered):
    paper, other = (json.loads(run("--table", t, "--n", 300, "--json")) for t in ("paper-o3-trained", altered))
    assert other["macro"]["raw"]["rate"] == pytest.approx(paper["macro"]["raw"]["rate"] + 0.074 / 20)
    assert other["macro"]["posterior"]["rate"] > paper["macro"]["posterior"]["rate"] + 0.003
    # Its rows alone make more than the headline, so that only plays beyond number give it.
    assert paper["macro"]["headline"]["same_n"] == [{"low": 245, "high": 405}]
    assert other["macro"]["headline"]["same_n"] == [{"low": 2832, "high": None}]
    assert other["evaluations"]["sandbagging_qa"]["low"] > paper["evaluations"]["sandbagging_qa"]["high"]


def test_a_person_reads_what_the_headline_owes(altered):
    text = " ".join(run("--table", "paper-o3-trained", "--n", 300, "--against", "paper-o3").split())
    assert "Raw average 0.055%" in text and "Raw average 12.8%" in text
    assert "Published average 0.4%, 86% of which no row shows" in text
    assert "245 to 405 plays" in text and "cannot be told from the table" in text
    assert "32.5× as published, 232× by raw averages" in text
    assert "86%" not in run("--table", altered, "--n", 300)


def test_a_table_without_an_average_has_no_headline_and_its_own_plays_win(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("evaluation, rate, n\na, 0.10, 10\n\nb, 0.5,\n")
    found = published_rates(read_published(str(path), 40), draws=DRAWS)
    assert found.macro.headline is None
    assert [e.plays for e in found.evaluations.values()] == [10, 40]
    assert (found.evaluations["a"].low, found.evaluations["a"].high) == pytest.approx(exact(1, 10))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "first row must be evaluation,rate"),
        ("name,rate\na,0.1\n", "first row must be evaluation,rate"),
        ("evaluation,rate\n", "no row names an evaluation"),
        ("evaluation,rate\naverage,0.1\n", "no row names an evaluation"),
        ("# source\nevaluation,rate\na,0.1\n\nb,44.6\n", "line 5: field rate is '44.6'; write a fraction"),
        ("evaluation,rate\na,\n", "line 2: field rate is ''"),
        ("evaluation,rate\na,.\n", "line 2: field rate is '.'"),
        ("evaluation,rate\na,nan\n", "line 2: field rate is 'nan'"),
        ("evaluation,rate\na,-0.1\n", "line 2: field rate is '-0.1'"),
        ("evaluation,rate\na,1e-3\n", "line 2: field rate is '1e-3'"),
        ("evaluation,rate\na,0.1,5\n", "line 2 is not evaluation,rate"),
        ("evaluation,rate\na\n", "line 2 is not evaluation,rate"),
        ("evaluation,rate\n,0.1\n", "line 2 is not evaluation,rate"),
        ("evaluation,rate\na,0.1\na,0.2\n", "line 3: field evaluation: a stands there twice"),
        ("evaluation,rate,n\na,0.1,ten\n", "line 2: field n is 'ten'; write a whole number"),
        ("evaluation,rate,n\na,0.1,0\n", "line 2: field n is '0'"),
    ],
)
def test_a_faulty_table_is_refused_in_one_line(tmp_path, text, fault):
    path = tmp_path / "t.csv"
    path.write_text(text)
    with pytest.raises(OvertError) as raised:
        read_published(str(path), 10)
    assert fault in str(raised.value) and str(path) in str(raised.value) and "\n" not in str(raised.value)


def test_tables_that_share_nothing_are_not_compared(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("evaluation,rate\na,0.1\n")
    with pytest.raises(OvertError, match="share no evaluation"):
        compare_published(read_published(str(path), 10), read_published("paper-o3", 10), draws=DRAWS)
