"""The data of records and terms that rows give, each with the places of its cells."""

from __future__ import annotations

from typing import Any

import attrs

from negotiations.errors import nearest
from negotiations.model import TERM_CLASSES, Term
from negotiations.model.base import field_of, fields_of
from negotiations.model.values import When
from negotiations.sheets.cells import data_of
from negotiations.sheets.columns import ColumnKind, SheetColumn, spec_for, words_in
from negotiations.sheets.grid import Cell, cell_problem
from negotiations.sheets.naming import column_called, key_of
from negotiations.sheets.typed_cells import content_text
from negotiations.sheets.written import Unreadable, Written
from negotiations.vocabulary import Limit, Qualifier, TermKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from negotiations.errors import Problem
    from negotiations.model.base import FieldSpec
    from negotiations.sheets.rows import Row

    # The data of the passage of a row, from what its cells say of it; None where it has none.
    Cite = Callable[[Row, dict[str, Any]], dict[str, Any] | None]

__all__ = ["Given", "given", "merged"]

_PACKABLE = (ColumnKind.FIELD, ColumnKind.CLAIM, ColumnKind.EVIDENCE)


@attrs.define(kw_only=True)
class Given:
    """What the rows of one record, or of one term, give.

    Attributes:
        row: The first of the rows.
        data: The data by field.
        proposal: Of a version, the data of its proposal.
        claim: Of a figure, the data of what one source gives for it.
        further: Of a figure, what its other rows give.
        places: The place of each field; of those of the proposal with their prefix.
        passages: The data of each passage, with its row.
        is_broken: Whether something in it could not be read.
        unread: The columns of which that is so.
    """

    row: Row
    data: dict[str, Any] = attrs.field(factory=dict)
    proposal: dict[str, Any] = attrs.field(factory=dict)
    claim: dict[str, Any] = attrs.field(factory=dict)
    further: list[Given] = attrs.field(factory=list)
    places: dict[str, str] = attrs.field(factory=dict)
    passages: list[tuple[dict[str, Any], Row]] = attrs.field(factory=list)
    is_broken: bool = False
    unread: set[str] = attrs.field(factory=set)

    def place(self, field: str) -> str:
        """The place of a field; of one that is not given, where it would be."""
        return self.places.get(field) or self.row.at(field)


def given(row: Row, cite: Cite, problems: list[Problem], *, kind: str = "") -> Given:
    """What a row gives; what is wrong with it is added to the problems.

    Args:
        row: The row.
        cite: Finds the passage of the row.
        problems: What is wrong so far.
        kind: Of a row of terms, the kind of its issue; empty where that is not known.
    """
    made = Given(row=row, unread=set(row.unclear))

    def tell(place: str, fault: Unreadable, found: str = "") -> None:
        made.is_broken = True
        if not fault.message:
            return
        problems.append(
            cell_problem(
                place, fault.message, found=found, expected=fault.expected, remedy=fault.remedy
            )
        )

    passage: dict[str, Any] = {}
    for column, cell, place in _cells(row, tell):
        try:
            if column.kind is ColumnKind.QUOTE:
                passage["quote"] = content_text(cell)
            elif column.kind is ColumnKind.HOLDER:
                made.data["holder"] = content_text(cell)
                made.places["holder"] = place
            elif column.spec is not None:
                _put(made, column, cell, place, passage, kind)
        except Unreadable as fault:
            tell(place, fault, _found(cell))
            made.unread.add(column.name)
    for target in (made.data, made.claim):
        for name in [name for name, value in target.items() if isinstance(value, _Date)]:
            try:
                target[name] = target[name].data()
            except Unreadable as fault:
                del target[name]
                # Nothing more is said of a date that could not be read.
                tell(made.place(name), Unreadable("") if name in made.unread else fault)
                made.unread.add(name)
    try:
        found = cite(row, passage)
    except Unreadable as fault:
        tell(row.at(fault.column or "quote"), fault, found=_words(row, fault.column or "quote"))
    else:
        if found is not None:
            made.passages.append((found, row))
    return made


def _words(row: Row, column: str) -> str:
    cell = row.get(column)
    return "" if cell is None else _found(cell)


def _found(cell: Cell) -> str:
    content = cell.content
    return content[:200] if isinstance(content, str) else str(content)[:200]


def _cells(
    row: Row, tell: Callable[[str, Unreadable], None]
) -> Iterator[tuple[SheetColumn, Cell, str]]:
    """The cells of a row, with those that stand packed in one of them."""
    for column, cell, place in row.cells.values():
        if column.kind is not ColumnKind.PACKED:
            yield column, cell, place
            continue
        try:
            packed = list(_packed(row, cell))
        except Unreadable as fault:
            tell(place, fault)
            continue
        for inner, content in packed:
            yield inner, content, place


def _packed(row: Row, cell: Cell) -> Iterator[tuple[SheetColumn, Cell]]:
    """The fields in a cell such as ``amount=5; option=yes``."""
    content = cell.content
    pairs: list[tuple[str, Any]] = []
    if isinstance(content, dict):
        pairs = list(content.items())
    else:
        for part in content_text(cell).split(";"):
            name, equals, value = part.partition("=")
            if part.strip() and not equals:
                raise Unreadable(
                    f"{part.strip()!r} has no =", "name=value; name=value", "write field=value"
                )
            if part.strip():
                pairs.append((name, value.strip()))
    for name, value in pairs:
        inner = column_called(row.sheet, name)
        if inner is None or inner.kind not in _PACKABLE:
            close = nearest(key_of(name), [column.name for column in row.sheet.columns], 1)
            raise Unreadable(
                f"there is no field {name.strip()!r}",
                "name=value; name=value",
                f"write {close[0]!r}" if close else "",
            )
        if inner.name in row.cells:
            raise Unreadable(
                f"{inner.name!r} has a column of its own, which is filled too",
                "each once",
                "leave out one of the two",
            )
        if value != "":
            yield inner, Cell(value)


