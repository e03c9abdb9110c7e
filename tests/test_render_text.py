"""Pages of text: how wide they are, and what never gets through to a terminal."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pairs import (
    PAGES,
    passage,
    record_pairs,
    version,
)
from strategies import records, terms

import negotiations as ng
from negotiations.articles import Texts
from negotiations.compare.diff import diff
from negotiations.model import (
    Evidence,
    OtherTerm,
    PresenceTerm,
    Record,
    Term,
    Version,
)
from negotiations.render.page import Cell, Citation, Mark, Page, Table, line
from negotiations.render.text import page_as_text, table
from negotiations.vocabulary import (
    PresenceExtent,
    Support,
)

if TYPE_CHECKING:
    from pathlib import Path

    from negotiations.model.base import Value

from pages import (
    COLOUR,
    EVERYWHERE,
    HOSTILE,
    SMALL,
    WIDTHS,
    drawn_pages,
    exactly,
    gazette,
    hostile_dataset,
    page,
    poisons,
    release,
    tainted,
    too_wide,
    unsafe,
    whole_page,
    words_of,
)


@PAGES
@given(records(), poisons)
def test_no_text_of_a_record_reaches_a_terminal_raw(record: Record, poison: str) -> None:
    """Whatever a file has in it, a page without colour is visible characters and line ends."""
    assert unsafe(page(tainted(record, poison))) == set()


@PAGES
@given(record_pairs(), poisons)
def test_no_text_of_a_diff_reaches_a_terminal_raw(pair: tuple[Value, Value], poison: str) -> None:
    """The same of what differs between two records."""
    found = diff(*(tainted(side, poison) for side in pair))
    assert unsafe(whole_page(found)) == set()


@PAGES
@given(record_pairs(), poisons)
def test_colour_is_the_only_escape(pair: tuple[Value, Value], poison: str) -> None:
    """With colour, a page has the escapes of colour and no others."""
    found = diff(*(tainted(side, poison) for side in pair))
    for shown in (whole_page(found, color=True), page(found.b, color=True)):
        assert unsafe(COLOUR.sub("", shown)) == set()


@given(terms(), poisons)
def test_no_text_of_a_term_reaches_a_terminal_raw(term: Term, poison: str) -> None:
    """A term can be shown by itself."""
    assert unsafe(page(tainted(term, poison))) == set()


@pytest.mark.parametrize("record", [row[1] for row in EVERYWHERE], ids=[r[0] for r in EVERYWHERE])
@pytest.mark.parametrize("poison", ["\x1b[31m", "\x9b31m", "\u202e", "\r"], ids=ascii)
def test_hostile_text_wherever_it_stands(record: Record, poison: str) -> None:
    """Each field that shows text spells it out: in its record, and in a diff."""
    hostile = tainted(record, poison)
    assert hostile != record
    assert unsafe(page(hostile)) == set()
    sides = [(record, hostile), (hostile, record)]
    if isinstance(record, Version):
        sides += [(version(), hostile), (hostile, version())]
    for pair in sides:
        assert unsafe(whole_page(diff(*pair))) == set()


@pytest.mark.parametrize("poison", HOSTILE, ids=ascii)
def test_names_from_the_dataset_do_not_reach_a_terminal_raw(poison: str) -> None:
    """Names of actors, places, issues and sources stand beside ids and are as foreign."""
    ds = hostile_dataset(poison)
    said = passage(1, claimants=("north",), via=("south",))
    before = PresenceTerm(issue="border", place="ridge", forces="north", evidence=(said,))
    after = before.replace(extent=PresenceExtent.NONE, obligors=("south",))
    for value in (version(before), diff(version(before), version(after), issues=ds.issues)):
        shown = page(value, dataset=ds)
        assert unsafe(shown) == set()
        assert "Border" in shown


def test_passages_do_not_reach_a_terminal_raw(tmp_path: Path) -> None:
    """An article can hold anything; quoted, it is spelled out."""
    text = "A \x1b[31mred\x1b[0m word and a \u202eturned one."
    (tmp_path / "gazette.txt").write_text(text, encoding="utf-8")
    cited = Evidence(
        source="gazette",
        paragraph=1,
        start=0,
        end=len(text),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        support=Support.EXPLICIT,
    )
    folder = Texts(tmp_path, [gazette(text.encode())])
    shown = page(version(OtherTerm(issue="veto", evidence=(cited,))), texts=folder)
    assert unsafe(shown) == set()
    assert r"“A \x1b[31mred\x1b[0m word and a \u202eturned one.”" in words_of(shown)


@pytest.mark.parametrize("text", ["[red]a[/red]", "[link=x]a", "[b]", "a\\[b]", ":smiley:", "[/]"])
def test_markup_is_text(text: str) -> None:
    """What means something to the library that lays out pages means nothing in a record."""
    record = version(OtherTerm(issue="veto", summary=f"{text} word"), labels=(text,))
    assert page(record).count(text) == 3
    assert COLOUR.sub("", page(record, color=True)) == page(record)
    found = diff(version(), record)
    assert f"{text} word" in page(found)
    assert "]8;" not in page(found, color=True)


@PAGES
@given(record_pairs(), st.sampled_from(WIDTHS))
def test_pages_fit_the_width(pair: tuple[Value, Value], width: int) -> None:
    """Pages of records and of diffs wrap, whatever text they hold."""
    found = diff(*pair)
    assert too_wide(page(pair[0], width=width), width) == []
    assert too_wide(whole_page(found, width=width), width) == []


@PAGES
@given(drawn_pages(), st.sampled_from(WIDTHS))
def test_pages_of_any_sort_fit_the_width(drawn: Page, width: int) -> None:
    """Whatever blocks a page has, however deep they stand; and none of its texts gets through raw."""
    made = page_as_text(drawn, width=width, color=False)
    assert too_wide(made, width) == []
    assert unsafe(made) == set()
    coloured = COLOUR.sub("", page_as_text(drawn, width=width, color=True))
    assert [line.rstrip() for line in coloured.splitlines()] == made.splitlines()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_bundled_pages_fit_the_width(width: int) -> None:
    """Real records and real diffs, with their names; at the usual width all of them."""
    ds = ng.load()
    for record in list(ds)[:: 1 if width == 80 else 5]:
        assert too_wide(page(record, dataset=ds, width=width), width) == []
    for a, b in pairwise(ds.versions):
        assert too_wide(page(ds.diff(a, b), dataset=ds, width=width), width) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_long_words_break_rather_than_stick_out(width: int) -> None:
    """An id longer than the line, and words without a space, keep to the width and lose nothing."""
    long = "-".join(["corridor"] * 20)
    record = version(OtherTerm(issue=long, summary="x" * 300, obligors=(long,)))
    shown = page(record, width=width)
    assert too_wide(shown, width) == []
    assert "".join(shown.split()).count(long) == 2
    assert "x" * 300 in "".join(shown.split())


def test_no_line_ends_in_space() -> None:
    """And a page ends with one line end."""
    shown = page(version(release(count=exactly(5)), labels=("Draft",)))
    assert all(line == line.rstrip() for line in shown.splitlines())
    assert shown.endswith("\n")
    assert not shown.endswith("\n\n")


def test_eighty_columns_unless_said_otherwise() -> None:
    """The default width."""
    record = version(note="word " * 100)
    assert page(record) == page(record, width=80)
    assert max(map(len, page(record).splitlines())) > 70


@pytest.mark.parametrize("width", WIDTHS)
def test_tables_fit_the_width(width: int) -> None:
    """Columns wrap; ids in the first stay whole where they can."""
    rows = [("philadelphi-corridor", "word " * 30, "–"), ("a", "b", "word " * 10)]
    shown = table(("id", "label", "terms"), rows, width=width, color=False)
    assert too_wide(shown, width) == []
    assert "philadelphi-corridor" in shown
    assert words_of(shown).count("word") == 40


# --- colour -------------------------------------------------------------------------------------


@PAGES
@given(record_pairs())
def test_the_same_words_with_and_without_colour(pair: tuple[Value, Value]) -> None:
    """Colour adds nothing that is not said, and moves nothing."""
    found = diff(*pair)
    for value in (found, pair[0]):
        coloured = COLOUR.sub("", page(value, color=True))
        without = [line.rstrip() for line in coloured.splitlines()]
        assert without == page(value).splitlines()


@PAGES
@given(record_pairs())
def test_escapes_are_there_only_with_colour(pair: tuple[Value, Value]) -> None:
    """A page without colour has none at all; one with colour has some."""
    found = diff(*pair)
    assert "\x1b" not in page(found)
    assert "\x1b" not in page(pair[0])
    assert "\x1b[" in page(found, color=True)
    assert "\x1b[" in page(pair[0], color=True)


def test_colour_does_not_hang_on_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the caller asks for is what is made: the command line looks at the environment."""
    record = version(release(count=exactly(5)))
    bare, coloured = page(record), page(record, color=True)
    for name, value in (
        ("NO_COLOR", "1"),
        ("FORCE_COLOR", "1"),
        ("TERM", "dumb"),
        ("COLUMNS", "40"),
    ):
        monkeypatch.setenv(name, value)
        assert page(record) == bare
        assert page(record, color=True) == coloured


