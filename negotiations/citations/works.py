"""What is cited, in no style yet: a dataset, a record in it, an article that it was coded from."""

from __future__ import annotations

import re
from enum import Enum

import attrs

from negotiations import about
from negotiations.errors import NegotiationsError
from negotiations.folder.parts import part_at
from negotiations.model import Evidence, Metadata, Record, Source
from negotiations.model.base import Value
from negotiations.model.values import When
from negotiations.records import address_of, walk
from negotiations.render.wording import Wording

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from negotiations.records import Records

__all__ = ["Work", "WorkKind", "library", "works_at", "works_on_page"]

_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.[0-9]{4,9}/.+)", re.IGNORECASE)


class WorkKind(Enum):
    """What sort of work is cited."""

    DATASET = "dataset"
    RECORD = "record"
    PAGE = "page"
    ARTICLE = "article"
    SOFTWARE = "software"


@attrs.frozen(kw_only=True)
class Work:
    """A work that is cited.

    Attributes:
        kind: What sort of work it is.
        key: What it is called among other citations: letters, digits, points, colons and hyphens.
        title: Its title; of an article, our description of it, in square brackets.
        authors: Its authors, as they are recorded: names are not taken apart.
        issued: When it was issued, in EDTF; empty if that is not known.
        version: Its version.
        publisher: Of an article, its outlet.
        credited: Of an article, the outlets whose reporting it relays.
        number: Of an article, the symbol under which its publisher files it.
        paragraphs: Of an article, the paragraphs that are cited.
        licence: Its SPDX identifier.
        url: Where it can be read or had.
        summary: What it is, in a few sentences.
        within: The dataset that it is in, is about, or was coded for.
        address: Where in that dataset, or in its explorer.
        is_released: Whether its version is released; of all but a dataset it is not asked.
        basis: The passages that what is said rests on, each with who says so, and what is not certain.
    """

    kind: WorkKind
    key: str
    title: str
    authors: tuple[str, ...] = ()
    issued: str = ""
    version: str = ""
    publisher: str = ""
    credited: tuple[str, ...] = ()
    number: str = ""
    paragraphs: tuple[int, ...] = ()
    licence: str = ""
    url: str = ""
    summary: str = ""
    within: Work | None = None
    address: str = ""
    is_released: bool = True
    basis: str = ""

    @property
    def doi(self) -> str:
        """The DOI in its web address; empty if it has none.

        >>> Work(kind=WorkKind.DATASET, key="a", title="A", url="https://doi.org/10.1000/182").doi
        '10.1000/182'
        """
        match = _DOI.fullmatch(self.url)
        return match[1] if match else ""

    @property
    def passage(self) -> str:
        """The paragraphs that are cited: ``¶4, 16``."""
        return f"¶{', '.join(map(str, self.paragraphs))}" if self.paragraphs else ""


def library() -> Work:
    """The library itself, in its own version."""
    return Work(
        kind=WorkKind.SOFTWARE,
        key=about.NAME,
        title=about.NAME,
        authors=about.AUTHORS,
        version=about.__version__,
        licence=about.LICENCE,
        summary=f"{about.SUMMARY}.",
    )


def works_at(records: Records, item: Record | Evidence | str | None) -> tuple[Work, ...]:
    """The works to cite for a dataset, a record or a part of one, or a piece of evidence.

    For a dataset, the dataset; for a record or a part, its entry in the dataset, and each article
    that it rests on with the paragraphs; for evidence, its article with the paragraph; for a source,
    its article.

    Raises:
        UnknownId: There is no such record or part; the error names the nearest.
        NegotiationsError: The dataset has no metadata, or the address is that of a single field.
    """
    if records.metadata is None:
        raise NegotiationsError("the dataset has no metadata, and so no title to cite it by")
    dataset = _dataset(records.metadata)
    if item is None:
        return (dataset,)
    if isinstance(item, Evidence):
        return (_passage(records, item, dataset, _only_address(records, item)),)
    if not isinstance(item, Record | str):
        raise TypeError(
            f"expected a record, a piece of evidence or an address, found {type(item).__name__}"
        )
    part = part_at(records, item if isinstance(item, str) else address_of(item))
    content = part.content
    if isinstance(content, Metadata):
        return (dataset,)
    if isinstance(content, Evidence):
        return (_passage(records, content, dataset, part.address),)
    if isinstance(content, Source):
        return (_article(records, content, dataset, address_of(content)),)
    if not isinstance(content, Value):
        raise NegotiationsError(
            f"{part.address} is a field; cite the record or part that has it: {part.around.address}"
        )
    entry = Work(
        kind=WorkKind.RECORD,
        key=_key(dataset.key, part.address),
        title=_title(records, content, part.record),
        authors=dataset.authors,
        issued=dataset.issued,
        url=dataset.url,
        within=dataset,
        address=part.address,
    )
    return (entry, *_articles(records, content, dataset))


