"""Reading of sheets from files, by what the files are and not by their names."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path

import attrs

from negotiations.errors import NegotiationsError
from negotiations.folder.naming import stem_of
from negotiations.io.strict_json import read_json
from negotiations.limits import MEBIBYTE, read_regular
from negotiations.sheets.grid import (
    MAXIMUM_COLUMNS,
    MAXIMUM_ROWS,
    Cell,
    Grid,
    Workbook,
    cell_problem,
    stripped,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from negotiations.errors import Problem

__all__ = ["MAXIMUM_SHEET_BYTES", "read_workbook"]

# The size of one file with sheets.
MAXIMUM_SHEET_BYTES = 64 * MEBIBYTE
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SUFFIXES = (".csv", ".tsv", ".txt", ".json")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",;\t|"


def read_workbook(
    paths: Iterable[Path], *, names: Callable[[str], int], encoding: str = ""
) -> Workbook:
    """The sheets of a workbook, of a folder of CSV files, or of CSV files.

    Args:
        paths: The workbook, the folder, or the files.
        names: How many of the texts of a row, given as one, are names of columns: by this the mark that
            separates the cells of a CSV file is found.
        encoding: The encoding of CSV files; without it UTF-8, or what a byte order mark says, and
            cp1252 where a file is neither.

    Raises:
        NegotiationsError: There is nothing there, or it is no workbook; with what to do.
    """
    files = [file for path in paths for file in _files(path)]
    if not files:
        raise NegotiationsError("no sheets were given: name a workbook, a folder or CSV files")
    data = [(file, _bytes(file)) for file in files]
    books = [file for file, content in data if _is_workbook(file, content)]
    if books and len(files) > 1:
        raise NegotiationsError(f"{books[0]} is a workbook; import it alone")
    if books:
        from negotiations.sheets.xlsx import read_xlsx

        return read_xlsx(*data[0])
    read = [_text_sheet(file, content, names, encoding) for file, content in data]
    twice = [
        file for index, file in enumerate(files) if file.stem in [f.stem for f in files[:index]]
    ]
    if twice:
        raise NegotiationsError(f"two files are named {twice[0].stem!r}; leave one of them out")
    return Workbook(
        grids=tuple(grid for each in read for grid in each.grids),
        problems=tuple(problem for each in read for problem in each.problems),
        remarks=tuple(remark for each in read for remark in each.remarks),
        are_files=True,
    )


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    inside = sorted(file for file in path.iterdir() if not file.name.startswith((".", "~$")))
    files = [file for file in inside if file.suffix.lower() in _SUFFIXES[:2] + _SUFFIXES[3:]]
    if not files:
        books = [file.name for file in inside if file.suffix.lower() in (".xlsx", ".xlsm")]
        hint = f"; name the workbook itself: {path / books[0]}" if books else ""
        raise NegotiationsError(f"{path} has no CSV files{hint}")
    return files


def _bytes(path: Path) -> bytes:
    try:
        data = read_regular(path, MAXIMUM_SHEET_BYTES)
    except OSError as fault:
        raise NegotiationsError(f"{path}: {fault.strerror or fault}") from fault
    if len(data) > MAXIMUM_SHEET_BYTES:
        limit = MAXIMUM_SHEET_BYTES // MEBIBYTE
        raise NegotiationsError(f"{path} is larger than {limit} MiB; split it")
    return data


def _is_workbook(path: Path, data: bytes) -> bool:
    """Whether a file is a workbook that can be read.

    Raises:
        NegotiationsError: It is one of another format, or encrypted, or broken.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise NegotiationsError(
                f"{path} is protected by a password; open it, remove the password, and save it again"
            )
        raise NegotiationsError(f"{path} is a workbook in the old format .xls; save it as .xlsx")
    if data.startswith(b"PK"):
        if data[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"):
            raise NegotiationsError(f"{path} is an OpenDocument spreadsheet; save it as .xlsx")
        return True
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        what = "is empty" if not data else "is no .xlsx workbook, or is damaged"
        raise NegotiationsError(f"{path} {what}; open it in a spreadsheet and save it as .xlsx")
    if path.suffix.lower() not in _SUFFIXES:
        raise NegotiationsError(
            f"{path} is not a workbook (.xlsx) and not a CSV file (.csv); save it as one of them"
        )
    return False


def _text_sheet(path: Path, data: bytes, names: Callable[[str], int], encoding: str) -> Workbook:
    name = stem_of(path.name)
    if path.suffix.lower() == ".json":
        return _json_sheet(path, name, data)
    text, problems, remarks = _decoded(name, path, data, encoding)
    if text is None:
        return Workbook(grids=(), problems=problems)
    if "\0" in text:
        problem = cell_problem(
            name,
            "the file has null characters, so that it is no text",
            remedy="save it as CSV in UTF-8",
        )
        return Workbook(grids=(), problems=(problem,))
    first, _, rest = text.partition("\n")
    if match := re.fullmatch(r"sep=(.)\r?", first):
        text, delimiter = rest, match[1]
    else:
        delimiter = _delimiter(text, names)
    return _csv_sheet(name, text, delimiter, remarks)


def _decoded(
    name: str, path: Path, data: bytes, encoding: str
) -> tuple[str | None, tuple[Problem, ...], tuple[str, ...]]:
    """The text of a CSV file; or why it cannot be decoded; and what is to be said of it."""
    marked = next((known for mark, known in _MARKS if data.startswith(mark)), "")
    wanted = encoding or marked or "utf-8"
    try:
        return data.decode(wanted), (), ()
    except LookupError:
        raise NegotiationsError(
            f"there is no encoding {encoding!r}; give one such as utf-8, cp1252 or cp1250"
        ) from None
    except UnicodeDecodeError as fault:
        bad = fault
    if not encoding and not marked:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            pass
        else:
            remark = (
                f"{path.name} is not UTF-8 and was read as cp1252, the encoding of Windows in western "
                "Europe; name another with --encoding"
            )
            return text, (), (remark,)
    problem = cell_problem(
        name,
        f"byte {bad.start} is not {wanted}",
        found=repr(data[max(bad.start - 10, 0) : bad.end + 10]),
        remedy="save the file as CSV in UTF-8, or name its encoding with --encoding",
    )
    return None, (problem,), ()


def _delimiter(text: str, names: Callable[[str], int]) -> str:
    """What separates the cells: the mark by which most names of columns are found."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    scores = [
        max((names("\n".join(cells)) for cells in csv.reader(lines, delimiter=mark)), default=0)
        for mark in _DELIMITERS
    ]
    return _DELIMITERS[scores.index(max(scores))]


def _csv_sheet(name: str, text: str, delimiter: str, remarks: tuple[str, ...]) -> Workbook:
    rows: dict[int, dict[int, Cell]] = {}
    problems: list[Problem] = []
    number = 0
    csv.field_size_limit(MAXIMUM_SHEET_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            if number > MAXIMUM_ROWS or len(cells) > MAXIMUM_COLUMNS:
                problems.append(_too_large(name))
                break
            made = {
                column: _text_cell(content)
                for column, cell in enumerate(cells, 1)
                if (content := stripped(cell))
            }
            if made:
                rows[number] = made
    except csv.Error as fault:
        what = "a quotation mark that opens a text is not closed"
        if "unexpected end" not in str(fault):
            what = f"the row is no CSV: {fault}"
        problems.append(
            cell_problem(
                f"{name}!{number + 1}",
                what,
                expected='texts with commas, quotation marks or line ends in "…", and " in them doubled',
                remedy="save the sheet as CSV from a spreadsheet",
            )
        )
    return Workbook(grids=(Grid(name=name, rows=rows),), problems=tuple(problems), remarks=remarks)


def _too_large(name: str) -> Problem:
    return cell_problem(
        name,
        f"the sheet has more than {MAXIMUM_ROWS:,} rows or {MAXIMUM_COLUMNS} columns",
        remedy="split it, and delete rows and columns that are formatted and empty",
    )


def _text_cell(text: str) -> Cell:
    if re.match(r"=[A-Za-z(+\-\"$]", text):
        refusal = ("it is a formula and not its result", "save the sheet with the results")
        return Cell(text, refusal=refusal)
    if re.fullmatch(r"#([^\W\d_]+(/0)?[!?]|N/A|NV)", text):
        return Cell(text, refusal=("it is an error of the spreadsheet", "write the value itself"))
    return Cell(text)


def _json_sheet(path: Path, name: str, data: bytes) -> Workbook:
    """The rows of a JSON file: a list of objects, or one object with the list ``versions``."""
    document, problems = read_json(path.name, data)
    if document is None:
        return Workbook(grids=(), problems=problems)
    value = document.value
    shared: dict[str, Any] = {}
    if isinstance(value, dict) and isinstance(value.get("versions"), list):
        shared = {
            f"proposal_{key}": item for key, item in value.items() if key not in ("versions", "id")
        }
        value = value["versions"]
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        problem = cell_problem(
            name,
            "the file has no rows",
            expected="a list of objects, each a row, or a proposal with its `versions`",
            remedy="leave the file out, or write its rows as CSV",
        )
        return Workbook(grids=(), problems=(problem,))
    keys: list[str] = list(dict.fromkeys([*shared, *(key for row in value for key in row)]))
    rows: dict[int, dict[int, Cell]] = {0: {n: Cell(key) for n, key in enumerate(keys, 1)}}
    for number, row in enumerate(value, 1):
        held = {**shared, **row}
        cells = {
            n: Cell(held[key]) for n, key in enumerate(keys, 1) if held.get(key) not in (None, "")
        }
        rows[number] = {
            n: attrs.evolve(cell, content=stripped(cell.content))
            if isinstance(cell.content, str)
            else cell
            for n, cell in cells.items()
        }
    return Workbook(grids=(Grid(name=name, rows=rows, keys=tuple(keys)),))
