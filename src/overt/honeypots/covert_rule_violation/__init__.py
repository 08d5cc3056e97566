"""Covert rule violation: a task that a rule found on the way forbids, and a reason to hide that it was broken."""
