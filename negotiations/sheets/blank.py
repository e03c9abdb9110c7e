"""The sheets of a template, as CSV files and as a workbook; the only writer of sheets with xlsxwriter."""

from __future__ import annotations

import csv
import io

from negotiations.errors import MissingExtra
from negotiations.sheets.columns import ColumnKind, SheetColumn, words_in
from negotiations.sheets.grid import letters
from negotiations.sheets.kinds import SHEETS, sheet_named
from negotiations.sheets.notes import (
    READ_ME,
    example_row,
    is_needed,
    note_of,
    notes_page,
    shown_columns,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from negotiations.records import Records

__all__ = ["blank_csv_files", "blank_workbook"]

# The rows for which a workbook offers words, and those of a sheet whose ids it offers.
_ROWS = 5_000
_OFFERED = 500
# The collections whose records have a sheet.
_SHEET_OF = {sheet_named(name).collection: name for name in SHEETS}
# What a workbook allows.
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255


def blank_csv_files() -> dict[str, str]:
    """The texts of the CSV files of a template by their names, and that of the notes beside them."""
    files = {"README.md": notes_page()}
    for name in SHEETS:
        names = [column.name for column in shown_columns(sheet_named(name))]
        example = example_row(name)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(names)
        writer.writerow([example.get(column, "") for column in names])
        # With a byte order mark, spreadsheets read it as UTF-8.
        files[f"{name}.csv"] = "\ufeff" + text.getvalue()
    return files


def blank_workbook(records: Records | None) -> bytes:
    """The bytes of the workbook of a template, which offers the ids of these records.

    Raises:
        MissingExtra: xlsxwriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as fault:
        raise MissingExtra("xlsx", "writing a workbook") from fault
    from datetime import datetime

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    # The same bytes every time.
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - no moment is meant
    formats = {
        "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "name": book.add_format({"num_format": "@", "bottom": 1}),
        "needed": book.add_format({"num_format": "@", "bottom": 1, "bold": True}),
        "example": book.add_format(
            {
                "num_format": "@",
                "text_wrap": True,
                "valign": "top",
                "italic": True,
                "font_color": "#595959",
            }
        ),
        "wide": book.add_format({"text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True}),
    }
    front = book.add_worksheet("read me")
    front.set_column(0, 0, 120, formats["wide"])
    for index, line in enumerate(READ_ME):
        front.write_string(index, 0, line, formats["title" if index == 0 else "wide"])
    sheets = {name: book.add_worksheet(name) for name in SHEETS}
    lists = _Lists(book, records)
    for name, sheet in sheets.items():
        _fill(sheet, name, formats, lists)
    lists.close()
    sheets["texts"].activate()
    front.activate()
    book.close()
    return data.getvalue()


def _fill(sheet: Any, name: str, formats: dict[str, Any], lists: _Lists) -> None:
    example = example_row(name)
    columns = shown_columns(sheet_named(name))
    sheet.freeze_panes(1, 3 if sheet_named(name).holders else 2)
    sheet.set_column(0, len(columns) - 1, 18, formats["text"])
    for index, column in enumerate(columns):
        note = note_of(column)
        sheet.write_string(
            0, index, column.name, formats["needed" if is_needed(column) else "name"]
        )
        sheet.write_comment(
            0, index, note, {"width": 320, "height": 40 + 16 * (len(note) // 45 + 1)}
        )
        if column.name in example:
            sheet.write_string(1, index, example[column.name], formats["example"])
        if column.kind is ColumnKind.QUOTE:
            sheet.set_column(index, index, 50, formats["text"])
        offer: dict[str, Any] = {
            "input_title": column.name[:_LONGEST_TITLE],
            "input_message": note
            if len(note) <= _LONGEST_MESSAGE
            else note[: _LONGEST_MESSAGE - 1] + "…",
            "validate": "any",
        }
        source, is_closed = lists.source(column, sheet_named(name).holders)
        if source:
            offer |= {"validate": "list", "source": source, "show_error": is_closed}
            offer |= {
                "error_title": "Not one of the words",
                "error_message": "Choose one of the list.",
            }
        sheet.data_validation(1, index, _ROWS, index, offer)


class _Lists:
    """The hidden sheet with the words and ids that other sheets offer."""

    def __init__(self, book: Any, records: Records | None) -> None:
        self._sheet = book.add_worksheet("lists")
        self._records = records
        self._ranges: dict[tuple[str, ...], str] = {}

    def close(self) -> None:
        """Hide the sheet."""
        self._sheet.hide()

    def source(self, column: SheetColumn, holders: tuple[str, ...]) -> tuple[str, bool]:
        """The range that a column offers, and whether nothing else may be written; none is empty."""
        spec = column.spec
        if column.kind is ColumnKind.HOLDER:
            return self._ids(holders), False
        if spec is None:
            return "", False
        if spec.refers_to:
            return self._ids(spec.refers_to), False
        words = tuple(word.value for word in words_in(spec))
        if spec.types == (bool,):
            words = ("true", "false")
        if not words or len(words) > 100:
            return "", False
        return self._range(words), not spec.many and len(spec.types) == 1

    def _ids(self, collections: tuple[str, ...]) -> str:
        known = [
            key
            for name in collections
            for key in (self._records.collections[name] if self._records is not None else ())
        ]
        sheets = [_SHEET_OF[name] for name in collections if name in _SHEET_OF]
        if not known and len(sheets) == 1:
            place = _id_column(sheets[0])
            return f"={sheets[0]}!${place}$3:${place}${_OFFERED}"
        formulas = []
        for sheet in sheets:
            place = _id_column(sheet)
            rows = range(3, _OFFERED // len(sheets))
            formulas += [f'=IF({sheet}!${place}{row}="","",{sheet}!${place}{row})' for row in rows]
        return self._range((*known, *formulas)) if known or formulas else ""

    def _range(self, cells: tuple[str, ...]) -> str:
        if cells not in self._ranges:
            index = len(self._ranges)
            for row, cell in enumerate(cells):
                if cell.startswith("="):
                    self._sheet.write_formula(row, index, cell, None, "")
                else:
                    self._sheet.write_string(row, index, cell)
            letter = letters(index + 1)
            self._ranges[cells] = f"=lists!${letter}$1:${letter}${len(cells)}"
        return self._ranges[cells]


def _id_column(sheet: str) -> str:
    names = [column.name for column in shown_columns(sheet_named(sheet))]
    return letters(names.index("id") + 1)
