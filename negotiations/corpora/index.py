"""Where each record of a corpus stands: on disk, so that ids are looked up in bounded memory.

It is a database of SQLite in the folder of a run. Compressed files are unpacked beside it, since a record
in the middle of one could not be found again otherwise.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

import attrs

from negotiations.corpora.reading import CorpusFile, Unit, checked_unit, files_of, units_of
from negotiations.corpora.records import KINDS
from negotiations.errors import NegotiationsError
from negotiations.io.lines import named
from negotiations.model import Proposal, Version
from negotiations.records import address_of

__all__ = ["Index", "Twin", "build"]

_CODES = {name: code for code, name in enumerate(KINDS)}
_NAMES = tuple(KINDS)
_TABLES = """
create table files (
  id integer primary key, path text, name text, size integer, form text, is_packed integer,
  mark text);
create table units (
  id integer primary key, file integer, line integer, offset integer, length integer, fault text);
create table names (
  collection integer, key text, unit integer, item integer, primary key (collection, key)) without rowid;
create table twins (unit integer, item integer, collection integer, key text);
create index twins_by_unit on twins (unit);
create table chains (
  proposal text, unit integer, item integer, key text, primary key (proposal, unit, item, key)
) without rowid;
create table state (name text primary key, value integer);
"""
# How many units, and how many bytes of them, are entered at once.
_BATCH, _BATCH_BYTES = 2_000, 8 * 1024 * 1024
_TAIL = 4096
# How many files are open at once.
_OPEN_FILES = 8
Progress = Callable[[int, int], None]


def _connected(path: Path, *, write: bool) -> sqlite3.Connection:
    if write:
        database = sqlite3.connect(path, isolation_level=None)
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = normal")
    else:
        database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    # 2 MiB, whatever the size of the corpus; the system keeps more of the file where it has room.
    database.execute("pragma cache_size = -2048")
    return database


def build(folder: Path, corpus: Path, *, chains: bool, progress: Progress | None = None) -> None:
    """Enter each record of a corpus into the index in a folder; one that was begun is completed.

    Args:
        folder: The folder of the run.
        corpus: The corpus.
        chains: Whether to enter the order of the versions of each proposal, too.
        progress: Is called with the bytes that were read, and those of the corpus as far as they are known.

    Raises:
        NegotiationsError: A file has changed since the index was begun.
        OSError: A file cannot be read, or the index cannot be written.
    """
    path, spool = folder / "index.sqlite", folder / "unpacked"
    with closing(_connected(path, write=True)) as database:
        if not database.execute("select 1 from sqlite_master where name = 'state'").fetchone():
            database.executescript(f"begin; {_TABLES} commit;")
        state = dict(database.execute("select name, value from state"))
        if state.get("complete"):
            _refuse_changes(database)
            return
        with spool.open("ab") as stream:
            stream.truncate(state.get("unpacked", 0))
            stream.seek(0, os.SEEK_END)
            _Building(database, stream, chains=chains).run(corpus, state.get("units", 0), progress)


class _Building:
    """The entering of units, batch by batch, each with all that belongs to it or not at all."""

    def __init__(self, database: sqlite3.Connection, spool: object, *, chains: bool) -> None:
        self._database, self._chained = database, chains
        self._spool: Any = spool
        self._units: list[tuple[object, ...]] = []
        self._names: list[tuple[int, str, int, int]] = []
        self._chains: list[tuple[str, int, int, str]] = []
        self._bytes = 0

    def run(self, corpus: Path, done: int, progress: Progress | None) -> None:
        if done:
            _refuse_changes(self._database)
        number, read, total = 0, 0, 0
        self._database.execute("begin")
        for place, file in enumerate(files_of(corpus), 1):
            total += file.size
            self._database.execute(
                "insert or ignore into files values (?, ?, ?, ?, ?, ?, null)",
                (
                    place,
                    str(file.path.absolute()),
                    file.name,
                    file.size,
                    file.form,
                    file.is_packed,
                ),
            )
            # What a file has, and was begun with, may have grown since.
            (size,) = self._database.execute(
                "select size from files where id = ?", (place,)
            ).fetchone()
            for unit in units_of(attrs.evolve(file, size=size)):
                number += 1
                if number > done:
                    self._enter(unit, number, place)
                if len(self._units) >= _BATCH or self._bytes >= _BATCH_BYTES:
                    self._commit(number)
                    if progress is not None:
                        progress(read + unit.offset, total)
            read += file.size
            self._database.execute(
                "update files set mark = ? where id = ?", (_mark(file, size), place)
            )
        self._commit(number)
        self._database.execute("insert or replace into state values ('complete', 1)")
        self._database.execute("commit")
        # Readers then need no file beside it.
        self._database.execute("pragma journal_mode = delete")

    def _enter(self, unit: Unit, number: int, file: int) -> None:
        offset = unit.offset
        if unit.file.is_packed and unit.data is not None:
            offset = self._spool.tell()
            self._spool.write(unit.data + b"\n")
        row = (number, file, unit.line, offset, unit.length, unit.fault or None)
        self._units.append(row)
        self._bytes += unit.length
        for item, collection, key, versions in _names_in(unit):
            self._names.append((_CODES[collection], key, number, item))
            self._names += [(_CODES["versions"], inner, number, item) for inner in versions]
            if self._chained:
                names = (key,) if collection == "versions" else versions
                self._chains += [(name.partition("@")[0], number, item, name) for name in names]

    def _commit(self, number: int) -> None:
        database = self._database
        database.executemany("insert into units values (?, ?, ?, ?, ?, ?)", self._units)
        for name in self._names:
            entered = database.execute("insert or ignore into names values (?, ?, ?, ?)", name)
            if not entered.rowcount:
                collection, key, unit, item = name
                database.execute(
                    "insert into twins values (?, ?, ?, ?)", (unit, item, collection, key)
                )
        database.executemany("insert or ignore into chains values (?, ?, ?, ?)", self._chains)
        self._spool.flush()
        os.fsync(self._spool.fileno())
        state = [("units", number), ("unpacked", self._spool.tell())]
        database.executemany("insert or replace into state values (?, ?)", state)
        database.execute("commit")
        database.execute("begin")
        self._units, self._names, self._chains, self._bytes = [], [], [], 0


def _names_in(unit: Unit) -> Iterator[tuple[int, str, str, tuple[str, ...]]]:
    """The records of a unit: place, collection and id of each, and the ids of its versions."""
    if unit.data is None:
        return
    found = named(unit.data) if unit.file.form != "json" else None
    if found is not None:
        if found[0] in _CODES:
            yield 0, *found
        return
    for item, checked in enumerate(checked_unit(unit, rules=False)):
        record = checked.record
        if record is not None:
            collection, _, key = address_of(record).partition("/")
            versions = (record.versions or ()) if isinstance(record, Proposal) else ()
            yield item, collection, key, tuple(version.id for version in versions)


def _mark(file: CorpusFile, size: int) -> str:
    """What tells whether a file is still what it was, up to the size that it had."""
    if file.form != "lines":
        return str(file.path.stat().st_mtime_ns)
    with file.path.open("rb") as stream:
        stream.seek(max(0, size - _TAIL))
        return hashlib.sha256(stream.read(min(size, _TAIL))).hexdigest()


def _refuse_changes(database: sqlite3.Connection) -> None:
    """Refuse to go on with files that are not what they were."""
    for file, mark in _files(database):
        try:
            same = file.path.stat().st_size >= file.size and (
                mark is None or _mark(file, file.size) == mark
            )
        except OSError:
            same = False
        if not same:
            raise NegotiationsError(
                f"{file.name} has changed since the run was begun; remove the folder of the run, and "
                "begin again"
            )


def _files(database: sqlite3.Connection) -> Iterator[tuple[CorpusFile, str | None]]:
    rows = database.execute("select path, name, size, form, is_packed, mark from files")
    for path, name, size, form, is_packed, mark in rows:
        yield CorpusFile(Path(path), name, size, form, bool(is_packed)), mark


@attrs.frozen
class Twin:
    """A record whose id another one has that stands before it."""

    collection: str
    key: str
    first: str


class Index:
    """The index of a corpus, for reading."""

    def __init__(self, folder: Path) -> None:
        self._database = _connected(folder / "index.sqlite", write=False)
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
        for file, _ in _files(self._database):
            more = file.path.stat().st_size - file.size
            if more > 0:
                yield file.name, more

    def unit(self, number: int) -> Unit:
        """A unit, with its text.

        Raises:
            OSError: Its file cannot be read.
        """
        file, line, offset, length, fault = self._database.execute(
            "select file, line, offset, length, fault from units where id = ?", (number,)
        ).fetchone()
        held = self._file(file)
        data = None
        if not fault:
            path = self._spool if held.is_packed else held.path
            stream = self._stream(path)
            stream.seek(offset)
            data = stream.read(length)
        return Unit(held, line, offset, length, data, fault or "")

    def find(self, collection: str, key: str) -> tuple[int, int] | None:
        """The unit that a record stands in, and its place there; None if there is no such record."""
        found: tuple[int, int] | None = self._database.execute(
            "select unit, item from names where collection = ? and key = ?",
            (_CODES[collection], key),
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
            twin = Twin(_NAMES[collection], key, f"{name}:{line}")
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
            path, name, size, form, is_packed = row
            self._files[number] = CorpusFile(Path(path), name, size, form, bool(is_packed))
        return self._files[number]

    def _stream(self, path: Path) -> IO[bytes]:
        if path not in self._open:
            while len(self._open) >= _OPEN_FILES:
                self._open.pop(next(iter(self._open))).close()
            self._open[path] = path.open("rb", buffering=0)
        return self._open[path]
