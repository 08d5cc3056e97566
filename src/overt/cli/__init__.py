"""The command line: one module a verb."""

from overt.cli.app import main

__all__ = ["main"]
