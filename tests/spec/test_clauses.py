"""The spec: nine clauses, rendered full, abridged or in part; citations found by name."""

from __future__ import annotations

import pytest

from overt.detect.citation import cited_clauses
from overt.errors import OvertError
from overt.spec import clauses, render


def test_there_are_the_nine_clauses_in_order():
    assert [c.id for c in clauses()] == ["AS1", "AS2", "AS3", "AS4", "AS5", "GP1", "GP2", "GP3", "GP4"]


def test_each_rendering_holds_what_it_should():
    assert render("none") == ""
    for clause in clauses():
        assert clause.abridged in render("abridged")
        assert clause.full in render("full")
    part = render("AS1,gp4")
    assert clauses()[0].full in part
    assert clauses()[8].full in part
    assert clauses()[1].full not in part


def test_an_unknown_clause_is_named():
    with pytest.raises(OvertError, match="AS9"):
        render("AS1,AS9")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("By AS1 I must not, and GP-1 too; AS1 again", ("AS1", "GP1")),
        ("as 3 asks me to report", ("AS3",)),
        ("AS10 is no clause, nor AS7, nor GP5", ()),
        ("CLASS1 and GASP2 are words", ()),
        ("", ()),
    ],
)
def test_citations_are_found_by_name(text, found):
    assert cited_clauses(text) == found
