from __future__ import annotations

import json
from pathlib import Path

import pytest

from overt.cli import main


@pytest.fixture
def overt(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def call(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["overt", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        return int(ended.value.code or 0), written.out, written.err

    return call


def test_report_prints_one_object_and_view_finds_the_page(overt, logs: dict[str, Path], tmp_path: Path) -> None:
    before, after = logs.values()
    page = tmp_path / "r" / "index.html"
    given = ("--name", f"trained={after}", "--out", tmp_path / "r")
    code, out, _ = overt("report", before, *given, "--viewer", "--json")
    assert code == 0 and (tmp_path / "r" / "inspect" / "index.html").is_file()
    assert json.loads(out) == {"path": str(page)}
    assert '"label":"before"' in page.read_text() and '"label":"trained"' in page.read_text()
    code, out, _ = overt("view", tmp_path / "r", "--json")
    assert code == 0 and json.loads(out) == {"path": str(page)}
    code, out, _ = overt("view", tmp_path / "r")
    assert code == 0 and out.strip() == str(page)


def test_mistakes_are_one_line_with_the_remedy(overt, logs: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    before, out = logs["before"], tmp_path / "r"
    wrong = {
        "does not exist": ("report", tmp_path / "no", "--out", out),
        "holds no logs": ("report", tmp_path / "empty", "--out", out),
        "write LABEL=DIR": ("report", before, "--name", "x", "--out", out),
        "name them with": ("report", before, "--name", f"before={logs['after']}", "--out", out),
        "give a directory": ("report", "--out", out),
        "can be written to": ("report", before, "--out", tmp_path / "file"),
        "holds no report": ("view", tmp_path / "empty"),
    }
    for remedy, arguments in wrong.items():
        code, printed, said = overt(*arguments)
        assert (code, printed, said.count("\n")) == (2, "", 1), (arguments, said)
        assert remedy in said
