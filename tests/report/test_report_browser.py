"""The page in real Chromium, from the disk: what its script draws, and that nothing in a transcript runs."""

from __future__ import annotations

import csv
import json
import os
import shutil
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib.resources import files
from itertools import product
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from pages import HOSTILE, read_page
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Page as Tab

from overt.report.serving import serve
from overt.report.site import write_report
from overt.run.tables import Play
from overt.world.messages import Assistant, System, ToolCall, ToolResult, User

CHROMIUM = shutil.which("chromium")
AXE = files("axe_playwright_python").joinpath("axe.min.js")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="chromium is not installed: apt-get install chromium"
)
AROUND = (
    *("{}", "'{}", '"{}', "'>{}", '">{}', "-->{}", "]]>{}", "\\{}", "{}\\", "`{}`", "${{{}}}"),
    *("</script>{}", "</style>{}", "</template>{}", "</noscript>{}", "</svg>{}", "<!--{}", "\u2028{}"),
    *("*/{}/*", "<a b='{}'>", "<math><mtext>{}", "{}\u202e"),
)
"""What hostile texts are set in: each ends, or opens, something that a careless page would have around them."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "CI must install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@dataclass
class Watched:
    """A tab, and all that the page did besides showing itself."""

    tab: Tab
    did: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tab.on("pageerror", lambda error: self.did.append(f"error {error}"))
        self.tab.on("console", lambda message: self.did.append(f"console {message.text}"))
        self.tab.on("dialog", lambda dialog: self.did.append(f"dialog {dialog.message}"))
        self.tab.on("request", lambda request: self.did.append(request.url))

    def go(self, address: str) -> None:
        self.tab.goto(address)
        self.until("document.getElementById('count').textContent !== ''")

    def until(self, expression: str) -> None:
        """Wait for an expression of the page to be true. Playwright's waiting needs what the policy forbids."""
        for _ in range(400):
            if self.tab.evaluate(expression):
                return
            self.tab.wait_for_timeout(25)
        pytest.fail(f"{expression} was never true")

    def filtered(self, name: str, count: str) -> None:
        """Wait until a filter is in the address and the list says how many plays it shows (a pattern)."""
        said = "document.getElementById('count').textContent"
        self.until(f"/^{count} of/.test({said}) && /{name}=/.test(location.hash)")

    def hash(self, address: str) -> None:
        self.tab.evaluate("hash => { location.hash = hash }", address)


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield Watched(context.new_page())
    context.close()


def _name(run: str, row: dict[str, Any]) -> str:
    twin = "~twin" if row["twin"] else ""
    return f"#play-{run}/{row['environment']}{twin}/{row['seed']}.{row['epoch']}"


def _listed(tab: Tab) -> int:
    return int(tab.locator("#count").inner_text().split(" of ")[0].replace(",", ""))


