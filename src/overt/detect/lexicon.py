"""Words that a lexical detector looks for, from a file: lists of regular expressions with named groups."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from overt.world.rendering import load_yaml

_GROUP = re.compile(r"\{([a-z]+)\}")


@cache
def pattern(file: str, name: str) -> re.Pattern[str]:
    """Return the expressions under a name of a file in this folder as one, case ignored.

    `{word}` in an expression stands for the group of that name in the file's `groups`, which may hold others.
    """
    words: dict[str, Any] = load_yaml(Path(__file__).with_name(file))
    groups: dict[str, str] = words["groups"]

    def filled(text: str) -> str:
        return _GROUP.sub(lambda found: f"(?:{filled(groups[found[1]])})", text)

    return re.compile("|".join(f"(?:{filled(line)})" for line in words[name]), re.IGNORECASE)
