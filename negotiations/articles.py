"""Article texts, where the user has them: locating passages and checking slices.

The texts are under copyright and are no part of a dataset, which keeps offsets and fingerprints.
Whoever has the articles can turn those back into words, and words into evidence.
"""

from __future__ import annotations

import hashlib
import re
import string
import unicodedata
from bisect import bisect_left, bisect_right
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate, combinations, islice, pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import attrs

from negotiations.errors import NegotiationsError, PassageNotFound, UnknownId
from negotiations.folding import FoldedText, fold, fold_letters, folded, same_characters
from negotiations.limits import (
    MAXIMUM_ENTRIES,
    MAXIMUM_PASSAGE,
    MAXIMUM_PASSAGES,
    MAXIMUM_TEXT_BYTES,
    MAXIMUM_WORDS,
    MEBIBYTE,
    read_regular,
    resolved,
)
from negotiations.model import Evidence, Source
from negotiations.vocabulary import ParagraphsBy, Support

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["ArticleText", "NearMiss", "TextNotFound", "Texts", "differs_alone_in", "opened"]

_LINE = re.compile(r"[^\r\n]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
# A sentence that goes on beyond a page does not end before the break.
_SENTENCE_ENDS = re.compile(r"[.!?:…][”’\"')\]»]*\s*$")
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
class _Lined:
    """Folded paragraphs, a line each, with where each begins."""

    text: str
    starts: tuple[int, ...]

    def with_all(self, parts: list[str]) -> Iterator[int]:
        """The paragraphs, counted from 0, that have all of these parts."""
        longest = max(parts, key=len, default="")
        place = self.text.find(longest) if longest else -1
        while place >= 0:
            index = bisect_right(self.starts, place) - 1
            end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
            if all(self.text.find(part, self.starts[index], end) >= 0 for part in parts):
                yield index
            place = self.text.find(longest, end)


def _lined(article: ArticleText, fold_text: Callable[[str], str]) -> _Lined:
    lines = [fold_text(article.text[slice(*span)]) for span in article.paragraphs]
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    return _Lined("\n".join(lines), tuple(islice(starts, len(lines))))


@attrs.frozen
class ArticleText:
    """The text of one article, with its paragraphs.

    A paragraph is a line that is not blank, or, of text that is wrapped at a width, what blank lines
    separate. Lines end with LF, CRLF or CR. ``paragraphs`` holds the offsets of each, in code points.
    """

    data: bytes = attrs.field(repr=False)
    text: str = attrs.field(repr=False)
    paragraphs: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, data: bytes, by: ParagraphsBy = ParagraphsBy.LINE) -> ArticleText:
        r"""Read a text from the bytes of its file.

        Args:
            data: The bytes.
            by: What separates its paragraphs: line ends, or blank lines. Blank lines beside a page
                break (a form feed) separate nothing where the sentence before it has not ended.

        Raises:
            UnicodeDecodeError: The bytes are not UTF-8.

        >>> ArticleText.of(b"One line,\nand one more.\n\nThe end.", ParagraphsBy.BLANK_LINE).paragraphs
        ((0, 23), (25, 33))
        """
        text = data.decode("utf-8")
        lines = (match.span() for match in _LINE.finditer(text))
        shown = [span for span in lines if text[slice(*span)].strip(_BLANK)]
        spans = shown if by is ParagraphsBy.LINE else _joined(text, shown)
        return cls(data, text, tuple(spans))

    @cached_property
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

        Case, white space, the shape of quotation marks and dashes, invisible format characters and the
        Unicode normal form make no difference. A gap written as ``...`` or ``…`` stands for any words
        between two ends of one paragraph.

        Raises:
            NegotiationsError: The words are too many to look for, or occur in too many places.
        """
        return self._find(words, fold, folded, self._folded)

    def find_alike(self, words: str) -> tuple[tuple[int, int], ...]:
        """The offsets of all passages that differ from these words in accents and punctuation alone.

        Raises:
            NegotiationsError: The words are too many to look for, or occur in too many places.
        """

        def letters(text: str) -> str:
            return fold_letters(text).text

        return self._find(words, fold_letters, letters, _lined(self, letters))

    @cached_property
    def _folded(self) -> _Lined:
        """The folded paragraphs, made once for all words that are looked for in them."""
        return _lined(self, folded)

    def _find(
        self,
        words: str,
        fold_text: Callable[[str], FoldedText],
        quickly: Callable[[str], str],
        lined: _Lined,
    ) -> tuple[tuple[int, int], ...]:
        if len(words) > MAXIMUM_WORDS:
            raise NegotiationsError(
                f"{len(words)} characters are too many to look for; of a long passage give both "
                "ends: first words ... last words"
            )
        parts = [text for part in _GAP.split(words) if (text := quickly(part).strip())]
        found: list[tuple[int, int]] = []
        # Where each letter stands is worked out for few paragraphs.
        for index in lined.with_all(parts):
            first, last = self.paragraphs[index]
            line = fold_text(self.text[first:last])
            found += [
                (first + start, first + end)
                for start, end in _in_line(line, parts)
                if end - start <= MAXIMUM_PASSAGE
            ]
            if len(found) > MAXIMUM_PASSAGES:
                raise NegotiationsError(
                    f"more than {MAXIMUM_PASSAGES} passages have these words; give more words"
                )
        return tuple(found)

    def has_across(self, words: str) -> bool:
        """Whether the text has these words, one part after the other, wherever its paragraphs end."""
        parts = [folded(part).strip() for part in _GAP.split(words[:MAXIMUM_WORDS])]
        text, place = folded(self.text), 0
        for wanted in parts:
            place = text.find(wanted, place)
            if place < 0:
                return False
            place += len(wanted)
        return any(parts)

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
# How many passages that differ in accents alone are told of words that are not in a text.
_SHOWN = 20


def _bare(word: str) -> str:
    return word.strip(",.;:“”\"'‘’")


# White space as Python has it, and byte order marks.
_BLANK = string.whitespace + "\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u3000\ufeff"
_GAP = re.compile(r"\.\.\.|…")


def _in_line(line: FoldedText, parts: list[str]) -> list[tuple[int, int]]:
    """The passages in one paragraph: from each place of the first part to the nearest of the others.

    The others are looked for one after the other and never again, since a pattern with gaps would
    try every place of each with every place of the next.
    """
    spans = [list(line.occurrences(part)) for part in parts]
    passages: list[tuple[int, int]] = []
    for start, first_end in spans[0]:
        end = first_end
        for following in spans[1:]:
            index = bisect_left(following, end, key=itemgetter(0))
            if index == len(following):
                return passages
            end = following[index][1]
        passages.append((start, end))
    return passages


def _joined(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The paragraphs that lines make, where blank lines separate them."""
    spans: list[tuple[int, int]] = []
    for start, end in lines:
        if spans:
            between = text[spans[-1][1] : start]
            blank = len(_LINE_END.findall(between)) > 1
            # Blank lines beside a form feed belong to the break of the page.
            lead = len(text[start:end]) - len(text[start:end].lstrip())
            goes_on = "\f" in between + text[start : start + lead] and not _SENTENCE_ENDS.search(
                text[slice(*spans[-1])]
            )
            if not blank or goes_on:
                spans[-1] = spans[-1][0], end
                continue
        spans.append((start, end))
    return spans


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
        return self._text(record.file_name, record.paragraphs_by, f"source {record.id!r}: ")

    def _text(self, file_name: str, by: ParagraphsBy | None = None, here: str = "") -> ArticleText:
        path = self.folder / file_name
        try:
            # A name in a dataset of strangers is not to reach what the user did not give.
            if not resolved(path).is_relative_to(resolved(self.folder)):
                raise TextNotFound(f"{here}{file_name!r} leads out of {self.folder}")
            data = read_regular(path, MAXIMUM_TEXT_BYTES)
        except (OSError, ValueError) as fault:  # a link to itself, a null character
            raise TextNotFound(
                f"{here}no text {file_name!r} in {self.folder} "
                f"({getattr(fault, 'strerror', None) or fault}){self._alike(file_name)}"
            ) from fault
        if len(data) > MAXIMUM_TEXT_BYTES:
            limit = MAXIMUM_TEXT_BYTES // MEBIBYTE
            raise TextNotFound(f"{here}{path} is larger than {limit} MiB")
        try:
            return ArticleText.of(data, by or ParagraphsBy.LINE)
        except UnicodeDecodeError as fault:
            raise TextNotFound(
                f"{here}{path}: byte {fault.start} is not UTF-8; save the text as UTF-8"
            ) from fault

    def _alike(self, file_name: str) -> str:
        """What is said of a file in the folder whose name people take for the same."""
        try:
            names = sorted(path.name for path in islice(self.folder.iterdir(), MAXIMUM_ENTRIES))
        except OSError:
            return ""
        for name in names:
            if difference := same_characters(name, file_name):
                return f"; the name of {name!r} differs in {difference} alone: rename it"
        return ""

    def coded_text(self, source: Source) -> ArticleText:
        """The text of a source, in the edition that was coded.

        Raises:
            TextNotFound: The folder has no such file, or another edition of it.
        """
        article = self.text(source)
        if article.sha256 != source.sha256:
            raise TextNotFound(
                f"source {source.id!r}: {source.file_name!r} {_unlike(article, source)}"
            )
        return article

    def describe(self, file_name: str, **fields: Any) -> Source:
        """The source record of a file in the folder; no word of its text goes into it.

        Fingerprint and number of paragraphs are found in the file. The other fields are given: at
        least ``id``, ``label`` and ``language``.

        Raises:
            TextNotFound: The folder has no such file, it is not UTF-8, or it holds no text.
        """
        article = self._text(file_name, fields.get("paragraphs_by"))
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
                "those that were coded; use the edition that was coded, or, if the text was corrected, "
                f"`negotiations relocate {evidence.source}`"
            )
        return article.text[evidence.start : evidence.end]

    def locate(self, source: Source | str, words: str) -> tuple[Evidence, ...]:
        """The evidence of each passage with these words, in the order of the text.

        A passage lies in one paragraph. Of a long one it is enough to give both ends: ``"first
        words … last words"``. Where no passage has the words there is none; `evidence` raises an error.
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

    def evidence(self, source: Source | str, words: str, nth: int | None = None) -> Evidence:
        """The evidence of the one passage with these words, as `locate` finds it.

        Args:
            source: The source, or its id.
            words: The words; of a long passage both ends are enough.
            nth: Which one, from 1 in the order of the text, where several passages have the words.

        Raises:
            PassageNotFound: No passage has the words, or several have and ``nth`` says none of them.
            UnknownId: No source record has this id.
            TextNotFound: The folder has no such file, or another edition of it.
            NegotiationsError: The words are too many to look for, or occur in too many places.
        """
        record = source if isinstance(source, Source) else self._source(source)
        passages = self.locate(record, words)
        if nth is not None and 1 <= nth <= len(passages):
            return passages[nth - 1]
        if nth is None and len(passages) == 1:
            return passages[0]
        raise self.not_found(record, words, passages)

    def not_found(
        self, source: Source | str, words: str, matches: tuple[Evidence, ...] = ()
    ) -> PassageNotFound:
        """The error for words that are not in a text, or in several passages; with what is near."""
        record = source if isinstance(source, Source) else self._source(source)
        places = [(match.paragraph, match.start, match.end) for match in matches]
        if places:
            hint = "give more words"
            if len(places) > 1:
                hint += f", or which it is: nth=1 to {len(places)}"
            return PassageNotFound(words, record.label, matches=places, hints=[hint])
        article = self.text(record)
        hints = []
        if article.has_across(words):
            hints.append(
                "the words run over the end of a paragraph"
                if record.paragraphs_by is ParagraphsBy.BLANK_LINE
                else "the words run over the end of a line; where lines are wrapped, the source says "
                "paragraphs_by: blank-line"
            )
        hints += [
            f"¶{article.paragraph_at(start, end)} {start}:{end} differs in accents or punctuation alone"
            for start, end in article.find_alike(words)[:_SHOWN]
        ]
        misses = article.nearest(words)
        hints += [f"¶{miss.paragraph} {miss.start}:{miss.end} {miss.words}" for miss in misses]
        nearest = [(miss.paragraph, miss.start, miss.end) for miss in misses]
        return PassageNotFound(words, record.label, nearest=nearest, hints=hints)


# What programs do to a text that people take for the same.
_EDITIONS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("line ends", lambda text: _LINE_END.sub("\n", text)),
    ("line ends", lambda text: _LINE_END.sub("\r\n", text)),
    ("a byte order mark", lambda text: text.removeprefix("\ufeff")),
    ("a byte order mark", lambda text: "\ufeff" + text.removeprefix("\ufeff")),
    ("the Unicode normal form", lambda text: unicodedata.normalize("NFC", text)),
    ("the Unicode normal form", lambda text: unicodedata.normalize("NFD", text)),
    ("the end of the last line", lambda text: text.rstrip("\r\n")),
    ("the end of the last line", lambda text: text.rstrip("\r\n") + "\n"),
    ("the end of the last line", lambda text: text.rstrip("\r\n") + "\r\n"),
)


def differs_alone_in(article: ArticleText, source: Source) -> str:
    """What alone a text differs in from the one that was coded, of what programs do to texts.

    Empty where it is the one that was coded, or differs in more.
    """
    if article.sha256 == source.sha256:
        return ""
    for number in (1, 2, 3):
        for steps in combinations(_EDITIONS, number):
            text = article.text
            for _, change in steps:
                text = change(text)
            if hashlib.sha256(text.encode("utf-8")).hexdigest() == source.sha256:
                return " and ".join(dict.fromkeys(name for name, _ in steps))
    return ""


def _unlike(article: ArticleText, source: Source) -> str:
    """How a text differs from the one that was coded, as far as its fingerprint can tell."""
    if names := differs_alone_in(article, source):
        return f"differs from the coded text in {names} alone; use the file as it was"
    return (
        "is not the text that was coded: its fingerprint is another; use the edition that was coded, "
        f"or, if the text was corrected, `negotiations relocate {source.id}`"
    )


def opened(texts: Texts | str | os.PathLike[str] | None, sources: Iterable[Source]) -> Texts | None:
    """The texts of these sources, where a folder of them is given."""
    if texts is None or isinstance(texts, Texts):
        return texts
    return Texts(texts, sources)
