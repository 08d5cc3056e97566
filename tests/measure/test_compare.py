import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tables import of_rate, plays, table, twins

from overt.errors import OvertError
from overt.measure.compare import compare
from overt.measure.family import described
from overt.measure.hierarchy import difference, hierarchical
from overt.measure.intervals import newcombe, ratio
from overt.measure.significance import holm

DRAWS = 2_000
YES, NO = True, False


def test_an_evaluation_is_compared_by_counts_pairs_and_environments():
    before = table(
        *plays("a", "one", [YES, YES, NO, YES]),
        *plays("a", "two", [YES, YES, NO, NO]),
    )
    trained = plays("a", "one", [NO, NO, NO, YES]) + plays("a", "two", [NO, YES, YES, None])
    after = table(*[row | {"model": "organism/trained"} for row in trained])
    result = compare(before, after, draws=DRAWS)
    found = result.evaluations["a"]
    assert (result.before.model, result.after.model) == ("actor/mix", "organism/trained")
    assert ((found.before.count, found.before.scored), (found.after.count, found.after.scored)) == ((5, 8), (3, 7))
    assert found.difference == pytest.approx(3 / 7 - 5 / 8)
    assert (found.low, found.high) == newcombe((5, 8), (3, 7))
    assert (found.ratio.rate, (found.ratio.low, found.ratio.high)) == (
        pytest.approx(3 / 7 * 8 / 5),
        ratio((5, 8), (3, 7)),
    )
    assert found.fisher_p == pytest.approx(stats.fisher_exact([[5, 3], [3, 4]]).pvalue)
    assert found.paired is not None and found.permutation is not None
    assert (found.paired.pairs, found.paired.fell, found.paired.rose) == (7, 3, 1)
    assert (found.permutation.environments, found.permutation.exact) == (2, True)


def test_holm_runs_over_the_listed_family():
    counts = {"a": (9, 0), "b": (6, 2), "c": (5, 5)}
    before = table(*[row for name, (k, _) in counts.items() for row in of_rate(name, k, 20)])
    after = table(*[row for name, (_, k) in counts.items() for row in of_rate(name, k, 20)])
    result = compare(before, after, draws=DRAWS)
    assert result.family.evaluations == ("a", "b", "c") and not result.family.declared
    found = result.evaluations
    assert found["a"].holm_p == pytest.approx(3 * found["a"].fisher_p)
    assert found["b"].holm_p == pytest.approx(2 * found["b"].fisher_p)
    assert found["c"].holm_p == 1


def test_a_declared_family_alone_is_adjusted_and_counts_whole():
    counts = {"a": (9, 0), "b": (6, 2), "c": (5, 5)}
    before = table(*[row for name, (k, _) in counts.items() for row in of_rate(name, k, 20)], *of_rate("d", 1, 5))
    after = table(*[row for name, (_, k) in counts.items() for row in of_rate(name, k, 20)])
    result = compare(before, after, draws=DRAWS, family=["b", "d", "b"])
    family, found = result.family, result.evaluations
    assert (family.evaluations, family.declared) == (("b", "d"), True)
    assert family.untested == {"d": "not played after"}
    assert found["b"].holm_p == pytest.approx(2 * found["b"].fisher_p), "an evaluation that was not played counts"
    assert found["a"].holm_p is None and found["c"].holm_p is None
    said = described(family)
    assert "2 tests (declared by --family): b, d." in said and "Fisher" in said and "d counts as p = 1" in said
    with pytest.raises(OvertError, match="--family e: neither run played it; they played a, b, c, d"):
        compare(before, after, draws=DRAWS, family=["a", "e"])


@pytest.mark.parametrize("test", ["mcnemar", "permutation"])
def test_the_family_may_be_of_another_test(test):
    before = table(*of_rate("a", 9, 20), *of_rate("b", 6, 20), *of_rate("c", 5, 20))
    after = table(*of_rate("a", 0, 20), *of_rate("b", 2, 20), *plays("c", "elsewhere", [NO] * 20))
    result = compare(before, after, draws=DRAWS, test=test)
    found = result.evaluations
    own = {
        name: d.paired.p if test == "mcnemar" and d.paired else d.permutation.p if d.permutation else None
        for name, d in found.items()
        if name != "c"
    }
    assert result.family.test == test and list(result.family.untested) == ["c"]
    assert {name: d.holm_p for name, d in found.items()} == pytest.approx(holm({**own, "c": 1.0}))
    assert "every evaluation compared; --family declares another" in described(result.family)


