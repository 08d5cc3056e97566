"""The spec: nine clauses, rendered full, abridged or in part; citations found by name."""

from __future__ import annotations

import pytest

from overt.detect.citation import cited_clauses
from overt.errors import OvertError
from overt.spec import clauses, placebo, render


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


def test_a_group_stands_for_its_clauses_in_either_wording():
    assert render("AS") == render("AS1,AS2,AS3,AS4,AS5")
    assert render("gp,AS2") == render("GP1,GP2,GP3,GP4,AS2")
    short = render("abridged:AS")
    assert [c.abridged in short for c in clauses()] == [True] * 5 + [False] * 4
    assert all(c.full not in short for c in clauses())
    assert render("abridged:AS,GP") == render("abridged")


@pytest.mark.parametrize("selection", ["AS1,AS9", "abridged:AS9", "AS9"])
def test_an_unknown_clause_is_named(selection):
    with pytest.raises(OvertError, match="AS9"):
        render(selection)


@pytest.mark.parametrize("selection", ["", "abridged:", "placebo:half", "ABRIDGED", "AS1,"])
def test_a_selection_of_nothing_is_refused(selection):
    with pytest.raises(OvertError, match="--spec"):
        render(selection)


def test_the_placebo_is_as_long_as_the_spec_rule_by_rule_and_names_no_clause():
    pairs = list(zip(placebo(), clauses(), strict=True))
    assert all(abs(len(p.abridged) - len(c.abridged)) <= 3 for p, c in pairs)
    assert all(abs(len(p.full) / len(c.full) - 1) <= 0.07 for p, c in pairs)
    for form, spec in (("placebo", "abridged"), ("placebo:full", "full")):
        assert abs(len(render(form)) / len(render(spec)) - 1) <= 0.05
        assert cited_clauses(render(form)) == ()


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
