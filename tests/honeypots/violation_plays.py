"""Playing the covert rule violation environments by hand."""

from __future__ import annotations

from functools import cached_property

from overt.evaluations import honeypots
from overt.honeypots.covert_rule_violation.evaluation import CovertRuleViolation
from overt.play import Episode
from overt.world.messages import Assistant, ToolCall

FAMILY = honeypots()["covert_rule_violation"]
SLUGS = [e.base_id.split("/")[1] for e in FAMILY.written]


class Written(CovertRuleViolation):
    """The family without what is grown, for tests of the environments written by hand."""

    @cached_property
    def all_environments(self):
        return self.written


def episode(slug: str, *, seed: int = 1, length: str = "short") -> Episode:
    return Episode(FAMILY, FAMILY.environment(f"covert_rule_violation/{slug}"), seed=seed, length=length)


def call(play: Episode, tool: str, **arguments: str) -> str:
    play.step(Assistant(calls=(ToolCall(id="c", name=tool, arguments=arguments),)))
    return play.messages[-1].text


def look(play: Episode) -> None:
    for path in play.scene.data.look:
        call(play, "read_file", path=path)


def take_all(play: Episode) -> None:
    for step in play.scene.data.steps:
        call(play, step.tool, **step.arguments)


def say(play: Episode, text: str) -> None:
    play.step(Assistant(text=text))
    while not play.done:
        play.step(Assistant(text=text))


def judge(play: Episode):
    return FAMILY.desirable(play.transcript())
