"""Side by side: issues down; versions, positions and stances across.

It is the multi-column document of multilateral drafting. A cell says what a column has on an issue,
and how that stands to the base column. What differs between two columns is what `diff` finds between
them; nothing is compared here.
"""

from __future__ import annotations

from itertools import combinations
from types import EllipsisType
from typing import ClassVar

import attrs

from negotiations.answers.answer import Answer
from negotiations.answers.stance import Stance, StanceTerm, stance
from negotiations.answers.succession import in_two_phases
from negotiations.claims import on_wish
from negotiations.compare.align import aligned_terms
from negotiations.compare.changes import Moved, NotCoded, Pair, Reported, Unreported
from negotiations.compare.diff import diff_terms
from negotiations.compare.phases import aligned_phases
from negotiations.errors import NegotiationsError
from negotiations.lookup import Entries, Results
from negotiations.model import Actor, Evidence, Position, Record, Term, Version
from negotiations.records import address_of
from negotiations.vocabulary import CellState, Certainty, Level, Support

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from negotiations.chronology import AsOf
    from negotiations.compare.changes import Change
    from negotiations.compare.phases import Phasing
    from negotiations.model import Proposal
    from negotiations.records import Records

    Holder = Version | Position | Stance
    TermKey = tuple[str, int, str, str]
    _Key = tuple[str, int, str, str, int]

__all__ = ["Cell", "Column", "Row", "SideBySide", "column", "four_columns", "side_by_side"]

MAXIMUM_COLUMNS = 12


