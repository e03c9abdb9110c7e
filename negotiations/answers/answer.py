"""What the answers about a negotiation over time have in common: plain values that JSON can hold."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any

import attrs

from negotiations.compare.diff import Diff
from negotiations.compare.document import diff_to_data
from negotiations.io.codec import to_data
from negotiations.io.codec import to_json as record_to_json
from negotiations.io.strict_json import dumps
from negotiations.model import Record
from negotiations.model.base import Shown, Value
from negotiations.records import address_of

TYPE_CHECKING = False


__all__ = ["Answer", "plain", "to_json"]


class Answer(Shown):
    """The base of answers: each says itself as JSON data, with all that is in it, and as a page."""

    __slots__ = ()

    def to_data(self) -> dict[str, Any]:
        """The answer as JSON data; what is None is left out."""
        return {"format": 1, **_parts(self)}


def plain(item: Any) -> Any:
    """A value, or a class of values, as JSON data; what is None is left out.

    Within an answer a record stands as its address. A class names in ``derived`` the properties that
    belong to its data beside its fields, and in ``by_address`` the fields whose values stand in full
    elsewhere in the answer.

    >>> plain((date(2024, 5, 1), None))
    ['2024-05-01', None]
    """
    if isinstance(item, Answer):
        return item.to_data()
    if isinstance(item, Value):
        return to_data(item)
    if isinstance(item, Enum):
        return item.value
    if isinstance(item, date):
        return item.isoformat()
    if isinstance(item, tuple | list):
        return [plain(each) for each in item]
    return _parts(item) if attrs.has(type(item)) else item


def _parts(item: Any) -> dict[str, Any]:
    kind: Any = type(item)
    pointing = getattr(kind, "by_address", ())
    names = [*(field.name for field in attrs.fields(kind)), *getattr(kind, "derived", ())]
    return {
        name: _part(held, by_address=name in pointing)
        for name in names
        if (held := getattr(item, name)) is not None
    }


def _part(held: Any, *, by_address: bool) -> Any:
    if isinstance(held, Record):
        return address_of(held)
    if not by_address:
        return plain(held)
    return [each.address for each in held] if isinstance(held, tuple) else held.address


def to_json(item: Value | Diff | Answer) -> str:
    """A record as the data files have it, a diff as a document of the schema ``diff``, or an answer.

    >>> from negotiations.model.values import Count
    >>> print(to_json(Count.more_than(100)))
    {"more_than": 100}
    """
    if isinstance(item, Diff):
        return dumps(diff_to_data(item))
    if isinstance(item, Answer):
        return dumps(item.to_data())
    if not isinstance(item, Value):
        raise TypeError(f"expected a record, a diff or an answer, found {type(item).__name__}")
    return record_to_json(item)
