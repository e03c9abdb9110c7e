"""What is sought: how well a text has words and numbers, in whatever writing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiations.answers.sought import INSIDE, START, WHOLE, is_named, search_form, units_of
from negotiations.answers.spelling import distance


@pytest.mark.parametrize(
    ("sought", "text", "qualities"),
    [
        ("philadelphi", "The Philadelphi Corridor", [WHOLE]),
        ("netan", "Netanyahu", [START]),
        ("aid", "It is said.", [None]),
        ("delphi", "Philadelphi", [INSIDE]),
        ("cease-fire", "a ceasefire", [WHOLE]),
        ("ceasefire", "a Cease\u2011Fire", [WHOLE]),
        ("cease fire", "ceasefires", [WHOLE, WHOLE]),
        ("al hayya", "Khalil al-Hayya", [WHOLE, WHOLE]),
        ("U.S.", "US officials", [WHOLE]),
        ("us", "the U.S. said", [WHOLE]),
        ("minister\u2019s", "the minister", [WHOLE]),
        ("hostages", "a hostage", [WHOLE]),
        ("bodies", "a body", [WHOLE]),
        ("bodi", "a body", [WHOLE]),
        ("party", "participants", [None]),
        ("Lodz", "Łódź", [WHOLE]),
        ("Łódź", "Lodz", [WHOLE]),
        ("נסיגה", "הנסיגה", [START]),
        ("100 billion", "USD 100,000,000,000", [WHOLE]),
        ("100bn", "100000000000", [WHOLE]),
        ("100000000000", "US$ 100 billion a year", [WHOLE]),
        ("100 000 000 000", "100.000.000.000", [WHOLE]),
        ("2.5 million", "2,500,000", [WHOLE]),
        ("100", "100 billion", [WHOLE]),
        ("50", "250", [None]),
        ("50", "1.50 and 50,000", [None]),
        ("1", "1,000", [None]),
        ("(\u201c)", "anything", []),
    ],
)
def test_how_well_a_text_has_it(sought: str, text: str, qualities: list[int | None]) -> None:
    """Whole, from the beginning, inside, or not: for each unit that is sought."""
    assert [unit.quality(search_form(text)) for unit in units_of(sought)] == qualities


WORDS = st.lists(st.text("abdeisyłéß", min_size=1, max_size=7), min_size=1, max_size=3)
LETTERS = st.text("abdeisy -'łéß", max_size=14)


@given(WORDS, LETTERS, st.integers(1, 7))
def test_fewer_letters_never_find_less(words: list[str], text: str, cut: int) -> None:
    """What has all words from their beginnings has them when letters are taken from the end."""
    whole, shorter = " ".join(words), " ".join(words)[:-cut]
    form = search_form(text)
    if all(_begins(unit.quality(form)) for unit in units_of(whole)):
        assert all(_begins(unit.quality(form)) for unit in units_of(shorter))


def _begins(quality: int | None) -> bool:
    return quality is not None and quality <= START


@given(st.text(max_size=30))
def test_a_text_has_its_own_words(text: str) -> None:
    """Each word and number of a text is whole in it, and the text is named by itself."""
    form = search_form(text)
    assert all(unit.quality(form) == WHOLE for unit in units_of(text))
    assert is_named(text, text)


@given(*[st.text("abc", max_size=6)] * 3)
def test_distances(a: str, b: str, c: str) -> None:
    """None from a word to itself, the same both ways, and never longer than by another word."""
    assert distance(a, a) == 0
    assert distance(a, b) == distance(b, a)
    assert distance(a, c) <= distance(a, b) + distance(b, c)
