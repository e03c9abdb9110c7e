"""Exports read back: the dataset of the complete tables in a folder, a workbook or a database."""

from __future__ import annotations

import csv
import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from negotiations.errors import InvalidDataset, MissingExtra, NegotiationsError, Problem
from negotiations.exports.csv_files import CODEBOOK, cell_of_text
from negotiations.exports.datapackage import DESCRIPTOR
from negotiations.exports.target import MARK
from negotiations.frames import Cell, ColumnType
from negotiations.frames.arrow import parquet_rows
from negotiations.io.codec import from_data, value_from_json
from negotiations.io.json_text import value_to_json
from negotiations.io.layout import FILE_KINDS
from negotiations.io.strict_json import read_json
from negotiations.limits import MAXIMUM_BYTES, read_regular
from negotiations.model import Metadata, Record
from negotiations.records import Records
from negotiations.tables.reading import records_of_tables
from negotiations.tables.relational import empty_tables

__all__ = ["is_export", "read_export"]

# A place to name in a message, and the cells by the names of their columns.
Placed = list[tuple[str, Mapping[str, Cell]]]
_LINE_BYTES = 64 * 1024 * 1024


def is_export(path: Path) -> bool:
    """Whether a path holds tables of an export, and not sheets that somebody filled in.

    An export of tables for people alone is one, too; `read_export` then says what it lacks.
    """
    if path.is_dir():
        if (path / MARK).is_file():
            return True
        inner = path / "data" if (path / DESCRIPTOR).is_file() else path
        return any((inner / f"{name}{end}").is_file() for name in empty_tables() for end in _TABLES)
    if path.name.endswith(".xlsx"):
        return bool(_sheets_of(path) & {CODEBOOK, *empty_tables()})
    return path.name.endswith(tuple(_READERS))


_TABLES = (".csv", ".parquet")


def _sheets_of(path: Path) -> set[str]:
    """The names of the sheets of a workbook; none where it is no workbook."""
    try:
        with ZipFile(path) as archive:
            listed = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    except (OSError, BadZipFile, KeyError):
        return set()
    return set(re.findall(r'<sheet [^>]*?name="([^"]*)"', listed))


def read_export(path: str | os.PathLike[str]) -> Records:
    """The records in an export of all tables, or of the complete ones.

    Args:
        path: The folder of CSV or Parquet files or of a Data Package, the workbook, the database, or the
            file of lines.

    Raises:
        InvalidDataset: Tables or values do not fit; ``problems`` has all of them, by table and row.
        MissingExtra: The format needs a library that is not installed.
        NegotiationsError: It is no export that can be read back.
        OSError: A file cannot be read.
    """
    source = Path(path)
    if source.is_dir():
        records = records_of_tables(_folder(source))
    else:
        reader = next((each for end, each in _READERS.items() if source.name.endswith(end)), None)
        if reader is None:
            raise NegotiationsError(
                f"{source} is no export that can be read back; expected a folder, or a file that ends in "
                f"{', '.join(_READERS)}"
            )
        records = reader(source)
    _refuse_what_no_file_could_have(records)
    return records


def _refuse_what_no_file_could_have(records: Records) -> None:
    """Refuse what the schemas refuse: the forms of ids and texts."""
    problems: list[Problem] = []
    for record in records.everything():
        try:
            value_from_json(type(record), value_to_json(record))
        except InvalidDataset as fault:
            problems += fault.problems
    if problems:
        raise InvalidDataset(problems)


def _rows(
    name: str,
    heads: Sequence[str],
    rows: Iterator[Sequence[Any]],
    convert: Callable[[Any, ColumnType], Cell],
    place: str,
    problems: list[Problem],
) -> Placed:
    """The rows of a table with their cells converted; what cannot be is told."""
    kinds = {column.name: column.type for column in empty_tables()[name].columns}
    placed: Placed = []
    for number, row in enumerate(rows, 2):
        cells: dict[str, Cell] = {}
        for head, value in zip(heads, row, strict=False):
            try:
                cells[head] = convert(value, kinds.get(head, ColumnType.TEXT))
            except ValueError as fault:
                kind = kinds[head].value
                problems.append(
                    Problem(
                        rule="schema",
                        file=f"{place} row {number}",
                        message=f"{head} is no {kind}: {fault}",
                        found=str(value),
                        expected=kind,
                        remedy="write a value of this type, or empty the cell",
                    )
                )
        placed.append((f"{place} row {number}", cells))
    return placed


def _folder(folder: Path) -> dict[str, Placed]:
    inner = folder / "data" if (folder / DESCRIPTOR).is_file() else folder
    found: dict[str, Placed] = {}
    problems: list[Problem] = []
    # The limit of the module is for files of strangers, and less than a text may be.
    csv.field_size_limit(MAXIMUM_BYTES)
    for name in empty_tables():
        text, binary = inner / f"{name}.csv", inner / f"{name}.parquet"
        if text.is_file():
            with text.open(encoding="utf-8-sig", newline="") as stream:
                lines = csv.reader(stream, strict=True)
                try:
                    heads = next(lines, [])
                    found[name] = _rows(name, heads, lines, cell_of_text, text.name, problems)
                except (csv.Error, UnicodeDecodeError) as fault:
                    raise NegotiationsError(f"{text} is no CSV in UTF-8: {fault}") from fault
        elif binary.is_file():
            heads, rows = parquet_rows(binary)
            found[name] = _rows(name, heads, iter(rows), _plain, binary.name, problems)
    return _complete(found, folder, problems)


