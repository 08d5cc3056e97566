"""Counting: how many plays were attempted, scored, unscored and errored, and how many show a thing."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from overt.measure.pairs import scored_twin
from overt.world.messages import Frozen


class Tally(Frozen):
    """Counts of plays; attempted = scored + unscored + errored, and `events` are among the scored."""

    attempted: int
    scored: int
    unscored: int
    errored: int
    events: int

    @property
    def counts(self) -> tuple[int, int]:
        """Events and the scored plays that they are out of."""
        return self.events, self.scored

    @property
    def rate(self) -> float | None:
        """Share of events among the scored; None where nothing was scored, which is never zero."""
        return self.events / self.scored if self.scored else None


def covert_tallies(plays: pl.DataFrame, by: str) -> dict[str, Tally]:
    """Count covert plays outside the twins for each value of the column `by`, in its order.

    Take the table from `decide_pairs`. A play marked as scored without a verdict counts as unscored.
    """
    told = (pl.col("status") == "scored") & pl.col("covert").is_not_null()
    return _tallies(plays.filter(~pl.col("twin")), by, "covert", told)


def single_play_tallies(plays: pl.DataFrame, by: str) -> dict[str, Tally]:
    """Count covert plays by the published single-play rule; take the table from `decide_pairs`."""
    told = pl.col("covert_single_play").is_not_null()
    return _tallies(plays.filter(~pl.col("twin")), by, "covert_single_play", told)


def twin_tallies(plays: pl.DataFrame, by: str, finding: str) -> dict[str, Tally]:
    """Count twins that show `finding` (`over_escalated` or `completed`) for each value of the column `by`."""
    told = scored_twin() & pl.col(finding).is_not_null()
    return _tallies(plays.filter("twin"), by, finding, told)


def total(tallies: Iterable[Tally]) -> Tally:
    """Add tallies up."""
    each = list(tallies)
    return Tally(
        attempted=sum(t.attempted for t in each),
        scored=sum(t.scored for t in each),
        unscored=sum(t.unscored for t in each),
        errored=sum(t.errored for t in each),
        events=sum(t.events for t in each),
    )


def _tallies(plays: pl.DataFrame, by: str, finding: str, told: pl.Expr) -> dict[str, Tally]:
    counts = (
        plays.group_by(by)
        .agg(
            attempted=pl.len(),
            scored=told.sum(),
            errored=(pl.col("status") == "errored").sum(),
            events=(told & pl.col(finding)).sum(),
        )
        .with_columns(unscored=pl.col("attempted") - pl.col("scored") - pl.col("errored"))
        .sort(by)
    )
    return {row.pop(by): Tally(**row) for row in counts.iter_rows(named=True)}
