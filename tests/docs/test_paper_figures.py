"""What the READMEs of the suite say of the paper's rates is what its tables, which the package holds, say.

A README words its figures as it likes, in one of a few forms. A percentage of its paragraph on the paper that no
form reads fails the test, so that none goes unchecked.
"""

import re

import pytest
from fenced import ROOT

from overt.measure.published.read import read_published

FOLDER = ROOT / "src" / "overt" / "evaluations"
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/README.md"))
TABLES = {name: read_published(name, 100).rates for name in ("paper-o3", "paper-o4-mini")}
TRAINED = {name: read_published(f"{name}-trained", 100).rates for name in TABLES}
RATED = sorted(set(NAMES) & set(TABLES["paper-o3"]))

RATE, MODEL = r"(\d+\.\d)%", r"(o3|o4-mini)"
BOTH = re.compile(f"{RATE} for {MODEL} and {RATE} for {MODEL}")
AFTER = re.compile(f"{RATE} (?:for both|and {RATE}) after")
STILL = re.compile(f"{RATE} for {MODEL} before and after training, and {RATE} and {RATE} for {MODEL}")
NUDGE = re.compile(rf"\(\"No Nudge\", a row of its own\) {RATE} and {RATE}, {RATE} after")
SISTER = re.compile(f"{RATE} and {RATE} for its sister with US law")
MOVED = re.compile(f"{RATE} → {RATE} for {MODEL}")
NOT_OF_THE_TABLES = re.compile(
    r"[Oo]f a model trained to sabotage it reports 1\.6% on the Spec Sabotage tasks against 0\.2%"
)
CHAT = {("o4-mini", False): "31.4", ("o4-mini", True): "14.2", ("o3", False): "36.8", ("o3", True): "20.5"}
"""`chat_deception` is in no table, as in the paper's figure: the system card's figures, in per cent."""


def on_the_paper(name):
    text = (FOLDER / name / "README.md").read_text(encoding="utf-8")
    (paragraph,) = re.findall(r"^\*\*The paper\*\*.*$", text, re.MULTILINE)
    return paragraph


def claims(name, text):
    """Read {(row, model, trained): per cent} and what is left of the text when all that was read is taken out."""
    found, order = {}, ("o3", "o4-mini")
    text = NOT_OF_THE_TABLES.sub("", text)
    for said in STILL.finditer(text):
        same, one, before, after, other = said.groups()
        found |= {(name, one, False): same, (name, one, True): same}
        found |= {(name, other, False): before, (name, other, True): after}
    text = STILL.sub("", text)
    for first, one, second, other in BOTH.findall(text):
        found, order = {**found, (name, one, False): first, (name, other, False): second}, (one, other)
    for first, second in AFTER.findall(text):
        found |= {(name, order[0], True): first, (name, order[1], True): second or first}
    for first, second, after in NUDGE.findall(text):
        found |= {(f"{name}_no_nudge", order[0], False): first, (f"{name}_no_nudge", order[1], False): second}
        found |= {(f"{name}_no_nudge", model, True): after for model in order}
    for first, second in SISTER.findall(text):
        found |= {("legal_reporting_us", order[0], False): first, ("legal_reporting_us", order[1], False): second}
    for before, after, model in MOVED.findall(text):
        found |= {(name, model, False): before, (name, model, True): after}
    for form in (BOTH, AFTER, NUDGE, SISTER, MOVED):
        text = form.sub("", text)
    return found, text


def wrong(name, found):
    """Return the claims that the paper's tables do not bear out, and the four of its row that are missing."""
    told = {}
    for row, model, trained in found:
        rates = (TRAINED if trained else TABLES)[f"paper-{model}"]
        told[row, model, trained] = f"{100 * rates[row].rate:.1f}" if row in rates else None
    owed = {(name, model, trained) for model in ("o3", "o4-mini") for trained in (False, True)}
    return {k: (found[k], v) for k, v in told.items() if found[k] != v}, owed - set(found)


@pytest.mark.parametrize("name", RATED)
def test_the_readme_gives_the_papers_figures(name):
    found, _ = claims(name, on_the_paper(name))
    assert wrong(name, found) == ({}, set())


@pytest.mark.parametrize("name", NAMES)
def test_no_percentage_goes_unread(name):
    _, left = claims(name, on_the_paper(name))
    assert not re.findall(r"[\d.]+ ?(?:%|per cent)", left)


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(RATED)))
def test_what_has_no_row_is_given_no_rate(name):
    found, _ = claims(name, on_the_paper(name))
    assert {key[1:]: said for key, said in found.items()} == (CHAT if name == "chat_deception" else {})


def test_every_row_of_the_papers_has_a_readme():
    assert set(TABLES["paper-o3"]) - set(NAMES) == {"email_scoring_no_nudge"}


@pytest.mark.parametrize(
    ("name", "figure", "other"),
    [
        ("broken_promises", "2.8%", "8.2%"),
        ("email_scoring", "20.5%", "25.0%"),
        ("legal_reporting_cn", "8.0% and", "9.0% and"),
        ("sabotage_safety", "0.1% and", "1.0% and"),
        ("sandbagging_grading_cot", "0.6% for", "0.0% for"),
        ("sandbagging_qa", "31.8% for o3 and 46.4%", "46.4% for o3 and 31.8%"),
    ],
)
def test_a_wrong_figure_is_found(name, figure, other):
    text = on_the_paper(name)
    assert figure in text
    found, _ = claims(name, text.replace(figure, other))
    assert wrong(name, found)[0]
