"""What is exported: tables, and their rows in batches, so that memory does not grow with the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

import attrs

from negotiations.errors import UnknownId
from negotiations.frames import Row, Table
from negotiations.model import Metadata
from negotiations.records import Records
from negotiations.tables.curated import curated_makers
from negotiations.tables.relational import empty_tables, rows_of

__all__ = ["Content", "Sink", "chosen_tables", "content_of_records", "content_of_tables", "pour"]

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


def content_of_records(records: Records, names: Sequence[str]) -> Content:
    """The rows of the chosen tables of a dataset, made record by record."""
    makers = {name: maker for name, maker in curated_makers().items() if name in names}
    whole = {name: table for name, table in empty_tables().items() if name in names}
    every = {**{name: maker.empty for name, maker in makers.items()}, **whole}

    def rows() -> Iterator[tuple[int, str, Row]]:
        for step, record in enumerate(records.everything(), 1):
            if whole:
                for name, row in rows_of(record):
                    if name in whole:
                        yield step, name, row
            if not isinstance(record, Metadata):
                for name, maker in makers.items():
                    for row in maker.rows(record, records):
                        yield step, name, row

    steps = sum(1 for _ in records.everything())
    return Content(tuple(every[name] for name in names), rows, steps, records.metadata)


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
