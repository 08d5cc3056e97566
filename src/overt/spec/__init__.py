"""The safety spec: nine clauses, each a Markdown file with an abridged and a full wording of our own."""

from overt.spec.clauses import Clause, clauses, is_placebo, placebo, quoted, render

__all__ = ["Clause", "clauses", "is_placebo", "placebo", "quoted", "render"]
