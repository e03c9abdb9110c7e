"""Which record is known to be later than which: a partial order, never completed by a guess.

Five things make an order known, and whatever follows from them together:

- dates that do not overlap;
- ``after``: a record is known to follow another;
- ``derived_from``: a version is later than the versions that it was made from;
- an event is not earlier than the events that it answers;
- nor is it earlier than the versions and positions that it acts on. One that prepares a text may be,
  and one that disputes something does not grant that it came before.

Where records contradict each other (a text accepted before the text it was made from), no order
between them is known.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from heapq import heapify, heappop, heappush

import attrs

from negotiations.errors import AmbiguousId, UnknownId
from negotiations.model import Event, Position, Record, Talks, Version
from negotiations.order import when_of
from negotiations.records import address_of
from negotiations.vocabulary import EventAct, Order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeVar

    from negotiations.records import Records

    R = TypeVar("R", bound=Record)
    Days = tuple[date | None, date | None]

__all__ = ["Chronology", "Ordered", "lineage", "referred"]


@attrs.frozen
class Ordered:
    """A record in its place among others.

    Attributes:
        record: The record.
        order: Its order to the one before it in the list; None for the first.
        follows: The nearest records in the list that it is known to follow, as addresses.
    """

    record: Record
    order: Order | None
    follows: tuple[str, ...]


class Chronology:
    """The known order of the records of a dataset.

    Args:
        records: The records.
    """

    def __init__(self, records: Records) -> None:
        timed = list(_timed(records))
        named = {
            address_of(each): {address_of(other) for other in _not_later(records, each)}
            for each in timed
        }
        self._earlier = _without_circles(named)
        self._ranked = _ranked(self._earlier)
        self._reached: dict[str, set[str]] = {}
        for name in self._ranked:
            near = self._earlier[name]
            self._reached[name] = near.union(*(self._reached[other] for other in near))
        own = {address_of(each): _days(each) for each in timed}
        self._days = self._bounded(own)
        while disagreeing := {name for name, days in self._days.items() if _is_empty(days)}:
            # Dates that the references contradict say nothing; those of the others stay.
            own |= dict.fromkeys(disagreeing, (None, None))
            self._days = self._bounded(own)

    def _bounded(self, own: dict[str, Days]) -> dict[str, Days]:
        """The days that records can be of, with those that the records around them leave."""
        first = {name: days[0] for name, days in own.items()}
        last = {name: days[1] for name, days in own.items()}
        for name in self._ranked:
            days = (first[name], *(first[other] for other in self._earlier[name]))
            first[name] = max((day for day in days if day), default=None)
        for name in reversed(self._ranked):
            for other in self._earlier[name]:
                days = (last[name], last[other])
                last[other] = min((day for day in days if day), default=None)
        return {name: (first[name], last[name]) for name in own}

    def days(self, record: Record) -> Days:
        """The first and last day that a record can be of, by all that is known of its order.

        A text that was accepted in July is no later than July, though nobody printed its date.
        """
        return self._days.get(address_of(record), (None, None))

    def follows(self, later: Record, earlier: Record) -> bool:
        """Whether one record is known to be no earlier than another."""
        if address_of(earlier) in self._reached.get(address_of(later), ()):
            return True
        first, last = self.days(later)[0], self.days(earlier)[1]
        return first is not None and last is not None and last < first

    def order(self, later: Record, earlier: Record) -> Order:
        """Whether ``later`` is later: certain, possible by the dates of both, or unknown."""
        if self.follows(later, earlier):
            return Order.CERTAIN
        dated = [any(day is not None for day in self.days(each)) for each in (later, earlier)]
        return Order.POSSIBLE if all(dated) else Order.UNKNOWN

    def latest(self, records: Iterable[R]) -> tuple[R, ...]:
        """Those among records that none of them is known to follow."""
        among = tuple(records)
        return tuple(
            each for each in among if not any(self.follows(other, each) for other in among)
        )

    def in_order(self, records: Iterable[Record]) -> tuple[Ordered, ...]:
        """Records so that none stands before one that it is known to follow.

        Where no order is known they stand by their first possible day, the undated ones last, and
        then by their ids; each says whether its place behind the one before it is certain.
        """
        by_name = {address_of(each): each for each in records}
        before = self._before(by_name)
        waiting = {name: len(others) for name, others in before.items()}
        after: dict[str, list[str]] = {}
        for name, others in before.items():
            for other in others:
                after.setdefault(other, []).append(name)
        ready = [(self._shown(name), name) for name, number in waiting.items() if not number]
        heapify(ready)
        found: dict[str, Ordered] = {}
        previous: Record | None = None
        while ready:
            _, name = heappop(ready)
            record = by_name[name]
            order = None if previous is None else self.order(record, previous)
            near: list[str] = []
            far: set[str] = set()
            for other in reversed(found):
                if other in before[name] and other not in far:
                    near.append(other)
                    far |= before[other]
            found[name] = Ordered(record, order, tuple(sorted(near)))
            previous = record
            for other in after.get(name, ()):
                waiting[other] -= 1
                if not waiting[other]:
                    heappush(ready, (self._shown(other), other))
        return tuple(found.values())

    def _before(self, names: Iterable[str]) -> dict[str, set[str]]:
        """For each of these records, those among them that it is known to follow."""
        days = {name: self._days.get(name, (None, None)) for name in names}
        ends = sorted((last, name) for name, (_, last) in days.items() if last is not None)
        found = {}
        for name, (first, _) in days.items():
            known = self._reached.get(name, set()) & days.keys()
            if first is not None:
                known.update(other for _, other in ends[: bisect_left(ends, (first, ""))])
            found[name] = known
        return found

    def _shown(self, name: str) -> tuple[bool, int, int, str]:
        first, last = self._days.get(name, (None, None))
        start, end = first or last or date.max, last or date.max
        undated = first is None and last is None
        return undated, start.toordinal(), end.toordinal(), name.partition("/")[2]


def _days(record: Record) -> Days:
    when = when_of(record)
    return (None, None) if when is None else (when.earliest, when.latest)


def referred(records: Records, names: Iterable[str]) -> Iterator[Record]:
    """The texts, talks, positions and events that references name; `check` finds those that do not."""
    among = ("versions", "proposals", "events", "talks", "positions")
    for name in names:
        try:
            yield records.resolve(name, among)
        except (UnknownId, AmbiguousId):
            continue


def lineage(records: Records, version: Version) -> tuple[Version, ...]:
    """A version and all those that it is derived from, near and far; itself first."""
    known = records.collections["versions"]
    found = {version.id: version}
    ahead = [version]
    while ahead:
        for name in ahead.pop(0).derived_from or ():
            if name in known and name not in found:
                found[name] = known[name]
                ahead.append(known[name])
    return tuple(found.values())


def _not_later(records: Records, record: Record) -> Iterator[Record]:
    """The records that a record names and that it cannot be earlier than."""
    when = when_of(record)
    if when is not None and when.after is not None:
        yield from _timed(referred(records, (when.after,)))
    if isinstance(record, Version):
        known = records.collections["versions"]
        yield from (known[name] for name in record.derived_from or () if name in known)
    if isinstance(record, Event):
        known = records.collections["events"]
        yield from (known[name] for name in record.answers or () if name in known)
    if isinstance(record, Event) and record.act not in (EventAct.PREPARE, EventAct.DISPUTE):
        for found in referred(records, record.on or ()):
            if isinstance(found, Version | Position):
                yield found


def _timed(found: Iterable[Record]) -> Iterator[Record]:
    return (each for each in found if isinstance(each, Event | Talks | Position | Version))


def _without_circles(earlier: dict[str, set[str]]) -> dict[str, set[str]]:
    """References to what is earlier, without those among records that follow each other."""

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        ahead = [*earlier[start]]
        while ahead:
            here = ahead.pop()
            if here not in found:
                found.add(here)
                ahead += earlier[here]
        return found

    beyond = {name: reached(name) for name in earlier}
    return {
        name: {other for other in others if name not in beyond[other]}
        for name, others in earlier.items()
    }


def _ranked(earlier: dict[str, set[str]]) -> list[str]:
    """The names so that each stands behind those before it."""
    found: dict[str, None] = {}
    for start in sorted(earlier):
        ahead = [start]
        while ahead:
            missing = sorted(earlier[ahead[-1]] - found.keys())
            if missing:
                ahead += missing
            else:
                found.setdefault(ahead.pop())
    return list(found)


def _is_empty(days: Days) -> bool:
    first, last = days
    return first is not None and last is not None and last < first