def _complete(found: dict[str, Placed], source: Path, problems: list[Problem]) -> dict[str, Placed]:
    if not found:
        raise NegotiationsError(
            f"{source} has none of the tables whose names begin with data_; export all tables, or those "
            "that are complete"
        )
    if problems:
        raise InvalidDataset(problems)
    return found


def _plain(value: Any, kind: ColumnType) -> Cell:
    """A cell as SQLite and Parquet have it: typed, but for truth values in SQLite."""
    if kind is ColumnType.BOOLEAN and value is not None:
        return bool(value)
    cell: Cell = value
    return cell


def _database(path: Path) -> Records:
    found: dict[str, Placed] = {}
    problems: list[Problem] = []
    # Opened for reading alone: nothing beside it is made.
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            known = {row[0] for row in database.execute("select name from sqlite_master")}
            for name in empty_tables():
                if name in known:
                    answer = database.execute(f"select * from {name}")  # noqa: S608 - of our own names
                    heads = [column[0] for column in answer.description]
                    found[name] = _rows(name, heads, answer, _plain, name, problems)
    except sqlite3.DatabaseError as fault:
        raise NegotiationsError(f"{path} is no SQLite database: {fault}") from fault
    return records_of_tables(_complete(found, path, problems))


def _workbook(path: Path) -> Records:
    try:
        from openpyxl import load_workbook
    except ModuleNotFoundError as fault:
        raise MissingExtra("xlsx", "reading a workbook") from fault
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError) as fault:
        raise NegotiationsError(f"{path} is no workbook (.xlsx): {fault}") from fault
    found: dict[str, Placed] = {}
    problems: list[Problem] = []
    with closing(book):
        for name in empty_tables():
            if name in book.sheetnames:
                rows = book[name].iter_rows(values_only=True)
                heads = [str(cell) for cell in next(rows, ()) if cell is not None]
                found[name] = _rows(
                    name, heads, _padded(rows, len(heads)), _of_sheet, name, problems
                )
    return records_of_tables(_complete(found, path, problems))


def _padded(rows: Iterator[Sequence[Any]], width: int) -> Iterator[Sequence[Any]]:
    """Rows of one width: a sheet leaves out empty cells at the end."""
    for row in rows:
        cells = [*row[:width], *[None] * (width - len(row))]
        if any(cell is not None for cell in cells):
            yield cells


def _of_sheet(value: Any, kind: ColumnType) -> Cell:
    """A cell as a sheet has it: typed, or as text where somebody has edited it.

    Raises:
        ValueError: It is of another type.
    """
    if value is None:
        return None
    if kind in (ColumnType.TEXT, ColumnType.JSON):
        return _unescaped(str(value))
    if isinstance(value, str):
        return cell_of_text(value, kind)
    if kind is ColumnType.INTEGER and isinstance(value, float) and value.is_integer():
        return int(value)
    if type(value) not in _OF_SHEETS[kind]:
        raise ValueError(f"expected {kind.value}, found {value}")
    cell: Cell = value
    return cell


_OF_SHEETS: dict[ColumnType, tuple[type, ...]] = {
    ColumnType.INTEGER: (int,),
    ColumnType.NUMBER: (int, float),
    ColumnType.BOOLEAN: (bool,),
    ColumnType.DATE: (datetime,),
}


def _unescaped(text: str) -> str:
    """A text of a sheet: the format has control characters as their numbers, and the reader leaves them."""
    from openpyxl.utils.escape import unescape

    return str(unescape(text))


def _lines(path: Path) -> Records:
    kinds = {kind.collection: kind.record for kind in FILE_KINDS}
    made: list[Record] = []
    problems: list[Problem] = []
    for number, line in enumerate(read_regular(path, _LINE_BYTES).split(b"\n"), 1):
        if not line.strip():
            continue
        document, faults = read_json(f"{path.name}:{number}", line)
        if document is None or faults:
            problems += faults
            continue
        data = document.value
        kind = kinds.get(str(data.get("collection"))) if isinstance(data, dict) else None
        if kind is None:
            problems.append(
                Problem(
                    rule="schema",
                    file=path.name,
                    line=number,
                    message="the line names no collection of records",
                    expected=f'an object with "collection", one of {", ".join(kinds)}, and "record"',
                    remedy="export the lines anew",
                )
            )
            continue
        try:
            made.append(from_data(kind, data.get("record")))
        except InvalidDataset as fault:
            problems += [
                Problem(
                    rule="schema",
                    file=path.name,
                    line=number,
                    pointer=each.pointer,
                    message=each.message,
                )
                for each in fault.problems
            ]
    if problems:
        raise InvalidDataset(problems)
    metadata = next((each for each in made if isinstance(each, Metadata)), None)
    return Records.of(metadata, [each for each in made if not isinstance(each, Metadata)])


_READERS: dict[str, Callable[[Path], Records]] = {
    ".xlsx": _workbook,
    ".sqlite": _database,
    ".sqlite3": _database,
    ".db": _database,
    ".ndjson": _lines,
    ".jsonl": _lines,
}
