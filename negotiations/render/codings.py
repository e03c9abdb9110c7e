"""Pages on the coding itself: which paragraphs are coded, and how far two codings agree."""

from __future__ import annotations

from negotiations.render.page import (
    Cell,
    Entry,
    Fold,
    Item,
    Items,
    Page,
    Prose,
    Rows,
    Section,
    Table,
    dim,
    line,
    row,
    strong,
)
from negotiations.render.wording import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiations.answers.reliability import Disagreement, FieldAgreement, KindAgreement
    from negotiations.render.page import Block, LabelledRow
    from negotiations.render.wording import Wording
    from negotiations.report.coverage import ArticleCoverage, ParagraphCoverage

__all__ = ["coverage_page", "reliability_page"]

_ALPHA = "An alpha is not defined (–) where there are too few units or no variation."


def coverage_page(articles: Sequence[ArticleCoverage]) -> Page:
    """The paragraphs of each article, with the records that cite them, or why none does."""
    paragraphs = [paragraph for article in articles for paragraph in article.paragraphs]
    open_ones = sum(paragraph.is_open for paragraph in paragraphs)
    accounted = f"{open_ones} not accounted for" if open_ones else "all accounted for"
    lead = Prose((line(f"{plural(len(paragraphs), 'paragraph')}, {accounted}"),))
    return Page("Coverage of the articles", (lead,), tuple(map(_article, articles)))


def _article(article: ArticleCoverage) -> Section:
    title = f"{article.source.label} ({article.source.id})"
    rows = Rows(tuple(map(_paragraph, article.paragraphs)))
    if article.share is None:
        return Section(title, (rows,))
    sentences = plural(article.sentences or 0, "sentence")
    said = f"{article.covered} of {sentences} covered by evidence ({article.share:.0%})"
    return Section(title, (Prose((line(said),)), rows))


def _paragraph(paragraph: ParagraphCoverage) -> LabelledRow:
    said = ", ".join(paragraph.records) or paragraph.reason or paragraph.state.value
    covered = (
        ""
        if paragraph.covered is None
        else f"{paragraph.covered} of {plural(paragraph.sentences or 0, 'sentence')}: "
    )
    return row(f"¶{paragraph.number}", line(dim(covered), said))


def reliability_page(
    agreements: Sequence[KindAgreement], a: Wording, b: Wording, *, disagreements: bool = True
) -> Page:
    """The agreement of two codings by kind of record and field, and what they disagree on."""
    return Page(
        "Agreement of two codings",
        (Prose((line(dim(_ALPHA)),)),),
        tuple(_kind(kind, a, b, disagreements=disagreements) for kind in agreements),
    )


def _kind(kind: KindAgreement, a: Wording, b: Wording, *, disagreements: bool) -> Section:
    share = "" if kind.share is None else f" ({kind.share:.0%} of all)"
    counts = (
        f"{plural(kind.both, 'unit')} in both{share}, {len(kind.only_a)} only in A, "
        f"{len(kind.only_b)} only in B"
    )
    blocks: list[Block] = [Prose((line(counts),))]
    if kind.fields:
        heads = tuple(map(line, ("level", "units", "agree", "alpha")))
        rows = tuple((line(each.field), _cells(each)) for each in kind.fields)
        blocks.append(Table("Agreement by field", "field", heads, rows))
    listed = [
        row(f"only in {name}", *only)
        for name, only in (("A", kind.only_a), ("B", kind.only_b))
        if only
    ]
    if disagreements and listed:
        blocks.append(Rows(tuple(listed)))
    if disagreements and kind.disagreements:
        items = Items(tuple(_disagreement(each, a, b) for each in kind.disagreements))
        head = line(plural(len(kind.disagreements), "disagreement"))
        blocks.append(Fold(head, (items,)))
    return Section(kind.kind, tuple(blocks))


def _cells(agreement: FieldAgreement) -> tuple[Cell, ...]:
    said = (
        agreement.level,
        str(agreement.units),
        "–" if agreement.share is None else f"{agreement.share:.0%}",
        "–" if agreement.alpha is None else f"{agreement.alpha:.2f}",
    )
    return tuple(Cell((line(text),)) for text in said)


def _disagreement(found: Disagreement, a: Wording, b: Wording) -> Item:
    """One disagreement, with the passages of both."""
    sides = (
        ("A", found.a, found.a_value, a.citations(found.a_evidence)),
        ("B", found.b, found.b_value, b.citations(found.b_evidence)),
    )
    rows = (
        row(name, Entry(line(str(value), dim(f" ({unit})")), tuple(map(line, cited))))
        for name, unit, value, cited in sides
    )
    return Item(line(strong(found.field)), (Rows(tuple(rows)),))
