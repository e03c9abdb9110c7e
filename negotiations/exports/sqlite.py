"""SQLite: tables with keys and references, full-text search, views for the usual questions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from textwrap import dedent
from typing import ParamSpec

from negotiations.errors import NegotiationsError
from negotiations.exports.csv_files import codebook
from negotiations.frames import ColumnType, Row, Table, TableColumn
from negotiations.model import Metadata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

__all__ = ["SqliteFile", "datasette_metadata"]

P = ParamSpec("P")

_TYPES = {
    ColumnType.INTEGER: "INTEGER",
    ColumnType.NUMBER: "REAL",
    ColumnType.BOOLEAN: "INTEGER",
}
# The usual questions, each with the tables that it needs.
_VIEWS: dict[str, tuple[tuple[str, ...], str]] = {
    "numbers_by_version": (
        ("quantities", "versions"),
        """
        select q.issue, q.version, v.tabled_earliest, q.phase, q.case_text, q.of_group, q.field, q.text,
          q.low, q.high, q.unit, q.excluded, q.computed, q.contradicts, q.denied_by, q.hedged, q.passages
        from quantities q join versions v on v.id = q.version
        """,
    ),
    "numbers_wanted": (
        ("quantities", "positions"),
        """
        select q.issue, q.actor, q.act, q.proposal, p.when_earliest, q.phase, q.field, q.text,
          q.low, q.high, q.unit, q.excluded, q.computed, q.contradicts, q.denied_by, q.hedged, q.passages
        from quantities q join positions p on p.id = q.position
        """,
    ),
    "denied_claims": (
        ("claims",),
        """
        select record, field, voice as denied_by, own_voice as denied_by_the_source, source, paragraph,
          hedged, evidence
        from claims where support = 'contradicts'
        """,
    ),
    "events_by_month": (
        ("events",),
        """
        select substr(when_earliest, 1, 7) as month, act, actors, count(*) as events
        from events
        where substr(when_earliest, 1, 7) = substr(when_latest, 1, 7)
        group by month, act, actors
        """,
    ),
    "terms_by_issue": (
        ("terms", "issues"),
        """
        select t.issue, i.label, t.version, t.position, t.actor, t.phase, t.excluded, t.kind, t.summary,
          t.denied_by, t.hedged, t.passages
        from terms t join issues i on i.id = t.issue
        """,
    ),
}


def _told(step: Callable[P, None]) -> Callable[P, None]:
    """A step that raises what the system says of the file, such as that the disk is full, as others do."""

    @wraps(step)
    def told(*args: P.args, **more: P.kwargs) -> None:
        try:
            step(*args, **more)
        except sqlite3.OperationalError as fault:
            raise OSError(f"the database cannot be written: {fault}") from fault

    return told


class SqliteFile:
    """Writes all tables into one database."""

    def __init__(self, target: Path, metadata: Metadata | None) -> None:
        self._metadata = metadata
        self._tables: tuple[Table, ...] = ()
        # The file is new and empty, and nobody else knows of it.
        self._database = sqlite3.connect(target, isolation_level=None)
        for pragma in ("page_size = 4096", "journal_mode = off", "synchronous = off"):
            self._database.execute(f"pragma {pragma}")

    @_told
    def begin(self, tables: Sequence[Table]) -> None:
        """Make the tables, and one with the meaning of each column."""
        self._tables = tuple(tables)
        self._database.execute("begin")
        keys = {table.name: table.key[0] for table in tables}
        for table in tables:
            self._database.execute(_definition(table, keys))
        columns = codebook(tables)
        self._database.execute(_definition(columns, {}))
        self.add(columns, columns.rows)

    @_told
    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Write some rows."""
        marks = ", ".join("?" * len(table.columns))
        self._database.executemany(f"insert into {table.name} values ({marks})", rows)  # noqa: S608

    @_told
    def end(self) -> None:
        """Make indexes, views and the search, check the references, and close the file."""
        names = {table.name for table in self._tables}
        for table in self._tables:
            for column in table.columns:
                if column.name not in table.key and (column.refers_to in names or column.spelled):
                    self._database.execute(
                        f"create index {table.name}_{column.name} on {table.name} ({column.name})"
                    )
        for view, (needed, question) in _VIEWS.items():
            if names.issuperset(needed):
                self._database.execute(f"create view {view} as {dedent(question).strip()}")
        self._make_search()
        self._database.execute("commit")
        self._check_references()
        self._database.execute("pragma user_version = 1")
        self._database.execute("vacuum")
        self._database.close()

    def _check_references(self) -> None:
        """Refuse references that lead nowhere: a database would promise what is not there.

        Raises:
            NegotiationsError: There are some.
        """
        broken = self._database.execute("pragma foreign_key_check").fetchall()
        if not broken:
            return
        table, row, target, number = broken[0]
        keys = self._database.execute(f"pragma foreign_key_list({table})")
        column = next(each[3] for each in keys if each[0] == number)
        question = f"select {column} from {table} where rowid = ?"  # noqa: S608 - of our own names
        ((cell,),) = self._database.execute(question, (row,)).fetchall()
        more = f", and {len(broken) - 1} more" if len(broken) > 1 else ""
        raise NegotiationsError(
            f"{table}.{column} names {cell!r}, which is not in {target}{more}: `negotiations check` tells "
            "which records name what is not there; fix them, or export to csv"
        )

    def _make_search(self) -> None:
        """A full-text index of names, summaries and notes: ``search match 'corridor'``."""
        self._database.execute(
            "create virtual table search using fts5(table_name unindexed, row_key unindexed, "
            "column_name unindexed, text, tokenize = 'unicode61 remove_diacritics 2')"
        )
        for table in self._tables:
            if table.name.startswith("data_"):
                continue
            for column in table.columns:
                if column.searched:
                    key = " || ' ' || ".join(table.key)
                    self._database.execute(
                        f"insert into search select '{table.name}', {key}, '{column.name}', {column.name} "  # noqa: S608
                        f"from {table.name} where {column.name} is not null order by 2"
                    )

    def abandon(self) -> None:
        """Close the file of an export that is not to be."""
        self._database.close()


def _definition(table: Table, names: Mapping[str, str]) -> str:
    lines = [_column(column) for column in table.columns]
    lines.append(f"primary key ({', '.join(table.key)})")
    lines += [
        f"foreign key ({column.name}) references {column.refers_to} ({names[column.refers_to]})"
        for column in table.columns
        if column.refers_to in names
    ]
    return f"create table {table.name} (\n  " + ",\n  ".join(lines) + "\n)"


def _column(column: TableColumn) -> str:
    kind = _TYPES.get(column.type, "TEXT")
    required = " not null" if column.required else ""
    check = f" check ({column.name} in (0, 1))" if column.type is ColumnType.BOOLEAN else ""
    return f"{column.name} {kind}{required}{check}"


def datasette_metadata(name: str, tables: Sequence[Table], metadata: Metadata | None) -> str:
    """The metadata file of Datasette: title, licence, and what each table and column means."""
    about: dict[str, Any] = {}
    if metadata is not None:
        about = {
            "title": metadata.title,
            "description": metadata.summary or "",
            "license": metadata.licence,
            "source": f"{metadata.title} {metadata.version}",
        }
    described = {
        table.name: {
            "description": table.meaning,
            "columns": {column.name: column.meaning for column in table.columns},
        }
        for table in tables
    }
    return json.dumps(
        {**about, "databases": {name: {"tables": described}}}, ensure_ascii=False, indent=2
    )
