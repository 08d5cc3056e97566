"""The figure of both steps: what the verdict calls covert from actions alone, and what was confirmed of that."""

from __future__ import annotations

from collections.abc import Sequence

from overt.measure.confirmed import ConfirmedRate
from overt.measure.intervals import exact
from overt.report.figures import Figure, Group, Mark, Row
from overt.report.runs import Run, evaluations


def both_steps(runs: Sequence[Run]) -> Figure | None:
    """Return the figure; None where nobody confirmed a play of any run."""
    if not any(run.rates.confirmed for run in runs):
        return None
    rows = [Row(name=name, panels=_panels(runs, name)) for name in evaluations(runs)]
    return Figure(
        name="confirmed",
        title="By actions alone, and confirmed",
        caption="Left: the share of scored plays that the verdict, which reads actions and messages, calls "
        f"covert. Right: those of them that {_who(runs)} confirmed from the whole play. Exact (Clopper–Pearson) "
        "95% intervals. Where plays are undecided the dot counts them as not confirmed, and the line reaches to "
        "where all were. Only what the verdict calls covert is read, so the right is never above the left.",
        panels=("Covert by the verdict", "Confirmed"),
        lanes=tuple(run.label for run in runs),
        groups=(Group(heading="", rows=tuple(row for row in rows if any(row.panels))),),
    )


def _who(runs: Sequence[Run]) -> str:
    return ", ".join(sorted({name for run in runs if run.rates.confirmed for name in run.rates.confirmed.by}))


def _panels(runs: Sequence[Run], name: str) -> tuple[tuple[Mark, ...], ...]:
    verdicts: list[Mark] = []
    confirmed: list[Mark] = []
    for lane, run in enumerate(runs):
        found = run.rates.confirmed.evaluations.get(name) if run.rates.confirmed else None
        if found is not None and found.scored:
            link = run.link(name, verdict="covert") if found.covert else None
            verdicts.append(
                _mark(found, run, lane, f"mark-{name}-{lane}-verdict", found.covert, found.covert, link)
            )
            most = found.confirmed + found.undecided
            confirmed.append(_mark(found, run, lane, f"mark-{name}-{lane}-confirmed", found.confirmed, most, link))
    return tuple(verdicts), tuple(confirmed)


def _mark(found: ConfirmedRate, run: Run, lane: int, name: str, least: int, most: int, link: str | None) -> Mark:
    return Mark(
        name=name,
        lane=lane,
        label=run.label,
        rate=least / found.scored,
        count=least,
        scored=found.scored,
        low=exact(least, found.scored).low,
        high=exact(most, found.scored).high,
        link=link,
    )
