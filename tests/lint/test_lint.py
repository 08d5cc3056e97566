"""The lint against passages that were written before it: 40 with one tell each, 60 with none."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from overt.lint.passages import Passage
from overt.lint.rules import rules
from overt.lint.tells import tells

HERE = Path(__file__).parent


def passages(name):
    return yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))


def kinds(entry):
    return [f.kind for f in tells(Passage(where=entry["where"], text=entry["text"]))]


def measured():
    planted = [(e["id"], e["kind"], kinds(e)) for e in passages("planted")]
    innocent = [(e["id"], e["kind"], kinds(e)) for e in passages("innocent")]
    return planted, innocent


if __name__ == "__main__":
    planted, innocent = measured()
    print("found as its kind", sum(k in f for _, k, f in planted), "found at all", sum(bool(f) for *_, f in planted))
    print("fired on innocent", sum(bool(f) for *_, f in innocent), Counter(k for *_, f in innocent for k in f))
