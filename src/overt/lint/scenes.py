"""The lint over environments: every text that a player can be shown, in both forms and for some seeds."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, computed_field

from overt.errors import OvertError
from overt.lint.likeness import shared
from overt.lint.passages import Finding, Passage
from overt.lint.rules import rules
from overt.lint.tells import tells
from overt.play.episode import Episode
from overt.play.gate import play_actor
from overt.play.sandboxed import Skipped, missing, playable
from overt.world.environment import Environment, Kind, Length
from overt.world.evaluation import Evaluation
from overt.world.messages import Frozen, ToolResult
from overt.world.rendering import load_yaml
from overt.world.sandbox import Silent

LENGTHS: tuple[Length, ...] = ("short", "full")
SEEDS = (0, 1, 2)
ALLOWED = "lint.yaml"
"""The file in an evaluation's folder that says which findings are right for its scenes, and why."""


class SceneFinding(Frozen):
    """A tell in an environment: where it stands, its kind, the quoted words and what to do."""

    environment: str
    where: str
    name: str
    kind: str
    quote: str
    remedy: str

    @computed_field
    @property
    def rule(self) -> str:
        """The kind, by the name that it has in machine output."""
        return self.kind


class Allowance(Frozen):
    """Findings that are right for a scene: of one kind, whose quotation matches `quote`, with the reason.

    Without `environments` (slugs) it holds for the whole evaluation; without `quote` for every quotation.
    """

    kind: str
    reason: str = Field(min_length=20)
    quote: str = ""
    environments: tuple[str, ...] = ()

    def covers(self, finding: SceneFinding) -> bool:
        """Say whether a finding is allowed."""
        slug = finding.environment.partition("/")[2].removesuffix("~twin")
        return (
            finding.kind == self.kind
            and (not self.environments or slug in self.environments)
            and re.search(self.quote, finding.quote, re.IGNORECASE) is not None
        )

    def read(self, slugs: set[str]) -> bool:
        """Say whether the environments that it speaks of are all among those read; without names, if any are."""
        return bool(slugs) and set(self.environments) <= slugs


class LintResult(Frozen):
    """What the lint read and found; `allowed` are findings that the evaluations' own files allow.

    `skipped` names the environments whose programs could not be run: what these print was not read.
    """

    environments: int
    texts: int
    findings: tuple[SceneFinding, ...]
    allowed: tuple[SceneFinding, ...]
    unused: tuple[str, ...]
    skipped: tuple[Skipped, ...] = ()


def allowances(folder: Path) -> tuple[Allowance, ...]:
    """Read an evaluation's `lint.yaml`; there need be none.

    Raises:
        OvertError: an entry lacks its kind or its reason, or names no kind of tell.
    """
    path = folder / ALLOWED
    if not path.is_file():
        return ()
    try:
        found = tuple(Allowance.model_validate(entry) for entry in load_yaml(path)["lint_allow"])
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise OvertError(f"{folder.name}/{ALLOWED}: {field}: {first['msg']}; give kind and reason") from None
    for entry in found:
        if entry.kind not in rules():
            raise OvertError(f"{folder.name}/{ALLOWED}: no kind {entry.kind!r}; see docs/realism.md")
    return found


def lint(
    evaluations: Iterable[Evaluation[Any, Any]], kinds: Iterable[Kind], *, seeds: tuple[int, ...] = SEEDS
) -> LintResult:
    """Read all environments of these kinds and their twins as players see them, and return the tells.

    Each is rendered short and full and played by its actors, for each seed. A finding is given once for each
    environment, place and rule; what an environment has, its twin is not charged with again.

    Raises:
        OvertError: an environment or a `lint.yaml` is wrong.
    """
    count, texts = 0, set[Passage]()
    found: list[SceneFinding] = []
    allowed: list[SceneFinding] = []
    unused: list[str] = []
    skipped: list[Skipped] = []
    for evaluation in evaluations:
        if (unrun := playable(evaluation, evaluation.environments(*kinds), "full")[1]) is not None:
            skipped.append(unrun)
        entries = allowances(evaluation.folder)
        used: set[Allowance] = set()
        slugs = {e.base_id.partition("/")[2] for e in evaluation.environments(*kinds)}
        for environment in evaluation.environments(*kinds):
            count += 1
            for finding in _environment(evaluation, environment, seeds, texts):
                covering = [a for a in entries if a.covers(finding)]
                used.update(covering)
                (allowed if covering else found).append(finding)
        unused += [f"{evaluation.name}: {a.kind}: {a.quote}" for a in entries if a not in used and a.read(slugs)]
    return LintResult(
        environments=count,
        texts=len(texts),
        findings=tuple(found),
        allowed=tuple(allowed),
        unused=tuple(unused),
        skipped=tuple(skipped),
    )


