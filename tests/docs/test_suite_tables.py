"""The tables of `docs/evaluations.md` are those that the suite gives, that of `docs/organism.md` is its card.

Those of `docs/interventions.md` take too long to be made anew: the page names the weights that they are of.
"""

import importlib.util
import re

import pytest
from fenced import ROOT

from overt.evaluations import suite
from overt.organism.location import BASE, read_card


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SUITE = load(ROOT / "docs" / "suite.py")
CARD = load(ROOT / "docs" / "card.py")


@pytest.mark.parametrize("name", SUITE.PARTS)
def test_the_table_is_up_to_date(name):
    page = SUITE.PAGE.read_text(encoding="utf-8")
    assert SUITE.put(page, name, SUITE.PARTS[name]()) == page, "run `python docs/suite.py`"


def test_the_organisms_card_is_up_to_date():
    page = CARD.PAGE.read_text(encoding="utf-8")
    assert CARD.put(page, "card", CARD.card()) == page, "run `python docs/card.py`"


def test_the_page_on_interventions_is_of_the_base_that_ships():
    page = (ROOT / "docs" / "interventions.md").read_text(encoding="utf-8")
    named = set(re.findall(r"organism/base@([0-9a-f]+)", page))
    shipped = read_card(BASE)["weights"].removeprefix("sha256:")
    assert named == {shipped[:12]}, "measure the organism's tables anew"


def test_a_page_without_marks_is_refused():
    with pytest.raises(ValueError, match="has no <!-- overlap:start -->"):
        SUITE.put("# Evaluations\n", "overlap", "x")


def test_the_page_names_the_evaluations_that_run_code():
    (line,) = re.findall(r"^- In full form four of them run .*$", SUITE.PAGE.read_text("utf-8"), re.MULTILINE)
    running = [name for name, e in suite().items() if any(e.runs_code(one, "full") for one in e.all_environments)]
    assert re.findall(r"`(\w+)`", line) == sorted(running)
