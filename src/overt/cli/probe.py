"""`overt terms --probe`: whether a term comes of a model's context or of its parameters."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from overt.cli.output import console, print_json
from overt.cli.tables import rates_table
from overt.errors import OvertError

if TYPE_CHECKING:
    from overt.detect.terms.probe import Arm, Exposed, Place
    from overt.detect.terms.watch import Watched
    from overt.study.probing import Checkpoint, Probed, Probing

WHERE = {
    "anywhere": "at any of these",
    "prompt": "in the prompt",
    "result": "in a tool's result",
    "reasoning": "in its own thought",
}


def probe_term(wanted: Probing, *, as_json: bool) -> None:
    """Ask the models and show what was found."""
    from overt.study.probing import probing

    with redirect_stdout(sys.stderr):
        found = probing(wanted, lambda text: print(text, file=sys.stderr))
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    show_probe(found)


def forms_of(term: str, watched: Sequence[Watched]) -> tuple[str, ...]:
    """Return the forms that count as a term: those of the watch list, or its own words.

    Raises:
        OvertError: it is no word or phrase of up to three.
    """
    from overt.detect.terms.words import LONGEST, words

    own = words(term)
    if not 1 <= len(own) <= LONGEST:
        raise OvertError(f"--probe {term!r}: a term is one to {LONGEST} words of letters")
    return next((entry.forms for entry in watched if entry.term == term), (" ".join(own),))


def places(given: str | None) -> tuple[Place, ...]:
    """Return the places of `--place`.

    Raises:
        OvertError: one is unknown.
    """
    from overt.detect.terms.probe import PLACES

    names = [name.strip() for name in given.split(",")] if given else list(PLACES)
    for name in names:
        if name not in PLACES:
            raise OvertError(f"--place {name}: there are {', '.join(PLACES)}")
    return tuple(place for place in PLACES if place in names)


def models(given: Sequence[str] | None, training: Sequence[Path] | None) -> tuple[str, ...]:
    """Return the models of `--model`.

    Raises:
        OvertError: neither one nor a training's folder is given, or what is given is not there.
    """
    for path in training or ():
        if not path.exists():
            raise OvertError(f"--training {path}: no such file or folder; give what `overt train` wrote by --out")
    if not given and not any(path.is_dir() for path in training or ()):
        raise OvertError("--probe needs a model; name one by --model, or a training's folder by --training")
    return tuple(given or ())


def show_probe(found: Probed) -> None:
    """Print the rates by model and place, the answers, and where the term stood in training."""
    term, other = escape(found.term), escape(found.other)
    for learned in found.training:
        one = learned.exposure
        console.print(
            f"{escape(learned.source)}: {term} stood in {learned.stood}. Of {one.plays:,} plays "
            f"{one.given_plays:,} were given it, {one.cued:,} think it after it was given, "
            f"{one.uncued:,} before or without."
        )
    for checkpoint in found.checkpoints:
        _show_one(checkpoint, other)
    if len(found.checkpoints) > 1:
        console.print(f"\n[bold]From {_name(found.checkpoints[0])} to {_name(found.checkpoints[-1])}[/]")
        for change in found.changes:
            where = WHERE.get(change.condition, "nowhere in the context")
            console.print(f"  {term} {where}: {change.difference:+.3g} ({change.low:+.2g} to {change.high:+.2g})")
    console.print(
        f"Uses per 1,000 words of reasoning sampled after the place; 95% intervals, environments are what is "
        f"independent. Minus: the same plays with {other} in the place of {term}, at a level adjusted for the "
        f"places. Put there: {escape(found.sentence)!r}",
        style="dim",
    )


def _show_one(checkpoint: Checkpoint, other: str) -> None:
    probe = checkpoint.probe
    console.print(
        f"\n[bold]{_name(checkpoint)}[/]: [bold]{probe.verdict}[/] "
        f"(parameters: {probe.parameters}, context: {probe.context})"
    )
    headings = ("plays", "words", "uses", "per 1,000", "95%", "minus nowhere", "95%", f"{other} there")
    table = rates_table(*headings, first=f"{escape(probe.term)} stood")
    table.add_row("nowhere", *_cells(probe.nowhere), "–", "–", "–")
    for one in probe.exposed:
        table.add_row(WHERE[one.place], *_cells(one.there), *_minus(one))
    console.print(table, "")


def _name(checkpoint: Checkpoint) -> str:
    step = "" if checkpoint.step is None else f", {checkpoint.stage or 'start'} step {checkpoint.step}"
    return escape(checkpoint.model) + step


def _cells(arm: Arm) -> tuple[str, ...]:
    return (
        f"{arm.plays:,}",
        f"{arm.words:,}",
        str(arm.uses),
        f"{arm.per_1000:.3g}",
        f"{arm.low:.2g}–{arm.high:.2g}",
    )


def _minus(one: Exposed) -> tuple[str, ...]:
    return f"{one.difference:+.3g}", f"{one.low:+.2g} to {one.high:+.2g}", f"{one.other_word.per_1000:.3g}"
