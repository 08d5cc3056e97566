"""Two real runs of a scripted player with known rates, and the report of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from overt.report.site import write_report
from overt.run.runner import Request, run
from overt.run.tables import Play, read_transcripts

EVALUATIONS = ("sandbagging_qa_no_goal", "subagent_resource_quota")


@pytest.fixture(scope="session")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("logs")
    made: dict[str, Path] = {}
    for label, rate in (("before", 0.6), ("after", 0.0)):
        made[label] = folder / label
        run(
            Request(
                model="actor/mix",
                logs=made[label],
                evaluations=EVALUATIONS,
                environments=2,
                twins=True,
                epochs=4,
                model_args={"rate": rate},
            )
        )
    return made


@pytest.fixture(scope="session")
def report(logs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(logs, tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="session")
def plays(logs: dict[str, Path]) -> tuple[Play, ...]:
    return tuple(read_transcripts(logs["before"]))


@pytest.fixture
def reporting(monkeypatch: pytest.MonkeyPatch, logs: dict[str, Path]):
    """Return a function that gives altered plays in place of those in the logs."""

    def give(before: tuple[Play, ...], after: tuple[Play, ...] | None = None) -> dict[str, Path]:
        altered = {logs["before"]: before, logs["after"]: after}

        def read(path: Path) -> Iterator[Play]:
            given = altered[path]
            return read_transcripts(path) if given is None else iter(given)

        monkeypatch.setattr("overt.report.runs.read_transcripts", read)
        return logs

    return give
