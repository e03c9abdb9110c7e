"""The base of all answers, and their form as JSON data."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any

import attrs

from negotiations.compare.diff import Diff
from negotiations.compare.document import diff_to_data
from negotiations.io.codec import to_data
from negotiations.io.json_text import value_to_json
from negotiations.io.strict_json import dumps
from negotiations.model import Record
from negotiations.model.base import Value
from negotiations.model.extra import Extra
from negotiations.records import address_of
from negotiations.shown import Asked

TYPE_CHECKING = False


__all__ = ["Answer", "data_of", "to_json"]


class Answer(Asked):
    """The base of answers: each can be written as JSON data, in full, and shown as a page."""

    __slots__ = ()

    def to_data(self) -> dict[str, Any]:
        """The answer as JSON data; what is None is left out."""
        return {"format": 1, **_parts(self)}


def data_of(item: Any) -> Any:
    """A value, or a class of values, as JSON data; what is None is left out.

    Within an answer a record stands as its address. A class names in ``derived`` the properties that
    belong to its data beside its fields, and in ``by_address`` the fields whose values stand in full
    elsewhere in the answer.

    >>> data_of((date(2024, 5, 1), None))
    ['2024-05-01', None]
    """
    if isinstance(item, Answer):
        return item.to_data()
    if isinstance(item, Value):
        return to_data(item)
    if isinstance(item, Extra):
        return item.to_data()
    if isinstance(item, Enum):
        return item.value
    if isinstance(item, date):
        return item.isoformat()
    if isinstance(item, tuple | list):
        return [data_of(part) for part in item]
    return _parts(item) if attrs.has(type(item)) else item


def _parts(item: Any) -> dict[str, Any]:
    kind: Any = type(item)
    pointing = getattr(kind, "by_address", ())
    names = [*(field.name for field in attrs.fields(kind)), *getattr(kind, "derived", ())]
    return {
        name: _part(value, by_address=name in pointing)
        for name in names
        if (value := getattr(item, name)) is not None
    }


def _part(value: Any, *, by_address: bool) -> Any:
    if isinstance(value, Record):
        return address_of(value)
    if not by_address:
        return data_of(value)
    return [part.address for part in value] if isinstance(value, tuple) else value.address


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
    return value_to_json(item)
