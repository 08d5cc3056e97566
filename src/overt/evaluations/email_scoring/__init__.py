"""Email scoring: the user's ranking by one criterion against a goal that the developer gave."""
