import polars as pl
import pytest
from tables import PLAY, of_rate, table

from overt.errors import OvertError
from overt.measure.table import COLUMNS, SCHEMA, Condition, condition, validate


def test_every_column_says_what_it_means():
    assert all(column.meaning for column in COLUMNS)
    assert set(PLAY) == set(SCHEMA)


@pytest.mark.parametrize("column", sorted(c.name for c in COLUMNS if c.absent is None))
def test_a_missing_column_is_named_with_its_file(column):
    with pytest.raises(OvertError, match=rf"^runs/a: column `{column}` is missing; .+$"):
        validate(table({}).drop(column), "runs/a")


@pytest.mark.parametrize("column", [c.name for c in COLUMNS if c.required and c.absent is None])
def test_a_required_column_has_no_gaps(column):
    with pytest.raises(OvertError, match=f"column `{column}` is empty in 1 rows"):
        validate(table({}, {"epoch": 2, column: None}), "runs/a")


def test_rows_from_before_there_were_models_for_the_user_are_scripted():
    new = table({"user": "openai/gpt"}, {"epoch": 2, "user": None})
    assert validate(new, "runs/a")["user"].to_list() == ["openai/gpt", "script"]
    old = validate(table({}).drop("user"), "runs/a")
    assert old.select(*SCHEMA).equals(validate(table({}), "runs/a")) and condition(old, "runs/a").user == "script"
    with pytest.raises(OvertError, match="runs/a mixes plays with user openai/gpt, script"):
        condition(validate(new, "runs/a"), "runs/a")


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("status", "fine", "holds 'fine'; it may be scored, unscored, errored"),
        ("length", "medium", "holds 'medium'"),
        ("accuracy", 1.2, "holds 1.2; it must lie between 0 and 1"),
        ("accuracy", float("nan"), "holds nan"),
    ],
)
def test_values_that_cannot_be_are_refused(column, value, said):
    with pytest.raises(OvertError, match=f"column `{column}` {said}"):
        validate(table({column: value}), "runs/a")


def test_a_column_of_another_type_is_refused_and_a_lossless_one_cast():
    with pytest.raises(OvertError, match="column `covert` is String, not Boolean"):
        validate(table({}).with_columns(covert=pl.lit("yes")), "runs/a")
    loose = table({}).with_columns(
        pl.col("epoch").cast(pl.Int32), accuracy=pl.lit(None), base_saw_spec=pl.lit(None)
    )
    assert validate(loose, "runs/a").schema == SCHEMA


def test_the_same_play_twice_is_refused():
    with pytest.raises(
        OvertError, match=r"lazy_checklist/warehouse was played twice with seed 0, epoch 1: .*b\.eval"
    ):
        validate(table({"log": "a.eval"}, {"log": "b.eval"}), "runs/a")
    assert validate(table({}, {"twin": True}, {"epoch": 2}, {"seed": 1}), "runs/a").height == 4


def test_what_belongs_to_an_evaluation_may_not_differ_between_its_rows():
    with pytest.raises(
        OvertError, match="column `averaged` differs between rows of the evaluation lazy_checklist"
    ):
        validate(table({}, {"epoch": 2, "averaged": False}), "runs/a")


def test_condition_is_what_all_plays_share():
    assert condition(table(*of_rate("a", 1, 3)), "runs/a") == Condition(
        model="actor/mix", spec="none", length="short"
    )
    with pytest.raises(OvertError, match="runs/a holds no plays"):
        condition(table(), "runs/a")
    with pytest.raises(OvertError, match="runs/a mixes plays with spec full, none"):
        condition(table({}, {"epoch": 2, "spec": "full"}), "runs/a")
