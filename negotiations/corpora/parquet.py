"""Records of complete tables in Parquet, in memory that does not grow with them.

The rows of a record stand in many tables, and not in one order. They are entered into a database on disk by
the record that they belong to, and taken out record by record. What is damaged is told, and left out.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import merge
from itertools import islice
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from weakref import finalize

import attrs

from negotiations.errors import Problem
from negotiations.frames.arrow import fits, parquet_batches
from negotiations.model import Metadata, Proposal, Record, Version
from negotiations.tables.layout import PREFIX, layouts, table_of
from negotiations.tables.reading import data_of_tables
from negotiations.tables.relational import empty_tables

__all__ = ["Found", "found_in_tables", "tables_in"]

_RECORDS = 200  # are taken out at a time
_VERSIONS, _PROPOSALS = table_of(Version), table_of(Proposal)
_NUMBER = "versions_n"
_DAMAGED = "restore the file, or export the tables anew"
_Rows = list[tuple[str, dict[str, Any]]]


@attrs.frozen
class Found:
    """A record of a table as a line, with the number of its row; or why there is none."""

    row: int
    data: bytes | None
    problems: tuple[Problem, ...] = ()


def tables_in(folder: Path) -> list[Path]:
    """The complete tables in Parquet that a folder has."""
    paths = (folder / f"{name}.parquet" for name in empty_tables())
    return [path for path in paths if path.is_file()]


def found_in_tables(path: Path) -> Iterator[Found]:
    """What is in one of the tables of a folder, by row: its records, and what cannot be read.

    Versions come with their proposals where these say how many they have. A table of parts of records
    has no records of its own.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    stamps = tuple(each.stat().st_mtime_ns for each in tables_in(path.parent))
    yield from _opened(path.parent, stamps).found(path.stem)


@lru_cache(maxsize=1)
def _opened(folder: Path, _: tuple[int, ...]) -> _Tables:
    return _Tables(folder)


