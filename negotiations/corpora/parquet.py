"""Records of complete tables in Parquet, in memory that does not grow with them.

The rows of a record stand in many tables, and not in one order. They are entered into a database on disk by
the record that they belong to, and taken out record by record.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from negotiations.errors import InvalidDataset
from negotiations.frames.arrow import parquet_batches
from negotiations.model import Metadata, Record, Version
from negotiations.tables.layout import PREFIX, layouts, table_of
from negotiations.tables.reading import data_of_tables
from negotiations.tables.relational import empty_tables

__all__ = ["has_tables", "lines_in_tables", "record_tables"]

_RECORDS = 200  # are taken out at a time


def has_tables(folder: Path) -> bool:
    """Whether a folder has complete tables in Parquet."""
    return any((folder / f"{name}.parquet").is_file() for name in empty_tables())


def record_tables(folder: Path) -> list[Path]:
    """The files of a folder with a row for each record."""
    named = [name for name, layout in layouts().items() if issubclass(layout.cls, Record)]
    paths = [folder / f"{name}.parquet" for name in named]
    return [path for path in paths if path.is_file()]


def lines_in_tables(path: Path) -> Iterator[tuple[int, bytes]]:
    """The records of one of these files as lines, each with the number of its row, from 1.

    Versions come with their proposals where these say how many they have.

    Raises:
        InvalidDataset: The tables do not have their columns.
        MissingExtra: pyarrow is not installed.
        OSError: A file is no Parquet, or cannot be read.
    """
    stamps = tuple(each.stat().st_mtime_ns for each in record_tables(path.parent))
    yield from _opened(path.parent, stamps).lines(path.stem)


@lru_cache(maxsize=1)
def _opened(folder: Path, _: tuple[int, ...]) -> _Tables:
    return _Tables(folder)


class _Tables:
    """All rows of the tables in a folder, in a database that is removed with this object."""

    def __init__(self, folder: Path) -> None:
        self._place = TemporaryDirectory(prefix="negotiations-")
        self._database = sqlite3.connect(Path(self._place.name, "rows"), isolation_level=None)
        for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -16384"):
            self._database.execute(f"pragma {pragma}")
        self._database.execute(
            "create table rows (root text, name text, number integer, cells text)"
        )
        self._heads: dict[str, list[str]] = {}
        self._database.execute("begin")
        for name in empty_tables():
            path = folder / f"{name}.parquet"
            if path.is_file():
                self._enter(name, path)
        self._database.execute("create index by_root on rows (root, name, number)")
        self._database.execute("create index by_name on rows (name, number)")
        self._database.execute("commit")

    def _enter(self, name: str, path: Path) -> None:
        heads, rows = parquet_batches(path)
        self._heads[name] = heads
        missing = {column.name for column in empty_tables()[name].columns} - set(heads)
        if missing:
            # Told in the words of the reader of tables.
            _, problems = data_of_tables({name: [(path.name, dict.fromkeys(heads))]})
            raise InvalidDataset(problems)
        root = _root(name, heads)
        self._database.executemany(
            "insert into rows values (?, ?, ?, ?)",
            (
                (root(row), name, number, json.dumps(row, ensure_ascii=False))
                for number, row in enumerate(rows, 1)
            ),
        )

    def lines(self, name: str) -> Iterator[tuple[int, bytes]]:
        """The records of a table as lines, each with the number of its row."""
        is_versions = name == table_of(Version)
        question = "select distinct root from rows where name = ? order by number"
        if is_versions:  # those of proposals that have a row come with them
            question = (
                "select distinct root from rows where name = ? and root not in "
                "(select root from rows where name = 'data_proposals') order by number"
            )
        roots = (root for (root,) in self._database.execute(question, (name,)))
        while some := list(islice(roots, _RECORDS)):
            yield from self._lines(some)

    def _lines(self, roots: list[str]) -> Iterator[tuple[int, bytes]]:
        tables: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        self._take(roots, tables)
        versions = tables.get(table_of(Version), [])
        self._take([f"versions/{row['id']}" for _, row in versions], tables)
        made, problems = data_of_tables(tables)
        if problems:
            raise InvalidDataset(problems)
        for collection, place, data in made:
            line = {"collection": collection, "record": data}
            yield int(place.rpartition(" ")[2]), json.dumps(line, ensure_ascii=False).encode()

    def _take(self, roots: list[str], tables: dict[str, list[tuple[str, dict[str, Any]]]]) -> None:
        for root in roots:
            rows = self._database.execute(
                "select name, number, cells from rows where root = ? order by name, number", (root,)
            )
            for name, number, cells in rows:
                row = dict(zip(self._heads[name], json.loads(cells), strict=True))
                tables.setdefault(name, []).append((f"{name}.parquet row {number}", row))


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
