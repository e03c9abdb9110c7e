"""The complete tables read back: the same records, or all problems by table and row."""

from __future__ import annotations

from negotiations.errors import InvalidDataset, Problem
from negotiations.io.codec import from_data
from negotiations.model import Metadata, Proposal, Record, Version
from negotiations.records import Records, address_of
from negotiations.tables.layout import PREFIX, Children, Layout, Links, Part, layouts, table_of
from negotiations.tables.relational import empty_tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from negotiations.frames import Cell

    # The rows of a table: each with the place to name in a message, and its cells by column.
    Rows = Sequence[tuple[str, Mapping[str, Cell]]]

__all__ = ["data_of_tables", "records_of_tables"]


def records_of_tables(tables: Mapping[str, Rows]) -> Records:
    """The records that stand in complete tables.

    Args:
        tables: The rows of each table by its name; a table that is not there has none.

    Raises:
        InvalidDataset: A column is missing, a number of items does not fit, a row belongs to nothing, or a
            value does not fit the model; ``problems`` has all of them, each with its table and row.
    """
    return _Reading(tables).records()


def data_of_tables(
    tables: Mapping[str, Rows],
) -> tuple[list[tuple[str, str, dict[str, Any]]], tuple[Problem, ...]]:
    """The JSON data of the records in complete tables, with collection and place; and the problems.

    The records are not checked. A proposal that does not say how many versions it has, or has another
    number of them, comes without them, and its versions come alone.
    """
    reading = _Reading(tables)
    return list(reading.data()), tuple(reading.problems)


