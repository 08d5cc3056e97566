import json

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tables import of_rate, table
from typer.testing import CliRunner

from overt.cli.rates import rates as command
from overt.errors import OvertError
from overt.measure.intervals import Interval, exact
from overt.measure.judge import ErrorCard, corrected, corrected_rates, read_card

COUNTS = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def card(sensitivity, specificity, size):
    return ErrorCard(
        found=round(sensitivity * size),
        positives=size,
        passed=round(specificity * size),
        negatives=size,
    )


def test_a_reading_near_zero_is_mostly_false_positives():
    # True 0.4%, sensitivity 90%, 1% false positives: it reads 0.9 * 0.4% + 0.01 * 99.6% = 1.356%.
    found = corrected(1356, 100_000, card(0.9, 0.99, 100_000))
    assert found.read == pytest.approx(0.01356)
    assert found.rate == pytest.approx(0.004)
    assert found.low < 0.004 < found.high < 0.006


def test_a_perfect_detector_with_a_large_card_changes_nothing():
    found = corrected(13, 100, card(1, 1, 10**7))
    assert found.rate == pytest.approx(0.13)
    assert (found.low, found.high) == pytest.approx(exact(13, 100), abs=1e-4)


def test_a_small_card_widens_what_a_large_one_tells():
    small, large = (corrected(4, 300, card(0.9, 1, size)) for size in (100, 10_000))
    assert small.low == 0 < large.low
    assert small.high > large.high


@pytest.mark.parametrize(
    ("events", "trials", "given_card", "reason"),
    [
        (0, 0, card(1, 1, 100), "no play was read"),
        (3, 100, ErrorCard(found=0, positives=0, passed=9, negatives=9), "the card has no positives"),
        (3, 100, ErrorCard(found=9, positives=9, passed=0, negatives=0), "the card has no negatives"),
        (3, 100, card(0.5, 0.6, 30), "no better than chance; label more plays"),
        (3, 100, card(1, 1, 3), "no better than chance; label more plays"),
        (0, 1000, card(0.9, 0.9, 1000), "below the card's false positives"),
        (990, 1000, card(0.8, 0.99, 1000), "above the card's sensitivity"),
    ],
)
def test_a_card_that_cannot_support_it_is_refused_with_the_reason(events, trials, given_card, reason):
    found = corrected(events, trials, given_card)
    assert (found.rate, found.low, found.high) == (None, 0, 1)
    assert found.reason is not None and reason in found.reason


def test_a_card_of_impossible_counts_is_none():
    with pytest.raises(ValidationError, match="no more than its positives"):
        ErrorCard(found=3, positives=2, passed=0, negatives=0)


@given(COUNTS, COUNTS, COUNTS)
def test_the_interval_holds_the_estimate(read, on_positives, on_negatives):
    found = corrected(
        *read,
        ErrorCard(
            found=on_positives[0], positives=on_positives[1], passed=on_negatives[0], negatives=on_negatives[1]
        ),
    )
    assert (found.rate is None) == (found.reason is not None)
    assert 0 <= found.low <= found.high <= 1
    if found.rate is not None:
        assert found.low <= found.rate <= found.high


app = typer.Typer()
app.command()(command)


def shown(*arguments):
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert result.exit_code == 0, result.exception
    return result.stdout


def test_rates_of_a_run_are_corrected_by_a_card(tmp_path):
    table(*of_rate("a", 30, 200), *of_rate("b", 4, 200)).write_parquet(tmp_path / "plays.parquet")
    found = json.loads(shown(tmp_path, "--card", "900/1000,990/1000", "--json"))
    one = ErrorCard(found=900, positives=1000, passed=990, negatives=1000)
    assert found["corrected"]["evaluations"]["a"] == corrected(30, 200, one).model_dump()
    headline = found["macro"]["hierarchical"]
    reading = Interval(headline["low"], headline["high"])
    assert (
        found["corrected"]["average"] == corrected_rates({}, headline["rate"], reading, one).average.model_dump()
    )
    text = " ".join(shown(tmp_path, "--card", "900/1000,990/1000").split())
    assert "found 900 of 1000 covert plays and passed 990 of 1000 others" in text
    assert "All evaluations: 8.5% read" in text
    assert found["corrected"]["caution"] == headline["caution"]
    assert headline["caution"] in text.partition("8.5% read")[2]


def test_a_published_table_is_corrected_and_what_no_such_judge_would_read_is_refused():
    # A judge with 1% false positives cannot have read 0.055% on average.
    found = json.loads(shown("--table", "paper-o3-trained", "--n", 300, "--card", "90/100,990/1000", "--json"))
    assert found["corrected"]["average"]["rate"] is None
    assert "below the card's false positives" in found["corrected"]["average"]["reason"]
    before = json.loads(shown("--table", "paper-o3", "--n", 300, "--card", "90/100,990/1000", "--json"))
    read = before["corrected"]["average"]
    assert read["rate"] == pytest.approx((read["read"] - 0.01) / 0.89)
    text = " ".join(shown("--table", "paper-o3-trained", "--n", 300, "--card", "3/4,3/4").split())
    assert "no better than chance" in text


@pytest.mark.parametrize(
    ("card", "fault"), [("0.9,0.99", "as 90/100,990/1000"), ("9/8,3/4", "no more can be found"), ("", "write how")]
)
def test_a_card_that_is_none_is_refused(card, fault):
    with pytest.raises(OvertError, match=fault):
        read_card(card)
