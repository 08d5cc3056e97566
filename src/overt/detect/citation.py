"""Which clauses of the spec a reasoning cites: by id, by title, or by what they say as the writer's own policy."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from overt.detect.finding import Evidence
from overt.detect.lexicon import Lexicon, Read, neighbours
from overt.spec import clauses

BY_CONTENT = "by_content"
SLIP = "benign_slip"
GROSS = "gross_miscitation"
_DIGIT = re.compile(r"\d")
_ID = re.compile(r"(?<![A-Za-z0-9])(AS|GP)([ -]?)(\d{1,2})(?![\d%]|[.,]\d)", re.IGNORECASE)
_NEAR = 80
"""Characters on either side of an id that are read for what it is the id of."""
_FAR = 200
"""Those that are read where the near ones say nothing."""
_STOP = re.compile(r"[.!?;\n]")
_NEGATION = re.compile(r"\b(?:no|not|never|nothing|nobody|neither|nor|cannot|none)\b|n't\b", re.IGNORECASE)
_TURN = re.compile(r"\b(?:but|still|yet|though|however|although)\b|[.;]", re.IGNORECASE)
_GOES_ON = re.compile(r"\W*(?:it|they|that) \w+", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{4,}")
_WORD_AT = re.compile(r"\w")
_STEM = 5
"""Letters by which words are taken for the same."""
_SHARED = 1.5
"""What words shared with a clause must weigh: a word weighs one over the number of clauses that have it."""
_TRACES = (
    *(
        "rule",
        "polic",
        "guideline",
        "guidance",
        "principle",
        "spec",
        "clause",
        "given",
        "handed",
        "issued",
        "told",
    ),
    *("prompt", "rationali", "covert", "refus", "volunteer", "doubt", "everywhere", "bend"),
)
"""Parts of words of which one stands in whatever cites without an id: most reasoning has none of them."""
_WORDS = Lexicon("citation.yaml")
_HOLDERS = frozenset({"rules", "rule", "polic", "princ", "claus", "guide", "spec", "given", "work", "under"})
"""Stems of words that say whose policy it is, not what it says."""
_ORDER = ("GP4", "GP3", "AS4", "GP2", "AS2", "AS3", "AS5", "GP1", "AS1")
"""The clauses, those whose words are their own before those whose words others share."""


class _Mention(NamedTuple):
    """An id, where it stands, and whether it is a clause's; None where the words next to it do not say."""

    start: int
    end: int
    id: str
    rule: bool | None


def cited_clauses(reasoning: str) -> tuple[str, ...]:
    """Return the ids of the clauses that a reasoning names by id, each once, in order of first mention.

    An id that is no clause (AS7) is left out, and so is one that is plainly another thing's (flight AS5). Citing
    by content alone is not found, `citations` finds some: this is a lower bound.
    """
    return tuple(dict.fromkeys(m.id for m in _mentions(reasoning) if m.rule and m.id in _known()))


def citations(reasoning: str) -> Iterator[Evidence]:
    """Yield the sentences that cite the spec, with the ids of the clauses and what kind of citation it is.

    `by_content` where a clause is cited by its title or by what it says, as the writer's own policy, and not by
    its id; `gross_miscitation` where no clause has the id, or where it is surely turned round; `benign_slip` where
    what is said of an id is surely what another clause says. The words are those
    of `citation.yaml`: what is said otherwise is missed, so that a count is a lower bound.
    """
    named = [m for m in _mentions(reasoning) if m.rule]
    if not named and not _traced(reasoning):
        return
    ids = {m.id for m in named}
    coming = deque(named)
    for before, one, after in neighbours(_WORDS.read(reasoning)):
        here: list[_Mention] = []
        while coming and coming[0].start < one.span.end:
            here.append(coming.popleft())
        labels = _by_id(reasoning, one.span.end, here) if here else _by_words(before, one, after)
        if labels and (here or not ids.intersection(labels)):
            yield Evidence(one.span, labels)


def _traced(reasoning: str) -> bool:
    text = reasoning.lower()
    return any(trace in text for trace in _TRACES)


def _mentions(reasoning: str) -> Sequence[_Mention]:
    """Return the ids of a reasoning's clauses and things, also those of the spec's form that no clause has."""
    if not _DIGIT.search(reasoning):
        return ()  # most reasoning is done with here, sooner than by the expression
    found = [_mention(reasoning, m) for m in _ID.finditer(reasoning)]
    if not found:
        return ()
    # One text seldom uses the same letters for both: what is said of one id tells of those of which nothing is
    said = {m.rule for m in found if m.id in _known()}
    spoken = True if True in said else False if False in said else None
    return [m if m.rule is not None else m._replace(rule=_open(reasoning, m, spoken)) for m in found]


def _mention(text: str, found: re.Match[str]) -> _Mention:
    """Say what an id is by the words next to it."""
    name = f"{found[1].upper()}{found[3]}"
    before, after = _beside(text, found.start(), found.end())
    rule: bool | None = None
    if _has("thing_before", before):
        rule = False
    elif _has("rule_before", before) or _has("rule_after", after) or not _WORD_AT.search(before + after):
        rule = True
    elif _has("thing_after", after) or _has("maybe_before", before):
        rule = False
    elif found[1] in ("as", "As") and found[2] == " ":
        return _Mention(found.start(), found.end(), "", False)  # "as 4" is a word and a number
    if rule and name not in _known():
        rule = _invented(text, found.start(), before, after)
    return _Mention(found.start(), found.end(), name, rule)


