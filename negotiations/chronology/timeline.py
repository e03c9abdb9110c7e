"""All that has a time, in the order of time."""

from __future__ import annotations

from datetime import date

from negotiations import deferred as attrs
from negotiations.chronology.links import timed, when_of
from negotiations.chronology.order import Chronology
from negotiations.lookup import Results
from negotiations.model import Record
from negotiations.model.values import When
from negotiations.records import address_of, issues_of
from negotiations.shown import Shown
from negotiations.vocabulary import Order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from negotiations.records import Records

__all__ = ["Time", "TimelineEntry", "entries", "timeline"]


@attrs.frozen(kw_only=True)
class Time:
    """The time of a record, as it is coded and as far as the order of all records bounds it.

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
        if self.latest is None:
            return f"not before {self.earliest}"
        return f"from {self.earliest} to {self.latest}"


@attrs.frozen(kw_only=True, repr=False)
class TimelineEntry(Shown):
    """A record in the order of time.

    Attributes:
        record: The version, event, round of talks or position.
        time: Its time.
        order: Whether it is known to be later than the entry before it; None for the first.
    """

    record: Record
    time: Time
    order: Order | None

    @property
    def earliest(self) -> date | None:
        """The first day that it can be of; None where nothing bounds it."""
        return self.time.earliest

    @property
    def latest(self) -> date | None:
        """The last day that it can be of; None where nothing bounds it."""
        return self.time.latest

    @property
    def is_dated(self) -> bool:
        """Whether anything is known of when it was."""
        return self.time.is_known

    @property
    def address(self) -> str:
        """The address of the record."""
        return address_of(self.record)

    def __repr__(self) -> str:
        order = "" if self.order is None else f"; order {self.order}"
        return f"<{self.address} ({self.time}{order})>"


def timeline(records: Records, issue: str | None = None) -> tuple[TimelineEntry, ...]:
    """All that has a time, or what of it is on an issue, in its order; the undated ones last."""
    chosen = (record for record in records if issue is None or issue in issues_of(record))
    return entries(records, timed(chosen))


def entries(records: Records, chosen: Iterable[Record]) -> tuple[TimelineEntry, ...]:
    """Some of the records, each with its time and its order to the one before it among these."""
    chronology = Chronology.of(records)
    return Results(
        TimelineEntry(
            record=place.record, time=Time.of(chronology, place.record), order=place.order
        )
        for place in chronology.in_order(chosen)
    )
