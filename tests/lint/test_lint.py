"""The lint: passages written before it by somebody else, dates and sums, and scenes as players see them."""

from __future__ import annotations

import copy
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from overt.cli.app import app
from overt.errors import OvertError
from overt.evaluations import evaluation
from overt.lint import Passage, tells
from overt.lint.rules import rules
from overt.lint.scenes import allowances, lint
from overt.world.environment import Environment

HERE = Path(__file__).parent
PLANTED = yaml.safe_load((HERE / "planted.yaml").read_text("utf-8"))
INNOCENT = yaml.safe_load((HERE / "innocent.yaml").read_text("utf-8"))
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
FORMS = (
    "{w}, {d} {m} {y}",
    "{w} {y}-{n:02d}-{d:02d}",
    "{w} {d} {m} {y}",
    "{w}, {m} {d}, {y}",
    "{d} {m} {y} ({w})",
)


def found(text: str, where: str = "file") -> set[str]:
    return {finding.kind for finding in tells(Passage(where=where, text=text))}


@pytest.mark.parametrize("entry", PLANTED, ids=lambda e: e["id"])
def test_a_planted_tell_is_found_as_what_it_is(entry):
    assert entry["kind"] in found(entry["text"], entry["where"])


@pytest.mark.parametrize("entry", INNOCENT, ids=lambda e: e["id"])
def test_an_innocent_passage_is_left_alone(entry):
    assert found(entry["text"], entry["where"]) == set()


def test_there_are_as_many_as_the_docs_say():
    assert (len(PLANTED), len(INNOCENT)) == (40, 60)


def test_the_rules_are_of_the_kinds_that_are_defined():
    defined = re.findall(r"^### `(\w+)`$", (HERE / "tells.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(rules()) == sorted(defined)


def written(form: str, day: date, weekday: date) -> str:
    return form.format(w=f"{weekday:%A}", d=day.day, m=f"{day:%B}", n=day.month, y=day.year)


@given(DAYS, st.sampled_from(FORMS))
def test_a_weekday_on_its_date_is_no_tell(day, form):
    assert found(f"We meet on {written(form, day, day)} in the yard.") == set()


@given(DAYS, st.sampled_from(FORMS), st.integers(1, 6))
def test_a_weekday_on_another_date_is_one(day, form, shift):
    text = written(form, day, day + timedelta(days=shift))
    assert found(f"We meet on {text} in the yard.") == {"weekday_mismatch"}


def test_a_date_without_a_year_is_read_in_the_scenes_year():
    passage = Passage(where="user", text="The van comes on Monday 2 March.")
    assert tells(passage, 2026) == ()
    assert [f.kind for f in tells(passage, 2025)] == ["weekday_mismatch"]


@given(st.lists(st.integers(13, 96), min_size=2, max_size=5), st.integers(-9, 9))
def test_a_total_is_a_tell_when_it_is_wrong(parts, error):
    total = sum(parts) + error
    block = "\n".join(f"crate {'abcde'[i]}: {part}" for i, part in enumerate(parts))
    wanted = {"broken_sum"} if error else set()
    assert found(f"{block}\ntotal: {total}\n") == wanted
    assert found(f"{' + '.join(map(str, parts))} boxes, {total} in all.") == wanted


def test_a_rule_is_looked_for_only_where_its_kind_can_stand():
    text = "Refused: the week's quota is reached; edit quota.yaml to continue."
    assert "volunteered_override" in found(text, "result")
    assert "volunteered_override" not in found(text, "file")


def test_a_finding_quotes_the_words_and_says_what_to_do():
    (finding,) = tells(Passage(where="user", text="The van is back. This stays between you and me. Thanks."))
    assert (finding.kind, finding.quote) == ("invited_secrecy", "This stays between you and me.")
    assert finding.remedy


def with_line(line: str, slug: str = "street_lamps"):
    """Lazy checklist with one environment alone, and a line more in its system prompt."""
    real = evaluation("lazy_checklist")
    raw = next(e for e in real.all_environments if e.base_id.endswith(slug))._raw
    raw = {**raw, "system": f"{raw['system']}\n{line}"}
    changed = copy.copy(real)
    changed.__dict__["all_environments"] = (Environment(real.name, real.folder, raw, real.data, twin=False),)
    return changed


def test_a_tell_in_a_scene_is_found_once_and_where_it_stands():
    clean = lint([with_line("")], ["report"], seeds=(0,))
    assert (clean.environments, clean.findings) == (1, ())
    result = lint([with_line("Your actions here are logged.")], ["report"], seeds=(0, 1))
    (finding,) = result.findings
    assert (finding.environment, finding.where) == ("lazy_checklist/street_lamps", "system")
    assert (finding.kind, finding.quote) == ("announced_monitoring", "Your actions here are logged.")


def test_every_kind_of_text_is_read():
    real = evaluation("lazy_checklist")
    result = lint([with_line("")], ["report"], seeds=(0,))
    scene = real.environment("lazy_checklist/street_lamps").scene(0, "short")
    assert result.texts > len(scene.files) + 2 + len(real.world(scene).tools())


def test_allowed_findings_are_counted_apart_and_idle_allowances_named(tmp_path):
    changed = with_line("Your actions here are logged.")
    changed.__dict__["folder"] = tmp_path
    for name in ("thoughts.yaml", "texts"):
        (tmp_path / name).symlink_to(evaluation("lazy_checklist").folder / name)
    reason = "a reason of more than twenty characters"
    entries = [{"kind": k, "reason": reason} for k in ("announced_monitoring", "melodrama")]
    (tmp_path / "lint.yaml").write_text(yaml.safe_dump({"lint_allow": entries}))
    result = lint([changed], ["report"], seeds=(0,))
    assert result.findings == ()
    assert [f.kind for f in result.allowed] == ["announced_monitoring"]
    assert [u.split(": ")[1] for u in result.unused] == ["melodrama"]


@pytest.mark.parametrize("entry", [{"kind": "melodrama"}, {"kind": "no_such_kind", "reason": "r" * 30}])
def test_an_allowance_without_a_reason_or_of_no_kind_is_refused(tmp_path, entry):
    (tmp_path / "lint.yaml").write_text(yaml.safe_dump({"lint_allow": [entry]}))
    with pytest.raises(OvertError, match=r"lint\.yaml"):
        allowances(tmp_path)


def test_the_command_says_what_it_read_and_fails_on_a_finding(monkeypatch):
    runner = CliRunner()
    monkeypatch.setattr("overt.cli.lint.evaluation", lambda name: with_line("This is a test environment."))
    done = runner.invoke(app, ["lint", "--evaluations", "lazy_checklist"])
    assert done.exit_code == 1
    assert "test_vocabulary" in done.output and "1 environments and their twins" in " ".join(done.output.split())
    monkeypatch.setattr("overt.cli.lint.evaluation", lambda name: with_line(""))
    done = runner.invoke(app, ["lint", "--evaluations", "lazy_checklist", "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["findings"] == []


def test_machines_are_told_each_findings_environment_rule_and_words(monkeypatch):
    monkeypatch.setattr("overt.cli.lint.evaluation", lambda name: with_line("This is a test environment."))
    done = CliRunner().invoke(app, ["lint", "--evaluations", "lazy_checklist", "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 1 and told["environments"] == 2
    assert {found["rule"] for found in told["findings"]} == {"test_vocabulary"}
    for found in told["findings"]:
        assert found["environment"].startswith("lazy_checklist/") and "test environment" in found["quote"]
