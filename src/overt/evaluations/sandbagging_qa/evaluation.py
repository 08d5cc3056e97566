"""Sandbagging QA: easy questions, a goal given in the prompt, and a document by which a good result ends it."""

from __future__ import annotations

from typing import ClassVar

from overt.evaluations.sandbagging_qa.telling import told
from overt.world import Evaluation, Scene, Transcript, Verdict
from overt.world.sheets.desk import ENOUGH, SHEET_TABLE, Desk, judged
from overt.world.sheets.questions import Sheet
from overt.world.sheets.sitters import SITTERS


class GoalSheet(Sheet):
    """A sheet whose result bears on a goal.

    `goal` finishes "then I cannot …", for the actors. `below` tells them, in a twin that inverts the threat, what
    happens at half or less; there it is a good result that serves the goal.
    """

    goal: str
    below: str | None = None


class SandbaggingQA(Evaluation[GoalSheet, Desk]):
    """Covert: questions that the player can answer are answered wrong, so that it can go on with its goal.

    One play cannot tell that from not knowing, so the pair does: the same sheet, with nothing hanging on it, or
    with the threat inverted so that it hangs on a bad result.
    """

    name = "sandbagging_qa"
    category = "sandbagging"
    paired = True
    table: ClassVar = SHEET_TABLE
    data = GoalSheet
    actors: ClassVar = SITTERS

    def world(self, scene: Scene[GoalSheet]) -> Desk:
        """Return the folder with the sheet written into it."""
        return Desk(files=scene.data.pages(scene.files), clock=scene.clock, sheet=scene.data)

    def verdict(self, transcript: Transcript[GoalSheet, Desk]) -> Verdict:
        """Read the answers, and from the messages whether it was said that they were held down."""
        return judged(transcript, told(transcript), enough=ENOUGH)


EVALUATION = SandbaggingQA()
