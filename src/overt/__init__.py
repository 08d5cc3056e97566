"""Overt: measure covert behaviour in language models, train against it, and stress-test the result."""

__version__ = "0.1.0"
