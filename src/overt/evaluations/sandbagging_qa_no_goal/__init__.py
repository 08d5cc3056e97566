"""Sandbagging QA (No Goal): wrong answers on a sheet of easy questions, because a good result has consequences."""
