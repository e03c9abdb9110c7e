"""CSV (RFC 4180): a file for each table, and one with the meaning of each column."""

from __future__ import annotations

import csv
import re
from contextlib import ExitStack
from pathlib import Path

from negotiations.exports.target import MARK
from negotiations.frames import Cell, ColumnType, Row, Table, TableColumn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TextIO

__all__ = ["CODEBOOK", "CsvFiles", "cell_of_text", "codebook", "text_of_cell"]

CODEBOOK = "codebook"
# What a spreadsheet takes for a formula when it opens a file of text; and a text of nothing, which would
# look like one that is not reported.
_MARKED = re.compile(r"'*(?:[=+\-@\t\r]|\Z)")
_INTEGER = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_README = """\
An export of a dataset of `negotiations`: tables in CSV (RFC 4180, UTF-8), one file each.

An empty cell means: not reported. Truth values are `true` and `false`. A text that a spreadsheet would take
for a formula has an apostrophe before it. `codebook.csv` says what each column of each table means. The
tables whose names begin with `data_` are complete: the dataset can be made again of them.
"""


def text_of_cell(cell: Cell, kind: ColumnType) -> str:
    """A cell as it stands in a file; empty where nothing is reported.

    >>> text_of_cell("=1+1", ColumnType.TEXT), text_of_cell(55.0, ColumnType.NUMBER)
    ("'=1+1", '55')
    """
    if cell is None:
        return ""
    if kind is ColumnType.BOOLEAN:
        return "true" if cell else "false"
    if kind is ColumnType.NUMBER:
        return repr(int(cell)) if float(cell) == int(cell) else repr(float(cell))
    text = str(cell)
    if kind is ColumnType.INTEGER:
        return text
    return f"'{text}" if _MARKED.match(text) else text


def cell_of_text(text: str, kind: ColumnType) -> Cell:
    """A cell as it was before it was written.

    Raises:
        ValueError: The text is no number, or neither ``true`` nor ``false``.
    """
    if text == "":
        return None
    if kind is ColumnType.INTEGER:
        return int(_in_form(text, _INTEGER, "an integer, in digits"))
    if kind is ColumnType.NUMBER:
        number = float(_in_form(text, _NUMBER, "a number, in digits"))
        return int(number) if number.is_integer() else number
    if kind is ColumnType.BOOLEAN:
        if text not in ("true", "false"):
            raise ValueError(f"expected true or false, found {text!r}")
        return text == "true"
    return text[1:] if text.startswith("'") and _MARKED.match(text) else text


def _in_form(text: str, form: re.Pattern[str], expected: str) -> str:
    """The text, where it has a form; Python would take `1_000`, `nan` and other digits, too."""
    if not form.fullmatch(text):
        raise ValueError(f"expected {expected}, found {text!r}")
    return text


def codebook(tables: Sequence[Table]) -> Table:
    """A table with a row for each column of these tables: what it means."""
    names = ("table_name", "column_name", "type", "meaning", "unit", "words", "refers_to", "source")
    columns = tuple(TableColumn(name=name, meaning=f"The {name}.") for name in names)
    rows: list[Row] = []
    for table in tables:
        for column in table.columns:
            words = "; ".join(f"{word}: {meaning}" for word, meaning in column.words)
            facts = (column.meaning, column.unit, words, column.refers_to, column.source)
            rows.append(
                (table.name, column.name, column.type.value, *(fact or None for fact in facts))
            )
    return Table(
        name=CODEBOOK,
        meaning="One column of one table.",
        columns=columns,
        key=names[:2],
        rows=tuple(rows),
    )


class CsvFiles:
    """Writes each table into a file of a folder; of a single table, into the file itself."""

    def __init__(self, target: Path, *, is_file: bool = False) -> None:
        self._target, self._is_file = target, is_file
        self._streams: dict[str, TextIO] = {}
        self._writers: dict[str, Any] = {}

    def begin(self, tables: Sequence[Table]) -> None:
        """Make the files, with the names of the columns in the first line."""
        columns = () if self._is_file else (codebook(tables),)
        for table in (*tables, *columns):
            path = self._target if self._is_file else self._target / f"{table.name}.csv"
            stream = path.open("w", encoding="utf-8", newline="")
            self._streams[table.name] = stream
            self._writers[table.name] = csv.writer(stream)
            self._writers[table.name].writerow([column.name for column in table.columns])
            self.add(table, table.rows)
        if not self._is_file:
            (self._target / MARK).write_text(_README, encoding="utf-8")

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Write some rows."""
        kinds = [column.type for column in table.columns]
        self._writers[table.name].writerows(
            [text_of_cell(cell, kind) for cell, kind in zip(row, kinds, strict=True)]
            for row in rows
        )

    def end(self) -> None:
        """Close the files, each of them even where another cannot be written to its end."""
        with ExitStack() as stack:
            for stream in self._streams.values():
                stack.callback(stream.close)

    abandon = end
