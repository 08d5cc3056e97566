"""`overt`, writing into the file named by MARKS which plays begin and which end: run as a child of a test."""

import os
from pathlib import Path

from inspect_ai.hooks import Hooks, SampleEnd, SampleStart, hooks

from overt.cli import main

MARKS = Path(os.environ["MARKS"])


def mark(word: str, name: object, epoch: int) -> None:
    """Add a line to the file."""
    with MARKS.open("a", encoding="utf-8") as file:
        file.write(f"{word} {name} {epoch}\n")


@hooks(name="marks", description="marks for a test")
class Marks(Hooks):
    """Marks the beginning of a play, and its end once it is logged."""

    async def on_sample_start(self, data: SampleStart) -> None:
        """Mark a beginning."""
        mark("begin", data.summary.id, data.summary.epoch)

    async def on_sample_end(self, data: SampleEnd) -> None:
        """Mark an end."""
        if data.sample.error is None:
            mark("end", data.sample.id, data.sample.epoch)


if __name__ == "__main__":
    main()
