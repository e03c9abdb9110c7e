"""The timeline: events, texts and talks in the lane of each party, with what is known of when they were."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs

from negotiations.answers.stance import scope_of, speakers_for
from negotiations.chronology import timeline
from negotiations.frames import ColumnType, Table, TableColumn
from negotiations.plaintext import plain
from negotiations.plots.drawing import empty_chart, finished, legend, panel_chart
from negotiations.plots.layers import altair
from negotiations.plots.layout import (
    Axis,
    Group,
    Line,
    Mark,
    Panel,
    Sign,
    check_size,
    denied_words,
)
from negotiations.plots.plot import Plot
from negotiations.records import Records, address_of
from negotiations.render.wording import Wording, plural
from negotiations.tables import table, tables
from negotiations.tables.shown import JOINED
from negotiations.vocabulary import Basis, VersionRole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from negotiations.chronology import TimelineEntry

__all__ = ["timeline_plot"]

_NOBODY = "No party is named"
_NOTE = (
    "A record of several parties stands in the lane of each. A lane has what its party does, and what is "
    "done by those who speak for it; a text stands with those who wrote it."
)
_INFERRED = (
    "* The day is worked out, by a coder or from the order of records, and not printed as such."
)
_COLUMNS = (
    TableColumn(name="party", meaning="The lane; null where no party is named."),
    TableColumn(name="kind", meaning="Event, text or talks.", required=True),
    TableColumn(name="label", meaning="What it is.", required=True),
    TableColumn(name="earliest", type=ColumnType.DATE, meaning="The first day it can be of."),
    TableColumn(name="latest", type=ColumnType.DATE, meaning="The last day it can be of."),
    TableColumn(name="words", meaning="When it was, in words.", required=True),
    TableColumn(name="denied_by", meaning="Who denies it; null where nobody does."),
    TableColumn(name="address", meaning="The address of the record.", required=True),
)


@attrs.frozen(kw_only=True)
class _Shown:
    """A record that a timeline shows."""

    address: str
    mark: Mark
    label: str
    actors: tuple[str, ...]
    entry: TimelineEntry
    basis: str | None
    after: str | None
    deniers: tuple[str, ...] = ()


def timeline_plot(
    records: Records, *, issue: str | None = None, party: str | None = None, on: str | None = None
) -> Plot:
    """Draw the timeline. The arguments and errors are those of `Plots.timeline`."""
    altair()  # what is missing is said before any work
    words = Wording(records)
    if issue is not None:
        issue = records.issues[issue].id
    if party is not None:
        party = records.actors[party.removeprefix("actors/")].id
    proposal = scope_of(records, on)
    chosen = None if proposal is None else _concerned(records, proposal.id)
    entries = {address_of(entry.record): entry for entry in timeline(records, issue)}
    shown = [
        each for each in _shown(records, entries, words) if chosen is None or each.address in chosen
    ]
    lanes = _lanes(records, shown, party)
    rows = [(lane, each) for lane, members in lanes for each in members]
    check_size(rows, "lines", "narrow it to an issue, a party or a text")
    about = [
        *([words.name(issue, ("issues",))] if issue is not None else []),
        *([words.name(party, ("actors",))] if party is not None else []),
        *([words.name(proposal.id, ("proposals",))] if proposal is not None else []),
    ]
    title = " – ".join(["Timeline", *about])
    distinct = {each.address: each for _, each in rows}
    counted = ", ".join(
        plural(number, noun, many)
        for mark, noun, many in (
            (Mark.EVENT, "event", ""),
            (Mark.TEXT, "text", ""),
            (Mark.TALKS, "round of talks", "rounds of talks"),
        )
        if (number := sum(each.mark is mark for each in distinct.values()))
    )
    undated = sum(not each.entry.is_dated for each in distinct.values())
    open_ended = sum(
        each.entry.is_dated and None in (each.entry.earliest, each.entry.latest)
        for each in distinct.values()
    )
    denied = sum(bool(each.deniers) for each in distinct.values())
    unsure = [
        f"{undated} of them at no known time" if undated else "",
        f"{open_ended} of them with no first or no last day known" if open_ended else "",
        f"{denied} of them denied by somebody" if denied else "",
    ]
    said = "; ".join(filter(None, (counted, *unsure))) or "There is nothing to show"
    inferred = any(_is_inferred(each) for each in distinct.values())
    notes = [said, *([_NOTE] if rows else []), *([_INFERRED] if inferred else [])]
    parts = [_chart(lanes, words)] if rows else [empty_chart("No event, text or talks to show.")]
    if rows:
        marks = [mark for mark in Mark if any(each.mark is mark for _, each in rows)]
        parts.insert(0, legend(marks, Axis.TIME, [Sign.DENIED] if denied else []))
    description = ". ".join(part.removesuffix(".") for part in (title, *notes)) + "."
    return Plot(
        title=title,
        description=description,
        counted=counted or "nothing to show",
        table=_table(rows, words),
        chart=finished(parts, title, notes, description),
    )


def _concerned(records: Records, proposal: str) -> frozenset[str]:
    """The addresses of what concerns a proposal: its versions, and what is on it or one of them."""
    made = tables(records, complete=True)
    versions = {
        row["id"] for row in table(records, "versions").to_dicts() if row["proposal"] == proposal
    }
    own = {f"proposals/{proposal}", *(f"versions/{name}" for name in versions)}
    positions = {
        f"positions/{row['id']}"
        for row in table(records, "positions").to_dicts()
        if row["on_id"] in own
    }
    # A reference is an address only where an id would be that of several records.
    meant = {name for each in own | positions for name in (each, each.partition("/")[2])}
    linked = {
        f"{kind}/{row['owner']}"
        for kind in ("events", "talks")
        for row in made[f"data_{kind}_on"].to_dicts()
        if row["item"] in meant
    }
    return frozenset(own | linked)


def _shown(
    records: Records, entries: Mapping[str, TimelineEntry], words: Wording
) -> Iterator[_Shown]:
    """The rows of the tables of events, versions and talks, with their time from the chronology."""
    made = tables(records, complete=True)
    acting: dict[str, list[str]] = {}
    for row in made["data_events_actors"].to_dicts():
        acting.setdefault(f"events/{row['owner']}", []).append(str(row["item"]))
    for row in made["data_participants"].to_dicts():
        acting.setdefault(f"talks/{row['owner_talks']}", []).append(str(row["actor"]))
    for row in made["data_roles"].to_dicts():
        if row["role"] == VersionRole.AUTHOR.value:
            acting.setdefault(f"versions/{row['owner_version']}", []).append(str(row["actor"]))
    for name, mark, date_name in (
        ("events", Mark.EVENT, "when"),
        ("versions", Mark.TEXT, "tabled"),
        ("talks", Mark.TALKS, "when"),
    ):
        for row in table(records, name).to_dicts():
            address = f"{name}/{row['id']}"
            if address in entries:
                yield _Shown(
                    address=address,
                    mark=mark,
                    label=_label(row, mark, words),
                    actors=tuple(dict.fromkeys(acting.get(address, ()))),
                    entry=entries[address],
                    basis=_text(row[f"{date_name}_basis"]),
                    after=_text(row[f"{date_name}_after"]),
                    deniers=tuple(str(row["denied_by"]).split(JOINED) if row["denied_by"] else ()),
                )


def _text(cell: Any) -> str | None:
    return None if cell is None else str(cell)


def _label(row: Mapping[str, Any], mark: Mark, words: Wording) -> str:
    """What a record is, in a line."""
    if mark is Mark.TALKS:
        return f"talks: {row['title']}"
    if mark is Mark.TEXT:
        name = str(row["id"]).partition("@")[2]
        return f"text: {name} – {words.name(str(row['proposal']), ('proposals',))}"
    said = row["summary"] or row["id"]
    return f"{str(row['act']).replace('-', ' ')}: {said}"


def _lanes(
    records: Records, shown: list[_Shown], party: str | None
) -> list[tuple[str | None, list[_Shown]]]:
    """The records of each party in the order of time, parties by name; last what no party is named for."""
    actors = table(records, "actors")
    speaks = dict(zip(actors["id"], actors["speaks_for"], strict=True))
    lanes: dict[str | None, list[_Shown]] = {}
    for each in shown:
        parties = dict.fromkeys(_party_of(actor, speaks) for actor in each.actors)
        for lane in parties or (None,):
            lanes.setdefault(lane, []).append(each)
    if party is not None:
        mine = [each for each in shown if {*each.actors} & {*speakers_for(records, party)}]
        lanes = {party: mine} if mine else {}
    words = Wording(records)
    order = {id(each.entry): place for place, each in enumerate(sorted(shown, key=_time))}
    return [
        (lane, sorted(members, key=lambda each: order[id(each.entry)]))
        for lane, members in sorted(
            lanes.items(),
            key=lambda item: (
                item[0] is None,
                words.name(item[0] or "", ("actors",)),
                item[0] or "",
            ),
        )
    ]


def _party_of(actor: str, speaks: Mapping[Any, Any]) -> str:
    """The party whose word an actor's counts as: the last of those that it speaks for."""
    seen = [actor]
    while (party := speaks.get(seen[-1])) is not None and party not in seen:
        seen.append(party)
    return seen[-1]


