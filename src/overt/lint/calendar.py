"""Days and hours: weekdays against dates, dates that no calendar has, ends before beginnings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

Found = tuple[str, int, int]
"""Kind, and the span of the words."""

_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_W = r"(?P<w>Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?"
_M = r"(?P<m>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]{1,6})?\b\.?"
_D = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\d:.%])"
_Y = r"(?:,? (?P<y>(?:19|20)\d\d))?"
# A weekday behind a date in figures: in brackets, or bare where the entry's head ends.
_BEHIND = (
    r"(?:(?:[ \t]|,(?! ))\(?(?P<v>Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
    r"(?:\)|(?=[:;,\t\n]| {2}| \d\d[:.]\d|$)))?"
)
_DATES = [
    re.compile(
        rf"\b(?:{_W},? (?:the )?)?(?<![\d.,:]){_D}\.? (?:of )?{_M}{_Y}(?: \((?P<v>[A-Z][a-z]+?)(?:day)?\))?"
    ),
    re.compile(rf"\b(?:{_W},? )?{_M} {_D}{_Y}(?: \((?P<v>[A-Z][a-z]+?)(?:day)?\))?(?! \d)"),
    re.compile(rf"(?:\b{_W},? )?(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-]){_BEHIND}"),
    re.compile(
        rf"(?:\b{_W},? )?(?<![\d/.])(?P<d>\d\d?)[/.](?P<m>\d\d?)[/.](?P<y>(?:19|20)\d\d)(?![\d/.]){_BEHIND}"
    ),
]
_HEAD = re.compile(r"^(?:Date|Sent)\b.*", re.M)
_NTH = re.compile(rf"\b{_W},? (?:the )?(?P<d>\d\d?)(?:st|nd|rd|th)\b(?! (?:of\b|floor|round|row|form|[A-Z]))")
_YEAR = re.compile(r"(?<![\d.,-])(20[123]\d)(?!\d)")
_CLOCK = re.compile(r"(?<![\d:.,-])(\d{2}):(\d{2})(?::\d\d)?(?![\d:])")
_SPAN = re.compile(
    r"\b(?:from |between )?(\d{1,2})[:.](\d\d)(?: ?h)? ?(?:to|until|till|and|-|–|—) ?(\d{1,2})[:.](\d\d)(?![\d:%])"
    r"(?:,? \(?(?P<n>\w+) hours?)?"
)
_ORDER = re.compile(
    r"\b(?P<a>asked|sent|received|ordered|started|began|opened|arrived|left|loaded|in|start|from)\b[^.\n\d]{0,20}"
    r"(?P<t>\d\d:\d\d|20\d\d-\d\d-\d\d)[^\n]{0,40}?"
    r"\b(?:answered|replied|delivered|finished|closed|ended|returned|unloaded|back|out|end|until)\b[^.\n\d]{0,20}"
    r"(?P<u>\d\d:\d\d|20\d\d-\d\d-\d\d)",
    re.I,
)
_STAMP = r"(?:on )?(20\d\d-\d\d-\d\d)(?:,| at)? (\d\d:\d\d)"
_REPLIED = re.compile(
    rf"^(?:Date|Sent): *{_STAMP}(?:\n(?!Date:|Sent:|From:).*){{0,30}}?\n> *{_STAMP}", re.M | re.I
)
_NIGHT = re.compile(r"night|overnight|next (?:day|morning)|the (?:day after|morning)|\+1", re.I)
_SMALL: tuple[str, ...] = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def calendar(text: str, year: int | None = None) -> Iterator[Found]:
    """Yield weekdays that do not match, dates and spans that cannot be; `year` holds where the text gives none."""
    years = {int(y) for y in _YEAR.findall(text)} | ({year} if year else set[int]())
    for pattern in _DATES:
        for match in pattern.finditer(text):
            yield from _date(match, years)
    yield from _nth(text, years)
    yield from _hours(text)


def _date(match: re.Match[str], years: set[int]) -> Iterator[Found]:
    month, day = _month(match["m"]), int(match["d"])
    span = match.span()
    numeric = match["m"].isdigit() and match["y"] is not None and "-" not in match.group()
    if numeric and month > 12 and day <= 12:
        month, day = day, month
    candidates = {int(match["y"])} if match["y"] else years
    valid = [d for d in (_day(y, month, day) for y in candidates or {2024}) if d]
    if not valid:
        if match["y"] or day > 29 or month > 12:
            yield "impossible_time", *span
        return
    weekday = match["w"] or match["v"]
    names = [d for d in _DAYS if weekday and d.startswith(weekday[:3])]
    if names and candidates and all(_DAYS[d.weekday()] != names[0] for d in valid):
        swapped = _day(valid[0].year, day, month) if numeric else None
        if swapped is None or _DAYS[swapped.weekday()] != names[0]:
            yield "weekday_mismatch", *span


def _nth(text: str, years: set[int]) -> Iterator[Found]:
    """Yield days such as "Monday the 7th" in a mail, where its own month and those beside it have no such day."""
    heads = [m for head in _HEAD.finditer(text) for p in _DATES for m in p.finditer(head.group())]
    months: set[int] = set()
    for head in heads:
        month = _month(head["m"])
        if month > 12:
            continue
        for year in {int(head["y"])} if head["y"] else years:
            months |= {year * 12 + month - 1 + near for near in (-1, 0, 1)}
    for match in _NTH.finditer(text):
        days = [d for m in months if (d := _day(m // 12, m % 12 + 1, int(match["d"])))]
        if days and not any(_DAYS[d.weekday()].startswith(match["w"][:3]) for d in days):
            yield "weekday_mismatch", *match.span()


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    return next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(word[:3]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hours(text: str) -> Iterator[Found]:
    for match in _CLOCK.finditer(text):
        if int(match[1]) > 24 or int(match[2]) > 59:
            yield "impossible_time", *match.span()
    for match in _SPAN.finditer(text):
        start, end = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
        if max(start, end) > 24 * 60 or int(match[2]) > 59 or int(match[4]) > 59:
            continue
        line = text[text.rfind("\n", 0, match.start()) + 1 : (text + "\n").find("\n", match.end())]
        night = bool(_NIGHT.search(line)) or (start >= 17 * 60 and end <= 11 * 60)
        length = (end - start) % (24 * 60)
        said = _number(match["n"])
        if (end < start and not night and start < 24 * 60) or (said and abs(said * 60 - length) > 45):
            yield "impossible_time", *match.span()
    for match in _ORDER.finditer(text):
        if len(match["t"]) == len(match["u"]) and match["u"] < match["t"] and not _NIGHT.search(match.group()):
            yield "impossible_time", *match.span()
    for match in _REPLIED.finditer(text):
        if match.group(3, 4) > match.group(1, 2):
            yield "impossible_time", *match.span(1)


def _number(word: str | None) -> int | None:
    if word is None:
        return None
    if word.isdigit():
        return int(word)
    return _SMALL.index(word.lower()) + 1 if word.lower() in _SMALL else None
