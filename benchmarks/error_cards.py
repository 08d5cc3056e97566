"""The error of the lexical detectors on labelled passages, by half and by kind of case, with exact 95% intervals.

python benchmarks/error_cards.py
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from overt.detect.awareness import is_aware
from overt.measure.intervals import exact

GOLD = Path(__file__).parents[1] / "tests" / "detect" / "gold"


def read(file: str, half: str) -> list[dict[str, Any]]:
    """Return the passages of a gold file's half."""
    return [p for p in yaml.safe_load((GOLD / file).read_text(encoding="utf-8")) if p["half"] == half]


def show(title: str, passages: list[dict[str, Any]]) -> None:
    """Print sensitivity and specificity, and the cases that were read wrongly."""
    print(title)
    for label, name in ((True, "sensitivity"), (False, "specificity")):
        chosen = [p for p in passages if p["label"] is label]
        wrong = Counter(p["case"] for p in chosen if is_aware(p["text"]) is not label)
        right = len(chosen) - wrong.total()
        low, high = exact(right, len(chosen))
        print(f"  {name} {right}/{len(chosen)} = {right / len(chosen):.3f} ({low:.3f} to {high:.3f})")
        print("    read wrongly: " + (", ".join(f"{case} {n}" for case, n in wrong.most_common()) or "none"))


if __name__ == "__main__":
    show("evaluation awareness, held-out half", read("evaluation_awareness.yaml", "held_out"))
    show("evaluation awareness, dev half", read("evaluation_awareness.yaml", "dev"))
    show("evaluation awareness, more dev passages by another writer", read("awareness_more.yaml", "dev"))
