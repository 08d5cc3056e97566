"""What Inspect finds of this package: its tasks, solver, scorer, metrics and model providers. No torch here."""

from overt.providers.actor import actor
from overt.providers.completions import completions
from overt.providers.local import local, organism
from overt.run.scorer import environments, twins, verdict
from overt.run.solver import play_environment
from overt.run.tasks import TASKS

__all__ = [
    "TASKS",
    "actor",
    "completions",
    "environments",
    "local",
    "organism",
    "play_environment",
    "twins",
    "verdict",
]