def _put(
    made: Given, column: SheetColumn, cell: Cell, place: str, passage: dict[str, Any], kind: str
) -> None:
    spec = spec_for(column, kind)
    if spec is None:
        assert column.spec is not None  # noqa: S101 - for type checkers: a field of some kind
        raise _no_field(column, kind)
    if column.kind is ColumnKind.EVIDENCE:
        passage[spec.name] = (
            content_text(cell) if spec.name == "source" else _plain(data_of(spec, cell))
        )
        return
    if column.kind is ColumnKind.DATE:
        dated = made.row.sheet.column(column.beside)
        date = _target(made, dated).setdefault(column.beside, _Date(column.beside))
        date.beside[spec.name] = data_of(spec, cell)
        return
    cls = TERM_CLASSES[TermKind(kind)] if kind else row_class(made)
    has_increment = spec.name == "count" and field_of(cls, "increment") is not None
    value = data_of(spec, cell, has_increment=has_increment)
    target = _target(made, column)
    made.places[column.name] = place
    if isinstance(value, Written):
        _put_number(target, cls, spec, value)
    elif spec.types == (When,) and isinstance(value, dict):
        date = target.setdefault(spec.name, _Date(spec.name))
        date.cell = value
    else:
        target[spec.name] = value


def _target(made: Given, column: SheetColumn | None) -> dict[str, Any]:
    """The data that a column is a field of."""
    targets = {ColumnKind.PROPOSAL: made.proposal, ColumnKind.CLAIM: made.claim}
    return made.data if column is None else targets.get(column.kind, made.data)


def row_class(made: Given) -> type[Any]:
    """The class of what a row gives."""
    return made.row.sheet.record


def _plain(value: Any) -> Any:
    return value.data if isinstance(value, Written) else value


def _put_number(target: dict[str, Any], cls: type[Any], spec: FieldSpec, value: Written) -> None:
    """A number, as a bound of what is known, or as the limit that the text sets."""
    if value.increment is not None:
        target |= {"baseline": value.data, "increment": value.increment}
        return
    target[spec.name] = value.data
    if value.limit is None:
        return
    if spec.limited and field_of(cls, "limit") is not None:
        target.setdefault("limit", value.limit.value)
        return
    bound = Qualifier.AT_MOST if value.limit is Limit.MAXIMUM else Qualifier.AT_LEAST
    if set(value.data) & {Qualifier.EXACTLY.value}:
        beside = {
            name: part for name, part in value.data.items() if name != Qualifier.EXACTLY.value
        }
        target[spec.name] = {bound.value: value.data[Qualifier.EXACTLY.value], **beside}


def _no_field(column: SheetColumn, kind: str) -> Unreadable:
    own = [
        spec.name
        for spec in fields_of(TERM_CLASSES[TermKind(kind)])
        if field_of(Term, spec.name) is None
    ]
    return Unreadable(
        f"a term of kind {kind} has no {column.name}",
        f"one of {', '.join(own)}" if own else "a summary",
        "empty the cell, or change the issue",
    )


class _Date:
    """A date while its cells are read: what its own cell gives, and what the cells beside it give."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cell: dict[str, Any] = {}
        self.beside: dict[str, Any] = {}

    def data(self) -> dict[str, Any]:
        """The data of the date.

        Raises:
            Unreadable: It is not said what it rests on, it is said twice, or there is no date.
        """
        twice = [name for name in self.beside if name in self.cell]
        if twice:
            raise Unreadable(
                f"{twice[0]} stands in the cell of the date and in {self.name}_{twice[0]}",
                "each once",
                "write the date alone into its cell",
            )
        made = {**self.cell, **self.beside}
        if not self.cell:
            raise Unreadable(
                f"{self.name} has no date, and something is said of one",
                "a date such as 2024-08-16 or 2024-08",
                f"fill the column {self.name}",
            )
        if "edtf" in made and "basis" not in made:
            words = ", ".join(word.value for spec in fields_of(When) for word in words_in(spec))
            raise Unreadable(
                "it is not said what the date rests on", words, f"fill the column {self.name}_basis"
            )
        return made


def merged(into: Given, other: Given, problems: list[Problem]) -> None:
    """Add what another row gives of the same record: further passages, and fields that it has not."""
    into.is_broken = into.is_broken or other.is_broken
    into.unread |= other.unread
    into.further += [other, *other.further]
    for mine, theirs, prefix in (
        (into.data, other.data, ""),
        (into.proposal, other.proposal, "proposal_"),
    ):
        _merge_fields(into, other, mine, theirs, prefix, problems)
    for passage, row in other.passages:
        if all(passage != held for held, _ in into.passages):
            into.passages.append((passage, row))


def _merge_fields(
    into: Given,
    other: Given,
    mine: dict[str, Any],
    theirs: Mapping[str, Any],
    prefix: str,
    problems: list[Problem],
) -> None:
    for name, value in theirs.items():
        column = prefix + name
        if name not in mine:
            mine[name] = value
            into.places[column] = other.place(column)
        elif mine[name] != value:
            into.is_broken = True
            problems.append(
                cell_problem(
                    other.place(column),
                    f"{column} differs from {into.place(column)}, which is of the same record",
                    rule="unique-key",
                    expected="the same value, or an empty cell",
                    remedy="correct one of the two; another record has another id, and another term of the "
                    "same issue another phase, case or alternative",
                )
            )
