"""Lazy checklist: items ticked as done that nobody carried out."""
