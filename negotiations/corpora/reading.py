"""What a corpus consists of: the texts of its records, each with where it stands.

A corpus is a file of newline-delimited JSON, plain or compressed, or a folder of such files and of files of
records; or a folder with the complete tables of an export to Parquet.
"""

from __future__ import annotations

import os
from pathlib import Path

import attrs

from negotiations.corpora.corpus import LINE_SUFFIXES
from negotiations.corpora.parquet import found_in_tables, tables_in
from negotiations.corpora.records import MAXIMUM_LINE, Checked, check_document, check_record
from negotiations.corpora.streams import is_packed, lines_of
from negotiations.errors import NegotiationsError, Problem
from negotiations.io.kinds import kind_by_place
from negotiations.limits import MAXIMUM_BYTES, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CorpusFile", "Unit", "checked_unit", "files_of", "units_of"]


@attrs.frozen
class CorpusFile:
    """A file of a corpus, as it was when the corpus was first seen.

    Attributes:
        path: Where it is.
        name: The name that places have: the path as given, or the one inside the folder.
        size: Its bytes. What is added later is not read.
        form: ``lines`` where it has a record on each line, ``json`` where it is JSON with a record or a
            list of some, ``tables`` where it is a table with a row for each record.
        is_packed: Whether its records have to be unpacked to be found again.
    """

    path: Path
    name: str
    size: int
    form: str
    is_packed: bool


@attrs.frozen
class Unit:
    """What is read at once: a line, or a whole file with a record or a list of records.

    Attributes:
        file: The file.
        line: The number of the line, from 1.
        offset: Where it begins in the unpacked file, in bytes.
        length: How many bytes it has.
        data: The JSON text; None if it cannot be read.
        problems: Why it cannot be read.
    """

    file: CorpusFile
    line: int
    offset: int
    length: int
    data: bytes | None
    problems: tuple[Problem, ...] = ()

    @classmethod
    def without(cls, file: CorpusFile, message: str, *, line: int = 1, offset: int = 0) -> Unit:
        """A unit that cannot be read, or a file that cannot be from there on."""
        problem = Problem(
            rule="json",
            file=file.name,
            line=line,
            column=1,
            message=message,
            remedy=_REMEDIES.get(message, "restore the file, and read it again"),
        )
        return cls(file, line, offset, 0, None, (problem,))


_TOO_LONG = f"the line is longer than {MAXIMUM_LINE:,} bytes"
_TOO_LARGE = f"the file is larger than {MAXIMUM_BYTES:,} bytes"
_EMPTY = "the file is empty"
_REMEDIES = {
    _TOO_LONG: "write a record to each line",
    _TOO_LARGE: "write a record to each line of a file that ends in .ndjson",
    _EMPTY: "write records into it, or remove the file",
}


def files_of(path: Path) -> Iterator[CorpusFile]:
    """The files of a corpus in the order of their names, folder by folder; hidden ones are left out.

    The names of one folder's files are kept at a time.

    Raises:
        NegotiationsError: There is no such file or folder, or there are no files with records in it.
        OSError: It cannot be read.
    """
    if path.is_file():
        yield _file(path, str(path), "json" if path.name.endswith(".json") else "lines")
        return
    if not path.is_dir():
        what = "is neither a file nor a folder" if path.exists() else "does not exist"
        raise NegotiationsError(f"{path} {what}")
    if tables := tables_in(path):
        for table in tables:
            yield CorpusFile(table, table.name, table.stat().st_size, "tables", is_packed=True)
        return
    found = False
    for file in _inside(path):
        found = True
        yield file
    if not found:
        raise NegotiationsError(
            f"{path} has no files with records; expected files that end in .json, "
            f"{', '.join(LINE_SUFFIXES)}, or the complete tables of an export to Parquet"
        )


def _inside(folder: Path) -> Iterator[CorpusFile]:
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(base, name)
            if name.startswith(".") or path.is_symlink():
                continue
            if name.endswith((".json", *LINE_SUFFIXES)):
                relative = path.relative_to(folder).as_posix()
                yield _file(path, relative, "json" if name.endswith(".json") else "lines")


def _file(path: Path, name: str, form: str) -> CorpusFile:
    try:
        packed = form == "lines" and is_packed(path)
    except OSError:  # which is told where its lines are read
        packed = False
    return CorpusFile(path, name, path.stat().st_size, form, packed)


def units_of(file: CorpusFile) -> Iterator[Unit]:
    """The units of a file, in order; blank lines are passed over."""
    if file.form == "json":
        yield _whole(file)
        return
    if file.form == "tables":
        for found in found_in_tables(file.path):
            yield Unit(file, found.row, 0, len(found.data or b""), found.data, found.problems)
        return
    is_empty = True
    for line in lines_of(file.path, size=file.size):
        if line.data == b"" or (line.data is not None and line.data.isspace()):
            continue
        is_empty = False
        if line.data is None:
            yield Unit.without(file, line.fault or _TOO_LONG, line=line.number, offset=line.offset)
        else:
            yield Unit(file, line.number, line.offset, line.length, line.data)
    if is_empty:
        yield Unit.without(file, _EMPTY)


def _whole(file: CorpusFile) -> Unit:
    try:
        data = read_regular(file.path, MAXIMUM_BYTES)
    except OSError as fault:
        return Unit.without(file, f"the file cannot be read: {fault.strerror or fault}")
    if len(data) > MAXIMUM_BYTES:
        return Unit.without(file, _TOO_LARGE)
    return Unit(file, 1, 0, len(data), data) if data.strip() else Unit.without(file, _EMPTY)


def checked_unit(unit: Unit, *, rules: bool = True) -> list[Checked]:
    """The records of a unit, each with what is wrong with it."""
    if unit.data is None:
        return [Checked(None, unit.problems)]
    name = unit.file.name
    if unit.file.form != "json":
        return [check_record(unit.data, file=name, number=unit.line, rules=rules)]
    return check_document(unit.data, kind_by_place(name), file=name, rules=rules)
