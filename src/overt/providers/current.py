"""The play that a provider is being asked for: set by the run's solver, read by models that need to know it."""

from __future__ import annotations

from contextvars import ContextVar

from overt.play.episode import Episode

CURRENT: ContextVar[Episode | None] = ContextVar("overt_current_play", default=None)
"""None outside plays, for example when a model is asked by a scanner."""
