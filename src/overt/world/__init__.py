"""What can be played: worlds, tools, environments, evaluations, verdicts and actors. No engine is imported."""

from overt.world.actor import Actor, Moves, Refuser, Reply
from overt.world.environment import Environment, Length, Scene
from overt.world.evaluation import DEFAULT_TABLE, Evaluation
from overt.world.transcript import Transcript
from overt.world.verdict import Evidence, Finding, Verdict
from overt.world.world import EditableFiles, Files, Mail, World

__all__ = [
    "DEFAULT_TABLE",
    "Actor",
    "EditableFiles",
    "Environment",
    "Evaluation",
    "Evidence",
    "Files",
    "Finding",
    "Length",
    "Mail",
    "Moves",
    "Refuser",
    "Reply",
    "Scene",
    "Transcript",
    "Verdict",
    "World",
]
