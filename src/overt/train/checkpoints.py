"""What a training left in its folder: its configuration, and its models in the order in which they were made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from overt.errors import OvertError
from overt.train.config import Distil, Reinforce
from overt.world.messages import Frozen

CONFIG = "config.json"
STATE = "trainer_state.json"
_PREFIX = "checkpoint-"


class Saved(Frozen):
    """A model of a training: the step of its stage, where it lies, and whether the stage ended with it."""

    stage: str
    step: int
    path: Path
    ends: bool


def read_training(out: Path) -> Distil | Reinforce:
    """Return the configuration of the training in a folder.

    Raises:
        OvertError: there is none, or it is of another kind.
    """
    path = out / CONFIG
    if not path.is_file():
        raise OvertError(f"{out} holds no training; give what `overt train distil` or `reinforce` wrote by --out")
    try:
        told: Any = json.loads(path.read_text(encoding="utf-8"))
        return (Distil if "sft" in told else Reinforce).model_validate(told)
    except (ValueError, TypeError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else None
        what = f"{'.'.join(map(str, first['loc']))}: {first['msg']}" if first else "not JSON"
        raise OvertError(f"{path}: {what}; give the folder of a training by this version") from None


def saved(out: Path, every: int | None = None) -> list[Saved]:
    """Return the models of a training, stage by stage: of the control only the last, it is no part of the way.

    `every` leaves out checkpoints at other steps than its multiples.
    """
    if isinstance(read_training(out), Distil):
        folders = {"sft": out / "sft", "control": out / "control"}
    else:
        folders = {"rl": out}
    found: list[Saved] = []
    for stage, folder in folders.items():
        final = out / stage
        last = last_step(final) if final.exists() else None
        if stage != "control":
            steps = sorted(_step(p) for p in folder.glob(f"{_PREFIX}[0-9]*") if _whole(p))
            found += [
                Saved(stage=stage, step=step, path=folder / f"{_PREFIX}{step}", ends=False)
                for step in steps
                if step != last and not step % (every or 1)
            ]
        if last is not None:
            found.append(Saved(stage=stage, step=last, path=final, ends=True))
    return found


def newest(folder: Path) -> Path | None:
    """Return the last checkpoint that is whole, None where there is none; what a stop tore is removed.

    The trainer writes its state last, so that a checkpoint without it was not finished.
    """
    for path in sorted(folder.glob(f"{_PREFIX}[0-9]*"), key=_step, reverse=True):
        if _whole(path):
            return path
        shutil.rmtree(path)
    return None


def _whole(checkpoint: Path) -> bool:
    try:
        return bool(json.loads((checkpoint / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return False


def _step(checkpoint: Path) -> int:
    return int(checkpoint.name.removeprefix(_PREFIX))


def last_step(final: Path) -> int:
    """Return the step with which a stage ended, from the trainer's own figures beside its model.

    Raises:
        OvertError: these are missing or cannot be read.
    """
    path = final.parent / "steps.jsonl" if final.name == "rl" else final.with_suffix(".jsonl")
    try:
        return max(json.loads(line)["step"] for line in path.read_text(encoding="utf-8").splitlines())
    except (OSError, ValueError, KeyError) as error:
        raise OvertError(f"{path}: has no steps of a training ({error}); train anew into another --out") from error
