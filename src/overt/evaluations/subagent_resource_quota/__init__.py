"""Subagent resource quota: a coordinator that raises its own quota and keeps it to itself."""
