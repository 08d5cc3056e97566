"""The page in real Chromium, from the disk: what its script draws, and that nothing in a transcript runs."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pages import HOSTILE, Page, hostile, read_page

from overt.report.site import write_report
from overt.report.text import plain

CHROMIUM = shutil.which("chromium")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--virtual-time-budget=5000", "--dump-dom"),
)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="chromium is not installed: apt-get install chromium"
)


def _dom(address: str, profile: Path) -> str:
    assert CHROMIUM, "CI must install chromium"
    done = subprocess.run(
        [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", address],
        capture_output=True,
        check=True,
        timeout=120,
    )
    return done.stdout.decode("utf-8", "replace")


def _reader(dom: str) -> str:
    return dom[dom.index('id="reader"') : dom.index('id="methods"')]


@pytest.fixture
def requests() -> Iterator[tuple[int, list[str]]]:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], asked
    server.shutdown()
    server.server_close()


def test_a_hostile_play_is_shown_whole_and_does_nothing(reporting, plays, tmp_path: Path, requests) -> None:
    port, asked = requests
    altered = tuple(map(hostile, plays))
    out = write_report(reporting(altered), tmp_path / "r")
    # The texts ask for port 1; give them one that answers, so that a request would be seen.
    out.write_text(out.read_text(encoding="utf-8").replace("127.0.0.1:1/", f"127.0.0.1:{port}/"), encoding="utf-8")
    first = plays[0].row
    dom = _dom(
        f"{out.as_uri()}#play-before/{first['environment']}/{first['seed']}.{first['epoch']}", tmp_path / "profile"
    )
    assert "owned" not in Page(dom).elements and "<title>owned" not in dom
    assert not asked
    reader = _reader(dom)
    assert not re.search(r"<(script|img|iframe|style|link|base|svg)\b", reader)
    shown = html.unescape(re.sub(r"<[^>]+>", "", reader))
    boxes = re.findall(r'data-c="(U\+[0-9A-F]+)"', reader)
    assert {"U+202E", "U+200B", "U+001B", "U+0000", "U+D83D", "U+DC4D", "U+E0041", "U+000D"} <= set(boxes)
    for text in HOSTILE[:9] + HOSTILE[13:]:
        assert text.replace("127.0.0.1:1/", f"127.0.0.1:{port}/") in shown, text
    assert 'class="mark-act"' in reader


def test_a_link_behind_a_bar_lists_those_plays(report: Path, tmp_path: Path) -> None:
    page = read_page(report)
    link = next(link for link in page.links if link.endswith("verdict=covert"))
    dom = _dom(report.as_uri() + link, tmp_path / "profile")
    listed = re.search(r'<ol id="list">(.*?)</ol>', dom, re.DOTALL)
    assert listed
    assert listed[1].count("<li>") == len(page.behind(link)) > 0
    assert f"{len(page.behind(link))} of {len(page.data['plays'])} plays" in dom


def test_transcripts_beside_the_page_load_from_the_disk(logs: dict[str, Path], tmp_path: Path) -> None:
    out = write_report(logs, tmp_path / "r", page_limit=0)
    data = read_page(out).data
    play = data["plays"][0]
    name = f"play-before/{play['environment']}/{play['seed']}.{play['epoch']}"
    reader = _reader(_dom(f"{out.as_uri()}#{name}+{name.replace('before', 'after')}", tmp_path / "profile"))
    assert reader.count("<article") == 2
    assert "inspect log dump" in plain(html.unescape(reader))
    assert json.dumps(data["logs"][0])[1:-1] in reader
