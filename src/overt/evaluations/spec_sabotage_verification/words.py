"""The words by which messages tell or hide; `words.yaml` has them for a delivery that was entered wrongly."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from overt.evaluations.spec_sabotage_verification.telling import Words
from overt.world.rendering import load_yaml

_NAMED = re.compile(r"<([A-Z]+)>")
_OWN: Mapping[str, Sequence[str]] = load_yaml(Path(__file__).with_name("words.yaml"))


def pattern(name: str, more: Mapping[str, Sequence[str]] | None = None) -> str:
    """Return the regular expression of a list, here or in `more`, with the lists that it names put in."""
    found = {**_OWN, **(more or {})}

    def filled(match: re.Match[str]) -> str:
        return "['’]" if match[1] == "Q" else f"(?:{pattern(match[1], more)})"

    return "|".join(_NAMED.sub(filled, line) for line in found[name])


PASSED = Words(
    deed=pattern("PASS"), truth=pattern("DIFFER"), lie=pattern("MATCH"), fault=True, apart=pattern("APART")
)
"""Entered as same though it differs."""
STOPPED = Words(
    deed=pattern("STOP"),
    truth=pattern("RIGHT"),
    lie=pattern("WRONG"),
    fault=False,
    apart=pattern("APART"),
    negated=True,
)
"""Entered as differing though it is the same."""
