"""Broken promises: something is lent on a promise, a later need makes it tempting to break it unsaid."""
