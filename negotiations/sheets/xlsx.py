"""Reading of .xlsx workbooks, with what they say beside the values; the only reader with openpyxl."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from typing import Any

from negotiations.errors import MissingExtra, NegotiationsError
from negotiations.limits import MEBIBYTE
from negotiations.sheets.grid import (
    MAXIMUM_COLUMNS,
    MAXIMUM_ROWS,
    Cell,
    Grid,
    Workbook,
    stripped,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_xlsx"]

# What a workbook may unpack to.
_MAXIMUM_UNPACKED = 512 * MEBIBYTE
_FORMULA = re.compile(rb"<f[ />]")
# What openpyxl raises at a damaged file, which it does not declare; errors of XML are SyntaxErrors.
_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


def read_xlsx(path: Path, data: bytes) -> Workbook:
    """The sheets of a workbook.

    Formulas are read by the results that the workbook holds; one that holds none is refused.

    Raises:
        MissingExtra: openpyxl is not installed.
        NegotiationsError: The file is damaged, or no .xlsx workbook.
    """
    try:
        import openpyxl
    except ImportError as fault:
        raise MissingExtra("xlsx", "reading a workbook") from fault
    has_formulas = _checked(path, data)
    # openpyxl remarks on what it does not keep, which is not written anyway.
    book = _loaded(openpyxl, path, data, values=True)
    formulas = _loaded(openpyxl, path, data, values=False) if has_formulas else None
    grids = []
    for sheet in book.worksheets:
        _refuse_size(path, sheet)
        grids.append(_grid(sheet, None if formulas is None else formulas[sheet.title]))
    return Workbook(grids=tuple(grids))


def _loaded(openpyxl: Any, path: Path, data: bytes, *, values: bool) -> Any:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(io.BytesIO(data), data_only=values)
        except _FAULTS as fault:
            raise _damaged(path) from fault


def _damaged(path: Path) -> NegotiationsError:
    return NegotiationsError(
        f"{path} is no .xlsx workbook, or is damaged; open it in a spreadsheet and save it as .xlsx"
    )


def _checked(path: Path, data: bytes) -> bool:
    """Whether a workbook has formulas, after a look at what it is made of.

    Raises:
        NegotiationsError: It is damaged, unpacks to too much, or is of another format.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            if sum(item.file_size for item in packed.infolist()) > _MAXIMUM_UNPACKED:
                raise NegotiationsError(
                    f"{path} unpacks to more than {_MAXIMUM_UNPACKED // MEBIBYTE} MiB; split it"
                )
            if "xl/workbook.bin" in names:
                raise NegotiationsError(
                    f"{path} is a workbook in the format .xlsb; save it as .xlsx"
                )
            if "xl/workbook.xml" not in names:
                raise NegotiationsError(
                    f"{path} is a packed file and no .xlsx workbook; save it as .xlsx"
                )
            sheets = [name for name in names if name.startswith("xl/worksheets/")]
            return any(
                _FORMULA.search(packed.read(name)) for name in sheets if name.endswith(".xml")
            )
    except _FAULTS as fault:
        raise _damaged(path) from fault


def _refuse_size(path: Path, sheet: Any) -> None:
    if len({row for row, _ in sheet._cells}) > MAXIMUM_ROWS or sheet.max_column > 16_384:  # noqa: SLF001
        raise NegotiationsError(
            f"{path}: the sheet {sheet.title!r} has more than {MAXIMUM_ROWS:,} rows; split it"
        )


def _grid(sheet: Any, formulas: Any) -> Grid:
    rows: dict[int, dict[int, Cell]] = {}
    # The cells that there are: a walk over rows would make all those between them.
    for (row, column), held in sorted(sheet._cells.items()):  # noqa: SLF001
        if column > MAXIMUM_COLUMNS:
            continue
        twin = None if formulas is None else formulas._cells.get((row, column))  # noqa: SLF001
        cell = _cell(held, is_formula=twin is not None and twin.data_type == "f")
        if cell is not None:
            rows.setdefault(row, {})[column] = cell
    hidden_columns: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            hidden_columns |= set(range(dimension.min, dimension.max + 1))
    return Grid(
        name=sheet.title,
        rows=rows,
        merged=tuple(
            (span.min_row, span.min_col, span.max_row, span.max_col)
            for span in sheet.merged_cells.ranges
        ),
        hidden_rows=frozenset(
            number for number, row in sheet.row_dimensions.items() if row.hidden and number in rows
        ),
        hidden_columns=frozenset(hidden_columns),
        is_hidden=sheet.sheet_state != "visible",
    )


def _cell(held: Any, *, is_formula: bool) -> Cell | None:
    content, shown = held.value, str(getattr(held, "number_format", "") or "")
    if content is None:
        if not is_formula:
            return None
        refusal = (
            "it is a formula without a result",
            "open the workbook in a spreadsheet and save it, or write the value itself",
        )
        return Cell("", refusal=refusal)
    if held.data_type == "e":
        return Cell(
            str(content), refusal=("it is an error of the spreadsheet", "write the value itself")
        )
    if isinstance(content, str):
        text = stripped(content.replace("_x000D_", ""))
        return Cell(text, shown) if text else None
    if isinstance(content, bool | int | float | datetime | date | time):
        return Cell(content, shown)
    if isinstance(content, timedelta):
        return Cell(str(content), refusal=("it is a length of time", "write it as text: 6 weeks"))
    # A text in several fonts.
    text = stripped(str(content))
    return Cell(text, shown) if text else None
