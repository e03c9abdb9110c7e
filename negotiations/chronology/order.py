"""Which record is known to be later than which: a partial order, never completed by a guess.

Five things make an order known, and whatever follows from them together:

- dates that do not overlap;
- ``after``: a record is known to follow another;
- ``derived_from`` and the like: a version is later than the versions that it builds on;
- an event is not earlier than the events that it answers;
- nor is it earlier than the versions and positions that it acts on. One that prepares a text may be,
  and one that disputes something does not grant that it came before.

Where records contradict each other (a text accepted before the text it was made from), no order
between them is known.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from functools import cached_property
from heapq import heapify, heappop, heappush
from itertools import accumulate
from weakref import WeakKeyDictionary

import attrs

from negotiations.chronology.graphs import Reach, components, on_circles
from negotiations.chronology.links import UNKNOWN, not_later, own_days, referred, timed, when_of
from negotiations.model import Event, Proposal, Record, Version
from negotiations.records import Collection, Records, address_of
from negotiations.vocabulary import Order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeVar

    from negotiations.chronology.links import Days

    R = TypeVar("R", bound=Record)

__all__ = ["Chronology", "Ordered", "is_later", "versions_of"]


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

    Attributes:
        circular: The addresses of records that would follow themselves, directly or through others.
    """

    circular: frozenset[str]

    @classmethod
    def of(cls, records: Records) -> Chronology:
        """The chronology of these records, made once."""
        chronology = _MADE.get(records)
        if chronology is None:
            chronology = _MADE[records] = cls(records)
        return chronology

    def __init__(self, records: Records) -> None:
        within_time = list(timed(records))
        named = {
            address_of(record): sorted({address_of(other) for other in not_later(records, record)})
            for record in within_time
        }
        self.circular = frozenset(on_circles(named))
        groups = components(named)
        # Among records that follow each other in a circle no order is known.
        self._earlier = {
            name: [other for other in others if groups[other] != groups[name]]
            for name, others in named.items()
        }
        ranked = _ranked(self._earlier)
        self._reach = Reach(self._earlier, ranked)
        own = {address_of(record): own_days(record) for record in within_time}
        self._declared = self._declarations(own, ranked)
        self._days = self._bounded(own, ranked)
        while disagreeing := {name for name, days in self._days.items() if _is_empty(days)}:
            # Dates that the references contradict say nothing; those of the others stay.
            own |= dict.fromkeys(disagreeing, UNKNOWN)
            self._days = self._bounded(own, ranked)
        self._place = {name: place for place, name in enumerate(self._in_time())}
        self._events_on: dict[str, list[Event]] = {}
        for event in records.events.values():
            for acted_on in dict.fromkeys(map(address_of, referred(records, event.on or ()))):
                self._events_on.setdefault(acted_on, []).append(event)
        # The versions, not the records: these would otherwise never be given up (see _MADE).
        self._versions = records.versions

    @cached_property
    def versions(self) -> Collection[Version]:
        """The versions of all proposals by id: proposal by proposal, and in each in their order."""
        texts = [version.proposal_id for version in self._versions.values()]
        among = {proposal: number for number, proposal in enumerate(dict.fromkeys(texts))}

        def place(version: Version) -> tuple[int, int]:
            return among[version.proposal_id], self._place[address_of(version)]

        return Collection(Version, sorted(self._versions.values(), key=place))

    def _declarations(self, own: dict[str, Days], ranked: list[str]) -> dict[str, Days]:
        """The days by a record's own date; without a first day of its own, by what it follows."""
        declared: dict[str, Days] = {}
        for name in ranked:
            first, last = own[name]
            followed = (declared[other][0] for other in self._earlier[name])
            earliest = max((day for day in (first, *followed) if day), default=None)
            # What contradicts those before it does so alone, and not with all that follow it.
            declared[name] = (first if _is_before(last, earliest) else earliest), last
        return declared

    def declared(self, record: Record) -> Days:
        """The first and last day of a record by its own date, and the first by those it follows.

        Unlike `days` this holds what contradicts each other, so that it can be found.
        """
        return self._declared.get(address_of(record), UNKNOWN)

    def _bounded(self, own: dict[str, Days], ranked: list[str]) -> dict[str, Days]:
        """The days that records can be of, with those that the records around them leave."""
        first = {name: days[0] for name, days in own.items()}
        last = {name: days[1] for name, days in own.items()}
        for name in ranked:
            days = (first[name], *(first[other] for other in self._earlier[name]))
            first[name] = max((day for day in days if day), default=None)
        for name in reversed(ranked):
            for other in self._earlier[name]:
                days = (last[name], last[other])
                last[other] = min((day for day in days if day), default=None)
        return {name: (first[name], last[name]) for name in own}

    def _in_time(self) -> Iterator[str]:
        """All names, none before one that it is known to follow.

        Where no order is known they stand by their first possible day, the undated ones last, and
        then by their ids.
        """
        waiting = {name: len(others) for name, others in self._earlier.items()}
        after: dict[str, list[str]] = {}
        for name, others in self._earlier.items():
            for other in others:
                after.setdefault(other, []).append(name)
        ready = [(self._shown(name), name) for name, number in waiting.items() if not number]
        heapify(ready)
        # Nothing comes before what lies on earlier days: whatever that one waits for is no later.
        while ready:
            _, name = heappop(ready)
            yield name
            for other in after.get(name, ()):
                waiting[other] -= 1
                if not waiting[other]:
                    heappush(ready, (self._shown(other), other))

    def _shown(self, name: str) -> tuple[bool, int, int, str]:
        first, last = self._days[name]
        start, end = first or last or date.max, last or date.max
        undated = first is None and last is None
        return undated, start.toordinal(), end.toordinal(), name.partition("/")[2]

    def days(self, record: Record) -> Days:
        """The first and last day that a record can be of, by all that is known of its order.

        A text that was accepted in July is not later than July, even where no source prints its date.
        """
        return self._days.get(address_of(record), UNKNOWN)

    def events_on(self, record: Record) -> tuple[Event, ...]:
        """The events that act on a record."""
        return tuple(self._events_on.get(address_of(record), ()))

    def follows(self, later: Record, earlier: Record) -> bool:
        """Whether one record is known to be no earlier than another."""
        return self._follows(address_of(later), address_of(earlier))

    def _follows(self, later: str, earlier: str) -> bool:
        if later not in self._place or earlier not in self._place:
            return False
        if self._reach.leads_to(later, earlier):
            return True
        first, last = self._days[later][0], self._days[earlier][1]
        return first is not None and last is not None and last < first

    def order(self, later: Record, earlier: Record) -> Order:
        """Whether ``later`` is later: certain, possible by the dates of both, or unknown."""
        if self.follows(later, earlier):
            return Order.CERTAIN
        dated = [any(day is not None for day in self.days(record)) for record in (later, earlier)]
        return Order.POSSIBLE if all(dated) else Order.UNKNOWN

    def latest(self, records: Iterable[R]) -> tuple[R, ...]:
        """Those among records that none of them is known to follow."""
        among = {address_of(record): record for record in records}
        return tuple(among[name] for name in self._not_followed(list(among)))

    def _not_followed(self, names: list[str]) -> list[str]:
        """Those of the names that none of the others is known to follow."""
        known = [name for name in names if name in self._place]
        newest = max((day for name in known if (day := self._days[name][0])), default=None)
        unreached = set(self._reach.unreached(known))
        return [
            name
            for name in names
            if name not in self._place
            or (name in unreached and not _is_before(self._days[name][1], newest))
        ]

    def in_order(self, records: Iterable[Record]) -> tuple[Ordered, ...]:
        """Records so that none stands before one that it is known to follow.

        Where no order is known they stand by their first possible day, the undated ones last, and
        then by their ids; each says whether its place behind the one before it is certain.
        """
        by_name = {address_of(record): record for record in records}
        beyond = len(self._place)
        names = sorted(by_name, key=lambda name: (self._place.get(name, beyond), name))
        nearest = self._nearest(names)
        ordered: list[Ordered] = []
        previous: Record | None = None
        for name in names:
            record = by_name[name]
            order = None if previous is None else self.order(record, previous)
            ordered.append(Ordered(record, order, tuple(sorted(nearest[name]))))
            previous = record
        return tuple(ordered)

    def _nearest(self, names: list[str]) -> dict[str, list[str]]:
        """For each name, those of the others that it follows and that lie behind no other of these."""
        known = [name for name in names if name in self._place]
        chains = self._reach.laid_out(known)
        ended = sorted((last, name) for name in known if (last := self._days[name][1]) is not None)
        lasts = [last for last, _ in ended]
        # The latest first day of all that have ended, up to each of them.
        starts = list(accumulate((self._days[name][0] or date.min for _, name in ended), max))
        nearest: dict[str, list[str]] = {name: [] for name in names}
        for name in known:
            candidates = set(self._reach.nearest(name, chains))
            first = self._days[name][0]
            past = bisect_left(lasts, first) if first is not None else 0
            if past:
                # What ended before the latest of these began lies behind it.
                candidates.update(
                    other for _, other in ended[bisect_left(lasts, starts[past - 1]) : past]
                )
            nearest[name] = self._not_followed(list(candidates))
        return nearest

    def unordered(self, records: Iterable[Record]) -> dict[str, list[str]]:
        """For each record the others among these of which neither is known to follow the other.

        All are given by their addresses.
        """
        names = sorted({address_of(record) for record in records})
        known = [name for name in names if name in self._place]
        chains = self._reach.laid_out(known)
        linked = any(True for name in known for _ in self._reach.nearest(name, chains))
        # A name of no known place is in no chain.
        is_placed = len(known) == len(names)
        days = {name: self._days.get(name, UNKNOWN) for name in names}
        open_pairs: dict[str, list[str]] = {name: [] for name in names}
        # From day to day: what has not certainly ended when another may begin overlaps with it.
        active: list[tuple[date, str]] = []
        lasting: dict[str, None] = {}
        for name in sorted(names, key=lambda name: (days[name][0] or date.min, name)):
            first, last = days[name]
            while active and active[0][0] < (first or date.min):
                del lasting[heappop(active)[1]]
            others: Iterable[str] = lasting
            if is_placed and linked and len(lasting) > len(chains):
                # Along a chain only those between what it leads to and what leads to it are in question.
                beside = self._reach.beside(name, chains, len(lasting))
                others = lasting if beside is None else [one for one in beside if one in lasting]
            for other in others:
                if not linked or not (self._follows(name, other) or self._follows(other, name)):
                    open_pairs[name].append(other)
                    open_pairs[other].append(name)
            heappush(active, (last or date.max, name))
            lasting[name] = None
        return open_pairs


