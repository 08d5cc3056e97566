"""A sheet of easy questions, a desk to answer it at, and who sits at it; shared by the sandbagging evaluations."""
