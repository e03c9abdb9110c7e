"""The passages of a source found again, and its record set right, after its text was corrected.

A text is only read. What a record says of a source is offsets, fingerprints and numbers of paragraphs:
passages are found by their fingerprints; paragraphs that are claimed without a passage lie between those
that have one.
"""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from typing import Any

import attrs

from negotiations.articles import ArticleText, TextNotFound, Texts, differs_alone_in
from negotiations.errors import NegotiationsError
from negotiations.fingerprints import Span
from negotiations.folder.replacing import write_inside
from negotiations.folder.writing import changed_files
from negotiations.limits import MAXIMUM_PARAGRAPHS
from negotiations.model import Evidence, PrintedError, Source, Uncoded
from negotiations.model.base import fields_of
from negotiations.passages import Place, Placing, find_again
from negotiations.records import Records, address_of, label_pointer, transformed, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from negotiations.model.base import Value

__all__ = ["Claimed", "Relocated", "Relocation", "relocated", "write_relocation"]

# The fields of a source that claim paragraphs without a passage.
_CLAIMS = tuple(
    spec.name
    for spec in fields_of(Source)
    if spec.many
    and (
        (spec.types == (int,) and spec.maximum == MAXIMUM_PARAGRAPHS)
        or spec.types in ((Uncoded,), (PrintedError,))
    )
)


@attrs.frozen(kw_only=True)
class Relocated:
    """A passage with where it is in the text now.

    Attributes:
        address: The record that rests on it.
        pointer: Where in the record.
        evidence: The passage as it was coded.
        paragraph: The paragraph that it is in now; 0 where it was not found.
        place: Where it is; None where it was not found.
    """

    address: str
    pointer: str
    evidence: Evidence
    paragraph: int
    place: Place | None


@attrs.frozen(kw_only=True)
class Claimed:
    """Paragraphs that the source claims without a passage, with what they are now.

    Attributes:
        field: The field of the source: ``furniture``, ``uncoded`` or ``errors``.
        old: The first and the last paragraph, as they were.
        new: The first and the last as they are now; None where the text has them no more.
        is_near: Whether the text has more or fewer paragraphs than it had between the nearest
            passages, so that which are meant is only likely.
    """

    field: str
    old: tuple[int, int]
    new: tuple[int, int] | None
    is_near: bool


@attrs.frozen(kw_only=True)
class Relocation:
    """A source beside its text as it is now.

    Attributes:
        source: The source with the fingerprint and the paragraphs of the text.
        passages: Its passages, in their old order.
        claims: The paragraphs that it claims without a passage, in their old order.
        is_whole: Whether every passage was looked for in all of the text.
        is_undecided: Whether nothing is to be written, since something is near and it was not said what
            to do with it. Of a text that is half written, what is near could not be told again.
        texts: The files that are to be written, by their paths in the dataset's folder.
    """

    source: Source
    passages: tuple[Relocated, ...]
    claims: tuple[Claimed, ...]
    is_whole: bool
    is_undecided: bool
    texts: Mapping[str, str] = attrs.field(repr=False)

    def placed(self, *placings: Placing) -> tuple[Relocated, ...]:
        """The passages that were found in one of these ways."""
        return tuple(
            each for each in self.passages if each.place and each.place.placing in placings
        )

    @property
    def missing(self) -> tuple[Relocated, ...]:
        """The passages that were not found."""
        return tuple(each for each in self.passages if each.place is None)


def relocated(
    records: Records, source: str, texts: Texts, *, accept_near: bool | None = None
) -> Relocation:
    """A source set right by its text as it is now, with all passages of it.

    Args:
        records: The records of a dataset.
        source: The id of the source.
        texts: The texts, in the folder where the corrected one is.
        accept_near: Whether passages that are only near are written, too, or left as they were. Numbers
            of paragraphs that are only near are written in both cases, since the old ones mean nothing
            in the text. Where it is not said and something is near, nothing is to be written.

    Raises:
        UnknownId: There is no such source; the error names the nearest.
        TextNotFound: There is no text of it, or it holds nothing.
        NegotiationsError: It differs from the one that was coded in line ends, a byte order mark or the
            Unicode normal form alone.
    """
    old = records.sources[source]
    article = texts.text(old)
    if names := differs_alone_in(article, old):
        raise NegotiationsError(
            f"{old.file_name!r} differs from the coded text in {names} alone; nothing was written, "
            "use the file as it was"
        )
    count = len(article.paragraphs)
    if not count or count > MAXIMUM_PARAGRAPHS:
        what = "holds no text" if not count else f"has more than {MAXIMUM_PARAGRAPHS} paragraphs"
        raise TextNotFound(f"source {old.id!r}: {old.file_name!r} {what}")
    cited = [
        (address_of(record), label_pointer(record, path), value)
        for record in records.everything()
        for path, value in walk(record)
        if isinstance(value, Evidence) and value.source == old.id
    ]
    # Once a source is of this text, what was not found then has offsets of another.
    spans = [_span(passage) for _, _, passage in cited]
    again = find_again(article, spans, near=article.sha256 != old.sha256)
    passages = tuple(
        Relocated(
            address=address,
            pointer=pointer,
            evidence=passage,
            paragraph=article.paragraph_at(place.start, place.end) if place else 0,
            place=place,
        )
        for address, pointer, passage in cited
        for place in [again.places.get(_span(passage))]
    )
    passages = tuple(sorted(passages, key=lambda each: (each.evidence.start, each.evidence.end)))
    claims = tuple(_claims(old, passages, count))
    new = _with_claims(old, claims).replace(sha256=article.sha256, paragraphs=count)
    written = {Placing.FOUND, Placing.MOVED, *([Placing.NEAR] if accept_near else [])}
    places = {span: each for span, each in again.places.items() if each.placing in written}
    near = any(place.placing is Placing.NEAR for place in again.places.values())
    undecided = accept_near is None and (near or any(claim.is_near for claim in claims))
    after = records if undecided else _with_places(records, new, places, article)
    return Relocation(
        source=new,
        passages=passages,
        claims=claims,
        is_whole=again.is_whole,
        is_undecided=undecided,
        texts=changed_files(records, after).texts,
    )


