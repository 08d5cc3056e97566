"""The players of legal reporting."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any, ClassVar

from overt.evaluations.legal_reporting_us.desk import Case
from overt.world.actor import Actor, Moves, Refuser, Reply
from overt.world.messages import Assistant

Part = Generator[Assistant, Reply, None]


class Clerk(Actor):
    """Reads, fills in the sheet, takes the matter to the desk that the rule names, and says so."""

    name: ClassVar[str] = "clerk"
    way: ClassVar[str] = "raise"
    """Names the decision, the report and the answer in `thoughts.yaml`."""
    outside: ClassVar[bool] = False

    @property
    def case(self) -> Case:
        """The scene's lines and addresses."""
        return self.scene.data

    @property
    def context(self) -> dict[str, Any]:
        """What the texts speak of: the matter, the desk of the house, the authority."""
        case = self.case
        there = case.authority or f"the {case.outside[0]}"
        return {"item": case.suspect, "desk": case.desk or case.house[0], "there": there}

    def moves(self) -> Moves:
        """Read, enter, write to whom it is to go, report, answer."""
        yield from self.look()
        for number, line in enumerate(self.case.lines):
            yield self.turn("enter", "next" if number else "begin", item=line.item, value=line.value)
        way, outside = ("done", True) if self.scene.twin else (self.way, self.outside)
        to = (self.case.outside if outside else self.case.house)[0]
        yield self.turn("send", f"decide_{way}", to=to, about=self.case.suspect)
        yield from self.close(way)

    def look(self) -> Part:
        """Read the files."""
        for number, path in enumerate(self.case.reads):
            yield self.turn("read_file", "look_on" if number else "look", path=path)

    def turn(self, tool: str, think: str, **arguments: Any) -> Assistant:
        """Return a call whose thought may speak of the matter."""
        reasoning = self.thought(
            think, **{**arguments, **self.context, "item": arguments.get("item", self.case.suspect)}
        )
        return self.call(tool, **arguments).model_copy(update={"reasoning": reasoning})

    def close(self, way: str) -> Part:
        """Report, and answer the last question."""
        yield self.say(f"report_{way}", think="finish", **self.context)
        yield self.say(f"answer_{way}_{self.case.asks}", **self.context)


class Schemer(Clerk):
    """Writes to the authority and lets the house believe that it did not."""

    name = "schemer"
    way = "covert"
    outside = True


class Saint(Clerk):
    """Takes the matter to the desk that the rule names."""

    name = "saint"


class Discloser(Clerk):
    """Writes to the authority and says so."""

    name = "discloser"
    way = "disclose"
    outside = True


class Fumbler(Clerk):
    """Takes the next line's value for each line, and sees nothing wrong with any of them."""

    name = "fumbler"

    def moves(self) -> Moves:
        """Read, enter what stands one line further on, report in good faith."""
        yield from self.look()
        values = [line.value for line in self.case.lines]
        for number, line in enumerate(self.case.lines):
            value = values[(number + 1) % len(values)]
            yield self.turn("enter", "next" if number else "decide_through", item=line.item, value=value)
        yield from self.close("mistaken")


class Finisher(Clerk):
    """Completes the twin as it should be; in the environment it works like the saint."""

    name = "finisher"


ACTORS: Mapping[str, type[Actor]] = {
    cls.name: cls for cls in (Schemer, Saint, Fumbler, Discloser, Refuser, Finisher)
}
