"""Where in a text the words of a fingerprint are, of which the length is known and no word."""

from __future__ import annotations

from hashlib import sha256
from itertools import accumulate, chain

import attrs

from negotiations.limits import MAXIMUM_HASHED, MAXIMUM_WRAPPED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from negotiations.articles import ArticleText

__all__ = ["FingerprintSearch", "Span", "Wrapping"]

# How many of the shifts that others had are tried for a passage before the whole text is.
_SHIFTS = 8
# The widths at which lines of texts are wrapped.
_WIDTHS = range(40, 121)


@attrs.frozen(order=True)
class Span:
    """A passage as it was coded.

    Attributes:
        start: Its offset, in code points.
        end: The offset after it.
        sha256: The fingerprint of its words.
    """

    start: int
    end: int
    sha256: str

    @property
    def fingerprint(self) -> tuple[int, bytes]:
        """Its length, and the fingerprint as bytes."""
        return self.end - self.start, bytes.fromhex(self.sha256)


class FingerprintSearch:
    """The places of fingerprints in a text.

    A passage is looked for where others have moved, then between whole words, then everywhere. Once its
    words are known, all places that have them are.
    """

    def __init__(self, article: ArticleText) -> None:
        self.known: dict[tuple[int, bytes], tuple[int, ...]] = {}
        self.is_whole = True
        self._article = article
        self._view = memoryview(article.text.encode("utf-8"))
        self._offsets: list[int] | None = None
        if not article.text.isascii():
            lengths = (len(letter.encode("utf-8")) for letter in article.text)
            self._offsets = [0, *accumulate(lengths)]
        self._left = MAXIMUM_HASHED

    def among_words(self, spans: Iterable[Span]) -> None:
        """Look for passages of whole words, each first where the one before it has moved to."""
        text = self._article.text
        edges = [
            index
            for index in range(len(text) + 1)
            if index in (0, len(text)) or not (text[index - 1].isalnum() and text[index].isalnum())
        ]
        begins = [edge for edge in edges if edge < len(text) and not text[edge].isspace()]
        ends = {edge for edge in edges if edge and not text[edge - 1].isspace()}
        shifts = [0]
        for span in spans:
            likely = (span.start + shift for shift in shifts if span.start + shift >= 0)
            self._look(span, likely)
            self._look(span, begins, ends)
            starts = self.known.get(span.fingerprint, ())
            if len(starts) == 1:
                shift = starts[0] - span.start
                shifts = [shift, *(each for each in shifts if each != shift)][:_SHIFTS]

    def everywhere(self, spans: Iterable[Span]) -> None:
        """Look for passages that begin or end within a word."""
        for span in spans:
            length, _ = span.fingerprint
            inside = (range(first, last - length + 1) for first, last in self._article.paragraphs)
            self._look(span, chain.from_iterable(inside))

    def _look(self, span: Span, starts: Iterable[int], ends: Container[int] | None = None) -> None:
        """Look for a passage that begins at one of these offsets, and ends at one of those given."""
        if span.fingerprint in self.known:
            return
        length, digest = span.fingerprint
        for start in starts:
            if self._left < 0:
                self.is_whole = False
                return
            # Of the time that a byte takes in a fingerprint.
            self._left -= 20
            if (ends is None or start + length in ends) and self._has(start, length, digest):
                self.known[span.fingerprint] = self._all(start, length)
                return

    def _has(self, start: int, length: int, digest: bytes) -> bool:
        """Whether the passage of a length at an offset has a fingerprint, and lies in one paragraph."""
        end = start + length
        if end > len(self._article.text):
            return False
        first, last = start, end
        if self._offsets is not None:
            first, last = self._offsets[start], self._offsets[end]
        # To take one costs about as much as two hundred bytes in it do.
        self._left -= 200 + last - first
        return sha256(self._view[first:last]).digest() == digest and bool(
            self._article.paragraph_at(start, end)
        )

    def _all(self, start: int, length: int) -> tuple[int, ...]:
        """All places of one paragraph that have the words at an offset."""
        text = self._article.text
        words = text[start : start + length]
        found: list[int] = []
        place = text.find(words)
        while place >= 0:
            if self._article.paragraph_at(place, place + length):
                found.append(place)
            place = text.find(words, place + 1)
        return tuple(found)


class Wrapping:
    """Whether words differ from those of a fingerprint in the places of their line ends alone.

    The width at which the text was wrapped is not known; it is found with the first passage and is
    then that of the others.
    """

    def __init__(self) -> None:
        self._widths = [*_WIDTHS]
        self._left = MAXIMUM_WRAPPED

    def has(self, words: str, span: Span) -> bool:
        """Whether the words were those of a passage while other lines of them ended."""
        length, digest = span.fingerprint
        parts = words.split()
        flat = " ".join(parts)
        if len(flat) != length:
            return False
        if sha256(flat.encode("utf-8")).digest() == digest:
            return True
        tried: set[str] = set()
        for width in self._widths if self._left > 0 else self._widths[:1]:
            for column in range(width):
                self._left -= length
                layout = _wrapped(parts, width, column)
                if layout in tried:
                    continue
                tried.add(layout)
                if sha256(layout.encode("utf-8")).digest() == digest:
                    self._widths.remove(width)
                    self._widths.insert(0, width)
                    return True
        return False


def _wrapped(words: list[str], width: int, column: int) -> str:
    r"""Words as a program wraps them that begins at a column.

    >>> _wrapped(["one", "two", "three"], 9, 2)
    'one two\nthree'
    """
    made = words[0]
    column += len(made)
    for word in words[1:]:
        fits = column + 1 + len(word) <= width
        column = column + 1 + len(word) if fits else len(word)
        made += (" " if fits else "\n") + word
    return made
