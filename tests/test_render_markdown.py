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

- **first**: First draft; tabled 2024-05; known in part
- **second**: Second draft; date not reported; known in part

terms: 1 differing, 1 reported only of the second, 1 reported only of the first

Both texts are known in part: a term that is not mentioned may still stand.

## Differing: both report it, and differently

- `~` prisoners, phase 1: count: raised, 150 → 250 (by +100)
  - **first**: gazette ¶1
  - **second**:
    - gazette ¶4
    - gazette ¶5, DENIED by south
  - **reading**: substantive; certain that the values differ; leans toward north, by the coded polarity \
of prisoners: count

## Only on the second side: nothing is reported of the first

- `?+` border, phase not reported
  - **says**: A smaller guard.
  - **extent**: reduced
  - **second**: gazette ¶6, according to north, hedged
  - **reading**: clarifying; lean undetermined: one side is silent on it, and silence is no concession

## Only on the first side: nothing is reported of the second

- `?-` veto, phase not reported
  - **first**: gazette ¶2

## Same content, other passages

- `=` prisoners, phase 1: evidence: 1 passage → 2 passages
  - **first**: gazette ¶1, characters 100–109
  - **second**:
    - gazette ¶4, characters 400–409
    - gazette ¶5, characters 500–509, DENIED by south
  - **reading**: clarifying; impossible that the texts differ; lean undetermined: \
the issue prisoners has no polarity for evidence

## Other fields

- `?-` tabled: 2024-05 (reported only of the first)

---

3 changes below the level clarifying not shown (labels, summaries, notes, ids, evidence); \
the level bookkeeping shows all.
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
