"""Side by side: every term in one cell, states against the base, and the four-column document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from negotiation import day, held, negotiations, passage, positioned
from pairs import LAW, crowded_versions, crowds, position, version

import negotiations as ng
from negotiations.answers.side_by_side import Column, side_by_side
from negotiations.answers.stance import stance
from negotiations.compare.changes import Pair, Reported, Unreported
from negotiations.compare.diff import diff
from negotiations.errors import NegotiationsError, UnknownId
from negotiations.model import CeasefireTerm, OtherTerm, ReleaseTerm, Term, Version
from negotiations.model.values import Count, Duration
from negotiations.vocabulary import (
    CellState,
    Certainty,
    Completeness,
    Level,
    ReleaseScope,
    Support,
)

if TYPE_CHECKING:
    from negotiations.records import Records

Columns = list[Any]


def columns() -> st.SearchStrategy[Columns]:
    """Two to five versions and positions."""
    made = crowded_versions() | crowds().map(lambda terms: position(*terms))
    return st.lists(made, min_size=2, max_size=5)


def states(table: Any, label: str) -> list[str]:
    """The states of the cells of a row."""
    row = table.row(label)
    assert row is not None
    return [str(cell.state) for cell in row.cells]


# --- laws ---------------------------------------------------------------------------------------


@LAW
@given(columns(), st.data())
def test_every_term_stands_in_one_cell_of_its_column(held: Columns, data: st.DataObject) -> None:
    """Nothing is lost and nothing stands twice, whichever column is the base."""
    base = data.draw(st.integers(0, len(held) - 1))
    table = side_by_side(held, base=base)
    for number, holder in enumerate(held):
        found = [term for row in table.rows for term in row.cells[number].terms]
        assert sorted(found, key=lambda term: term.key) == list(holder.terms or ())
    assert len({row.label for row in table.rows}) == len(table.rows)
    assert all(any(cell.terms for cell in row.cells) for row in table.rows)


@LAW
@given(crowded_versions(), crowded_versions())
def test_two_versions_side_by_side_differ_where_their_diff_does(a: Version, b: Version) -> None:
    """A row differs if and only if the diff has a change of its terms that may be one of the texts.

    What only one of the two reports, and words about what they say, are no such change.
    """
    table = side_by_side([a, b])
    differing: dict[int, bool] = {}
    for change in diff(a, b):
        one_sided = isinstance(change, Reported | Unreported)
        if not change.term or one_sided or change.level < Level.CLARIFYING:
            continue
        pair = next(step for step in change.steps if isinstance(step, Pair))
        for term in (pair.before, pair.after):
            if term is not None and change.certainty.is_possible:
                sure = differing.get(id(term), False)
                differing[id(term)] = sure or change.certainty.is_certain
    for row in table.rows:
        known = [
            differing[id(term)]
            for cell in row.cells
            for term in cell.terms
            if id(term) in differing
        ]
        expected = Certainty.IMPOSSIBLE
        if known:
            expected = Certainty.CERTAIN if any(known) else Certainty.POSSIBLE
        assert row.difference is expected
        if row.cells[1].state is CellState.CHANGED:
            assert row.difference is Certainty.CERTAIN
        if row.cells[1].state is CellState.OPEN:
            assert row.difference is Certainty.POSSIBLE


@pytest.mark.parametrize(
    ("one", "other", "state", "difference"),
    [
        # What one of two full texts has, the other lacks, as far as it is coded.
        (
            version(CeasefireTerm(issue="x", phase=1, duration=Duration.exactly("P6W")), full=True),
            version(CeasefireTerm(issue="x", phase=1), full=True),
            CellState.OPEN,
            Certainty.POSSIBLE,
        ),
        # In part, it may be there all the same.
        (
            version(CeasefireTerm(issue="x", phase=1, duration=Duration.exactly("P6W"))),
            version(CeasefireTerm(issue="x", phase=1)),
            CellState.DETAIL,
            Certainty.IMPOSSIBLE,
        ),
        # More than 100 may be 150.
        (
            version(ReleaseTerm(issue="x", count=Count.more_than(100))),
            version(ReleaseTerm(issue="x", count=Count.exactly(150))),
            CellState.OPEN,
            Certainty.POSSIBLE,
        ),
        # Other words about the same term are the same term.
        (
            version(CeasefireTerm(issue="x", summary="A halt.")),
            version(CeasefireTerm(issue="x", summary="A stop.")),
            CellState.SAME,
            Certainty.IMPOSSIBLE,
        ),
    ],
)
def test_what_differs(
    one: Version, other: Version, state: CellState, difference: Certainty
) -> None:
    """The table and the diff have one answer to what differs, and how surely."""
    (row,) = side_by_side([one, other]).rows
    assert (row.cells[1].state, row.difference) == (state, difference)
    assert row.differs is (difference is not Certainty.IMPOSSIBLE)


def test_other_words_are_another_term_of_kind_other() -> None:
    """Its words are all that it says: the row differs, as surely as the diff has it."""
    one, other = (
        version(OtherTerm(issue="x", phase=1, summary=words)) for words in ("A visit.", "A letter.")
    )
    (row,) = side_by_side([one, other]).rows
    (change,) = diff(one, other)
    assert change.level is Level.SUBSTANTIVE
    assert row.differs
    assert row.difference is change.certainty


def test_a_moved_term_differs_in_both_of_its_rows() -> None:
    """The diff says that it may have moved; the table has a row for each phase."""
    table = side_by_side([version(captives(5, phase=1)), version(captives(5, phase=2))])
    assert [row.difference for row in table.rows] == [Certainty.POSSIBLE] * 2


def test_an_actor_needs_the_text_that_its_stance_is_on() -> None:
    """As `stance` and `gap` do, the table says that it is missing; None is an answer."""
    ds = ng.load()
    with pytest.raises(TypeError, match="missing the keyword argument 'on': israel is an actor"):
        ds.side_by_side("israel", "hamas")
    assert [column.name for column in ds.side_by_side("israel", "hamas", on=None).columns] == [
        "stance of israel",
        "stance of hamas",
    ]


def test_the_withdrawal_that_hamas_wants_may_differ_from_the_text_of_may() -> None:
    """Complete against populated areas, in a phase that the party does not name."""
    table = ng.load().side_by_side("may-proposal@may", "hamas", on="may-proposal")
    assert [row.label for row in table.where(differs=True)] == ["gaza-withdrawal@1"]


@LAW
@given(columns(), st.randoms(use_true_random=False))
def test_the_order_of_columns_moves_cells_and_changes_none(held: Columns, random: Any) -> None:
    """With the base moved along, each column has the same cells."""
    order = list(range(len(held)))
    random.shuffle(order)
    one = side_by_side(held)
    other = side_by_side([held[number] for number in order], base=order.index(0))
    for left, right in zip(one.rows, other.rows, strict=True):
        assert left.issue == right.issue
        for place, number in enumerate(order):
            assert left.cells[number].state is right.cells[place].state
            assert left.cells[number].terms == right.cells[place].terms


@LAW
@given(columns())
def test_a_cell_without_terms_is_silent_or_excluded(held: Columns) -> None:
    """Excluded only where the text is known in full, is known to have no terms, or says so."""
    for row in side_by_side(held).rows:
        for holder, cell in zip(held, row.cells, strict=True):
            if cell.terms:
                assert cell.state is not CellState.SILENT
            else:
                known = isinstance(holder, Version) and (
                    holder.terms == () or holder.completeness is Completeness.FULL_TEXT
                )
                assert cell.state is (CellState.EXCLUDED if known else CellState.SILENT)


@LAW
@given(columns())
def test_same_as_is_mutual(held: Columns) -> None:
    """If one column reports what another does, the other reports what the one does."""
    for row in side_by_side(held).rows:
        for number, cell in enumerate(row.cells):
            assert all(number in row.cells[other].same_as for other in cell.same_as)
            assert number not in cell.same_as


@LAW
@given(negotiations())
def test_stances_stand_with_all_their_readings(records: Records) -> None:
    """Each reading of a stance is in one cell, and in the JSON data by its address."""
    sides = [stance(records, name, on="plan") for name in ("north", "south")]
    table = side_by_side(sides)
    for number, side in enumerate(sides):
        found = [each for row in table.rows for each in row.cells[number].readings]
        assert sorted(each.address for each in found) == sorted(e.address for e in side.readings)
    data = table.to_data()
    assert [row["label"] for row in data["rows"]] == [row.label for row in table.rows]


# --- cases --------------------------------------------------------------------------------------


def captives(number: int | None = None, **fields: Any) -> Term:
    """So many are to go free."""
    count = None if number is None else Count.exactly(number)
    return ReleaseTerm(issue="captives", count=count, **fields)


def test_states_against_the_base() -> None:
    """Value, same, changed, silent and excluded."""
    table = side_by_side(
        [
            version(captives(5, phase=1)),
            version(captives(5, phase=1, summary="Said otherwise.")),
            version(captives(6, phase=1)),
            version(),
            version(full=True),
            version(captives(phase=1, included=False)),
            position(captives(6, phase=1)),
        ]
    )
    assert states(table, "captives@1") == [
        "value",
        "same",
        "changed",
        "silent",
        "excluded",
        "excluded",
        "changed",
    ]
    row = table.row("captives@1")
    assert row is not None
    assert [cell.same_as for cell in row.cells] == [(1,), (0,), (6,), (), (), (), (2,)]
    assert row.differs


def test_detail_is_no_difference() -> None:
    """Only what both columns report can differ; bounds and phases may leave it open."""
    base = captives(5)
    more = captives(5, scope=ReleaseScope.ALL)
    table = side_by_side(
        [
            version(base),
            version(more),
            version(captives()),
            version(captives(None, scope=ReleaseScope.SOME)),
            version(ReleaseTerm(issue="captives", count=Count.more_than(3))),
            version(captives(6, phase=1)),
            version(captives(6)),
        ]
    )
    # Of terms that name no phase, nothing tells that they are of the same.
    found = ["value", "detail", "detail", "detail", "open", "open", "open"]
    assert states(table, "captives") == found
    (row,) = table.rows
    assert row.differs
    assert not side_by_side([version(base), version(more)]).rows[0].differs


def test_beside_a_silent_base_a_value_is_a_value() -> None:
    """It is neither the same nor changed."""
    assert states(side_by_side([version(), version(captives(5))]), "captives") == [
        "silent",
        "value",
    ]
    struck = version(captives(included=False))
    assert states(side_by_side([struck, version(captives(5))]), "captives") == ["excluded", "value"]


def test_an_unreported_phase_stands_beside_the_only_one_left() -> None:
    """As in a diff; two reported phases are two rows."""
    joined = side_by_side([version(captives(5, phase=1)), version(captives(5))])
    assert [row.label for row in joined.rows] == ["captives@1"]
    assert states(joined, "captives@1") == ["value", "same"]
    apart = side_by_side([version(captives(5, phase=1)), version(captives(5, phase=2))])
    assert [row.label for row in apart.rows] == ["captives@1", "captives@2"]


def test_denied_cells_are_contested() -> None:
    """In a version by anybody, in a stance by its own side."""
    denial = passage("south", support=Support.CONTRADICTS, start=70)
    denied = captives(5, evidence=(passage(), denial))
    records = held(positioned("said", denied))
    table = side_by_side([version(denied), stance(records, "north", on="plan")])
    (row,) = table.rows
    assert [cell.contested for cell in row.cells] == [True, False]


def test_readings_that_differ_stand_in_one_cell() -> None:
    """A stance whose order is unknown shows all of its readings."""
    records = held(
        positioned("first", captives(5, evidence=(passage(),))),
        positioned("second", captives(6, evidence=(passage(),)), when=day("2001-05")),
    )
    table = side_by_side([version(captives(5)), stance(records, "north", on="plan")])
    (row,) = table.rows
    assert row.cells[1].state is CellState.OPEN
    assert len(row.cells[1].terms) == len(row.cells[1].readings) == 2


@pytest.mark.parametrize("number", [0, 1, 13])
def test_two_to_twelve_columns(number: int) -> None:
    """Fewer are no table, and more fit no page."""
    with pytest.raises(
        NegotiationsError, match=f"{number} columns? given; side by side stand 2 to 12"
    ):
        side_by_side([version()] * number)


def test_rows_can_be_chosen() -> None:
    """By issue, and by whether the columns differ."""
    fire = CeasefireTerm(issue="fire")
    table = side_by_side([version(captives(5), fire), version(captives(6), fire)])
    assert [row.label for row in table.where(differs=True)] == ["captives"]
    assert [row.label for row in table.where(issue="fire")] == ["fire"]
    assert repr(table) == "<SideBySide versions/plan@one | versions/plan@one: 2 rows>"


# --- through a dataset --------------------------------------------------------------------------


def test_columns_by_address() -> None:
    """Versions, positions, actors with the text that their stance is on, and columns with a title."""
    ds = ng.load()
    bridging = Column(holder=ds.versions["may-proposal@bridging"], title="bridging text")
    table = ds.side_by_side(
        "may-proposal@may", bridging, "positions/hamas-border-presence", "israel", on="may-proposal"
    )
    assert [column.title or column.name for column in table.columns] == [
        "versions/may-proposal@may",
        "bridging text",
        "positions/hamas-border-presence",
        "stance of israel on may-proposal",
    ]
    assert states(table, "philadelphi-corridor") == ["silent", "value", "value", "value"]


def test_what_holds_no_terms_is_no_column() -> None:
    """The error says what a column is."""
    ds = ng.load()
    with pytest.raises(
        NegotiationsError, match="events/iranian-attack-looms holds no terms; a col"
    ):
        ds.side_by_side("may-proposal@may", "iranian-attack-looms")
    with pytest.raises(UnknownId):
        ds.side_by_side("may-proposal@may", "nowhere")


def test_the_four_columns_of_the_may_talks() -> None:
    """Base, the two parties, and the compromise; on the corridor both parties and the bridge speak."""
    table = ng.load().four_columns("may-proposal@may", "hamas", "israel", "may-proposal@bridging")
    assert states(table, "philadelphi-corridor") == ["silent", "value", "value", "value"]
    # The party says no phase, and the text is known of the first alone.
    assert states(table, "gaza-withdrawal@1") == ["value", "open", "silent", "silent"]
    row = table.row("philadelphi-corridor")
    assert row is not None
    assert len(row.cells[2].readings) == 2


def test_third_parties_offers_stand_beside() -> None:
    """A conditional offer of U.S. officials is a column of its own."""
    table = ng.load().side_by_side(
        "israel", "hamas", "positions/us-officials-trade-off", on="proposal-in-preparation"
    )
    row = table.row("philadelphi-corridor")
    assert row is not None
    assert [bool(cell.terms) for cell in row.cells] == [True, False, True]
    assert row.cells[2].terms[0].conditions
