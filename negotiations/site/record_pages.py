"""A page for each record, and the lists of the records of a kind."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import count

import attrs

from negotiations.answers.answer import to_json
from negotiations.chronology import Chronology, entries
from negotiations.model import Figure, Proposal, Talks
from negotiations.plaintext import plain
from negotiations.records import COLLECTIONS, address_of
from negotiations.render.attributions import time_words
from negotiations.render.html_text import anchor_of, attribute, link_to
from negotiations.render.page import Prose, Section, text_of
from negotiations.render.render import page_of
from negotiations.render.wording import plural
from negotiations.site.bodies import bodies
from negotiations.site.days import day_of
from negotiations.site.listed import with_names
from negotiations.site.names import link, numbered, record_path
from negotiations.site.part_anchors import later_anchors
from negotiations.site.uses import Uses, grouped
from negotiations.vocabulary import Order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from negotiations.chronology import TimelineEntry
    from negotiations.model import Record
    from negotiations.render.page import Page
    from negotiations.site.frame import Frame

__all__ = ["ABOUT", "KINDS", "RecordPages", "Row", "write_list"]

# What the collections are called on the pages: one of them, and all of them.
KINDS = {
    "proposals": ("proposal", "Texts"),
    "versions": ("version", "Versions of texts"),
    "positions": ("position", "Positions"),
    "events": ("event", "Events"),
    "talks": ("talks", "Talks"),
    "actors": ("actor", "Actors"),
    "issues": ("issue", "Issues"),
    "places": ("place", "Places"),
    "figures": ("figure", "Figures"),
    "sources": ("source", "Sources"),
}
# How many rows of a list one page has, and how many links a page has beside its content.
ROWS = 400
_MOST_LINKS = 60


@attrs.frozen
class Row:
    """A row of a list: what it leads to, and what is said of it."""

    name: str
    path: str
    remark: str = ""
    when: str = ""
    claim: str = ""


_HREF = re.compile(r'href="([^"]*)"')


class RecordPages:
    """The pages of the records of one dataset."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.uses = Uses(frame.records)
        self.chronology = Chronology.of(frame.records)

    def write(self, record: Record, template: str = "record.html", **context: Any) -> None:
        """Write the page of a record, in parts where it is long, and the record as JSON.

        Args:
            record: The record.
            template: The template, which may put something before the record itself.
            context: What it shows there.
        """
        frame = self.frame
        address = address_of(record)
        collection, _, key = address.partition("/")
        path = record_path(address)
        data = path.removesuffix(".html") + ".json"
        frame.write(data, to_json(record) + "\n")
        one, many = KINDS[collection]
        title = frame.name(address)
        page = _untitled(page_of(record, frame.words), frame.words.title(record), title)
        if isinstance(record, Proposal):
            page = _without_versions(page, record)
        parts = bodies(with_names(page, frame))
        pages = [numbered(path, number) for number in range(1, len(parts) + 1)]
        self._place_terms(record, address, dict(zip(pages, parts, strict=True)))
        linked = [
            self._with_people(record, frame.links.linked(part, where), where)
            for part, where in zip(parts, pages, strict=True)
        ]
        targets = {target.partition("#")[0] for part in linked for target in _HREF.findall(part)}
        named, naming = (
            self._linked(
                tuple(each for each in uses if link(path, record_path(each)) not in targets)
            )
            for uses in (self.uses.names.get(address, ()), self.uses.named_by.get(address, ()))
        )
        for number, where in enumerate(pages, start=1):
            is_first = number == 1
            frame.page(
                where,
                template,
                title=title if is_first else f"{title}, part {number}",
                heading=title,
                kind=one,
                key=plain(key),
                address=address,
                section=_SECTIONS.get(collection, "Records"),
                crumbs=self._crumbs(record, collection, many),
                about=address,
                claim=frame.claim(address),
                data=data,
                body=linked[number - 1],
                pages=pages,
                number=number,
                later=later_anchors(parts) if is_first else "",
                # Beside the first part only, and what the page itself has no link to.
                named=named if is_first else [],
                naming=naming if is_first else [],
                **context,
            )

    def _with_people(self, record: Record, html: str, where: str) -> str:
        """A page on which those who took part, or had a role, are links."""
        label = "participants" if isinstance(record, Talks) else "roles"
        people = {
            self.frame.name(f"actors/{part.actor}"): record_path(f"actors/{part.actor}")
            for part in getattr(record, label, None) or ()
        }
        return self.frame.links.with_people(html, where, label, people)

    def write_talks(self, talks: Talks) -> None:
        """Write the page of a round of talks, with links to those before and after it in time."""
        ordered = self._talks
        place = next((at for at, entry in enumerate(ordered) if entry.record is talks), None)
        near = [] if place is None else [("before", place - 1), ("after", place + 1)]
        self.write(
            talks,
            "talks.html",
            beside=[
                # How two neighbours stand to each other is told by the later one in the list.
                (
                    _BESIDE[ordered[max(at, place or 0)].order].format(word),
                    self._beside(ordered[at]),
                )
                for word, at in near
                if 0 <= at < len(ordered)
            ],
        )

    def _beside(self, entry: TimelineEntry) -> Row:
        name = self.frame.name(entry.address)
        return Row(name, record_path(entry.address), "", time_words(entry.time, self.frame.words))

    @cached_property
    def _talks(self) -> tuple[TimelineEntry, ...]:
        """The rounds of talks of which some date is known, in the order of time."""
        everything = entries(self.frame.records, [*self.frame.records.talks.values()])
        return entries(self.frame.records, [each.record for each in everything if each.is_dated])

    def _place_terms(self, record: Record, address: str, parts: dict[str, str]) -> None:
        """Note on which page each term of a record is."""
        for term in getattr(record, "terms", None) or ():
            anchor = anchor_of(f"/terms/{term.label}")
            for path, part in parts.items():
                if f" id={attribute(anchor)}" in part:
                    place = f"{address}/terms/{term.label}"
                    self.frame.links.terms[place] = f"{path}{link_to(anchor)}"

    def _crumbs(self, record: Record, collection: str, many: str) -> list[tuple[str, str]]:
        if collection == "versions":
            proposal = f"proposals/{record.id.partition('@')[0]}"
            return [
                ("Texts", "proposals/index.html"),
                (self.frame.name(proposal), record_path(proposal)),
            ]
        if collection == "proposals":
            return [("Texts", "proposals/index.html")]
        return [("Records", "records.html"), (many, f"{collection}/index.html")]

    def _linked(
        self, addresses: tuple[str, ...]
    ) -> list[tuple[str, list[tuple[str, str, str]], int]]:
        """Links by collection: its title, the links with who says so, and how many more there are."""
        found = []
        groups = grouped(addresses)
        for collection, (_, many) in KINDS.items():
            listed = groups.get(collection, [])
            links = [
                (self.frame.name(each), record_path(each), self.frame.claim(each))
                for each in listed[:_MOST_LINKS]
            ]
            if links:
                found.append((many, links, len(listed) - len(links)))
        return found

    def write_lists(self) -> None:
        """Write the list of the records of each kind, and the list of the kinds."""
        frame = self.frame
        records = frame.records
        for collection in COLLECTIONS:
            if collection in ("proposals", "sources", "talks"):
                continue  # their lists show more
            found = records.collections[collection]
            listed = [*(self.chronology.versions if collection == "versions" else found).values()]
            rows = self._dated(listed) if collection in _DATED else list(map(self._row, listed))
            write_list(
                frame,
                f"{collection}/index.html",
                title=KINDS[collection][1],
                rows=rows,
                crumbs=[("Records", "records.html")],
                about=ABOUT[collection],
                dated=collection in _DATED,
            )
        frame.page(
            "records.html",
            "records.html",
            title="Records",
            section="Records",
            kinds=[
                (many, ABOUT[name], len(records.collections[name]), f"{name}/index.html")
                for name, (_, many) in KINDS.items()
            ],
        )

    def _row(self, record: Record) -> Row:
        address = address_of(record)
        remark = self.frame.summary(record) or _kind_of(record) or self._numbers(record)
        claim = self.frame.claim(address)
        return Row(self.frame.name(address), record_path(address), remark, claim=claim)

    def _numbers(self, record: Record) -> str:
        """What each source gives for a figure; empty for any other record."""
        if not isinstance(record, Figure):
            return ""
        given = (
            f"{each.count} ({self.frame.name(f'sources/{each.source}')})" for each in record.claims
        )
        return f"{plain(record.unit)}: {', '.join(given)}"

    def _dated(self, records: Sequence[Record]) -> list[Row]:
        frame = self.frame
        return [
            Row(
                frame.name(entry.address),
                record_path(entry.address),
                frame.summary(entry.record),
                day_of(entry),
                frame.claim(entry.address),
            )
            for entry in entries(frame.records, records)
        ]


