"""Quotations in a sheet, found in the texts: a passage for each, or why there is none."""

from __future__ import annotations

from pathlib import Path

from negotiations.articles import TextNotFound, Texts
from negotiations.errors import NegotiationsError, nearest
from negotiations.folder.naming import id_from, stem_of
from negotiations.io.codec import to_data
from negotiations.limits import MAXIMUM_ENTRIES
from negotiations.model import Evidence, Source
from negotiations.sheets.written import Unreadable
from negotiations.vocabulary import Support

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = ["Quotations", "files_in", "source_meant"]

# For how many quotations that are nowhere the sentences most like them are looked for.
_LIKENED = 20
_MARKS = "\"'“”„‟‘’‚‛«»‹›"


def files_in(folder: Path | None) -> tuple[str, ...]:
    """The names of the files in the folder of texts."""
    if folder is None:
        return ()
    inside = (path for path in folder.iterdir() if not path.name.startswith("."))
    return tuple(sorted(path.name for path in inside if path.is_file()))[:MAXIMUM_ENTRIES]


def source_meant(text: str, sources: Iterable[Source], files: Iterable[str]) -> str:
    """The id of the source that a text means, or the name of its file in the folder of texts.

    Raises:
        Unreadable: There is no such source, or several files are called so.
    """
    known = tuple(sources)
    for source in known:
        if text in (source.id, source.file_name):
            return source.id
    listed = tuple(files)
    if text in listed:
        return text
    called = [name for name in listed if text in (stem_of(name), id_from(stem_of(name)))]
    if len(called) == 1:
        return next((source.id for source in known if source.file_name == called[0]), called[0])
    if called:
        raise Unreadable(
            f"several files are called {text!r}", ", ".join(called), "write the whole name"
        )
    names = [*(source.id for source in known), *listed, *map(stem_of, listed)]
    close = nearest(text, names, 1)
    raise Unreadable(
        f"there is no source {text!r}, and no such file in the folder of texts",
        "an id in the sheet sources, or the name of a file",
        f"write {close[0]!r}" if close else "name the file in the sheet sources",
        column="source",
    )


class Quotations:
    """The passages of quotations; each is looked for once."""

    def __init__(
        self, texts: Texts, found: dict[tuple[str, str], tuple[Evidence, ...]] | None = None
    ) -> None:
        self.texts = texts
        self._found = {} if found is None else found
        self._likened = 0

    def passage(self, source: Source, words: str, paragraph: int | None) -> dict[str, Any]:
        """The data of the evidence of a quotation; without words, of a whole paragraph.

        Raises:
            Unreadable: It is nowhere, or stands in several places.
        """
        try:
            if words:
                return to_data(self._one(source, words, paragraph))  # type: ignore[no-any-return]
            return to_data(self._whole(source, paragraph))  # type: ignore[no-any-return]
        except TextNotFound as fault:
            raise Unreadable(str(fault), "", "put the text into the folder of texts") from None
        except NegotiationsError as fault:
            raise Unreadable(str(fault)) from None

    def _whole(self, source: Source, paragraph: int | None) -> Evidence:
        article = self.texts.coded_text(source)
        if paragraph is None or not 1 <= paragraph <= len(article.paragraphs):
            raise Unreadable(
                f"{source.label} has no paragraph {paragraph}",
                f"from 1 to {len(article.paragraphs)}",
                column="paragraph",
            )
        start, end = article.paragraphs[paragraph - 1]
        return Evidence(
            source=source.id,
            paragraph=paragraph,
            start=start,
            end=end,
            sha256=article.slice_sha256(start, end),
            support=Support.EXPLICIT,
        )

    def _one(self, source: Source, words: str, paragraph: int | None) -> Evidence:
        every = self._located(source, words)
        passages = [each for each in every if paragraph in (None, each.paragraph)]
        if len(passages) == 1:
            return passages[0]
        if passages:
            numbers = list(dict.fromkeys(each.paragraph for each in passages))
            remedy = "lengthen the quotation"
            if len(numbers) == len(passages):
                remedy += ", or give the number in the column paragraph"
            elif paragraph is None:
                remedy += (
                    ", or give the number of a paragraph that has it once in the column paragraph"
                )
            raise Unreadable(
                f"found {_times(len(passages))}, in {_places(numbers)}", "once", remedy
            )
        if every:
            numbers = list(dict.fromkeys(each.paragraph for each in every))
            raise Unreadable(
                f"found in {_places(numbers)}, and not in ¶{paragraph}",
                "the words in this paragraph",
                "correct the number in the column paragraph, or empty it",
                column="paragraph",
            )
        raise self._nowhere(source, words)

    def _located(self, source: Source, words: str) -> tuple[Evidence, ...]:
        key = (source.id, words)
        if key not in self._found:
            found = self.texts.locate(source, words)
            # A quotation is often copied with the marks around it.
            bare = words.strip(_MARKS)
            if not found and bare != words and bare.strip():
                found = self.texts.locate(source, bare)
            self._found[key] = found
        return self._found[key]

    def _nowhere(self, source: Source, words: str) -> Unreadable:
        self._likened += 1
        if self._likened > _LIKENED:
            return Unreadable(f"found nowhere in {source.label}", "the words of the text", _COPY)
        fault = self.texts.not_found(source, words)
        hints = [
            f"nearest: {hint[:120]}" if hint.startswith("¶") else hint for hint in fault.hints[:1]
        ]
        return Unreadable(
            f"found nowhere in {source.label}", "; ".join(hints) or "the words of the text", _COPY
        )


_COPY = "copy the words from the text, or both ends: first words ... last words"


def _times(number: int) -> str:
    return {2: "twice"}.get(number, f"{number} times")


def _places(numbers: list[int]) -> str:
    shown = [f"¶{number}" for number in numbers[:10]] + (["…"] if len(numbers) > 10 else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
