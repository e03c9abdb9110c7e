"""The iterations over records that several rules share."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.io.strict_json import Pointer
    from negotiations.model import Evidence, Position, Record, Term, Version
    from negotiations.model.base import Value
    from negotiations.records import Records

__all__ = ["each_evidence", "each_term", "each_value"]


def each_value(records: Records) -> Iterator[tuple[Record, Pointer, Value]]:
    """Every value in every record, with the record and the path in it."""
    yield from records.walked()


def each_term(records: Records) -> Iterator[tuple[Version | Position, int, Term]]:
    """Every term, with its holder and its index there."""
    for holder in records.holders():
        for index, term in enumerate(holder.terms or ()):
            yield holder, index, term


def each_evidence(records: Records) -> Iterator[tuple[Record, Pointer, Evidence, Value]]:
    """All evidence, with its record, its path, and the value that it belongs to."""
    for record, path, value in each_value(records):
        for index, evidence in enumerate(getattr(value, "evidence", None) or ()):
            yield record, (*path, "evidence", index), evidence, value
