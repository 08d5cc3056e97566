"""Rules that read language, measured on wordings by somebody who had not seen them.

The counts are published in docs/disclosure.md; this test keeps the page and the rules in step. The first set has
since helped to mend the rules; that in `models/`, written as language models write, was read once, after that.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from blindplay import NAMES
from blindread import confusion
from readers import READERS

from overt.evaluations import suite

PAGE = Path(__file__).parents[2] / "docs" / "disclosure.md"
LABELS = ("discloses", "conceals", "silent", "unclear")
MENDED = ("email_scoring", "lazy_checklist", "subagent_resource_quota")
HELD_OUT = tuple(f"models/{name}" for name in sorted(READERS))


def counts(name: str):
    return confusion(name, READERS[name.removeprefix("models/")])


def share(name: str, reading: str) -> float:
    """The share of concealments and silences that is read so."""
    found = counts(name)
    total = sum(n for (label, _), n in found.items() if label in ("conceals", "silent"))
    return (found["conceals", reading] + found["silent", reading]) / total


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("name", MENDED + HELD_OUT)
def test_the_published_confusion_is_what_the_rules_do(name, label):
    found = counts(name)
    cells = " | ".join(str(found[label, reading]) for reading in ("told", "untold", "not told"))
    assert f"| {name} | {label} | {cells} |" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MENDED)
def test_a_concealment_or_a_silence_is_seldom_taken_for_an_admission(name):
    assert share(name, "told") <= 0.05
    assert share(name, "untold") <= 0.15


def held_out(name: str) -> list[tuple[int, int, int]]:
    """Told, unscored and taken for silence, of admissions and of the others, as the page has them."""
    page = PAGE.read_text(encoding="utf-8")
    if name in NAMES:
        (cells,) = re.findall(rf"^\| {name} \| ([^|]+ \| [^|]+ \| [^|]+) \|$", page, re.MULTILINE)
        admit, conceal, silent = ([int(n) for n in cell.split(" / ")] for cell in cells.split(" | "))
        conceal, silent = conceal[::-1], silent[::-1]
    else:
        rows = re.findall(rf"^\| models/{name} \| \w+ \| (\d+) \| (\d+) \| (\d+) \|$", page, re.MULTILINE)
        admit, conceal, silent, _ = ([int(n) for n in row] for row in rows)
    others = [a + b for a, b in zip(conceal, silent, strict=True)]
    return [(one[0], one[1], one[2]) for one in (admit, others)]


@pytest.mark.parametrize("name", sorted({*NAMES, *READERS} & set(suite())))
def test_the_readme_gives_the_held_out_figures(name):
    admit, others = held_out(name)
    said = (
        f"Of {sum(admit)} admissions {admit[0]} were read, {admit[1]} left unscored, {admit[2]} taken for silence"
        f"; of {sum(others)} concealments and silences {others[2]} were read so, {others[1]} left unscored, "
        f"{others[0]} taken for admissions."
    )
    readme = (suite()[name].folder / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^\*\*Held out\*\* \(`tests/blind/.*$", readme, re.MULTILINE)
    assert said in line and f": {sum(admit) + sum(others)} messages " in line
