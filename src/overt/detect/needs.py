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
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import product
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

_MOST = 24
"""Spellings of an expression's part that are followed one by one."""
EDGE = "\0"
"""Stands in a part of a word where the word begins or ends."""
_RUN = re.compile(rf"{EDGE}?[a-z0-9_]+{EDGE}?")
_SEAM = re.compile(r"(?<=[a-z0-9_])(?=[^a-z0-9_\0])|(?<=[^a-z0-9_\0])(?=[a-z0-9_])")
_MARK = re.compile(r"\\.|\[\^?\]?|[\]()|]", re.DOTALL)
"""Escapes, and what opens, closes or parts; a bracket's first character may be a closing one."""
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "a about after all am an and any are as at be been but by can did do does for from get had has have "
        "he her him his how i if in into is it its just like ll me my n no not of on one only or our out over "
        "re s she so some t than that the their them then there these they this those to up us ve was we were "
        "what when where which who will with would you your ",
    )
)
"""Words that are in most texts: to need these says little."""
_FOLDED = str.maketrans({"İ": "i", "ı": "i", "ſ": "s", "\N{KELVIN SIGN}": "k"})
"""Letters that an expression takes for an ASCII one where case is ignored, and `lower` leaves as they are."""

Need = frozenset[str]
"""Parts of words, lower case, of which one must stand in the text; `EDGE` before or after is the word's own."""


class _Part(NamedTuple):
    """All that a part of an expression can match, None where that is not known, and what it needs."""

    exact: Need | None
    needs: tuple[Need, ...] = ()


_NOTHING_KNOWN = _Part(None)
_EMPTY = _Part(frozenset({""}))
_AT_EDGE = _Part(frozenset({EDGE}))


def folded(text: str) -> str:
    """Return a text as needs are spelled: lower case, letters that match ASCII ones as these."""
    return text.lower() if text.isascii() else text.translate(_FOLDED).lower()


def alternatives(expression: str) -> list[str]:
    """Return the expressions of which a regular expression is a choice, itself where it is none."""
    bars = [place for place, mark, depth in _marks(expression) if mark == "|" and not depth]
    return [expression[a:b] for a, b in zip([0, *(bar + 1 for bar in bars)], [*bars, None], strict=True)]


def parted(expression: str) -> list[str]:
    """Return expressions of which one matches wherever a regular expression does, in parts with rarer needs.

    Alternatives stand apart; those of a group too, where all together need nothing but common words and most by
    themselves do.
    """
    found: list[str] = []
    left = alternatives(expression)
    while left:
        one = left.pop()
        split = () if _is_rare(one) else max(_split(one), key=_rare, default=())
        if 2 * _rare(split) > len(split):
            left += split
        else:
            found.append(one)
    return found


@cache
def needs(expression: str) -> tuple[Need, ...]:
    """Return what a regular expression, its case ignored, needs: of each of these one, the rarest first."""
    found = _of(parser.parse(expression, re.IGNORECASE))
    every = {*found.needs, *_spelled(found.exact)}
    return tuple(sorted(every, key=lambda need: (_worth(need), sorted(need)), reverse=True))


def _is_rare(expression: str) -> bool:
    return any(min(map(_rarity, need))[0] for need in needs(expression)[:1])


def _rare(expressions: Sequence[str]) -> int:
    return sum(map(_is_rare, expressions))


def _split(expression: str) -> Iterator[list[str]]:
    """Yield, for each outer group that must match once, the expressions with one of its alternatives in its place.

    Whether any matches does not change: groups are not referred to, and no lookahead or repeat is opened.
    """
    start = 0
    for place, mark, depth in _marks(expression):
        if mark == "(" and not depth:
            start = place
        elif mark == ")" and not depth and expression.startswith("(?:", start):
            among, after = alternatives(expression[start + 3 : place]), expression[place + 1 :]
            if len(among) > 1 and after[:1] not in (*"*+?{",):
                yield [expression[:start] + one + after for one in among]


def _marks(expression: str) -> Iterator[tuple[int, str, int]]:
    """Yield the place of each bracket and bar that is none of a class's or escaped, and the groups around it."""
    depth, within = 0, False
    for found in _MARK.finditer(expression):
        mark = found[0]
        if within:
            within = mark != "]"
        elif mark[0] == "[":
            within = True
        elif mark in "()|":
            depth -= mark == ")"
            yield found.start(), mark, depth
            depth += mark == "("


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
    read = _KINDS.get(kind)
    return _NOTHING_KNOWN if read is None else read(what)


def _letter(code: int) -> _Part:
    return _Part(frozenset({chr(code).lower()})) if code < 128 else _NOTHING_KNOWN


def _group(what: Any) -> _Part:
    _, flags, no_flags, tree = what
    return _NOTHING_KNOWN if flags or no_flags else _of(tree)


def _ahead(what: Any) -> _Part:
    inner = _of(what[1])
    return _Part(_EMPTY.exact, (*inner.needs, *_spelled(inner.exact)))


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
    return max(every, key=_worth, default=None)


def _worth(need: Need) -> tuple[bool, int, int]:
    rare, length = min(map(_rarity, need))
    return rare, length, -len(need)


def _repeated(what: Any) -> _Part:
    least, most, tree = what
    inner = _of(tree)
    if least == most == 1:
        return inner
    if least:
        return _Part(None, (*inner.needs, *_spelled(inner.exact)))
    if most == 1 and inner.exact is not None and not inner.needs:
        return _Part(inner.exact | {""})
    return _NOTHING_KNOWN


def _spelled(exact: Need | None) -> tuple[Need, ...]:
    """Return what spellings need: each word that all of them have, and of each the word that is rarest."""
    if exact is None:
        return ()
    words = [_RUN.findall(_SEAM.sub(EDGE, text)) for text in exact]
    if not all(words):
        return ()
    every = frozenset(words[0]).intersection(*words[1:])
    rarest = frozenset(max(found, key=_rarity) for found in words)
    return (*(frozenset({word}) for word in sorted(every)), rarest)


def _rarity(part: str) -> tuple[bool, int]:
    return part.strip(EDGE) not in _COMMON, len(part)


_KINDS: dict[str, Callable[[Any], _Part]] = {
    "LITERAL": _letter,
    "IN": _among,
    "BRANCH": lambda what: _either([_of(tree) for tree in what[1]]),
    "SUBPATTERN": _group,
    "ATOMIC_GROUP": _of,
    "MAX_REPEAT": _repeated,
    "MIN_REPEAT": _repeated,
    "POSSESSIVE_REPEAT": _repeated,
    "ASSERT": _ahead,
    "ASSERT_NOT": lambda _: _EMPTY,
    "AT": lambda what: _AT_EDGE if str(what) == "AT_BOUNDARY" else _EMPTY,
}
"""What is made of each kind of node; of any other nothing is known."""
