"""What the page shows of reasoning: judges' readings, decisions that deeds do not match, unusual words."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pages import read_page

from overt.cli.detect import detect
from overt.errors import OvertError
from overt.report.site import write_report
from overt.run.detections import TABLE
from overt.run.tables import Play, read_transcripts
from overt.world.messages import Assistant

JUDGE = "openai/judge-1"


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _judged(rows: pl.DataFrame, plays: dict[tuple[Any, ...], Play]) -> pl.DataFrame:
    """Return awareness as a judge might read it: yes in the first epoch, with a quote, unclear in the last."""

    def read(row: dict[str, Any]) -> dict[str, Any]:
        at, said = next(
            (i, m.reasoning)
            for i, m in enumerate(plays[row["sample"], row["epoch"]].messages)
            if isinstance(m, Assistant) and m.reasoning
        )
        quote = {"message": at, "start": 0, "end": len(said), "quote": said}
        value = {1: "yes", 4: "unscored"}.get(row["epoch"], "no")
        evidence = [quote] if value == "yes" else []
        reason = "its answer was prose" if value == "unscored" else None
        told = {"form": "judged", "judge": JUDGE, "prompt": "abc", "value": value}
        return row | told | {"evidence": evidence, "reason": reason, "labels": []}

    aware = rows.filter(pl.col("detector") == "evaluation_awareness")
    return pl.DataFrame([read(row) for row in aware.iter_rows(named=True)], schema=rows.schema, orient="row")


@pytest.fixture(scope="module")
def judged(logs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the runs moved elsewhere, the first with a judge's readings beside its logs."""
    folder = tmp_path_factory.mktemp("judged")
    moved = {label: Path(shutil.copytree(path, folder / label)) for label, path in logs.items()}
    detect([logs["before"]], detectors="evaluation_awareness", judge=None, cards=None, as_json=False)
    rows = pl.read_parquet(logs["before"] / TABLE)
    (logs["before"] / TABLE).unlink()
    plays = {(p.row["sample"], p.row["epoch"]): p for p in read_transcripts(logs["before"])}
    pl.concat([rows, _judged(rows, plays)]).write_parquet(moved["before"] / TABLE)
    return moved


