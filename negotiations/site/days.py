"""The day of an entry of the timeline, short enough for a list."""

from __future__ import annotations

from negotiations.render.dates import date_words
from negotiations.vocabulary import Basis

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.chronology import TimelineEntry

__all__ = ["day_of"]


def day_of(entry: TimelineEntry) -> str:
    """The date of an entry, or the days that it lies between; worked-out ones have an asterisk."""
    when = entry.time.when
    if when is not None and when.edtf is not None:
        return date_words(when.edtf) + ("" if when.basis is Basis.STATED else "*")
    if not entry.is_dated:
        return "no date known"
    first, last = (day.isoformat() if day else ".." for day in (entry.earliest, entry.latest))
    return f"{date_words(first if first == last else f'{first}/{last}')}*"
