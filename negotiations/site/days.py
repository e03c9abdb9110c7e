"""Days for lists: of an entry of the timeline, short enough; and of a source, to sort by."""

from __future__ import annotations

from datetime import date

from negotiations.render.dates import date_words
from negotiations.vocabulary import Basis

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.chronology import TimelineEntry
    from negotiations.model import Source

__all__ = ["day_of", "days_of", "in_time"]


def day_of(entry: TimelineEntry) -> str:
    """The date of an entry, or the days that it lies between; worked-out ones have an asterisk."""
    when = entry.time.when
    if when is not None and when.edtf is not None:
        return date_words(when.edtf) + ("" if when.basis is Basis.STATED else "*")
    if not entry.is_dated:
        return "no date known"
    first, last = (day.isoformat() if day else ".." for day in (entry.earliest, entry.latest))
    return f"{date_words(first if first == last else f'{first}/{last}')}*"


def days_of(source: Source) -> tuple[date, date]:
    """The first and last day that a source can be of; of one end alone, that day, and else the last."""
    when = source.published
    first = None if when is None else when.earliest or when.latest
    last = None if when is None else when.latest or when.earliest
    return first or date.max, last or date.max


def in_time(source: Source) -> tuple[date, str]:
    """What sources are sorted by: when they were published, those without a date last."""
    return days_of(source)[0], source.id
