"""Interrupts of what a test starts."""

from __future__ import annotations

import signal


def heed() -> None:
    """Take interrupts again: a shell starts what it runs in the background, such as a whole suite, without."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
