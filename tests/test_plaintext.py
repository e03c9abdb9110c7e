"""Text made safe to show."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pages import unsafe
from pairs import (
    LAW,
)
from strategies import texts

from negotiations.plaintext import plain, plain_json, plain_lines, quoted


@LAW
@given(st.text())
@example("a\x1b[31mb\x00\x7f\x9b\u202e\ufeff\u2028\ud800")
@example("one\ttwo\nthree\u00a0four")
def test_plain_text_is_printable(text: str) -> None:
    """It is one line, of characters that are seen, and plain already when made plain again."""
    made = plain(text)
    assert unsafe(made) == set()
    assert "\n" not in made
    assert plain(made) == made
    made.encode("utf-8")


@given(texts(30).filter(str.isprintable))
def test_visible_text_is_left_as_it_is(text: str) -> None:
    """Letters of all scripts, signs and marks stand as they are."""
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\x9bb", r"a\x9bb"),
        ("a\u202eb", r"a\u202eb"),
        ("a\U000e0041b", r"a\U000e0041b"),
        ("a\rb", r"a\rb"),
        ("a\nb\tc\u00a0d", "a b c d"),
        ("día, Überblick, نص, 文字", "día, Überblick, نص, 文字"),
        ("می\u200cشود", "می\u200cشود"),
        ("مِ\u200cشود", "مِ\u200cشود"),
        ("۱۳۶۲ ه\u200d.ش.", "۱۳۶۲ ه\u200d.ش."),
        ("क्\u200dष क्\u200cष", "क्\u200dष क्\u200cष"),
        ("👩\u200d🚀 👩🏽\u200d🚀 ❤\ufe0f\u200d🔥", "👩\u200d🚀 👩🏽\u200d🚀 ❤\ufe0f\u200d🔥"),
        ("a\u200cb a\u200db", r"a\u200cb a\u200db"),
        ("می\u200c", "می\\u200c"),
        ("\u200d🚀", "\\u200d🚀"),
        ("👩\u200d\u200d🚀", "👩\\u200d\\u200d🚀"),
        ("می\u202eشود", "می\\u202eشود"),
    ],
)
def test_what_is_not_visible_is_spelled_out(text: str, expected: str) -> None:
    """Spaces of all widths that text needs stay spaces."""
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::error::x", r"\x3a:error::x"),
        ("a\n  ::stop-commands::x", "a\n  \\x3a:stop-commands::x"),
        ("a ::b", "a ::b"),
        ("a ##[group]", r"a #\x23[group]"),
        ("## [1]", "## [1]"),
    ],
)
def test_no_line_is_a_command_to_a_log(text: str, expected: str) -> None:
    """What GitHub would obey is spelled out, and stays so when made plain again."""
    assert plain_lines(text) == expected
    assert plain_lines(expected) == expected


@LAW
@given(st.text(st.sampled_from(["ن", "\u200c", "\u200d", "क", "्", "👩", "\u202e", "a"])))
def test_joined_text_means_the_same_in_json(text: str) -> None:
    """Escapes of JSON are read back; what is left of invisible marks are joiners."""
    made = plain_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(made) == text
    assert unsafe(made) == set()


@LAW
@given(st.text("“”a "))
@example("option “100 billion” dropped")
def test_marks_within_marks_alternate(text: str) -> None:
    """Outer ones are double, those within them single, and so on; all that are opened are closed."""
    depth = 0
    made = quoted(text)
    for place, sign in enumerate(made):
        if sign in "“‘":
            assert sign == "“‘"[depth % 2]
            depth += 1
        elif sign in "”’" and not (depth == 1 and sign == "’"):  # an apostrophe closes nothing
            depth -= 1
            assert sign == "”’"[depth % 2]
            assert depth > 0 or place == len(made) - 1
    assert depth == 0
