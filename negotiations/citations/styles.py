"""The styles of citations: BibTeX, CSL-JSON, APA, and a line of plain text."""

from __future__ import annotations

import re

from negotiations.citations.dates import MONTHS, Issued, issued_of
from negotiations.citations.works import Work, WorkKind
from negotiations.io.strict_json import dumps
from negotiations.plaintext import plain, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

__all__ = ["STYLES", "apa", "bibtex", "csl_items", "csl_json", "line_of_text"]

# What a work is, behind its title. An article is described by its title already.
_SORTS = {
    WorkKind.DATASET: "Data set",
    WorkKind.RECORD: "Record of a data set",
    WorkKind.PAGE: "Page on a data set",
    WorkKind.SOFTWARE: "Computer software",
}
# What stands in a dataset, in its version.
_PARTS = (WorkKind.RECORD, WorkKind.PAGE)
# What stands in the place of a date of a version that is not released.
_UNRELEASED = "unreleased"


# --- BibTeX -------------------------------------------------------------------------------------

# Braces are counted by BibTeX even behind a backslash, so that commands stand for them.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{letter: f"\\{letter}" for letter in "$&#_%"},
}
# Letters that LaTeX would set as one, such as two hyphens as a dash.
_LIGATURES = re.compile(r"(?<=[-`'?!,])(?=[-`',])")
_IN_URL = {ord("{"): "%7B", ord("}"): "%7D", ord("\\"): "%5C"}


def bibtex(works: Iterable[Work]) -> str:
    """Entries of BibTeX, one for each work, with what is special to LaTeX escaped.

    The types are those that every style knows: a record stands in a collection, the dataset.
    """
    return "\n\n".join(map(_entry, works))


def _entry(work: Work) -> str:
    kind = "incollection" if work.kind in _PARTS else "misc"
    lines = [f"  {name} = {{{value}}}," for name, value in _bibtex_fields(work) if value]
    return "\n".join([f"@{kind}{{{work.key},", *lines, "}"])


def _bibtex_fields(work: Work) -> Iterator[tuple[str, str]]:
    within = work.within
    # A name in braces is taken as a whole, with whatever is in it.
    yield "author", " and ".join(f"{{{_latex(name)}}}" for name in work.authors)
    yield "title", f"{{{_latex(work.title)}}}"
    if work.kind in _PARTS and within is not None:
        yield "booktitle", f"{{{_latex(within.title)}}}"
    yield "howpublished", _latex(work.publisher or _SORTS.get(work.kind, ""))
    issued = issued_of(work.issued)
    if issued is not None:
        yield from zip(("year", "month", "day"), map(str, issued.common), strict=False)
    yield "version", _latex(_version(work))
    yield "number", _latex(work.number)
    notes = [*_remarks(work), _date_in_words(issued) if _has_more(issued) else ""]
    yield "note", _latex("; ".join(filter(None, notes)))
    yield "doi", work.doi.translate(_IN_URL)
    yield "url", work.url.translate(_IN_URL)


def _version(work: Work) -> str:
    """The version: of a record, that of its dataset; an article has none."""
    of_dataset = work.within is not None and work.kind in _PARTS
    return work.within.version if of_dataset and work.within is not None else work.version


def _has_more(issued: Issued | None) -> bool:
    """Whether a date has more than the year, month and day of BibTeX."""
    return issued is not None and bool(issued.words or issued.last or issued.is_circa)


def _latex(text: str) -> str:
    escaped = "".join(_LATEX.get(letter, letter) for letter in plain(text))
    return _LIGATURES.sub("{}", escaped)


def _remarks(work: Work) -> Iterator[str]:
    """What a style has no field for."""
    yield work.passage
    if work.credited:
        yield f"relays {', '.join(work.credited)}"
    yield work.basis
    if work.within is not None:
        yield _place(work, "address")
        if work.kind is WorkKind.ARTICLE:
            yield f"coded in {work.within.title}, version {work.within.version}"
    whole = work.within if work.kind in _PARTS and work.within is not None else work
    yield "" if whole.is_released else _UNRELEASED
    if work.licence:
        yield f"licence {work.licence}"


def _place(work: Work, called: str) -> str:
    """Where in its dataset a work is: a page by its path, unless it has a whole address."""
    if work.kind is not WorkKind.PAGE:
        return f"{called} {work.address}" if work.address else ""
    return "" if work.url or not work.address else f"page {work.address} of this explorer"


# --- CSL-JSON -----------------------------------------------------------------------------------

_CSL_TYPES = {
    WorkKind.DATASET: "dataset",
    WorkKind.RECORD: "entry",
    WorkKind.PAGE: "webpage",
    WorkKind.ARTICLE: "document",
    WorkKind.SOFTWARE: "software",
}


def csl_items(works: Iterable[Work]) -> list[dict[str, Any]]:
    """Items of CSL-JSON, one for each work."""
    return [_item(work) for work in works]


def csl_json(works: Iterable[Work]) -> str:
    """A file of CSL-JSON, as reference managers read it."""
    return dumps(csl_items(works))


