"""Studies: stages in order, each skipped where it is done."""