class _Tables:
    """All rows of the tables in a folder, in a database that is removed with this object."""

    def __init__(self, folder: Path) -> None:
        place = Path(mkdtemp(prefix="negotiations-"))
        self._database = sqlite3.connect(place / "rows", isolation_level=None)
        finalize(self, _removed, self._database, place)
        for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -16384"):
            self._database.execute(f"pragma {pragma}")
        self._database.executescript(
            "create table rows (root text, name text, number integer, cells text);"
            # The proposals whose versions do not come with them.
            "create table apart (root text primary key) without rowid;"
        )
        self._heads: dict[str, list[str]] = {}
        self._damage: dict[str, list[Found]] = {}
        self._database.execute("begin")
        for path in tables_in(folder):
            self._damage[path.stem] = []
            self._enter(path.stem, path)
        self._database.execute("create index by_root on rows (root, name, number)")
        self._database.execute("create index by_name on rows (name, number)")
        self._database.execute("commit")

    def _enter(self, name: str, path: Path) -> None:
        def damaged(first: int, last: int, why: str) -> None:
            rows = f"row {first}" if first == last else f"rows {first} to {last}"
            self._tell(path, first, f"{why}: {rows} are left out")

        try:
            schema, rows = parquet_batches(path, damaged)
        except OSError as fault:
            self._tell(path, 1, f"it{str(fault).removeprefix(str(path))}")
            return
        heads = schema.names
        columns = {column.name: column for column in empty_tables()[name].columns}
        for column in columns.values():
            if column.name not in heads:
                self._tell(path, 1, f"the column {column.name!r} is missing", "schema")
            elif not fits(kind := schema.field(column.name).type, column):
                self._tell(
                    path,
                    1,
                    f"the column {column.name!r} is of another type",
                    "schema",
                    found=str(kind),
                    expected=column.type.value,
                )
        if self._damage[name]:
            return
        self._heads[name] = list(columns)
        cells = [heads.index(column) for column in columns]
        root = _root(name, self._heads[name])
        self._database.executemany(
            "insert into rows values (?, ?, ?, ?)",
            (
                (root(row), name, number, json.dumps(row, ensure_ascii=False))
                for number, whole in rows
                for row in ([whole[each] for each in cells],)
            ),
        )

    def _tell(
        self,
        path: Path,
        row: int,
        message: str,
        rule: str = "json",
        *,
        found: str = "",
        expected: str = "",
    ) -> None:
        problem = Problem(
            rule=rule,
            file=path.name,
            line=row,
            column=1,
            message=message,
            found=found,
            expected=expected,
            remedy=_DAMAGED,
        )
        self._damage[path.stem].append(Found(row, None, (problem,)))

    def found(self, name: str) -> Iterable[Found]:
        """The records of a table and what cannot be read, by row."""
        return merge(self._damage[name], self._records(name), key=lambda found: found.row)

    def _records(self, name: str) -> Iterator[Found]:
        if not _is_of_records(name):
            return
        question = "select root, number from rows where name = ?1 order by number"
        if name == _VERSIONS:  # of proposals that are not there, or do not have them
            question = (
                "select root, number from rows where name = ?1 and (root in (select root from apart) or "
                "root not in (select root from rows where name = ?2)) order by number"
            )
        rows = self._database.execute(question, (name, _PROPOSALS)[: question.count("?")])
        while some := list(islice(rows, _RECORDS)):
            yield from self._made(name, some)

    def _made(self, name: str, some: list[tuple[str, int]]) -> Iterator[Found]:
        """The records of some rows; if something is wrong in one of them, of each alone."""
        tables: dict[str, _Rows] = {}
        for _, number in some:
            self._take(tables, "name = ? and number = ?", (name, number))
        for root in dict.fromkeys(root for root, _ in some):
            self._take_parts(tables, name, root)
        made, problems = data_of_tables(tables)
        if problems and len(some) > 1:
            for one in some:
                yield from self._made(name, [one])
        elif problems:
            yield Found(some[0][1], None, tuple(map(_placed, problems)))
        else:
            for collection, place, data in made:
                line = {"collection": collection, "record": data}
                yield Found(_row(place), json.dumps(line, ensure_ascii=False).encode())

    def _take_parts(self, tables: dict[str, _Rows], name: str, root: str) -> None:
        """Take the rows of the parts of a record; of a proposal, its versions where it has them all."""
        found: dict[str, _Rows] = {}
        if name == _VERSIONS:
            versions = [row for _, row in tables[name] if row["owner"] == root]
        else:
            self._take(tables, "root = ? and name not in (?, ?)", (root, name, _VERSIONS))
            self._take(found, "root = ? and name = ?", (root, _VERSIONS))
            versions = [row for _, row in found.get(_VERSIONS, ())]
        if name == _PROPOSALS:
            own = [row for _, row in tables[name] if row["id"] == root.partition("/")[2]]
            if all(row[_NUMBER] == len(versions) for row in own):
                tables.setdefault(_VERSIONS, []).extend(found.get(_VERSIONS, ()))
            else:
                for row in own:
                    row[_NUMBER] = None
                versions = []
                self._database.execute("insert or ignore into apart values (?)", (root,))
        for key in dict.fromkeys(str(row["id"]) for row in versions):
            self._take(tables, "root = ?", (f"versions/{key}",))

    def _take(self, tables: dict[str, _Rows], where: str, given: tuple[object, ...]) -> None:
        rows = self._database.execute(
            f"select name, number, cells from rows where {where} order by name, number",  # noqa: S608
            given,
        )
        for name, number, cells in rows:
            row = dict(zip(self._heads[name], json.loads(cells), strict=True))
            tables.setdefault(name, []).append((f"{name}.parquet row {number}", row))


def _removed(database: sqlite3.Connection, place: Path) -> None:
    database.close()
    rmtree(place, ignore_errors=True)


def _is_of_records(name: str) -> bool:
    return name in layouts() and issubclass(layouts()[name].cls, Record)


def _row(place: str) -> int:
    return int(place.rpartition(" ")[2])


def _placed(problem: Problem) -> Problem:
    """A problem of a row with its file and the number of the row."""
    file, _, row = problem.file.partition(" row ")
    return attrs.evolve(problem, file=file, line=int(row), column=1)


def _root(name: str, heads: Sequence[str]) -> Callable[[Sequence[Any]], str]:
    """What gives the address of the record that a row of a table belongs to; of a version, its proposal."""
    layout = layouts().get(name)
    if layout is not None and issubclass(layout.cls, Record) and layout.cls is not Version:
        collection = "metadata" if layout.cls is Metadata else name.removeprefix(PREFIX)
        place = heads.index("id")
        return lambda row: f"{collection}/{row[place]}"
    place = heads.index("owner")
    of_links = _collection_with(name)

    def root(row: Sequence[Any]) -> str:
        owner = str(row[place])
        return "/".join(owner.split("/")[:2]) if "/" in owner else f"{of_links}/{owner}"

    return root


def _collection_with(name: str) -> str:
    """The collection of the records that a table of two columns belongs to."""
    for layout in layouts().values():
        if any(links.table == name for links in layout.links):
            return "metadata" if layout.cls is Metadata else layout.name.removeprefix(PREFIX)
    return ""
