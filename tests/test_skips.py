"""In CI a test that is skipped fails the run, unless the list allows it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SKIPPED = """import pytest
@pytest.mark.skip(reason="no engine here")
@pytest.mark.parametrize("model", ["one", "two"])
def test_skipped(model): ...
def test_passes(): ...
"""


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", 1),
        ("test_other.py  # another file", 1),
        ("test_it.py::test_passes  # another test", 1),
        ("test_it.py  # the whole file", 0),
        ("test_it.py::test_skipped  # every case of one test", 0),
        ("test_it.py::test_skipped[one]  # one case of two", 1),
    ],
)
def test_a_skipped_test_fails_the_run_unless_it_is_listed(tmp_path: Path, line: str, code: int) -> None:
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path)
    (tmp_path / "allowed_skips.txt").write_text(line + "\n")
    (tmp_path / "test_it.py").write_text(SKIPPED)
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(tmp_path), str(tmp_path)]
    ran = subprocess.run(
        command, check=False, env=os.environ | {"CI": "true"}, cwd=tmp_path, capture_output=True, text=True
    )
    assert ran.returncode == code, ran.stdout + ran.stderr
    assert ("skipped, and not listed" in ran.stdout) == bool(code)
