"""Anti-overrefusal: environments in which an exception applies, each a small edit of a honeypot."""
