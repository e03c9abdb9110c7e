"""A workbook: a sheet for each table, its columns explained, nothing in it a formula."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from negotiations.errors import MissingExtra, NegotiationsError
from negotiations.exports.csv_files import codebook
from negotiations.frames import Cell, ColumnType, Row, Table, TableColumn
from negotiations.model import Metadata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["Workbook"]

# The limits of the format (ECMA-376 as Excel has it).
_MOST_ROWS, _LONGEST, _LONGEST_NAME = 1_048_576, 32_767, 31
_FIRST_DAY = date(1900, 3, 1)  # before it, Excel has a day that no calendar has
_WIDEST = 60
_EXTRA = "xlsx"


class Workbook:
    """Writes each table into a sheet; the names of the columns stay when the sheet is scrolled."""

    def __init__(self, target: Path, metadata: Metadata | None) -> None:
        try:
            import xlsxwriter
        except ModuleNotFoundError as fault:
            raise MissingExtra(_EXTRA, "writing a workbook") from fault
        # The rows wait in files of their own, which are gone with this folder whatever happens.
        self._waiting = TemporaryDirectory(prefix="negotiations-")
        # No text becomes a formula, a number or a link, whatever it looks like.
        options = {
            "constant_memory": True,
            "tmpdir": self._waiting.name,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        # Packed in memory, where it is small, since the library leaves its file open where a disk is full.
        self._target, self._packed = target, io.BytesIO()
        self._book: Any = xlsxwriter.Workbook(self._packed, options)
        self._book.set_properties(
            {
                # A fixed day, so that the same dataset gives the same bytes.
                "created": datetime(2000, 1, 1),  # noqa: DTZ001 - as the library wants it
                "title": "" if metadata is None else f"{metadata.title} {metadata.version}",
            }
        )
        self._head = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._sheets: dict[str, Any] = {}
        self._reached: dict[str, int] = {}

    def begin(self, tables: Sequence[Table]) -> None:
        """Make the sheets, the one with the meaning of the columns first."""
        columns = codebook(tables)
        for table in (columns, *tables):
            sheet = self._book.add_worksheet(self._sheet_name(table.name))
            self._sheets[table.name], self._reached[table.name] = sheet, 1
            sheet.freeze_panes(1, 1)
            for index, column in enumerate(table.columns):
                sheet.set_column(index, index, min(_WIDEST, max(12, len(column.name) + 2)))
            for index, column in enumerate(table.columns):
                sheet.write_string(0, index, column.name, self._head)
        self.add(columns, columns.rows)

    def _sheet_name(self, name: str) -> str:
        """The name of the sheet of a table: cut to what a sheet can have, and not that of another."""
        taken = {sheet.get_name().lower() for sheet in self._book.worksheets()}
        # Excel keeps the name `history` for itself.
        short, number = name[:_LONGEST_NAME], 1
        while short.lower() in taken or short.lower() == "history":
            number += 1
            short = f"{name[: _LONGEST_NAME - 1 - len(str(number))]}~{number}"
        return short

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Write some rows."""
        sheet, reached = self._sheets[table.name], self._reached[table.name]
        if reached + len(rows) > _MOST_ROWS:
            raise NegotiationsError(
                f"{table.name} has more rows than the {_MOST_ROWS:,} that a sheet can have; "
                "export it to parquet, csv or sqlite"
            )
        for row in rows:
            for index, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                if cell is not None:
                    self._write(sheet, reached, index, cell, column, table.name)
            reached += 1
        self._reached[table.name] = reached

    def _write(
        self, sheet: Any, row: int, index: int, cell: Cell, column: TableColumn, name: str
    ) -> None:
        kind = column.type
        if kind in (ColumnType.INTEGER, ColumnType.NUMBER) and not isinstance(cell, str):
            # A number of more digits than a double has would be another one.
            if isinstance(cell, int) and abs(cell) > 10**15:
                sheet.write_string(row, index, str(cell))
            else:
                sheet.write_number(row, index, cell)
            return
        if kind is ColumnType.DATE and date.fromisoformat(str(cell)) >= _FIRST_DAY:
            sheet.write_datetime(row, index, date.fromisoformat(str(cell)), self._day)
            return
        text = ("true" if cell else "false") if kind is ColumnType.BOOLEAN else str(cell)
        # Excel counts as UTF-16 does, where some characters are two.
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if length > _LONGEST:
            raise NegotiationsError(
                f"{name} has in row {row + 1}, {column.name}, a text of {length:,} characters, and a cell "
                f"can have {_LONGEST:,}; export it to csv, parquet or sqlite"
            )
        sheet.write_string(row, index, text)

    def end(self) -> None:
        """Write the file."""
        for name, sheet in self._sheets.items():
            if self._reached[name] > 1:
                sheet.autofilter(0, 0, self._reached[name] - 1, max(0, sheet.dim_colmax))
        self._book.close()
        self._waiting.cleanup()
        self._target.write_bytes(self._packed.getbuffer())

    def abandon(self) -> None:
        """Leave the file as it is; it is removed with its name."""
        self._book.fileclosed = True
        for sheet in self._sheets.values():
            sheet.row_data_fh.close()
        self._waiting.cleanup()
