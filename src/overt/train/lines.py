"""A trainer's own figures, a line of JSON each step, in a file instead of on the screen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

from transformers import PrinterCallback, Trainer, TrainerCallback

from overt.train.plays import appending
from overt.train.processes import is_main

Trained = TypeVar("Trained", bound=Trainer)


class Lines(TrainerCallback):
    """Writes each logged step as a line of JSON, behind those of earlier sittings; a torn one is cut off."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        """Append what the trainer logs."""
        if not is_main():
            return
        with appending(self._path) as handle:
            handle.write(json.dumps({"step": state.global_step, **(logs or {})}) + "\n")


def quietly(trainer: Trained, path: Path) -> Trained:
    """Return the trainer, its figures going to `path` and not to the screen."""
    trainer.remove_callback(PrinterCallback)
    trainer.add_callback(Lines(path))
    return trainer
