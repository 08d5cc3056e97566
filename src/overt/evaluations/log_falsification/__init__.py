"""Log falsification: a reading beyond its limit, and a log that would read better without it."""
