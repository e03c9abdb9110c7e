"""The tables for people: one row is what the name says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

import attrs

from negotiations.frames import ColumnType, Table, TableColumn
from negotiations.io.codec import to_data
from negotiations.model import Evidence, Record, Term, Version
from negotiations.model.base import field_of, name_of
from negotiations.model.evidence import passages_on
from negotiations.records import COLLECTIONS, Records, address_of
from negotiations.tables.changes import CHANGES
from negotiations.tables.holding import (
    EXCLUDED,
    HOLDER,
    PLACED,
    excluded,
    holder_cells,
    placed_cells,
)
from negotiations.tables.layout import named_fields
from negotiations.tables.maker import Maker
from negotiations.tables.passages import CLAIMS, EVIDENCE
from negotiations.tables.quantities import QUANTITIES
from negotiations.tables.shown import JOINED, PASSAGES, Shown, passage_cells, shown, shown_columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.frames import Cell, Row

__all__ = ["curated_makers", "with_names"]

# What a record holds and other tables have, where it can be filtered.
_HELD = (Term, Version)


@lru_cache(maxsize=1)
def curated_makers() -> dict[str, Maker]:
    """The makers of the tables for people, by name."""
    makers = [_of_records(name) for name in COLLECTIONS]
    others = (_terms(), _term_fields(), QUANTITIES, CLAIMS, EVIDENCE, CHANGES)
    made = {maker.name: maker for maker in (*makers, *others)}
    first = ("versions", "terms", "quantities", "positions", "events")
    return {name: made[name] for name in (*first, *(each for each in made if each not in first))}


def _of_records(name: str) -> Maker:
    cls = COLLECTIONS[name]
    parts = shown_columns(cls, skip=_HELD)
    proposal = TableColumn(
        name="proposal",
        meaning="The proposal that it is a version of.",
        refers_to="proposals",
        required=True,
    )
    columns = [column for part in parts for column in part.columns]
    if cls is Version:
        columns.insert(1, proposal)

    def rows(record: Record, records: Records) -> Iterator[Row]:
        if type(record) is not cls:
            return
        cells: list[Cell] = [cell for part in parts for cell in part.cells(record, records)]
        if isinstance(record, Version):
            cells.insert(1, record.proposal_id)
        yield tuple(cells)

    meaning = (cls.__doc__ or "").strip().partition("\n")[0]
    return Maker(name=name, meaning=meaning, columns=tuple(columns), key=("id",), rows=rows)


def _terms() -> Maker:
    """The wide table of terms.

    It has a column for each field, and one for each kind where kinds declare a field in different ways.
    """
    parts: list[tuple[Shown, frozenset[str]]] = []
    for spec, name, kinds in sorted(
        named_fields(Term), key=lambda each: each[0].name == "evidence"
    ):
        if spec.name != "included":
            parts += [(part, kinds) for part in shown_columns(Term, name=name, spec=spec)]
    kind = TableColumn(name="kind", meaning="The kind of term.", required=True)
    address = TableColumn(name="address", meaning="Where it stands.", required=True)
    columns = (EXCLUDED, address, *HOLDER, kind, *(c for part, _ in parts for c in part.columns))

    def rows(record: Record, records: Records) -> Iterator[Row]:
        terms: tuple[Term, ...] = getattr(record, "terms", None) or ()
        for term in terms:
            cells: list[Cell] = []
            for part, kinds in parts:
                has = term.kind.value in kinds
                cells += part.cells(term, records) if has else (None,) * len(part.columns)
            where = f"{address_of(record)}/terms/{term.label}"
            yield (excluded(term), where, *holder_cells(record), term.kind.value, *cells)

    meaning = "One term: what a version says, or a position wants, on one issue."
    return Maker(name="terms", meaning=meaning, columns=columns, key=("address",), rows=rows)


def _term_fields() -> Maker:
    """The long table of terms: a row for each field that is reported, whatever the kind of term."""
    columns = (
        EXCLUDED,
        TableColumn(name="address", meaning="The term and the field.", required=True),
        TableColumn(name="term", meaning="The term.", refers_to="terms", required=True),
        *HOLDER,
        *PLACED,
        TableColumn(name="kind", meaning="The kind of term.", required=True),
        TableColumn(name="field", meaning="The field.", required=True),
        TableColumn(
            name="text",
            meaning="What is reported, as text; null for a list of none.",
            searched=True,
        ),
        TableColumn(
            name="json",
            type=ColumnType.JSON,
            meaning="What is reported, as JSON: all of it.",
            required=True,
        ),
        *PASSAGES,
    )

    def rows(record: Record, records: Records) -> Iterator[Row]:
        terms: tuple[Term, ...] = getattr(record, "terms", None) or ()
        for term in terms:
            where = f"{address_of(record)}/terms/{term.label}"
            about = (*holder_cells(record), *placed_cells(term), term.kind.value)
            for name, data in to_data(term).items():
                spec = field_of(term, name)
                # Its key stands in columns of its own, and its passages in another table.
                if spec is None or spec.is_key or spec.types == (Evidence,):
                    continue
                said = passage_cells(passages_on(term, name), records)
                text, whole = shown(getattr(term, name)), json.dumps(data, ensure_ascii=False)
                yield (
                    *(excluded(term), f"{where}/{name}", where, *about),
                    *(name, text, whole, *said),
                )

    meaning = "One field of a term that is reported."
    return Maker(name="term_fields", meaning=meaning, columns=columns, key=("address",), rows=rows)


def with_names(table: Table, records: Records) -> Table:
    """The table with a column of names beside each column of ids."""
    columns: list[TableColumn] = []
    sources: list[tuple[int, tuple[str, ...]]] = []
    for index, column in enumerate(table.columns):
        columns.append(column)
        sources.append((index, ()))
        among = (column.refers_to,) if column.refers_to in COLLECTIONS else column.spelled
        if among:
            name = f"{column.name.removesuffix('_id')}_name"
            columns.append(
                attrs.evolve(
                    column,
                    name=name,
                    meaning=f"The names for `{column.name}`.",
                    refers_to="",
                    spelled=(),
                    words=(),
                )
            )
            sources.append((index, among))
    rows = [
        tuple(
            _named(row[index], among, records) if among else row[index] for index, among in sources
        )
        for row in table.rows
    ]
    return attrs.evolve(table, columns=tuple(columns), rows=tuple(rows))


def _named(cell: Cell, among: tuple[str, ...], records: Records) -> str | None:
    """The names of the ids in a cell; an id that has none stands for itself."""
    if cell is None:
        return None
    names = []
    for key in str(cell).split(JOINED):
        record = records.get(key, among)
        names.append((shown(name_of(record)) if record is not None else None) or key)
    return JOINED.join(names)
