"""The timeline: texts, talks, events and positions in the order of time, with what is not known of it."""

from __future__ import annotations

from itertools import count

import attrs

from negotiations.chronology import timeline
from negotiations.site.days import day_of
from negotiations.site.names import numbered, record_path
from negotiations.vocabulary import Basis, Order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiations.chronology import TimelineEntry
    from negotiations.site.frame import Frame

__all__ = ["write_timeline"]

# How many entries one page has.
MOST_ENTRIES = 300
KINDS = {"versions": "text", "talks": "talks", "events": "event", "positions": "position"}
# How an entry stands to the one before it, in few words.
ORDERS = {
    None: "",
    Order.CERTAIN: "",
    Order.POSSIBLE: "may be earlier than the one above",
    Order.UNKNOWN: "may be earlier or later than the one above",
}
_PATH = "timeline/index.html"


@attrs.frozen(kw_only=True)
class Shown:
    """An entry as a page shows it: days as ISO 8601 has them, empty where none bounds it."""

    kind: str
    name: str
    path: str
    when: str
    is_worked_out: bool
    first: str
    last: str
    order: str


def write_timeline(frame: Frame) -> None:
    """Write the timeline, on as many pages as it takes."""
    entries = timeline(frame.records)
    dated = [entry for entry in entries if entry.is_dated]
    undated = [entry for entry in entries if not entry.is_dated]
    chunks = [(chunk, True) for chunk in _chunks(dated)]
    chunks += [(chunk, False) for chunk in _chunks(undated)]
    if len(entries) <= MOST_ENTRIES:
        chunks = [(entries, True)]
    paths = [numbered(_PATH, number) for number in range(1, len(chunks) + 1)]
    contents = [
        (path, _span(chunk) if is_dated else "no date known")
        for path, (chunk, is_dated) in zip(paths, chunks, strict=True)
    ]
    for number, (chunk, _), path in zip(count(1), chunks, paths, strict=False):
        shown = [_shown(entry, frame) for entry in chunk]
        frame.page(
            path,
            "timeline.html",
            title="Timeline" if number == 1 else f"Timeline, page {number}",
            section="Timeline",
            crumbs=[("Timeline", _PATH)] if number > 1 else [],
            scripts=["assets/timeline.js"],
            dated=[entry for entry in shown if entry.first or entry.last],
            undated=[entry for entry in shown if not (entry.first or entry.last)],
            contents=contents,
            number=number,
            total=len(entries),
            unknown=len(undated),
        )


def _chunks(entries: Sequence[TimelineEntry]) -> list[Sequence[TimelineEntry]]:
    starts = range(0, len(entries), MOST_ENTRIES)
    return [entries[start : start + MOST_ENTRIES] for start in starts]


def _span(chunk: Sequence[TimelineEntry]) -> str:
    days = [day for entry in chunk for day in (entry.earliest, entry.latest) if day is not None]
    if not days:
        return "no date known"
    first, last = min(days), max(days)
    return f"{first}" if first == last else f"{first} to {last}"


def _shown(entry: TimelineEntry, frame: Frame) -> Shown:
    collection = entry.address.partition("/")[0]
    when = entry.time.when
    stated = when is not None and when.edtf is not None and when.basis is Basis.STATED
    return Shown(
        kind=KINDS[collection],
        name=frame.name(entry.address),
        path=record_path(entry.address),
        when=day_of(entry).removesuffix("*") if entry.is_dated or when is not None else "",
        is_worked_out=entry.is_dated and not stated,
        first=f"{entry.earliest or ''}",
        last=f"{entry.latest or ''}",
        order=ORDERS[entry.order],
    )
