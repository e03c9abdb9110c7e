"""The complete tables of a dataset: every record and every part of one, and the way back."""

from __future__ import annotations

from functools import lru_cache

from negotiations.frames import Table
from negotiations.io.codec import to_data
from negotiations.model import Record, Term, Version
from negotiations.model.base import Value
from negotiations.records import Records, address_of
from negotiations.tables.keys import key_of
from negotiations.tables.layout import PREFIX, Layout, layouts, table_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from negotiations.frames import Row

__all__ = ["empty_tables", "relational_tables", "rows_of"]


def empty_tables() -> dict[str, Table]:
    """All tables without rows, by name: the columns, keys and references of the whole model."""
    return dict(_empty())


@lru_cache(maxsize=1)
def _empty() -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for name, layout in layouts().items():
        tables[name] = Table(
            name=name,
            meaning=_meaning(layout.cls),
            columns=layout.columns,
            key=(layout.key,),
            rows=(),
        )
        for links in layout.links:
            tables[links.table] = Table(
                name=links.table,
                meaning=links.columns[1].meaning,
                columns=links.columns,
                key=("owner", "item"),
                rows=(),
            )
    return tables


def _meaning(cls: type[Value]) -> str:
    return (cls.__doc__ or "").strip().partition("\n")[0]


def relational_tables(records: Records) -> dict[str, Table]:
    """All records of a dataset in tables, by name; tables without rows among them."""
    rows: dict[str, list[Row]] = {name: [] for name in empty_tables()}
    for record in records.everything():
        for table, row in rows_of(record):
            rows[table].append(row)
    return {name: table.replace_rows(rows[name]) for name, table in empty_tables().items()}


def rows_of(record: Record) -> Iterator[tuple[str, Row]]:
    """The rows of a record and its parts, each with its table. A version has rows of its own."""
    layout = layouts()[table_of(type(record))]
    owner = f"proposals/{record.proposal_id}" if isinstance(record, Version) else ""
    yield from _rows(layout, to_data(record), address_of(record), owner, ("proposals", owner))


def _rows(
    layout: Layout, data: dict[str, Any], address: str, owner: str, within: tuple[str, str]
) -> Iterator[tuple[str, Row]]:
    is_record = issubclass(layout.cls, Record)
    key = data["id"] if is_record else address
    own: list[Any] = [] if is_record else [address]
    for column in layout.own[len(own) :]:
        if column.name == "owner":
            own.append(owner)
        elif column.name == "kind":
            own.append(data["kind"])
        else:
            own.append(_reference(owner, within[0], column.refers_to))
    kind = data.get("kind") if layout.cls is Term else None
    cells: list[Any] = []
    for part in layout.parts:
        value = None if part.kinds and kind not in part.kinds else _at(data, part.path)
        cells += part.cells.cells(value)
    yield layout.name, (*own, *cells)
    for links in layout.links:
        if links.kinds and kind not in links.kinds:
            continue
        for index, item in enumerate(_at(data, links.path) or (), 1):
            yield links.table, (key, item, index) if links.ordered else (key, item)
    for children in layout.children:
        if issubclass(children.cls, Record) or (children.kinds and kind not in children.kinds):
            continue
        inner = layouts()[table_of(children.cls)]
        for item in _at(data, children.path) or ():
            label = f"{address}/{'/'.join(children.path)}/{key_of(inner.cls, item)}"
            yield from _rows(inner, item, label, address, (layout.name, address))


def _reference(owner: str, table: str, target: str) -> str | None:
    """The key of the owner in its table, where that is the table that a column refers to."""
    if target.removeprefix(PREFIX) != table.removeprefix(PREFIX):
        return None
    return owner if "/" in owner.partition("/")[2] else owner.partition("/")[2]


def _at(data: dict[str, Any], path: tuple[str, ...]) -> Any:
    here: Any = data
    for step in path:
        if here is None:
            return None
        here = here.get(step)
    return here
