"""Text without regard to shape: what is the same, what is not, and where it stood."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiations.articles import ArticleText
from negotiations.folding import fold, fold_letters, folded, same_characters
from negotiations.vocabulary import ParagraphsBy

# Letters of many scripts, accents written apart, marks, white space and invisible characters.
LETTERS = st.text(
    st.sampled_from(
        [
            *"aZé ßﬁİłÅ",
            *"\u0301\u0323\u200c\u200d\u00ad\ufeff",
            *"'‘’\"“”„«»‹›״׳″′",
            *"-‐‑–—−־",
            *" \t\u00a0",
            *"שלוםسلاميیпримір한글각漢字がｶﾞ",
        ]
    ),
    max_size=12,
)


@given(LETTERS)
def test_the_folded_text_is_the_same_with_and_without_places(text: str) -> None:
    """Looking quickly and looking for places sees the same text."""
    assert fold(text).text == folded(text)


@given(LETTERS)
def test_what_is_found_folds_to_what_was_looked_for(text: str) -> None:
    """Each place of some words points at text that folds to these words."""
    line = fold(text)
    for start in range(len(line.text)):
        words = line.text[start : start + 3]
        for first, last in line.occurrences(words):
            assert folded(text[first:last]) == words


@given(LETTERS)
def test_normal_forms_are_one_text(text: str) -> None:
    """Composed or decomposed, a text folds to the same."""
    forms = {folded(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert len(forms) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Er sagte „ja“ – sofort.", 'Er sagte "ja" - sofort'),
        ("Il a dit « oui » − demain.", 'dit " oui " - demain'),
        ("הוא אמר ״כן״ אתמול", 'אמר "כן" אתמול'),
        ("می‌گوید که باشد", "میگوید که"),
        ("Он сказал «да» — и ушёл", 'сказал "да" - и ушёл'),
        ("彼は「はい」と言った", '彼は"はい"と'),
        ("It’s the UN‑led plan", "it's the un-led PLAN"),
        ("Cafe\u0301 society", "Caf\u00e9 society"),
    ],
)
def test_marks_of_all_scripts_match(text: str, words: str) -> None:
    """Quotation marks, dashes, joiners and normal forms make no difference when words are looked for."""
    article = ArticleText.of(text.encode())
    assert len(article.find(words)) == 1


def test_accents_make_a_difference_that_is_told() -> None:
    """Words without their accents are not found, and a looser search says where they are."""
    article = ArticleText.of("Łódź and São Paulo agreed.".encode())
    assert article.find("Sao Paulo") == ()
    assert len(article.find_alike("Sao Paulo, agreed")) == 1


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One line,\nand one more.\n\nThe end.", ["One line,\nand one more.", "The end."]),
        ("One,\r\ntwo.\r\n\r\nThree.", ["One,\r\ntwo.", "Three."]),
        ("A sentence that\n\n\fgoes on.\n\nNext.", ["A sentence that\n\n\fgoes on.", "Next."]),
        ("A sentence ends.\n\n\fAnother page.", ["A sentence ends.", "\fAnother page."]),
        ("\n \n\ufeff\nText.", ["Text."]),
    ],
)
def test_paragraphs_by_blank_lines(text: str, paragraphs: list[str]) -> None:
    """Wrapped lines are one paragraph, also over a page on which no sentence ends."""
    article = ArticleText.of(text.encode(), ParagraphsBy.BLANK_LINE)
    assert [article.text[first:last] for first, last in article.paragraphs] == paragraphs


def test_a_passage_runs_over_wrapped_lines_and_pages() -> None:
    """It is found by its words alone, and its offsets take in what lies between."""
    text = "The parties agreed to\nan exchange that\n\n\fbegins in May.\n\nNothing else."
    article = ArticleText.of(text.encode(), ParagraphsBy.BLANK_LINE)
    ((first, last),) = article.find("agreed to an exchange that begins in May")
    assert article.text[first:last] == "agreed to\nan exchange that\n\n\fbegins in May"
    assert article.paragraph_at(first, last) == 1


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("Caf\u00e9", "Cafe\u0301", "the Unicode normal form"),
        ("می\u200cگوید", "میگوید", "invisible characters"),
        ("It’s", "it's", "case, white space or the shape of marks"),
        ("Lodz", "Łódź", ""),
        ("same", "same", ""),
    ],
)
def test_what_alone_differs(one: str, other: str, differs: str) -> None:
    """People take the two for the same, or they do not."""
    assert same_characters(one, other) == differs


def test_letters_alone() -> None:
    """Accents, case, marks and white space go; letters and digits stay."""
    assert fold_letters("É, é — 12 nego-\ntiated").text == "ee12negotiated"
