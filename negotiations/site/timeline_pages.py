"""The timeline: texts, talks, events and positions in the order of time, with what is not known of it."""

from __future__ import annotations

from datetime import date
from itertools import count

import attrs

from negotiations.answers.searched import coded_items
from negotiations.chronology import Chronology, timeline
from negotiations.model.evidence import Evidence
from negotiations.plaintext import plain
from negotiations.records import walk
from negotiations.render.dates import date_words
from negotiations.render.voices import said_of_title
from negotiations.site.days import day_of, in_time
from negotiations.site.names import numbered, record_path
from negotiations.vocabulary import Basis, Order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiations.chronology import TimelineEntry
    from negotiations.model import Source
    from negotiations.site.frame import Frame

__all__ = ["write_timeline"]

# How many entries one page has.
MOST_ENTRIES = 300
KINDS = {"versions": "text", "talks": "talks", "events": "event", "positions": "position"}
# How an entry stands to the one before it, in few words; on the page, a sign that these explain.
ORDERS = {
    None: "",
    Order.CERTAIN: "",
    Order.POSSIBLE: "may be earlier than the one above",
    Order.UNKNOWN: "may be earlier or later than the one above",
}
_PATH = "timeline/index.html"


@attrs.frozen(kw_only=True)
class Shown:
    """An entry as a page shows it: days as ISO 8601 has them, empty where none bounds it.

    Attributes:
        claim: Who says so, and who denies it, where the name does not say it.
        on: The ids of the issues that it is on, and of the actors that it names.
    """

    kind: str
    name: str
    claim: str
    path: str
    when: str
    is_worked_out: bool
    first: str
    last: str
    order: str
    on: str


@attrs.frozen
class Group:
    """Entries under one heading: those of a month, or the undated ones that one source tells."""

    anchor: str
    title: str
    entries: list[Shown]

    @property
    def is_unsure(self) -> bool:
        """Whether the order of some of them is not known."""
        return any(entry.order for entry in self.entries)


def write_timeline(frame: Frame) -> None:
    """Write the timeline, on as many pages as it takes."""
    everything = timeline(frame.records)
    dated = [entry for entry in everything if entry.is_dated]
    if len(dated) <= MOST_ENTRIES:
        dated = _in_months(dated, Chronology.of(frame.records))
    undated = _by_source([entry for entry in everything if not entry.is_dated], frame)
    chunks = [(chunk, True) for chunk in _chunks(dated)]
    chunks += [(chunk, False) for chunk in _chunks(undated)]
    if len(everything) <= MOST_ENTRIES:
        chunks = [([*dated, *undated], True)]
    paths = [numbered(_PATH, number) for number in range(1, len(chunks) + 1)]
    contents = [
        (path, _span(chunk) if is_dated else "no date known")
        for path, (chunk, is_dated) in zip(paths, chunks, strict=True)
    ]
    for number, (chunk, _), path in zip(count(1), chunks, paths, strict=False):
        months = _months([entry for entry in chunk if entry.is_dated], frame)
        told = _told([entry for entry in chunk if not entry.is_dated], frame)
        coded = {item for entry in chunk for item in _coded(entry)}
        frame.page(
            path,
            "timeline.html",
            title="Timeline" if number == 1 else f"Timeline, page {number}",
            section="Timeline",
            crumbs=[("Timeline", _PATH)] if number > 1 else [],
            scripts=["assets/timeline.js"],
            months=months,
            told=told,
            choices=[
                (one, every, _choices(coded, collection, frame))
                for one, every, collection in _FILTERS
            ],
            contents=contents,
            number=number,
            total=len(everything),
            unknown=len(undated),
            has_few=len(dated) < FEW,
        )


# --- groups -------------------------------------------------------------------------------------


def _months(found: Sequence[TimelineEntry], frame: Frame) -> list[Group]:
    """Entries by the month in which they are placed; none comes before what it is known to follow."""
    groups: list[Group] = []
    latest = ""
    for entry in found:
        latest = max(latest, _month(entry))
        if not groups or groups[-1].anchor != f"m{latest}":
            groups.append(Group(f"m{latest}", date_words(latest), []))
        groups[-1].entries.append(_shown(entry, frame))
    return groups


