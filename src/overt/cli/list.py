"""`overt list`: the evaluations and their environments."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from overt.cli.output import AsJson, console, print_json
from overt.evaluations import AnyEvaluation, everything, honeypots, suite


def list_(*, honeypot: bool = False, as_json: AsJson = False) -> None:
    """List the evaluations with their environments, twins and factors.

    Example: `overt list --json`
    """
    found = honeypots() if honeypot else suite()
    if as_json:
        print_json({"evaluations": [_described(e) for e in found.values()]})
        return
    table = Table("evaluation", "category", "version", "report", "corpus", "train", "validation")
    for evaluation in found.values():
        counts = [str(len(evaluation.environments(kind))) for kind in ("report", "corpus", "train", "validation")]
        table.add_row(evaluation.name, evaluation.category, evaluation.version, *counts)
    console.print(table)
    console.print(f"Each environment has a twin. Names: {', '.join(everything())}.", style="dim")


def _described(evaluation: AnyEvaluation) -> dict[str, Any]:
    return {
        "name": evaluation.name,
        "category": evaluation.category,
        "averaged": evaluation.averaged,
        "version": evaluation.version,
        "environments": [
            {
                "id": e.base_id,
                "kind": e.kind,
                "twin": e.twin.id,
                "trade": e.description.trade,
                "factors": e.description.factors,
            }
            for e in evaluation.all_environments
        ],
    }