def _time(each: _Shown) -> tuple[bool, date, date, str]:
    first, last = each.entry.earliest, each.entry.latest
    return (not each.entry.is_dated, first or last or date.max, last or date.max, each.address)


def _is_inferred(each: _Shown) -> bool:
    return each.entry.is_dated and each.basis != Basis.STATED.value


def _when(each: _Shown, words: Wording) -> str:
    """When it was, in words."""
    first, last = each.entry.earliest, each.entry.latest
    if first is None and last is None:
        after = f"; after {words.titled(each.after)}" if each.after else ""
        return f"time not known{after}"
    mark = "*" if _is_inferred(each) else ""
    if first == last:
        return f"{first}{mark}"
    if first is None:
        return f"by {last}{mark}; no first day known"
    if last is None:
        return f"not before {first}{mark}; no last day known"
    return f"{first} to {last}{mark}"


def _milliseconds(day: date | None) -> float | None:
    if day is None:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000


def _name(lane: str | None, words: Wording) -> str:
    return _NOBODY if lane is None else words.name(lane, ("actors",))


def _chart(lanes: list[tuple[str | None, list[_Shown]]], words: Wording) -> Any:
    groups = tuple(
        Group(
            _name(lane, words),
            tuple(
                Line(
                    label=each.label,
                    words=denied_words(_when(each, words), words.voices(each.deniers)),
                    mark=each.mark,
                    low=_milliseconds(each.entry.earliest),
                    high=_milliseconds(each.entry.latest),
                    sign=Sign.DENIED if each.deniers else None,
                )
                for each in members
            ),
        )
        for lane, members in lanes
    )
    return panel_chart(Panel(title="", axis=Axis.TIME, unit="", groups=groups))


def _table(rows: list[tuple[str | None, _Shown]], words: Wording) -> Table:
    return Table(
        name="timeline",
        meaning="One record in the lane of one party.",
        columns=_COLUMNS,
        key=("party", "address"),
        rows=tuple(
            (
                None if lane is None else _name(lane, words),
                each.mark.word,
                plain(each.label),
                None if each.entry.earliest is None else each.entry.earliest.isoformat(),
                None if each.entry.latest is None else each.entry.latest.isoformat(),
                plain(_when(each, words)),
                plain(words.voices(each.deniers)) or None,
                each.address,
            )
            for lane, each in rows
        ),
    )
