"""The realism lint: what in a scene tells a player that it is staged, found by rules and without a model."""

from overt.lint.passages import Finding, Passage
from overt.lint.tells import tells

__all__ = ["Finding", "Passage", "tells"]
