"""Coverage: which paragraphs of which articles are evidence for which records."""

from __future__ import annotations

import attrs

from negotiations.vocabulary import Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.articles import ArticleText, Texts
    from negotiations.model import Evidence, Source
    from negotiations.records import Collections

__all__ = ["ArticleCoverage", "ParagraphCoverage", "ParagraphState", "coverage"]


class ParagraphState(Vocabulary):
    """The state of a paragraph."""

    EVIDENCE = "evidence", "Some record rests on it."
    FURNITURE = "furniture", "It is not article text."
    UNCODED = "uncoded", "It yields no record; the source record gives the reason."
    OPEN = "open", "It is neither cited nor listed as furniture or uncoded."


@attrs.frozen(kw_only=True)
class ParagraphCoverage:
    """One paragraph: its state, the records that cite it, and the reason if there are none.

    ``sentences`` and ``covered`` are None without the article's text. A sentence is covered if
    evidence includes at least half of its characters.
    """

    number: int
    state: ParagraphState
    records: tuple[str, ...]
    reason: str = ""
    sentences: int | None = None
    covered: int | None = None


@attrs.frozen(kw_only=True)
class ArticleCoverage:
    """One article, paragraph by paragraph."""

    source: Source
    paragraphs: tuple[ParagraphCoverage, ...]

    @property
    def sentences(self) -> int | None:
        """The number of sentences of article text; None without the text."""
        return self._sum("sentences")

    @property
    def covered(self) -> int | None:
        """The number of covered sentences; None without the text."""
        return self._sum("covered")

    @property
    def share(self) -> float | None:
        """The share of sentences that are covered, from 0 to 1; None without the text."""
        if not self.sentences or self.covered is None:
            return None
        return self.covered / self.sentences

    def _sum(self, name: str) -> int | None:
        counts = [
            getattr(paragraph, name)
            for paragraph in self.paragraphs
            if paragraph.state is not ParagraphState.FURNITURE
        ]
        return None if None in counts else sum(counts)


def coverage(dataset: Collections, texts: Texts | None = None) -> tuple[ArticleCoverage, ...]:
    """The coverage of each article; by sentences if the texts are given.

    Raises:
        TextNotFound: The texts are given, and one is missing or differs from the coded edition.

    >>> import negotiations as ng
    >>> from negotiations.report.coverage import coverage
    >>> [each.source.id for each in coverage(ng.load())][:1]
    ['axios-relay']
    """
    cited: dict[str, list[tuple[str, Evidence]]] = {}
    for passage in dataset.evidence():
        cited.setdefault(passage.evidence.source, []).append((passage.address, passage.evidence))
    sources = []
    for source in dataset.sources.values():
        article = texts.coded_text(source) if texts is not None else None
        evidence = cited.get(source.id, [])
        sources.append(
            ArticleCoverage(
                source=source,
                paragraphs=tuple(
                    _paragraph(source, number, evidence, article)
                    for number in range(1, source.paragraphs + 1)
                ),
            )
        )
    return tuple(sources)


def _paragraph(
    source: Source, number: int, cited: list[tuple[str, Evidence]], article: ArticleText | None
) -> ParagraphCoverage:
    here = [(address, passage) for address, passage in cited if passage.paragraph == number]
    reason = next(
        (part.reason for part in source.uncoded or () if part.paragraph <= number <= part.last), ""
    )
    if here:
        state = ParagraphState.EVIDENCE
    elif number in (source.furniture or ()):
        state = ParagraphState.FURNITURE
    elif reason:
        state = ParagraphState.UNCODED
    else:
        state = ParagraphState.OPEN
    sentences = covered = None
    if article is not None:
        spans = article.sentences(number)
        sentences = len(spans)
        passages = [(passage.start, passage.end) for _, passage in here]
        covered = sum(_taken(span, passages) * 2 >= span[1] - span[0] for span in spans)
    return ParagraphCoverage(
        number=number,
        state=state,
        records=tuple(sorted({address for address, _ in here})),
        reason=reason,
        sentences=sentences,
        covered=covered,
    )


def _taken(span: tuple[int, int], passages: list[tuple[int, int]]) -> int:
    """The number of characters of a sentence that lie in some passage."""
    taken = 0
    reached = span[0]
    for start, end in sorted(passages):
        low, high = max(start, reached), min(end, span[1])
        if low < high:
            taken += high - low
            reached = high
    return taken
