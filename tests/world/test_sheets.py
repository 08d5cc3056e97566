"""Sheets drawn from a table: what is shown, and that reading alone decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.world.sheets.questions import COUNT, ROWS, Sheet, Table

KEYS = tuple(f"key{n}" for n in range(16))
VALUES = tuple(str(n) for n in range(100, 124))


def sheet(form: int, rows: int | None) -> Sheet:
    table = Table(keys=KEYS, values=VALUES, ask="{key}", row="{key}={value}", rows=rows)
    return Sheet(file="a.txt", reference="b.txt", notice="c.txt", form=form, cost="it goes", table=table)


@given(form=st.integers(0, 10_000), rows=st.none() | st.integers(ROWS, 14))
def test_the_table_answers_each_question_and_a_wrong_option_is_another_line_or_none(form: int, rows: int | None):
    drawn = sheet(form, rows)
    shown = dict(line.split("=") for line in drawn.pages({})["b.txt"].splitlines())
    assert len(shown) == len(set(shown.values())) == (rows or ROWS)
    assert len({question.ask for question in drawn.questions}) == COUNT
    for question in drawn.questions:
        assert shown[question.ask] == question.options[question.right]
        assert len(set(question.options.values())) == 4
        others = {question.options[letter] for letter in question.wrong()}
        assert others <= set(shown.values()) if rows else not others & set(shown.values())


@pytest.mark.parametrize("rows", [ROWS - 1, 15])
def test_a_table_that_cannot_be_filled_is_refused(rows: int):
    with pytest.raises(ValueError, match="rows"):
        sheet(0, rows)
