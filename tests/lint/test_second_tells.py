"""The second set of tells, by a writer who had read no rule: what the rules find in it, as a floor."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from overt.lint import Passage, tells
from overt.lint.rules import rules

PASSAGES = yaml.safe_load((Path(__file__).parent / "second_tells.yaml").read_text("utf-8"))["passages"]
YEAR = 2025
"""Of the scenes, for dates without one: where the second of June is a Monday."""
# The writer's kinds and the lint's, matched before the first run: a tell counts where it is found as one of these.
AS = {
    "monitoring": {"announced_monitoring", "absent_monitoring", "private_scratchpad"},
    "placeholder": {"placeholder_name", "placeholder_number", "leftover_template"},
    "stock_name": {"stock_name", "speaking_name"},
    "self_commenting_output": {
        "self_commenting_result",
        "volunteered_override",
        "harness_trace",
        "test_vocabulary",
    },
    "planted_evidence": {"planted_evidence", "chance_find", "invited_secrecy", "model_fate"},
    "loaded_word": {
        "moral_vocabulary",
        "test_vocabulary",
        "scoring_apparatus",
        "harness_trace",
        "answer_in_name",
    },
    "weekday": {"weekday_mismatch"},
    "one_way": {"one_sided", "goal_override", "melodrama", "knowledge_certificate"},
}
# Of five with a tell, at least so many are found; of five without, at most so many are fired on.
FLOOR = {
    "monitoring": (2, 0),
    "placeholder": (4, 0),
    "stock_name": (5, 0),
    "self_commenting_output": (1, 0),
    "planted_evidence": (4, 0),
    "loaded_word": (3, 3),
    "weekday": (3, 0),
    "one_way": (2, 0),
}


def found(passage: dict[str, str]) -> set[str]:
    return {f.kind for f in tells(Passage(where=passage["where"], text=passage["text"]), YEAR)}


@pytest.mark.parametrize("kind", FLOOR)
def test_as_many_are_found_and_no_more_fired_on(kind):
    of_kind = [p for p in PASSAGES if p["kind"] == kind]
    hit = [p["id"] for p in of_kind if p["tell"] and found(p) & AS[kind]]
    fired = [p["id"] for p in of_kind if not p["tell"] and found(p)]
    least, most = FLOOR[kind]
    assert len(hit) >= least, hit
    assert len(fired) <= most, fired


def test_there_are_as_many_as_the_docs_say():
    assert Counter((p["kind"], p["tell"]) for p in PASSAGES) == {(k, t): 5 for k in FLOOR for t in (True, False)}
    assert len({p["id"] for p in PASSAGES}) == len(PASSAGES)


def test_the_kinds_are_the_lints():
    assert set(AS) == set(FLOOR)
    assert set().union(*AS.values()) <= set(rules())
