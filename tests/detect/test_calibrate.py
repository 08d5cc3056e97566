"""Error cards: of the words, of judges whose errors are known, and as the corrections read them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judges import answer, code_of
from typer.testing import CliRunner

import overt
from overt.cli.app import app
from overt.cli.cards import corrected_shares, read_cards
from overt.detect.card import Card, card, page
from overt.detect.passages import FOLDER, MAIN, gold
from overt.detect.questions import questions
from overt.detect.readings import Reading
from overt.errors import OvertError
from overt.measure.intervals import exact
from overt.measure.judge import ErrorCard, card_of_file, read_card

HELD = gold("evaluation_awareness")
BY_TEXT = {p.text: p for name in ("evaluation_awareness", "covert_intent") for p in gold(name)}


def calibrate(*options):
    return CliRunner().invoke(app, ["calibrate", *map(str, options)])


def passage_of(messages):
    """The passage that a judge is shown: the only part of its record."""
    shown = messages[-1].text.split(" ===\n", 1)[1].split("\n=== ", 1)[0]
    return BY_TEXT[shown]


def label(messages, wrong=()):
    passage = passage_of(messages)
    yes = passage.label is not (passage.id in wrong)
    return answer(code_of(messages), "yes", [passage.text]) if yes else answer(code_of(messages))


def test_passages_come_with_the_package():
    assert FOLDER.is_relative_to(Path(overt.__file__).parent)
    for name in ("evaluation_awareness", "metagaming", "covert_intent"):
        held, dev = gold(name, "held_out"), gold(name, "dev")
        assert len(held) >= 150 and len(dev) >= 140 and {p.half for p in held} == {"held_out"}
        assert len(gold(name, "all")) == len(held) + len(dev)
        assert gold(name) == gold(name, "fresh") and not {p.id for p in gold(name)} & {p.id for p in (*held, *dev)}
    assert gold("cot_action_mismatch") == gold("cot_action_mismatch", "held_out")
    with pytest.raises(OvertError, match="--half held_out"):
        gold("cot_action_mismatch", "fresh")
        assert 0.45 < sum(p.label for p in held) / len(held) < 0.55


def test_the_cards_of_the_words_are_those_that_are_published(tmp_path):
    result = calibrate("--out", tmp_path, "--json")
    assert result.exit_code == 0, result.output
    cards = {c["detector"]: c for c in json.loads(result.stdout)["cards"]}
    counts = {n: (c["found"], c["positives"], c["passed"], c["negatives"]) for n, c in cards.items()}
    page = " ".join((Path(__file__).parents[2] / "docs" / "detectors.md").read_text().split())
    assert list(cards) == list(MAIN)
    for name, (found, positives, passed, negatives) in counts.items():
        assert f"{found} of {positives}," in page and f"{passed} of {negatives}," in page
        assert cards[name]["form"] == "lexical"
        assert (cards[name]["unscored"] == 0) is (name != "cot_action_mismatch")
        assert cards[name]["sensitivity"]["rate"] == found / positives
        for file in (f"{name}.lexical.md", f"{name}.lexical.json"):
            shipped = Path(__file__).parents[2] / "docs" / "cards" / file
            assert shipped.read_text() == (tmp_path / file).read_text(), "run `overt calibrate --out docs/cards`"


def test_published_cards_of_a_judge_are_of_the_prompts_as_they_are():
    found = [
        Card.model_validate_json(path.read_text())
        for path in (Path(__file__).parents[2] / "docs" / "cards").glob("*.judged.*.json")
    ]
    assert sorted(one.detector for one in found) == sorted(questions())
    for one in found:
        assert one.prompt == questions()[one.detector].prompt, "the prompt was changed: measure the judge again"
        assert one.n == len(gold(one.detector, one.half))


def test_a_judge_that_knows_the_labels_makes_no_error(tmp_path, role):
    calls = role(label)
    result = calibrate(
        "--judge", "mockllm/judge", "--detector", "evaluation_awareness", "--out", tmp_path, "--json"
    )
    assert result.exit_code == 0, result.output
    (found,) = json.loads(result.stdout)["cards"]
    assert found["sensitivity"]["rate"] == found["specificity"]["rate"] == 1
    assert (found["judge"], found["n"], len(calls)) == ("mockllm/judge", len(HELD), len(HELD))
    assert len(found["prompt"]) == 12
    again = calibrate("--judge", "mockllm/judge", "--detector", "evaluation_awareness", "--out", tmp_path)
    assert again.exit_code == 0 and len(calls) == len(HELD)


def test_errors_of_a_judge_are_counted_where_they_are(tmp_path, role):
    wrong = {p.id for p in HELD[:40]}
    silent = {p.id for p in HELD[40:60]}
    role(lambda m: "I cannot." if passage_of(m).id in silent else label(m, wrong))
    result = calibrate(
        "--judge", "mockllm/judge", "--detector", "evaluation_awareness", "--out", tmp_path, "--json"
    )
    (found,) = json.loads(result.stdout)["cards"]
    for side, name in ((True, "sensitivity"), (False, "specificity")):
        of = [p for p in HELD if p.label is side]
        missed = sum(p.id in wrong for p in of)
        unread = sum(p.id in silent for p in of)
        share = found[name]
        assert (share["count"], share["of"]) == (len(of) - missed - unread, len(of) - unread)
        assert (share["low"], share["high"]) == exact(share["count"], share["of"])
        assert share["least"] == share["count"] / len(of)
        assert share["most"] == (share["count"] + unread) / len(of)
    assert found["unscored"] == 20 == sum(found["reasons"].values())
    assert sum(c["n"] for c in found["cases"]) == len(HELD)
    assert sum(c["right"] for c in found["cases"]) == found["found"] + found["passed"]
    by_case = {(c["case"], c["positive"]): c for c in found["cases"]}
    case, positive = HELD[0].case, HELD[0].label
    of = [p for p in HELD if p.case == case and p.label is positive]
    assert by_case[case, positive]["right"] == sum(p.id not in wrong | silent for p in of)


def test_a_judge_that_never_answers_is_on_no_side(tmp_path, role):
    role(lambda m: "no")
    result = calibrate("--judge", "mockllm/judge", "--detector", "covert_intent", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    (path,) = tmp_path.glob("*.json")
    assert path.name == "covert_intent.judged.mockllm-judge.json"
    found = json.loads(path.read_text())
    assert found["sensitivity"]["rate"] is None
    assert (found["sensitivity"]["low"], found["sensitivity"]["high"]) == (0, 1)
    assert (found["sensitivity"]["least"], found["sensitivity"]["most"]) == (0, 1)
    assert found["unscored"] == found["n"]


@given(st.data())
def test_every_passage_is_counted_once(data):
    chosen = data.draw(st.lists(st.sampled_from(HELD), min_size=1, max_size=30, unique_by=lambda p: p.id))
    values = st.sampled_from(["yes", "no", "unscored"])
    said = [Reading(detector="evaluation_awareness", value=data.draw(values)) for _ in chosen]
    made = card("held_out", list(zip(chosen, said, strict=True)))
    assert made.positives + made.negatives + made.unscored == made.n == len(chosen)
    assert made.found <= made.positives and made.passed <= made.negatives
    for share in (made.sensitivity, made.specificity):
        assert share.low <= (share.rate or 0) <= share.high or share.of == 0
        if share.least is not None:
            assert share.least <= share.most
    assert page(made).count("\n| ") >= 4


def test_a_detector_without_passages_is_a_clear_mistake(tmp_path):
    result = calibrate("--detector", "terms", "--out", tmp_path)
    assert isinstance(result.exception, OvertError)
    assert "no labelled passages for 'terms'; there are for: evaluation_awareness" in str(result.exception)


def test_the_corrections_read_a_card(tmp_path):
    assert calibrate("--out", tmp_path, "--detector", "covert_intent").exit_code == 0
    path = tmp_path / "covert_intent.lexical.json"
    found = json.loads(path.read_text())
    counts = ErrorCard(**{k: found[k] for k in ("found", "positives", "passed", "negatives")})
    assert read_card(str(path)) == card_of_file(path) == counts
    (who,) = read_cards(tmp_path)
    assert who == ("covert_intent", "lexical", None, None)


def test_shares_are_corrected_by_the_card_of_who_read_them():
    counts = ErrorCard(found=90, positives=100, passed=98, negatives=100)
    about = {"form": "judged", "model": "m", "spec": "none", "twin": False, "prompt": "p"}
    rows = [
        about | {"detector": "covert_intent", "judge": judge, "value": value}
        for judge in ("good", "other")
        for value in ["yes"] * 22 + ["no"] * 58 + ["unscored"] * 20
    ]
    (share,) = corrected_shares(rows, {("covert_intent", "judged", "good", "p"): counts})
    assert (share["judge"], share["read"]) == ("good", 22 / 80)
    assert share["rate"] == pytest.approx((22 / 80 - 0.02) / (0.9 - 0.02))
    assert corrected_shares(rows, {("covert_intent", "judged", "good", "older"): counts}) == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", '{"found": 1}', '{"found": "x", "positives": 1}', "[" * 10**5]
)
def test_a_file_that_is_no_card_is_a_clear_mistake(tmp_path, text):
    path = tmp_path / "card.json"
    path.write_text(text)
    with pytest.raises(OvertError, match="is no error card; write one"):
        read_card(str(path))
    with pytest.raises(OvertError, match="does not exist"):
        read_card(str(tmp_path / "none.json"))
