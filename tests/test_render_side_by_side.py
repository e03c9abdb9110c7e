"""The page of a table: the base, states in words, who denies what, and titles."""

from __future__ import annotations

from typing import Any

import pytest
from negotiation import held, passage, positioned
from pages import markdown_tokens, page, words_of
from pairs import position, version

from negotiations.answers.side_by_side import Column, four_columns, side_by_side
from negotiations.answers.stance import stance
from negotiations.model import OtherTerm, ReleaseTerm
from negotiations.model.values import Count
from negotiations.render.page import Fold, Mark, Rows, Section, Table, text_of
from negotiations.render.render import page_of
from negotiations.render.wording import Wording
from negotiations.vocabulary import Support


def release(number: int, *evidence: Any, **fields: Any) -> ReleaseTerm:
    fields = {"issue": "prisoners", "phase": 1, **fields}
    return ReleaseTerm(count=Count.exactly(number), evidence=evidence or None, **fields)


def draft(name: str, *terms: Any, **fields: Any) -> Any:
    return version(*terms, id=f"plan@{name}", **fields)


def table_of(*columns: Any, **options: Any) -> Table:
    """The table on the page of these columns."""
    made = page_of(side_by_side(columns, **options), Wording())
    (found,) = (block for block in made.blocks if isinstance(block, Table))
    return found


FIRST = draft("first", release(150), OtherTerm(issue="veto"))
SECOND = draft("second", release(250), OtherTerm(issue="veto", included=False))
FULL = draft("third", release(150), full=True)


def test_every_state_has_its_word() -> None:
    """Not by colour alone; what is merely unmentioned is never called excluded."""
    marks = {
        text_of(head): [cell.mark for cell in cells]
        for head, cells in table_of(FIRST, SECOND, FULL, draft("fourth")).rows
    }
    assert marks == {
        "1. prisoners, phase 1": [None, None, Mark.DIFFERS, Mark.SAME, Mark.SILENT],
        "2. veto, phase not reported": [
            None,
            None,
            Mark.EXCLUDED,
            Mark.EXCLUDED,
            Mark.SILENT,
        ],
    }


@pytest.mark.parametrize("base", [0, 1])
def test_the_base_is_named_at_its_column_and_in_the_list(base: int) -> None:
    """Whichever column it is; pages count from 1."""
    shown = [text_of(head) for head in table_of(FIRST, SECOND, base=base).heads[1:]]
    assert [each.endswith(" (base)") for each in shown] == [base == 0, base == 1]
    read = words_of(page(side_by_side([FIRST, SECOND], base=base), width=200))
    assert f"{base + 1}, base plan@{('first', 'second')[base]}" in read


def test_a_column_has_the_title_that_it_is_given() -> None:
    """With the name of what it holds."""
    heads = table_of(Column(holder=FIRST, title="ours"), SECOND).heads
    assert [text_of(head) for head in heads] == ["status", "ours: plan@first (base)", "plan@second"]


def test_the_four_columns_have_their_titles() -> None:
    """Base text, the two parties by name, compromise."""
    records = held(positioned("a", release(150, passage("north"))))
    found = four_columns(records, "plan@one", "north", "south", "plan@two")
    made = page_of(found, Wording())
    # Rows in which one column speaks are not folded where there are no others.
    assert not any(isinstance(block, Fold) for block in made.blocks)
    (table,) = (block for block in made.blocks if isinstance(block, Table))
    ((_, (column, _)),) = table.rows
    assert [text_of(line) for line in column.lines] == ["one party: north"]
    (listed,) = (block for block in made.blocks if isinstance(block, Section))
    (columns,) = listed.blocks
    assert isinstance(columns, Rows)
    titles = [text_of(row.entries[0].line).partition(";")[0] for row in columns.rows]
    assert titles == [
        "base text: plan@one",
        "one party: north",
        "other party: south",
        "compromise proposed: plan@two",
    ]


def test_a_denial_says_by_whom() -> None:
    """Of a text by anybody; of a stance it says if its own side denies it."""
    denied = release(
        150, passage(), passage("south", "mediator", support=Support.CONTRADICTS, start=20)
    )
    shown = words_of(page(side_by_side([draft("first", denied), SECOND]), "markdown"))
    assert "denied by mediator and south**<br>**contested**" in shown
    own = release(
        150, passage("south"), passage("north-speaker", support=Support.CONTRADICTS, start=20)
    )
    wish = stance(held(positioned("a", own)), "north", on="plan")
    shown = words_of(page(side_by_side([wish, SECOND]), "markdown"))
    assert "denied by north-speaker**<br>**contested by its own side**" in shown


def test_readings_that_differ_stand_in_one_cell_and_are_counted() -> None:
    """Each with its voice and its passages; none is chosen."""
    records = held(
        positioned("a", release(150, passage("north"))),
        positioned("b", release(250, passage("mediator"))),
    )
    found = side_by_side([stance(records, "north", on="plan"), SECOND])
    shown = words_of(page(found, "markdown"))
    first, _, second = shown.partition("reading 1 of 2")[2].partition("reading 2 of 2")
    assert "count: 150" in first
    assert "in its own voice: north" in first
    assert "count: 250" in second
    assert "only others say so: mediator" in second


def test_another_phase_in_a_row_is_said() -> None:
    """A term without a reported phase stands beside the one that is left."""
    shown = page(side_by_side([FIRST, draft("second", release(150, phase=None))]), "markdown")
    assert "prisoners, phase 1" in shown
    assert "phase not reported<br>count: 150<br>(same as the base)" in shown


def test_markdown_has_a_table_and_a_narrow_terminal_a_list() -> None:
    """In the list each cell stands under the name of its column."""
    found = side_by_side([FIRST, SECOND, position(release(9))])
    assert any(token.type == "table_open" for token in markdown_tokens(page(found, "markdown")))
    lines = page(found, width=40).splitlines()
    start = lines.index("1. prisoners, phase 1")
    assert [" ".join(each.split()) for each in lines[start + 1 : start + 11]] == [
        "status",
        "!= differ",
        "plan@first (base)",
        "count: 150",
        "plan@second",
        "count: 250",
        "(differs from the base)",
        "north-demands",
        "count: 9",
        "(differs from the base)",
    ]


def test_no_rows_make_no_table() -> None:
    """The columns are listed all the same."""
    made = page_of(side_by_side([draft("first"), draft("second")]), Wording())
    assert not any(isinstance(block, Table) for block in made.blocks)
    assert "0 rows" in page(side_by_side([draft("first"), draft("second")]))


@pytest.mark.parametrize(
    ("claimants", "claimed"),
    [((), False), (("south",), True), (("north",), False), (("north", "south"), False)],
)
def test_a_position_that_only_others_tell_of_is_as_claimed(
    claimants: tuple[str, ...], claimed: bool
) -> None:
    """Its column does not say that it is held."""
    cited = (passage(*claimants),)
    wish = position(release(9), id="wish").replace(actor="north", evidence=cited)
    read = words_of(page(side_by_side((FIRST, wish)), width=300))
    assert (f"north {wish.act}, as claimed" in read) is claimed
