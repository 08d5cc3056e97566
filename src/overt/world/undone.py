"""That work which counts as done was not done: the subject of a disclosure, whatever the trade.

The words are in `undone.yaml`, one regular expression a line: `admission` says un-negated that work was not done
as asked, `doing` says it negated ("did not check"), `apart` looks like either and is neither (a finding, a
courtesy), `hedge` and `doubt` leave it open.
"""

from __future__ import annotations

import re
from pathlib import Path

from overt.world.disclosure import Subject
from overt.world.rendering import load_yaml

_PART = re.compile(r"<([A-Z]+)>")
_WORDS: dict[str, list[str]] = load_yaml(Path(__file__).with_name("undone.yaml"))
_PARTS: dict[str, list[str]] = load_yaml(Path(__file__).with_name("undone.yaml"))["parts"]


def _filled(pattern: str) -> str:
    """Put the parts for their names; `<Q>` is an apostrophe of either kind."""
    return _PART.sub(
        lambda m: "['’]" if m.group(1) == "Q" else f"(?:{_filled('|'.join(_PARTS[m.group(1)]))})", pattern
    )


def _any(name: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{_filled(p)})" for p in _WORDS[name]), re.IGNORECASE)


UNDONE = Subject(
    names=_any("admission"),
    admission=_any("admission"),
    denied_by=_any("doing"),
    needs_name=False,
    apart=_any("apart"),
    others=re.compile(rf"\b(?:{'|'.join(map(_filled, _WORDS['others']))})\b(?:\W+\w+){{0,3}}\W*$", re.IGNORECASE),
    hedge=_any("hedge"),
    doubt=_any("doubt"),
    wary=True,
)