GOLDEN = """\
plan@one → plan@two
One term differing; one reported only for the second; one reported only for the
first.
Both texts are known in part: a term that is not mentioned may still stand.
  first   called “First draft”; tabled May 2024
  second  called “Second draft”; date not reported

Differing
  Both have it, and they differ in it.
  ~  prisoners, phase 1: count higher in the second by 100
      first   150 – gazette ¶1
      second  250
              – gazette ¶4
              – gazette ¶5, DENIED by south
      reading  Leans toward north, by the coded polarity of count.

Reported only for the second
  Reports on the first do not mention it; silence is no concession.
  ?+  border, phase not reported
      says    A smaller guard.
      extent  reduced
      second  gazette ¶6, according to north, hedged

Reported only for the first
  Reports on the second do not mention it; silence is no concession.
  ?-  veto, phase not reported
      first  gazette ¶2

Same content, other passages
  =  prisoners, phase 1: denied only in reports of the second
      first   gazette ¶1
      second  gazette ¶4
              gazette ¶5, DENIED by south

About the texts
  ?-  tabled: May 2024 | not reported

3 changes below the level “clarifying” are not shown (labels, summaries, notes,
ids, evidence); the level “bookkeeping” shows all.
"""


def test_the_whole_page_of_a_small_diff() -> None:
    """Pinned: the summary, each sort of change under its head, both sides' citations, the leans."""
    assert page(SMALL) == GOLDEN


