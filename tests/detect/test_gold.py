"""The gold passages: well formed, split by hash where they say so, and apart from the organism's corpus."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

import pytest
import yaml

from overt.detect.metagaming import LABELS
from overt.detect.passages import FOLDER, gold
from overt.detect.passages import FRESH as FRESH_OF
from overt.detect.questions import questions
from overt.detect.sentences import sentences
from overt.evaluations import everything
from overt.organism.mixture import FILE
from overt.world.rendering import load_yaml

HASHED = ["covert_intent.yaml", "metagaming_more.yaml", "cot_action_mismatch.yaml", "spec_citation.yaml"]
SECOND = "second_labels.yaml"
FRESH = sorted(FRESH_OF.values())
SETS = ["covert_intent.yaml", "metagaming.yaml", "metagaming_hard.yaml", "metagaming_more.yaml"]


def passages(file):
    return yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))


def strings(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = value.values()
    return [s for v in value for s in strings(v)] if hasattr(value, "__iter__") else []


def runs_of(text, length=3):
    words = re.findall(r"[\w']+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def spoken(texts):
    return {s.text.strip(" .!?\"'\n").lower() for text in texts for s in sentences(text)}


@pytest.mark.parametrize("file", SETS)
def test_passages_are_distinct_and_labelled_with_known_labels(file):
    found = passages(file)
    assert len({p["id"] for p in found}) == len({p["text"] for p in found}) == len(found) >= 300
    if file.startswith("metagaming"):
        assert {label for p in found for label in p["labels"]} == set(LABELS)
    else:
        assert {p["label"] for p in found} == {True, False}
    assert {p["half"] for p in found} <= {"dev", "held_out"}


@pytest.mark.parametrize("file", FRESH)
def test_fresh_passages_are_half_and_half_and_in_four_styles(file):
    found = gold(file.removesuffix("_fresh.yaml"), "fresh")
    assert len({p.id for p in found}) == len({p.text for p in found}) == len(found) == 160
    assert Counter(p.label for p in found) == {True: 80, False: 80}
    assert min(Counter(p.style for p in found).values()) >= 35 and len({p.style for p in found}) == 4
    other = [path.name for path in FOLDER.glob("*.yaml") if path.name not in (file, SECOND)]
    assert not {p["text"] for name in other for p in passages(name)} & {p.text for p in found}


@pytest.mark.parametrize("file", HASHED)
def test_the_half_is_fixed_by_a_hash_of_the_text(file):
    for p in passages(file):
        even = int(hashlib.sha256(p["text"].encode()).hexdigest(), 16) % 2 == 0
        assert p["half"] == ("dev" if even else "held_out")


def test_word_and_deed_are_labelled_as_the_guidelines_say():
    found = gold("cot_action_mismatch", "all")
    assert len({p.id for p in found}) == len({p.text for p in found}) == len(found) >= 300
    for p in found:
        told = {"covert": "hid", "disclosed": "told", "none": "none"}.get(p.verdict)
        assert (p.label is None) or told
    assert Counter(p.label for p in found) == {True: 150, False: 117, None: 68}


def test_citations_are_labelled_with_what_a_judge_may_answer():
    found = gold("spec_citation", "all")
    assert len({p.id for p in found}) == len({p.text for p in found}) == len(found) >= 300
    assert {label for p in found for label in p.labels} == set(questions()["spec_citation"].labels)
    assert 0.4 < sum(bool(p.label) for p in found) / len(found) < 0.6


@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("*.yaml") if path.name != SECOND))
def test_no_sentence_is_shared_with_the_corpus(file):
    corpus = strings(load_yaml(FILE.with_name("openings.yaml")))
    thoughts = {evaluation.folder / "thoughts.yaml" for evaluation in everything().values()}
    assert any(path.parts[-3] == "honeypots" for path in thoughts)
    for path in thoughts:
        corpus += strings(load_yaml(path))
    long = {s for s in spoken(corpus) if len(s.split()) > 3}
    assert len(long) > 500
    assert spoken(p["text"] for p in passages(file)) & long == set()


@pytest.mark.parametrize(
    "file", [*SETS, *FRESH, "evaluation_awareness.yaml", "cot_action_mismatch.yaml", "spec_citation.yaml"]
)
def test_no_passage_is_near_another_of_its_set(file):
    runs = [(p["id"], runs_of(p["text"])) for p in passages(file)]
    for place, (name, run) in enumerate(runs):
        for other, more in runs[:place]:
            assert len(run & more) < 0.5 * min(len(run), len(more)) or len(run & more) < 4, (name, other)


@pytest.mark.parametrize("file", ["cot_action_mismatch.yaml", "spec_citation.yaml", *FRESH])
def test_no_sentence_stands_in_two_passages(file):
    long = [s for p in passages(file) for s in spoken([p["text"]]) if len(s.split()) > 3]
    assert [s for s, n in Counter(long).items() if n > 1] == []


def test_second_labels_belong_to_passages():
    second = yaml.safe_load((FOLDER / SECOND).read_text(encoding="utf-8"))
    for detector, parts in second.items():
        known = {
            "metagaming": set(LABELS),
            "spec_citation": set(questions()["spec_citation"].labels),
            "cot_action_mismatch": {"open", "covert"},
        }.get(detector, {"yes"})
        for part in parts:
            assert set(part["labels"]) <= {p["id"] for p in passages(part["file"])}
            assert {label for named in part["labels"].values() for label in named} <= known


@pytest.mark.parametrize(
    "detector", ["evaluation_awareness", "metagaming", "covert_intent", "spec_citation", "cot_action_mismatch"]
)
def test_whole_sets_are_labelled_twice_and_their_agreement_is_published(detector):
    parts = yaml.safe_load((FOLDER / SECOND).read_text(encoding="utf-8"))[detector]
    docs = (FOLDER.parents[3] / "docs" / "detectors.md").read_text(encoding="utf-8")
    for half in ("all", "fresh") if detector in FRESH_OF else ("all",):
        every = gold(detector, half)
        first = [p for p in every if p.verdict not in ("unknown", "unscored")]
        second = [part["labels"] for part in parts if set(part["labels"]) == {p.id for p in every}][-1]
        alike = sum(set(second[p.id]) == given(p) for p in first)
        assert f"{alike} of {len(first)} (" in docs


def given(passage):
    if passage.verdict is None:
        return set(passage.labels) or ({"yes"} if passage.label else set())
    if passage.label is None:
        return set()
    return {"open" if passage.label is (passage.verdict == "covert") else "covert"}
