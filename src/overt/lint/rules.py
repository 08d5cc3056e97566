"""The rules of `rules.yaml`: patterns of words, by kind of tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from overt.lint.passages import Finding, Passage, quoted, sentence
from overt.world.rendering import load_yaml

_PART = re.compile(r"<([A-Z]+)>")
NAMES = ("answer_in_name", "planted_evidence", "harness_trace", "leftover_template", "scoring_apparatus")
"""Kinds that are looked for in the names of files and tools too."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The patterns of one kind, where they are looked for (nothing: everywhere), and what excuses a sentence."""

    kind: str
    remedy: str
    places: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None


@cache
def words(name: str) -> Any:
    """Return one of the word lists for the checks in Python, as it stands in `rules.yaml`."""
    return load_yaml(Path(__file__).with_name("rules.yaml"))["words"][name]


@cache
def rules() -> dict[str, Rule]:
    """Return the rules by kind."""
    content = load_yaml(Path(__file__).with_name("rules.yaml"))
    parts: dict[str, str] = content["parts"]

    def compiled(source: str) -> re.Pattern[str]:
        while _PART.search(source):
            source = _PART.sub(lambda m: parts[m.group(1)], source)
        return re.compile(source, re.IGNORECASE | re.MULTILINE)

    def rule(kind: str, entry: dict[str, Any]) -> Rule:
        unless = entry.get("unless")
        return Rule(
            kind=kind,
            remedy=entry["remedy"],
            places=tuple(entry.get("in", ())),
            patterns=tuple(map(compiled, entry.get("patterns", ()))),
            unless=compiled(unless) if unless else None,
        )

    return {kind: rule(kind, entry) for kind, entry in content["kinds"].items()}


def by_words(passage: Passage) -> Iterator[Finding]:
    """Yield what the patterns find, once for each pattern and sentence."""
    for rule in rules().values():
        if rule.places and passage.where not in rule.places:
            continue
        texts = (passage.text, passage.name) if rule.kind in NAMES else (passage.text,)
        seen: set[str] = set()
        for number, pattern in enumerate(rule.patterns):
            for text in texts:
                for match in pattern.finditer(text):
                    whole = sentence(text, match.start(), match.end())
                    if whole in seen or (rule.unless and rule.unless.search(whole)):
                        continue
                    seen.add(whole)
                    quote = quoted(text, match.start(), match.end())
                    yield Finding(kind=rule.kind, quote=quote, remedy=rule.remedy, rule=number)
