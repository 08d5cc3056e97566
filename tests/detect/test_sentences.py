"""Where sentences end."""

from __future__ import annotations

import pytest

from overt.detect.sentences import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "I tell Mr. Lind so. Then Mrs. Bah asks Dr. Wu. No.",
            ["I tell Mr. Lind so.", "Then Mrs. Bah asks Dr. Wu.", "No."],
        ),
        ("It is 3.5 in notes.md now! Is it? Yes", ["It is 3.5 in notes.md now!", "Is it?", "Yes"]),
        ('He said "Go." I went\nhome', ['He said "Go."', "I went", "home"]),
        ("Mr. Dr.", ["Mr. Dr."]),
        (" \n ", []),
    ],
)
def test_a_stop_ends_a_sentence_but_not_inside_words_or_after_titles(text, parts):
    found = list(sentences(text))
    assert [s.text.strip() for s in found] == parts
    assert [text[s.start : s.end] for s in found] == [s.text for s in found]
