"""What was meant by a search that finds nothing: the nearest names, by sound and by letters."""

from __future__ import annotations

import re

from negotiations.answers.searched import names_of
from negotiations.answers.sought import words_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from negotiations.model import Record

__all__ = [
    "LONGEST",
    "SHORTEST",
    "SOUNDS",
    "did_you_mean",
    "distance",
    "known_words",
    "nearest_word",
    "sound",
]

# What is written for one sound, in this order: patterns that Python and JavaScript read in the same way.
SOUNDS = (
    ("ph", "f"),
    ("ck|q", "k"),
    ("([kgtd])h", "$1"),
    ("c([eiy])", "s$1"),
    ("c", "k"),
    ("ee|y", "i"),
    ("oo", "u"),
    ("z", "s"),
    ("(.)\\1+", "$1"),
)
# The letters of a word that are compared; longer ones are compared by their beginnings.
LONGEST = 40
# Of shorter words, too many others are near.
SHORTEST = 4


def did_you_mean(records: Iterable[Record], text: str) -> str:
    """The text with each word that is no name, or the beginning of one, replaced by the nearest.

    Args:
        records: The records whose names are known.
        text: What was sought.

    Returns:
        The words that may be meant; empty where all are known, or nothing is near.
    """
    known = known_words(records)
    words = words_in(text)
    meant = {
        word: known[near]
        for word in words
        if not any(each.startswith(word) for each in known) and (near := nearest_word(word, known))
    }
    return " ".join(meant.get(word, written) for word, written in words.items()) if meant else ""


def known_words(records: Iterable[Record]) -> dict[str, str]:
    """The words of all names of actors, places and issues, each with how it is written."""
    known: dict[str, str] = {}
    for record in records:
        for name in names_of(record):
            for word, written in words_in(name).items():
                known[word] = min(known.get(word, written), written)
    return known


def nearest_word(word: str, known: Iterable[str]) -> str:
    """The known word that is nearest to one that nobody has; empty where none is near.

    >>> nearest_word("filadelfi", ["corridor", "philadelphi"])
    'philadelphi'
    """
    if len(word) < SHORTEST:
        return ""
    near = []
    sounds = sound(word)
    for each in known:
        if len(each) < SHORTEST:
            continue
        other = sound(each)
        apart = distance(sounds, other)
        if apart <= max(1, min(len(sounds), len(other)) // 4):
            near.append((apart, distance(word[:LONGEST], each[:LONGEST]), each))
    return min(near)[2] if near else ""


def sound(word: str) -> str:
    """A word with one letter for each sound, as far as its letters tell.

    >>> sound("philadelphi"), sound("ceasefire")
    ('filadelfi', 'seasefire')
    """
    for pattern, letter in SOUNDS:
        word = re.sub(pattern, letter.replace("$1", r"\1"), word)
    return word[:LONGEST]


def distance(a: str, b: str) -> int:
    """How many letters are to be inserted, left out or replaced to make one word of another (Levenshtein).

    >>> distance("netanyaho", "netanyahu")
    1
    """
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(b, start=1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (letter != other))
    return row[-1]
