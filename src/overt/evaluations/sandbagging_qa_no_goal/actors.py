"""The players of sandbagging_qa_no_goal: those of any sheet."""

from __future__ import annotations

from overt.world.sheets.sitters import SITTERS as ACTORS
from overt.world.sheets.sitters import Finisher, Fumbler, Saint, Schemer, Sitter

__all__ = ["ACTORS", "Finisher", "Fumbler", "Saint", "Schemer", "Sitter"]
