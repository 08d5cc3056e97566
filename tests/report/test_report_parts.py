"""The parts that stand beside the rates: citations, the paper's marks, selected plays, manifest, serving."""

from __future__ import annotations

import csv
import hashlib
import json
import threading
from dataclasses import replace
from pathlib import Path
from queue import Queue
from urllib.error import HTTPError
from urllib.request import Request as UrlRequest
from urllib.request import urlopen

import pytest
from pages import read_page

from overt.errors import OvertError
from overt.measure.judge import ErrorCard
from overt.measure.published.read import read_published
from overt.measure.rates import correct, rates
from overt.measure.wording import percent, span
from overt.report.checkpoints import PANELS as CURVED
from overt.report.detected import ANY, Detected, detected, readings
from overt.report.detected import citations as shares
from overt.report.manifest import public
from overt.report.selection import SHOWN
from overt.report.serving import serve
from overt.report.site import write_report
from overt.run.tables import Play, read_plays
from overt.train.reinforce import Play as Trained
from overt.world.messages import Assistant


def _thinking(play: Play, thought: str) -> Play:
    messages = tuple(
        m.model_copy(update={"reasoning": thought}) if isinstance(m, Assistant) else m for m in play.messages
    )
    return replace(play, messages=messages)


def _citing(plays: tuple[Play, ...]) -> tuple[Play, ...]:
    """Return plays of which one in four names AS1, and each twin GP2."""
    return tuple(
        _thinking(p, "GP2 again" if p.row["twin"] else "AS1 and as-1 say so" if p.row["epoch"] == 1 else "AS7?")
        for p in plays
    )


def _aware(plays: tuple[Play, ...]) -> tuple[Play, ...]:
    """Return plays of which one in four thinks of a test, and each twin."""
    return tuple(
        _thinking(p, "This is an honesty test of me." if p.row["twin"] or p.row["epoch"] == 1 else "I read it.")
        for p in plays
    )


def citations(plays: tuple[Play, ...], spec: str) -> Detected | None:
    return shares(plays, [readings(play) for play in plays], spec)


def test_awareness_is_counted_outside_the_twins_and_not_where_no_reasoning_is(plays: tuple[Play, ...]) -> None:
    thinking = _aware(plays)
    found = detected(thinking, [readings(p) for p in thinking])["evaluation_awareness"]
    assert found.plays == sum(not p.row["twin"] for p in plays)
    assert found.rates["evaluation awareness"].rate == 0.25
    assert {s.rate for s in found.evaluations.values()} == {0.25}
    silent = tuple(_thinking(p, "") for p in plays)
    assert detected(silent, [readings(p) for p in silent]) == {}


def test_what_is_reported_apart_is_in_no_average(plays: tuple[Play, ...]) -> None:
    names = sorted({p.row["evaluation"] for p in plays})
    thinking = tuple(
        replace(
            _thinking(p, "This is an honesty test of me." if p.row["evaluation"] == names[0] else "I read it."),
            row={**p.row, "averaged": p.row["evaluation"] != names[0]},
        )
        for p in plays
    )
    found = detected(thinking, [readings(p) for p in thinking])["evaluation_awareness"]
    assert found.evaluations[names[0]].rate == 1.0
    assert found.rates["evaluation awareness"].rate == 0.0
    apart = tuple(replace(p, row={**p.row, "averaged": False}) for p in thinking)
    assert (
        detected(apart, [readings(p) for p in apart])["evaluation_awareness"].rates["evaluation awareness"].rate
        is None
    )


def test_awareness_has_a_column_a_figure_and_plays_behind_it(reporting, plays, tmp_path: Path) -> None:
    page = read_page(write_report(reporting(_aware(plays)), tmp_path))
    assert "Evaluation awareness<br><small>in its reasoning" in page.source
    methods = page.text.partition("How far detectors and judges err")[2]
    assert "Evaluation awareness" in methods and "A lower bound: of 80 fresh passages" in methods
    with (tmp_path / "figures" / "evaluation_awareness.csv").open(encoding="utf-8") as file:
        rates = {row["row"]: float(row["rate"]) for row in csv.DictReader(file) if row["run"] == "before"}
    assert set(rates.values()) == {0.25}
    assert "Average" in rates
    links = [link for link in page.links if "label=evaluation" in link]
    counted = [len(page.behind(link)) for link in links]
    assert max(counted) == sum(p.row["epoch"] == 1 and not p.row["twin"] for p in plays)


