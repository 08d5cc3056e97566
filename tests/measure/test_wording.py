"""A printed rate is none or all only where it is, and never a row of zeros."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.measure.wording import percent, span


@given(st.floats(0, 1))
def test_a_rate_is_printed_short_and_as_what_it_is(rate: float):
    text = percent(rate)
    assert len(text) <= 8
    assert (text == "0%") == (100 * rate == 0)
    assert (text == "100%") == (100 * rate == 100)
    if text[0] not in "<>":
        assert float(text.removesuffix("%")) == pytest.approx(100 * rate, abs=0.051)


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (None, "–"),
        (0.131, "13.1%"),
        (0.0004, "0.04%"),
        (1e-9, "<0.001%"),
        (1 - 1e-9, ">99.999%"),
        (0.9996, "99.96%"),
    ],
)
def test_known_rates(rate: float | None, text: str):
    assert percent(rate) == text


def test_an_interval_names_its_unit_once():
    assert span(0.021, 0.14) == "2.1–14.0%"
