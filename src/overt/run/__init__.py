"""Runs: evaluations as Inspect tasks, one eval set a run, resumable and under a budget; logs read as tables."""
