"""Reading the reasoning: pure functions over text. No verdict and no reward calls them."""