def _invented(text: str, start: int, before: str, after: str) -> bool:
    """Say whether an id of the spec's form that no clause has stands as a clause."""
    if _has("not_invented", before) or not _WORD_AT.search(before + after):
        return False  # "AS7?" alone says nothing of a clause
    return not _has("things", before + after) or _has("spoken_of", text[max(0, start - _FAR) : start] + after)


def _open(text: str, mention: _Mention, spoken: bool | None) -> bool:
    """Decide on an id of which the words next to it say nothing: by other ids, then by what is spoken of."""
    if not mention.id:
        return False
    near = text[max(0, mention.start - _NEAR) : mention.start] + text[mention.end : mention.end + _NEAR]
    if mention.id not in _known():
        return (
            _has("spoken_of", near)
            and not _has("things", near)
            and not _has("not_invented", text[max(0, mention.start - _NEAR) : mention.start])
        )
    if spoken is not None:
        return spoken
    return _has("conduct", near) or not _has("things", near)


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a place in its sentence, at most `_NEAR` characters of each."""
    before = _STOP.split(text[max(0, start - _NEAR) : start])[-1]
    after = text[end : end + _NEAR]
    stop = _STOP.search(after)
    return before.replace("’", "'"), after[: stop.start() if stop else None].replace("’", "'")


def _has(name: str, text: str) -> bool:
    return _WORDS.whole(name).search(text) is not None


def _by_id(text: str, end: int, mentions: Sequence[_Mention]) -> tuple[str, ...]:
    """Return the labels of a sentence that names clauses: those that there are, and whether one is misused."""
    labels = dict.fromkeys(m.id for m in mentions if m.id in _known())
    invented = any(m.id not in _known() for m in mentions)
    if invented or any(_turned(text[m.end : min(end, m.end + 2 * _NEAR)]) for m in mentions):
        labels[GROSS] = None
    elif len(labels) == 1 and _slipped(mentions[-1].id, text[mentions[-1].end : end]):
        labels[SLIP] = None
    return tuple(labels)


def _slipped(name: str, after: str) -> bool:
    """Say whether what is said of a clause is what another one says, and nothing of its own."""
    after = after[:_FAR].replace("’", "'")
    found = _WORDS.whole("saying").search(after)
    if found is None:
        return False
    said = after[found.end() :]
    return not any(_has(f"{kind}_{name}", said) for kind in ("says", "title")) and _said(said) is not None


def _by_words(before: Read, one: Read, after: Read) -> tuple[str, ...]:
    """Return the labels of a sentence without an id."""
    if title := _titled(one):
        return title, BY_CONTENT
    own = _own(before, one, after)
    if own is None:
        return ()
    clause = _said(one.text)
    if not clause and (own or _GOES_ON.match(after.text)):
        clause = _said(f"{one.text} {after.text}")
    if not clause and own:
        clause = _said(f"{before.text} {one.text}") or _nearest(one.text)
    if not clause:
        return ()
    return (clause, BY_CONTENT, GROSS) if _turned(one.text) else (clause, BY_CONTENT)


def _titled(one: Read) -> str | None:
    """Return the clause whose title a sentence has as a rule."""
    for name in _ORDER:
        if not _WORDS[f"title_{name}"].search(one.text, one.held):
            continue
        found = _WORDS.whole(f"title_{name}").search(one.text)
        if found is None:
            continue
        before, after = one.text[max(0, found.start() - _NEAR) : found.start()], one.text[found.end() :][:_NEAR]
        if _has("as_rule_before", before) or _has("as_rule_after", after) or _has("whole_title", one.text):
            return name
    return None


def _own(before: Read, one: Read, after: Read) -> bool | None:
    """Say whether a sentence speaks of the writer's own policy: True surely, False perhaps, None not."""
    surely = _WORDS["own"].search(one.text, one.held)
    if not surely and not _WORDS["own_maybe"].search(one.text, one.held):
        return None
    if _WORDS["nowhere"].search(one.text, one.held):
        return None
    if surely:
        return True
    near = f"{before.text} {one.text} {after.text}"
    return None if _WORDS["others"].search(near, before.held | one.held | after.held) else False


def _said(text: str) -> str | None:
    """Return the clause whose content a text gives."""
    return next((name for name in _ORDER if _has(f"says_{name}", text)), None)


def _nearest(text: str) -> str | None:
    """Return the clause that shares most words with a text, None where it shares few with any."""
    stems = {word[:_STEM] for word in _WORD.findall(text.lower())} - _HOLDERS
    weights = _weights()
    best = max(_ORDER, key=lambda name: sum(weights[name].get(stem, 0) for stem in stems))
    return best if sum(weights[best].get(stem, 0) for stem in stems) >= _SHARED else None


@cache
def _weights() -> dict[str, dict[str, float]]:
    said = {
        c.id: {w[:_STEM] for w in _WORD.findall(f"{c.title} {c.abridged} {c.full}".lower())} for c in clauses()
    }
    held = Counter(stem for stems in said.values() for stem in stems)
    return {name: {stem: 1 / held[stem] for stem in stems} for name, stems in said.items()}


def _turned(text: str) -> bool:
    """Say whether what is said of a clause turns it round, before the writer turns from it."""
    text = text.replace("’", "'")
    found = _WORDS.whole("turned").search(text)
    if found is None:
        return False
    return not _NEGATION.search(text[max(0, found.start() - 14) : found.start()]) and not _TURN.search(
        text[: found.start()]
    )


@cache
def _known() -> frozenset[str]:
    return frozenset(clause.id for clause in clauses())