# Records do not change, so that the order of all is worked out once for all questions.
_MADE: WeakKeyDictionary[Records, Chronology] = WeakKeyDictionary()


def _is_before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other


def is_later(later: Record, earlier: Record, records: Records | None) -> bool:
    """Whether one record is known to be no earlier than another, by all records where they are given.

    Of two records alone it is known by their own dates, and by what one says that it follows.
    """
    if records is not None and all(
        records.get(address_of(record)) == record for record in (later, earlier)
    ):
        return Chronology.of(records).follows(later, earlier)
    named = {address_of(earlier), earlier.id}
    derived = later.builds_on if isinstance(later, Version) else ()
    when = when_of(later)
    after = (when.after,) if when is not None and when.after is not None else ()
    if not named.isdisjoint((*derived, *after)):
        return True
    return _is_before(own_days(earlier)[1], own_days(later)[0])


def _ranked(earlier: dict[str, list[str]]) -> list[str]:
    """The names so that each stands behind those before it."""
    waiting = {name: len(others) for name, others in earlier.items()}
    after: dict[str, list[str]] = {}
    for name, others in earlier.items():
        for other in others:
            after.setdefault(other, []).append(name)
    ranked = sorted(name for name, number in waiting.items() if not number)
    for name in ranked:
        for other in after.get(name, ()):
            waiting[other] -= 1
            if not waiting[other]:
                ranked.append(other)
    return ranked


def _is_empty(days: Days) -> bool:
    first, last = days
    return first is not None and last is not None and last < first


def versions_of(proposal: Proposal, records: Records | None = None) -> tuple[Ordered, ...]:
    """The versions of a proposal in their order, by all records where they hold it, else by itself."""
    if records is None or records.get(address_of(proposal)) != proposal:
        records = Records.of(None, (proposal,))
    return Chronology.of(records).in_order(proposal.versions or ())