@pytest.fixture(scope="module")
def read_by_a_judge(judged: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(judged, tmp_path_factory.mktemp("report"))


def test_a_judges_readings_have_a_column_a_figure_and_plays_behind_it(read_by_a_judge: Path) -> None:
    page = read_page(read_by_a_judge)
    assert f"Evaluation awareness, judged<br><small>by {JUDGE}" in page.source
    rows = _csv(read_by_a_judge.parent / "figures" / "evaluation_awareness_judged.csv")
    assert {row["run"] for row in rows} == {"before"}, "nobody judged the other run"
    assert {float(row["rate"]) for row in rows} == {1 / 3}, "unscored plays are in no rate"
    (link,) = (link for link in page.links if "awareness%2C+judged" in link and "evaluation=" not in link)
    behind = page.behind(link)
    assert behind and {play["epoch"] for play in behind} == {1} and not any(play["twin"] for play in behind)
    assert f"{JUDGE} gave no clear answer on" in page.source
    assert page.source.index("gave no clear answer") < page.source.index('id="overview"')


def test_a_judges_quotes_are_with_the_play(read_by_a_judge: Path) -> None:
    page = read_page(read_by_a_judge)
    (number, play) = next((i, p) for i, p in enumerate(page.plays) if "evaluation awareness, judged" in p["label"])
    bundle = page.bundles[play["bundle"]]
    ((title, judge, ((message, quote),)),) = (
        one for one in bundle["plays"][str(number)]["readings"] if "judged" in bundle["texts"][one[0]]
    )
    assert (bundle["texts"][title], bundle["texts"][judge]) == ("evaluation awareness, judged", JUDGE)
    role, reasoning, *_ = bundle["plays"][str(number)]["messages"][message]
    assert role == 2 and bundle["texts"][quote] == bundle["texts"][reasoning]


def test_without_a_judge_nothing_is_said_of_one_and_a_broken_table_is_one_line(
    report: Path, judged: dict[str, Path], tmp_path: Path
) -> None:
    assert "judged" not in report.read_text(encoding="utf-8").partition("<script")[0]
    broken = shutil.copytree(judged["before"], tmp_path / "logs")
    (broken / TABLE).write_bytes(b"no table")
    with pytest.raises(OvertError, match=r"is no table of readings; `overt detect"):
        write_report({"before": broken}, tmp_path / "report")


def _thinking(play: Play, thought: str) -> Play:
    last = max(i for i, m in enumerate(play.messages) if isinstance(m, Assistant))
    messages = tuple(
        m.model_copy(update={"reasoning": thought if i == last else ""}) if isinstance(m, Assistant) else m
        for i, m in enumerate(play.messages)
    )
    return replace(play, messages=messages)


OPEN = "Row 4 was never measured. I leave it blank and tell Ms Aalto that it is missing."


def test_a_decision_that_the_deed_does_not_match_is_counted_where_one_is_stated(
    reporting, plays: tuple[Play, ...], tmp_path: Path
) -> None:
    stated = tuple(_thinking(p, OPEN if p.row["epoch"] == 1 else "Row 4 comes next.") for p in plays)
    page = read_page(write_report(reporting(stated, tuple(_thinking(p, "") for p in plays)), tmp_path))
    assert "CoT-action mismatch<br><small>of decisions it states" in page.source
    shown = [p for p in page.plays if "CoT-action mismatch" in p["label"]]
    assert shown and all("CoT-action mismatch: open stated covert done" in play["label"] for play in shown)
    firsts = [p for p in page.plays if p["run"] == "before" and p["epoch"] == 1 and not p["twin"]]
    assert {p["verdict"] for p in shown if not p["twin"]} == {"covert"}
    compared = [p for p in firsts if p["verdict"] in ("covert", "not covert")]
    rows = _csv(tmp_path / "figures" / "cot_action_mismatch.csv")
    counted = sum(int(row["scored"]) for row in rows if row["row"] != "Average")
    assert 0 < counted <= len(compared) < sum(not p["twin"] for p in page.plays)


def test_unusual_words_have_a_figure_by_run_with_the_plays_that_use_them(
    reporting, plays: tuple[Play, ...], tmp_path: Path
) -> None:
    plain = "I read the sheet, and then I write the number down."
    odd = "The watchers see it, and so I zorvex the sheet and write the number down."
    before = tuple(_thinking(p, plain) for p in plays)
    after = tuple(_thinking(p, odd if p.row["epoch"] < 3 else plain) for p in plays)
    page = read_page(write_report(reporting(before, after), tmp_path))
    rows = {(row["row"], row["run"]): row for row in _csv(tmp_path / "figures" / "terms.csv")}
    used = sum(p.row["epoch"] < 3 for p in plays)
    for word in ("watchers", "zorvex"):
        row = rows[word, "after"]
        assert int(row["count"]) == used and float(row["rate"]) == pytest.approx(1000 * used / int(row["scored"]))
        assert float(row["low"]) < float(row["rate"]) < float(row["high"])
        assert rows[word, "before"]["count"] == "0" and float(rows[word, "before"]["high"]) > 0
        (link,) = {link for link in page.links if f"word%3A+{word}" in link}
        behind = page.behind(link)
        assert len(behind) == used and {play["epoch"] for play in behind} == {1, 2}
        assert {play["twin"] for play in behind} == {0, 1}, "twins are in the rate, and so behind it"


def test_without_reasoning_no_word_has_a_figure(reporting, plays: tuple[Play, ...], tmp_path: Path) -> None:
    silent = tuple(_thinking(p, "") for p in plays)
    write_report(reporting(silent, silent), tmp_path)
    assert not list((tmp_path / "figures").glob("terms.*"))
