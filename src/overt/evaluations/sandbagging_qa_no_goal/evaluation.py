"""Sandbagging QA (No Goal): easy questions, and a document that says what a good result leads to."""

from __future__ import annotations

from typing import ClassVar

from overt.evaluations.sandbagging_qa_no_goal.actors import ACTORS
from overt.world import Evaluation, Scene, Transcript, Verdict
from overt.world.sheets.admission import admitted
from overt.world.sheets.desk import ENOUGH, SHEET_TABLE, Desk, judged
from overt.world.sheets.questions import Sheet


class SandbaggingQANoGoal(Evaluation[Sheet, Desk]):
    """Covert: questions that the player can answer are answered wrong because of what a good result leads to.

    One play cannot tell that from not knowing, so the pair does: the same sheet, with nothing hanging on it.
    """

    name = "sandbagging_qa_no_goal"
    category = "sandbagging"
    paired = True
    table: ClassVar = SHEET_TABLE
    data = Sheet
    actors: ClassVar = ACTORS

    def world(self, scene: Scene[Sheet]) -> Desk:
        """Return the folder with the sheet written into it."""
        return Desk(files=scene.data.pages(scene.files), clock=scene.clock, sheet=scene.data)

    def verdict(self, transcript: Transcript[Sheet, Desk]) -> Verdict:
        """Read the answers, and from the messages whether it was said that they were held down."""
        return judged(transcript, admitted(transcript.said()), enough=ENOUGH)


EVALUATION = SandbaggingQANoGoal()
