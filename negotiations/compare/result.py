"""What the answers about a negotiation over time have in common: plain values that JSON can hold."""

from __future__ import annotations

from datetime import date
from enum import Enum

import attrs

from negotiations.base import Value
from negotiations.codec import to_data
from negotiations.store.order import when_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from negotiations.model import Record
    from negotiations.store.chronology import Chronology
    from negotiations.values import When

__all__ = ["Answer", "Time", "plain"]


class Answer:
    """The base of answers: each says itself as JSON data, with all that is in it."""

    __slots__ = ()

    def to_data(self) -> dict[str, Any]:
        """The answer as JSON data; what is None is left out."""
        raise NotImplementedError


def plain(item: Any) -> Any:
    """A value, or a class of values, as JSON data; what is None is left out.

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
    if attrs.has(type(item)):
        held = {field.name: getattr(item, field.name) for field in attrs.fields(type(item))}
        return {name: plain(each) for name, each in held.items() if each is not None}
    return item


@attrs.frozen(kw_only=True)
class Time:
    """When a record is of, as it is coded and as far as the order of all records bounds it.

    Attributes:
        when: Its own date, where it has one.
        earliest: The first day that it can be of; None where nothing bounds it.
        latest: The last day that it can be of; None where nothing bounds it.
    """

    when: When | None
    earliest: date | None
    latest: date | None

    @classmethod
    def of(cls, chronology: Chronology, record: Record) -> Time:
        """The time of a record of the dataset."""
        earliest, latest = chronology.days(record)
        return cls(when=when_of(record), earliest=earliest, latest=latest)

    @property
    def is_known(self) -> bool:
        """Whether anything bounds it."""
        return self.earliest is not None or self.latest is not None

    def __str__(self) -> str:
        if self.when is not None:
            return str(self.when)
        if self.earliest is None and self.latest is None:
            return "not dated"
        if self.earliest is None:
            return f"by {self.latest}"
        return f"not before {self.earliest}"