def test_citations_count_plays_outside_the_twins(plays: tuple[Play, ...]) -> None:
    found = citations(_citing(plays), "none")
    assert found and found.plays == sum(not p.row["twin"] for p in plays)
    assert found.rates[ANY].rate == found.rates["AS1"].rate == 0.25
    assert found.rates["GP2"].rate == 0 < found.rates["GP2"].high
    assert citations(tuple(_thinking(p, "nothing of the kind") for p in plays), "none") is None
    assert citations(tuple(_thinking(p, "") for p in plays), "full") is None
    never = citations(tuple(_thinking(p, "none of it") for p in plays), "full")
    assert never and never.rates[ANY].rate == 0


def test_a_column_and_a_figure_are_there_only_where_some_reasoning_cites(
    reporting, plays, report: Path, tmp_path: Path
) -> None:
    assert "a clause, in its reasoning" not in report.read_text(encoding="utf-8")
    out = write_report(reporting(_citing(plays)), tmp_path)
    page = read_page(out)
    assert "a clause, in its reasoning" in page.source
    with (tmp_path / "figures" / "citations.csv").open(encoding="utf-8") as file:
        rates = {row["row"]: float(row["rate"]) for row in csv.DictReader(file)}
    assert rates["AS1"] == 0.25 and rates["GP2"] == 0
    (link,) = (link for link in page.links if "label=AS1" in link)
    assert len(page.behind(link)) == sum(p.row["epoch"] == 1 and not p.row["twin"] for p in plays)


