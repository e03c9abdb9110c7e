"""The parts of a record, each with its address and what it is part of."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from negotiations.io.codec import to_data
from negotiations.model import Record, Term
from negotiations.model.base import Value
from negotiations.records import address_of, walk
from negotiations.tables.keys import key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.io.strict_json import Pointer

__all__ = ["Part", "parts_of"]


@attrs.frozen
class Part:
    """A value in a record, or the record itself.

    Attributes:
        value: The value.
        address: Its address, made of keys and of no places in lists: the same in every release.
        path: Where it is in the record.
        owners: What it is part of, from the outermost, which is the record.
    """

    value: Value
    address: str
    path: Pointer
    owners: tuple[Part, ...]

    @property
    def term(self) -> Term | None:
        """The term that it is, or is part of."""
        values = (each.value for each in (self, *reversed(self.owners)))
        return next((value for value in values if isinstance(value, Term)), None)


def parts_of(record: Record) -> Iterator[Part]:
    """The record and all values in it, each before its own parts."""
    above: tuple[Part, ...] = ()
    for path, value in walk(record):
        above = tuple(each for each in above if path[: len(each.path)] == each.path)
        address = address_of(record)
        if above:
            inner = path[len(above[-1].path) :]
            names = "/".join(str(step) for step in inner if isinstance(step, str))
            kind = Term if isinstance(value, Term) else type(value)
            key = key_of(kind, to_data(value)) if isinstance(inner[-1], int) else ""
            address = "/".join(part for part in (above[-1].address, names, key) if part)
        part = Part(value, address, path, above)
        above = (*above, part)
        yield part
