"""The file CITATION.cff of a dataset, in the Citation File Format 1.2.0."""

from __future__ import annotations

import json

from negotiations.citations.works import Work
from negotiations.errors import NegotiationsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NAME", "citation_file"]

NAME = "CITATION.cff"


def citation_file(dataset: Work, *others: Work) -> str:
    """The text of the file: the dataset, and other works to cite with it, such as the library.

    Texts are written as JSON has them, which is YAML.

    Raises:
        NegotiationsError: A work has no author, which the format requires.
    """
    lines = [
        "cff-version: 1.2.0",
        f"message: {_text('If you use this dataset, please cite it as below.')}",
        "type: dataset",
        *_fields(dataset),
    ]
    if others:
        lines.append("references:")
    for work in others:
        first, *rest = (f"type: {work.kind.value}", *_fields(work))
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return "\n".join(lines) + "\n"


def _fields(work: Work) -> Iterator[str]:
    if not work.authors:
        raise NegotiationsError(
            f"{NAME} requires an author, and none is recorded of {work.title!r}: add one to `coders`"
        )
    yield f"title: {_text(work.title)}"
    yield f"version: {_text(work.version)}"
    # Nothing is known of a day that is absent.
    if work.issued:
        yield f"date-released: {_text(work.issued)}"
    yield f"license: {_text(work.licence)}"
    yield "authors:"
    for name in work.authors:
        yield f"  - name: {_text(name)}"
    if work.doi:
        yield f"doi: {_text(work.doi)}"
    elif work.url:
        yield f"url: {_text(work.url)}"
    if work.summary:
        yield f"abstract: {_text(work.summary)}"


def _text(text: str) -> str:
    """A text in quotation marks; what YAML takes for the end of a line, or not at all, is escaped."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(letter if _is_plain(letter) else _escaped(letter) for letter in quoted)


def _is_plain(letter: str) -> bool:
    return letter.isprintable() and letter != "\ufeff"


def _escaped(letter: str) -> str:
    code = ord(letter)
    return f"\\U{code:08X}" if code > 0xFFFF else f"\\u{code:04X}"
