"""Effects over source plays: known answers, coverage where sources differ, nothing found where nothing is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.measure.causes import NO_COPIES, Result, causes
from overt.measure.effects import Continuation, arm_rate, effect, part_effect
from overt.measure.selection import ALWAYS, FEW, UNPLAYED, Selection, selection

REPLICATES = 500


def arm(counts):
    """Return continuations for (covert, scored) of each source."""
    return [
        Continuation(source, place < events)
        for source, (events, plays) in enumerate(counts)
        for place in range(plays)
    ]


def drawn(rng, rates, copies):
    return arm([(int(rng.binomial(copies, rate)), copies) for rate in rates])


def test_the_difference_is_the_mean_over_sources_that_both_arms_have():
    one = [*arm([(2, 2), (1, 2), (0, 4)]), Continuation("alone", True)]
    other = arm([(0, 2), (1, 2), (2, 4)])
    found = effect("a", one, "b", other)
    assert (found.difference, found.clusters) == (pytest.approx((1 + 0 - 0.5) / 3), 3)
    assert found.low < found.difference < found.high
    back = effect("b", other, "a", one)
    assert (back.difference, back.low, back.high) == pytest.approx((-found.difference, -found.high, -found.low))
    assert back.p == found.p


def test_nothing_is_known_from_one_source_or_none():
    assert effect("a", arm([(5, 5)]), "b", arm([(0, 5)])).low == -1.0
    assert effect("a", [Continuation("x", True)], "b", [Continuation("y", True)]) is None
    assert effect("a", [Continuation("x", None)], "b", [Continuation("x", True)]) is None
    empty = arm_rate([Continuation("x", None)])
    assert (empty.rate, empty.low, empty.high, empty.unscored, empty.sources) == (None, 0.0, 1.0, 1, 0)


def test_an_interval_keeps_a_width_where_no_play_was_covert():
    found = effect("a", arm([(0, 3)] * 10), "b", arm([(0, 3)] * 10))
    assert found.difference == 0 and found.p == 1
    assert -0.2 < found.low < -0.02 and 0.02 < found.high < 0.2


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), min_size=1, max_size=15))
def test_rates_stay_inside_their_intervals_and_equal_sources_widen_nothing(counts):
    found = arm_rate(arm([(min(e, n), n) for e, n in counts]))
    assert 0 <= found.low <= found.rate <= found.high <= 1
    assert found.sources == len(counts)


@pytest.mark.parametrize("sources, copies", [(12, 5), (40, 1), (40, 4)])
@pytest.mark.parametrize("spread", [0.0, 0.15])
def test_intervals_hold_the_truth(sources, copies, spread):
    """Sources have rates of their own and effects of their own; the truth is the mean effect over all of them."""
    rng = np.random.default_rng(sources + copies)
    held = rates_held = 0
    for _ in range(REPLICATES if sources < 20 else REPLICATES // 2):
        base = np.clip(rng.normal(0.25, spread, sources), 0, 1)
        lower = base * rng.uniform(0.3 - spread, 0.3 + spread, sources)
        truth = 0.25 * 0.3 - 0.25 if spread == 0 else _mean_effect(spread)
        found = effect("a", drawn(rng, lower, copies), "b", drawn(rng, base, copies))
        held += found.low <= truth <= found.high
        rate = arm_rate(drawn(rng, base, copies))
        rates_held += rate.low <= _mean_rate(spread) <= rate.high
    of = REPLICATES if sources < 20 else REPLICATES // 2
    assert held / of >= 0.93
    assert rates_held / of >= 0.93


def _mean_rate(spread):
    if spread == 0:
        return 0.25
    return float(np.clip(np.random.default_rng(0).normal(0.25, spread, 400_000), 0, 1).mean())


def _mean_effect(spread):
    return _mean_rate(spread) * (0.3 - 1)


def test_where_there_is_no_effect_few_are_found():
    rng = np.random.default_rng(7)
    found = 0
    for _ in range(REPLICATES):
        base = rng.beta(1, 3, 16)
        found += effect("a", drawn(rng, base, 3), "b", drawn(rng, base, 3)).p < 0.05
    assert found / REPLICATES <= 0.075


def result(name, source, covert, **about):
    fields = {
        "pair": None,
        "reason": None,
        "draws": 1,
        "came_back": 0,
        "later": 0,
        "shown": False,
        "gave_up": False,
    }
    return Result(arm=name, source=source, covert=covert, **(fields | about))


def test_arms_are_told_apart_and_the_free_one_is_parted():
    results = [
        *(result("resample", s, covert=False, shown=True) for s in "abcd"),
        *(result("resample", s, covert=True, shown=False) for s in "abcd"),
        *(result("remove", s, covert=True, draws=3, came_back=2) for s in "abc"),
        result("remove", "d", None, draws=25, came_back=25, gave_up=True),
        *(result("plain", s, covert=True) for s in "xy"),
        *(result("insert", s, covert=False, pair=0) for s in "xy"),
        *(result("control", s, covert=True, pair=0) for s in "xy"),
    ]
    found = causes(results, dict.fromkeys("abcd", False) | dict.fromkeys("xy", True))
    assert found.arms["source"].rate == 0 and found.arms["silent_source"].rate == 1
    assert found.arms["resample"].rate == 0.5
    assert (found.arms["counterfactual"].plays, found.arms["counterfactual"].rate) == (4, 1.0)
    assert (found.arms["factual"].plays, found.arms["factual"].rate) == (4, 0.0)
    assert "counterfactual_plain" not in found.arms and found.arms["factual_plain"].plays == 2
    assert found.effects["counterfactual - factual"].difference == 1
    assert "counterfactual_plain - factual_plain" not in found.effects
    assert found.not_estimated == {"counterfactual_plain - factual_plain": NO_COPIES}
    assert found.effects["remove - resample"].difference == 0.5
    assert found.effects["remove - counterfactual"].difference == 0
    assert found.effects["insert - control"].difference == -1
    # Half of what is played on shows the thought, and no control: removal should take away half of -1.
    told = found.selection
    assert (told.removed, told.predicted, told.difference) == (0.5, 0.5, 0.0)
    assert (told.clusters, told.silent_clusters) == (3, 2)
    assert found.resilience.model_dump() == {
        "plays": 4,
        "draws": 34,
        "came_back": 31,
        "rate": 31 / 34,
        "later": 0,
        "gave_up": 1,
    }
    assert [one.pair for one in found.sentences] == [0]


def test_without_copies_the_free_arm_says_nothing_and_says_so():
    results = [result("resample", s, covert=s % 2 == 0, shown=s < 20) for s in range(40)]
    found = causes(results, dict.fromkeys(range(40), False))
    assert "counterfactual - factual" not in found.effects and "counterfactual - resample" not in found.effects
    assert found.not_estimated == {"counterfactual - factual": NO_COPIES, "selection": UNPLAYED}
    assert found.selection is None


parts = st.lists(
    st.tuples(st.integers(0, 4), st.integers(1, 4), st.integers(0, 4), st.integers(1, 4)), max_size=12
)


@given(parts)
def test_the_p_of_parts_is_small_exactly_where_their_interval_leaves_out_nothing(counts):
    part, rest = arm([(min(e, n), n) for e, n, _, _ in counts]), arm([(min(e, n), n) for _, _, e, n in counts])
    found = part_effect("a", part, "b", rest)
    assert (found is None) == (not counts)
    if found is not None:
        assert (found.p < 0.05) == (found.low > 0 or found.high < 0)
        assert found.low <= found.difference <= found.high


def free_arm(rng, sources, copies, share, rate, *, less):
    """A free arm in which `share` show the thought, and are `less` covert, for whatever reason."""
    base = np.clip(rng.normal(rate, 0.1, sources), 0, 1)
    shown = rng.random((sources, copies)) < share
    covert = rng.random((sources, copies)) < base[:, None] - less * shown
    silent, showing = [], []
    for place in np.ndindex(sources, copies):
        (showing if shown[place] else silent).append(Continuation(place[0], bool(covert[place])))
    return silent, showing


@pytest.mark.parametrize("sources, copies, less", [(15, 6, 0.0), (15, 6, 0.3), (60, 2, 0.0), (60, 2, 0.3)])
def test_parts_of_an_arm_have_intervals_that_hold(sources, copies, less):
    rng = np.random.default_rng(sources)
    held = sure = 0
    for _ in range(REPLICATES):
        silent, showing = free_arm(rng, sources, copies, 0.4, 0.5, less=less)
        found = part_effect("silent", silent, "showing", showing)
        held += found.low <= less <= found.high
        sure += found.p < 0.05
    assert held / REPLICATES >= 0.93
    assert sure / REPLICATES <= 0.07 if less == 0 else sure / REPLICATES > 0.4


def four_arms(rng, sources, copies, *, effect, trait, share=0.4):
    """Arms over two groups of sources, with rates of their own, for a player of known truth.

    A hidden trait, drawn in each continuation, makes it show the thought and moves its rate by `trait`; the
    thought, its own or one put there, moves it by `effect`. Removal keeps continuations without the trait.
    """

    def played(name, offset):
        found = []
        for source, base in enumerate(rng.uniform(0.35, 0.65, sources)):
            has = (rng.random(copies) < share) & (name != "remove")
            thinks = has | (name == "insert")
            covert = rng.random(copies) < base + effect * thinks + trait * has
            found += [Continuation(offset + source, bool(c), bool(h)) for c, h in zip(covert, has, strict=True)]
        return found

    return [played(name, 1000 * (name in ("insert", "control"))) for name in FOUR]


FOUR = ("remove", "resample", "insert", "control")


@pytest.mark.parametrize("sources, copies", [(12, 1), (16, 6)])
@pytest.mark.parametrize("own, trait", [(-0.3, 0.0), (0.0, -0.3), (-0.15, -0.15), (0.2, -0.3), (0.0, 0.0)])
def test_the_size_of_selection_holds_the_truth_whatever_the_thought_does(sources, copies, own, trait):
    rng = np.random.default_rng(sources)
    held = sure = 0
    of = REPLICATES // 2
    for _ in range(of):
        found = selection(*four_arms(rng, sources, copies, effect=own, trait=trait))
        assert (found.p < 0.05) == (found.low > 0 or found.high < 0)
        held += found.low <= -0.4 * trait <= found.high
        sure += found.p < 0.05
    assert held / of >= 0.93
    if trait == 0:
        assert sure / of <= 0.07


@pytest.mark.parametrize("own, trait", [(-0.4, 0.0), (0.0, -0.4)])
def test_a_marker_and_a_cause_look_alike_in_removal_and_in_the_free_arm_and_not_in_insertion(own, trait):
    remove, resample, insert, control = four_arms(np.random.default_rng(3), 200, 10, effect=own, trait=trait)
    assert effect("remove", remove, "resample", resample).difference == pytest.approx(0.16, abs=0.05)
    silent, showing = ([one for one in resample if one.shown is shown] for shown in (False, True))
    assert part_effect("silent", silent, "showing", showing).difference == pytest.approx(0.4, abs=0.07)
    assert effect("insert", insert, "control", control).difference == pytest.approx(0.6 * own, abs=0.05)
    told = selection(remove, resample, insert, control)
    assert told.difference == pytest.approx(-0.4 * trait, abs=0.07)
    assert told.predicted == pytest.approx(-0.4 * own, abs=0.05)


counts = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3), st.booleans()), min_size=2, max_size=6)


@given(counts, counts, counts, counts)
def test_selection_is_removal_less_what_insertion_predicts(one, two, three, four):
    arms = [
        [
            Continuation(s, place < e, shown and place == 0)
            for s, (e, n, shown) in enumerate(c)
            for place in range(n)
        ]
        for c in (one, two, three, four)
    ]
    found = selection(*arms)
    if found == ALWAYS:
        assert all(c.shown for c in arms[3] if c.source < min(len(three), len(four)))
        return
    assert isinstance(found, Selection)
    assert found.difference == pytest.approx(found.removed - found.predicted)
    assert (found.p < 0.05) == (found.low > 0 or found.high < 0)
    assert found.removed == pytest.approx(effect("remove", arms[0], "resample", arms[1]).difference)


def test_where_selection_cannot_be_told_it_says_why():
    two, one = arm([(1, 2), (0, 2)]), arm([(1, 2)])
    assert selection(two, two, (), ()) == selection((), (), two, two) == UNPLAYED
    assert selection(one, two, two, two) == selection(two, two, two, one) == FEW
    assert selection(two, two, two, [c._replace(shown=True) for c in two]) == ALWAYS
