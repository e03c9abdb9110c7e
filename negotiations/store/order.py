"""The order of records in time, as far as it is known."""

from __future__ import annotations

from datetime import date

import attrs

from negotiations.errors import AmbiguousId, UnknownId
from negotiations.model import Event, Position, Record, Talks, Version
from negotiations.values import When
from negotiations.vocabulary import Basis, Certainty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.store.records import Records

__all__ = [
    "Moment",
    "bounds",
    "followed",
    "follows_itself",
    "held_by",
    "is_certainly_before",
    "last_day",
    "timeline",
    "when_of",
]


def when_of(record: Record) -> When | None:
    """The date of a version, event, position or round of talks, where it has one."""
    if isinstance(record, Version):
        return record.tabled
    return record.when if isinstance(record, Event | Talks | Position) else None


def followed(records: Records, record: Record) -> tuple[Record, ...]:
    """The records that a record is known to follow, nearest first; none where they form a circle."""
    chain = _chain(records, record)
    return () if chain and chain[-1] in (record, *chain[:-1]) else tuple(chain)


def follows_itself(records: Records, record: Record) -> bool:
    """Whether a record is itself on a circle of records that follow each other."""
    return record in _chain(records, record)


def _chain(records: Records, record: Record) -> list[Record]:
    """The records that a record follows, nearest first, up to one that was met before."""
    chain: list[Record] = []
    here = record
    while (when := when_of(here)) is not None and when.after is not None:
        try:
            here = records.resolve(when.after)
        except (UnknownId, AmbiguousId):
            break
        met = here is record or here in chain
        chain.append(here)
        if met:
            break
    return chain


def bounds(records: Records, record: Record) -> tuple[date | None, date | None]:
    """The first and last day that a record can be of; what it follows bounds it from below."""
    when = when_of(record)
    if when is None:
        return None, None
    if when.after is None:
        return when.earliest, when.latest
    for earlier in followed(records, record):
        dated = when_of(earlier)
        if dated is not None and dated.after is None:
            return dated.earliest, None
    return None, None


def is_certainly_before(records: Records, earlier: Record, later: Record) -> bool:
    """Whether one record is known to lie before another: by their days, or since one follows it."""
    if earlier in followed(records, later):
        return True
    last, first = bounds(records, earlier)[1], bounds(records, later)[0]
    return last is not None and first is not None and last < first


def last_day(as_of: date | str) -> date:
    """The day that a question *as of* a date is asked at: the last day that the date can mean.

    Raises:
        ValueError: It is no EDTF date, or one without a last day.

    >>> last_day("2024-08")
    datetime.date(2024, 8, 31)
    """
    if isinstance(as_of, date):
        return as_of
    latest = When(edtf=as_of, basis=Basis.STATED).latest
    if latest is None:
        raise ValueError(f"{as_of!r} has no last day; give a day, a month or a year")
    return latest


def held_by(records: Records, record: Record, day: date | None) -> Certainty:
    """Whether a record is of a day or an earlier one; certain where no day is asked for.

    What has no date, or only a first day, may be of any later one.
    """
    if day is None:
        return Certainty.CERTAIN
    earliest, latest = bounds(records, record)
    if earliest is not None and earliest > day:
        return Certainty.IMPOSSIBLE
    return Certainty.CERTAIN if latest is not None and latest <= day else Certainty.POSSIBLE


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
        chain = followed(records, moment.record)
        return (
            not moment.is_dated,
            moment.earliest or moment.latest or date.max,
            moment.latest or date.max,
            len(chain),
            moment.record.id,
        )

    moments = [
        Moment(record, *bounds(records, record))
        for record in records
        if isinstance(record, Event | Talks | Position | Version)
    ]
    return tuple(sorted(moments, key=key))
