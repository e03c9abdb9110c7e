"""What makes a table: its columns, and the rows of one record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import attrs

from negotiations.frames import Table, TableColumn
from negotiations.model import Record
from negotiations.records import Records

__all__ = ["Maker"]


@attrs.frozen(kw_only=True)
class Maker:
    """A table that is made record by record.

    Attributes:
        name: The name of the table.
        meaning: What one row is.
        columns: Its columns.
        key: The columns that identify a row.
        rows: The rows of a record; none where the table is not about its kind.
    """

    name: str
    meaning: str
    columns: tuple[TableColumn, ...]
    key: tuple[str, ...]
    rows: Callable[[Record, Records], Iterator[tuple[Any, ...]]]

    @property
    def empty(self) -> Table:
        """The table without rows."""
        return Table(
            name=self.name, meaning=self.meaning, columns=self.columns, key=self.key, rows=()
        )

    def of(self, records: Records) -> Table:
        """The table of all records."""
        return self.empty.replace_rows(
            row for record in records for row in self.rows(record, records)
        )
