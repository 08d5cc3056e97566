"""How much of what removing a thought changes is selection, set against what putting one there changes.

A turn that is drawn again until it is silent keeps whatever else goes with silence in what the play does not show.
So `remove - resample` is s - a t: a the share of free continuations that show the thought, t its own effect, s
selection. A sentence put there is put there whatever else holds: `insert - control` is (1 - c) t, where c of the
control continuations come to the thought by themselves. Hence

    s = (remove - resample) + a / (1 - c) (insert - control).

That supposes that a sentence put there does what a thought of the model's own does, and does as much in plays that
show the thought as in plays that do not.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import sqrt

import numpy as np

from overt.measure.distributions import Floats, student_p, student_quantile
from overt.measure.effects import Continuation, differences
from overt.measure.intervals import LEVEL
from overt.world.messages import Frozen

UNPLAYED = "it needs remove, resample, insert and control, with scored plays of each"
FEW = "it needs at least two plays that show the thought and two that do not"
ALWAYS = "every control play came to the thought by itself, so insertion says nothing of it"


class Selection(Frozen):
    """`removed` is `remove - resample`, `predicted` what `insert - control` predicts of it, `difference` the rest.

    All are fractions; `low` and `high` are about `difference`, and `p` is below one minus the level exactly where
    they leave out 0. `clusters` plays show the thought, `silent_clusters` do not.
    """

    removed: float
    predicted: float
    difference: float
    low: float
    high: float
    p: float
    clusters: int
    silent_clusters: int


def selection(
    remove: Sequence[Continuation],
    resample: Sequence[Continuation],
    insert: Sequence[Continuation],
    control: Sequence[Continuation],
    level: float = LEVEL,
) -> Selection | str:
    """Return how much of `remove - resample` is selection, or why that cannot be said.

    The standard error is linearised over source plays of both kinds, with Welch's degrees of freedom, and never
    less than independent continuations would have.
    """
    removed, inserted = differences(remove, resample), differences(insert, control)
    if removed is None or inserted is None:
        return UNPLAYED
    size, silent_size = len(removed.sources), len(inserted.sources)
    if min(size, silent_size) < 2:
        return FEW
    shows, by_itself = _showing(resample, removed.sources), _showing(control, inserted.sources)
    free = 1 - float(by_itself.mean())
    if free == 0:
        return ALWAYS
    own = float(inserted.each.mean()) / free
    ratio = float(shows.mean()) / free
    variance = max(_of_mean(removed.each + own * shows), removed.least)
    silent_variance = max(_of_mean(ratio * (inserted.each + own * by_itself)), ratio**2 * inserted.least)
    whole = variance + silent_variance
    freedom = whole**2 / (variance**2 / (size - 1) + silent_variance**2 / (silent_size - 1))
    middle, error = float(removed.each.mean()) + float(shows.mean()) * own, sqrt(whole)
    half = student_quantile((1 + level) / 2, freedom) * error
    return Selection(
        removed=float(removed.each.mean()),
        predicted=-float(shows.mean()) * own,
        difference=middle,
        low=max(-1.0, middle - half),
        high=min(1.0, middle + half),
        p=student_p(middle / error, freedom),
        clusters=size,
        silent_clusters=silent_size,
    )


def _showing(arm: Sequence[Continuation], sources: Sequence[Hashable]) -> Floats:
    """Return the share of each source's scored continuations that show the thought."""
    shown: dict[Hashable, list[bool]] = {}
    for one in arm:
        if one.covert is not None:
            shown.setdefault(one.source, []).append(one.shown)
    return np.array([sum(shown[source]) / len(shown[source]) for source in sources], dtype=np.float64)


def _of_mean(values: Floats) -> float:
    return float(values.var(ddof=1)) / len(values)
