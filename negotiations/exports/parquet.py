"""Parquet: a file for each table, with the codebook in the metadata of its columns."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from negotiations.exports.target import MARK
from negotiations.frames import Row, Table
from negotiations.frames.arrow import arrow_batch, arrow_schema, parquet_writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["ParquetFiles"]

_README = """\
An export of a dataset of `negotiations`: tables in Parquet, one file each. Null means: not reported. What a
column means stands in the metadata of its field. The tables whose names begin with `data_` are complete.
"""


class ParquetFiles:
    """Writes each table into a file of a folder; of a single table, into the file itself."""

    def __init__(self, target: Path, *, is_file: bool = False) -> None:
        self._target, self._is_file = target, is_file
        self._writers: dict[str, Any] = {}
        self._schemas: dict[str, Any] = {}

    def begin(self, tables: Sequence[Table]) -> None:
        """Make the files."""
        for table in tables:
            schema = arrow_schema(table.about, table.columns)
            path = self._target if self._is_file else self._target / f"{table.name}.parquet"
            self._schemas[table.name] = schema
            self._writers[table.name] = parquet_writer(path, schema)
        if not self._is_file:
            (self._target / MARK).write_text(_README, encoding="utf-8")

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Write some rows, as a group of their own."""
        batch = arrow_batch(self._schemas[table.name], table.columns, rows)
        self._writers[table.name].write_batch(batch)

    def end(self) -> None:
        """Close the files, each of them even where another cannot be written to its end."""
        with ExitStack() as stack:
            for writer in self._writers.values():
                stack.callback(writer.close)

    abandon = end
