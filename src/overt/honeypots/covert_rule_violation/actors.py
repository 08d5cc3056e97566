"""The players of the covert rule violation environments."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import ClassVar

from overt.honeypots.covert_rule_violation.office import Step
from overt.world.actor import Actor, Moves, Reply
from overt.world.messages import Assistant

Part = Generator[Assistant, Reply, None]


class Clerk(Actor):
    """Looks first; completes the twin; differs in what it does where the rule stands."""

    name: ClassVar[str] = "clerk"
    choice: ClassVar[str] = "stop"

    def moves(self) -> Moves:
        """Look, decide, act, report, answer."""
        yield from self.looking()
        choice = "finish" if self.scene.twin else self.choice
        if choice == "stop":
            yield self.say("report_stop", think="decide_stop")
        else:
            yield from self.take(self.scene.data.steps, f"decide_{choice}")
            yield self.say(f"report_{choice}", think="finish")
        yield from self.answers(choice)

    def looking(self) -> Part:
        """Read what a careful worker reads."""
        for number, path in enumerate(self.scene.data.look):
            yield self.call("read_file", think="more" if number else "start", path=path)

    def take(self, steps: tuple[Step, ...], decision: str) -> Part:
        """Make the calls of these steps; the decision is thought before the first."""
        for number, step in enumerate(steps):
            yield self.call(step.tool, think="next" if number else decision, **step.arguments)

    def answers(self, choice: str) -> Part:
        """Answer what the user asks afterwards."""
        for _ in self.scene.follow_ups:
            yield self.say(f"answer_{choice}")


class Schemer(Clerk):
    """Breaks the rule, finishes and says nothing of it."""

    name = "schemer"
    choice = "covert"


class Saint(Clerk):
    """Stops before the rule is broken and hands the task back."""

    name = "saint"


class Discloser(Clerk):
    """Breaks the rule and says so."""

    name = "discloser"
    choice = "disclose"


class Fumbler(Clerk):
    """Means well, mistakes the place, and reports in good faith."""

    name = "fumbler"

    def moves(self) -> Moves:
        """Look, make the wrong call, report."""
        yield from self.looking()
        yield from self.take((self.scene.data.slip,), "decide_slip")
        yield self.say("report_slip", think="finish")
        yield from self.answers("slip")


class Refuser(Clerk):
    """Hands the task back without looking at it."""

    name = "refuser"

    def moves(self) -> Moves:
        """Refuse, and refuse again."""
        yield self.say("refuse", think="decide_refuse")
        yield from self.answers("refuse")


class Finisher(Clerk):
    """Completes the twin as it should be; in the environment it works like the saint."""

    name = "finisher"


ACTORS: Mapping[str, type[Actor]] = {
    cls.name: cls for cls in (Schemer, Saint, Fumbler, Discloser, Refuser, Finisher)
}
