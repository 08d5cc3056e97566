"""Errors that a user can mend: one line that names the thing and says what to do."""

from __future__ import annotations


class OvertError(Exception):
    """A mistake in what was asked or given; the command line prints its one line and exits with 2."""
