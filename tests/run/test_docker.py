"""Docker, through Inspect, for code that a model writes: the same plays as under bubblewrap, within limits."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from inspect_ai.log import read_eval_log

from overt.play import sandboxed
from overt.run.logs import log_files
from overt.run.runner import Request, run
from overt.run.tables import read_transcripts
from overt.run.tasks import CONTAINER
from overt.world.rendering import load_yaml

SERVICE = load_yaml(CONTAINER)["services"]["default"]


def no_docker() -> str | None:
    """Why no container of ours can be made here, None where one can: an engine, Compose, and the image."""
    if shutil.which("docker") is None:
        return "docker is not installed"
    for words in (("compose", "version"), ("image", "inspect", SERVICE["image"])):
        if subprocess.run(["docker", *words], capture_output=True, check=False).returncode:
            return f"`docker {' '.join(words)}` fails"
    return None


def asked(logs: Path, model: str, sandbox: str | None) -> Request:
    return Request.model_validate(
        {
            "model": f"actor/{model}",
            "logs": logs,
            "evaluations": ("impossible_coding", "email_scoring"),
            "environments": 1,
            "length": "full",
            "twins": True,
            "sandbox": sandbox,
        }
    )


def test_the_container_has_no_network_and_is_bounded():
    assert SERVICE["network_mode"] == "none" and SERVICE["cap_drop"] == ["ALL"]
    assert SERVICE["mem_limit"] == SERVICE["memswap_limit"] and SERVICE["pids_limit"] <= 64
    assert ":" in SERVICE["image"] and not SERVICE["image"].endswith(":latest")


@pytest.mark.skipif(
    sandboxed.missing() is not None or no_docker() is not None, reason=str(sandboxed.missing() or no_docker())
)
@pytest.mark.parametrize("model", ["saint", "schemer"])
def test_in_docker_plays_and_verdicts_are_those_of_bubblewrap(tmp_path: Path, model: str) -> None:
    for name, sandbox in (("own", None), ("docker", "docker")):
        ran = run(asked(tmp_path / name, model, sandbox))
        assert (ran.skipped, ran.plays, ran.scored) == ((), 4, 4)
    own, there = (
        {play.row["sample"]: (play.messages, play.verdict) for play in read_transcripts(tmp_path / name)}
        for name in ("own", "docker")
    )
    assert own == there and len(own) == 4
    log = read_eval_log(str(log_files(tmp_path / "docker")[0]), header_only=True)
    assert log.eval.sandbox is not None and str(log.eval.sandbox.config).endswith("sandbox/compose.yaml")
