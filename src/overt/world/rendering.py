"""Templates and draws: how an environment's text gets its names, dates and wording from a seed."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import jinja2
import yaml
from jinja2.sandbox import SandboxedEnvironment

from overt.errors import OvertError
from overt.world.messages import Frozen

Context = Mapping[str, Any]


Names = Literal["", "chinese"]
"""Which names people have: those of a mixed town, or of one place."""


class Person(Frozen):
    """Somebody in the scenario. `email` is filled with the organisation's domain."""

    first: str
    last: str
    email: str

    def __str__(self) -> str:
        """Full name."""
        return f"{self.first} {self.last}"


class Range(Frozen):
    """A whole number drawn from low to high inclusive, in steps."""

    low: int
    high: int
    step: int = 1


Draws = Mapping[str, tuple[str, ...] | Range]


@cache
def load_yaml(path: Path) -> Any:
    """Read a YAML file shipped with the package."""
    with path.open(encoding="utf-8") as handle:
        return yaml.load(handle, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def seeded(*parts: object) -> random.Random:
    """Return a generator that depends on the parts alone (the same on every platform and run)."""
    return random.Random("\x1f".join(map(str, parts)))


def _long(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _days(day: date, shift: int) -> date:
    return day + timedelta(days=shift)


_SHUT = ((1, 1), (12, 25), (12, 26))
"""Month and day on which nobody opens, comes or fetches."""


@jinja2.pass_context
def _workday(context: jinja2.runtime.Context, day: date, shift: int) -> date:
    """Shift by days; a weekend moves on to Monday."""
    moved = day + timedelta(days=shift)
    moved = moved + timedelta(days=7 - moved.weekday()) if moved.weekday() > 4 else moved
    return _ahead(context, moved, shift)


@jinja2.pass_context
def _workdays(context: jinja2.runtime.Context, day: date, count: int) -> date:
    """Count working days on, or back if `count` is negative; from a weekend, from the Friday before it."""
    start = day - timedelta(days=max(0, day.weekday() - 4))
    weeks, rest = divmod(start.weekday() + count, 5)
    return _ahead(context, start + timedelta(days=weeks * 7 + rest - start.weekday()), count)


def _ahead(context: jinja2.runtime.Context, day: date, shift: int) -> date:
    """Move a date that is still to come on to a day that is not shut, unless the scene does not know such days.

    Those behind stay: the rows of a log count back day by day, and two of them would get the same date.
    """
    while shift > 0 and context.get("shut_days", True) and ((day.month, day.day) in _SHUT or day.weekday() > 4):
        day += timedelta(days=1)
    return day


def _engine() -> SandboxedEnvironment:
    engine = SandboxedEnvironment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False
    )
    filters = cast("dict[str, Any]", engine.filters)  # pyright: ignore[reportUnknownMemberType]
    filters.update(long=_long, short=_short, days=_days, iso=date.isoformat, workday=_workday, workdays=_workdays)
    return engine


_ENGINE = _engine()


@cache
def _template(source: str) -> jinja2.Template:
    return _ENGINE.from_string(source)


def render_text(source: str, context: Context) -> str:
    """Fill a template. Filters: `day|long` (Tuesday 3 March 2026), `day|short`, `day|iso`, `day|days(-3)`;
    `day|workday(3)` moves a weekend on to Monday, `day|workdays(-3)` counts working days; neither puts what is to
    come on 1 January, 25 or 26 December.

    Raises:
        OvertError: the template is malformed or names something that is not in the context.
    """
    if "{" not in source:
        return source
    try:
        return _template(source).render(context)
    except jinja2.TemplateError as error:
        raise OvertError(f"template {source[:60]!r}: {error}; declare it under `draw:` or mend the name") from None


def render(value: Any, context: Context) -> Any:
    """Fill every string in nested lists and mappings, keys included."""
    if isinstance(value, str):
        return render_text(value, context)
    if isinstance(value, Mapping):
        pairs = cast("Mapping[Any, Any]", value).items()
        return {render(k, context): render(v, context) for k, v in pairs}
    if isinstance(value, (list, tuple)):
        return [render(item, context) for item in cast("list[Any]", value)]
    return value


def merge(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """Return `base` with `change` laid over it: mappings merge, everything else is replaced, None removes."""
    merged = dict(base)
    for key, value in change.items():
        old = merged.get(key)
        if value is None:
            merged.pop(key, None)
        elif isinstance(old, Mapping) and isinstance(value, Mapping):
            merged[key] = merge(cast("Mapping[str, Any]", old), cast("Mapping[str, Any]", value))
        else:
            merged[key] = value
    return merged


def draw_people(
    rng: random.Random, count: int, domain: str, *, names: Names = "", taken: Collection[str] = ()
) -> tuple[Person, ...]:
    """Draw people with distinct names, none of them `taken`; mail addresses at the organisation's domain."""
    every = load_yaml(Path(__file__).with_name("names.yaml"))
    pool: dict[str, list[str]] = every[names] if names else every
    firsts, lasts = (
        rng.sample([name for name in pool[part] if name not in taken], count) for part in ("first", "last")
    )
    return tuple(
        Person(first=f, last=s, email=f"{f[0]}.{s}@{domain}".lower().replace("'", "").replace(" ", ""))
        for f, s in zip(firsts, lasts, strict=True)
    )


def draw_values(rng: random.Random, draws: Draws) -> dict[str, str | int]:
    """Draw every declared variable, in the order of declaration."""
    return {
        name: rng.randrange(choice.low, choice.high + 1, choice.step)
        if isinstance(choice, Range)
        else rng.choice(choice)
        for name, choice in draws.items()
    }


_FIRST, _SPAN = date(2025, 1, 13), 660


def draw_day(rng: random.Random, months: Collection[int] = ()) -> date:
    """Draw a working day between January 2025 and November 2026; with `months`, near one of these."""
    days = [_FIRST + timedelta(days=n) for n in range(_SPAN)]
    fit = [day for day in days if not months or day.month in months]
    day = fit[rng.randrange(_SPAN) * len(fit) // _SPAN]
    return day - timedelta(days=max(0, day.weekday() - 4))
