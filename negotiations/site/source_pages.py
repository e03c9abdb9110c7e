"""The pages of sources: which paragraphs carry which records, and the text that a reader has of one."""

from __future__ import annotations

from itertools import count

from negotiations.records import address_of
from negotiations.report.coverage import ParagraphState, coverage
from negotiations.site.names import PARAGRAPHS, file_name, paragraph_path, record_path
from negotiations.site.record_pages import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.model import Source
    from negotiations.report.coverage import ArticleCoverage
    from negotiations.site.frame import Frame
    from negotiations.site.record_pages import RecordPages

__all__ = ["SourcePages"]

# How many records one paragraph lists.
_MOST = 20
_SAID = {
    ParagraphState.FURNITURE: "No text of the article: an advert, a form or the like.",
    ParagraphState.OPEN: "Not cited, and not listed as left out.",
}


def _kind_of(address: str) -> str:
    return KINDS[address.partition("/")[0]][0]


class SourcePages:
    """The pages of the sources of one dataset."""

    def __init__(self, frame: Frame, pages: RecordPages) -> None:
        self.frame = frame
        self.pages = pages
        self._passages: dict[str, dict[tuple[int, int, str], dict[str, None]]] = {}
        for cited in frame.records.evidence():
            passage = cited.evidence
            place = (passage.start, passage.end, passage.sha256)
            self._passages.setdefault(passage.source, {}).setdefault(place, {})[cited.address] = (
                None
            )
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
            url=source.url or source.archive_url or "",
        )
        self._write_passages(source)
        self._write_paragraphs(source)

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
                    each.reason or _SAID.get(each.state, ""),
                    [
                        (frame.name(record), record_path(record), _kind_of(record))
                        for record in each.records[:_MOST]
                    ],
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
                sha256=source.sha256,
                rows=rows,
                pages=paths,
                number=number,
            )