def _item(work: Work) -> dict[str, Any]:
    within = work.within
    notes = [f"relays {', '.join(work.credited)}"] if work.credited else []
    if work.licence:
        notes.append(f"licence {work.licence}")
    if within is not None and work.kind is WorkKind.ARTICLE:
        notes.append(f"coded in version {within.version}")
    if work.basis:
        notes.append(work.basis)
    whole = within if within is not None and work.kind in _PARTS else work
    item: dict[str, Any] = {
        "id": work.key,
        "type": _CSL_TYPES[work.kind],
        "title": work.title,
        "author": [{"literal": name} for name in work.authors],
        "issued": _csl_date(issued_of(work.issued)),
        "version": _version(work),
        "publisher": work.publisher,
        "container-title": within.title if within is not None else "",
        "number": work.number or work.address,
        "section": work.passage,
        "archive_location": work.address if work.number else "",
        "genre": _SORTS.get(work.kind, ""),
        "status": "" if whole.is_released else _UNRELEASED,
        "abstract": work.summary,
        "note": "; ".join(notes),
        "DOI": work.doi,
        "URL": work.url,
    }
    return {name: value for name, value in item.items() if value}


def _csl_date(issued: Issued | None) -> dict[str, Any]:
    if issued is None:
        return {}
    if not issued.first:
        return {"literal": issued.words}
    parts = [list(part) for part in (issued.first, issued.last) if part]
    return {"date-parts": parts, **({"circa": True} if issued.is_circa else {})}


# --- APA, and plain text ------------------------------------------------------------------------


def apa(works: Iterable[Work]) -> str:
    """References as the American Psychological Association has them, a paragraph for each work.

    It is plain text, without italics; names stand as they are recorded, and are not inverted.
    """
    return "\n\n".join(map(_reference, works))


def _reference(work: Work) -> str:
    title = work.title
    within = work.within
    if work.version:
        title += f" ({_apa_version(work)})"
    if work.kind in _SORTS:
        title += f" [{_SORTS[work.kind]}]"
    authors = _apa_names(work.authors)
    date = f"({_apa_date(issued_of(work.issued))})"
    # Without an author, the title comes first.
    first = (authors, title) if authors else (title, "")
    head = [_closed(first[0]), f"{date}.", _closed(first[1])]
    basis = work.basis[:1].upper() + work.basis[1:]
    parts = [*head, _closed(work.publisher), _closed(work.passage), _closed(basis)]
    if within is not None:
        names = "" if within.authors == work.authors else f"{_apa_names(within.authors)}, "
        whole = f"In {names}{within.title} ({_apa_version(within)}) [Data set]"
        parts.append(_closed(", ".join(filter(None, (whole, _place(work, "").strip())))))
    return plain(" ".join(filter(None, [*parts, work.url])))


def _apa_version(work: Work) -> str:
    return f"Version {work.version}" + ("" if work.is_released else f", {_UNRELEASED}")


def _apa_names(names: tuple[str, ...]) -> str:
    """Names in a row: all of up to 20, else the first 19 and the last."""
    if len(names) > 20:
        return f"{', '.join(names[:19])}, . . . {names[-1]}"
    return " & ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _closed(text: str) -> str:
    """A text with a full stop at its end."""
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def _apa_date(issued: Issued | None) -> str:
    if issued is None:
        return "n.d."
    if not issued.first:
        return issued.words
    said = "–".join(_day(part) for part in (issued.first, issued.last) if part)
    if issued.last[:2] == issued.first[:2] and len(issued.last) == len(issued.first) == 3:
        said = f"{_day(issued.first)}–{issued.last[2]}"
    return f"ca. {said}" if issued.is_circa else said


def _day(parts: tuple[int, ...]) -> str:
    year, *rest = parts
    if not rest:
        return str(year)
    return f"{year}, {' '.join((MONTHS[rest[0] - 1], *map(str, rest[1:])))}"


def line_of_text(works: Iterable[Work]) -> str:
    """A line of plain text for each work."""
    return "\n".join(map(_line, works))


def _line(work: Work) -> str:
    issued = issued_of(work.issued)
    date = _date_in_words(issued) if work.is_released else _UNRELEASED
    facts: tuple[str, ...]
    if work.within is None:
        authors = f"{', '.join(work.authors)}: " if work.authors else ""
        licence = f"licence {work.licence}"
        facts = (authors + work.title, f"version {work.version}", date, licence, work.url)
        return plain(", ".join(filter(None, facts)))
    is_part = work.kind in _PARTS
    basis = f" [{work.basis}]" if work.basis else ""
    facts = (
        quoted(work.title) + basis if is_part else f"{work.title} {work.passage}".strip(),
        work.publisher,
        f"relaying {', '.join(work.credited)}" if work.credited else "",
        work.number,
        _place(work, "record"),
        # That of its dataset follows.
        work.url if is_part and work.url != work.within.url else "",
    )
    if work.kind is WorkKind.ARTICLE:
        # Authors and date of a record are those of its dataset, which follows.
        facts = (facts[0], *work.authors, *facts[1:4], date, work.url, facts[4])
    return f"{plain(', '.join(filter(None, facts)))}. In: {_line(work.within)}"


def _date_in_words(issued: Issued | None) -> str:
    if issued is None:
        return ""
    days = (
        "-".join(f"{n:0{4 if not i else 2}}" for i, n in enumerate(part))
        for part in (issued.first, issued.last)
        if part
    )
    said = issued.words or " to ".join(days)
    return f"about {said}" if issued.is_circa else said


STYLES: dict[str, Callable[[Iterable[Work]], str]] = {
    "text": line_of_text,
    "apa": apa,
    "bibtex": bibtex,
    "csl-json": csl_json,
}
