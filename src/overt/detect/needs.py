"""What an expression needs: parts of words of which some must stand in every text that it matches.

Most sentences hold none of the words that a detector looks for, and trying a long list of expressions at every
place of them is nearly all of the time that it takes. What an expression needs is read from its own syntax tree;
where the tree says nothing the expression is always tried, so that leaving others out changes no finding.
"""

# pyright: reportPrivateUsage=false, reportAttributeAccessIssue=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false, reportMissingModuleSource=false
# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

_MOST = 24
"""Spellings of an expression's part that are followed one by one."""
_RUN = re.compile(r"[a-z0-9_]+")
_MARK = re.compile(r"\\.|\[\^?\]?|[\]()|]", re.DOTALL)
"""Escapes, and what opens, closes or parts; a bracket's first character may be a closing one."""
_FOLDED = str.maketrans({"İ": "i", "ı": "i", "ſ": "s", "\N{KELVIN SIGN}": "k"})
"""Letters that an expression takes for an ASCII one where case is ignored, and `lower` leaves as they are."""

Need = frozenset[str]
"""Parts of words, lower case, of which one must stand in the text."""


class _Part(NamedTuple):
    """All that a part of an expression can match, None where that is not known, and what it needs."""

    exact: Need | None
    needs: tuple[Need, ...] = ()


_NOTHING_KNOWN = _Part(None)
_EMPTY = _Part(frozenset({""}))


def folded(text: str) -> str:
    """Return a text as needs are spelled: lower case, letters that match ASCII ones as these."""
    return text.lower() if text.isascii() else text.translate(_FOLDED).lower()


def alternatives(expression: str) -> list[str]:
    """Return the expressions of which a regular expression is a choice, itself where it is none."""
    parts, depth, within, start = [""], 0, False, 0
    for found in _MARK.finditer(expression):
        mark = found[0]
        if within:
            within = mark != "]"
        elif mark[0] == "[":
            within = True
        elif mark in "()":
            depth += 1 if mark == "(" else -1
        elif mark == "|" and not depth:
            parts[-1] += expression[start : found.start()]
            parts.append("")
            start = found.end()
    parts[-1] += expression[start:]
    return parts


def needs(expression: str) -> tuple[Need, ...]:
    """Return what a regular expression, its case ignored, needs: of each of these one, the rarest first."""
    found = _of(parser.parse(expression, re.IGNORECASE))
    every = {*found.needs, *_spelled(found.exact)}
    return tuple(sorted(every, key=lambda need: (-min(map(len, need)), len(need), sorted(need))))


def _of(tree: Iterable[tuple[Any, Any]]) -> _Part:
    """Return what a sequence of parts needs; neighbours whose spellings are known are read as one."""
    every: list[Need] = []
    run, whole = frozenset({""}), True
    for kind, what in tree:
        part = _part(str(kind), what)
        every += part.needs
        if part.exact is not None and len(run) * len(part.exact) <= _MOST:
            run = frozenset(map("".join, product(run, part.exact)))
            continue
        every += _spelled(run)
        whole, run = False, part.exact or frozenset({""})
    if whole:
        return _Part(run, tuple(every))
    return _Part(None, (*every, *_spelled(run)))


def _part(kind: str, what: Any) -> _Part:
    match kind:
        case "LITERAL":
            return _Part(frozenset({chr(what).lower()})) if what < 128 else _NOTHING_KNOWN
        case "IN":
            return _among(what)
        case "BRANCH":
            return _either([_of(tree) for tree in what[1]])
        case "SUBPATTERN":
            return _NOTHING_KNOWN if what[1] or what[2] else _of(what[3])
        case "ATOMIC_GROUP":
            return _of(what)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _repeated(*what)
        case "ASSERT":
            inner = _of(what[1])
            return _Part(_EMPTY.exact, (*inner.needs, *_spelled(inner.exact)))
        case "AT" | "ASSERT_NOT":
            return _EMPTY
        case _:
            return _NOTHING_KNOWN


def _among(choices: list[tuple[Any, Any]]) -> _Part:
    plain = [value for kind, value in choices if str(kind) == "LITERAL" and value < 128]
    return _Part(frozenset(chr(v).lower() for v in plain)) if len(plain) == len(choices) else _NOTHING_KNOWN


def _either(branches: list[_Part]) -> _Part:
    exact = [branch.exact for branch in branches]
    known = frozenset[str]().union(*(e for e in exact if e is not None))
    if None not in exact and len(known) <= _MOST and not any(branch.needs for branch in branches):
        return _Part(known)
    best = [_best((*branch.needs, *_spelled(branch.exact))) for branch in branches]
    together = frozenset[str]().union(*(need for need in best if need is not None))
    return _NOTHING_KNOWN if None in best else _Part(None, (together,))


def _best(every: Iterable[Need]) -> Need | None:
    return max(every, key=lambda need: (min(map(len, need)), -len(need)), default=None)


def _repeated(least: int, most: int, tree: Any) -> _Part:
    inner = _of(tree)
    if least == most == 1:
        return inner
    if least:
        return _Part(None, (*inner.needs, *_spelled(inner.exact)))
    if most == 1 and inner.exact is not None and not inner.needs:
        return _Part(inner.exact | {""})
    return _NOTHING_KNOWN


def _spelled(exact: Need | None) -> tuple[Need, ...]:
    """Return what spellings need: a word of each, the longest, or every word of the only one."""
    if exact is None:
        return ()
    words = [_RUN.findall(text) for text in exact]
    if len(words) == 1:
        return tuple(frozenset({word}) for word in words[0])
    runs = [max(found, key=len, default="") for found in words]
    return (frozenset(runs),) if all(runs) else ()