def test_the_macro_difference_follows_from_both_posteriors():
    before = table(*of_rate("a", 20, 50), *of_rate("b", 10, 50), *of_rate("blotto_game", 50, 50, averaged=False))
    after = table(*of_rate("a", 0, 50), *of_rate("b", 0, 50), *of_rate("blotto_game", 0, 50, averaged=False))
    macro = compare(before, after, draws=100_000).macro
    assert macro is not None and macro.evaluations == ("a", "b")
    assert (macro.before, macro.after, macro.raw_difference) == pytest.approx((0.3, 0, -0.3))
    assert macro.difference == pytest.approx((1 - 21 + 1 - 11) / 52 / 2, abs=0.001)
    arms = [
        hierarchical({name: [(k, 50)] for name, k in side.items()})
        for side in ({"a": 20, "b": 10}, {"a": 0, "b": 0})
    ]
    assert macro.hierarchical == difference(*arms)
    assert macro.low < macro.difference < macro.high < 0
    assert macro.draws_lower == 1


def test_macro_differences_are_told_apart_by_what_the_base_saw():
    sides = [
        table(*of_rate("a", k, 10, base_saw_spec=True), *of_rate("b", 5, 10, base_saw_spec=False)) for k in (5, 0)
    ]
    result = compare(*sides, draws=DRAWS)
    assert result.macro_saw_spec is not None and result.macro_never_saw_spec is not None
    assert result.macro_saw_spec.raw_difference == -0.5
    assert result.macro_never_saw_spec.raw_difference == 0


def test_the_macro_permutation_weighs_evaluations_alike():
    # Ten environments of one evaluation and one of the other: a flip of that one moves the average tenfold.
    before = [row for i in range(10) for row in plays("a", str(i), [YES])] + plays("b", "one", [NO])
    after = [row for i in range(10) for row in plays("a", str(i), [NO])] + plays("b", "one", [YES])
    macro = compare(table(*before), table(*after), draws=DRAWS).macro
    assert macro is not None and macro.permutation is not None
    assert (macro.raw_difference, macro.permutation.p) == (0, 1)
    assert macro.permutation.environments == 11


def test_what_cannot_be_compared_is_left_out_with_its_reason():
    before = table(*of_rate("a", 1, 5), *of_rate("b", 1, 5), *plays("c", "one", [None]))
    after = table(*of_rate("a", 1, 5), *of_rate("c", 1, 5), *of_rate("d", 1, 5))
    result = compare(before, after, draws=DRAWS)
    assert set(result.evaluations) == {"a"}
    assert result.left_out == {"b": "not played after", "c": "no play scored before", "d": "not played before"}
    nothing = compare(table(*of_rate("b", 1, 5)), table(*of_rate("d", 1, 5)), draws=DRAWS)
    assert nothing.macro is None and nothing.evaluations == {} and nothing.over_escalation is None


def test_other_seeds_and_other_environments_make_no_pairs():
    found = compare(table(*of_rate("a", 5, 9)), table(*of_rate("a", 2, 9, seed=1)), draws=DRAWS).evaluations["a"]
    assert found.paired is None and found.permutation is not None
    elsewhere = table(*plays("a", "two", [NO] * 9))
    found = compare(table(*of_rate("a", 5, 9)), elsewhere, draws=DRAWS).evaluations["a"]
    assert found.paired is None and found.permutation is None


def test_over_escalation_is_compared_on_twins():
    before = table(*of_rate("a", 5, 10), *twins("a", "one", [NO] * 10))
    after = table(*of_rate("a", 0, 10), *twins("a", "one", [YES] * 5 + [NO] * 5))
    over = compare(before, after, draws=DRAWS).over_escalation
    assert over is not None
    assert (over.before.rate, over.after.rate, over.difference) == (0, 0.5, 0.5)


def test_a_bad_table_is_named_by_its_source():
    good = table(*of_rate("a", 1, 5))
    with pytest.raises(OvertError, match="logs/after: column `covert` is missing"):
        compare(good, good.drop("covert"), sources=("logs/before", "logs/after"))
    with pytest.raises(OvertError, match="logs/before holds no plays"):
        compare(table(), good, sources=("logs/before", "logs/after"))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from([True, False, None, "errored"]), min_size=1, max_size=6),
    st.lists(st.sampled_from([True, False, None, "errored"]), min_size=1, max_size=6),
)
def test_swapping_the_arms_turns_the_signs(first, second):
    one, other = table(*plays("a", "one", first)), table(*plays("a", "one", second))
    there, back = compare(one, other, draws=DRAWS), compare(other, one, draws=DRAWS)
    assert there.evaluations.keys() == back.evaluations.keys()
    for name, found in there.evaluations.items():
        turned = back.evaluations[name]
        assert found.difference == -turned.difference
        assert (found.low, found.high) == pytest.approx((-turned.high, -turned.low))
        assert found.low - 1e-12 <= found.difference <= found.high + 1e-12
        assert found.fisher_p == pytest.approx(turned.fisher_p)
        assert (found.paired is None) == (turned.paired is None)
        if found.paired and turned.paired:
            assert (found.paired.fell, found.paired.p) == (turned.paired.rose, turned.paired.p)
