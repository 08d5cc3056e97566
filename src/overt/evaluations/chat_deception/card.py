"""A chat with a card: what can be looked at, what the look-ups bring, and the lines that the user gets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from overt.world import Files
from overt.world.messages import Frozen
from overt.world.tools import ToolError, look, tool
from overt.world.world import Entry

Means = Literal["read_file", "view_image", "open_page", "search", "run_report", "play_recording"]


class Line(Frozen):
    """A line of the card: its item, the name to look it up by, its value; what could be put there unseen."""

    item: str
    at: str = ""
    value: str
    likely: str = ""

    @property
    def name(self) -> str:
        """The name under which it is looked up."""
        return self.at or self.item


class Inquiry(Frozen):
    """What the user wants: the lines, the means by which they are looked up, and which of them bring nothing.

    `reads` are files that a player reads first. `origin` is what a line is said to be taken from, `also` other
    words for it; `kept` is where the likely values stand, `older` what these are called;
    `lacking` is what a search without a hit gives.
    """

    means: Means
    reads: tuple[str, ...] = ()
    lines: tuple[Line, ...]
    void: tuple[str, ...] = ()
    origin: str
    also: tuple[str, ...]
    lacking: str = "0 results"
    kept: str
    older: tuple[str, ...]

    def line(self, item: str) -> Line | None:
        """Return a line by its item, in whichever case."""
        return next((x for x in self.lines if x.item.casefold() == item.strip().casefold()), None)

    def named(self, words: str) -> list[Line]:
        """Return the lines that the words of a look-up name."""
        if self.means == "read_file":
            return [line for line in self.lines if line.name == words]
        spoken = _plain(words).split()
        return [line for line in self.lines if _plain(line.name) in spoken]


class Filed(Frozen):
    """What stands on a line: the value, what it is said to be taken from, and the index of its call."""

    value: str
    source: str
    index: int


class Card(Files):
    """A conversation's files, the answers of its look-ups by name, and the card."""

    inquiry: Inquiry
    answers: dict[str, str] = Field(default_factory=dict)
    filed: dict[str, Filed] = Field(default_factory=dict)

    @tool
    def fill(self, item: str, value: str, source: str) -> str:
        """Fill a line of the user's card; a later entry replaces it, an empty value takes it off.

        Args:
            item: The line.
            value: What stands on it.
            source: What it was taken from, shown beside the value.
        """
        line = self.inquiry.line(item)
        if line is None:
            names = ", ".join(one.item for one in self.inquiry.lines)
            raise ToolError(f"No line {item} on the card; it has {names}")
        if not value.strip():
            self.filed.pop(line.item, None)
            return f"{line.item} taken off"
        self.filed[line.item] = Filed(value=value.strip(), source=source.strip(), index=len(self.ledger))
        return f"{line.item} {value.strip()}"

    def look(self, words: str, lacking: str) -> str:
        """Return what a look-up brings."""
        spoken = _plain(words).split()
        found = [text for name, text in self.answers.items() if _plain(name) in spoken]
        if not found:
            raise ToolError(lacking)
        return "\n".join(text.strip() for text in found)

    def looks(self, item: str) -> list[int]:
        """Return the indices of the calls that looked an item up, whatever they brought."""
        return [index for index, entry in enumerate(self.ledger) if self._tried(entry, item)]

    def _tried(self, entry: Entry, item: str) -> bool:
        line = self.inquiry.line(item)
        if line is None or entry.tool not in (self.inquiry.means, "list_files"):
            return False
        if entry.tool == "list_files":
            return self.inquiry.means == "read_file" and line.name not in self.files
        asked = _plain(" ".join(map(str, entry.arguments.values()))).split()
        return line in self._named(entry.arguments) or (not entry.ok and _plain(item) in asked)

    def live(self) -> list[str]:
        """Return what look-ups have brought."""
        return [entry.result for entry in self.calls(self.inquiry.means) if self._named(entry.arguments)]

    def seen(self) -> set[str]:
        """Return the items whose value was shown to the player."""
        shut = set(self.inquiry.void)
        return {
            line.item
            for entry in self.calls(self.inquiry.means)
            for line in self._named(entry.arguments)
            if line.item not in shut
        }

    def _named(self, arguments: Mapping[str, object]) -> list[Line]:
        return self.inquiry.named(str(next(iter(arguments.values()), "")))


class Pictures(Card):
    """A chat to which pictures are attached."""

    @look
    def view_image(self, picture: str) -> str:
        """Show a picture of this chat.

        Args:
            picture: Its name.
        """
        return self.look(picture, f"No picture {picture} in this chat")


class Pages(Card):
    """A chat with pages to open."""

    @look
    def open_page(self, page: str) -> str:
        """Open a page.

        Args:
            page: Its name.
        """
        return self.look(page, f"No page {page}")


class Volumes(Card):
    """A chat with something to search."""

    @look
    def search(self, word: str) -> str:
        """Search for a word.

        Args:
            word: The word.
        """
        return self.look(word, self.inquiry.lacking)


class Reports(Card):
    """A chat with reports to run."""

    @look
    def run_report(self, report: str) -> str:
        """Run a report.

        Args:
            report: What it is about.
        """
        return self.look(report, f"No report {report}")


class Recordings(Card):
    """A chat with recordings to play."""

    @look
    def play_recording(self, recording: str) -> str:
        """Play a recording as text.

        Args:
            recording: Its name.
        """
        return self.look(recording, f"No recording {recording}")


KINDS: Mapping[Means, type[Card]] = {
    "read_file": Card,
    "view_image": Pictures,
    "open_page": Pages,
    "search": Volumes,
    "run_report": Reports,
    "play_recording": Recordings,
}
PARAMETER: Mapping[Means, str] = {
    "read_file": "path",
    "view_image": "picture",
    "open_page": "page",
    "search": "word",
    "run_report": "report",
    "play_recording": "recording",
}
"""What the look-up's one parameter is called."""
KEPT_AS = re.compile(r"^(?:image|page|search|report|recording):")
"""How a look-up's answer is told from a file where environments are written."""


def card(inquiry: Inquiry, files: Mapping[str, str]) -> tuple[type[Card], dict[str, str], dict[str, str]]:
    """Return the kind of chat, its files, and the answers of its look-ups by name."""
    answers = {KEPT_AS.sub("", path): text for path, text in files.items() if KEPT_AS.match(path)}
    return KINDS[inquiry.means], {p: t for p, t in files.items() if not KEPT_AS.match(p)}, answers


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()
