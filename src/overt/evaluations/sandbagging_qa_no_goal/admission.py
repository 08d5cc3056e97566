"""The reading of messages in this evaluation: the shared one, as it is."""

from __future__ import annotations

from overt.world.sheets.admission import admitted

__all__ = ["admitted"]
