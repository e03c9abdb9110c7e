"""Side by side: issues down; versions, positions and stances across.

It is the multi-column document of multilateral drafting. A cell says what a column has on an issue,
and how that stands to the base column.
"""

from __future__ import annotations

from itertools import combinations
from typing import ClassVar

import attrs

from negotiations.answers.answer import Answer
from negotiations.answers.stance import Stance, StanceTerm, stance
from negotiations.compare.align import aligned_terms
from negotiations.compare.fields import fields_of_both
from negotiations.errors import NegotiationsError
from negotiations.model import Actor, Position, Record, Term, Version
from negotiations.records import address_of
from negotiations.vocabulary import CellState, Certainty, Support

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiations.chronology import AsOf
    from negotiations.model import Evidence, Proposal
    from negotiations.records import Records

    Holder = Version | Position | Stance

__all__ = ["Cell", "Column", "Row", "SideBySide", "column", "four_columns", "side_by_side"]

MAXIMUM_COLUMNS = 12


@attrs.frozen(kw_only=True)
class Column:
    """One column: what it holds, and its title.

    Attributes:
        holder: The version, position or stance.
        title: A heading of the reader's own; empty where the name of the holder will do.
    """

    derived: ClassVar[tuple[str, ...]] = ("name",)

    holder: Version | Position | Stance
    title: str = ""

    @property
    def name(self) -> str:
        """The address of a record, or the party of a stance and the text that it is on."""
        if isinstance(self.holder, Stance):
            return self.holder.name
        return address_of(self.holder)


@attrs.frozen(kw_only=True)
class Cell:
    """What one column has in one row.

    Attributes:
        state: How it stands to the base column.
        terms: What is reported: none, one, or several where the readings of a stance differ.
        readings: The readings of a stance that the terms come from; empty for other columns.
        contested: Whether a passage denies it; for a stance, whether its own side does.
        same_as: The numbers of the other columns, from 0, that report the same.
    """

    by_address: ClassVar[tuple[str, ...]] = ("readings",)

    state: CellState
    terms: tuple[Term, ...] = ()
    readings: tuple[StanceTerm, ...] = ()
    contested: bool = False
    same_as: tuple[int, ...] = ()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The passages that it rests on, denials among them."""
        return tuple(each for term in self.terms for each in term.evidence or ())


@attrs.frozen(kw_only=True)
class Row:
    """One issue in one phase, across all columns.

    Attributes:
        issue: The issue.
        label: Issue and phase, as they stand in paths: ``captive-release@1``.
        cells: One cell for each column.
    """

    derived: ClassVar[tuple[str, ...]] = ("differs",)

    issue: str
    label: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether something that two columns report differs, or one has what another excludes."""
        said = [cell.terms for cell in self.cells if cell.terms and not _are_excluded(cell.terms)]
        excluded = any(cell.state is CellState.EXCLUDED for cell in self.cells)
        return bool(said and excluded) or any(
            _beside(one, other) is CellState.CHANGED for one, other in combinations(said, 2)
        )


