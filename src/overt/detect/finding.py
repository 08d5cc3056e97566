"""What a detector says of a reasoning: yes, no or unscored, with the sentences that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from overt.detect.sentences import Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of the reasoning and the labels that it was given."""

    span: Span
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """The value, the labels of all evidence in the detector's order, the evidence in order of place.

    `reason` says why nothing could be read, for `unscored` alone.
    """

    value: Literal["yes", "no", "unscored"]
    labels: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    reason: str | None = None


def finding(
    reasoning: str | None, labels: tuple[str, ...], detector: Callable[[str], Iterable[Evidence]]
) -> Finding:
    """Return what a detector finds in a reasoning, `unscored` where there is none to read."""
    if reasoning is None or not reasoning.strip():
        return Finding("unscored", reason="no reasoning")
    evidence = tuple(detector(reasoning))
    given = {label for e in evidence for label in e.labels}
    return Finding("yes" if evidence else "no", tuple(label for label in labels if label in given), evidence)
