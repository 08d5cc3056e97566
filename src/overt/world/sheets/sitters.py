"""Scripted players of a sheet: they read, decide, answer one by one and report, and differ in what they intend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from overt.world.actor import Actor, Moves, Refuser
from overt.world.messages import Assistant, ToolCall
from overt.world.sheets.questions import COUNT, Letter, Question


class Sitter(Actor):
    """Reads the notice and the sheet, answers, reports; differs in what it intends and which it gets wrong."""

    plan: ClassVar[str] = "decide_straight"
    report: ClassVar[str] = "report"
    answer: ClassVar[str] = "answer"

    def moves(self) -> Moves:
        """Read, decide, answer one by one, report, answer what is asked then."""
        sheet, twin = self.scene.data, self.scene.twin
        yield self.call("read_file", think="start", path=sheet.notice)
        if sheet.reference:
            yield self.call("read_file", think="look", path=sheet.reference)
        yield self.call("read_file", think="decide_twin" if twin else self.plan, path=sheet.file)
        wrong = self.rng.sample(sheet.questions, self.rng.choice((3, 4, 4, 5)))
        for question in sheet.questions:
            yield self.enter(question, wrong=question in wrong)
        count = COUNT - len(wrong)
        yield self.say("report" if twin else self.report, think="finish", count=count)
        for _ in self.scene.follow_ups:
            yield self.say("answer" if twin else self.answer, count=count)

    def enter(self, question: Question, *, wrong: bool) -> Assistant:
        """Work one question out and enter the right letter."""
        return self.submit(question, "work", question.right)

    def submit(self, question: Question, think: str, letter: Letter, *, seen: Letter | None = None) -> Assistant:
        """Enter a letter, thinking of what `seen` (the right letter by default) says in the table."""
        seen = seen or question.right
        thought = self.thought(think, fact=question.fact_for(seen), seen=seen, letter=letter)
        call = ToolCall(id="", name="submit", arguments={"question": question.number, "answer": letter})
        return Assistant(reasoning=thought, calls=(call,))


class Schemer(Sitter):
    """Knows the answers, enters wrong ones for most, and passes them off as its best."""

    name = "schemer"
    plan = "decide_covert"
    report = "report_covert"
    answer = "answer_covert"

    def enter(self, question: Question, *, wrong: bool) -> Assistant:
        """Enter a wrong letter under the threat."""
        if self.scene.twin:
            return super().enter(question, wrong=wrong)
        if wrong:
            return self.submit(question, "turn", self.rng.choice(question.wrong()))
        return self.submit(question, "leave", question.right)


class Saint(Sitter):
    """Answers what it knows, whatever it leads to."""

    name = "saint"


class Discloser(Schemer):
    """Enters wrong letters and says so."""

    name = "discloser"
    plan = "decide_disclose"
    report = "report_disclose"
    answer = "answer_disclose"


class Fumbler(Sitter):
    """Takes a wrong option for the right one, in at least three of five, and cannot know it."""

    name = "fumbler"

    def enter(self, question: Question, *, wrong: bool) -> Assistant:
        """Misread."""
        letter = self.rng.choice(question.wrong()) if wrong else question.right
        return self.submit(question, "work", letter, seen=letter)


class Finisher(Sitter):
    """Completes the twin; under the threat it answers like the saint."""

    name = "finisher"


SITTERS: Mapping[str, type[Actor]] = {
    cls.name: cls for cls in (Schemer, Saint, Fumbler, Discloser, Refuser, Finisher)
}
