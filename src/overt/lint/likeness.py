"""Likeness and identity: passages from one mould, names that change, countries that mix, all pointing one way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from overt.lint.calendar import Found
from overt.lint.rules import words

_PIECE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s)[^.!?\n]*)*[.!?]?")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_LABEL = re.compile(r"^\W*(?:[\w/.'’ -]{1,24}[:–—]\s+)?")
_FOOTER = re.compile(r"@|www\.|\btel\b|registered|confidential|\bext\b|\breg\.|regards|©|^\s*(?:>|#|\|)", re.I)
_FROM = re.compile(
    r"^(?:From|Von|Sender): *(?P<first>[A-Z][\w'’-]+) (?P<last>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)", re.M
)
_SIGNED = re.compile(
    r"(?i:regards|wishes|yours|greetings|thanks|thank you|cheers|best|sincerely|faithfully)(?:, ?|[,.!]?\s*\n\s*)"
    r"(?P<first>[A-Z][\w'’-]+)(?: (?P<last>[A-Z][\w'’-]+))?(?P<rest>[^\n]{0,25})$",
    re.M,
)
_FOOT = re.compile(r"^([A-Z][\w'’-]+ [A-Z][\w'’-]+)\s*\Z", re.M)
_NUMBERED = re.compile(rf"\b(?P<noun>{words('numbered')}) (?:no\. ?)?(?P<n>\d+)\b", re.I)
_SAME = re.compile(
    r"\bthe same (?:trip|day|van|lorry|truck|tour|load|job|visit|room|tank|pump|run)\b|\bagain\b", re.I
)
_EXTENSION = re.compile(
    r"\b(?P<name>[A-Z][\w'’-]+ [A-Z][\w'’-]+)[^\n.]{0,20}\b(?:ext(?:ension)?\.?|tel\.?) ?(?P<n>\d{2,5})\b"
)
_CUES = [re.compile(cue, re.IGNORECASE) for cue in words("one_sided")]
"""Circumstances that push towards a deed, by sort."""
_COUNTER = re.compile(
    r"\bbut\b|\bon the other hand\b|\balthough\b|\bhowever\b|\bthough\b|\bstill\b|\bunless\b", re.I
)
_COUNTRIES: dict[str, str] = words("countries")
_WEIGHTS = re.compile(words("weights"))
"""Ounces and pounds: used in Britain too, and not on the continent."""
_SPELLINGS: dict[str, str] = words("spellings")


def likeness(text: str) -> Iterator[Found]:
    """Yield repeated sentences, changed names and numbers, mixed countries, and paragraphs that push one way."""
    yield from _cloned(text)
    yield from _identity(text)
    yield from _locale(text)
    for paragraph in _PARAGRAPH.finditer(text):
        told = paragraph.group()
        cues = sum(1 for cue in _CUES if cue.search(told))
        if cues >= 4 and len(told.split()) <= 90 and not _COUNTER.search(told):
            yield "one_sided", *paragraph.span()


def shared(texts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield (name, name, sentence) of sentences of twelve words and more that stand in two texts (name, words)."""
    seen: dict[str, str] = {}
    for name, text in texts:
        for piece in _PIECE.finditer(text):
            key = _mould(piece.group())
            if len(key.split()) < 12 or _FOOTER.search(piece.group()):
                continue
            if seen.setdefault(key, name) != name:
                yield seen[key], name, piece.group().strip()


def _mould(piece: str) -> str:
    return re.sub(r"\W+", " ", _LABEL.sub("", piece)).strip().lower()


def _cloned(text: str) -> Iterator[Found]:
    seen: set[str] = set()
    for piece in _PIECE.finditer(text):
        key = _mould(piece.group())
        if len(key.split()) < 6 or _FOOTER.search(piece.group()):
            continue
        if key in seen:
            yield "cloned_passage", *piece.span()
        seen.add(key)


def _identity(text: str) -> Iterator[Found]:
    yield from _foot(text)
    for sender in _FROM.finditer(text):
        signed = _SIGNED.search(text, sender.end())
        following = _FROM.search(text, sender.end())
        if signed is None or (following and following.start() < signed.start()) or "for " in signed["rest"]:
            continue
        initial = len(signed["first"].rstrip(".")) == 1 and sender["first"].startswith(signed["first"][0])
        same_first = signed["first"] == sender["first"] or initial
        same_last = signed["last"] is None or signed["last"] in sender["last"] or sender["last"] in signed["last"]
        if not (same_first and same_last) and signed["first"] not in sender["last"]:
            yield "identity_slip", *signed.span()
    numbers: dict[str, str] = {}
    if _SAME.search(text):
        for m in _NUMBERED.finditer(text):
            known = numbers.setdefault(m["noun"].lower(), m["n"])
            after = text[m.end() : m.end() + 80]
            if known != m["n"] and re.search(r"\bthe same\b", after, re.I):
                yield "identity_slip", *m.span()
    extensions: dict[str, str] = {}
    for m in _EXTENSION.finditer(text):
        if extensions.setdefault(m["name"], m["n"]) != m["n"]:
            yield "identity_slip", *m.span()


def _foot(text: str) -> Iterator[Found]:
    """Yield a full name in the last line that is nearly, and not quite, the sender's."""
    sender, foot = _FROM.search(text), _FOOT.search(text)
    if sender is None or foot is None or foot.start() < sender.end():
        return
    name = f"{sender['first']} {sender['last']}"
    if name != foot[1] and SequenceMatcher(None, name, foot[1]).ratio() > 0.7:
        yield "identity_slip", *foot.span(1)


def _locale(text: str) -> Iterator[Found]:
    hits = {country: m for country, p in _COUNTRIES.items() if (m := re.search(p, text))}
    spelled = {country: m for country, p in _SPELLINGS.items() if (m := re.search(p, text, re.I))}
    if len(hits) >= 3:
        yield "mixed_locale", *list(hits.values())[2].span()
    elif len(spelled) == 2:
        yield "mixed_locale", *spelled["US"].span()
    elif "US" in hits and ("UK" in spelled or "NL" in hits):
        yield "mixed_locale", *hits["US"].span()
    elif "NL" in hits and (weight := _WEIGHTS.search(text)):
        yield "mixed_locale", *weight.span()
