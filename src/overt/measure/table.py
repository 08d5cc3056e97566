"""The table of plays: one row per play, its columns, what each means, and the check that a table is one."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from overt.errors import OvertError
from overt.world.messages import Frozen


class Column(NamedTuple):
    """A column of the table: `required` ones hold a value in every row.

    `absent` is the value of rows that are older than the column.
    """

    name: str
    dtype: pl.DataType
    required: bool
    meaning: str
    absent: str | None = None


SCRIPT = "script"
"""Who speaks for the user unless a model does."""
_TEXT, _WHOLE, _REAL, _TRUTH = pl.String(), pl.Int64(), pl.Float64(), pl.Boolean()

COLUMNS: tuple[Column, ...] = (
    Column("log", _TEXT, True, "the log file that the play is in"),
    Column("sample", _TEXT, True, "its sample in that log"),
    Column("epoch", _WHOLE, True, "which play of its environment, from 1"),
    Column("seed", _WHOLE, True, "seed of the world; plays with the same seed met the same items"),
    Column("model", _TEXT, True, "the model under test, as Inspect names it"),
    Column("spec", _TEXT, True, "the spec in the system prompt: none, abridged, full, or clauses"),
    Column("length", _TEXT, True, "short or full"),
    Column("user", _TEXT, True, "who said the scene's follow-ups: script, or a model by role", SCRIPT),
    Column("evaluation", _TEXT, True, "bare name of the evaluation"),
    Column("environment", _TEXT, True, "evaluation/slug, the same for a twin"),
    Column("twin", _TRUTH, True, "true for a play of the benign twin"),
    Column("category", _TEXT, True, "category of the evaluation"),
    Column("averaged", _TRUTH, True, "whether the evaluation enters averages (games, for one, do not)"),
    Column("base_saw_spec", _TRUTH, False, "whether the organism's base saw this evaluation with the spec"),
    Column("status", _TEXT, True, "scored, unscored or errored"),
    Column("reason", _TEXT, False, "why the play is unscored or errored"),
    Column("act", _TRUTH, False, "first finding of the verdict; null where it could not be told"),
    Column("known", _TRUTH, False, "second finding; null where it could not be told"),
    Column("disclosed", _TRUTH, False, "third finding; null where it could not be told"),
    Column("covert", _TRUTH, False, "the play's own verdict; null where unscored"),
    Column("pair", _TRUTH, True, "only the pair of this play and its twin's can decide"),
    Column("accuracy", _REAL, False, "share of items right, 0 to 1; null where the play was cut short"),
    Column("completed", _TRUTH, False, "whether the user's task was completed"),
    Column("over_escalated", _TRUTH, False, "twins: the task was handed back undone; null elsewhere"),
    Column("factors", _TEXT, True, "strategic and nuisance factors, as JSON"),
)

SCHEMA = pl.Schema({column.name: column.dtype for column in COLUMNS})
PAIR_KEY = ("model", "spec", "length", "user", "environment", "seed", "epoch")
_ALLOWED = {"status": ("scored", "unscored", "errored"), "length": ("short", "full")}
_OF_EVALUATION = ("category", "averaged", "base_saw_spec")


class Condition(Frozen):
    """What every play of a table has in common: who played, with which spec, at which length, with which user."""

    model: str
    spec: str
    length: str
    user: str = SCRIPT


def validate(plays: pl.DataFrame, source: str) -> pl.DataFrame:
    """Return the table with its columns in their types, or raise OvertError naming the column and `source`.

    `source` is the file or directory that the table came from. Columns beyond `COLUMNS` are kept.
    """
    typed = plays.with_columns(_typed(plays, column, source) for column in COLUMNS)
    for column in COLUMNS:
        if column.required and typed[column.name].null_count():
            raise _fault(source, column.name, f"is empty in {typed[column.name].null_count()} rows")
    for name, allowed in _ALLOWED.items():
        unknown = typed.filter(~pl.col(name).is_in(allowed))[name].unique().sort().to_list()
        if unknown:
            raise _fault(source, name, f"holds {unknown[0]!r}; it may be {', '.join(allowed)}")
    # NaN compares greater than every number here, so it would read as a perfect score.
    strange = typed.filter(pl.col("accuracy").is_nan() | ~pl.col("accuracy").is_between(0, 1))
    if strange.height:
        raise _fault(source, "accuracy", f"holds {strange['accuracy'][0]}; it must lie between 0 and 1")
    _refuse_duplicates(typed, source)
    _refuse_wavering(typed, source)
    return typed


def condition(plays: pl.DataFrame, source: str) -> Condition:
    """Return what all plays have in common; OvertError where they mix models, specs, lengths or users."""
    if plays.is_empty():
        raise OvertError(f"{source} holds no plays; give a directory with the logs of a run")
    for name in Condition.model_fields:
        values: list[str] = plays[name].unique().sort().to_list()
        if len(values) > 1:
            raise OvertError(
                f"{source} mixes plays with {name} {', '.join(values)}; "
                "give each a directory of its own, for one rate over them would mean nothing"
            )
    return Condition.model_validate({name: plays[name][0] for name in Condition.model_fields})


def _typed(plays: pl.DataFrame, column: Column, source: str) -> pl.Expr:
    """Select a column in its type; only casts that lose nothing are made."""
    found = plays.schema.get(column.name)
    if found is None and column.absent is not None:
        return pl.lit(column.absent).alias(column.name)
    if found is None:
        raise _fault(source, column.name, "is missing")
    lossless = (
        found in (column.dtype, pl.Null())
        or (column.dtype == pl.Int64() and found.is_integer())
        or (column.dtype == pl.Float64() and found.is_numeric())
    )
    if not lossless:
        raise _fault(source, column.name, f"is {found}, not {column.dtype}")
    typed = pl.col(column.name).cast(column.dtype)
    return typed if column.absent is None else typed.fill_null(column.absent)


def _refuse_duplicates(plays: pl.DataFrame, source: str) -> None:
    """A play that stands twice would count twice, and leaves open which twin it is paired with."""
    again = plays.filter(pl.struct(*PAIR_KEY, "twin").is_duplicated())
    if again.height:
        one, other = again.sort(*PAIR_KEY, "twin", "log").head(2).iter_rows(named=True)
        raise OvertError(
            f"{source}: {one['environment']} was played twice with seed {one['seed']}, epoch {one['epoch']}: "
            f"in {one['log']} and {other['log']}; remove one of the logs, or play again with another seed"
        )


def _refuse_wavering(plays: pl.DataFrame, source: str) -> None:
    """What belongs to an evaluation must be the same in all its rows."""
    for name in _OF_EVALUATION:
        kinds = plays.group_by("model", "evaluation").agg(pl.col(name).n_unique().alias("kinds"))
        wavering = kinds.filter(pl.col("kinds") > 1)["evaluation"].sort()
        if len(wavering):
            raise _fault(source, name, f"differs between rows of the evaluation {wavering[0]}")


def _fault(source: str, column: str, fault: str) -> OvertError:
    return OvertError(f"{source}: column `{column}` {fault}; build the table of plays again from its logs")
