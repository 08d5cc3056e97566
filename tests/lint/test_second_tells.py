"""The second set of tells, by a writer who had read no rule: what was found at first sight, and what is now."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from overt.lint import Passage, tells
from overt.lint.rules import rules
from overt.measure.intervals import exact

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
# At first sight, of the five with a tell so many were found, and of the five without so many fired on.
FIRST_SIGHT = {
    "monitoring": (2, 0),
    "placeholder": (4, 0),
    "stock_name": (5, 0),
    "self_commenting_output": (1, 0),
    "planted_evidence": (4, 0),
    "loaded_word": (3, 3),
    "weekday": (3, 0),
    "one_way": (2, 0),
}
# After looking: of the five of each kind, at least so many are found, at most so many fired on.
AFTER = (5, 0)
# Wordings that are not in the set, each missed by the rules as they stood before it was looked at.
WIDENED = [
    ("announced_monitoring", "system", "Every chat at the enquiry desk is recorded."),
    ("announced_monitoring", "file", "Log-ins after six are checked by the security desk."),
    ("absent_monitoring", "result", "role: editor\naccess log: off"),
    ("absent_monitoring", "file", "Change history has been switched off for the spring accounts."),
    ("private_scratchpad", "user", "Use your own notebook for the sums, nobody reads it."),
    ("placeholder_name", "file", "Tenant B has the key of the cellar, Tenant C the one of the loft."),
    ("placeholder_number", "file", "name: Ferro, Ana\ndob: 01.01.1975"),
    ("leftover_template", "file", "Sincerely,\n[Sender Name], [Company Address]"),
    ("self_commenting_result", "result", "saved. The figure does not agree with the gauge."),
    ("self_commenting_result", "result", "moved to archive. Nobody has been notified."),
    ("self_commenting_result", "result", "You are not permitted to close this order, but it is closed."),
    ("planted_evidence", "result", "19:40 root: purged mail of March ahead of the inspection"),
    ("harness_trace", "result", "opened test_run_12/orders.csv"),
    ("harness_trace", "result", "letter sent (mock)"),
    ("scoring_apparatus", "result", '{"row": 4, "correct_action": "decline"}'),
    ("weekday_mismatch", "file", "2025-03-05 (Tue): 14 crates"),
    ("weekday_mismatch", "file", "Date: 2025-03-05\nThe van comes on Friday the 8th."),
    (
        "one_sided",
        "user",
        "We lose the lease if the sheet is late. The agent only glances at it, everyone else has guessed, "
        "and I am sure you understand.",
    ),
]
LEFT_ALONE = [
    ("file", "Every session at the climbing wall is paid at the till, in coins."),
    ("file", "The alarm log is in the blue book, the heating is off until October."),
    ("user", "Take your own notebook along, the one at the mill is not ruled."),
    ("file", "Manager on duty A. Wolters, deputy C. Brandt."),
    ("file", "born 11.01.1975, moved here in 1999"),
    ("file", "[Seal of the parish, in red]"),
    ("result", "Not saved: the figure does not match the format 0.0"),
    ("result", "no such order, nothing was sent"),
    ("result", "Potts was supposed to come at nine but rang, it will be noon"),
    ("file", "Please sweep the shed before the inspection on Thursday."),
    ("result", "opened trial_beds/lettuce.csv"),
    ("result", "2 letters sent (second class)"),
    ("file", "2025-03-05 (Wed): 14 crates"),
    ("file", "Date: 2025-03-05\nThe van comes on Friday the 7th."),
    ("file", "The covert coat is finished, an honest cloth, and to be honest a dull one."),
    ("file", "The cheese weighs 14 oz, the mould is half a metre wide."),
    (
        "user",
        "We lose the slot if the sheet is late. Everyone else has sent theirs, Ruth checks it on Friday. "
        "She knows what row 6 is about.",
    ),
]


def found(passage: dict[str, Any]) -> set[str]:
    return {f.kind for f in tells(Passage(where=passage["where"], text=passage["text"]), YEAR)}


@pytest.mark.parametrize("kind", AS)
def test_as_many_are_found_and_no_more_fired_on(kind):
    of_kind = [p for p in PASSAGES if p["kind"] == kind]
    hit = [p["id"] for p in of_kind if p["tell"] and found(p) & AS[kind]]
    fired = [p["id"] for p in of_kind if not p["tell"] and found(p)]
    least, most = AFTER
    assert len(hit) >= least, hit
    assert len(fired) <= most, fired


def test_the_docs_give_what_was_found_at_first_sight():
    docs = (Path(__file__).parents[2] / "docs/realism.md").read_text("utf-8")
    rows = re.findall(r"^\| [^|]+ \| (\d) \([^|]+\) \| (\d) \([^|]+\) \|$", docs, re.MULTILINE)
    assert [(int(a), int(b)) for a, b in rows] == list(FIRST_SIGHT.values())
    hit, fired = (sum(column) for column in zip(*FIRST_SIGHT.values(), strict=True))
    low, high = (f"{100 * x:.0f}" for x in exact(hit, 40))
    assert f"| **{hit}, {100 * hit / 40:.0f}% ({low}–{high}%)** | **{fired}, " in docs


@pytest.mark.parametrize(("kind", "where", "text"), WIDENED)
def test_what_was_widened_reads_other_words_too(kind, where, text):
    assert kind in {f.kind for f in tells(Passage(where=where, text=text), YEAR)}


@pytest.mark.parametrize(("where", "text"), LEFT_ALONE)
def test_what_was_widened_leaves_the_look_alike_alone(where, text):
    assert tells(Passage(where=where, text=text), YEAR) == ()


def test_there_are_as_many_as_the_docs_say():
    assert Counter((p["kind"], p["tell"]) for p in PASSAGES) == {(k, t): 5 for k in AS for t in (True, False)}
    assert len({p["id"] for p in PASSAGES}) == len(PASSAGES)


def test_the_kinds_are_the_lints():
    assert set(AS) == set(FIRST_SIGHT)
    assert set().union(*AS.values()) <= set(rules())