def works_on_page(
    records: Records,
    title: str,
    path: str,
    url: str,
    about: str | None = None,
    basis: str = "",
) -> tuple[Work, ...]:
    """The works to cite for a page of the explorer: the page, and the articles that its record rests on.

    Args:
        records: The dataset.
        title: What the page, or what is cited on it, is called.
        path: Where it is in the folder of the explorer.
        url: Its whole address; empty where that is not known.
        about: The address of the record that it is of; None where it is of none.
        basis: The passages that what is cited rests on, in words; empty for a whole page.

    Raises:
        UnknownId: There is no such record.
        NegotiationsError: The dataset has no metadata.
    """
    (dataset,) = works_at(records, None)
    cited = works_at(records, about) if about is not None else ()
    if cited and cited[0].kind is WorkKind.RECORD:
        return (attrs.evolve(cited[0], title=title, url=url or cited[0].url), *cited[1:])
    page = Work(
        kind=WorkKind.PAGE,
        key=_key(dataset.key, path),
        title=title,
        authors=dataset.authors,
        issued=dataset.issued,
        url=url,
        within=dataset,
        address=path,
        basis=basis,
    )
    return (page, *cited)


def _key(*parts: str) -> str:
    """A key that BibTeX can read."""
    return re.sub(r"[^A-Za-z0-9.:-]+", ":", ":".join(parts))


def _dataset(about: Metadata) -> Work:
    return Work(
        kind=WorkKind.DATASET,
        key=_key(about.id),
        title=about.title,
        authors=about.coders,
        issued=about.released or "",
        is_released=about.released is not None,
        version=about.version,
        licence=about.licence,
        url=about.url or "",
        summary=about.summary or "",
    )


def _title(records: Records, content: Value, record: Record) -> str:
    words = Wording(records)
    title = words.value(content) if content is not record else words.title(content)
    whole = words.title(record) or record.id
    return (title or record.id) if content is record else f"{title}, in: {whole}"


def _articles(records: Records, content: Value, dataset: Work) -> Iterator[Work]:
    """The articles that a value rests on, each with the paragraphs."""
    cited: dict[str, set[int]] = {}
    for _, part in walk(content):
        for passage in getattr(part, "evidence", None) or ():
            cited.setdefault(passage.source, set()).add(passage.paragraph)
    for name, paragraphs in sorted(cited.items()):
        source = records.sources[name]
        yield _article(records, source, dataset, address_of(source), paragraphs)


def _passage(records: Records, evidence: Evidence, dataset: Work, address: str) -> Work:
    source = records.sources[evidence.source]
    return _article(records, source, dataset, address, [evidence.paragraph])


def _only_address(records: Records, evidence: Evidence) -> str:
    """The address of a piece of evidence; empty where several records have the same, or none."""
    places = [cited for cited in records.evidence() if cited.evidence == evidence]
    return places[0].address + places[0].pointer if len(places) == 1 else ""


def _article(
    records: Records,
    source: Source,
    dataset: Work,
    address: str,
    paragraphs: Iterable[int] = (),
) -> Work:
    words = Wording(records)
    cited = tuple(sorted(paragraphs))
    return Work(
        kind=WorkKind.ARTICLE,
        key=_key(dataset.key, source.id, *map(str, cited)),
        title=f"[{source.title or source.label}]",
        authors=(source.author,) if source.author else (),
        issued=_issued(source.published),
        publisher=words.name(source.outlet, ("actors",)) if source.outlet else "",
        credited=tuple(words.name(name, ("actors",)) for name in source.credited or ()),
        number=source.document_symbol or "",
        paragraphs=cited,
        url=source.url or source.archive_url or "",
        within=dataset,
        address=address,
    )


def _issued(published: When | None) -> str:
    return (published.edtf or "") if published is not None else ""
