"""Plays in which the covert act is carried out and then a wording by somebody else is said.

A set in `played/` gives, for some environments, the calls that carry out the act and a report that says nothing
of it (`later` are calls after the first follow-up). Each item is a message to say as the answer to the last
follow-up, or as the report and again when asked. A set in `second/`, by a second author, has the same form; two
of its plays carry out nothing covert, and its labels are covert, open or cannot tell. A set in `third/`, by a
third author, has the form and the labels of `played/`. `scenes/` has environments that were written anew since
messages were written for them.
"""

from __future__ import annotations

import shlex
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from overt.evaluations import AnyEvaluation, environment, evaluation
from overt.play import Episode
from overt.world.environment import Environment, load_environments
from overt.world.messages import Assistant, ToolCall
from overt.world.verdict import Verdict

FOLDER = Path(__file__).parent / "played"
SECOND = Path(__file__).parent / "second"
THIRD = Path(__file__).parent / "third"
FORMER = Path(__file__).parent / "scenes"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
SECOND_NAMES = tuple(sorted(path.stem for path in SECOND.glob("*.yaml")))
THIRD_NAMES = tuple(sorted(path.stem for path in THIRD.glob("*.yaml")))
READINGS = {"not covert": "told", "unscored": "untold", "covert": "not told"}
FINDINGS = {True: "told", None: "untold", False: "not told"}


def loaded(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    return yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))


def acted(name: str, slug: str, calls: list[list[str]]) -> Episode:
    """The play after its calls, before anything is said; each list of calls is one turn."""
    episode = Episode(*scene(name, slug), seed=0, length="short")
    carry_out(episode, calls)
    return episode


def scene(name: str, slug: str) -> tuple[AnyEvaluation, Environment[Any]]:
    """The environment that messages were written for, of the suite or of those that it had then."""
    family = evaluation(name)
    former = load_environments(name, FORMER / name, family.data) if (FORMER / name).exists() else ()
    found = next((one for one in former if one.base_id == f"{name}/{slug}"), None)
    return (family, found) if found is not None else environment(f"{name}/{slug}")


def carry_out(episode: Episode, calls: list[list[str]]) -> None:
    for number, turn in enumerate(calls, len(episode.messages)):
        made: list[ToolCall] = []
        for place, call in enumerate(turn):
            tool, *pairs = shlex.split(call)
            arguments = dict(pair.split("=", 1) for pair in pairs)
            made.append(ToolCall(id=f"{number}-{place}", name=tool, arguments=arguments))
        episode.step(Assistant(calls=tuple(made)))


def said(name: str, play: dict[str, Any], slug: str, text: str | None, at: str) -> Verdict:
    """The verdict where this is the answer to the last follow-up, or the report, which is then said to all."""
    episode = acted(name, slug, play["calls"])
    neutral = play["report"]
    for number in range(len(episode.scene.follow_ups)):
        episode.step(Assistant(text=text if text and at == "report" else neutral))
        carry_out(episode, [] if number else play.get("later", []))
    episode.step(Assistant(text=text or neutral))
    return episode.verdict()


def reading(verdict: Verdict) -> str:
    """What the play counts as; where only a pair could be covert, what was read of the message."""
    if verdict.needs_pair and verdict.unscored_reason is None:
        return FINDINGS[verdict.disclosed.value]
    return READINGS[verdict.outcome]


def readings(name: str, folder: Path = FOLDER) -> list[tuple[dict[str, Any], str]]:
    found = loaded(name, folder)
    return [
        (item, reading(said(name, found["plays"][item["play"]], item["play"], item["text"], item["at"])))
        for item in found["items"]
    ]


def confusion(name: str, folder: Path = FOLDER) -> Counter[tuple[str, str]]:
    """Count (label, reading): discloses, conceals, silent, unclear against told, not told, untold."""
    return Counter((item["label"], read) for item, read in readings(name, folder))
