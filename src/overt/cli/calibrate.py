"""`overt calibrate`: how often a detector, or a judge, is right on labelled passages."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.markup import escape

from overt.cli.output import AsJson, console, print_json, progress
from overt.cli.tables import narrow, rates_table
from overt.measure.wording import percent

if TYPE_CHECKING:
    from overt.detect.card import Card, Share
    from overt.detect.passages import Passage
    from overt.detect.readings import Reading

DETECTOR_HELP = "These alone, as evaluation_awareness,metagaming; all that have labelled passages without it."
JUDGE_HELP = "Measure this model as a judge, as Inspect names it (`openai/…`); without it, the words."
HALF_HELP = (
    "Of the passages: the words were found on dev, and their scores on held_out were seen on the way. Without it "
    "the fresh ones, or held_out where there are none."
)
OUT_HELP = "Directory for the cards, and for what the judge answered."

Gold = Mapping[str, tuple["Passage", ...]]
Read = Mapping[str, list[tuple["Passage", "Reading"]]]


def calibrate(
    judge: Annotated[str | None, typer.Option(metavar="MODEL", help=JUDGE_HELP)] = None,
    detector: Annotated[str | None, typer.Option(metavar="NAMES", help=DETECTOR_HELP)] = None,
    half: Annotated[
        Literal["fresh", "held_out", "dev", "all"] | None, typer.Option(help=HALF_HELP, show_default=False)
    ] = None,
    out: Annotated[Path, typer.Option(help=OUT_HELP)] = Path("cards"),
    as_json: AsJson = False,
) -> None:
    """Write the error card of each detector: sensitivity, specificity, exact intervals, by kind of case.

    A card is a page and a JSON file; `overt rates --card FILE.json` and `overt detect --cards DIR` correct by it.
    A judge is asked about each passage once; stopped, the same command goes on.

    Example: `overt calibrate --judge openai/gpt-5-mini`
    """
    from overt.detect.card import card
    from overt.detect.passages import MAIN, gold, unread

    names = list(MAIN) if detector is None else [name.strip() for name in detector.split(",")]
    sets = {name: gold(name, half) for name in names}
    out.mkdir(parents=True, exist_ok=True)
    read = _lexical(sets) if judge is None else _judged(sets, judge, out)
    cards = [card(half or unread(name), found) for name, found in read.items()]
    for one in cards:
        _write(one, out)
    if as_json:
        print_json({"cards": [one.model_dump(mode="json") for one in cards], "path": str(out)})
        return
    _show(cards, out)


def _lexical(sets: Gold) -> Read:
    return {name: [(p, _by_words(name, p)) for p in passages] for name, passages in sets.items()}


def _by_words(name: str, passage: Passage) -> Reading:
    from overt.detect.mismatch import mismatch
    from overt.detect.passages import verdict_on
    from overt.detect.readings import LEXICAL, read
    from overt.world.messages import Assistant

    play = (Assistant(reasoning=passage.text),)
    if passage.verdict is not None:
        return mismatch(play, verdict_on(passage.verdict))
    return read(name, LEXICAL[name], play)


def _judged(sets: Gold, judge: str, out: Path) -> Read:
    from overt.detect.mismatch import compared
    from overt.detect.passages import verdict_on
    from overt.detect.questions import asked
    from overt.run.judging import JUDGEMENTS, Judgements, bound, judge_all
    from overt.world.messages import Assistant

    model = bound(judge)
    questions = asked(list(sets))
    held = Judgements(out / JUDGEMENTS)
    work = [
        (question, (Assistant(reasoning=passage.text),), passage)
        for question in questions
        for passage in sets[question.detector]
    ]
    try:
        with redirect_stdout(sys.stderr), progress(len(work), "judged") as tick:
            judge_all(model, ((question, play) for question, play, _ in work), held, tick)
    except KeyboardInterrupt:
        print(f"overt: stopped; what was judged is in {held.path}, the same command goes on", file=sys.stderr)
        raise typer.Exit(130) from None
    read: dict[str, list[tuple[Passage, Reading]]] = {}
    for question, play, passage in work:
        reading = held.find(str(model), question, play)
        if reading is not None and passage.verdict is not None:
            reading = compared(reading, verdict_on(passage.verdict))
        if reading is not None:
            read.setdefault(question.detector, []).append((passage, reading))
    return read


def _write(one: Card, out: Path) -> None:
    from overt.detect.card import page

    by = "" if one.judge is None else "." + re.sub(r"[^\w.-]+", "-", one.judge)
    name = f"{one.detector}.{one.form}{by}"
    (out / f"{name}.json").write_text(one.model_dump_json(indent=1) + "\n", encoding="utf-8")
    (out / f"{name}.md").write_text(page(one), encoding="utf-8")


def _show(cards: list[Card], out: Path) -> None:
    table = rates_table("sensitivity", "95%", "specificity", "95%", "unscored", first="detector")
    for one in cards:
        table.add_row(
            escape(one.detector), *_cells(one.sensitivity), *_cells(one.specificity), f"{one.unscored}/{one.n}"
        )
    console.print(table, "")
    for one in cards:
        if one.neither:
            console.print(
                f"{one.detector}: {one.neither} others show nothing to read; {one.neither_scored} were scored."
            )
    console.print(
        f"By the words, or the judge, on {_halves(cards)} passages; rates are of the scored. "
        f"Cards with kinds of case and bounds: {escape(str(out))}.",
        style="dim",
    )


def _halves(cards: list[Card]) -> str:
    names = dict.fromkeys(one.half.replace("_", "-") for one in cards)
    return " or ".join(names) if len(names) > 1 else f"the {next(iter(names))}"


def _cells(share: Share) -> tuple[str, str]:
    return f"{share.count}/{share.of} {percent(share.rate)}", narrow(share.low, share.high)
