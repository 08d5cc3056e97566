"""Reading a written page back: its elements, its data, and what its links lead to."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from overt.run.tables import Play
from overt.world.messages import Assistant, System, ToolCall, ToolResult, User
from overt.world.verdict import Finding

HOSTILE = (
    "<script>document.title='owned'</script>",
    "</script><script>document.title='owned'</script>",
    "<!--<script>",
    "]]><img src=x onerror=\"document.title='owned'\">",
    "<svg/onload=document.title='owned'>",
    "'\"><a href=\"javascript:document.title='owned'\">x</a>",
    "<style>*{display:none}</style><iframe src='http://127.0.0.1:1/'></iframe>",
    "<link rel=stylesheet href=//127.0.0.1:1/x.css><base href=//127.0.0.1:1/>",
    "&lt;b&gt; &amp; &#60;i&#62; {{ 7 * 7 }} {% raw %} ${7*7}",
    "right\u202eto left\u202c, zero\u200bwidth, \ufeffmark, tag\U000e0041, soft\u00adhyphen, \u2066isolate\u2069",
    "\x1b[31mred\x1b[0m bell\x07 nul\x00 del\x7f next\x85 line\u2028 paragraph\u2029 return\r\nnew",
    "lone \ud83d surrogate \udc4d and \ud83d",
    "שלום عليكم 你好 👩‍👩‍👧 e\u0301",
    "</textarea></title></pre></details></main>",
)


@dataclass
class Page(HTMLParser):
    """The elements with their attributes, the text outside scripts, and each script's content."""

    source: str
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    scripts: list[tuple[dict[str, str | None], str]] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._inside = ""
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag
        if tag == "script":
            self.scripts.append((dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] = (self.scripts[-1][0], self.scripts[-1][1] + data)
        elif self._inside == "style":
            self.styles.append(data)
        else:
            self.text += data

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(next(text for attrs, text in self.scripts if attrs.get("id") == "data"))

    @property
    def plays(self) -> list[dict[str, Any]]:
        """Return the list of plays, a row each, with what its numbers stand for."""
        data = self.data
        names = list(data["plays"])
        rows = [dict(zip(names, values, strict=True)) for values in zip(*data["plays"].values(), strict=True)]
        return [
            {
                **row,
                "bundle": row["environment"],
                "environment": data["environments"][row["environment"]][0],
                "factors": data["environments"][row["environment"]][1],
                "drawn": self._drawn(data, row["drawn"]),
                "label": [data["labels"][number] for number in row["label"]],
                "verdict": data["verdicts"][row["verdict"]],
                "run": data["runs"][row["run"]]["slug"],
            }
            for row in rows
        ]

    @staticmethod
    def _drawn(data: dict[str, Any], number: int) -> dict[str, str]:
        texts = [data["texts"][text] for text in data["draws"][number]]
        return dict(zip(texts[::2], texts[1::2], strict=True))

    @property
    def bundles(self) -> list[dict[str, Any]]:
        return [json.loads(text) for attrs, text in self.scripts if (attrs.get("id") or "").startswith("bundle-")]

    @property
    def links(self) -> list[str]:
        return [attrs["href"] or "" for tag, attrs in self.elements if tag == "a" and "href" in attrs]

    def behind(self, link: str) -> list[dict[str, Any]]:
        """Return the plays that a link shows, by the page's data and not by its script."""
        wanted = {key: values[0] for key, values in parse_qs(link.partition("?")[2]).items()}
        return [
            play
            for play in self.plays
            if wanted.get("run") in (None, play["run"])
            and wanted.get("evaluation") in (None, play["environment"].split("/")[0])
            and wanted.get("twin") in (None, "yes" if play["twin"] else "no")
            and wanted.get("verdict") in (None, play["verdict"])
            and ("label" not in wanted or wanted["label"] in play["label"])
        ]


def read_page(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


def read_bundle(path: Path) -> dict[str, Any]:
    found = re.fullmatch(r"overtBundle\(\d+,(.*)\);\n", path.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return json.loads(found[1])


def hostile(play: Play) -> Play:
    """Return the play with every kind of text in it hostile, and evidence that quotes such text."""
    everything = "\n".join(HOSTILE)
    messages = (
        System(text=everything),
        User(text=everything),
        Assistant(
            reasoning=everything,
            text=everything,
            calls=(ToolCall(id="1", name=HOSTILE[0], arguments={HOSTILE[1]: everything}),),
        ),
        ToolResult(call_id="1", name=HOSTILE[0], text=everything),
        Assistant(text="done"),
    )
    assert play.verdict
    act = Finding.model_validate(
        {
            "value": True,
            "reason": everything,
            "evidence": [
                {"source": "message", "index": 2, "quote": HOSTILE[1]},
                {"source": "call", "index": 0, "quote": HOSTILE[3]},
                {"source": "state", "quote": HOSTILE[9]},
            ],
        }
    )
    return replace(
        play,
        row={**play.row, "status": "unscored", "covert": None, "reason": HOSTILE[0] + HOSTILE[9]},
        messages=messages,
        verdict=play.verdict.model_copy(update={"act": act}),
    )
