"""Coverage: which paragraphs of which articles are evidence for which records."""

from __future__ import annotations

import attrs

from negotiations.errors import NegotiationsError
from negotiations.intervals import common_length, joined
from negotiations.limits import MAXIMUM_PARAGRAPHS_IN_ALL
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

    @property
    def is_open(self) -> bool:
        """Whether it is neither cited nor accounted for."""
        return self.state is ParagraphState.OPEN


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
        NegotiationsError: The sources claim too many paragraphs to list.
        TextNotFound: The texts are given, and one is missing or differs from the coded edition.

    >>> import negotiations as ng
    >>> from negotiations.report.coverage import coverage
    >>> [each.source.id for each in coverage(ng.load())][:1]
    ['axios-relay']
    """
    claimed = sum(source.paragraphs for source in dataset.sources.values())
    if claimed > MAXIMUM_PARAGRAPHS_IN_ALL:
        raise NegotiationsError(
            f"the sources have {claimed} paragraphs in all; coverage tells of no more than "
            f"{MAXIMUM_PARAGRAPHS_IN_ALL}"
        )
    cited: dict[tuple[str, int], list[tuple[str, Evidence]]] = {}
    for passage in dataset.evidence():
        place = (passage.evidence.source, passage.evidence.paragraph)
        cited.setdefault(place, []).append((passage.address, passage.evidence))
    sources = []
    for source in dataset.sources.values():
        article = texts.coded_text(source) if texts is not None else None
        furniture = frozenset(source.furniture or ())
        reasons = _reasons(source)
        sources.append(
            ArticleCoverage(
                source=source,
                paragraphs=tuple(
                    _paragraph(
                        number,
                        cited.get((source.id, number), []),
                        reasons.get(number, ""),
                        article,
                        is_furniture=number in furniture,
                    )
                    for number in range(1, source.paragraphs + 1)
                ),
            )
        )
    return tuple(sources)


def _reasons(source: Source) -> dict[int, str]:
    """Why paragraphs of a source are not coded; of several reasons the first in the record counts."""
    reasons: dict[int, str] = {}
    reached = 0
    for part in sorted(source.uncoded or (), key=lambda part: part.paragraph):
        for number in range(
            max(part.paragraph, reached + 1), min(part.last, source.paragraphs) + 1
        ):
            reasons[number] = part.reason
        reached = max(reached, part.last)
    return reasons


def _paragraph(
    number: int,
    cited: list[tuple[str, Evidence]],
    reason: str,
    article: ArticleText | None,
    *,
    is_furniture: bool,
) -> ParagraphCoverage:
    if cited:
        state = ParagraphState.EVIDENCE
    elif is_furniture:
        state = ParagraphState.FURNITURE
    elif reason:
        state = ParagraphState.UNCODED
    else:
        state = ParagraphState.OPEN
    sentences = covered = None
    if article is not None:
        spans = article.sentences(number)
        passages = joined((passage.start, passage.end) for _, passage in cited)
        sentences = len(spans)
        covered = sum(common_length([span], passages) * 2 >= span[1] - span[0] for span in spans)
    return ParagraphCoverage(
        number=number,
        state=state,
        records=tuple(sorted({address for address, _ in cited})),
        reason=reason,
        sentences=sentences,
        covered=covered,
    )
