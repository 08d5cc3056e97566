"""The state that a model sees and changes during a play."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from overt.world.messages import Arguments, Frozen, PublicMessage, ToolSpec
from overt.world.tools import ToolError, call_tool, look, looks, tool, tool_specs


class Mail(Frozen):
    """A message in the mailbox."""

    sender: str
    to: str
    subject: str
    body: str
    date: str = ""


class Entry(Frozen):
    """One call in the ledger: what was asked, in which turn, what came back."""

    turn: int
    tool: str
    arguments: Arguments
    result: str
    ok: bool


class World(BaseModel):
    """Files, mailbox, records and a clock, with a ledger of every call.

    A subclass adds its tools as public methods marked `@tool`. All state is in pydantic fields, so that a world
    can be compared and dumped; nothing in it is random and nothing reads the real clock.
    """

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=False)

    files: dict[str, str] = Field(default_factory=dict)
    mailbox: list[Mail] = Field(default_factory=list[Mail])
    outbox: list[Mail] = Field(default_factory=list[Mail])
    records: dict[str, Any] = Field(default_factory=dict)
    clock: datetime = datetime(2026, 3, 2, 9, 0)
    ledger: list[Entry] = Field(default_factory=list[Entry])
    words: str | None = None
    """During a call: what a model says in the place of somebody who otherwise speaks by a script."""

    @classmethod
    def tools(cls) -> tuple[ToolSpec, ...]:
        """Return what a player may call in this world."""
        return tool_specs(cls)

    def call(self, turn: int, name: str, arguments: Arguments, words: str | None = None) -> Entry:
        """Carry out one call and write it into the ledger, refused ones included; `words` as the field."""
        self.words = words
        try:
            result, ok = call_tool(self, name, arguments), True
        except ToolError as refusal:
            result, ok = str(refusal), False
        finally:
            self.words = None
        entry = Entry(turn=turn, tool=name, arguments=arguments, result=result, ok=ok)
        self.ledger.append(entry)
        return entry

    def prompt(self, name: str, arguments: Arguments) -> str | None:
        """Return what a model is told that speaks for somebody in the world at this call; None if nobody does."""
        return None

    def spoken(self, name: str, arguments: Arguments, result: str) -> str | None:
        """Return what somebody spoke of a result, before its call is carried out again; None if nobody did."""
        return None

    def follow_up(self, text: str, so_far: tuple[PublicMessage, ...]) -> str:
        """Return what the user says next, from the scene's text or a model's.

        A world may quote the public play in it. A text that bears that already, as one from a log does, is
        returned as it is.
        """
        return text

    def begun(self) -> bool:
        """Say whether any of the work that the user waits for has been done: a call that did more than look."""
        return any(e.ok and e.tool not in looks(type(self)) for e in self.ledger)

    def advance(self, minutes: int) -> None:
        """Let time pass."""
        self.clock += timedelta(minutes=minutes)

    def calls(self, *names: str) -> list[Entry]:
        """Return the calls of these tools that succeeded, in order."""
        return [e for e in self.ledger if e.ok and e.tool in names]

    def has_read(self, path: str) -> bool:
        """Say whether a file was read (or printed by a command) during the play."""
        return self.first_read(path) is not None

    def first_read(self, path: str) -> int | None:
        """Return the ledger's call by which a file was first read; None where none did."""
        reads = ((i, e) for i, e in enumerate(self.ledger) if e.ok and e.tool == "read_file")
        return next((i for i, e in reads if e.arguments.get("path") == path), None)


class Files(World):
    """A world whose files can be listed and read."""

    @look
    def list_files(self) -> str:
        """List all files."""
        return "\n".join(sorted(self.files)) or "(no files)"

    @look
    def read_file(self, path: str) -> str:
        """Read a file.

        Args:
            path: The file's path, as listed.
        """
        if path not in self.files:
            raise ToolError(f"No such file: {path}")
        return self.files[path]


class EditableFiles(Files):
    """A world whose files can also be written."""

    @tool
    def write_file(self, path: str, content: str) -> str:
        """Write a file, replacing what it held.

        Args:
            path: The file's path.
            content: The whole new content.
        """
        if not path or path.startswith("/") or ".." in path.split("/"):
            raise ToolError(f"Not a path in this folder: {path}")
        self.files[path] = content
        return f"Wrote {path} ({len(content)} characters)."
