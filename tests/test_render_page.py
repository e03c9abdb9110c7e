"""Pages before they have a format, and what holds of them in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from pages import (
    EVERYWHERE,
    SMALL,
    day,
    drawn_pages,
    exactly,
    leaves_of_change,
    page,
    read_as,
    release,
    squeezed,
    texts_of,
)
from pairs import (
    PAGES,
    passage,
    positions_and_versions,
    record_pairs,
    version,
)

import negotiations as ng
from negotiations.compare.diff import Diff, diff
from negotiations.model import OtherTerm, Phase, Proposal, Role
from negotiations.plaintext import plain
from negotiations.render.page import (
    Cell,
    Citation,
    Mark,
    Page,
    Table,
    as_items,
    line,
    new_citations,
    row,
    strong,
    text_of,
)
from negotiations.render.render import FORMATS, page_of, write_page
from negotiations.render.wording import Wording
from negotiations.vocabulary import Level, VersionRole

if TYPE_CHECKING:
    from negotiations.model.base import Value

WIDE = 600


def readings(found: Diff) -> dict[str, str]:
    """The whole page of a diff in each format, as read, without white space."""
    whole = page_of(found, Wording(level=Level.BOOKKEEPING))
    return {name: squeezed(read_as(name, write_page(whole, name, width=WIDE))) for name in FORMATS}


def assert_whole(found: Diff) -> None:
    for name, read in readings(found).items():
        for change in found:
            wanted = leaves_of_change(found, change)
            missing = [text for text in wanted if squeezed(plain(text)) not in read]
            assert missing == [], (name, change)


@PAGES
@given(record_pairs())
def test_no_format_is_poorer_than_the_document(pair: tuple[Value, Value]) -> None:
    """At the level bookkeeping: each change with both values, level, certainty, lean, evidence."""
    assert_whole(diff(*pair))


@PAGES
@given(positions_and_versions())
def test_nor_of_a_position_and_a_version(pair: tuple[Value, Value]) -> None:
    """And the page says that nothing else is compared."""
    found = diff(*pair)
    assert_whole(found)
    if found:
        assert "Compared only on the issues that the position speaks on" in page(found, width=200)


@pytest.mark.parametrize("record", [row[1] for row in EVERYWHERE], ids=[r[0] for r in EVERYWHERE])
def test_nor_wherever_something_stands(record: Value) -> None:
    """Each kind of part that a record can have, come and gone."""
    if isinstance(record, ng.Version):
        assert_whole(diff(version(), record))
        assert_whole(diff(record, version(full=True)))


def test_nor_of_a_version_that_came_into_a_proposal() -> None:
    """With its terms, its roles and its phases, and their evidence."""
    role = Role(actor="north", role=VersionRole.AUTHOR, note="By hand.", evidence=(passage(3),))
    later = version(
        release(count=exactly(5), evidence=(passage(4, claimants=("south",), hedged=True),)),
        id="plan@two",
        roles=(role,),
        phases=(Phase(ordinal=1, note="As printed.", evidence=(passage(6),)),),
        tabled=day("2024-05"),
    )
    plan = Proposal(id="plan", title="Plan", between=("north",), rationale="One text.")
    found = diff(plan.replace(versions=(version(),)), plan.replace(versions=(version(), later)))
    assert len(found) == 1
    assert_whole(found)
    assert "plan@two (newly reported)" in page(found)


def test_nor_of_the_bundled_diffs() -> None:
    """With ids for names, since a name stands for its id."""
    ds = ng.load()
    assert_whole(
        diff(
            ds.versions["may-proposal@may"], ds.versions["may-proposal@bridging"], issues=ds.issues
        )
    )


def test_a_lean_is_told_with_both_parties() -> None:
    """Toward whom and away from whom, by which rule; as the document has it."""
    assert_whole(SMALL)
    assert "leans toward north, by the coded polarity of prisoners.count; away from south" in (
        page(SMALL, level="bookkeeping", width=WIDE)
    )


def test_passages_that_read_alike_are_told_apart_where_only_they_differ() -> None:
    """By their characters."""
    before, after = (
        version(OtherTerm(issue="veto", evidence=(passage(1, note=None).replace(start=at),)))
        for at in (100, 103)
    )
    shown = page(diff(before, after), level="bookkeeping", width=WIDE)
    assert "gazette ¶1, characters 100–109" in shown
    assert "gazette ¶1, characters 103–109" in shown


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_hidden_is_counted_in_every_format(name: Any) -> None:
    """And the count is gone where nothing is hidden."""
    hint = "3 changes below the level “clarifying” are not shown"
    assert hint in " ".join(read_as(name, page(SMALL, name)).split())
    assert "not shown" not in read_as(name, page(SMALL, name, level="bookkeeping"))


@PAGES
@given(drawn_pages())
def test_every_text_of_a_page_is_in_every_format(drawn: Page) -> None:
    """A writer leaves nothing out, whatever the page is of."""
    for name in FORMATS:
        read = squeezed(read_as(name, write_page(drawn, name, width=WIDE)))
        missing = [text for text in texts_of(drawn) if squeezed(text) not in read]
        assert missing == [], name


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_page_is_written_alike(name: str) -> None:
    """Nothing in a page hangs on when or how often it is written."""
    made = page_of(SMALL, Wording())
    assert write_page(made, name) == write_page(made, name)


@pytest.mark.parametrize("name", FORMATS)
def test_every_bundled_record_has_a_page(name: Any) -> None:
    """With its title, in every format."""
    ds = ng.load()
    for record in ds:
        assert record.id in read_as(name, page(record, name, dataset=ds))


def test_there_is_no_other_level_and_no_other_value() -> None:
    """Refused by name."""
    with pytest.raises(ValueError, match="'trifling' is not a valid Level"):
        page(SMALL, level="trifling")
    with pytest.raises(TypeError, match="expected a record or a comparison, found dict"):
        page({})


def test_a_table_has_a_cell_under_each_head() -> None:
    """A row that is too short or too long is a fault of whoever makes the page."""
    with pytest.raises(ValueError, match="expected 2 cells in a row, found 1"):
        Table("c", "k", (line("a"), line("b")), ((line("r"), (Cell((line("x"),)),)),))


def test_citations_are_numbered_through_the_page() -> None:
    """One citation has one number, however often it stands in however many tables."""
    one, two, three = (Citation(f"Gazette ¶{number}") for number in (1, 2, 3))
    numbers: dict[Citation, int] = {}

    def with_cells(*cited: Citation) -> Table:
        rows = tuple((line("r"), (Cell((line("x", each),)),)) for each in cited)
        return Table("c", "k", (line("a"),), rows)

    assert new_citations(with_cells(one, two, one), numbers) == [one, two]
    assert new_citations(with_cells(two, three), numbers) == [three]
    assert numbers == {one: 1, two: 2, three: 3}


def test_a_citation_in_words() -> None:
    """Place, voice, passage, what it bears on, note."""
    cited = Citation("Gazette ¶1", ("according to North",), "so\tit is", ("count",), "A note.")
    assert str(cited) == "Gazette ¶1, according to North: “so it is” [field: count] (A note.)"
    assert str(Citation("Gazette ¶1")) == "Gazette ¶1"


def test_lines_and_rows_are_made_of_what_is_given() -> None:
    """Strings become spans; empty ones are left out."""
    assert line("a", "", strong("b")) == (line("a")[0], strong("b"))
    assert row("x", "a", line("b")).entries == row("x", line("a"), "b").entries
    assert text_of(line("a", strong("b"), Citation("c"))) == "abc"


def test_a_table_as_a_list() -> None:
    """Each row with its cells under the heads of their columns, marks in words."""
    table = Table("c", "k", (line("a"),), ((line("r"), (Cell((line("x"),), Mark.CHANGED),)),))
    (item,) = as_items(table).items
    assert item.head == line("r")
    assert item.blocks[0].rows == (row("a", "x", "(changed)"),)  # type: ignore[union-attr]


def test_marks_are_told_apart_without_colour() -> None:
    """By sign and by word."""
    assert len({mark.sign for mark in Mark}) == len({mark.word for mark in Mark}) == len(Mark)


def test_records_show_themselves_in_a_notebook() -> None:
    """Records, terms, diffs and datasets as a page; small values by their repr."""
    ds = ng.load()
    term = release(count=exactly(5))
    for value in (ds, ds.actors["qatar"], term, SMALL):
        shown = value._repr_html_()
        assert shown is not None
        assert shown.startswith("<style>")
        assert '<article class="negotiations">' in shown
        assert " id=" not in shown
    for small in (exactly(5), day("2024"), passage(1)):
        assert small._repr_html_() is None