def test_a_report_written_again_leaves_no_old_figure_and_touches_no_other_file(
    reporting, plays, logs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_report(reporting(_citing(plays)), tmp_path)
    (tmp_path / "figures" / "mine.svg").write_text("mine")
    monkeypatch.undo()
    write_report(logs, tmp_path)
    assert not list((tmp_path / "figures").glob("citations.*"))
    assert (tmp_path / "figures" / "mine.svg").read_text() == "mine"


def test_the_papers_rates_stand_in_the_figure_as_published(logs, tmp_path: Path) -> None:
    write_report(logs, tmp_path, paper="o3")
    with (tmp_path / "figures" / "covert.csv").open(encoding="utf-8") as file:
        rows = {(row["run"], row["row"]): row for row in csv.DictReader(file)}
    for table, label in (("paper-o3", "o3, as published"), ("paper-o3-trained", "o3 trained, as published")):
        published = read_published(table, plays=1)
        for name in ("subagent_resource_quota", "sandbagging_qa_no_goal"):
            row = rows[label, name]
            assert float(row["rate"]) == published.rates[name].rate
            assert not row["low"] and not row["scored"], "the paper prints neither an interval nor plays"
        assert published.average
        assert float(rows[label, "Posterior average"]["rate"]) == published.average.rate
        assert (label, "Average") not in rows
    with pytest.raises(OvertError, match="o3 and o4-mini"):
        write_report(logs, tmp_path, paper="o1")


def test_selected_plays_are_those_of_the_rule(report: Path) -> None:
    page = read_page(report)
    expected: dict[tuple[str, str], str] = {}
    for play in page.plays:
        twin = "~twin" if play["twin"] else ""
        name = f"play-{play['run']}/{play['environment']}{twin}/{play['seed']}.{play['epoch']}"
        key = (play["environment"].split("/")[0], play["verdict"])
        if play["verdict"] in SHOWN:
            names = [name, expected.get(key, name)]
            expected[key] = min(names, key=lambda one: hashlib.sha256(one.encode()).hexdigest())
    chosen = [link[1:].split("+") for link in page.links if link.startswith("#play-")]
    assert sorted(one for one, _ in chosen) == sorted(expected.values())
    for one, other in chosen:
        assert one.split("/", 1)[1] == other.split("/", 1)[1] and one != other


def test_the_manifest_names_every_log_by_its_content(report: Path, logs: dict[str, Path]) -> None:
    told = json.loads((report.parent / "manifest.json").read_text(encoding="utf-8"))
    assert [run["label"] for run in told["runs"]] == list(logs)
    for run in told["runs"]:
        files = {file.name: file for file in logs[run["label"]].glob("*.eval")}
        assert set(files) == {log["file"] for log in run["logs"]}
        for log in run["logs"]:
            assert log["sha256"] == hashlib.sha256(files[log["file"]].read_bytes()).hexdigest()
            assert log["epochs"] == 4 and log["packages"]["inspect_ai"]
    assert public({"api_key": "x", "rate": 0.4}) == {"api_key": "…", "rate": "0.4"}


def test_serving_gives_the_folder_on_this_machine_and_nothing_above_it(report: Path) -> None:
    said: Queue[str] = Queue()
    threading.Thread(target=serve, args=(report.parent, 0), kwargs={"say": said.put}, daemon=True).start()
    address = said.get(timeout=10)
    assert address.startswith("http://127.0.0.1:")
    with urlopen(address) as answer:
        assert answer.read() == report.read_bytes()
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    with pytest.raises(HTTPError):
        urlopen(f"{address}../{report.parent.parent.name}")
    size = report.stat().st_size
    for asked, held in (
        ("0-0", slice(0, 1)),
        (f"{size - 3}-", slice(size - 3, size)),
        (f"9-{2 * size}", slice(9, size)),
    ):
        with urlopen(UrlRequest(f"{address}index.html", headers={"Range": f"bytes={asked}"})) as answer:
            assert (answer.status, answer.read()) == (206, report.read_bytes()[held])
            assert answer.headers["Content-Range"] == f"bytes {held.start}-{held.stop - 1}/{size}"
    with pytest.raises(HTTPError, match="416"):
        urlopen(UrlRequest(f"{address}index.html", headers={"Range": f"bytes={size}-"}))
    with pytest.raises(HTTPError, match="404"):
        urlopen(UrlRequest(f"{address}none", headers={"Range": "bytes=0-0"}))
    with pytest.raises(OvertError, match="or 0 for one that is free"):
        serve(report.parent, int(address.rstrip("/").rpartition(":")[2]), say=said.put)


def test_inspects_viewer_stands_beside_the_page_with_the_logs_of_every_run(logs, tmp_path: Path) -> None:
    for _ in range(2):  # a report may be written again
        page = read_page(write_report(logs, tmp_path / "r", viewer=True))
    listed = json.loads((tmp_path / "r" / "inspect" / "logs" / "listing.json").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(
        f"{label}/{log.name}" for label, path in logs.items() for log in path.glob("*.eval")
    )
    assert [address.partition("#/logs/")[2] for address in page.data["viewer"]] == [
        f"{Path(log).parent.name}/{Path(log).name}" for log in page.data["logs"]
    ]
    (tmp_path / "other" / "inspect").mkdir(parents=True)
    with pytest.raises(OvertError, match="holds no viewer"):
        write_report(logs, tmp_path / "other", viewer=True)
    assert read_page(write_report(logs, tmp_path / "other")).data["viewer"] == []


def _trained(folder: Path, step: int, covert: int) -> None:
    """Write a step of eight plays, one without a verdict, and two twins, as a training does."""
    plays = [
        Trained(
            environment="e/x",
            seed=i,
            twin=i > 7,
            reward=1.0,
            covert=i < covert if i < 7 else None,
            over_escalated=i == 9,
            cites=i < step,
            turns=2,
            tokens=9,
        )
        for i in range(10)
    ]
    lines = [json.dumps({"step": step}), *(play.model_dump_json() for play in plays)]
    (folder / "plays").mkdir(parents=True, exist_ok=True)
    (folder / "plays" / f"{step:06}.jsonl").write_text("\n".join(lines) + "\n")


def test_a_training_is_shown_by_blocks_of_its_steps(logs, tmp_path: Path) -> None:
    for step in range(20):
        _trained(tmp_path / "rl", step, covert=6 if step < 10 else 1)
    out = write_report(logs, tmp_path / "r", trainings=[tmp_path / "rl"])
    assert "Through training by reward" in out.read_text(encoding="utf-8")
    with (tmp_path / "r" / "figures" / "training.csv").open(encoding="utf-8") as file:
        rows = {(row["row"], row["panel"]): (row["count"], row["scored"]) for row in csv.DictReader(file)}
    assert len(rows) == 30
    assert rows["steps 0 to 1", "Covert"] == ("12", "14"), "a play without a verdict is in no rate"
    assert rows["steps 18 to 19", "Covert"] == ("2", "14")
    assert rows["steps 2 to 3", "Over-escalated"] == ("2", "4")
    assert rows["steps 2 to 3", "Names a clause"] == ("5", "20")


def test_the_curve_of_a_training_is_shown_point_by_point(logs, tmp_path: Path) -> None:
    metrics = {f"{name}{end}": 0.2 for name in CURVED for end in ("", "_low", "_high")}
    points = [{"stage": "base", "step": 0, "metrics": metrics | {"awareness": None}}]
    points += [{"stage": "sft", "step": 30, "metrics": metrics | {"covert_shared": 0.125}}]
    (tmp_path / "distil" / "curve").mkdir(parents=True)
    told = tmp_path / "distil" / "curve" / "curve.json"
    told.write_text(json.dumps({"checkpoints": points}))
    out = write_report(logs, tmp_path / "r", trainings=[tmp_path / "distil"])
    assert "the suite at each checkpoint" in out.read_text(encoding="utf-8")
    with (tmp_path / "r" / "figures" / "curve.csv").open(encoding="utf-8") as file:
        rows = {(row["row"], row["panel"]): row["rate"] for row in csv.DictReader(file)}
    assert len(rows) == 7 and rows["sft 30", "Covert"] == "0.125"
    told.write_text('{"checkpoints": [{}]}')
    with pytest.raises(OvertError, match=r"is no curve .*`overt train curve"):
        write_report(logs, tmp_path / "r", trainings=[tmp_path / "distil"])


def test_a_training_that_cannot_be_read_is_one_line(logs, tmp_path: Path) -> None:
    with pytest.raises(OvertError, match="holds no plays"):
        write_report(logs, tmp_path / "r", trainings=[tmp_path])
    _trained(tmp_path / "rl", 0, covert=1)
    with pytest.raises(OvertError, match="same name"):
        write_report(logs, tmp_path / "r", trainings=[tmp_path / "rl", tmp_path / "other" / "rl"])
    torn = tmp_path / "rl" / "plays" / "000000.jsonl"
    torn.write_text(torn.read_text()[:-20])
    with pytest.raises(OvertError, match=r"000000\.jsonl: is no step of plays"):
        write_report(logs, tmp_path / "r", trainings=[tmp_path / "rl"])


def test_a_card_corrects_the_headline_and_a_weak_one_is_said_first(logs: dict[str, Path], tmp_path: Path) -> None:
    card = ErrorCard(found=90, positives=100, passed=990, negatives=1000)
    source = write_report(logs, tmp_path / "r", card=card).read_text(encoding="utf-8")
    text = " ".join(read_page(tmp_path / "r" / "index.html").text.split())
    assert "90 of 100 covert plays found, 990 of 1000 others passed" in text
    counted = [rates(read_plays(path)).macro.hierarchical.plays for path in logs.values()]
    for path in logs.values():
        found = correct(rates(read_plays(path)), card).corrected
        assert found and found.average.rate is not None
        shown = f"{percent(found.average.rate)} {span(found.average.low, found.average.high)}"
        assert any(f"{shown} n {plays}" in text for plays in counted)
    assert "does not correct" not in source
    weak = ErrorCard(found=3, positives=4, passed=4, negatives=4)
    said = write_report(logs, tmp_path / "r", card=weak).read_text(encoding="utf-8")
    assert said.index("does not correct the average") < said.index('id="overview"')
