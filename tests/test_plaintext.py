"""Text made safe to show."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pages import unsafe
from pairs import (
    LAW,
)
from strategies import texts

from negotiations.plaintext import plain


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
    ],
)
def test_what_is_not_visible_is_spelled_out(text: str, expected: str) -> None:
    """Spaces of all widths that text needs stay spaces."""
    assert plain(text) == expected
