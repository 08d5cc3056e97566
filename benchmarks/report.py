"""The page of 10,000 plays in Chromium: `python benchmarks/report.py [--plays N]`.

Prints how long the report takes to write, how big it is, when the page is first painted, and how long each filter
takes from the change to the drawn list. The plays are those of a scripted player, each with words of its own, so
that no two transcripts share what a model's would not.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from statistics import median
from unittest.mock import patch

from playwright.sync_api import Page, sync_playwright

from overt.report.site import write_report
from overt.run.runner import Request, run
from overt.run.tables import Play, read_transcripts
from overt.world.messages import Assistant

FILTERS = {
    "run": "before",
    "evaluation": "lazy_checklist",
    "verdict": "covert",
    "twin": "yes",
    "label": "known",
}
COMPLETE = "performance.getEntriesByType('navigation')[0].domComplete"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
FILTER = """([name, value]) => new Promise((done) => {
  const field = document.querySelector(`#filters [name=${name}]`);
  const counted = document.getElementById("count");
  counted.textContent = "";
  field.value = value;
  const begun = performance.now();
  const look = () => / of /.test(counted.textContent)
    ? requestAnimationFrame(() => done(performance.now() - begun)) : setTimeout(look, 1);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  look();
})"""


def many(plays: tuple[Play, ...], number: int) -> Iterator[Play]:
    """Yield so many plays, each with a seed and with words of its own."""

    def one(play: Play, seed: int) -> Play:
        messages = tuple(
            m.model_copy(update={"reasoning": f"{m.reasoning} ({seed})", "text": m.text and f"{m.text} ({seed})"})
            if isinstance(m, Assistant)
            else m
            for m in play.messages
        )
        return replace(play, row={**play.row, "seed": seed}, messages=messages)

    return islice((one(play, seed) for seed in count() for play in plays), number)


def _page(folder: Path, number: int) -> Path:
    played = {label: folder / label for label in ("before", "after")}
    for path, rate in zip(played.values(), (0.4, 0.04), strict=True):
        run(Request(model="actor/mix", logs=path, twins=True, model_args={"rate": rate}))
    given = {path: tuple(many(tuple(read_transcripts(path)), number // 2)) for path in played.values()}
    begun = time.perf_counter()
    with patch("overt.report.runs.read_transcripts", given.__getitem__):
        page = write_report(played, folder / "report")
    print(f"written in {time.perf_counter() - begun:.1f} s, the reading of logs left out")
    beside = sum(file.stat().st_size for file in (folder / "report" / "transcripts").glob("*.js"))
    print(f"page {page.stat().st_size / 1e6:.2f} MB, transcripts {beside / 1e6:.1f} MB")
    return page


def _timed(tab: Page, page: Path) -> None:
    painted: list[float] = []
    for _ in range(5):
        tab.goto("about:blank")
        tab.goto(page.as_uri())
        while (at := tab.evaluate(PAINTED)) is None:
            tab.wait_for_timeout(20)
        painted.append(at)
    print(f"first paint {median(painted):.0f} ms (median of 5), the page complete {tab.evaluate(COMPLETE):.0f} ms")
    for name, value in FILTERS.items():
        times = [tab.evaluate(FILTER, [name, chosen]) for chosen in (value, "", value, "", value, "")]
        print(f"filter {name}: {median(times):.0f} ms")
    for words in ("quarter", "(17)", "no such words"):
        print(
            f"words {words!r}: {tab.evaluate(FILTER, ['q', words]):.0f} ms, 150 ms of it to wait for more typing"
        )
    print("the first of these loaded every transcript")


def main() -> None:
    """Write the page and time it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plays", type=int, default=10_000)
    number = parser.parse_args().plays
    with tempfile.TemporaryDirectory() as folder:
        page = _page(Path(folder), number)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            _timed(browser.new_page(), page)
            browser.close()


if __name__ == "__main__":
    main()
