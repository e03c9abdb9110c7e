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
from negotiations.compare.align import aligned_terms
from negotiations.compare.changes import Moved, Pair, Reported, Unreported
from negotiations.compare.diff import diff_terms
from negotiations.compare.phases import aligned_phases
from negotiations.errors import NegotiationsError
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
    _Key = tuple[str, int, int]

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


@attrs.frozen(kw_only=True, repr=False)
class SideBySide(Answer):
    """A table of two to twelve columns.

    Attributes:
        columns: What stands across.
        rows: What stands down, by issue and phase.
        base: The number of the column, from 0, that the others are compared with.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    base: int = 0

    def row(self, label: str) -> Row | None:
        """The row of an issue and phase, or None where no column has one."""
        return next((row for row in self.rows if row.label == label), None)

    def where(self, *, issue: str | None = None, differs: bool | None = None) -> tuple[Row, ...]:
        """The rows on an issue, or those in which columns differ or may differ, or those in which not."""
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
    held = [each if isinstance(each, Column) else Column(holder=each) for each in columns]
    keyed = [_terms_by_key(column.holder) for column in held]
    phasings = [aligned_phases(held[base].holder, each.holder) for each in held]
    alike = [next(at for at, other in enumerate(phasings) if other == each) for each in phasings]
    places = [
        _rows_of(keyed[base], terms, phasing, number)
        for terms, phasing, number in zip(keyed, phasings, alike, strict=True)
    ]
    order = sorted({key for place in places for key in place})
    compared = {
        (one, other): _Comparison(held[one].holder, held[other].holder)
        for one, other in combinations(range(len(held)), 2)
    }
    rows = [
        _row(held, key, [place.get(key, ()) for place in places], base, compared) for key in order
    ]
    return SideBySide(columns=tuple(held), rows=tuple(rows), base=base)


def column(
    records: Records,
    given: Holder | Column | Actor | str,
    *,
    on: Proposal | Version | str | EllipsisType | None = ...,
    as_of: AsOf = None,
) -> Column:
    """A column of what is given, as a value or an address; an actor stands for its stance.

    Raises:
        UnknownId: There is no such record.
        NegotiationsError: It holds no terms.
        TypeError: It is an actor, and ``on`` is missing.
    """
    if isinstance(given, Column):
        return given
    found = records.resolve(given) if isinstance(given, str) else given
    if isinstance(found, Actor):
        if isinstance(on, EllipsisType):
            raise TypeError(
                f"missing the keyword argument 'on': {found.id} is an actor and stands for its "
                "stance on one proposal; give the proposal, or None for positions that concern no "
                "text"
            )
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
    base: dict[tuple[str, int], tuple[Term, ...]],
    terms: dict[tuple[str, int], tuple[Term, ...]],
    phasing: Phasing,
    number: int,
) -> dict[_Key, tuple[Term, ...]]:
    """The terms of a column by the key of their row: that of the base's term that they stand for.

    Rows have the phases of the base. What is in a phase that the base does not have, where phases do
    not pair by their numbers, has the number of a column that counts so in its key.
    """
    if terms is base:
        return {(*key, -1): held for key, held in base.items()}
    firsts = [tuple(held[key][0] for key in sorted(held)) for held in (base, terms)]
    rows: dict[_Key, tuple[Term, ...]] = {}
    for one, other in aligned_terms(*firsts, phasing=phasing):
        if other is None:
            continue
        is_moved = one is not None and in_two_phases(one, other, phasing)
        phased = isinstance(other.phase, int) and not phasing.is_by_number
        if one is not None and not is_moved:
            key: _Key = (
                (*one.key, -1) if None in (one.phase, other.phase) or phased else (*other.key, -1)
            )
        else:
            key = (*other.key, number if phased else -1)
        rows[key] = terms[other.key]
    return rows


@attrs.frozen
class _Spoken:
    """One term for each issue and phase, of a holder that has several."""

    terms: tuple[Term, ...]


def _spoken(holder: Holder) -> tuple[Version | Position | _Spoken, ...]:
    """A holder as it can be compared; a stance once for each of its readings of one key."""
    if not isinstance(holder, Stance):
        return (holder,)
    by_key = _terms_by_key(holder)
    number = max(map(len, by_key.values()), default=0)
    return tuple(
        _Spoken(tuple(by_key[key][min(layer, len(by_key[key]) - 1)] for key in sorted(by_key)))
        for layer in range(number)
    )


class _Comparison:
    """What a diff finds between two columns, by the terms that it finds it in."""

    def __init__(self, one: Holder, other: Holder) -> None:
        # How two terms that stand for each other compare, and the terms of which one column has
        # what the other is known not to have, or has in another phase; by the id() of the terms.
        self._pairs: dict[tuple[int, int], CellState] = {}
        self._known: dict[int, Certainty] = {}
        for a in _spoken(one):
            for b in _spoken(other):
                self._add(diff_terms(a, b))

    def _add(self, changes: Iterable[Change]) -> None:
        for change in changes:
            pair = next(step for step in change.steps if isinstance(step, Pair))
            both = pair.before is not None and pair.after is not None
            whole = change.steps[-1] is pair and not isinstance(change, Reported | Unreported)
            if whole or isinstance(change, Moved):
                for term in (pair.before, pair.after):
                    known = self._known.get(id(term), Certainty.IMPOSSIBLE)
                    self._known[id(term)] = max(known, change.certainty, key=_SURER.index)
            if both:
                key = id(pair.before), id(pair.after)
                states = (self._pairs.get(key, CellState.SAME), _told(change))
                self._pairs[key] = max(states, key=_WEIGHT.index)

    def of(self, ones: tuple[Term, ...], others: tuple[Term, ...]) -> CellState:
        """How what one column has in a row stands to what the other has there."""
        states = {self._compared(one, other) for one in ones for other in others}
        return states.pop() if len(states) == 1 else CellState.OPEN

    def _compared(self, one: Term, other: Term) -> CellState:
        if one == other:
            return CellState.SAME
        known = self._pairs.get((id(one), id(other)))
        if known is None:
            # Two columns that do not stand for each other, but both for the base.
            changes = diff_terms(_Spoken((one,)), _Spoken((other,)))
            known = max(map(_told, changes), key=_WEIGHT.index, default=CellState.SAME)
        return known

    def difference(self, ones: tuple[Term, ...], others: tuple[Term, ...]) -> Certainty:
        """Whether two columns differ in a row."""
        known = {self._known.get(id(term), Certainty.IMPOSSIBLE) for term in (*ones, *others)}
        state = self.of(ones, others) if ones and others else CellState.SAME
        found = _DIFFERENCE.get(state, Certainty.IMPOSSIBLE)
        # Of readings of which some are known to differ, none is chosen.
        whole = known.pop() if len(known) == 1 else Certainty.POSSIBLE
        return max(found, whole, key=_SURER.index) if ones or others else Certainty.IMPOSSIBLE


_WEIGHT = (CellState.SAME, CellState.DETAIL, CellState.OPEN, CellState.CHANGED)
_DIFFERENCE = {CellState.CHANGED: Certainty.CERTAIN, CellState.OPEN: Certainty.POSSIBLE}


def _told(change: Change) -> CellState:
    """What one change of a term makes of its cell."""
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
    compared: dict[tuple[int, int], _Comparison],
) -> Row:
    named = across[base] or next(terms for terms in across if terms)
    issue, label = named[0].issue, named[0].label
    if key[2] >= 0:
        label = f"{label} of column {key[2] + 1}"
    same: list[list[int]] = [[] for _ in columns]
    states: dict[int, CellState] = {}
    difference = Certainty.IMPOSSIBLE
    for (one, other), comparison in compared.items():
        ones, others = across[one], across[other]
        difference = max(difference, comparison.difference(ones, others), key=_SURER.index)
        if not ones or not others:
            continue
        state = comparison.of(ones, others)
        if base in (one, other):
            states[other if one == base else one] = state
        if state is CellState.SAME:
            same[one].append(other)
            same[other].append(one)
    cells = []
    for number, (column, terms) in enumerate(zip(columns, across, strict=True)):
        readings = _readings(column.holder, terms)
        cells.append(
            Cell(
                state=_state(column.holder, terms, across[base], states.get(number)),
                terms=terms,
                readings=readings,
                contested=any(reading.contested for reading in readings)
                if isinstance(column.holder, Stance)
                else any(
                    each.support is Support.CONTRADICTS for t in terms for each in t.evidence or ()
                ),
                same_as=tuple(same[number]),
            )
        )
    return Row(issue=issue, label=label, cells=tuple(cells), difference=difference)


_SURER = (Certainty.IMPOSSIBLE, Certainty.POSSIBLE, Certainty.CERTAIN)


def _state(
    holder: Holder, terms: tuple[Term, ...], base: tuple[Term, ...], beside: CellState | None
) -> CellState:
    if not terms:
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
