"""The pages of sources: which paragraphs carry which records, and the text that a reader has of one."""

from __future__ import annotations

from itertools import count

import attrs

from negotiations.claims import bearing_on
from negotiations.plaintext import plain
from negotiations.records import address_of
from negotiations.render.terms import of_texts
from negotiations.render.wording import label_name
from negotiations.report.coverage import ParagraphState, coverage
from negotiations.site.days import in_time
from negotiations.site.names import PARAGRAPHS, file_name, paragraph_path, record_path
from negotiations.site.record_pages import ABOUT, KINDS, Row, write_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.model import Source
    from negotiations.report.coverage import ArticleCoverage
    from negotiations.site.frame import Frame
    from negotiations.site.record_pages import RecordPages

__all__ = ["SourcePages"]

# How many records one paragraph lists.
_MOST = 20
_OPEN = "Not cited, and not listed as left out."
# What is no text of an article, and of a document.
_FURNITURE = ("an advert, a form or the like", "a heading, a page number, a blank line or the like")


def _furniture(*, is_document: bool) -> str:
    of = "the document" if is_document else "the article"
    return f"No text of {of}: {_FURNITURE[is_document]}."


def _kind_of(address: str) -> str:
    return KINDS[address.partition("/")[0]][0]


@attrs.frozen
class AboutSource:
    """By what a reader can find a source: when it was published, by whom, and where."""

    when: str
    facts: list[tuple[str, str]]
    url: str


@attrs.frozen
class Carried:
    """A record that rests on a paragraph, with its terms there and who says so."""

    name: str
    path: str
    kind: str
    claim: str
    terms: list[tuple[str, str]]


