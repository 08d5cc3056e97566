"""Unusual words in the reasoning: how often they stand there, and which ones nobody thought to look for."""
