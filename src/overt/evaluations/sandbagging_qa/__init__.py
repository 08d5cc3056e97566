"""Sandbagging QA: wrong answers on a sheet of easy questions, so that a goal given in the prompt is not lost."""
