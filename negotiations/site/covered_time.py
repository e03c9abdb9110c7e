"""Of which time the sources are, and of which there is none: to be known before silence is read."""

from __future__ import annotations

from datetime import date, timedelta

import attrs

from negotiations.records import address_of
from negotiations.render.dates import date_words
from negotiations.site.days import days_of
from negotiations.site.names import record_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.model import Source
    from negotiations.site.frame import Frame

__all__ = ["CoveredTime", "covered_time"]

# How many sources are listed, and how many times without any, the longest; and how long one is at least.
_MOST, _MOST_INTERVALS = 12, 4
_LEAST = timedelta(days=60)


@attrs.frozen
class CoveredTime:
    """The sources in the order of their dates, and the longest times between two of them.

    Attributes:
        sources: Each with its name, its page and its date; those without a date come last.
        more: How many sources are not listed.
        between: The first and last day of each time without a source, in words.
    """

    sources: list[tuple[str, str, str]]
    more: int
    between: list[str]


def covered_time(frame: Frame) -> CoveredTime:
    """Of which time the sources of a dataset are."""
    words = frame.words
    sources = sorted(frame.records.sources.values(), key=lambda source: days_of(source)[0])
    listed = [
        (
            frame.name(address_of(source)),
            record_path(address_of(source)),
            words.when(source.published) if source.published is not None else "no date reported",
        )
        for source in sources
    ]
    intervals = sorted(_between(sources), key=lambda days: days[0] - days[1])[:_MOST_INTERVALS]
    between = [date_words(f"{first}/{last}") for first, last in sorted(intervals)]
    return CoveredTime(listed[:_MOST], max(0, len(listed) - _MOST), between)


def _between(sources: list[Source]) -> Iterator[tuple[date, date]]:
    """The days after one source and before the next, where these are many."""
    dated = [days for source in sources if (days := days_of(source))[0] != date.max]
    last = None
    for first, end in dated:
        if last is not None and first - last > _LEAST:
            yield last + timedelta(days=1), first - timedelta(days=1)
        last = end if last is None else max(last, end)
