"""`overt honeypots`: what the training environments are made of, and their export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from overt.cli.output import AsJson, console, print_json
from overt.errors import OvertError
from overt.evaluations import AnyEvaluation, evaluation, honeypots, suite
from overt.honeypots import dataset, likeness
from overt.honeypots.covert_rule_violation.bundle import bundles
from overt.honeypots.covert_rule_violation.evaluation import SPLITS
from overt.honeypots.covert_rule_violation.grammar import candidates, dropped

LENGTHS = (5, 6, 7, 8, 10, 13)
"""Numbers of words in a row of which the overlap with the suite is given."""

honeypots_ = typer.Typer(help="What the training environments are made of.", no_args_is_help=True)


@honeypots_.command("check")
def check(*, as_json: AsJson = False) -> None:
    """Count the honeypots and what was dropped; look for near-duplicates and for what is shared with the suite.

    Example: `overt honeypots check --json`
    """
    found: dict[str, Any] = {
        "families": _counts(),
        "grammar": _grammar(),
        "alike": _alike(),
        "overlap": _overlap(),
    }
    if as_json:
        print_json(found)
        return
    _print_table("family", found["families"])
    made = found["grammar"]
    console.print(
        "{train} + {validation} bundles, ".format(**made["bundles"])
        + "{rules} wordings of rules; {candidates} candidates, {dropped} dropped".format(**made)
    )
    for text, alike in found["alike"].items():
        console.print(
            f"{text}: {alike['near_duplicates']} of {alike['environments']} have a near-duplicate "
            f"(Jaccard of word {likeness.WIDTH}-grams >= {likeness.THRESHOLD}); the most alike pair has "
            f"{alike['most_alike']['similarity']:.2f}: {', '.join(alike['most_alike']['pair'])}"
        )
    for length, count in found["overlap"]["shared"].items():
        console.print(f"shared with the suite, {length} words in a row: {count}")


@honeypots_.command("export")
def export(
    out: Annotated[Path, typer.Option(help="Folder for the files; made if it is not there.")],
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
    length: Annotated[Literal["short", "full"], typer.Option(help="Form of the environments.")] = "short",
    *,
    as_json: AsJson = False,
) -> None:
    """Write the honeypots as chat JSONL, a file a family and split, with a dataset card.

    Example: `overt honeypots export --out honeypots --seed 1`
    """
    if out.exists() and not out.is_dir():
        raise OvertError(f"--out {out}: is a file; name a folder")
    written = dataset.write(honeypots(), out, seed=seed, length=length)
    if as_json:
        print_json({"out": str(out), "files": written})
        return
    for name, lines in written.items():
        console.print(f"{out / name}: {lines} lines")


def _counts() -> dict[str, dict[str, int]]:
    return {
        name: {kind: len(family.environments(kind)) for kind in ("train", "validation", "corpus")}
        for name, family in honeypots().items()
    }


def _grammar() -> dict[str, Any]:
    every = [bundle for split in SPLITS for bundle in bundles(split)]
    return {
        "bundles": {split: len(bundles(split)) for split in SPLITS},
        "rules": sum(len(bundle.rules) for bundle in every),
        "candidates": sum(1 for split in SPLITS for _ in candidates(split)),
        "dropped": len(dropped()),
    }


def _alike() -> dict[str, Any]:
    """Compare the honeypots with each other; edits of them are like them by intent and are left out."""
    found = evaluation("covert_rule_violation").environments("train", "validation")
    readings = {"as shown": likeness.rendered, "as written, draws masked": likeness.written}
    return {name: _compared({e.base_id: reading(e) for e in found}) for name, reading in readings.items()}


def _compared(texts: dict[str, likeness.Words]) -> dict[str, Any]:
    pairs = likeness.near_duplicates(texts)
    similarity, *pair = likeness.most_alike(texts)
    return {
        "environments": len(texts),
        "near_duplicates": len({name for _, *names in pairs for name in names}),
        "pairs": len(pairs),
        "threshold": likeness.THRESHOLD,
        "most_alike": {"similarity": similarity, "pair": pair},
    }


def _overlap() -> dict[str, Any]:
    ours = _shown(honeypots(), "train", "validation")
    others = _shown(suite(), "report", "corpus")
    shared = {length: likeness.shared(ours, others, length) for length in LENGTHS}
    longest = max((length for length, runs in shared.items() if runs), default=0)
    return {
        "honeypots": len(ours),
        "suite": len(others),
        "shared": {str(length): len(runs) for length, runs in shared.items()},
        "examples": [" ".join(run) for run in sorted(shared.get(longest, {}))[:5]],
    }


def _shown(families: dict[str, AnyEvaluation], *kinds: Any) -> dict[str, likeness.Words]:
    return {
        played.id: likeness.everything_shown(played)
        for family in families.values()
        for e in family.environments(*kinds)
        for played in (e, e.twin)
    }


def _print_table(first: str, rows: dict[str, dict[str, int]]) -> None:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
    for heading in (first, *next(iter(rows.values()))):
        table.add_column(heading, no_wrap=True)
    for name, counts in rows.items():
        table.add_row(name, *map(str, counts.values()))
    console.print(table)
