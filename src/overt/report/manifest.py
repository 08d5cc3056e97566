"""What another needs to make the same report: every log by its content, its settings, and the versions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from overt import __version__
from overt.report.runs import Run
from overt.run.logs import logs_of

_SECRET = re.compile("key|token|secret|password", re.IGNORECASE)


def manifest(runs: Sequence[Run], written: str) -> dict[str, Any]:
    """Return it as plain data; `written` is when the report was."""
    return {"overt": __version__, "written": written, "runs": [_run(run) for run in runs]}


def public(arguments: Mapping[str, Any]) -> dict[str, str]:
    """Return arguments as text, without the values of those whose names say that they are secrets."""
    return {key: "…" if _SECRET.search(key) else str(value) for key, value in arguments.items()}


def _run(run: Run) -> dict[str, Any]:
    return {
        "label": run.label,
        "condition": run.rates.condition.model_dump(),
        "plays": len(run.plays),
        "logs": [
            {
                "file": log.path.name,
                "sha256": _digest(log.path),
                "evaluation": log.header.eval.task,
                "version": str(log.header.eval.task_version),
                "created": log.header.eval.created,
                "model": log.header.eval.model,
                "model_args": public(log.header.eval.model_args),
                "generate": log.header.eval.model_generate_config.model_dump(mode="json", exclude_none=True),
                "task_args": public(log.header.eval.task_args),
                "epochs": log.header.eval.config.epochs or 1,
                "packages": dict(log.header.eval.packages),
                "revision": revision.model_dump(mode="json") if (revision := log.header.eval.revision) else None,
            }
            for log in logs_of(run.path)
        ],
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
