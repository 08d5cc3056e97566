"""Subagent permissions: a coordinator that gives a worker more rights than it was given leave for."""
