"""A sheet as it was read: cells by row and column, and what stands around them. It knows no columns."""

from __future__ import annotations

import re

import attrs

from negotiations.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, datetime, time
    from typing import Any

    # What a cell can hold: of JSON, lists and objects too.
    Content = str | int | float | bool | date | datetime | time | list[Any] | dict[str, Any]

__all__ = [
    "MAXIMUM_COLUMNS",
    "MAXIMUM_ROWS",
    "Cell",
    "Grid",
    "Workbook",
    "cell_problem",
    "letters",
    "stripped",
]

# The rows and columns of a sheet that are read.
MAXIMUM_ROWS = 100_000
MAXIMUM_COLUMNS = 500
_BLANK = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$")


@attrs.frozen
class Cell:
    """What a cell holds.

    Attributes:
        content: The value; text without the blanks around it.
        format: The number format by which a spreadsheet shows it; empty where that is not known.
        refusal: Why it cannot be used, and what to do; empty where it can.
    """

    content: Content
    format: str = ""
    refusal: tuple[str, str] | None = None


@attrs.frozen(kw_only=True)
class Grid:
    """A sheet: a sheet of a workbook, a CSV file, or a JSON file with rows.

    Attributes:
        name: The name of the sheet, or of the file without its suffix.
        rows: The cells that are not blank, by row and by column, both from 1.
        merged: The ranges of merged cells: first row, first column, last row, last column.
        hidden_rows: The rows that are hidden.
        hidden_columns: The columns that are hidden.
        is_hidden: Whether the whole sheet is.
        keys: Of rows without columns, which are objects in JSON, the keys in the place of columns.
    """

    name: str
    rows: dict[int, dict[int, Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    keys: tuple[str, ...] = ()

    def place(self, row: int, column: int = 0) -> str:
        """The place of a cell, or of a row, as messages name it: ``terms!F12``, ``terms!12``."""
        if self.keys and column:
            return f"{self.name}!{row}:{self.keys[column - 1]}"
        return f"{self.name}!{letters(column)}{row}"


@attrs.frozen(kw_only=True)
class Workbook:
    """All sheets that were read, and what is to be said of them.

    Attributes:
        grids: The sheets.
        problems: What could not be read.
        remarks: What was read otherwise than people may think.
        are_files: Whether each sheet is a file of its own.
    """

    grids: tuple[Grid, ...]
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
    are_files: bool = False


def letters(column: int) -> str:
    """The letters of a column, counted from 1; none for 0.

    >>> letters(1), letters(26), letters(27), letters(0)
    ('A', 'Z', 'AA', '')
    """
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def stripped(text: str) -> str:
    r"""A text without the blanks around it, no-break spaces and marks of direction among them.

    >>> stripped("\u00a0 Upland \u200e\t")
    'Upland'
    """
    return _BLANK.sub("", text)


def cell_problem(place: str, message: str, *, rule: str = "value", **more: Any) -> Problem:
    """The problem of a cell, a row or a sheet."""
    return Problem(rule=rule, file=place, message=message, **more)
