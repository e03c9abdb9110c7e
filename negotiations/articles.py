"""Article texts, where the user has them: locating passages and checking slices.

The texts are under copyright and are no part of a dataset, which keeps offsets and fingerprints.
Whoever has the articles can turn those back into words, and words into evidence.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from difflib import SequenceMatcher
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import attrs

from negotiations.errors import NegotiationsError, UnknownId
from negotiations.limits import (
    MAXIMUM_PASSAGES,
    MAXIMUM_TEXT_BYTES,
    MAXIMUM_WORDS,
    MEBIBYTE,
    read_regular,
)
from negotiations.model import Evidence, Source
from negotiations.vocabulary import Support

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

__all__ = ["ArticleText", "NearMiss", "TextNotFound", "Texts", "opened"]

_LINE = re.compile(r"[^\r\n]+")
_BETWEEN = r"[^\S\r\n]+"
_QUOTES = {"'": "['‘’ʼ]", '"': '["“”]', "-": "[-‐‑–—]"}
# An end of a sentence: a full stop with what closes after it, before white space and a capital, or
# between a small letter and a capital where a page has lost the space.
# Possessive, and never begun within a run of stops, so that a line of dots costs no more than another.
_END = re.compile(
    r"(?:(?<=[^\s.!?])[.!?]|(?<![.!?])[.!?]{2})[.!?]*+[”’\"')\]]*+(?=\s++[“‘\"'(\[]*+[A-Z0-9])"
    r"|(?<=[a-z])[.!?](?=[A-Z])"
)
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\b(?:Dr|Mr|Mrs|Ms|St|Gen|Lt|Col|No|vs))\.$")


class TextNotFound(NegotiationsError):
    """The text of a source is not in the folder of texts, or is not the text that was coded."""


@attrs.frozen
class NearMiss:
    """Where a passage may be that was not found as given."""

    paragraph: int
    start: int
    end: int
    words: str
    likeness: float


@attrs.frozen
class ArticleText:
    """The text of one article, with its paragraphs.

    A paragraph is a line that is not empty; lines end with LF, CRLF or CR. ``paragraphs`` holds the
    offsets of each, in code points.
    """

    data: bytes = attrs.field(repr=False)
    text: str = attrs.field(repr=False)
    paragraphs: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, data: bytes) -> ArticleText:
        """Read a text from the bytes of its file.

        Raises:
            UnicodeDecodeError: The bytes are not UTF-8.
        """
        text = data.decode("utf-8")
        spans = tuple(match.span() for match in _LINE.finditer(text) if match.group().strip())
        return cls(data, text, spans)

    @property
    def sha256(self) -> str:
        """The fingerprint of the file."""
        return hashlib.sha256(self.data).hexdigest()

    def slice_sha256(self, start: int, end: int) -> str:
        """The fingerprint of a passage."""
        return hashlib.sha256(self.text[start:end].encode("utf-8")).hexdigest()

    def paragraph_at(self, start: int, end: int) -> int:
        """The paragraph, from 1, that a passage lies in; 0 where it lies in none or in several."""
        number = bisect_right(self.paragraphs, start, key=itemgetter(0))
        return number if number and end <= self.paragraphs[number - 1][1] else 0

    def find(self, words: str) -> tuple[tuple[int, int], ...]:
        """The offsets of all passages with these words.

        White space, the shape of quotation marks and dashes, and case make no difference. A gap
        written as ``...`` or ``…`` stands for any words between two ends of one paragraph.

        Raises:
            NegotiationsError: The words are too many to look for, or stand in too many places.
        """
        if len(words) > MAXIMUM_WORDS:
            raise NegotiationsError(
                f"{len(words)} characters are too many to look for; of a long passage give both "
                "ends: first words ... last words"
            )
        parts = [part.split() for part in re.split(r"\.\.\.|…", words)]
        patterns = [
            # Looked for ahead of every place, so that passages may overlap.
            re.compile(f"(?=({_BETWEEN.join(map(_pattern, part))}))", re.IGNORECASE)
            for part in parts
            if part
        ]
        found: list[tuple[int, int]] = []
        for line in self.paragraphs if patterns else ():
            found += self._in_line(patterns, *line)
            if len(found) > MAXIMUM_PASSAGES:
                raise NegotiationsError(
                    f"more than {MAXIMUM_PASSAGES} passages have these words; give more words"
                )
        return tuple(found)

    def _in_line(
        self, patterns: list[re.Pattern[str]], first: int, last: int
    ) -> list[tuple[int, int]]:
        """The passages in one line: from each place of the first part to the nearest of the others.

        The others are looked for one after the other and never again, since a pattern with gaps would
        try every place of each with every place of the next.
        """
        spans = [
            [match.span(1) for match in pattern.finditer(self.text, first, last)]
            for pattern in patterns
        ]
        found: list[tuple[int, int]] = []
        for start, first_end in spans[0]:
            end = first_end
            for following in spans[1:]:
                index = bisect_left(following, end, key=itemgetter(0))
                if index == len(following):
                    return found
                end = following[index][1]
            found.append((start, end))
        return found

    def sentences(self, paragraph: int) -> tuple[tuple[int, int], ...]:
        """The offsets of the sentences of a paragraph, without the white space around them."""
        first, last = self.paragraphs[paragraph - 1]
        ends = [
            match.end()
            for match in _END.finditer(self.text, first, last)
            if not _ABBREVIATION.search(self.text, max(first, match.end() - 5), match.end())
        ]
        found = []
        for start, end in pairwise([first, *ends, last]):
            words = self.text[start:end]
            if words.strip():
                lead = len(words) - len(words.lstrip())
                found.append((start + lead, start + len(words.rstrip())))
        return tuple(found)

    def nearest(self, words: str, limit: int = 3) -> tuple[NearMiss, ...]:
        """The sentences most like these words, best first."""
        wanted = words[:_LIKENED].casefold().split()
        misses = []
        for number, start, end in self._likely(set(wanted)):
            held = self.text[start:end]
            given = [_bare(word) for word in held[:_LIKENED].casefold().split()]
            matcher = SequenceMatcher(a=wanted, b=given, autojunk=False)
            shared = sum(block.size for block in matcher.get_matching_blocks())
            letters = SequenceMatcher(a=" ".join(wanted), b=" ".join(given), autojunk=False)
            common = letters.find_longest_match().size / max(len(" ".join(wanted)), 1)
            likeness = max(shared / max(len(wanted), 1), common)
            misses.append(NearMiss(number, start, end, held, likeness))
        misses.sort(key=lambda miss: (-miss.likeness, miss.start))
        return tuple(miss for miss in misses[:limit] if miss.likeness >= 0.4)

    def _likely(self, wanted: set[str]) -> list[tuple[int, int, int]]:
        """The paragraph, start and end of the sentences that share most words, in their order.

        Likening takes time that grows with the square of the length, so that of a long text not all
        sentences are likened.
        """

        def shared(sentence: tuple[int, int, int]) -> int:
            _, start, end = sentence
            words = self.text[start : min(end, start + _LIKENED)].casefold().split()
            return len(wanted & {_bare(word) for word in words})

        sentences = [
            (number, start, end)
            for number in range(1, len(self.paragraphs) + 1)
            for start, end in self.sentences(number)
        ]
        if len(sentences) <= _SENTENCES:
            return sentences
        return sorted(sorted(sentences, key=shared, reverse=True)[:_SENTENCES])


# How many sentences are likened to words that are not in a text, and how much of each.
_SENTENCES = 300
_LIKENED = 500


def _bare(word: str) -> str:
    return word.strip(",.;:“”\"'‘’")


def _pattern(word: str) -> str:
    return "".join(_QUOTES.get(_plain(letter), re.escape(letter)) for letter in word)


def _plain(letter: str) -> str:
    if letter in "‘’ʼ":
        return "'"
    if letter in "“”":
        return '"'
    return "-" if letter in "‐‑–—" else letter


class Texts:
    """A folder with the texts of articles, one file for each source, under its ``file_name``.

    Args:
        folder: The folder.
        sources: The source records, which name the file of each; `Dataset.texts` gives its own.
    """

    def __init__(self, folder: str | os.PathLike[str], sources: Iterable[Source]) -> None:
        self.folder = Path(folder)
        self._sources = {source.id: source for source in sources}
        self._read: dict[str, ArticleText | str] = {}

    def __repr__(self) -> str:
        number = len(self._sources)
        return f"<Texts {self.folder}: {number} {'source' if number == 1 else 'sources'}>"

    def text(self, source: Source | str) -> ArticleText:
        """The text of a source.

        Raises:
            UnknownId: No source record has this id.
            TextNotFound: The folder has no such file, or it cannot be read as UTF-8.
        """
        record = source if isinstance(source, Source) else self._source(source)
        if record.file_name not in self._read:
            try:
                self._read[record.file_name] = self._article(record)
            except TextNotFound as fault:
                # Each piece of evidence asks again, and the answer stays the same.
                self._read[record.file_name] = str(fault)
                raise
        found = self._read[record.file_name]
        if isinstance(found, str):
            raise TextNotFound(found)
        return found

    def _article(self, record: Source) -> ArticleText:
        return self._text(record.file_name, f"source {record.id!r}: ")

    def _text(self, file_name: str, here: str = "") -> ArticleText:
        path = self.folder / file_name
        try:
            # A name in a dataset of strangers is not to reach what the user did not give.
            if not path.resolve().is_relative_to(self.folder.resolve()):
                raise TextNotFound(f"{here}{file_name!r} leads out of {self.folder}")
            data = read_regular(path, MAXIMUM_TEXT_BYTES)
        except (OSError, RuntimeError, ValueError) as fault:  # a link to itself, a null character
            raise TextNotFound(
                f"{here}no text {file_name!r} in {self.folder} "
                f"({getattr(fault, 'strerror', None) or fault})"
            ) from fault
        if len(data) > MAXIMUM_TEXT_BYTES:
            limit = MAXIMUM_TEXT_BYTES // MEBIBYTE
            raise TextNotFound(f"{here}{path} is larger than {limit} MiB")
        try:
            return ArticleText.of(data)
        except UnicodeDecodeError as fault:
            raise TextNotFound(
                f"{here}{path}: byte {fault.start} is not UTF-8; save the text as UTF-8"
            ) from fault

    def coded_text(self, source: Source) -> ArticleText:
        """The text of a source, in the edition that was coded.

        Raises:
            TextNotFound: The folder has no such file, or another edition of it.
        """
        article = self.text(source)
        if article.sha256 != source.sha256:
            raise TextNotFound(
                f"source {source.id!r}: {source.file_name!r} is not the text that was coded; "
                "its fingerprint is another one"
            )
        return article

    def describe(self, file_name: str, **fields: Any) -> Source:
        """The source record of a file in the folder; no word of its text goes into it.

        Fingerprint and number of paragraphs are found in the file. The other fields are given: at
        least ``id``, ``label`` and ``language``.

        Raises:
            TextNotFound: The folder has no such file, it is not UTF-8, or it holds no text.
        """
        article = self._text(file_name)
        if not article.paragraphs:
            raise TextNotFound(f"{self.folder / file_name} holds no text")
        found: dict[str, Any] = {"sha256": article.sha256, "paragraphs": len(article.paragraphs)}
        return Source(file_name=Path(file_name).name, **found, **fields)

    def _source(self, key: str) -> Source:
        if key not in self._sources:
            raise UnknownId(key, self._sources, "source")
        return self._sources[key]

    def passage(self, evidence: Evidence) -> str:
        """The words that a piece of evidence points at.

        Raises:
            TextNotFound: The text is missing, or the passage in it is not the one that was coded.
        """
        article = self.text(evidence.source)
        if article.slice_sha256(evidence.start, evidence.end) != evidence.sha256:
            raise TextNotFound(
                f"source {evidence.source!r}: the words at {evidence.start}:{evidence.end} are not "
                "those that were coded; is it the same edition of the article?"
            )
        return article.text[evidence.start : evidence.end]

    def locate(self, source: Source | str, words: str) -> tuple[Evidence, ...]:
        """The evidence of each passage with these words, in the order of the text.

        A passage lies in one paragraph. Of a long one it is enough to give both ends: ``"first
        words … last words"``.
        """
        record = source if isinstance(source, Source) else self._source(source)
        article = self.coded_text(record)
        return tuple(
            Evidence(
                source=record.id,
                paragraph=article.paragraph_at(start, end),
                start=start,
                end=end,
                sha256=article.slice_sha256(start, end),
                support=Support.EXPLICIT,
            )
            for start, end in article.find(words)
            if article.paragraph_at(start, end)
        )


def opened(texts: Texts | str | os.PathLike[str] | None, sources: Iterable[Source]) -> Texts | None:
    """The texts of these sources, where a folder of them is given."""
    if texts is None or isinstance(texts, Texts):
        return texts
    return Texts(texts, sources)