def _untitled(page: Page, title: str, heading: str) -> Page:
    """A page that does not say at its beginning what its heading in the frame says."""
    first = page.lead[0] if page.lead else None
    if title != heading or not isinstance(first, Prose) or text_of(first.lines[0]) != title:
        return page
    rest = (Prose(first.lines[1:]),) if len(first.lines) > 1 else ()
    return attrs.evolve(page, lead=(*rest, *page.lead[1:]))


def _without_versions(page: Page, proposal: Proposal) -> Page:
    """The page of a proposal without its versions, which the explorer has above it."""
    title = plural(len(proposal.versions or ()), "version")
    return attrs.evolve(
        page,
        blocks=tuple(
            block
            for block in page.blocks
            if not (isinstance(block, Section) and block.title == title)
        ),
    )


def _kind_of(record: Any) -> str:
    kind = getattr(record, "kind", None)
    return "" if kind is None else str(kind).replace("-", " ")


def write_list(
    frame: Frame,
    path: str,
    *,
    title: str,
    rows: Sequence[Any],
    crumbs: Sequence[tuple[str, str]],
    about: str,
    section: str = "Records",
    dated: bool = False,
    most: int = ROWS,
    template: str = "list.html",
) -> None:
    """Write a list on as many pages as it takes; the rows are what its template shows, by default `Row`."""
    chunks = [rows[start : start + most] for start in range(0, len(rows), most)] or [[]]
    pages = [numbered(path, number) for number in range(1, len(chunks) + 1)]
    for number, chunk, where in zip(count(1), chunks, pages, strict=False):
        frame.page(
            where,
            template,
            title=title if number == 1 else f"{title}, page {number}",
            heading=title,
            section=section,
            crumbs=crumbs,
            about_list=about,
            rows=chunk,
            dated=dated,
            is_worked_out=any(row.when.endswith("*") for row in chunk),
            total=len(rows),
            pages=pages,
            number=number,
        )


# How a round of talks stands in time to the one beside it, which is listed before or after it.
_BESIDE = {
    None: "{}",
    Order.CERTAIN: "{}",
    Order.POSSIBLE: "perhaps {}",
    Order.UNKNOWN: "before or after",
}
_SECTIONS = {"proposals": "Texts", "versions": "Texts", "talks": "Talks"}
_DATED = ("events", "versions")
ABOUT = {
    "proposals": "What was put on the table, each with its versions.",
    "versions": "Each state of each text that is reported, in the order of time.",
    "positions": "What an actor wants, as somebody reports it.",
    "events": "What happened: offers, answers, visits, attacks and the rest, in the order of time.",
    "talks": "Rounds of talks and meetings, in the order of time.",
    "actors": "States, organisations, offices, persons, groups and outlets.",
    "issues": "What the terms of texts and positions are about.",
    "places": "Territories, cities, borders, corridors and crossings.",
    "figures": "Numbers that sources give as background.",
    "sources": "What everything rests on, with the records that each paragraph carries.",
}
