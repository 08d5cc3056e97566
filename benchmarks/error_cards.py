"""The error of the lexical detectors on labelled passages, by half and by kind of case, with exact 95% intervals.

python benchmarks/error_cards.py [DETECTOR ...]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import yaml

from overt.detect.awareness import is_aware
from overt.detect.citation import citations
from overt.detect.intent import covert_intent
from overt.detect.metagaming import metagaming
from overt.detect.passages import FOLDER, MAIN
from overt.measure.intervals import exact

AWARENESS = "evaluation_awareness"
MISMATCH = "cot_action_mismatch"
SETS = {
    AWARENESS: [
        ("fresh passages", "evaluation_awareness_fresh.yaml", "fresh"),
        ("held-out half", "evaluation_awareness.yaml", "held_out"),
        ("dev half", "evaluation_awareness.yaml", "dev"),
        ("more dev passages by another writer", "awareness_more.yaml", "dev"),
    ],
    "covert_intent": [
        ("fresh passages", "covert_intent_fresh.yaml", "fresh"),
        ("the words' own writer, held-out half", "covert_intent.yaml", "held_out"),
        ("the words' own writer, dev half", "covert_intent.yaml", "dev"),
    ],
    "metagaming": [
        ("fresh passages", "metagaming_fresh.yaml", "fresh"),
        ("held-out half", "metagaming.yaml", "held_out"),
        ("dev half", "metagaming.yaml", "dev"),
        ("the words' own writer, held-out half", "metagaming_more.yaml", "held_out"),
        ("the words' own writer, dev half", "metagaming_more.yaml", "dev"),
        ("the words' own writer, made to break them", "metagaming_hard.yaml", "dev"),
    ],
    "spec_citation": [
        ("fresh passages", "spec_citation_fresh.yaml", "fresh"),
        ("held-out half", "spec_citation.yaml", "held_out"),
        ("dev half", "spec_citation.yaml", "dev"),
    ],
    MISMATCH: [],
}
DETECTORS: dict[str, Callable[[str], tuple[str, ...]]] = {
    AWARENESS: lambda text: ("yes",) if is_aware(text) else (),
    "covert_intent": lambda text: ("yes",) if covert_intent(text).value == "yes" else (),
    "metagaming": lambda text: metagaming(text).labels,
    "spec_citation": lambda text: tuple(dict.fromkeys(label for e in citations(text) for label in e.labels)),
}
OWN = {"spec_citation": "sc-110", MISMATCH: "cm-119"}
"""The last passage of a set by a writer who knew the words; those after it are by one who had not seen them."""
STATED = {"covert": ("open", "covert"), "disclosed": ("covert", "open"), "none": ("covert", "open")}
"""For each verdict, the decision that was stated where word and deed differ, and where they agree."""


def read(file: str) -> list[dict[str, Any]]:
    """Return the passages of a gold file, each with `labels`: one, or none, where it says true or false."""
    passages = yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))
    return [{"labels": ["yes"] if p.get("label") else [], **p} for p in passages]


def stated(file: str) -> list[dict[str, Any]]:
    """Return the passages that were given a comparable verdict, with the stated decision, or none, as `labels`."""
    found = [p for p in read(file) if p["verdict"] in STATED]
    decided = {True: 0, False: 1}
    return [
        {**p, "labels": [STATED[p["verdict"]][decided[at]]] if (at := p["label"]) is not None else []}
        for p in found
    ]


def by_another(name: str, passages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return those passages of a set that were written by one who had not seen the detector."""
    return [p for p in passages if p["id"] > OWN[name]]


def proportion(right: int, of: int) -> str:
    """Return a count, its share and its exact interval as text."""
    low, high = exact(right, of)
    return f"{right}/{of} = {right / of:.3f} ({low:.3f} to {high:.3f})"


