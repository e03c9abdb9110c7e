"""Text as people compare it: without regard to case, white space, the shape of marks, or normal form.

Folding never changes what is stored. It keeps for each letter where it stood, so that what is found in the
folded text can be pointed at in the original.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import attrs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["SHAPES", "FoldedText", "fold", "fold_letters", "folded", "same_characters"]

_SINGLE = "'‘’‚‛‹›ʼʻʽˈ′`´׳＇"
_DOUBLE = '"“”„‟«»″״＂「」『』〝〞〟'
_DASHES = "-" + "".join(
    map(
        chr,
        (
            *range(0x2010, 0x2016),
            0x2043,
            0x2212,
            0x02D7,
            0x058A,
            0x05BE,
            0x2E3A,
            0x2E3B,
            0xFE58,
            0xFE63,
            0xFF0D,
        ),
    )
)
# Soft hyphens, joiners and non-joiners, marks of direction, word joiners, byte order marks.
_INVISIBLE = (
    0xAD,
    0x34F,
    0x61C,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
)
# What each mark or invisible character becomes before texts are compared.
SHAPES = {
    **{ord(mark): "'" for mark in _SINGLE},
    **{ord(mark): '"' for mark in _DOUBLE},
    **{ord(dash): "-" for dash in _DASHES},
    **dict.fromkeys(_INVISIBLE, ""),
}
_HIDDEN = dict.fromkeys(_INVISIBLE, "")
# What belongs to the letter before it without being a mark: vowels and final consonants of Korean
# syllables that are written apart, and the sound marks of narrow Japanese letters.
_ATTACHED = frozenset((*range(0x1160, 0x1200), 0xFF9E, 0xFF9F, *_INVISIBLE))


@attrs.frozen(eq=False)
class FoldedText:
    """Folded text, and for each of its letters where it begins and ends in the original.

    Attributes:
        text: The folded text.
        starts: For each letter, the offset in the original at which what it stands for begins.
        ends: For each letter, the offset after it.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def occurrences(self, words: str) -> Iterator[tuple[int, int]]:
        """The offsets in the original of all places with these folded words; they may overlap."""
        place = self.text.find(words)
        while place >= 0:
            last = place + len(words) - 1
            # A letter of the original may fold to several: no passage begins or ends within one.
            begins = place == 0 or self.starts[place] != self.starts[place - 1]
            whole = last + 1 == len(self.text) or self.starts[last] != self.starts[last + 1]
            if begins and whole:
                yield self.starts[place], self.ends[last]
            place = self.text.find(words, place + 1)


def folded(text: str) -> str:
    r"""The text in compatible normal form (NFKC) and without case, with one shape for each kind of mark.

    Quotation marks, apostrophes and dashes of all common scripts become ``"``, ``'`` and ``-``; runs of
    white space one space; invisible format characters (ZWJ, ZWNJ, soft hyphens, byte order marks) vanish.

    >>> folded("«Cafe\u0301»  —\u200c IT")
    '"café" - it'
    """
    return re.sub(r"\s+", " ", _shape(text))


def fold(text: str) -> FoldedText:
    """The `folded` text, with where each letter of it stands in the original."""
    return _placed(text, _shape)


def fold_letters(text: str) -> FoldedText:
    r"""Letters and digits alone, without case, accents, punctuation and white space.

    >>> fold_letters("Łódź, nego-\ntiated").text
    'łodznegotiated'
    """
    return _placed(text, _letters)


def same_characters(one: str, other: str) -> str:
    r"""What alone differs between two texts that people take for the same; empty where more does.

    >>> same_characters("Caf\u00e9", "Cafe\u0301")
    'the Unicode normal form'
    """
    if one == other:
        return ""
    if unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other):
        return "the Unicode normal form"
    if one.translate(_HIDDEN) == other.translate(_HIDDEN):
        return "invisible characters"
    if folded(one).strip() == folded(other).strip():
        return "case, white space or the shape of marks"
    return ""


def _placed(text: str, shape: Callable[[str], str]) -> FoldedText:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    bounds = [index for index in range(len(text)) if index == 0 or not _continues(text[index])]
    for start, end in pairwise([*bounds, len(text)]):
        for letter in shape(text[start:end]):
            if letter.isspace() and letters and letters[-1] == " ":
                ends[-1] = end
                continue
            letters.append(" " if letter.isspace() else letter)
            starts.append(start)
            ends.append(end)
    return FoldedText("".join(letters), tuple(starts), tuple(ends))


def _continues(letter: str) -> bool:
    """Whether a character belongs to the one before it: an accent, part of a syllable, or invisible."""
    if letter.isascii():
        return False
    return unicodedata.category(letter)[0] == "M" or ord(letter) in _ATTACHED


def _shape(text: str) -> str:
    """The text without differences of shape; white space stays as it is."""
    plain = text.translate(SHAPES)
    if plain.isascii():
        return plain.lower()
    composed = unicodedata.normalize("NFKC", plain).casefold()
    return unicodedata.normalize("NFKC", composed)


def _letters(cluster: str) -> str:
    apart = unicodedata.normalize("NFKD", cluster).casefold()
    return "".join(letter for letter in apart if letter.isalnum())