@attrs.frozen(kw_only=True)
class Column:
    """One column: what it holds, and its title.

    Attributes:
        holder: The version, position or stance.
        title: A heading; empty where the name of the holder is shown.
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
        return tuple(passage for term in self.terms for passage in term.evidence or ())


@attrs.frozen(kw_only=True, repr=False)
class Row:
    """One issue in one phase, across all columns.

    Attributes:
        issue: The issue.
        label: Issue and phase, as they stand in paths: ``captive-release@1``. A phase that the base
            does not have is named by a column: ``captive-release@1 of column 2``.
        cells: One cell for each column.
        difference: Whether columns differ: for certain, possibly (bounds, or a phase that is not
            reported, leave it open), or in nothing that they report.
    """

    derived: ClassVar[tuple[str, ...]] = ("differs",)

    issue: str
    label: str
    cells: tuple[Cell, ...]
    difference: Certainty

    @property
    def differs(self) -> bool:
        """Whether two columns differ, for certain or possibly."""
        return self.difference.is_possible

    def __repr__(self) -> str:
        return f"<{self.label}: {' | '.join(str(cell.state) for cell in self.cells)}>"


@attrs.frozen(kw_only=True, repr=False)
class SideBySide(Answer, Entries[Row, Row]):
    """A table of two to twelve columns: a sequence of its rows, each found by its label.

    Attributes:
        columns: What stands across.
        rows: What stands down, by issue and phase.
        base: The number of the column, from 0, that the others are compared with.
    """

    entry_noun: ClassVar[str] = "row of the table"

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    base: int = 0

    def _entries(self) -> tuple[Row, ...]:
        return self.rows

    def _by_key(self) -> dict[str, Row]:
        return {row.label: row for row in self.rows}

    def row(self, label: str) -> Row | None:
        """The row of an issue and phase, or None where no column has one."""
        return self.get(label)

    def where(self, *, issue: str | None = None, differs: bool | None = None) -> tuple[Row, ...]:
        """The rows on an issue, or those in which columns differ or may differ, or those in which not."""
        return Results(
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
        base: The number of the column, from 0, that the others are compared with.

    Raises:
        NegotiationsError: There are fewer than two columns, or more than twelve.
        IndexError: No column has the number of the base.

    >>> from negotiations.model import CeasefireTerm
    >>> from negotiations.model.values import Duration
    >>> from negotiations.vocabulary import Completeness
    >>> def draft(name, length):
    ...     term = CeasefireTerm(issue="ceasefire", phase=1, duration=Duration.exactly(length))
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
    titled = [side if isinstance(side, Column) else Column(holder=side) for side in columns]
    keyed = [_terms_by_key(column.holder) for column in titled]
    phasings = [aligned_phases(titled[base].holder, column.holder) for column in titled]
    alike = [
        next(at for at, earlier in enumerate(phasings) if earlier == phasing)
        for phasing in phasings
    ]
    rows_by_column = [
        _rows_of(keyed[base], terms, phasing, number)
        for terms, phasing, number in zip(keyed, phasings, alike, strict=True)
    ]
    order = sorted({key for column_rows in rows_by_column for key in column_rows})
    compared = {
        (first, second): _ColumnComparison(titled[first].holder, titled[second].holder)
        for first, second in combinations(range(len(titled)), 2)
    }
    rows = [
        _row(
            titled,
            key,
            [column_rows.get(key, ()) for column_rows in rows_by_column],
            base,
            compared,
        )
        for key in order
    ]
    return SideBySide(columns=tuple(titled), rows=tuple(rows), base=base)


def column(
    records: Records,
    side: Holder | Column | Actor | str,
    *,
    on: Proposal | Version | str | EllipsisType | None = ...,
    as_of: AsOf = None,
) -> Column:
    """Make a column of a value or an address; an actor stands for its stance.

    Raises:
        UnknownId: There is no such record.
        NegotiationsError: It holds no terms.
        TypeError: It is an actor, and ``on`` is missing.
    """
    if isinstance(side, Column):
        return side
    holder = records.resolve(side) if isinstance(side, str) else side
    if isinstance(holder, Actor):
        if isinstance(on, EllipsisType):
            raise TypeError(
                f"missing the keyword argument 'on': {holder.id} is an actor and stands for its "
                "stance on one proposal; give the proposal, or None for positions that concern no "
                "text"
            )
        holder = stance(records, holder, on=on, as_of=as_of)
    if not isinstance(holder, Version | Position | Stance):
        name = address_of(holder) if isinstance(holder, Record) else type(holder).__name__
        raise NegotiationsError(
            f"{name} holds no terms; a column is a version, a position, or an actor's stance"
        )
    return Column(holder=holder)


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
            Column(holder=party.holder, title=f"{side} party: {_party(party)}")
            for side, party in zip(("one", "other"), parties, strict=True)
        ),
        Column(holder=column(records, compromise).holder, title="compromise proposed"),
    ]
    return side_by_side(titled)


def _party(column: Column) -> str:
    return column.holder.party if isinstance(column.holder, Stance) else column.name


def _terms_by_key(holder: Holder) -> dict[TermKey, tuple[Term, ...]]:
    terms = (
        [reading.term for reading in holder.readings]
        if isinstance(holder, Stance)
        else list(holder.terms or ())
    )
    by_key: dict[TermKey, tuple[Term, ...]] = {}
    for term in terms:
        by_key[term.key] = (*by_key.get(term.key, ()), term)
    return by_key


def _rows_of(
    base: dict[TermKey, tuple[Term, ...]],
    terms: dict[TermKey, tuple[Term, ...]],
    phasing: Phasing,
    number: int,
) -> dict[_Key, tuple[Term, ...]]:
    """The terms of a column by the key of their row: that of the base's term that they stand for.

    Rows have the phases of the base. What is in a phase that the base does not have, where phases do
    not pair by their numbers, has the number of a column that counts so in its key.
    """
    if terms is base:
        return {(*key, -1): group for key, group in base.items()}
    firsts = [tuple(side[key][0] for key in sorted(side)) for side in (base, terms)]
    rows: dict[_Key, tuple[Term, ...]] = {}
    for base_term, term in aligned_terms(*firsts, phasing=phasing):
        if term is None:
            continue
        is_moved = base_term is not None and in_two_phases(base_term, term, phasing)
        phased = isinstance(term.phase, int) and not phasing.is_by_number
        if base_term is not None and not is_moved:
            key: _Key = (*base_term.key, -1)
        else:
            key = (*term.key, number if phased else -1)
        rows[key] = terms[term.key]
    return rows


@attrs.frozen
class _Layer:
    """One term for each issue and phase, of a holder that has several."""

    terms: tuple[Term, ...]


def _layers(holder: Holder) -> tuple[Version | Position | _Layer, ...]:
    """A holder as it can be compared; a stance once for each of its readings of one key."""
    if not isinstance(holder, Stance):
        return (holder,)
    by_key = _terms_by_key(holder)
    number = max(map(len, by_key.values()), default=0)
    return tuple(
        _Layer(tuple(by_key[key][min(layer, len(by_key[key]) - 1)] for key in sorted(by_key)))
        for layer in range(number)
    )


class _ColumnComparison:
    """What a diff finds between two columns, by the terms that it finds it in."""

    def __init__(self, a_holder: Holder, b_holder: Holder) -> None:
        # How two terms that stand for each other compare, and the terms of which one column has
        # what the other is known not to have, or has in another phase; by the id() of the terms.
        self._pairs: dict[tuple[int, int], CellState] = {}
        self._known: dict[int, Certainty] = {}
        for a in _layers(a_holder):
            for b in _layers(b_holder):
                self._add(diff_terms(a, b))

    def _add(self, changes: Iterable[Change]) -> None:
        for change in changes:
            pair = next(step for step in change.steps if isinstance(step, Pair))
            paired = pair.before is not None and pair.after is not None
            silent = isinstance(change, Reported | Unreported | NotCoded)
            whole = change.steps[-1] is pair and not silent
            if whole or isinstance(change, Moved):
                for term in (pair.before, pair.after):
                    known = self._known.get(id(term), Certainty.IMPOSSIBLE)
                    self._known[id(term)] = max(known, change.certainty, key=_SURER.index)
            if paired:
                key = id(pair.before), id(pair.after)
                states = (self._pairs.get(key, CellState.SAME), _told(change))
                self._pairs[key] = max(states, key=_WEIGHT.index)

    def of(self, a_terms: tuple[Term, ...], b_terms: tuple[Term, ...]) -> CellState:
        """How what one column has in a row stands to what the other has there."""
        states = {self._compared(a, b) for a in a_terms for b in b_terms}
        return states.pop() if len(states) == 1 else CellState.OPEN

    def _compared(self, a: Term, b: Term) -> CellState:
        if a == b:
            return CellState.SAME
        known = self._pairs.get((id(a), id(b)))
        if known is None:
            # Their terms do not stand for each other in a diff, but both stand for one of the base.
            changes = diff_terms(_Layer((a,)), _Layer((b,)))
            known = max(map(_told, changes), key=_WEIGHT.index, default=CellState.SAME)
        return known

    def difference(self, a_terms: tuple[Term, ...], b_terms: tuple[Term, ...]) -> Certainty:
        """Whether two columns differ in a row."""
        known = {self._known.get(id(term), Certainty.IMPOSSIBLE) for term in (*a_terms, *b_terms)}
        state = self.of(a_terms, b_terms) if a_terms and b_terms else CellState.SAME
        stated = _DIFFERENCE.get(state, Certainty.IMPOSSIBLE)
        # Of readings of which some are known to differ, none is chosen.
        presence = known.pop() if len(known) == 1 else Certainty.POSSIBLE
        return (
            max(stated, presence, key=_SURER.index) if a_terms or b_terms else Certainty.IMPOSSIBLE
        )


_WEIGHT = (CellState.SAME, CellState.DETAIL, CellState.OPEN, CellState.CHANGED)
_DIFFERENCE = {CellState.CHANGED: Certainty.CERTAIN, CellState.OPEN: Certainty.POSSIBLE}


def _told(change: Change) -> CellState:
    """The state that one change of a term gives its cell."""
    if change.level < Level.CLARIFYING or not change.certainty.is_possible:
        return CellState.SAME
    if isinstance(change, Reported | Unreported):
        # The phase stands at the head of the row.
        return CellState.SAME if change.field == "phase" else CellState.DETAIL
    return CellState.CHANGED if change.certainty.is_certain else CellState.OPEN


def _row(
    columns: list[Column],
    key: _Key,
    across: list[tuple[Term, ...]],
    base: int,
    compared: dict[tuple[int, int], _ColumnComparison],
) -> Row:
    named = across[base] or next(terms for terms in across if terms)
    issue, label = named[0].issue, named[0].label
    if key[-1] >= 0:
        label = f"{label} of column {key[-1] + 1}"
    alike: list[list[int]] = [[] for _ in columns]
    states: dict[int, CellState] = {}
    difference = Certainty.IMPOSSIBLE
    for (first, second), comparison in compared.items():
        first_terms, second_terms = across[first], across[second]
        difference = max(
            difference, comparison.difference(first_terms, second_terms), key=_SURER.index
        )
        if not first_terms or not second_terms:
            continue
        state = comparison.of(first_terms, second_terms)
        if base in (first, second):
            states[second if first == base else first] = state
        if state is CellState.SAME:
            alike[first].append(second)
            alike[second].append(first)
    cells = []
    for number, (column, terms) in enumerate(zip(columns, across, strict=True)):
        readings = _readings(column.holder, terms)
        cells.append(
            Cell(
                state=_state(column.holder, issue, terms, across[base], states.get(number)),
                terms=terms,
                readings=readings,
                contested=any(reading.contested for reading in readings)
                if isinstance(column.holder, Stance)
                else any(
                    passage.support is Support.CONTRADICTS
                    for term in terms
                    for passage in _passages(column.holder, term)
                ),
                same_as=tuple(alike[number]),
            )
        )
    return Row(issue=issue, label=label, cells=tuple(cells), difference=difference)


def _passages(holder: Holder, term: Term) -> tuple[Evidence, ...]:
    return on_wish(holder, term) if isinstance(holder, Position) else term.evidence or ()


_SURER = (Certainty.IMPOSSIBLE, Certainty.POSSIBLE, Certainty.CERTAIN)


def _state(
    holder: Holder,
    issue: str,
    terms: tuple[Term, ...],
    base: tuple[Term, ...],
    beside: CellState | None,
) -> CellState:
    if not terms:
        if isinstance(holder, Version) and not holder.is_coded_on(issue):
            return CellState.NOT_CODED
        known = isinstance(holder, Version) and holder.is_closed("terms")
        return CellState.EXCLUDED if known else CellState.SILENT
    if _are_excluded(terms):
        return CellState.EXCLUDED
    if beside is None or _are_excluded(base):
        return CellState.VALUE
    return beside


def _are_excluded(terms: tuple[Term, ...]) -> bool:
    return all(term.is_excluded for term in terms)


def _readings(holder: Holder, terms: tuple[Term, ...]) -> tuple[StanceTerm, ...]:
    if not isinstance(holder, Stance):
        return ()
    return tuple(reading for reading in holder.readings if reading.term in terms)