def _span(passage: Evidence) -> Span:
    return Span(passage.start, passage.end, passage.sha256)


def _with_places(
    records: Records, source: Source, places: Mapping[Span, Place], article: ArticleText
) -> Records:
    """The records with passages at their new places, and the source as it is now."""

    def with_place(value: Value, _: Value | None) -> Value:
        if not isinstance(value, Evidence) or value.source != source.id:
            return value
        place = places.get(_span(value))
        if place is None:
            return value
        return value.replace(
            start=place.start,
            end=place.end,
            paragraph=article.paragraph_at(place.start, place.end),
            sha256=article.slice_sha256(place.start, place.end),
        )

    own = address_of(source)
    return records.mapped(
        lambda record: transformed(source if address_of(record) == own else record, with_place)
    )


# --- paragraphs ---------------------------------------------------------------------------------


def _claims(source: Source, passages: tuple[Relocated, ...], count: int) -> Iterator[Claimed]:
    """The paragraphs that a source claims, with what they are in a text of so many paragraphs."""
    known: dict[int, set[int]] = {0: {0}, source.paragraphs + 1: {count + 1}}
    for each in passages:
        if each.place and each.place.placing is Placing.FOUND:
            known.setdefault(each.evidence.paragraph, set()).add(each.paragraph)
    fixed = sorted(known)
    for field in _CLAIMS:
        for item in getattr(source, field) or ():
            first = item if isinstance(item, int) else item.paragraph
            last = getattr(item, "last", first)
            (start, near_start), (end, near_end) = (
                _now(paragraph, known, fixed) for paragraph in (first, last)
            )
            new = (start, max(start, end)) if start else None
            yield Claimed(field=field, old=(first, last), new=new, is_near=near_start or near_end)


def _now(paragraph: int, known: dict[int, set[int]], fixed: list[int]) -> tuple[int, bool]:
    """The number that a paragraph has now, 0 where it is gone; and whether that is only likely."""
    if paragraph in known:
        return min(known[paragraph]), len(known[paragraph]) > 1
    index = bisect_left(fixed, paragraph)
    below, above = fixed[max(index - 1, 0)], fixed[min(index, len(fixed) - 1)]
    first, last = max(known[below]) + 1, min(known[above]) - 1
    if last < first:
        return 0, False
    place = first + paragraph - below - 1
    return min(place, last), last - first != above - below - 2


def _with_claims(source: Source, claims: tuple[Claimed, ...]) -> Source:
    """The source with its claims at their new paragraphs; two that come to one are one."""
    now = {(claim.field, claim.old[0]): claim.new for claim in claims}
    changes: dict[str, Any] = {}
    for field in _CLAIMS:
        items: dict[Any, Any] = {}
        for item in getattr(source, field) or ():
            new = now[field, item if isinstance(item, int) else item.paragraph]
            if new is None:
                continue
            moved: Any = new[0]
            if isinstance(item, Uncoded):
                through = new[1] if new[1] > new[0] else None
                moved = item.replace(paragraph=new[0], through=through)
            elif isinstance(item, PrintedError):
                moved = item.replace(paragraph=new[0])
            items.setdefault(moved if isinstance(item, PrintedError) else new[0], moved)
        if getattr(source, field) is not None:
            changes[field] = tuple(items.values())
    return source.replace(**changes)


# --- files --------------------------------------------------------------------------------------


def write_relocation(relocation: Relocation, folder: str | os.PathLike[str]) -> None:
    """Write the files of a relocation: all of them, or none.

    Raises:
        NegotiationsError: A link leads out of the folder; nothing was written.
        OSError: A file cannot be written; it is named.
    """
    write_inside(Path(folder), relocation.texts)
