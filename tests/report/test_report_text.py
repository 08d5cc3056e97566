from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from pages import HOSTILE, Page

from overt.report.text import attribute, hidden_ranges, plain, script_json, visible

ANY = st.text(st.characters(), max_size=60) | st.sampled_from(HOSTILE)


@given(ANY)
def test_json_in_a_script_comes_back_and_never_ends_it(text: str) -> None:
    written = script_json({"text": text})
    assert json.loads(written) == {"text": text}
    assert written.isascii()
    assert not set("<>&") & set(written)


@given(ANY)
def test_shown_text_is_whole_with_hidden_characters_by_code_point(text: str) -> None:
    page = Page(f"<p>{visible(text)}</p>")
    assert page.text == plain(text)
    assert {tag for tag, _ in page.elements} <= {"p", "span"}


@given(ANY)
def test_an_attribute_holds_the_text(text: str) -> None:
    ((_, attributes),) = Page(f'<p title="{attribute(text)}">').elements
    assert attributes == {"title": plain(text)}


def test_hidden_are_the_invisible_and_the_bidirectional_and_nothing_that_is_read() -> None:
    ranges = hidden_ranges()

    def hidden(character: str) -> bool:
        return any(low <= ord(character) <= high for low, high in ranges)

    bidirectional = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    assert all(
        map(hidden, bidirectional + "\x00\x1b\x7f\x85\r\u00a0\u00ad\u200b\u2028\u2060\ufeff\U000e0041\ufe0f")
    )
    assert not any(map(hidden, "aZ0 \n\t.,<>&'\"éßжع你👍"))
    assert all(map(hidden, (chr(p) for p in range(0x3000) if unicodedata.category(chr(p)) == "Cf")))
