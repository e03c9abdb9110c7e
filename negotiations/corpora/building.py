"""The entering of a corpus into its index: where each record stands, and what its file was then."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs

from negotiations.corpora.index import CODES, connected, files_in
from negotiations.corpora.reading import CorpusFile, Unit, checked_unit, files_of, units_of
from negotiations.errors import NegotiationsError
from negotiations.io.lines import named
from negotiations.limits import open_regular
from negotiations.model import Proposal
from negotiations.records import address_of
from negotiations.report.problems import problem_data

__all__ = ["build"]

_TABLES = """
create table files (
  id integer primary key, path blob, name blob, size integer, form text, is_packed integer,
  mark text);
create table units (
  id integer primary key, file integer, line integer, offset integer, length integer, problems text);
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
Progress = Callable[[int, int], None]


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
    with closing(connected(path, write=True)) as database:
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
                    os.fsencode(file.path.absolute()),
                    os.fsencode(file.name),
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
        problems = json.dumps(list(map(problem_data, unit.problems))) if unit.problems else None
        row = (number, file, unit.line, offset, unit.length, problems)
        self._units.append(row)
        self._bytes += unit.length
        for item, collection, key, versions in _names_in(unit):
            self._names.append((CODES[collection], key, number, item))
            self._names += [(CODES["versions"], inner, number, item) for inner in versions]
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
        if found[0] in CODES:
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
    try:
        stream = open_regular(file.path)
    except OSError as fault:  # which is told where it stands
        return f"cannot be read: {fault.errno}"
    with stream:
        stream.seek(max(0, size - _TAIL))
        return hashlib.sha256(stream.read(min(size, _TAIL))).hexdigest()


def _refuse_changes(database: sqlite3.Connection) -> None:
    """Refuse to go on with files that are not what they were."""
    for file, mark in files_in(database):
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
