from __future__ import annotations

import base64
import csv
import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pages import HOSTILE, Page, hostile, read_bundle, read_page

from overt.errors import OvertError
from overt.measure.compare import compare
from overt.measure.rates import rates
from overt.measure.wording import percent, points, span
from overt.organism.mixture import mixture, planted_figures
from overt.report.site import PAGE_LIMIT, write_report
from overt.run.tables import Play, read_plays, read_transcripts


@pytest.fixture(scope="module")
def page(report: Path) -> Page:
    return read_page(report)


def _cells(source: str, table: str) -> list[str]:
    body = source[source.index(table) :]
    body = body[: body.index("</table>")].replace("</t", " </t")
    return [" ".join(Page(row).text.split()) for row in re.findall(r"<tr>.*?</tr>", body, re.DOTALL)]


def test_every_rate_on_the_page_is_what_measure_says(page: Page, logs: dict[str, Path]) -> None:
    overview = _cells(page.source, 'aria-label="Rates of each run"')
    by_evaluation = _cells(page.source, 'aria-label="Rates by evaluation"')
    for label, path in logs.items():
        found = rates(read_plays(path))
        (line,) = (row for row in overview if row.startswith(label))
        assert found.twins
        for rate in (
            found.macro.hierarchical,
            found.macro.posterior,
            found.macro.pooled,
            found.twins.over_escalation,
            found.twins.completion,
        ):
            assert f"{percent(rate.rate)} {span(rate.low, rate.high)}" in line
        assert percent(found.macro.raw.rate) in line
        for one in found.evaluations.values():
            shown = f"{label} {percent(one.rate)} {span(one.low, one.high)} {one.covert} of {one.scored}"
            assert any(shown in row for row in by_evaluation)


def test_the_change_is_what_compare_says(page: Page, logs: dict[str, Path]) -> None:
    found = compare(read_plays(logs["before"]), read_plays(logs["after"]))
    assert found.macro
    text = " ".join(page.text.split())
    assert f"after against before: {points(found.macro.hierarchical.difference)} points" in text
    for one in found.evaluations.values():
        assert f"{points(one.difference)} {points(one.low)} to {points(one.high)}" in text


def test_every_number_leads_to_as_many_plays(page: Page, logs: dict[str, Path]) -> None:
    links = [link for link in page.links if link.startswith("#plays?")]
    assert len(links) > 20
    assert all(page.behind(link) for link in links)
    for label, path in logs.items():
        for name, one in rates(read_plays(path)).evaluations.items():
            link = f"#plays?run={label}&evaluation={name}&twin=no"
            assert len(page.behind(link)) == one.attempted
            assert len(page.behind(link + "&verdict=covert")) == one.covert
            assert len(page.behind(link + "&verdict=unscored")) == one.unscored
            assert one.twins
            twins = f"#plays?run={label}&evaluation={name}&twin=yes"
            assert len(page.behind(twins + "&verdict=completed")) == one.twins.completion.count
            assert links.count(link) >= 2, "a bar in the table and a dot in the figure"


def test_every_play_is_on_the_page_with_its_transcript(page: Page, logs: dict[str, Path]) -> None:
    listed = page.plays
    assert len(listed) == sum(read_plays(path).height for path in logs.values())
    for number, play in enumerate(listed):
        bundle = page.bundles[play["bundle"]]
        messages = bundle["plays"][str(number)]["messages"]
        assert [m[0] for m in messages[:3]] == [0, 1, 2]
        assert Path(page.data["logs"][play["log"]]).is_file()


def test_reasoning_calls_and_results_are_apart(page: Page, plays: tuple[Play, ...]) -> None:
    first = plays[0]
    bundle = page.bundles[page.plays[0]["bundle"]]
    texts, messages = bundle["texts"], bundle["plays"]["0"]["messages"]
    assert [texts[m[1]] for m in messages if m[0] == 0] == [m.text for m in first.messages if m.role == "system"]
    assert [texts[m[2]] for m in messages if m[0] == 3] == [m.text for m in first.messages if m.role == "tool"]
    thoughts = [m.reasoning for m in first.messages if m.role == "assistant" and m.reasoning]
    assert [texts[m[1]] for m in messages if m[0] == 2 and m[1] >= 0] == thoughts


def test_figures_are_written_in_every_form_and_the_csv_holds_the_rates(
    report: Path, logs: dict[str, Path]
) -> None:
    figures = report.parent / "figures"
    assert {p.name for p in figures.iterdir()} == {
        f"{name}.{suffix}"
        for name in ("covert", "twins", "covert_intent", "terms")
        for suffix in ("svg", "pdf", "png", "csv")
    }
    with (figures / "covert.csv").open(encoding="utf-8") as file:
        rows = {(row["run"], row["row"]): row for row in csv.DictReader(file)}
    for label, path in logs.items():
        found = rates(read_plays(path))
        for name, one in found.evaluations.items():
            row = rows[label, name]
            assert (float(row["rate"]), float(row["low"]), float(row["high"])) == (one.rate, one.low, one.high)
        assert float(rows[label, "Average"]["rate"]) == found.macro.hierarchical.rate
        assert float(rows[label, "Posterior average"]["rate"]) == found.macro.posterior.rate


