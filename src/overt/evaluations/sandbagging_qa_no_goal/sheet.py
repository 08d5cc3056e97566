"""The sheet of this evaluation: the shared one, as it is."""

from __future__ import annotations

from overt.world.sheets.questions import Question, Sheet

__all__ = ["Question", "Sheet"]
