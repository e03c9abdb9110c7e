"""What is exported: tables, and their rows in batches, so that memory does not grow with the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import attrs

from negotiations.errors import UnknownId
from negotiations.frames import Row, Table
from negotiations.model import Metadata, Proposal, Record
from negotiations.records import Records
from negotiations.tables.curated import curated_makers
from negotiations.tables.relational import empty_tables, rows_of

__all__ = [
    "Content",
    "Progress",
    "Sink",
    "chosen_tables",
    "content_of_record",
    "content_of_records",
    "content_of_tables",
    "pour",
    "those_of",
]

# How many rows of one table are kept before they are written.
BATCH = 5_000
Progress = Callable[[int, int], None]


class Sink(Protocol):
    """What takes the rows of tables and writes them in one format."""

    def begin(self, tables: Sequence[Table]) -> None:
        """Make the tables, without rows."""

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Write some rows of a table, after those that were written before."""

    def end(self) -> None:
        """Write what stands at the end, and close all files."""

    def abandon(self) -> None:
        """Close all files of an export that is not to be."""


@attrs.frozen
class Content:
    """What is exported.

    Attributes:
        tables: The tables without their rows, in order.
        rows: All rows, each with its table's name; the number of steps that they are made in.
        steps: How many steps they are made in, for a progress bar.
        metadata: What the dataset is; None where it is none.
    """

    tables: tuple[Table, ...]
    rows: Callable[[], Iterator[tuple[int, str, Row]]]
    steps: int
    metadata: Metadata | None = None


def chosen_tables(names: Iterable[str], *, complete: bool | None = None) -> tuple[str, ...]:
    """The names of the tables to export.

    Args:
        names: Those that are asked for; all if empty.
        complete: True for the complete ones alone, False for those for people alone, None for both.

    Raises:
        UnknownId: There is no such table.
    """
    people, whole = list(curated_makers()), list(empty_tables())
    known = [*people, *whole]
    for name in names:
        if name not in known:
            raise UnknownId(name, known, "table")
    wanted = tuple(dict.fromkeys(names))
    if wanted:
        return wanted
    return tuple([*people] * (complete is not True) + [*whole] * (complete is not False))


def those_of(records: Records, only: Record | None) -> tuple[Record, ...]:
    """The records that are exported: all of a dataset, or one with those in it."""
    if only is None:
        return tuple(records.everything())
    return (only, *((only.versions or ()) if isinstance(only, Proposal) else ()))


def content_of_records(
    records: Records, names: Sequence[str], only: Record | None = None
) -> Content:
    """The rows of the chosen tables, made record by record.

    Args:
        records: The dataset.
        names: The tables.
        only: The one record whose rows they are, with the records in it; None for all.
    """
    makers = {name: maker for name, maker in curated_makers().items() if name in names}
    whole = {name: table for name, table in empty_tables().items() if name in names}
    every = {**{name: maker.empty for name, maker in makers.items()}, **whole}

    def rows() -> Iterator[tuple[int, str, Row]]:
        for step, record in enumerate(those_of(records, only), 1):
            if whole:
                for name, row in rows_of(record):
                    if name in whole:
                        yield step, name, row
            if not isinstance(record, Metadata):
                for name, maker in makers.items():
                    for row in maker.rows(record, records):
                        yield step, name, row

    return Content(
        tuple(every[name] for name in names),
        rows,
        len(those_of(records, only)),
        records.metadata,
    )


def content_of_record(records: Records, only: Record, names: Sequence[str]) -> Content:
    """The rows of one record: the tables that have some, with the references that lead to them."""
    content = content_of_records(records, names, only)
    rows: dict[str, list[Row]] = {}
    for _, name, row in content.rows():
        rows.setdefault(name, []).append(row)
    filled = {
        table.name: table.replace_rows(rows[table.name])
        for table in content.tables
        if table.name in rows
    }
    return attrs.evolve(
        content_of_tables([_with_sound_references(table, filled) for table in filled.values()]),
        metadata=records.metadata,
    )


def _with_sound_references(table: Table, among: Mapping[str, Table]) -> Table:
    """The table; of its references those that lead to rows of these tables, or to no table here."""
    columns = []
    for column in table.columns:
        target = among.get(column.refers_to)
        cells = {cell for cell in table[column.name] if cell is not None}
        if target is not None and not cells <= set(target[target.key[0]]):
            column = attrs.evolve(column, refers_to="")  # noqa: PLW2901 - the same column
        columns.append(column)
    return attrs.evolve(table, columns=tuple(columns))


def content_of_tables(tables: Sequence[Table]) -> Content:
    """The rows of tables that are made already."""

    def rows() -> Iterator[tuple[int, str, Row]]:
        for step, table in enumerate(tables, 1):
            for row in table.rows:
                yield step, table.name, row

    return Content(tuple(table.replace_rows(()) for table in tables), rows, len(tables))


def pour(content: Content, sink: Sink, progress: Progress | None = None) -> None:
    """Write all rows into a sink, in batches; whatever goes wrong, its files are closed."""
    tables = {table.name: table for table in content.tables}
    waiting: dict[str, list[Row]] = {name: [] for name in tables}
    reached = 0
    try:
        sink.begin(content.tables)
        for step, name, row in content.rows():
            if step != reached:
                reached = step
                if progress is not None:
                    progress(step, content.steps)
            waiting[name].append(row)
            if len(waiting[name]) >= BATCH:
                sink.add(tables[name], waiting[name])
                waiting[name] = []
        for name, rows in waiting.items():
            if rows:
                sink.add(tables[name], rows)
        sink.end()
    except BaseException:
        sink.abandon()
        raise