class _Reading:
    """One reading: the rows by owner, and the problems found so far."""

    def __init__(self, tables: Mapping[str, Rows]) -> None:
        self.problems: list[Problem] = []
        self.tables = {name: self._known(name, tables.get(name, ())) for name in empty_tables()}
        self.by_owner: dict[str, dict[str, list[tuple[str, Mapping[str, Cell]]]]] = {}
        self.used: set[str] = set()
        for name, rows in self.tables.items():
            owned = self.by_owner.setdefault(name, {})
            for place, row in rows:
                if "owner" in row:
                    owned.setdefault(str(row["owner"]), []).append((place, row))

    def _known(self, name: str, rows: Rows) -> Rows:
        """The rows, where they have the columns of the table."""
        if not rows:
            return rows
        wanted = {column.name for column in empty_tables()[name].columns}
        found = set(rows[0][1])
        for column in sorted(wanted - found):
            self._tell(
                rows[0][0],
                f"{name} has no column {column!r}",
                expected=", ".join(sorted(wanted)),
                remedy="export the tables anew, and leave their columns as they are",
            )
        return rows if wanted <= found else ()

    def _tell(self, place: str, message: str, rule: str = "schema", **more: Any) -> None:
        self.problems.append(Problem(rule=rule, file=place, message=message, **more))

    def records(self) -> Records:
        made: list[Record] = []
        for layout in layouts().values():
            if issubclass(layout.cls, Record) and layout.cls is not Version:
                made += self._records_of(layout)
        self._tell_of_orphans()
        if self.problems:
            raise InvalidDataset(self.problems)
        self._refuse_twins(made)
        metadata = next((each for each in made if isinstance(each, Metadata)), None)
        return Records.of(metadata, [each for each in made if not isinstance(each, Metadata)])

    def data(self) -> Iterable[tuple[str, str, dict[str, Any]]]:
        """The data of all records, of versions alone where their proposal does not have them."""
        versions = layouts()[table_of(Version)]
        held: set[str] = set()
        for layout in layouts().values():
            if not issubclass(layout.cls, Record) or layout.cls is Version:
                continue
            name = layout.name.removeprefix(PREFIX)
            collection = "metadata" if layout.cls is Metadata else name
            for place, row in self.tables[layout.name]:
                address = f"{collection}/{row['id']}"
                cells = row
                if layout.cls is Proposal and self._has_its_versions(layout, row, address):
                    held.add(address)
                elif layout.cls is Proposal:
                    self.by_owner[versions.name].pop(address, None)
                    cells = {**row, _number_of_versions(layout): None}
                yield collection, place, self._data(layout, place, cells, address, str(row["id"]))
        for place, row in self.tables[versions.name]:
            if str(row["owner"]) not in held:
                key = str(row["id"])
                yield "versions", place, self._data(versions, place, row, f"versions/{key}", key)

    def _has_its_versions(self, layout: Layout, row: Mapping[str, Cell], address: str) -> bool:
        number = row[_number_of_versions(layout)]
        owned = self.by_owner[table_of(Version)].get(address, [])
        return number is not None and len(owned) == number

    def _records_of(self, layout: Layout) -> Iterable[Record]:
        name = layout.name.removeprefix(PREFIX)
        collection = "metadata" if layout.cls is Metadata else name
        for place, row in self.tables[layout.name]:
            address = f"{collection}/{row['id']}"
            data = self._data(layout, place, row, address, str(row["id"]))
            try:
                yield from_data(layout.cls, data)  # type: ignore[misc]
            except InvalidDataset as fault:
                for each in fault.problems:
                    self._tell(place, each.message, each.rule, record=address, pointer=each.pointer)

    def _data(
        self, layout: Layout, place: str, row: Mapping[str, Cell], address: str, key: str
    ) -> dict[str, Any]:
        """The JSON data of a row, with those of its lists."""
        data: dict[str, Any] = {}
        kind = row.get("kind") if any(column.name == "kind" for column in layout.own) else None
        if kind is not None:
            data["kind"] = kind
        held_in: list[Links | Children] = [*layout.links, *layout.children]
        lists = {item.path: item for item in held_in if not item.kinds or kind in item.kinds}
        for part in layout.parts:
            cells = [row[column.name] for column in part.cells.columns]
            if part.kinds and kind not in part.kinds:
                self._refuse_other_kind(part, cells, place, str(kind))
                continue
            try:
                value = part.cells.value(cells)
            except ValueError as fault:
                name = part.cells.columns[0].name
                self._tell(
                    place,
                    f"{name} is no JSON: {fault}",
                    found=str(cells[0]),
                    expected="JSON",
                    remedy="write the value as JSON, or empty the cell",
                    record=address,
                )
                continue
            held = lists.get(part.path)
            if held is not None:
                items = self._items(held, address, key)
                if len(items) != (value or 0):
                    self._tell(
                        place,
                        f"{part.cells.columns[0].name} and the rows that belong to it do not fit",
                        found=f"{value} beside {len(items)} rows",
                        expected="the same number",
                        remedy="add or remove the rows, or change the number",
                        record=address,
                    )
                value = None if value is None else items
            _put(data, part.path, value)
        return data

    def _refuse_other_kind(self, part: Part, cells: Sequence[Cell], place: str, kind: str) -> None:
        for column, cell in zip(part.cells.columns, cells, strict=True):
            if cell is not None:
                self._tell(
                    place,
                    f"a term of kind {kind} has no {column.name}",
                    found=str(cell),
                    expected="an empty cell",
                    remedy="empty the cell, or change the kind",
                )

    def _items(self, held: Links | Children, address: str, key: str) -> list[Any]:
        if isinstance(held, Links):
            rows = self.by_owner[held.table].get(key, [])
            self.used.add(f"{held.table} {key}")
            if held.ordered:
                rows = sorted(rows, key=lambda each: int(str(each[1]["ordinal"] or 0)))
            return [row["item"] for _, row in rows]
        inner = layouts()[table_of(held.cls)]
        owned = self.by_owner[inner.name].get(address, [])
        self.used.add(f"{inner.name} {address}")
        if inner.cls is Version:
            return [
                self._data(inner, at, row, f"versions/{row['id']}", str(row["id"]))
                for at, row in owned
            ]
        within = f"{address}/{'/'.join(held.path)}/"
        return [
            self._data(inner, at, row, str(row["address"]), str(row["address"]))
            for at, row in owned
            if str(row["address"]).startswith(within)
        ]

    def _tell_of_orphans(self) -> None:
        for table, owned in self.by_owner.items():
            for owner, rows in owned.items():
                if f"{table} {owner}" in self.used:
                    continue
                for place, _ in rows:
                    self._tell(
                        place,
                        "the row belongs to nothing",
                        rule="references",
                        found=owner,
                        expected="the key of a row that says it has such items",
                        remedy="add that row, or remove this one",
                    )

    def _refuse_twins(self, made: list[Record]) -> None:
        inner = [
            version
            for each in made
            if isinstance(each, Proposal)
            for version in each.versions or ()
        ]
        known: set[str] = set()
        for record in (*made, *inner):
            address = address_of(record)
            if address in known:
                self._tell(
                    table_of(type(record)),
                    f"duplicate id {record.id!r}",
                    rule="unique-id",
                    record=address,
                    expected="a unique id",
                    remedy="rename one of the two",
                )
            known.add(address)
        if self.problems:
            raise InvalidDataset(self.problems)


def _number_of_versions(layout: Layout) -> str:
    """The column of a proposal that says how many versions it has."""
    part = next(part for part in layout.parts if part.path == ("versions",))
    return part.cells.columns[0].name


def _put(data: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set a value at a path, unless it is not reported."""
    if value is None:
        return
    *outer, last = path
    for step in outer:
        data = data.setdefault(step, {})
    data[last] = value