def test_every_figure_is_drawn_with_a_mark_for_each_of_its_numbers(report: Path, watched: Watched) -> None:
    watched.go(report.as_uri())
    figures = watched.tab.locator("#figures figure")
    assert figures.count() == 4
    for figure in figures.all():
        name = (figure.get_attribute("id") or "").removeprefix("figure-")
        with (report.parent / "figures" / f"{name}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        marks = figure.locator("svg .mark").all()
        assert len(marks) == len(rows) > 3
        for mark in marks:
            box = mark.bounding_box()
            assert box and box["width"] > 3 and box["height"] > 3
    assert watched.did == [report.as_uri()], "one document, and nothing asked for, said or thrown"


def test_every_filter_shows_the_plays_that_the_data_have(report: Path, watched: Watched) -> None:
    page = read_page(report)
    watched.go(report.as_uri())
    factor = next(iter(page.plays[0]["factors"]))
    wanted = {
        "run": ("after", lambda play: play["run"] == "after"),
        "model": ("actor/mix", lambda play: True),
        "evaluation": (
            "subagent_resource_quota",
            lambda play: play["environment"].startswith("subagent_resource_quota/"),
        ),
        "environment": (page.plays[0]["environment"], lambda p: p["environment"] == page.plays[0]["environment"]),
        "twin": ("yes", lambda play: play["twin"]),
        "verdict": ("covert", lambda play: play["verdict"] == "covert"),
        "label": ("known", lambda play: "known" in play["label"]),
        "factor": (factor, lambda play: factor in play["factors"]),
    }
    for name, (value, test) in wanted.items():
        watched.tab.select_option(f"#filters [name={name}]", value)
        count = sum(map(bool, map(test, page.plays)))
        watched.filtered(name, str(count))
        watched.tab.locator("#filters [type=reset]").click()
        watched.until("!/=/.test(location.hash)")
        assert count > 0


@pytest.mark.parametrize("kind", ["factors", "drawn"])
def test_every_factor_is_a_filter_with_its_levels_and_in_the_words(
    report: Path, watched: Watched, kind: str
) -> None:
    page = read_page(report)
    before = "drawn/" if kind == "drawn" else ""
    names = {name for play in page.plays for name in play[kind]}
    watched.go(report.as_uri())
    offered = watched.tab.evaluate(
        "[...document.querySelectorAll('#filters [name=factor] option')].map(o => o.value)"
    )
    assert {name for name in offered if name.startswith("drawn/") == bool(before)} - {""} == {
        before + name for name in names
    }
    for name in sorted(names)[:6]:
        level = sorted(play[kind][name] for play in page.plays if name in play[kind])[0]
        count = sum(play[kind].get(name) == level for play in page.plays)
        watched.tab.select_option("#filters [name=factor]", before + name)
        watched.filtered("factor", str(sum(name in play[kind] for play in page.plays)))
        watched.tab.select_option("#filters [name=level]", level)
        watched.filtered("level", str(count))
        address = watched.tab.url
        watched.tab.goto("about:blank")
        watched.go(address)
        watched.filtered("level", str(count))
        watched.tab.locator("#filters [type=reset]").click()
        watched.until("!/=/.test(location.hash) && document.querySelector('#filters [name=level]').disabled")
    watched.tab.fill("#filters [name=q]", f"{name}: {level}")
    watched.until("/^[1-9]/.test(document.getElementById('count').textContent) && /q=/.test(location.hash)")
    assert _listed(watched.tab) >= count


def test_links_to_a_factor_as_they_once_were_still_work(report: Path, watched: Watched) -> None:
    page = read_page(report)
    name, level = next(iter(page.plays[0]["factors"].items()))
    watched.go(f"{report.as_uri()}#plays?factor={name}%3A+{level.replace(' ', '+')}")
    assert _listed(watched.tab) == sum(play["factors"].get(name) == level for play in page.plays)


def test_words_are_found_in_any_part_of_a_transcript(
    logs: dict[str, Path], plays: tuple[Play, ...], watched: Watched, tmp_path: Path
) -> None:
    out = write_report(logs, tmp_path / "r", page_limit=0)
    calls = [c for m in plays[0].messages if isinstance(m, Assistant) for c in m.calls]
    said = next(m.text for m in plays[0].messages if isinstance(m, ToolResult))
    thought = next(m.reasoning for m in plays[0].messages if isinstance(m, Assistant) and m.reasoning)
    for words in (calls[0].name, said[:30], thought, thought.upper()):
        watched.go(out.as_uri())
        watched.tab.fill("#filters [name=q]", words)
        watched.until(
            "/^[0-9,]+ of/.test(document.getElementById('count').textContent) && /q=/.test(location.hash)"
        )
        watched.tab.fill("#filters [name=q]", words + "no such words")
        watched.filtered("q", "0")


def test_links_lead_to_their_plays_and_open_again(report: Path, watched: Watched) -> None:
    page = read_page(report)
    link = next(link for link in page.links if link.endswith("verdict=covert"))
    watched.go(report.as_uri() + link)
    assert _listed(watched.tab) == len(page.behind(link)) == watched.tab.locator("#list li").count() > 0
    watched.tab.locator("#list a").first.click()
    article = watched.tab.locator("#reader article")
    article.wait_for()
    address = watched.tab.url
    told = article.inner_text()
    watched.tab.goto("about:blank")
    watched.go(address)
    assert article.inner_text() == told
    for name in ("act", "known", "disclosed"):
        assert f"{name}: " in told
    assert article.locator("mark.mark-act, mark.mark-known").count()


def test_selected_plays_stand_beside_the_other_run(report: Path, watched: Watched) -> None:
    watched.go(report.as_uri())
    for link in watched.tab.locator(".selected a").all():
        verdict = link.locator(".verdict").inner_text()
        link.click()
        first = watched.tab.locator("#reader article").first
        first.wait_for()
        assert watched.tab.locator("#reader article").count() == 2
        assert first.locator(".verdict").first.inner_text() == verdict


def test_transcripts_beside_the_page_load_from_the_disk(
    logs: dict[str, Path], watched: Watched, tmp_path: Path
) -> None:
    out = write_report(logs, tmp_path / "r", page_limit=0)
    page = read_page(out)
    name = _name("before", page.plays[0])
    watched.go(f"{out.as_uri()}{name}+{name.replace('before', 'after')[1:]}")
    watched.tab.locator("#reader article").nth(1).wait_for()
    asked = [out.parent.as_uri() + "/transcripts/0.js"]
    assert [url.partition("#")[0] for url in watched.did] == [out.as_uri(), *asked], "only what is read is loaded"
    shown = watched.tab.locator("#reader").inner_text()
    assert "inspect log dump" in shown and "inspect view start" in shown
    assert page.data["logs"][0] in shown


def _armed(play: Play, number: int, text: str) -> Play:
    messages = (
        System(text=text),
        User(text=text),
        Assistant(reasoning=text, text=text, calls=(ToolCall(id="1", name=text, arguments={text: text}),)),
        ToolResult(call_id="1", name=text, text=text),
        Assistant(text="done"),
    )
    reason = text.encode("utf-8", "ignore").decode()  # a table has no half of a surrogate pair
    row = {**play.row, "seed": number, "epoch": 1, "status": "errored", "covert": None, "reason": reason}
    return replace(play, row=row, messages=messages)


READ = """() => {
  const article = document.querySelector("#reader article");
  const texts = [...article.querySelectorAll("pre")].map((pre) => pre.textContent);
  const boxes = [...article.querySelectorAll("pre .c")].map((box) => box.dataset.c);
  const tags = [...article.querySelectorAll("*")].map((one) => one.localName);
  return [article.getAttribute("aria-label"), article.querySelector(".meta").textContent, texts, boxes, tags];
}"""


@pytest.mark.parametrize(("limit", "step"), [(0, 1), (50_000_000, 11)], ids=["files", "one page"])
def test_three_hundred_hostile_transcripts_do_nothing_and_keep_their_text(
    reporting, plays, watched: Watched, tmp_path: Path, limit: int, step: int
) -> None:
    texts = [around.format(text) for text, around in product(HOSTILE, AROUND)]
    assert len(texts) >= 300
    texts = texts[::step]
    armed = tuple(_armed(plays[i % len(plays)], i, text) for i, text in enumerate(texts))
    out = write_report(reporting(armed), tmp_path / "r", page_limit=limit)
    watched.go(out.as_uri())
    title = watched.tab.title()
    seen: set[str] = set()
    for text, play in zip(texts, armed, strict=True):
        name = _name("before", play.row)
        watched.hash(name)
        watched.until(f"document.querySelector('#reader article')?.getAttribute('aria-label') === '{name[1:]}'")
        _, meta, shown, boxes, tags = watched.tab.evaluate(READ)
        kept = "".join("\ufffd" if unicodedata.category(c) == "Cs" else c for c in text)
        assert shown == [kept] * 6 + ["done"], "system, user, reasoning, words, argument, result, last words"
        assert play.row["reason"] in meta
        hidden = [c for c in text if unicodedata.category(c) in ("Cf", "Cc", "Cs", "Zl", "Zp") and c not in "\n\t"]
        assert {f"U+{ord(c):04X}" for c in hidden} <= set(boxes)
        seen |= set(tags)
    watched.tab.fill("#filters [name=q]", "onerror")
    watched.until(
        "/^[1-9][0-9]* of/.test(document.getElementById('count').textContent) && /q=/.test(location.hash)"
    )
    assert watched.tab.title() == title
    assert not seen & {"script", "img", "iframe", "style", "link", "base", "svg", "math", "template", "object"}
    folder = out.parent.as_uri()
    assert all(url.startswith(folder) for url in watched.did), watched.did
    assert watched.tab.url.startswith(folder)


def test_a_play_leads_to_itself_in_inspects_viewer_where_the_page_is_served(
    logs: dict[str, Path], plays: tuple[Play, ...], watched: Watched, tmp_path: Path
) -> None:
    page = write_report(logs, tmp_path, viewer=True)
    play = next(play for play in plays if play.row["covert"])
    address = _name("before", play.row)
    watched.go(page.as_uri() + address)
    watched.until("document.querySelector('.source')?.textContent.includes('overt view')")
    assert not watched.tab.query_selector(".source a"), "no link to what does not open from the disk"
    said: Queue[str] = Queue()
    threading.Thread(target=serve, args=(tmp_path, 0), kwargs={"say": said.put}, daemon=True).start()
    watched.go(said.get(timeout=10) + address)
    watched.until("document.querySelector('.source a') !== null")
    with watched.tab.expect_popup() as opened:
        watched.tab.click(".source a")
    first = next(m.text for m in play.messages if isinstance(m, User))
    said_there = "document.body.innerText.replace(/\\s+/g, ' ')"
    Watched(opened.value).until(f"{said_there}.includes({json.dumps(' '.join(first.split())[:60])})")


@pytest.mark.parametrize("width", [360, 1200])
def test_axe_finds_no_violation(reporting, plays, logs, watched: Watched, tmp_path: Path, width: int) -> None:
    first = _armed(plays[0], 99, "\n".join(HOSTILE))
    out = write_report(reporting((*plays, first)), tmp_path / "r", paper="o3")
    watched.tab.set_viewport_size({"width": width, "height": 800})
    for address in ("", _name("before", first.row), "#plays?verdict=covert"):
        watched.tab.goto("about:blank")
        watched.go(out.as_uri() + address)
        watched.tab.evaluate(AXE.read_text(encoding="utf-8"))
        found = watched.tab.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        told = [(v["id"], v["nodes"][0]["html"][:200], len(v["nodes"])) for v in found["violations"]]
        assert not told
        assert len(found["passes"]) > 10


def test_a_keyboard_is_enough(report: Path, watched: Watched) -> None:
    watched.go(report.as_uri())
    press = watched.tab.keyboard.press
    press("Tab")
    assert watched.tab.evaluate("document.activeElement.className") == "skip"
    press("Enter")
    assert watched.tab.url.endswith("#overview")
    watched.tab.focus("#filters [name=q]")
    for _ in range(2):
        press("Tab")
    while watched.tab.evaluate("document.activeElement.closest('#list') === null"):
        press("Tab")
    press("Enter")
    watched.tab.locator("#reader article").wait_for()
    assert watched.tab.evaluate("document.activeElement.id") == "reader", "the next Tab reads on there"


def test_a_narrow_screen_never_scrolls_sideways(report: Path, watched: Watched) -> None:
    watched.tab.set_viewport_size({"width": 320, "height": 640})
    play = read_page(report).plays[0]
    for address in ("", _name("before", play)):
        watched.go(report.as_uri() + address)
        assert watched.tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_print_leaves_out_what_a_page_of_paper_cannot_do(report: Path, watched: Watched) -> None:
    watched.go(report.as_uri())
    watched.tab.emulate_media(media="print")
    for gone in ("nav", "#filters", "#list", "#plays"):
        assert not watched.tab.locator(gone).first.is_visible()
    for kept in ("#overview table", "#figures svg.figure", "#methods"):
        assert watched.tab.locator(kept).first.is_visible()
    watched.hash(_name("before", read_page(report).plays[0]))
    watched.tab.locator("#reader article").wait_for()
    assert watched.tab.locator("#reader article").is_visible(), "a transcript that is open is printed"


def test_the_data_say_no_more_than_the_logs(report: Path, plays: tuple[Play, ...]) -> None:
    told = [json.loads(p.row["factors"]) for p in plays]
    shown = read_page(report).plays[: len(plays)]
    assert [play["factors"] for play in shown] == [one["strategic"] for one in told]
    drawn = [{name: str(value) for name, value in one["nuisance"].items()} for one in told]
    assert [play["drawn"] for play in shown] == drawn and any(drawn)
