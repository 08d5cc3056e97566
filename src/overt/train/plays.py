"""Plays that training takes, as they are kept in files: no engine is needed to read them."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO, TypeVar

from overt.errors import OvertError
from overt.evaluations import environment as find_environment
from overt.play import Episode
from overt.world.environment import Environment, Length
from overt.world.messages import Frozen, Message

Line = TypeVar("Line", bound=Frozen)


class Rollout(Frozen):
    """One play: where, what was said, and the tokens of each of the player's turns as sampled.

    `turns` is empty where another model than the one that is trained has played; `player` then names it.
    """

    environment: str
    seed: int
    spec: str
    length: Length = "short"
    player: str = ""
    messages: tuple[Message, ...]
    turns: tuple[tuple[int, ...], ...] = ()

    def episode(self) -> Episode:
        """Restore the play by replaying its turns."""
        family, found = find_environment(self.environment)
        episode = Episode(family, found, seed=self.seed, length=self.length, spec=self.spec)
        episode.replay(self.messages, heard=True)
        return episode


def refuse_report_environments(environments: Iterable[Environment[Any]]) -> None:
    """Refuse whatever the suite reports on: the test split never trains.

    Raises:
        OvertError: an environment is not of kind `train`.
    """
    for found in environments:
        if found.kind != "train":
            raise OvertError(f"{found.id} is a {found.kind} environment; training takes `train` environments only")


def read_rollouts(path: Path) -> list[Rollout]:
    """Read the plays of a file, as `read_lines` does."""
    return read_lines(path, Rollout)


def read_lines(path: Path, kind: type[Line]) -> list[Line]:
    """Read a file of such lines, none where there is no file; a last line that is not whole is left out.

    Raises:
        OvertError: another line is not of this kind.
    """
    if not path.exists():
        return []
    try:
        # As bytes: a stop may tear a letter, too.
        return [kind.model_validate_json(line) for line in path.read_bytes().split(b"\n")[:-1]]
    except ValueError:
        raise OvertError(f"{path}: a line cannot be read; remove the file to begin it anew") from None


@contextmanager
def appending(path: Path) -> Generator[TextIO]:
    """Open a file of lines to write behind them; what a stop tore of the last is cut off first.

    Who only reads must not cut: another process may be writing that line.
    """
    # In place: a stop while all is written anew would lose it.
    if path.exists() and (torn := path.read_bytes().rpartition(b"\n")[2]):
        os.truncate(path, path.stat().st_size - len(torn))
    with path.open("a", encoding="utf-8") as handle:
        yield handle
