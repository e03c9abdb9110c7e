"""The pages of what differs between two versions, with what is said of the two and how they are known."""

from __future__ import annotations

import re
from html import unescape

import attrs

from negotiations.answers.answer import to_json
from negotiations.chronology import Time
from negotiations.compare.diff import diff
from negotiations.exports.writing import export
from negotiations.records import address_of
from negotiations.render.attributions import time_words
from negotiations.render.page import Item, Items, Prose, Rows, Section, dim, line, row, strong
from negotiations.render.render import page_of
from negotiations.site.bodies import bodies
from negotiations.site.cited_changes import write_citations
from negotiations.site.frame import version_name
from negotiations.site.names import diff_path, numbered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.model import Event, Version
    from negotiations.render.page import Page
    from negotiations.site.frame import Frame
    from negotiations.site.pairs import Pairs
    from negotiations.site.record_pages import RecordPages

__all__ = ["DiffPages"]


# The sign of a change, which is not read aloud, and the word for it that is.
_SIGN = re.compile(
    r'<span class="sign" aria-hidden="true">([^<]*)</span> <span><span class="spoken">([^<]*): </span>'
)


def _signs(html: str) -> list[tuple[str, str]]:
    """The signs on a page, each once, with what it means."""
    return [(unescape(sign), unescape(word)) for sign, word in dict.fromkeys(_SIGN.findall(html))]


class DiffPages:
    """The pages of the differences between the versions of one dataset."""

    def __init__(self, frame: Frame, pages: RecordPages, pairs: Pairs) -> None:
        self.frame = frame
        self.chronology = pages.chronology
        self.pairs = pairs

    def write(self, a: str, b: str) -> None:
        """Write the page of what differs between two versions, and the same as JSON."""
        frame = self.frame
        versions = frame.records.versions
        one, other = versions[a], versions[b]
        found = diff(one, other, issues=frame.records.issues)
        path = diff_path(a, b)
        data = path.removesuffix(".html") + ".json"
        frame.write(data, to_json(found) + "\n")
        rows = path.removesuffix(".html") + ".csv"
        export(found, frame.stage / rows, "csv", within=frame.records, force=True)
        parts = bodies(self._with_what_is_said(page_of(found, frame.words), one, other))
        paths = [numbered(path, number) for number in range(1, len(parts) + 1)]
        is_reversed = a in self.pairs.to(b)
        title = self._title(a, b)
        parts = write_citations(frame, found, title, dict(zip(paths, parts, strict=True)))
        for number, (part, where) in enumerate(zip(parts, paths, strict=True), start=1):
            frame.page(
                where,
                "diff.html",
                title=title + (f", part {number}" if number > 1 else ""),
                heading=title,
                section="Compare",
                crumbs=[("Compare", "compare.html")],
                about=None,
                data=data,
                rows=rows,
                a=a,
                b=b,
                reverse=diff_path(b, a) if is_reversed else "",
                body=frame.links.linked(part, where),
                pages=paths,
                number=number,
                signs=_signs(part),
            )

    def _title(self, a: str, b: str) -> str:
        """What is compared: the names of two versions of one text, else those of the texts, too."""
        first, second = (self.frame.name(f"versions/{key}") for key in (a, b))
        one, other = (self.frame.records.versions[key] for key in (a, b))
        is_same = one.proposal_id == other.proposal_id
        return f"{first} → {version_name(other) if is_same else second}"

    def _with_what_is_said(self, page: Page, one: Version, other: Version) -> Page:
        """A page with the coder's remarks on both texts at its head, and what is reported of them after it.

        That two articles tell of one text is itself a reading, and such a remark says so.
        """
        words = self.frame.words
        notes = [(words.text_title(side), side.note) for side in (one, other) if side.note]
        lead = (Rows(tuple(row(f"on {title}", dim(note)) for title, note in notes)),)
        sides: dict[str, list[Version]] = {}
        events: dict[str, Event] = {}
        for side in (one, other):
            for event in self.chronology.events_on(side):
                events[event.id] = event
                sides.setdefault(event.id, []).append(side)
        items = tuple(self._event(event, sides[key]) for key, event in events.items())
        said = (
            Section(
                f"What is said of the two texts ({len(items)})", (Items(items),), anchor="/said"
            ),
        )
        return attrs.evolve(
            page,
            lead=(*page.lead, *(lead if notes else ())),
            blocks=(*page.blocks, *(said if items else ())),
        )

    def _event(self, event: Event, sides: list[Version]) -> Item:
        """An event: what it is, on which of the two texts, when, who says so, and the passages."""
        frame, address = self.frame, address_of(event)
        of = " and ".join(frame.words.text_title(side) for side in sides)
        when = time_words(Time.of(self.chronology, event), frame.words)
        said = [f"{frame.words.word(event.act)}, on {of}", when, frame.claim(address)]
        cited = frame.words.citations(event.evidence or ())
        parts = [line(dim("; ".join(filter(None, said)))), *(line(each) for each in cited)]
        return Item(line(strong(frame.name(address)), " ", dim(address)), (Prose(tuple(parts)),))
