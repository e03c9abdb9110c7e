"""Where each record of a corpus stands: on disk, so that ids are looked up in bounded memory.

It is a database of SQLite in the folder of a run. Compressed files are unpacked beside it, since a record
in the middle of one could not be found again otherwise.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import attrs

from negotiations.corpora.reading import CorpusFile, Unit
from negotiations.corpora.records import KINDS
from negotiations.errors import Problem
from negotiations.model import Version
from negotiations.vocabulary import Severity

__all__ = ["CODES", "Index", "Twin", "connected", "files_in"]

CODES = {name: code for code, name in enumerate(KINDS)}
_NAMES = tuple(KINDS)
# How many files are open at once.
_OPEN_FILES = 8


def connected(path: Path, *, write: bool) -> sqlite3.Connection:
    """The database of an index."""
    if write:
        database = sqlite3.connect(path, isolation_level=None)
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = normal")
    else:
        database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    # 2 MiB, whatever the size of the corpus; the system keeps more of the file where it has room.
    database.execute("pragma cache_size = -2048")
    return database


def _problem(data: dict[str, Any]) -> Problem:
    return Problem(**{**data, "severity": Severity(data["severity"])})


def _file(path: bytes, name: bytes, size: int, form: str, is_packed: int) -> CorpusFile:
    """A file as the database has it: its names are bytes, since they need not be Unicode."""
    return CorpusFile(Path(os.fsdecode(path)), os.fsdecode(name), size, form, bool(is_packed))


def files_in(database: sqlite3.Connection) -> Iterator[tuple[CorpusFile, str | None]]:
    """The files of a corpus, each with what tells whether it has changed; None before it was read."""
    rows = database.execute("select path, name, size, form, is_packed, mark from files")
    for path, name, size, form, is_packed, mark in rows:
        yield _file(path, name, size, form, is_packed), mark


@attrs.frozen
class Twin:
    """A record whose id another one has that stands before it."""

    collection: str
    key: str
    first: str


class Index:
    """The index of a corpus, for reading."""

    def __init__(self, folder: Path) -> None:
        self._database = connected(folder / "index.sqlite", write=False)
        self._spool = folder / "unpacked"
        self._open: dict[Path, IO[bytes]] = {}
        self._files: dict[int, CorpusFile] = {}

    def close(self) -> None:
        """Close all files."""
        self._database.close()
        while self._open:
            self._open.popitem()[1].close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def spans(self, after: int = 0) -> Iterator[tuple[int, int]]:
        """The number and the length of each unit after one, in order."""
        yield from self._database.execute(
            "select id, length from units where id > ? order by id", (after,)
        )

    def total(self, upto: int | None = None) -> tuple[int, int]:
        """How many units there are, up to one or in all, and how many bytes they have."""
        found: tuple[int, int] = self._database.execute(
            "select count(*), coalesce(sum(length), 0) from units where id <= ?",
            (2**62 if upto is None else upto,),
        ).fetchone()
        return found

    def grown(self) -> Iterator[tuple[str, int]]:
        """The files that have grown since they were first seen, each with the bytes that were not read."""
        for file, _ in files_in(self._database):
            more = file.path.stat().st_size - file.size
            if more > 0:
                yield file.name, more

    def unit(self, number: int) -> Unit:
        """A unit, with its text.

        Raises:
            OSError: Its file cannot be read.
        """
        ((_, unit),) = self.units(number, number)
        return unit

    def units(self, first: int, last: int) -> Iterator[tuple[int, Unit]]:
        """The units from one to another, each with its number and its text.

        Raises:
            OSError: A file cannot be read.
        """
        rows = self._database.execute(
            "select id, file, line, offset, length, problems from units where id between ? and ?",
            (first, last),
        )
        for number, file, line, offset, length, problems in rows.fetchall():
            held = self._file(file)
            data = None
            if problems is None:
                stream = self._stream(self._spool if held.is_packed else held.path)
                stream.seek(offset)
                data = stream.read(length)
            told = tuple(map(_problem, json.loads(problems))) if problems else ()
            yield number, Unit(held, line, offset, length, data, told)

    def find(self, collection: str, key: str) -> tuple[int, int] | None:
        """The unit that a record stands in, and its place there; None if there is no such record."""
        found: tuple[int, int] | None = self._database.execute(
            "select unit, item from names where collection = ? and key = ?",
            (CODES[collection], key),
        ).fetchone()
        return found

    def twins(self, first: int, last: int) -> dict[tuple[int, int], list[Twin]]:
        """The records in these units whose ids stand before, by unit and place."""
        rows = self._database.execute(
            "select t.unit, t.item, t.collection, t.key, f.name, u.line from twins t "
            "join names n on n.collection = t.collection and n.key = t.key "
            "join units u on u.id = n.unit join files f on f.id = u.file "
            "where t.unit between ? and ? order by t.rowid",
            (first, last),
        )
        found: dict[tuple[int, int], list[Twin]] = {}
        for unit, item, collection, key, name, line in rows:
            twin = Twin(_NAMES[collection], key, f"{os.fsdecode(name)}:{line}")
            found.setdefault((unit, item), []).append(twin)
        return found

    def before(self, version: Version, unit: int, item: int) -> str | None:
        """The id of the version of the same proposal that stands before a version; None for the first."""
        row = self._database.execute(
            "select key from chains where proposal = ? and (unit, item, key) < (?, ?, ?) "
            "order by unit desc, item desc, key desc limit 1",
            (version.proposal_id, unit, item, version.id),
        ).fetchone()
        return row[0] if row else None

    def _file(self, number: int) -> CorpusFile:
        if number not in self._files:
            if len(self._files) > 1000:
                self._files.clear()
            row = self._database.execute(
                "select path, name, size, form, is_packed from files where id = ?", (number,)
            ).fetchone()
            self._files[number] = _file(*row)
        return self._files[number]

    def _stream(self, path: Path) -> IO[bytes]:
        if path not in self._open:
            while len(self._open) >= _OPEN_FILES:
                self._open.pop(next(iter(self._open))).close()
            self._open[path] = path.open("rb", buffering=0)
        return self._open[path]
