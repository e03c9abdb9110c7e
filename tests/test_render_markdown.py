"""Pages as Markdown, as a parser of Markdown reads them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from pages import (
    SMALL,
    TRICKY,
    drawn_pages,
    harmless,
    markdown_tokens,
    page,
    tainted,
    unsafe,
)
from pairs import PAGES, version
from strategies import records

from negotiations.compare.diff import diff
from negotiations.model import OtherTerm, Record
from negotiations.render.markdown import page_as_markdown
from negotiations.render.page import (
    Cell,
    Citation,
    Item,
    Items,
    Mark,
    Page,
    Prose,
    Rows,
    Section,
    Span,
    Table,
    line,
    row,
    strong,
)

GOLDEN = """\
# plan@one → plan@two

One term differing; one reported only for the second; one reported only for the first.

Both texts are known in part: a term that is not mentioned may still stand.

- **first**: called “First draft”; tabled May 2024
- **second**: called “Second draft”; date not reported

## Differing

Both have it, and they differ in it.

- `~` prisoners, phase 1: count higher in the second by 100
  - **first**: 150 – gazette ¶1
  - **second**:
    - 250
    - – gazette ¶4
    - – gazette ¶5, DENIED by south
  - **reading**: Leans toward north, by the coded polarity of count.

## Reported only for the second

Reports on the first do not mention it; silence is no concession.

- `?+` border, phase not reported
  - **says**: A smaller guard.
  - **extent**: reduced
  - **second**: gazette ¶6, according to north, hedged

## Reported only for the first

Reports on the second do not mention it; silence is no concession.

- `?-` veto, phase not reported
  - **first**: gazette ¶2

## Same content, other passages

- `=` prisoners, phase 1: denied only in reports of the second
  - **first**: gazette ¶1
  - **second**:
    - gazette ¶4
    - gazette ¶5, DENIED by south

## About the texts

- `?-` tabled: May 2024 \\| not reported

---

3 changes below the level “clarifying” are not shown (labels, summaries, notes, ids, evidence); \
the level “bookkeeping” shows all.
"""


def test_the_whole_page_of_a_small_diff() -> None:
    """Pinned: one line for each thing said, in the order of the text."""
    assert page(SMALL, "markdown") == GOLDEN


def structure(text: str) -> list[tuple[str, str, int]]:
    """The tokens that make structure. What stands out within a line is told by its words."""
    words = ("text", "text_special", "strong_open", "strong_close", "s_open", "s_close")
    return [
        (each.type, each.tag, each.level if each.block else 0)
        for each in markdown_tokens(text)
        if each.type not in words
    ]


@PAGES
@given(drawn_pages())
def test_no_text_of_a_page_makes_markup(drawn: Page) -> None:
    """Whatever the texts are, a parser finds the structure that harmless words have."""
    assert structure(page_as_markdown(drawn)) == structure(page_as_markdown(harmless(drawn)))


@PAGES
@given(drawn_pages())
def test_no_text_of_a_page_steers_a_terminal(drawn: Page) -> None:
    """What is not visible is spelled out."""
    assert unsafe(page_as_markdown(drawn)) == set()


@pytest.mark.parametrize("text", TRICKY, ids=ascii)
def test_markup_is_text_wherever_it_stands(text: str) -> None:
    """In every text of a record, and of a diff, none of them a link, code, or HTML."""
    record = version(OtherTerm(issue="veto", summary=text, note=text), labels=(text,), note=text)
    for value in (record, diff(version(), record)):
        tokens = markdown_tokens(page(value, "markdown", level="bookkeeping"))
        kinds = {each.type for each in tokens}
        assert not kinds & {
            "link_open",
            "image",
            "html_block",
            "html_inline",
            "fence",
            "code_block",
        }
        signs = {each.content for each in tokens if each.type == "code_inline"}
        assert signs <= {mark.sign for mark in Mark}


@PAGES
@given(records())
def test_records_have_the_structure_of_harmless_records(record: Record) -> None:
    """Text that looks like markup in every field of a real kind of record changes nothing."""
    made = page(tainted(record, "x"), "markdown"), page(tainted(record, "<b>|`"), "markdown")
    assert structure(made[0]) == structure(made[1])


def of(*blocks: Any) -> str:
    """The Markdown of these blocks, without the title."""
    return page_as_markdown(Page("t", blocks=blocks)).partition("\n\n")[2]


def test_words_gained_and_lost_are_marked() -> None:
    """By signs and by form."""
    words = (Span("ten", "del"), Span(" "), Span("fifty", "ins"), Span(" lorries"))
    assert of(Prose((words,))) == "~~\\[-ten-\\]~~ **\\[+fifty+\\]** lorries\n"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((strong("a"), ": b"), "**a**: b\n"),
        ((strong("a"), "b"), "ab\n"),
        (("a", strong("b")), "ab\n"),
        ((strong(" a"), " b"), "a b\n"),
        ((strong("(a)"), " b"), "**(a)** b\n"),
    ],
)
def test_what_stands_out_is_marked_where_a_parser_sees_it(parts: Any, expected: str) -> None:
    """Asterisks within a word would stay asterisks."""
    assert of(Prose((line(*parts),))) == expected


def test_a_table_with_citations() -> None:
    """Numbers in the cells, the citations beneath; marks in words."""
    cell = Cell((line("150", Citation("Gazette ¶1")), line("all")), Mark.CHANGED)
    table = Table("Side by side", "term", (line("one"),), ((line("release | x"), (cell,)),))
    assert of(table) == (
        "**Side by side**\n\n"
        "| term | one |\n"
        "| --- | --- |\n"
        "| **release \\| x** | 150 \\[1\\]<br>all<br>(changed) |\n\n"
        "- \\[1\\] Gazette ¶1\n"
    )


def test_lists_stay_apart() -> None:
    """Two lists behind each other, and what stands behind a section."""
    rows = Rows((row("a", "b"),))
    assert of(rows, rows) == "- **a**: b\n\n<!-- -->\n\n- **a**: b\n"
    assert of(Section("s", (rows,)), rows) == "## s\n\n- **a**: b\n\n---\n\n- **a**: b\n"


def test_blocks_in_a_list() -> None:
    """Whatever stands under an item is a list beneath it."""
    table = Table("c", "k", (line("one"),), ((line("r"), (Cell((line("x"),)),)),))
    inner = (Prose((line("p"),)), Section("s", (Rows((row("a", "b"),)),)), table)
    assert of(Items((Item(line("i"), inner),))) == (
        "- i\n  - p\n  - **s**\n    - **a**: b\n  - **c**\n    - r\n      - **one**: x\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ask x.y_z@river.example.org", "ask x.y\\_z@<!-- -->river.example.org\n"),
        ("ask x_@a_b.org", "ask x\\_@<!-- -->a\\_b.org\n"),
        ("plan@one", "plan@one\n"),
        ("@one", "@one\n"),
    ],
)
def test_an_address_of_e_mail_is_no_link(text: str, expected: str) -> None:
    """GitHub links addresses after it has resolved escapes; versions are none, and stay readable."""
    assert of(Prose((line(text),))) == expected
