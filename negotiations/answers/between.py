"""What was between two days: for certain, possibly, and what nothing is known of."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from negotiations.answers.answer import Answer
from negotiations.chronology import Chronology, TimelineEntry, entries, timeline
from negotiations.errors import NegotiationsError
from negotiations.lookup import Entries
from negotiations.model.values import When
from negotiations.vocabulary import Basis, Certainty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.model import Record
    from negotiations.records import Records

__all__ = ["Between", "Day", "between"]

# What an end of an interval can be given as: a day, a date in EDTF, or nothing where it is open.
Day = date | When | str | None


@attrs.frozen(kw_only=True, repr=False)
class Between(Answer, Entries[TimelineEntry, TimelineEntry]):
    """What was within an interval, as far as it is known: a sequence of entries, each found by its address.

    What is known to lie outside is left out.

    Attributes:
        start: The first day of the interval; None where it has none.
        end: The last day of it; None where it has none.
        issue: The issue that was asked for; None for all of them.
        certain: What can only be of days in it.
        possible: What can be of days in it, and of others.
        unknown: What nothing is known of: neither its date nor what it is before or after.
    """

    entry_noun: ClassVar[str] = "entry"

    start: date | None
    end: date | None
    issue: str | None = None
    certain: tuple[TimelineEntry, ...]
    possible: tuple[TimelineEntry, ...]
    unknown: tuple[TimelineEntry, ...]

    def _entries(self) -> tuple[TimelineEntry, ...]:
        return (*self.certain, *self.possible, *self.unknown)

    def _by_key(self) -> dict[str, TimelineEntry]:
        return {entry.address: entry for entry in self._entries()}

    @property
    def name(self) -> str:
        """The interval as EDTF has it: ``2024-05-01/2024-07-31``, with ``..`` for an open end."""
        return "/".join(".." if day is None else day.isoformat() for day in (self.start, self.end))

    def __repr__(self) -> str:
        counts = f"{len(self.certain)} certain, {len(self.possible)} possible, {len(self.unknown)} unknown"
        return f"<Between {self.name}: {counts}>"


def between(records: Records, start: Day, end: Day, issue: str | None = None) -> Between:
    """What was between two days, both included, by all that is known of the order of records.

    Raises:
        NegotiationsError: An end is no date, or has no day; or the interval ends before it begins.
    """
    first, last = _day(start, "start"), _day(end, "end")
    if first is not None and last is not None and last < first:
        raise NegotiationsError(f"the interval ends on {last}, before it begins on {first}")
    chronology = Chronology.of(records)
    sorted_out: dict[Certainty | None, list[Record]] = {}
    for entry in timeline(records, issue):
        within = _within(chronology.days(entry.record), first, last)
        sorted_out.setdefault(within, []).append(entry.record)
    certain, possible, unknown = (
        entries(records, sorted_out.get(within, ()))
        for within in (Certainty.CERTAIN, Certainty.POSSIBLE, None)
    )
    return Between(
        start=first, end=last, issue=issue, certain=certain, possible=possible, unknown=unknown
    )


def _day(given: Day, name: str) -> date | None:
    """The first day of what an interval starts with, or the last of what it ends with."""
    if given is None or isinstance(given, date):
        return given
    try:
        when = When(edtf=given, basis=Basis.STATED) if isinstance(given, str) else given
    except ValueError as fault:
        raise NegotiationsError(f"{name}: {fault}") from None
    if not isinstance(when, When):
        raise TypeError(f"{name}: expected a date, or text in EDTF, found {type(given).__name__}")
    day = when.earliest if name == "start" else when.latest
    if day is None:
        which = "first" if name == "start" else "last"
        raise NegotiationsError(f"{name}: {when} has no {which} day; give one with a year")
    return day


def _within(
    days: tuple[date | None, date | None], first: date | None, last: date | None
) -> Certainty | None:
    """Whether something of these days is within the interval; None where nothing is known of it."""
    earliest, latest = days
    begins = first is None or (earliest is not None and earliest >= first)
    ends = last is None or (latest is not None and latest <= last)
    if begins and ends:
        return Certainty.CERTAIN
    if earliest is None and latest is None:
        return None
    is_before = first is not None and latest is not None and latest < first
    is_after = last is not None and earliest is not None and earliest > last
    return Certainty.IMPOSSIBLE if is_before or is_after else Certainty.POSSIBLE
