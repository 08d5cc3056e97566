"""The report: one page with before and after, and the transcripts behind every bar. No request leaves it."""