@attrs.frozen(kw_only=True, repr=False)
class SideBySide(Answer):
    """A table of two to twelve columns.

    Attributes:
        columns: What stands across.
        rows: What stands down, by issue and phase.
        base: The number of the column, from 0, that the others are held against.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    base: int = 0

    def row(self, label: str) -> Row | None:
        """The row of an issue and phase, or None where no column has one."""
        return next((row for row in self.rows if row.label == label), None)

    def where(self, *, issue: str | None = None, differs: bool | None = None) -> tuple[Row, ...]:
        """The rows on an issue, or that differ or do not."""
        return tuple(
            row
            for row in self.rows
            if (issue is None or row.issue == issue) and (differs is None or row.differs is differs)
        )

    def __repr__(self) -> str:
        number = len(self.rows)
        names = " | ".join(column.title or column.name for column in self.columns)
        return f"<SideBySide {names}: {number} {'row' if number == 1 else 'rows'}>"


def side_by_side(
    columns: Sequence[Version | Position | Stance | Column], *, base: int = 0
) -> SideBySide:
    """Lay versions, positions and stances side by side.

    Terms stand in one row where they stand for each other in a diff with the base column: by issue
    and phase, and where a phase is not reported, with the only term left on that issue.

    Args:
        columns: Two to twelve of them, in their order; a `Column` gives one a title.
        base: The number of the column, from 0, that the others are held against.

    Raises:
        NegotiationsError: There are fewer than two columns, or more than twelve.
        IndexError: No column has the number of the base.

    >>> from negotiations.model import CeasefireTerm
    >>> from negotiations.model.values import Duration
    >>> def draft(name, length):
    ...     term = CeasefireTerm(issue="ceasefire", duration=Duration.exactly(length))
    ...     return Version(id=f"truce@{name}", completeness=Completeness.PARTIAL, terms=(term,))
    >>> table = side_by_side([draft("first", "P6W"), draft("second", "P6W"), draft("third", "P8W")])
    >>> [str(cell.state) for cell in table.rows[0].cells]
    ['value', 'same', 'changed']
    """
    if not 2 <= len(columns) <= MAXIMUM_COLUMNS:
        raise NegotiationsError(
            f"{len(columns)} column{'' if len(columns) == 1 else 's'} given; "
            f"side by side stand 2 to {MAXIMUM_COLUMNS}"
        )
    held = [each if isinstance(each, Column) else Column(holder=each) for each in columns]
    keyed = [_terms_by_key(column.holder) for column in held]
    places = [_rows_of(keyed[base], terms) for terms in keyed]
    order = sorted({key for place in places for key in place})
    rows = [_row(held, [place.get(key, ()) for place in places], base) for key in order]
    return SideBySide(columns=tuple(held), rows=tuple(rows), base=base)


def column(
    records: Records,
    given: Holder | Column | Actor | str,
    *,
    on: Proposal | Version | str | None = None,
    as_of: AsOf = None,
) -> Column:
    """A column of what is given, as a value or an address; an actor stands for its stance.

    Raises:
        UnknownId: There is no such record.
        NegotiationsError: It holds no terms.
    """
    if isinstance(given, Column):
        return given
    found = records.resolve(given) if isinstance(given, str) else given
    if isinstance(found, Actor):
        found = stance(records, found, on=on, as_of=as_of)
    if not isinstance(found, Version | Position | Stance):
        name = address_of(found) if isinstance(found, Record) else type(found).__name__
        raise NegotiationsError(
            f"{name} holds no terms; a column is a version, a position, or an actor's stance"
        )
    return Column(holder=found)


def four_columns(
    records: Records,
    base: Version | str,
    one: Actor | str,
    other: Actor | str,
    compromise: Version | str,
    *,
    as_of: AsOf = None,
) -> SideBySide:
    """The four-column document: a base text, the two parties on its proposal, and a compromise."""
    text = column(records, base).holder
    on = text.proposal_id if isinstance(text, Version) else None
    parties = [column(records, party, on=on, as_of=as_of) for party in (one, other)]
    titled = [
        Column(holder=text, title="base text"),
        *(
            Column(holder=each.holder, title=f"{side} party: {_party(each)}")
            for side, each in zip(("one", "other"), parties, strict=True)
        ),
        Column(holder=column(records, compromise).holder, title="compromise proposed"),
    ]
    return side_by_side(titled)


def _party(held: Column) -> str:
    return held.holder.party if isinstance(held.holder, Stance) else held.name


def _terms_by_key(holder: Holder) -> dict[tuple[str, int], tuple[Term, ...]]:
    terms = (
        [reading.term for reading in holder.readings]
        if isinstance(holder, Stance)
        else list(holder.terms or ())
    )
    found: dict[tuple[str, int], tuple[Term, ...]] = {}
    for term in terms:
        found[term.key] = (*found.get(term.key, ()), term)
    return found


def _rows_of(
    base: dict[tuple[str, int], tuple[Term, ...]], terms: dict[tuple[str, int], tuple[Term, ...]]
) -> dict[tuple[str, int], tuple[Term, ...]]:
    """The terms of a column by the key of their row: that of the base's term that they stand for."""
    if terms is base:
        return base
    firsts = [tuple(held[key][0] for key in sorted(held)) for held in (base, terms)]
    rows: dict[tuple[str, int], tuple[Term, ...]] = {}
    for one, other in aligned_terms(*firsts):
        if other is not None:
            row = other
            if one is not None and (one.phase is None or other.phase is None):
                row = one
            rows[row.key] = terms[other.key]
    return rows


def _row(columns: list[Column], across: list[tuple[Term, ...]], base: int) -> Row:
    named = across[base] or next(terms for terms in across if terms)
    issue, label = named[0].issue, named[0].label
    said = [_bare(terms) for terms in across]
    cells = []
    for number, (column, terms) in enumerate(zip(columns, across, strict=True)):
        state = _state(column.holder, terms, across[base], is_base=number == base)
        readings = _readings(column.holder, terms)
        cells.append(
            Cell(
                state=state,
                terms=terms,
                readings=readings,
                contested=any(reading.contested for reading in readings)
                if isinstance(column.holder, Stance)
                else any(
                    each.support is Support.CONTRADICTS for t in terms for each in t.evidence or ()
                ),
                same_as=tuple(
                    other
                    for other, bare in enumerate(said)
                    if other != number and terms and bare == said[number]
                ),
            )
        )
    return Row(issue=issue, label=label, cells=tuple(cells))


def _state(
    holder: Holder, terms: tuple[Term, ...], base: tuple[Term, ...], *, is_base: bool
) -> CellState:
    if not terms:
        known = isinstance(holder, Version) and (holder.is_closed("terms"))
        return CellState.EXCLUDED if known else CellState.SILENT
    if _are_excluded(terms):
        return CellState.EXCLUDED
    if is_base or not base or _are_excluded(base):
        return CellState.VALUE
    return _beside(terms, base)


def _are_excluded(terms: tuple[Term, ...]) -> bool:
    return all(term.is_excluded for term in terms)


def _beside(terms: tuple[Term, ...], others: tuple[Term, ...]) -> CellState:
    """How what one column reports stands to what another does."""
    if _bare(terms) == _bare(others):
        return CellState.SAME
    states = {_compared(one, other) for one in terms for other in others}
    return states.pop() if len(states) == 1 else CellState.OPEN


def _compared(one: Term, other: Term) -> CellState:
    if type(one) is not type(other):
        return CellState.CHANGED
    answers = {found.same for found in fields_of_both(one, other, in_words=True)}
    if Certainty.IMPOSSIBLE in answers:
        return CellState.CHANGED
    return CellState.OPEN if Certainty.POSSIBLE in answers else CellState.DETAIL


def _bare(terms: tuple[Term, ...]) -> frozenset[Term]:
    """What terms say, without the coder's words, the passages, and the phase that a row has."""
    return frozenset(
        term.replace(evidence=None, summary=None, note=None, phase=None) for term in terms
    )


def _readings(holder: Holder, terms: tuple[Term, ...]) -> tuple[StanceTerm, ...]:
    if not isinstance(holder, Stance):
        return ()
    return tuple(reading for reading in holder.readings if reading.term in terms)