# --- tables -------------------------------------------------------------------------------------


def side_by_side(columns: int) -> Page:
    cited = Citation("Gazette ¶1", ("according to North",))
    heads = tuple(line(f"plan@draft-{number}") for number in range(columns))
    cells = tuple(
        Cell((line("150", cited), line("all-remaining")), Mark.CHANGED if number else None)
        for number in range(columns)
    )
    return Page("Plan", blocks=(Table("Side by side", "term", heads, ((line("release"), cells),)),))


def test_a_table_of_a_page() -> None:
    """Caption, heads, numbers in the cells, marks in words, the citations beneath."""
    assert (
        page_as_text(side_by_side(2), width=80, color=False)
        == """\
Plan

Side by side
term     plan@draft-0   plan@draft-1
release  150 [1]        150 [1]
         all-remaining  all-remaining
                        (changed)

  [1]  Gazette ¶1, according to North
"""
    )


def test_a_table_that_does_not_fit_becomes_a_list() -> None:
    """Each row with its cells under the names of their columns; nothing is cut off."""
    made = page_as_text(side_by_side(12), width=80, color=False)
    assert too_wide(made, 80) == []
    assert made.count("150 [1]") == 12
    assert "release\n  plan@draft-0   150 [1]\n                 all-remaining\n" in made
