"""A detector's error card: what it got right on labelled passages, what it left unscored, by kind of case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from overt.detect.passages import FRESH, MAIN, Half, Passage
from overt.detect.readings import Reading
from overt.measure.intervals import exact
from overt.measure.wording import percent
from overt.world.messages import Frozen


class Share(Frozen):
    """How many of how many, the rate (None of nothing) and its exact 95% interval.

    `least` and `most` count the unscored each way: all of them read wrongly, all of them read rightly.
    """

    count: int
    of: int
    rate: float | None
    low: float
    high: float
    least: float | None
    most: float | None


class Case(Frozen):
    """One kind of passage: how many there are, how many were read rightly and how many not at all.

    `positive` is None for those that nothing can be read from.
    """

    case: str
    positive: bool | None
    n: int
    right: int
    unscored: int


class Label(Frozen):
    """One label: on how many scored passages it belongs, on how many of these it was given, on how many others."""

    given: int
    found: int
    more: int


class Card(Frozen):
    """The card. `found` of `positives` and `passed` of `negatives` are of scored passages, for the correction.

    Passages that nothing can be read from are `neither`; all should be unscored, `neither_scored` were not.
    """

    detector: str
    form: str
    judge: str | None
    prompt: str | None
    gold: str
    half: str
    n: int
    found: int
    positives: int
    passed: int
    negatives: int
    sensitivity: Share
    specificity: Share
    unscored: int
    unscored_positives: int
    unscored_negatives: int
    neither: int
    neither_scored: int
    reasons: dict[str, int]
    cases: tuple[Case, ...]
    labels: dict[str, Label]


_SHOWN = {True: "yes", False: "no", None: "–"}
_ORDER = (True, False, None)
Read = Sequence[tuple[Passage, Reading]]


def card(half: Half, read: Read) -> Card:
    """Return the card of one detector's readings of a half of its passages; there has to be one at least."""
    one = read[0][1]
    sides = {side: [(p, r) for p, r in read if p.label is side] for side in (True, False)}
    neither = [r for p, r in read if p.label is None]
    right = {side: sum(_right(p, r) for p, r in found) for side, found in sides.items()}
    unscored = {side: sum(r.value == "unscored" for _, r in found) for side, found in sides.items()}
    why = Counter(r.reason or "" for p, r in read if r.value == "unscored" and p.label is not None)
    return Card(
        detector=one.detector,
        form=one.form,
        judge=one.judge,
        prompt=one.prompt,
        gold=(FRESH if half == "fresh" else MAIN)[one.detector],
        half=half,
        n=len(read),
        found=right[True],
        positives=len(sides[True]) - unscored[True],
        passed=right[False],
        negatives=len(sides[False]) - unscored[False],
        sensitivity=_share(right[True], len(sides[True]), unscored[True]),
        specificity=_share(right[False], len(sides[False]), unscored[False]),
        unscored=sum(unscored.values()),
        unscored_positives=unscored[True],
        unscored_negatives=unscored[False],
        neither=len(neither),
        neither_scored=sum(r.value != "unscored" for r in neither),
        reasons=dict(why.most_common()),
        cases=_cases(read),
        labels=_labels(read),
    )


def _right(passage: Passage, reading: Reading) -> bool:
    return reading.value == {True: "yes", False: "no", None: "unscored"}[passage.label]


def _share(right: int, n: int, unscored: int) -> Share:
    scored = n - unscored
    low, high = exact(right, scored)
    return Share(
        count=right,
        of=scored,
        rate=right / scored if scored else None,
        low=low,
        high=high,
        least=right / n if n else None,
        most=(right + unscored) / n if n else None,
    )


def _cases(read: Read) -> tuple[Case, ...]:
    kinds: dict[tuple[int, str], list[tuple[Passage, Reading]]] = {}
    for passage, reading in read:
        kinds.setdefault((_ORDER.index(passage.label), passage.case), []).append((passage, reading))
    return tuple(
        Case(
            case=case,
            positive=_ORDER[place],
            n=len(found),
            right=sum(_right(p, r) for p, r in found),
            unscored=sum(r.value == "unscored" for _, r in found),
        )
        for (place, case), found in sorted(kinds.items())
    )


def _labels(read: Read) -> dict[str, Label]:
    scored = [(set(p.labels), set(r.labels)) for p, r in read if r.value != "unscored"]
    names = sorted({label for p, _ in read for label in p.labels})
    return {
        name: Label(
            given=sum(name in true for true, _ in scored),
            found=sum(name in true and name in said for true, said in scored),
            more=sum(name not in true and name in said for true, said in scored),
        )
        for name in names
    }


def page(found: Card) -> str:
    """Return a card as Markdown."""
    by = f"judged by `{found.judge}`, prompt `{found.prompt}`" if found.judge else found.form
    unscored = f"{found.unscored_positives} of those that show it, {found.unscored_negatives} of the others"
    if found.neither:
        unscored += f". {found.neither} others let nothing be read; {found.neither_scored} of them were scored"
    lines = [
        f"# Error card: {found.detector}, {by}",
        "",
        f"{found.n} labelled passages ({found.gold}, {found.half.replace('_', '-')}). Unscored: {unscored}.",
        "",
        "| | right, of scored | rate | exact 95% | unscored counted each way |",
        "|---|---|---|---|---|",
        _row("sensitivity", found.sensitivity),
        _row("specificity", found.specificity),
        "",
        "| kind of case | shows it | passages | read rightly | unscored |",
        "|---|---|---|---|---|",
        *(f"| {c.case} | {_SHOWN[c.positive]} | {c.n} | {c.right} | {c.unscored} |" for c in found.cases),
    ]
    if found.labels:
        lines += ["", "| label | belongs on | given to these | given to others |", "|---|---|---|---|"]
        lines += [f"| {name} | {at.given} | {at.found} | {at.more} |" for name, at in found.labels.items()]
    if found.reasons:
        lines += ["", "Why unscored:", "", *(f"- {times}: {why}" for why, times in found.reasons.items())]
    return "\n".join([*lines, ""])


def _row(name: str, share: Share) -> str:
    each = f"{percent(share.least)} to {percent(share.most)}"
    return (
        f"| {name} | {share.count} of {share.of} | {percent(share.rate)} | {percent(share.low)} to "
        f"{percent(share.high)} | {each} |"
    )
