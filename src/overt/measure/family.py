"""The family of tests that Holm's adjustment runs over: declared before looking, or every evaluation compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from overt.errors import OvertError
from overt.measure.significance import holm
from overt.world.messages import Frozen

Test = Literal["fisher", "mcnemar", "permutation"]
TESTS: dict[Test, str] = {
    "fisher": "Fisher's exact test of covert plays, which takes plays as independent",
    "mcnemar": "McNemar's exact test over plays with the same environment, seed and epoch",
    "permutation": "sign flips of whole environments' differences, which let plays of one depend on each other",
}
NO_P: dict[Test, str] = {
    "fisher": "not tested",
    "mcnemar": "no play with the same environment, seed and epoch was scored on both sides",
    "permutation": "no environment was scored on both sides",
}


class Family(Frozen):
    """What Holm's adjustment runs over: one test for each of `evaluations`, `declared` by the user or not.

    `untested` says why some of them have no p. They count all the same, as if theirs were 1: a family that shrank
    by what was found would not be declared.
    """

    test: Test
    adjustment: str = "holm"
    evaluations: tuple[str, ...]
    declared: bool
    untested: dict[str, str]


class Adjusted(NamedTuple):
    """The family, and Holm's p of each of its evaluations that was compared."""

    family: Family
    ps: dict[str, float]


def adjust(
    ps: Mapping[str, float | None], left_out: Mapping[str, str], test: Test, declared: Sequence[str] | None
) -> Adjusted:
    """Return p values adjusted over the family: `declared`, or all that were compared.

    `ps` are of the evaluations that were compared, None where the test has nothing to go by; `left_out` says why
    others were not.

    Raises:
        OvertError: a declared evaluation was played on neither side, or none is declared.
    """
    if declared is not None:
        unknown = [name for name in declared if name not in ps and name not in left_out]
        if unknown or not declared:
            raise OvertError(
                f"--family {unknown[0] if unknown else ''}: neither run played it; they played "
                f"{', '.join(sorted({*ps, *left_out}))}"
            )
    names = tuple(dict.fromkeys(ps if declared is None else declared))
    known = {name: p for name in names if (p := ps.get(name)) is not None}
    adjusted = holm({name: known.get(name, 1.0) for name in names})
    family = Family(
        test=test,
        evaluations=names,
        declared=declared is not None,
        untested={name: left_out.get(name, NO_P[test]) for name in names if name not in known},
    )
    return Adjusted(family, {name: adjusted[name] for name in names if name in ps})


def described(family: Family) -> str:
    """Return the family in a sentence: how many tests, which test, over what, and who chose."""
    count = len(family.evaluations)
    if not count:
        return "No evaluation was scored on both sides, so there is no family of tests."
    chosen = "declared by --family" if family.declared else "every evaluation compared; --family declares another"
    untested = "".join(f" {name} counts as p = 1: {why}." for name, why in family.untested.items())
    return (
        f"Holm over a family of {count} {'test' if count == 1 else 'tests'} ({chosen}): "
        f"{', '.join(family.evaluations)}. Each is {TESTS[family.test]}.{untested}"
    )