def _month(entry: TimelineEntry) -> str:
    """The month of its first day, or of its last where only that is known."""
    return f"{entry.earliest or entry.latest}"[:7]


def _in_months(found: Sequence[TimelineEntry], chronology: Chronology) -> list[TimelineEntry]:
    """Entries in the order of their months, as far as that of time allows it.

    One that follows an undated one stands after all others in the order of time; it is moved to its month.
    """
    moved: list[TimelineEntry] = []
    for entry in found:
        place = len(moved)
        while (
            place
            and _month(moved[place - 1]) > _month(entry)
            and not chronology.follows(entry.record, moved[place - 1].record)
        ):
            place -= 1
        moved.insert(place, entry)
    return [
        entry
        if before is None
        else attrs.evolve(entry, order=chronology.order(entry.record, before.record))
        for before, entry in zip([None, *moved], moved, strict=False)
    ]


def _told(found: Sequence[TimelineEntry], frame: Frame) -> list[Group]:
    """Undated entries by the source that tells them, which bounds what it tells as past."""
    groups: dict[str, Group] = {}
    for entry in found:
        source = _source(entry, frame)
        if source is None:
            group = groups.setdefault("", Group("untold", "In no source", []))
        else:
            when = source.published
            date = "" if when is None else f", published {frame.words.when(when)}"
            title = f"{plain(source.label)}{date}"
            group = groups.setdefault(source.id, Group(f"s{len(groups)}", title, []))
        group.entries.append(attrs.evolve(_shown(entry, frame), order=""))
    return list(groups.values())


def _by_source(found: Sequence[TimelineEntry], frame: Frame) -> list[TimelineEntry]:
    def place(entry: TimelineEntry) -> tuple[date, str]:
        source = _source(entry, frame)
        return (date.max, "") if source is None else in_time(source)

    return sorted(found, key=place)


def _source(entry: TimelineEntry, frame: Frame) -> Source | None:
    """The source that tells it first."""
    names = {part.source for _, part in walk(entry.record) if isinstance(part, Evidence)}
    sources = [frame.records.sources[name] for name in names if name in frame.records.sources]
    return min(sources, key=in_time, default=None)


# --- choosing -----------------------------------------------------------------------------------

# From so many entries with dates on, a picture and a choice among them are of use.
FEW = 8
# What entries are chosen by: one, all, and the collection.
_FILTERS = (("Issue", "all issues", "issues"), ("Actor", "all actors", "actors"))


def _coded(entry: TimelineEntry) -> set[tuple[str, str]]:
    """The issues and actors that an entry is coded with, as collection and id."""
    kept = {collection for _, _, collection in _FILTERS}
    items = {item for _, _, item in coded_items(entry.record) if isinstance(item, tuple)}
    return {item for item in items if item[0] in kept}


def _choices(coded: set[tuple[str, str]], collection: str, frame: Frame) -> list[tuple[str, str]]:
    found = [
        (frame.name("/".join(item)), "/".join(item)) for item in coded if item[0] == collection
    ]
    return sorted(found, key=lambda choice: (choice[0].casefold(), choice))


# --- entries ------------------------------------------------------------------------------------


def _chunks(found: Sequence[TimelineEntry]) -> list[Sequence[TimelineEntry]]:
    starts = range(0, len(found), MOST_ENTRIES)
    return [found[start : start + MOST_ENTRIES] for start in starts]


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
        claim=said_of_title(entry.record, frame.words).removeprefix(", "),
        path=record_path(entry.address),
        when=day_of(entry).removesuffix("*") if entry.is_dated or when is not None else "",
        is_worked_out=entry.is_dated and not stated,
        first=f"{entry.earliest or ''}",
        last=f"{entry.latest or ''}",
        order=ORDERS[entry.order],
        on=" ".join(sorted("/".join(item) for item in _coded(entry))),
    )
