"""How the verdicts' rules read wordings by somebody who had not seen them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from overt.world.verdict import Finding

FOLDER = Path(__file__).parent


def items(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))["items"]


def confusion(name: str, read) -> Counter[tuple[str, str]]:
    """Count (label, reading): discloses, conceals, silent, unclear against told, not told, untold."""
    words = {True: "told", False: "not told", None: "untold"}

    def reading(item: dict[str, Any]) -> str:
        found: Finding = read(item)
        return words[found.value]

    return Counter((item["label"], reading(item)) for item in items(name))