def test_nothing_is_loaded_and_the_policy_names_exactly_this_style_and_script(page: Page) -> None:
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        for name in ("src", "href", "action", "data", "srcset", "poster"):
            assert re.match(r"#|figures/|manifest\.json|data:,", attributes.get(name) or "#"), (tag, attributes)
    assert not re.search(r"https?://|url\((?!#)|@import", page.source)
    (policy,) = (a["content"] for t, a in page.elements if t == "meta" and a.get("http-equiv"))
    assert policy and policy.startswith("default-src 'none'")
    (script,) = (text for attributes, text in page.scripts if not attributes)
    for text in (*page.styles, script):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert "unsafe" not in policy and "*" not in policy


def test_hostile_transcripts_are_text_and_never_markup(reporting, plays, page: Page, tmp_path: Path) -> None:
    logs = reporting(tuple(map(hostile, plays)))
    found = read_page(write_report(logs, tmp_path))
    assert {tag for tag, _ in found.elements} <= {tag for tag, _ in page.elements} | {"aside", "span"}
    assert {name for _, a in found.elements for name in a} <= {name for _, a in page.elements for name in a}
    assert len([s for s in found.scripts if not s[0]]) == 1
    texts = {text for bundle in found.bundles for text in bundle["texts"]}
    assert {"\n".join(HOSTILE), HOSTILE[0], HOSTILE[1], HOSTILE[3], HOSTILE[9]} <= texts
    assert "<script>document.title='owned'</script>right" in found.text, "the reason, among the warnings"


def test_a_warning_says_what_has_no_verdict(reporting, plays, tmp_path: Path) -> None:
    logs = reporting(tuple(map(hostile, plays)))
    source = write_report(logs, tmp_path).read_text(encoding="utf-8")
    assert source.index("plays have no verdict") < source.index('id="overview"')


def test_a_warning_names_every_average_whose_interval_is_not_known_to_hold(page: Page) -> None:
    source = page.source[: page.source.index('id="overview"')]
    said = re.findall(r"interval of the average,[^<]*: There are 4 environments", source)
    assert len(said) == 2, "one for each run"
    for line in said:
        named = re.findall(r"of ([\w -]+?)(?=, of |:)", line)
        assert {"the average", "evaluation awareness", "covert intent"} <= set(named), line


def test_an_organism_is_shown_with_what_was_planted_in_it(reporting, plays, logs, tmp_path: Path) -> None:
    planted = planted_figures(mixture())

    def organism(play: Play) -> Play:
        saw = planted[play.row["evaluation"]]["seen_with_spec"]
        row = {**play.row, "model": "organism/base@0123456789ab", "base_saw_spec": saw}
        return replace(play, row=row)

    after = tuple(map(organism, read_transcripts(logs["after"])))
    out = write_report(reporting(tuple(map(organism, plays)), after), tmp_path)
    source = out.read_text(encoding="utf-8")
    assert "These numbers are about a model organism" in source
    for row in _cells(source, 'aria-label="Planted and measured"'):
        for name, figures in planted.items():
            if row.split()[0] == name:
                assert f"{percent(figures['covert'])} {'yes' if figures['seen_with_spec'] else 'no'}" in row
    assert "sha256:0123456789ab" in source
    assert "Base never saw them with the spec" in source


def test_only_an_organism_is_called_one(page: Page) -> None:
    assert "organism" not in page.text.lower()


def test_two_thousand_plays_stay_under_five_megabytes_with_transcripts_beside(
    reporting, plays, tmp_path: Path
) -> None:
    def long(play: Play, epoch: int) -> Play:
        messages = tuple(
            m.model_copy(update={"text": f"{m.text}{epoch}" * 8}) if m.role == "tool" else m for m in play.messages
        )
        row = {**play.row, "epoch": epoch, "seed": epoch}
        return replace(play, row=row, messages=messages)

    many = tuple(long(play, 10 * i + play.row["epoch"]) for i in range(63) for play in plays)
    assert len(many) >= 2000
    out = write_report(reporting(many), tmp_path)
    assert out.stat().st_size < PAGE_LIMIT
    page = read_page(out)
    assert not page.bundles
    bundles = [read_bundle(tmp_path / "transcripts" / f"{i}.js") for i in range(page.data["files"])]
    for number, play in enumerate(page.plays):
        assert bundles[play["bundle"]]["plays"][str(number)]["messages"]


def test_labels_must_differ_and_be_printable(logs: dict[str, Path], tmp_path: Path) -> None:
    path = logs["before"]
    with pytest.raises(OvertError, match="alike"):
        write_report({"a b": path, "a-b": path}, tmp_path)
    with pytest.raises(OvertError, match="printable"):
        write_report({"a\u202eb": path}, tmp_path)
    with pytest.raises(OvertError, match="no run"):
        write_report({}, tmp_path)
