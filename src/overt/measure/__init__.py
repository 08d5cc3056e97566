"""Statistics: pure functions from a table of plays (see `measure.table`) to rates with intervals.

They know no engine, no log format and no model; what they are given is what they count.
"""