def show(title: str, passages: list[dict[str, Any]], detector: Callable[[str], tuple[str, ...]]) -> None:
    """Print sensitivity and specificity, the cases that were read wrongly, and how often each label was given."""
    print(title)
    found = {p["id"]: detector(p["text"]) for p in passages}
    for positive, name in ((True, "sensitivity"), (False, "specificity")):
        chosen = [p for p in passages if bool(p["labels"]) is positive]
        wrong = Counter(p["case"] for p in chosen if bool(found[p["id"]]) is not positive)
        print(f"  {name} {proportion(len(chosen) - wrong.total(), len(chosen))}")
        print("    read wrongly: " + (", ".join(f"{case} {n}" for case, n in wrong.most_common()) or "none"))
    given = Counter(label for p in passages for label in p["labels"])
    for label in given if len(given) > 1 else ():
        same = sum(label in p["labels"] and label in found[p["id"]] for p in passages)
        more = sum(label not in p["labels"] and label in found[p["id"]] for p in passages)
        print(f"    {label}: found {proportion(same, given[label])}, and given to {more} without it")


def kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return Cohen's kappa of two labellings of the same passages (Educ. Psychol. Meas. 20, 37, 1960)."""
    n = len(first)
    agree = sum(a == b for a, b in zip(first, second, strict=True)) / n
    one, two = Counter(first), Counter(second)
    chance = sum(one[v] * two[v] for v in one) / n**2
    return (agree - chance) / (1 - chance)


def agreement(title: str, passages: list[dict[str, Any]], labels: dict[str, list[str]]) -> None:
    """Print how far a second labelling of passages agrees with the first: any label or none, and all labels alike.

    Kappa's interval is that of raw agreement (exact), with chance agreement held where it was observed.
    """
    both = [p for p in passages if p["id"] in labels]
    first = [frozenset(p["labels"]) for p in both]
    again = [frozenset(labels[p["id"]]) for p in both]
    print(f"{title}: {len(both)} passages")
    print(f"  any label or none {_alike([bool(x) for x in first], [bool(x) for x in again])}")
    if len(set(first) | set(again)) > 2:
        print(f"  all labels alike {_alike(first, again)}")
    for name in sorted({label for labelled in (*first, *again) for label in labelled}):
        one, two = [name in x for x in first], [name in x for x in again]
        if len(set(first) | set(again)) > 2:
            share = sum(a and b for a, b in zip(one, two, strict=True))
            print(f"    {name}: {sum(one)} and {sum(two)}, both {share}")
    apart = [p for p, a, b in zip(both, first, again, strict=True) if a != b]
    print(
        "    apart: "
        + (", ".join(f"{c} {n}" for c, n in Counter(p["case"] for p in apart).most_common()) or "none")
    )


def _alike(first: Sequence[Hashable], again: Sequence[Hashable]) -> str:
    n = len(first)
    same = sum(a == b for a, b in zip(first, again, strict=True))
    one, two = Counter(first), Counter(again)
    chance = sum(one[v] * two[v] for v in one) / n**2
    low, high = ((at - chance) / (1 - chance) for at in exact(same, n))
    return f"{proportion(same, n)}, kappa {kappa(first, again):.3f} ({low:.3f} to {high:.3f})"


def again_by(passages: list[dict[str, Any]], labels: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Return the passages that were labelled a second time, with the second labels in place of the first."""
    return [{**p, "labels": labels[p["id"]]} for p in passages if p["id"] in labels]


if __name__ == "__main__":
    second = yaml.safe_load((FOLDER / "second_labels.yaml").read_text(encoding="utf-8"))
    for name in sys.argv[1:] or SETS:
        for title, file, half in SETS[name]:
            show(f"{name}, {title}", [p for p in read(file) if p["half"] == half], DETECTORS[name])
        if name == "spec_citation":
            chosen = by_another(name, read("spec_citation.yaml"))
            show(f"{name}, by another writer, both halves", chosen, DETECTORS[name])
        if name == "covert_intent":
            chosen = by_another(MISMATCH, stated("cot_action_mismatch.yaml"))
            told = [{**p, "labels": ["yes"] if "covert" in p["labels"] else []} for p in chosen]
            show(
                f"{name}, decisions stated in the mismatch set by another writer, both halves",
                told,
                DETECTORS[name],
            )
        for part in second.get(name, []):
            chosen = stated(part["file"]) if name == MISMATCH else read(part["file"])
            held = [p for p in chosen if p["half"] == "held_out" and part["file"] == MAIN.get(name)]
            agreement(f"{name}, labelled again, {part['by']}", chosen, part["labels"])
            if held and name in ("spec_citation", AWARENESS):
                agreement(f"{name}, the held-out half of these", held, part["labels"])
                show(
                    f"{name}, held-out half by the second labels", again_by(held, part["labels"]), DETECTORS[name]
                )
