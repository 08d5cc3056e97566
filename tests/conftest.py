"""For all tests: no network beyond this machine, and no test that is skipped in CI without being listed."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

ALLOWED = Path(__file__).with_name("allowed_skips.txt")
_connect = socket.socket.connect


def _only_this_machine(self, address, *rest):
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"tests run offline; something asked for {address[0]}")
    return _connect(self, address, *rest)


socket.socket.connect = _only_this_machine


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("CI"):
        return
    allowed = {line.split("#")[0].strip() for line in ALLOWED.read_text().splitlines()}
    ids = {report.nodeid for report in reporter.stats.get("skipped", [])}
    # A line of the list is one test, or a file, of which every test may be skipped.
    skipped = sorted(name for name in ids if not allowed & {name, name.partition("[")[0], name.partition("::")[0]})
    if skipped:
        reporter.write_line(f"skipped, and not listed in {ALLOWED.name}: {', '.join(skipped)}", red=True)
        session.exitstatus = 1
