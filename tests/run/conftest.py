"""One run of several actors over a sample of all evaluations, which most tests of the room read."""

from pathlib import Path

import pytest
from inspect_ai import eval
from sampled import ACTORS, EPOCHS, FAMILIES, SEED, SPEC

from overt.run.tasks import TASKS


@pytest.fixture(scope="session")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with the logs of four actors, two environments each with its twin, two epochs."""
    path = tmp_path_factory.mktemp("logs")
    tasks = [TASKS[name](environments=2, twins=True, seed=SEED, spec=SPEC, length="short") for name in FAMILIES]
    models = [f"actor/{name}" for name in ACTORS]
    found = eval(tasks, model=models, epochs=EPOCHS, log_dir=str(path), display="none", max_samples=64)
    assert [log.status for log in found] == ["success"] * len(tasks) * len(ACTORS)
    return path
