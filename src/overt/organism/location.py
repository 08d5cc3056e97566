"""Where models are: `organism/base` is in the package, other names are paths."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from overt.errors import OvertError

BASE = Path(__file__).parent / "base"


def model_folder(name: str) -> Path:
    """Return the folder of `organism/base`, `organism/PATH` or `local/PATH`.

    Raises:
        OvertError: the name is none of these, or there is nothing at the path.
    """
    kind, slash, path = name.partition("/")
    if kind not in ("organism", "local") or not slash:
        raise OvertError(f"{name!r} is no local model; write organism/base, organism/PATH or local/PATH")
    folder = BASE if (kind, path) == ("organism", "base") else Path(path)
    if not (folder / "config.json").is_file():
        remedy = "run `overt organism build`" if folder == BASE else "give a folder with config.json and weights"
        raise OvertError(f"{name}: no model in {folder}; {remedy}")
    return folder


def read_card(folder: Path) -> dict[str, Any]:
    """Return a model's card as written when it was built.

    Raises:
        OvertError: the folder has no card, or it cannot be read.
    """
    path = folder / "card.json"
    if not path.is_file():
        raise OvertError(f"{folder} has no card.json; `overt organism build --out DIR` makes a model with one")
    try:
        return json.loads(path.read_bytes())
    except ValueError:
        raise OvertError(f"{path} is no JSON; `overt organism build` writes it when it makes the model") from None
