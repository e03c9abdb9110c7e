"""Parquet: a file for each table, with the codebook in the metadata of its columns."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from negotiations.exports.target import MARK
from negotiations.frames import Row, Table
from negotiations.frames.arrow import arrow_batch, arrow_schema, joined_batches, parquet_writer
from negotiations.limits import MEBIBYTE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["ParquetFiles"]

_README = """\
An export of a dataset of `negotiations`: tables in Parquet, one file each. Null means: not reported. What a
column means stands in the metadata of its field. The tables whose names begin with `data_` are complete.
"""


# Of each group of rows its file keeps a description of each column in memory until it is closed: many
# rows are written as one group, unless they take much memory themselves.
_ROWS, _BYTES = 50_000, 8 * MEBIBYTE


class ParquetFiles:
    """Writes each table into a file of a folder; of a single table, into the file itself."""

    def __init__(self, target: Path, *, is_file: bool = False) -> None:
        self._target, self._is_file = target, is_file
        self._writers: dict[str, Any] = {}
        self._schemas: dict[str, Any] = {}
        self._waiting: dict[str, list[Any]] = {}

    def begin(self, tables: Sequence[Table]) -> None:
        """Make the files."""
        for table in tables:
            schema = arrow_schema(table.about, table.columns)
            path = self._target if self._is_file else self._target / f"{table.name}.parquet"
            self._schemas[table.name] = schema
            self._writers[table.name] = parquet_writer(path, schema)
            self._waiting[table.name] = []
        if not self._is_file:
            (self._target / MARK).write_text(_README, encoding="utf-8")

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Take some rows; they are written when there are enough for a group."""
        waiting = self._waiting[table.name]
        waiting.append(arrow_batch(self._schemas[table.name], table.columns, rows))
        many = sum(batch.num_rows for batch in waiting) >= _ROWS
        if many or sum(batch.nbytes for batch in waiting) >= _BYTES:
            self._write(table.name)

    def _write(self, name: str) -> None:
        """Write what waits for a table as one group."""
        if self._waiting[name]:
            group = joined_batches(self._waiting[name])
            self._writers[name].write_table(group, row_group_size=max(1, group.num_rows))
            self._waiting[name] = []

    def end(self) -> None:
        """Write the rest and close the files, each of them even where another cannot be written whole."""
        with ExitStack() as stack:
            for name, writer in self._writers.items():
                stack.callback(writer.close)
                stack.callback(self._write, name)

    def abandon(self) -> None:
        """Close the files as they are."""
        with ExitStack() as stack:
            for writer in self._writers.values():
                stack.callback(writer.close)
