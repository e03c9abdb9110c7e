"""The order of records in time, as far as it is known."""

from __future__ import annotations

from datetime import date
from weakref import WeakKeyDictionary

import attrs

from negotiations.model import Event, Position, Record, Talks, Version
from negotiations.records import address_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from negotiations.model.values import When
    from negotiations.records import Records

__all__ = ["Moment", "bounds", "follows_itself", "on_circles", "timeline", "when_of"]


def when_of(record: Record) -> When | None:
    """The date of a version, event, position or round of talks, where it has one."""
    if isinstance(record, Version):
        return record.tabled
    return record.when if isinstance(record, Event | Talks | Position) else None


@attrs.frozen
class _Chain:
    """What is known of a record from those that it follows, one after the other.

    ``length`` is how many there are, ``earliest`` the first day of the nearest dated one. Where the
    chain ends in a circle nothing is known, and both say so.
    """

    length: int = 0
    earliest: date | None = None
    is_circular: bool = False
    is_on_circle: bool = False


def _next(records: Records, record: Record) -> Record | None:
    """The record that a record is known to follow."""
    when = when_of(record)
    return None if when is None or when.after is None else records.get(when.after)


# Chains are followed once for all records, since each step of a long one begins a chain of its own.
_CHAINS: WeakKeyDictionary[Records, dict[str, _Chain]] = WeakKeyDictionary()


def _chain(records: Records, record: Record) -> _Chain:
    known = _CHAINS.setdefault(records, {})
    path: list[Record] = []
    places: dict[str, int] = {}
    here: Record | None = record
    while here is not None and address_of(here) not in known and address_of(here) not in places:
        places[address_of(here)] = len(path)
        path.append(here)
        here = _next(records, here)
    circle = len(path) if here is None else places.get(address_of(here), len(path))
    is_circular = circle < len(path)
    for index in reversed(range(len(path))):
        after = here if index + 1 == len(path) else path[index + 1]
        behind = _Chain() if after is None else known.get(address_of(after), _Chain())
        if is_circular or behind.is_circular:
            chain = _Chain(is_circular=True, is_on_circle=index >= circle)
        elif after is None:
            chain = _Chain()
        else:
            dated = when_of(after)
            is_dated = dated is not None and dated.after is None
            earliest = dated.earliest if dated is not None and is_dated else behind.earliest
            chain = _Chain(behind.length + 1, earliest)
        known[address_of(path[index])] = chain
    return known[address_of(record)]


def follows_itself(records: Records, record: Record) -> bool:
    """Whether a record is itself on a circle of records that follow each other."""
    return _chain(records, record).is_on_circle


def bounds(records: Records, record: Record) -> tuple[date | None, date | None]:
    """The first and last day that a record can be of; what it follows bounds it from below."""
    when = when_of(record)
    if when is None:
        return None, None
    if when.after is None:
        return when.earliest, when.latest
    return _chain(records, record).earliest, None


def on_circles(links: Mapping[str, Iterable[str]]) -> set[str]:
    """The names from which links lead back to themselves, by whatever detour.

    >>> sorted(on_circles({"a": ["b"], "b": ["a", "c"], "c": []}))
    ['a', 'b']
    """
    # Kosaraju: names in the order in which walks leave them, then walks against the links. Names
    # that are reached together in the second lead to each other.
    left: list[str] = []
    seen: set[str] = set()
    for start in links:
        waiting = [(start, iter((start,)))]
        while waiting:
            name, targets = waiting[-1]
            target = next((each for each in targets if each in links and each not in seen), None)
            if target is None:
                waiting.pop()
                if waiting:
                    left.append(name)
            else:
                seen.add(target)
                waiting.append((target, iter(links[target])))
    back: dict[str, list[str]] = {name: [] for name in links}
    for name, aims in links.items():
        for target in aims:
            if target in back:
                back[target].append(name)
    found = {name for name, targets in links.items() if name in targets}
    grouped: set[str] = set()
    for start in reversed(left):
        group = [] if start in grouped else [start]
        grouped.add(start)
        for name in group:
            fresh = [each for each in dict.fromkeys(back[name]) if each not in grouped]
            grouped.update(fresh)
            group += fresh
        if len(group) > 1:
            found.update(group)
    return found


@attrs.frozen
class Moment:
    """A record in the order of time.

    ``earliest`` and ``latest`` are the days that it can be of; None where there is no such bound.
    Two moments whose days overlap stand in an order that is possible, and not certain.
    """

    record: Record
    earliest: date | None
    latest: date | None

    @property
    def is_dated(self) -> bool:
        """Whether anything is known of when it was."""
        return self.earliest is not None or self.latest is not None


def timeline(records: Records) -> tuple[Moment, ...]:
    """All that has a time, in its order: what is dated first, and then what is not.

    A record without a date of its own stands behind the record that it is known to follow.
    """

    def key(moment: Moment) -> tuple[bool, date, date, int, str]:
        return (
            not moment.is_dated,
            moment.earliest or moment.latest or date.max,
            moment.latest or date.max,
            _chain(records, moment.record).length,
            moment.record.id,
        )

    moments = [
        Moment(record, *bounds(records, record))
        for record in records
        if isinstance(record, Event | Talks | Position | Version)
    ]
    return tuple(sorted(moments, key=key))