class SourcePages:
    """The pages of the sources of one dataset."""

    def __init__(self, frame: Frame, pages: RecordPages) -> None:
        self.frame = frame
        self.pages = pages
        self._passages: dict[str, dict[tuple[int, int, str], dict[str, None]]] = {}
        # The sources that are documents: the whole of a text is known from them.
        self._documents = {
            passage.source
            for version in frame.records.versions.values()
            if version.is_known_in_full
            for passage in bearing_on(version, None)
        }
        # The terms that rest on each paragraph, by source, paragraph and record.
        self._terms: dict[tuple[str, int, str], dict[str, None]] = {}
        for cited in frame.records.evidence():
            passage = cited.evidence
            place = (passage.start, passage.end, passage.sha256)
            self._passages.setdefault(passage.source, {}).setdefault(place, {})[cited.address] = (
                None
            )
            label = cited.pointer.removeprefix("/terms/").partition("/")[0]
            if cited.pointer.startswith("/terms/"):
                where = (passage.source, passage.paragraph, cited.address)
                self._terms.setdefault(where, {})[label] = None
        self._coverage: dict[str, ArticleCoverage] = {
            each.source.id: each for each in coverage(frame.records)
        }

    def write(self, source: Source) -> None:
        """Write the page of a source, its paragraphs, and the places of its passages."""
        self.pages.write(
            source,
            "source.html",
            paragraphs_path=paragraph_path(source.id, 1).partition("#")[0],
            paragraphs=source.paragraphs,
            cited=self._number(source, ParagraphState.EVIDENCE),
            about_source=self._about(source),
        )
        self._write_passages(source)
        self._write_paragraphs(source)

    def write_list(self) -> None:
        """Write the list of the sources, in the order in which they were published."""
        records = self.frame.records
        listed = sorted(records.sources.values(), key=in_time)
        rows = []
        for source in listed:
            about = self._about(source)
            number = self._number(source, ParagraphState.EVIDENCE)
            said = [f"{label}: {value}" for label, value in about.facts]
            said.append(f"{number} of {source.paragraphs} paragraphs cited")
            path = record_path(address_of(source))
            rows.append(Row(source.label, path, "; ".join(said), about.when or "not reported"))
        write_list(
            self.frame,
            "sources/index.html",
            title=KINDS["sources"][1],
            rows=rows,
            crumbs=[("Records", "records.html")],
            about=f"{ABOUT['sources']} {_NO_TEXT}",
            dated=True,
        )

    def _about(self, source: Source) -> AboutSource:
        """What is known of a source by which a reader can find it."""
        words = self.frame.words
        facts = [
            ("outlet", words.name(source.outlet, ("actors",)) if source.outlet else "not named"),
            ("author", source.author or "not named"),
        ]
        if source.credited:
            facts.append(("relays the reporting of", words.voices(source.credited)))
        if source.title:
            facts.append(("title, in our words", source.title))
        if source.document_symbol:
            facts.append(("document", source.document_symbol))
        return AboutSource(
            when=words.when(source.published) if source.published is not None else "",
            facts=[(label, plain(value)) for label, value in facts],
            url=source.url or source.archive_url or "",
        )

    def _number(self, source: Source, state: ParagraphState) -> int:
        return sum(each.state is state for each in self._coverage[source.id].paragraphs)

    def _write_passages(self, source: Source) -> None:
        passages = sorted(self._passages.get(source.id, {}).items())
        addresses = list(dict.fromkeys(each for _, found in passages for each in found))
        index = {address: number for number, address in enumerate(addresses)}
        self.frame.script(
            f"sources/{file_name(source.id)}.passages.js",
            f"passages {source.id}",
            {
                "sha256": source.sha256,
                "file": source.file_name,
                "records": [[self.frame.name(each), record_path(each)] for each in addresses],
                "passages": [
                    [*place, [index[address] for address in found]] for place, found in passages
                ],
            },
        )

    def _write_paragraphs(self, source: Source) -> None:
        frame = self.frame
        address = address_of(source)
        paragraphs = self._coverage[source.id].paragraphs
        starts = range(0, max(len(paragraphs), 1), PARAGRAPHS)
        paths = [paragraph_path(source.id, start + 1).partition("#")[0] for start in starts]
        for number, start, path in zip(count(1), starts, paths, strict=False):
            rows = [
                (
                    each.number,
                    each.state.value,
                    each.reason
                    or {
                        ParagraphState.FURNITURE: _furniture(
                            is_document=source.id in self._documents
                        ),
                        ParagraphState.OPEN: _OPEN,
                    }.get(each.state, ""),
                    [self._carried(source, each.number, record) for record in each.records[:_MOST]],
                    max(0, len(each.records) - _MOST),
                )
                for each in paragraphs[start : start + PARAGRAPHS]
            ]
            frame.page(
                path,
                "paragraphs.html",
                title=f"Paragraphs of {frame.name(address)}"
                + (f", page {number}" if number > 1 else ""),
                heading=frame.name(address),
                section="Records",
                crumbs=[
                    ("Records", "records.html"),
                    ("Sources", "sources/index.html"),
                    (frame.name(address), record_path(address)),
                ],
                about=address,
                scripts=["assets/source.js"],
                passages=f"sources/{file_name(source.id)}.passages.js",
                key=source.id,
                file_name=source.file_name,
                about_source=self._about(source),
                rows=rows,
                pages=paths,
                number=number,
            )

    def _carried(self, source: Source, paragraph: int, record: str) -> Carried:
        """A record with its terms that rest on a paragraph, each with where its page has it."""
        frame = self.frame
        labels = self._terms.get((source.id, paragraph, record), {})
        places = frame.links.terms
        words = of_texts(frame.words, [frame.records.versions.get(record.partition("/")[2])])
        return Carried(
            name=frame.name(record),
            path=record_path(record),
            kind=_kind_of(record),
            claim=frame.claim(record),
            terms=[
                (label_name(label, words), places.get(f"{record}/terms/{label}", ""))
                for label in labels
            ],
        )


_NO_TEXT = (
    "The texts themselves are not here: a dataset has the places of passages, and no words of others. "
    "A “relay” passes on what another outlet reported; the name that a source has here is ours."
)
