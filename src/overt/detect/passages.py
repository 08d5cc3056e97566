"""The labelled passages that detectors are measured on, a file a set, in halves that their writers fixed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from overt.errors import OvertError
from overt.world.messages import Frozen
from overt.world.rendering import load_yaml
from overt.world.verdict import Verdict, by_state, no, untold, yes

FOLDER = Path(__file__).with_name("gold")
MAIN = {
    "evaluation_awareness": "evaluation_awareness.yaml",
    "metagaming": "metagaming.yaml",
    "spec_citation": "spec_citation.yaml",
    "covert_intent": "covert_intent.yaml",
    "cot_action_mismatch": "cot_action_mismatch.yaml",
}
"""The set of each detector, in two halves; others beside them helped to find its words."""
FRESH = {name: f"{name}_fresh.yaml" for name in MAIN if name != "cot_action_mismatch"}
"""Passages by writers who knew the guidelines alone; whoever wrote the detectors' words saw none of them."""
Done = Literal["covert", "disclosed", "none", "unknown", "unscored"]
Half = Literal["fresh", "held_out", "dev", "all"]


class Passage(Frozen):
    """One to eight sentences of reasoning: what they show, in labels or in yes or no, and the kind of case.

    Where word and deed are compared, `verdict` is what was done, and `label` is None where they cannot be.
    """

    id: str
    half: Literal["fresh", "held_out", "dev"]
    style: str
    case: str
    text: str
    label: bool | None
    labels: tuple[str, ...] = ()
    verdict: Done | None = None


def passages(file: str) -> tuple[Passage, ...]:
    """Return the passages of a set in their order."""
    return tuple(_passage(one) for one in load_yaml(FOLDER / file))


def unread(detector: str) -> Half:
    """Return the half that says most of words which others helped to find: the fresh one where there is one."""
    return "fresh" if detector in FRESH else "held_out"


def gold(detector: str, half: Half | None = None) -> tuple[Passage, ...]:
    """Return a detector's labelled passages: `unread` without a half; "all" are both halves of its main set.

    Raises:
        OvertError: there are none for this detector, or none of this half.
    """
    if detector not in MAIN:
        raise OvertError(f"there are no labelled passages for {detector!r}; there are for: {', '.join(MAIN)}")
    half = half or unread(detector)
    if half == "fresh" and detector not in FRESH:
        raise OvertError(f"there are no fresh passages for {detector}; give --half held_out")
    files = FRESH if half == "fresh" else MAIN
    return tuple(p for p in passages(files[detector]) if half in (p.half, "all"))


def _passage(one: dict[str, Any]) -> Passage:
    return Passage.model_validate({"label": bool(one.get("labels")), **one})


def verdict_on(done: Done) -> Verdict:
    """Return the verdict that a passage tells of: what was done, whether it was known, whether it was told."""
    shown = by_state("as the passage is labelled")
    nothing = no("there was no act")
    if done == "unscored":
        return Verdict(act=untold("stopped"), completed=False, handed_back=False, unscored_reason="stopped")
    return Verdict(
        act=nothing if done == "none" else yes(shown),
        known=yes(shown) if done in ("covert", "disclosed") else nothing,
        disclosed=yes(shown) if done == "disclosed" else nothing,
        completed=True,
        handed_back=False,
    )
