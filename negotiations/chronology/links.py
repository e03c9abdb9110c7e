"""What a record says of its time: its own date, and the records that it cannot be earlier than."""

from __future__ import annotations

from datetime import date

from negotiations.errors import AmbiguousId, UnknownId
from negotiations.model import Event, Position, Record, Talks, Version
from negotiations.model.values import When
from negotiations.vocabulary import EventAct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from negotiations.records import Records

    Days = tuple[date | None, date | None]

__all__ = ["UNKNOWN", "lineage", "not_later", "own_days", "referred", "timed", "when_of"]

UNKNOWN: Days = (None, None)


def when_of(record: Record) -> When | None:
    """The date of a version, event, position or round of talks, where it has one."""
    if isinstance(record, Version):
        return record.tabled
    return record.when if isinstance(record, Event | Talks | Position) else None


def own_days(record: Record) -> Days:
    """The first and last day that a record can be of by its own date alone."""
    when = when_of(record)
    return UNKNOWN if when is None else (when.earliest, when.latest)


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
    known = records.versions
    line = {version.id: version}
    ahead = [version]
    for here in ahead:
        for name in here.derived_from or ():
            if name in known and name not in line:
                line[name] = known[name]
                ahead.append(known[name])
    return tuple(line.values())


def not_later(records: Records, record: Record) -> Iterator[Record]:
    """The records that a record names and that it cannot be earlier than."""
    when = when_of(record)
    if when is not None and when.after is not None:
        yield from timed(referred(records, (when.after,)))
    if isinstance(record, Version):
        known = records.versions
        yield from (known[name] for name in record.derived_from or () if name in known)
    if isinstance(record, Event):
        yield from (records.events[name] for name in record.answers or () if name in records.events)
    if isinstance(record, Event) and record.act not in (EventAct.PREPARE, EventAct.DISPUTE):
        for acted_on in referred(records, record.on or ()):
            if isinstance(acted_on, Version | Position):
                yield acted_on


def timed(records: Iterable[Record]) -> Iterator[Record]:
    """Those of the records that have a place in time."""
    return (record for record in records if isinstance(record, Event | Talks | Position | Version))
