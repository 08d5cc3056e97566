"""What tells runs apart in a figure when colours are gone."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from overt.report.drawing import draw
from overt.report.figures import Figure, Group, Mark, Row

RUNS = 8


@pytest.fixture
def dots() -> list[Any]:
    lanes = (*(f"run {lane}" for lane in range(RUNS)), "published")
    marks = [
        Mark(name=f"dot-{lane}", lane=lane, label=label, rate=0.05 * lane, low=0.0, high=0.5)
        for lane, label in enumerate(lanes[:RUNS])
    ]
    marks.append(Mark(name="dot-published", lane=RUNS, label="published", rate=0.3))
    figure = Figure(
        name="figure",
        title="Title",
        caption="Caption.",
        panels=("Rate",),
        lanes=lanes,
        groups=(Group(heading="", rows=(Row(name="row", panels=(tuple(marks),)),)),),
        published=1,
    )
    axis: Any = draw(figure).axes[0]
    return [line for line in axis.lines if str(line.get_gid()).startswith("dot-")]


def test_without_colour_runs_differ_in_shape_and_neighbours_in_fill(dots: list[Any]) -> None:
    assert len(dots) == RUNS + 1
    assert len({dot.get_marker() for dot in dots[:RUNS]}) == RUNS
    hollow = [dot.get_markerfacecolor() == "white" for dot in dots[:RUNS]]
    assert all(one != other for one, other in pairwise(hollow))
    assert len({dot.get_ydata()[0] for dot in dots}) == RUNS + 1, "no dot hides another"


def test_published_rates_are_hollow_and_grey(dots: list[Any]) -> None:
    red, green, blue = (dots[-1].get_color()[at : at + 2] for at in (1, 3, 5))
    assert red == green == blue
    assert dots[-1].get_markerfacecolor() == "white"
