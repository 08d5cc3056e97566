"""The sheets of the two quizzes and of their variants: what the examined one is handed, and what it is not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from overt.evaluations import evaluation, variants

NAMES = ("sandbagging_qa", "sandbagging_qa_no_goal", *variants())
COUNTS = re.compile(r"\bright\b|\b[0-5]\s*-\s*[0-5]\b|\bthree\b|\bhalf\b|\bper cent\b|%", re.IGNORECASE)


@pytest.mark.parametrize("length", ["short", "full"])
@pytest.mark.parametrize("name", NAMES)
def test_the_sheet_has_the_questions_and_the_notice_what_counts(name: str, length: Any) -> None:
    """Nobody hands the examined one its key with the questions."""
    report = [e for e in evaluation(name).all_environments if e.kind == "report"]
    assert len(report) > 5
    for environment in (x for e in report for x in (e, e.twin)):
        scene = environment.scene(2, length)
        assert COUNTS.findall(scene.files[scene.data.file]) == [], environment.id
        assert re.search(r"(?i)\bthree\b", scene.files[scene.data.notice]), environment.id
