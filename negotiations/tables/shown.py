"""Columns for people: what a field says, in as few columns as can be filtered and sorted by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

import attrs

from negotiations.claims import Attribution, bearing_on
from negotiations.frames import ColumnType, TableColumn
from negotiations.io.json_text import value_to_json
from negotiations.model import Amount, Evidence, Source, Term, Timing
from negotiations.model.amounts import number_of
from negotiations.model.base import FieldSpec, Value, fields_of, name_of
from negotiations.model.values import Bounded, Count, When
from negotiations.records import Records, item_label
from negotiations.tables.cells import number_column, ordinal_column, typed, words_of
from negotiations.tables.names import column_name
from negotiations.vocabulary import Support, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from negotiations.frames import Cell

__all__ = [
    "JOINED",
    "PASSAGES",
    "Shown",
    "bounds",
    "passage_cells",
    "passages",
    "shown",
    "shown_columns",
]

# What stands between the items of a list in one cell.
JOINED = "; "


@attrs.frozen
class Shown:
    """Some columns, and their cells for a value that has the field."""

    columns: tuple[TableColumn, ...]
    cells: Callable[[Any, Records], tuple[Cell, ...]]


def shown(value: Any) -> str | None:
    """What a value is, as text; None where nothing is reported.

    >>> shown(Count.more_than(100)), shown(("a", "b")), shown(())
    ('more than 100', 'a; b', None)
    """
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        return JOINED.join(str(shown(item)) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Term):
        return value.label
    if isinstance(value, Value) and not isinstance(value, Bounded | When | Timing):
        label = item_label(value, 0) if value.key_fields else None
        return label or name_of(value) or getattr(value, "summary", None) or value_to_json(value)
    return str(value)


def bounds(value: Bounded[Any, Any]) -> tuple[int | float | None, int | float | None]:
    """The least and the most that it can be; of a duration in days. None where there is no such bound."""
    return _number(value.low), _number(value.high)


def _number(bound: Any) -> int | float | None:
    if isinstance(bound, timedelta):
        days = bound / timedelta(days=1)
        return int(days) if days.is_integer() else days
    return number_of(bound) if isinstance(bound, Decimal) else bound


def passages(evidence: Iterable[Evidence] | None, sources: Mapping[str, Source]) -> str | None:
    """Where passages stand, as they are cited, and which deny it: ``CNN relay ¶12; AP ¶3 (denies)``."""
    cited = [
        f"{sources[each.source].label if each.source in sources else each.source} ¶{each.paragraph}"
        f"{' (denies)' if each.support is Support.CONTRADICTS else ''}"
        for each in evidence or ()
    ]
    return JOINED.join(dict.fromkeys(cited)) or None


def shown_columns(
    cls: type[Value],
    skip: Iterable[type[Value]] = (),
    name: str = "",
    spec: FieldSpec | None = None,
) -> list[Shown]:
    """The columns of the fields of a class, without those of the classes in ``skip``.

    Those of the passages come last, of records that rest on those of their parts, too.
    """
    if spec is not None:
        return list(_columns(spec, name or spec.name))
    listed = [each for each in fields_of(cls) if each.types[0] not in tuple(skip)]
    # What it is stands first, what it rests on last.
    listed.sort(key=lambda each: (each.types == (Evidence,), not each.is_key))
    return [part for each in listed for part in _columns(each, each.name)]


def _columns(spec: FieldSpec, name: str) -> Iterator[Shown]:
    kind = spec.types[0]
    if spec.types == (Evidence,):
        yield _resting()
    elif spec.many:
        yield _joined(spec, name)
    elif len(spec.types) > 1:
        yield _either(spec, name)
    elif issubclass(kind, Bounded):
        yield _bounded(spec, name, kind)
    elif issubclass(kind, When):
        yield _date(spec, name)
    elif issubclass(kind, Value) or not issubclass(kind, str | int | bool | Vocabulary):
        column = typed(spec, column_name(spec, name), type=ColumnType.TEXT, words=())
        yield Shown((column,), lambda item, _: (shown(getattr(item, spec.name, None)),))
    else:
        column = typed(
            spec,
            column_name(spec, name),
            refers_to=spec.refers_to[0] if len(spec.refers_to) == 1 else "",
            required=not spec.optional,
        )
        yield Shown((column,), lambda item, _: (_plain(getattr(item, spec.name, None)),))


def _plain(value: Any) -> Cell:
    made: Cell = value.value if isinstance(value, Enum) else value
    return made


PASSAGES = (
    TableColumn(
        name="passages", meaning="Where it stands: source and paragraph, and which deny it."
    ),
    TableColumn(
        name="denied_by",
        meaning="Who denies it, or a part of it: actors, and sources in their own voice. Between "
        "semicolons.",
        spelled=("actors", "sources"),
    ),
    TableColumn(
        name="hedged",
        type=ColumnType.BOOLEAN,
        meaning="Whether every passage that says it hedges it; null where none says it.",
    ),
)


def passage_cells(evidence: Iterable[Evidence], records: Records) -> tuple[Cell, ...]:
    """The cells of `PASSAGES`."""
    said = Attribution.of(records, evidence)
    is_said = any(each.support is not Support.CONTRADICTS for each in said.evidence)
    return (
        passages(said.evidence, records.sources),
        shown(said.deniers),
        said.hedged if is_said else None,
    )


def _resting() -> Shown:
    """The columns of what a record or a term rests on, by its own passages or those of its parts."""

    def cells(item: Any, records: Records) -> tuple[Cell, ...]:
        evidence = tuple(bearing_on(item, None))
        is_told = evidence or getattr(item, "evidence", None) is not None
        first, *others = passage_cells(evidence, records)
        return (first, len(evidence) if is_told else None, *others)

    first, *others = PASSAGES
    return Shown((first, number_column("passages"), *others), cells)


def _joined(spec: FieldSpec, name: str) -> Shown:
    text = TableColumn(
        name=column_name(spec, name),
        meaning=f"{spec.doc} Between semicolons.",
        words=words_of(spec.types),
        spelled=spec.refers_to,
        searched=spec.is_in_words,
    )

    def cells(item: Any, _: Records) -> tuple[Cell, ...]:
        value = getattr(item, spec.name, None)
        return (shown(value), None if value is None else len(value))

    return Shown((text, number_column(name)), cells)


def _either(spec: FieldSpec, name: str) -> Shown:
    text = typed(spec, column_name(spec, name), type=ColumnType.TEXT, words=())
    if int not in spec.types:
        return Shown((text,), lambda item, _: (shown(getattr(item, spec.name, None)),))

    def cells(item: Any, _: Records) -> tuple[Cell, ...]:
        value = getattr(item, spec.name, None)
        return (shown(value), value if type(value) is int else None)

    return Shown((text, ordinal_column(name)), cells)


def _bounded(spec: FieldSpec, name: str, kind: type) -> Shown:
    number = ColumnType.INTEGER if issubclass(kind, Count) else ColumnType.NUMBER
    # Of durations the bounds are in days; an amount names its own unit in the text.
    unit = "" if issubclass(kind, Count | Amount) else "d"
    text = TableColumn(name=column_name(spec, name), meaning=f"{spec.doc} As the source bounds it.")
    low, high = (
        TableColumn(
            name=f"{name}_{end}", type=number, unit=unit, meaning=f"The {word} that it can be."
        )
        for end, word in (("low", "least"), ("high", "most"))
    )

    def cells(item: Any, _: Records) -> tuple[Cell, ...]:
        value = getattr(item, spec.name, None)
        return (None, None, None) if value is None else (str(value), *bounds(value))

    return Shown((text, low, high), cells)


def _date(spec: FieldSpec, name: str) -> Shown:
    inner = {each.name: each for each in fields_of(When)}
    columns = (
        typed(inner["edtf"], f"{name}_edtf", meaning=f"{spec.doc} In EDTF."),
        TableColumn(
            name=f"{name}_earliest", type=ColumnType.DATE, meaning="The first day it can be."
        ),
        TableColumn(name=f"{name}_latest", type=ColumnType.DATE, meaning="The last day it can be."),
        typed(inner["basis"], f"{name}_basis"),
        TableColumn(
            name=f"{name}_after", meaning=f"{inner['after'].doc}", spelled=inner["after"].refers_to
        ),
    )

    def cells(item: Any, _: Records) -> tuple[Cell, ...]:
        when: When | None = getattr(item, spec.name, None)
        if when is None:
            return (None,) * len(columns)
        days = (None if day is None else day.isoformat() for day in (when.earliest, when.latest))
        return (when.edtf, *days, _plain(when.basis), when.after)

    return Shown(columns, cells)
