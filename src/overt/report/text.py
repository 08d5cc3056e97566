"""Text from models on a page: escaped, never stripped, characters that nobody would see shown by code point."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from typing import Any

from markupsafe import Markup, escape

_KEPT = "\n\t "
_HIDDEN_CATEGORIES = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Zs")
_IGNORABLE = (
    *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
    *range(0x180B, 0x1810),
    *range(0xFE00, 0xFE10),
    *range(0xE0000, 0xE1000),
)
"""Characters without a shape of their own in other categories: fillers, joiners and variation selectors."""


@cache
def hidden_ranges() -> tuple[tuple[int, int], ...]:
    """Return the code points, as closed ranges, that one would not see or that change how others are shown."""
    found = {
        point
        for point in range(0x110000)
        if unicodedata.category(character := chr(point)) in _HIDDEN_CATEGORIES and character not in _KEPT
    }
    points = sorted(found | set(_IGNORABLE))
    starts = [p for p in points if p - 1 not in found and p - 1 not in _IGNORABLE]
    ends = [p for p in points if p + 1 not in found and p + 1 not in _IGNORABLE]
    return tuple(zip(starts, ends, strict=True))


def javascript_class() -> str:
    r"""Return the same as a class for a JavaScript regular expression with the flag u: `[\u{0}-\u{8}…]`."""
    return "[" + "".join(f"\\u{{{low:x}}}-\\u{{{high:x}}}" for low, high in hidden_ranges()) + "]"


@cache
def _hidden() -> re.Pattern[str]:
    return re.compile("[" + "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in hidden_ranges()) + "]")


def plain(text: str) -> str:
    """Return the text with hidden characters as `U+202E`, for attributes and files."""
    return _hidden().sub(lambda found: f"U+{ord(found[0]):04X}", text)


def visible(value: Any) -> Any:
    """Return text as markup: escaped, hidden characters in boxes; markup and other values as they are."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    parts: list[str] = []
    end = 0
    for found in _hidden().finditer(value):
        parts += [escape(value[end : found.start()]), Markup(f'<span class="c">U+{ord(found[0]):04X}</span>')]
        end = found.end()
    return Markup("").join([*parts, escape(value[end:])])


def attribute(value: str) -> Markup:
    """Return text for an attribute's value."""
    return escape(plain(value))


def script_json(value: Any) -> Markup:
    """Return JSON that a script element may hold: nothing in it ends the element, and every string comes back."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