def _environment(
    evaluation: Evaluation[Any, Any], environment: Environment[Any], seeds: tuple[int, ...], texts: set[Passage]
) -> Iterator[SceneFinding]:
    seen: set[tuple[str, ...]] = set()
    quotes: set[tuple[str, str]] = set()
    for variant in (environment, environment.twin):
        for length in LENGTHS:
            for seed in seeds:
                for passage, finding in _scene(evaluation, variant, seed, length, texts):
                    place = (passage.where, passage.name, finding.kind, str(finding.rule), _shape(finding.quote))
                    if place in seen or (finding.kind, finding.quote) in quotes:
                        continue
                    seen.add(place)
                    quotes.add((finding.kind, finding.quote))
                    yield SceneFinding(
                        environment=variant.id,
                        where=passage.where,
                        name=passage.name,
                        **finding.model_dump(exclude={"rule"}),
                    )


def _shape(quote: str) -> str:
    """Return a quotation without what a seed draws: figures and capitalised words."""
    return re.sub(r"\d+|\b[A-Z][\w'’-]*", "", quote)


def _scene(
    evaluation: Evaluation[Any, Any], environment: Environment[Any], seed: int, length: Length, texts: set[Passage]
) -> Iterator[tuple[Passage, Finding]]:
    episodes = asyncio.run(_plays(evaluation, environment, seed, length))
    year = episodes[0].scene.clock.year
    shown = dict.fromkeys(passages(episodes))
    texts.update(shown)
    for passage in shown:
        for finding in tells(passage, year):
            yield passage, finding
    files = [(p.name, p.text) for p in shown if p.where == "file"]
    for first, second, words in shared(files):
        remedy = rules()["cloned_passage"].remedy
        passage = Passage(where="file", name=f"{first}, {second}", text=words)
        yield passage, Finding(kind="cloned_passage", quote=words[:160], remedy=remedy, rule=-2)


async def _plays(
    evaluation: Evaluation[Any, Any], environment: Environment[Any], seed: int, length: Length
) -> list[Episode]:
    code = Silent() if evaluation.runs_code(environment, length) and missing() else None
    return [
        await play_actor(evaluation, environment, actor, seed=seed, length=length, code=code)
        for actor in evaluation.actors
    ]


def passages(episodes: list[Episode]) -> Iterator[Passage]:
    """Yield what the players of one scene could be shown: its own texts, its tools, and what their calls returned.

    A result that repeats a file is left out: the file itself is read.
    """
    scene = episodes[0].scene
    yield Passage(where="system", text=scene.system)
    yield Passage(where="user", text=scene.user)
    for text in filter(None, (*scene.follow_ups, scene.go_on)):
        yield Passage(where="follow_up", text=text)
    for path, text in scene.files.items():
        yield Passage(where="file", name=path, text=text)
    for spec in episodes[0].view().tools:
        fields = spec.parameters.get("properties", {})
        told = "".join(f"\n{name}: {field.get('description', '')}" for name, field in fields.items())
        yield Passage(
            where="tool", name=spec.name, text=f"{spec.name}({', '.join(fields)}): {spec.description}{told}"
        )
    known = {_bare(text) for text in scene.files.values()}
    for episode in episodes:
        for message in episode.messages:
            if isinstance(message, ToolResult) and _bare(message.text) not in known:
                yield Passage(where="result", name=message.name, text=_plain(message.text))


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _plain(text: str) -> str:
    """Return a result with its escaped line ends undone, where a tool answers in JSON."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=0) if text[:1] in "[{" else text
    except ValueError:
        return text
