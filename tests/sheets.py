"""Sheets for tests: small workbooks and CSV files about an invented river, and the text that they quote."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import xlsxwriter

from negotiations.sheets.importing import Imported, read_sheets
from negotiations.sheets.notes import EXAMPLE_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = [
    "RIVER",
    "TEXT",
    "changed",
    "put_texts",
    "read",
    "rows_with",
    "said",
    "write_csv",
    "write_xlsx",
]

TEXT = "".join(EXAMPLE_TEXT.splitlines(keepends=True)[:3]) + (
    "The mill pays a fee. The ford stays open.\n"
    "Lower Village would build a “new” gate within 14 days.\n"
    "The mill pays a fee, and 150 coins are added.\n"
)

# The rows of each sheet; the first names the columns.
RIVER: dict[str, list[list[str]]] = {
    "actors": [["id", "kind"], ["upper-village", "organisation"], ["lower-village", "organisation"]],
    "issues": [
        ["id", "kind", "definition", "unit", "options"],
        ["water-share", "measure", "The share of the flow.", "percent", ""],
        ["gate", "choice", "What becomes of the gate.", "", "none | old | new"],
        ["captives", "release", "Those who are held.", "", ""],
    ],
    "texts": [
        ["id", "proposal_between", "proposal_rationale", "quote", "tabled", "tabled_basis"],
        ["treaty@spring", "upper-village | lower-village", "The one text.", "In spring the", "", ""],
    ],
    "terms": [
        ["holder", "issue", "phase", "quote", "amount", "option", "count", "included", "summary"],
        ["treaty@spring", "water-share", "", "at least 40 percent of the water", ">=40", "", "", "", ""],
        ["treaty@spring", "gate", "", 'would build a "new" gate', "", "new", "", "", ""],
    ],
}  # fmt: skip


def put_texts(folder: Path) -> Path:
    """A folder with the text that the sheets quote."""
    texts = folder / "articles"
    texts.mkdir(exist_ok=True)
    (texts / "river-gazette.txt").write_text(TEXT, encoding="utf-8")
    return texts


def rows_with(**changes: list[list[Any]]) -> dict[str, list[list[Any]]]:
    """The sheets, some of them with other rows."""
    return {**{name: [list(row) for row in rows] for name, rows in RIVER.items()}, **changes}


def changed(sheet: str, row: int, column: str, content: Any) -> dict[str, list[list[Any]]]:
    """The sheets with another content in one cell; rows are counted from 1, as in spreadsheets."""
    sheets = rows_with()
    names = sheets[sheet][0]
    if column not in names:
        for index, cells in enumerate(sheets[sheet]):
            cells.append(column if index == 0 else "")
    sheets[sheet][row - 1][names.index(column)] = content
    return sheets


def write_csv(
    folder: Path,
    sheets: dict[str, list[list[str]]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> Path:
    """A folder of CSV files."""
    target = folder / "sheets"
    target.mkdir(exist_ok=True)
    for name, rows in sheets.items():
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
        (target / f"{name}.csv").write_bytes(text.getvalue().encode(encoding))
    return target


def write_xlsx(
    folder: Path,
    sheets: dict[str, list[list[Any]]],
    more: Callable[[Any, dict[str, Any]], None] | None = None,
) -> Path:
    """A workbook; ``more`` gets it, and its sheets by name, before it is closed."""
    path = folder / "sheets.xlsx"
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    made = {name: book.add_worksheet(name) for name in sheets}
    for name, rows in sheets.items():
        for number, cells in enumerate(rows):
            for index, cell in enumerate(cells):
                if cell not in ("", None):
                    write = made[name].write_string if isinstance(cell, str) else made[name].write
                    write(number, index, cell)
    if more is not None:
        more(book, made)
    book.close()
    return path


def read(path: Path, **options: Any) -> Imported:
    """What the sheets give, with the text beside them."""
    return read_sheets(path, texts=put_texts(path.parent), **options)


def said(imported: Imported) -> list[str]:
    """The problems in a line each: place, message, and remedy."""
    return [f"{each.file}: {each.message}; {each.remedy}" for each in imported.problems]
