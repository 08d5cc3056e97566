"""Figures: sums and shares, counts against lists, series too even to be measured, numbers that count up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from overt.lint.calendar import Found
from overt.lint.rules import words

_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_COUNT = rf"(?P<n>{'|'.join(_WORDS)}|\d{{1,2}})"
_PLUS = re.compile(
    r"(?<![\d.,+])(\d+(?:\.\d+)?)((?: [a-z]+)?(?: ?[+] ?\d+(?:\.\d+)?(?: [a-z]+)?)+?)"
    r"(?: \w+)?(?:,| ?=| makes?| are| is|:)? (?:= ?|together |in all |total(?:s|ling)? |makes? )?(\d+(?:\.\d+)?)"
    r"(?P<all> in all| altogether| in total| together)?(?![\d.]\d|%)"
)
_OPTION = re.compile(r"\b[A-H][).:]? \d")
"""A choice in a question, which may well be wrong."""
_TIMES = re.compile(r"(?<![\d.,x×*])(\d+(?:\.\d+)?) ?([x×*−-]) ?(\d+(?:\.\d+)?) ?= ?(\d+(?:\.\d+)?)(?![\d.]\d|%)")
_SHARES = re.compile(
    r"\b(?:shares?|split|divided|breakdown|parts|distribution|of the total)\b[^\n%]{0,40}?"
    r"((?:\d+(?:\.\d+)? ?%[^\n%]{0,25}?){3,})",
    re.I,
)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%")
_NUMBER = re.compile(r"(?<![\w.,/:-])(\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w/:]|[.,]\d)")
_TOTAL = re.compile(r"^[\s|*]*(?:grand |sub)?(?:total|sum|(?:al)?together|in all)\b", re.I)
_THINGS = r"(?!(?:week|day|hour|month|year|minute|time)s\b)[a-z]{3,}s"
_LISTED = re.compile(
    rf"\b(?P<of>of )?(?:the |these |our |all )?{_COUNT} {_THINGS}(?: [a-z]+){{0,3}}: (?P<list>[^.\n;:()]+)", re.I
)
_FOLLOWING = re.compile(
    rf"\b{_COUNT} (?:[a-z]+ ){{0,2}}{_THINGS}(?: [a-z]+){{0,3}}:\s*\n+"
    r"(?P<list>(?:[ \t]*(?:[-*•]|\d+[.)]) [^\n]+\n?)+)",
    re.I,
)
_BULLET = re.compile(r"^[ \t]*(?:[-*•]|\d+[.)]) ", re.M)
_ITEM = re.compile(r"^[ \t]*(\d{1,2})[.)] \S", re.M)
_SEE = re.compile(
    r"\b(?:items?|points?|steps?|lines?|entry|no\.|numbers?) (\d{1,2})\b(?! ?[%:]|[.,]\d| of)"
    r"(?![^.\n]{0,12}\b(?:of the|in the))",
    re.I,
)
_PAGES = re.compile(r"\b(?:page|sheet|part) (\d+) (?:of|/) (\d+)\b", re.I)
_SERIES = re.compile(r"(?<![\d.,])\d+(?:\.\d+)?(?:,? ?[^\d\s,;]{0,3}(?:,| and|;|/) \d+(?:\.\d+)?){3,}(?![\d.]\d)")
_MEASURED = re.compile(words("measured"), re.I)
_OFFERED = re.compile(words("offered"), re.I)
_DATED = re.compile(r"\d{4}-\d\d-\d\d|\d\d?[/.]\d\d?[/.]\d{4}")
_DIGITS = re.compile(r"(?<![\w.,])(?:\+?\d[\d \-/]{4,}\d|[A-Z]{1,4}-?\d{5,})(?![\w]|[.,]\d)")


def figures(text: str) -> Iterator[Found]:
    """Yield what does not add up, what is miscounted, and figures that nobody measured."""
    yield from _sums(text)
    yield from _columns(text)
    yield from _counts(text)
    yield from _even(text)
    for match in _DIGITS.finditer(text):
        if not _DATED.search(match.group()) and _counting(re.sub(r"\D", "", match.group())):
            yield "placeholder_number", *match.span()


def _sums(text: str) -> Iterator[Found]:
    for m in _PLUS.finditer(text):
        if _OPTION.search(m.group()):
            continue
        total = float(m[1]) + sum(map(float, re.findall(r"\d+(?:\.\d+)?", m[2])))
        if abs(total - float(m[3])) > 0.005 and (
            m["all"] or re.search(r"=|total|make|are|is|together|in all", m.group())
        ):
            yield "broken_sum", *m.span()
    for m in _TIMES.finditer(text):
        a, b, c = float(m[1]), float(m[3]), float(m[4])
        if abs((a - b if m[2] in "−-" else a * b) - c) > 0.051:
            yield "broken_sum", *m.span()
    for m in _SHARES.finditer(text):
        parts = [float(p) for p in _PERCENT.findall(m[1])]
        if abs(sum(parts) - 100) > 0.6 * len(parts):
            yield "broken_sum", *m.span()


def _columns(text: str) -> Iterator[Found]:
    """Yield total lines under a block of lines, where a column of the same number of figures does not add up."""
    block: list[list[float]] = []
    position = 0
    for line in text.split("\n"):
        row = [float(re.sub(r"[ ,](?=\d{3})", "", n)) for n in _NUMBER.findall(line.split(":", 1)[-1])]
        if _TOTAL.match(line) and len(block) > 1 and row:
            width = len(row)
            rows = [r[-width:] for r in block if len(r) >= width]
            sums = [sum(column) for column in zip(*rows, strict=True)] if rows else []
            if len(rows) == len(block) and any(abs(s - t) > 0.015 for s, t in zip(sums, row, strict=False)):
                yield "broken_sum", position, position + len(line)
            block = []
        elif row:
            block.append(row)
        elif not re.search(r"[A-Za-z]", line) and not line.strip("|-=+ "):
            pass
        else:
            block = []
        position += len(line) + 1


def _counts(text: str) -> Iterator[Found]:
    for m in _LISTED.finditer(text):
        items = [i for i in re.split(r",\s*(?:and |or )?|\s+and\s+|\s+or\s+", m["list"]) if i.strip()]
        before = text[max(0, m.start() - 12) : m.start()].lower()
        plain = all(len(i.split()) <= 3 for i in items) and len(items) > 1
        if plain and not m["of"] and not before.rstrip().endswith("of") and len(items) != _value(m["n"]):
            yield "broken_count", *m.span()
    for m in _FOLLOWING.finditer(text):
        before = text[max(0, m.start() - 8) : m.start()].lower()
        if "of" not in before.split() and len(_BULLET.findall(m["list"])) != _value(m["n"]):
            yield "broken_count", *m.span("n")
    numbered = [int(n) for n in _ITEM.findall(text)]
    if len(numbered) >= 3 and numbered == list(range(1, len(numbered) + 1)):
        for m in _SEE.finditer(text):
            if int(m[1]) > len(numbered):
                yield "broken_count", *m.span()
    for m in _PAGES.finditer(text):
        if int(m[1]) > int(m[2]):
            yield "broken_count", *m.span()


def _value(word: str) -> int:
    return int(word) if word.isdigit() else [*_WORDS].index(word.lower()) + 2


def _even(text: str) -> Iterator[Found]:
    for m in _SERIES.finditer(text):
        values = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", m.group())]
        around = text[max(0, m.start() - 60) : m.end() + 30]
        steps = {round(b - a, 6) for a, b in pairwise(values)}
        large = all(v >= 10 or v != int(v) for v in values)
        spaced = len(steps) == 1 and large and not _OFFERED.search(around)
        rounded = len(values) >= 5 and all(v and v % 10 == 0 for v in values)
        if (spaced or rounded) and _MEASURED.search(around):
            yield "uniform_figures", *m.span()


def _counting(digits: str) -> bool:
    """Say whether a number counts up or down for six digits, or is one digit five times and more."""
    runs = ("0123456789012345", "9876543210987654")
    if any(run[i : i + 6] in digits for run in runs for i in range(len(run) - 5)):
        return True
    return bool(re.search(r"([1-9])\1{4,}", digits)) or digits in ("12345", "54321")
