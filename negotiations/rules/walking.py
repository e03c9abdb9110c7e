"""The iterations over records that several rules share."""

from __future__ import annotations

from functools import cache

from negotiations.model.base import fields_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from negotiations.io.strict_json import Pointer
    from negotiations.model import Evidence, Position, Record, Term, Version
    from negotiations.model.base import Value
    from negotiations.records import Records

__all__ = ["each_evidence", "each_term", "each_value", "fields_with"]


def each_value(records: Records) -> Iterable[tuple[Record, Pointer, Value]]:
    """Every value in every record, with the record and the path in it."""
    return records.walked()


def each_term(records: Records) -> Iterable[tuple[Version | Position, int, Term]]:
    """Every term, with its holder and its index there."""
    return records.once(_terms)


def _terms(records: Records) -> Iterator[tuple[Version | Position, int, Term]]:
    for holder in records.holders():
        for index, term in enumerate(holder.terms or ()):
            yield holder, index, term


def each_evidence(records: Records) -> Iterable[tuple[Record, Pointer, Evidence, Value]]:
    """All evidence, with its record, its path, and the value that it belongs to."""
    return records.once(_evidence)


def _evidence(records: Records) -> Iterator[tuple[Record, Pointer, Evidence, Value]]:
    for record, path, value in each_value(records):
        for index, evidence in enumerate(getattr(value, "evidence", None) or ()):
            yield record, (*path, "evidence", index), evidence, value


def fields_with(value: Value, kind: type) -> tuple[str, ...]:
    """The names of the fields of a value that can hold one of a kind."""
    return _fields_with(type(value), kind)  # type: ignore[arg-type] # a class has a hash


@cache
def _fields_with(cls: type[Value], kind: type) -> tuple[str, ...]:
    return tuple(spec.name for spec in fields_of(cls) if kind in spec.types)
