"""The relational layout of the model: which table and which columns each class has.

All of it follows from the declarations of the classes. A record, and an item of a list of values, has a
row; a list of texts or ids is a table of two columns; what a value holds directly stands in columns of its
owner. Rows are made of the JSON data of records, and give them back.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import attrs

from negotiations.frames import ColumnType, TableColumn
from negotiations.model import TERM_CLASSES, Metadata, Record, Term
from negotiations.model.base import FieldSpec, Value, fields_of
from negotiations.model.values import Bounded
from negotiations.records import COLLECTIONS
from negotiations.tables.cells import (
    AsBounded,
    AsJson,
    AsNumberOf,
    AsPlain,
    AsWordOrNumber,
    Cells,
    typed,
    words_of,
)
from negotiations.tables.names import column_name
from negotiations.vocabulary import TermKind, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeGuard

__all__ = [
    "PREFIX",
    "Children",
    "Layout",
    "Links",
    "Part",
    "layouts",
    "named_fields",
    "table_of",
]

# What the names of relational tables begin with, beside those for people.
PREFIX = "data_"
# Of how many tables an owner is named by a reference to each; of more, by its address alone.
_REFERRED_OWNERS = 4
_PLAIN = (str, int, bool, Decimal, Vocabulary)


@attrs.frozen
class Part:
    """Some columns of a row: where they stand in the JSON data, and how they are read and written.

    ``kinds`` names the kinds of term that have them; empty where the class has no kinds.
    """

    path: tuple[str, ...]
    cells: Cells
    kinds: frozenset[str] = frozenset()


@attrs.frozen
class Links:
    """A list of texts or ids: a table with a row for each."""

    table: str
    path: tuple[str, ...]
    columns: tuple[TableColumn, ...]
    ordered: bool
    kinds: frozenset[str] = frozenset()


@attrs.frozen
class Children:
    """A list of values: rows of another table."""

    path: tuple[str, ...]
    cls: type[Value]
    kinds: frozenset[str] = frozenset()


@attrs.frozen
class Layout:
    """The table of a class, and the tables of its lists.

    Attributes:
        name: The name of the table.
        cls: The class; of all kinds of terms, `Term`.
        owners: The classes of which it is a part; none for a record that stands alone.
        own: The columns that say what a row is and whose: its key, its owner, its kind.
        parts: The other columns.
        links: The lists of texts and ids.
        children: The lists of values.
    """

    name: str
    cls: type[Value]
    owners: tuple[type[Value], ...]
    own: tuple[TableColumn, ...]
    parts: tuple[Part, ...]
    links: tuple[Links, ...]
    children: tuple[Children, ...]

    @property
    def key(self) -> str:
        """The name of the column that identifies a row."""
        return "id" if issubclass(self.cls, Record) else "address"

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """All columns, in order."""
        return (*self.own, *(column for part in self.parts for column in part.cells.columns))


def table_of(cls: type[Value]) -> str:
    """The name of the relational table of a class."""
    return _names()[Term if issubclass(cls, Term) else cls]


@lru_cache(maxsize=1)
def layouts() -> dict[str, Layout]:
    """The layouts of all tables, by name: records first, then their parts."""
    return {name: _layout(cls) for cls, name in _names().items()}


# --- which tables there are ---------------------------------------------------------------------


def _roots() -> tuple[type[Value], ...]:
    return (Metadata, *COLLECTIONS.values())


@lru_cache(maxsize=1)
def _names() -> dict[type[Value], str]:
    """The table of each class: the name of its collection, or of the first list that holds it."""
    names: dict[type[Value], str] = {Metadata: f"{PREFIX}dataset"}
    names |= {record: f"{PREFIX}{name}" for name, record in COLLECTIONS.items()}
    for cls in _roots():
        for spec, inner in _lists(cls):
            names.setdefault(inner, f"{PREFIX}{spec.name}")
    return names


def _lists(cls: type[Value]) -> Iterator[tuple[FieldSpec, type[Value]]]:
    """The lists of values in a class, and in those of the lists."""
    for spec in _fields(cls):
        if spec.many and issubclass(spec.types[0], Value):
            inner = spec.types[0]
            yield spec, inner
            if not issubclass(inner, Record):
                yield from _lists(inner)
        elif not spec.many and len(spec.types) == 1 and _is_group(spec.types[0]):
            yield from _lists(spec.types[0])


@lru_cache(maxsize=1)
def _owners() -> dict[type[Value], tuple[type[Value], ...]]:
    owners: dict[type[Value], list[type[Value]]] = {}
    for cls in _names():
        for spec in _fields(cls):
            inner = spec.types[0]
            if spec.many and issubclass(inner, Value) and cls not in owners.get(inner, ()):
                owners.setdefault(inner, []).append(cls)
    return {inner: tuple(listed) for inner, listed in owners.items()}


def _classes(cls: type[Value]) -> tuple[type[Value], ...]:
    return tuple(TERM_CLASSES.values()) if cls is Term else (cls,)


def _fields(cls: type[Value]) -> list[FieldSpec]:
    """The fields of a class; of a term, those of all kinds."""
    listed = [spec for each in _classes(cls) for spec in fields_of(each)]
    return [spec for index, spec in enumerate(listed) if spec not in listed[:index]]


def _is_group(kind: type) -> TypeGuard[type[Value]]:
    """Whether a value stands in columns of its owner, field by field."""
    return issubclass(kind, Value) and not issubclass(kind, Bounded)


# --- one table ----------------------------------------------------------------------------------


def _layout(cls: type[Value]) -> Layout:
    table, owners = table_of(cls), _owners().get(cls, ())
    parts: list[Part] = []
    links: list[Links] = []
    children: list[Children] = []
    for spec, name, kinds in named_fields(cls):
        _add(table, spec, (spec.name,), name, kinds, parts, links, children)
    return Layout(
        table, cls, owners, _own(cls, owners), tuple(parts), tuple(links), tuple(children)
    )


def named_fields(cls: type[Value]) -> Iterator[tuple[FieldSpec, str, frozenset[str]]]:
    """The fields of a class, the name of each, and the kinds of term that have it.

    Kinds that declare a field in different ways have a column each: *none* of a withdrawal is no *none*
    of a presence.
    """
    if cls is not Term:
        for spec in fields_of(cls):
            yield spec, spec.name, frozenset()
        return
    declared: dict[str, list[FieldSpec]] = {}
    for spec in _fields(cls):
        declared.setdefault(spec.name, []).append(spec)
    kinds_of: dict[tuple[str, object], tuple[FieldSpec, list[str]]] = {}
    for kind, each in TERM_CLASSES.items():
        for spec in fields_of(each):
            sort = (spec.types, spec.many, spec.refers_to)
            kinds_of.setdefault((spec.name, sort), (spec, []))[1].append(kind.value)
    several = {name for name, _ in kinds_of if len([key for key in kinds_of if key[0] == name]) > 1}
    for (name, _), (spec, kinds) in kinds_of.items():
        prefix = f"{kinds[0]}_".replace("-", "_") if name in several else ""
        yield spec, prefix + name, frozenset(kinds)


def _add(
    table: str,
    spec: FieldSpec,
    path: tuple[str, ...],
    name: str,
    kinds: frozenset[str],
    parts: list[Part],
    links: list[Links],
    children: list[Children],
) -> None:
    kind, column = spec.types[0], column_name(spec, name)
    if spec.many:
        if issubclass(kind, Value):
            children.append(Children(path, kind, kinds))
        else:
            links.append(_links(table, spec, path, name, kinds))
        parts.append(Part(path, AsNumberOf.of(name), kinds))
    elif len(spec.types) > 1:
        is_word = all(issubclass(each, _PLAIN) for each in spec.types)
        layout = AsWordOrNumber.of if is_word else AsJson.of
        parts.append(Part(path, layout(spec, column), kinds))
    elif issubclass(kind, Bounded):
        parts.append(Part(path, AsBounded.of(spec, name), kinds))
    elif _is_group(kind):
        for inner in fields_of(kind):
            deeper = attrs.evolve(inner, doc=f"{spec.doc} {inner.doc}", optional=True)
            inner_name = f"{name}_{inner.name}"
            _add(table, deeper, (*path, inner.name), inner_name, kinds, parts, links, children)
    elif issubclass(kind, _PLAIN):
        parts.append(Part(path, AsPlain.of(spec, column, _target(spec)), kinds))
    else:
        parts.append(Part(path, AsJson.of(spec, column), kinds))


def _target(spec: FieldSpec) -> str:
    """The table that the ids of a field are of; none where they can be of several."""
    return f"{PREFIX}{spec.refers_to[0]}" if len(spec.refers_to) == 1 else ""


def _links(
    table: str, spec: FieldSpec, path: tuple[str, ...], name: str, kinds: frozenset[str]
) -> Links:
    owner = TableColumn(
        name="owner", meaning="The row that has it.", refers_to=table, required=True
    )
    item = typed(spec, "item", refers_to=_target(spec), required=True)
    columns = [owner, item]
    if spec.ordered:
        meaning = "Its place in the order, from 1."
        kind = ColumnType.INTEGER
        columns.append(TableColumn(name="ordinal", type=kind, meaning=meaning, required=True))
    return Links(f"{table}_{name}", path, tuple(columns), spec.ordered, kinds)


def _own(cls: type[Value], owners: tuple[type[Value], ...]) -> tuple[TableColumn, ...]:
    columns: list[TableColumn] = []
    if not issubclass(cls, Record):
        meaning = "The address: that of its owner, the list that it is in, and its key."
        columns.append(TableColumn(name="address", meaning=meaning, required=True))
    if owners:
        columns.append(
            TableColumn(name="owner", meaning="The address of what it is part of.", required=True)
        )
    if 0 < len(owners) <= _REFERRED_OWNERS:
        columns += [
            TableColumn(
                name=f"owner_{_noun(owner)}",
                meaning=f"What it is part of, where that is in {table_of(owner)}.",
                refers_to=table_of(owner),
            )
            for owner in owners
        ]
    if cls is Term:
        columns.append(
            TableColumn(
                name="kind",
                meaning="The kind of term, which says what columns it can have.",
                words=words_of((TermKind,)),
                required=True,
            )
        )
    return tuple(columns)


def _noun(cls: type[Value]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()
