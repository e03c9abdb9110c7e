"""The index of the search: what `find` looks through, in parts that a page loads one after the other."""

from __future__ import annotations

from functools import cache

from negotiations.answers.searched import (
    CODED,
    IN_OTHER_WORDS,
    IN_TERMS,
    coded_items,
    names_of,
    searched_texts,
)
from negotiations.answers.sought import (
    BASE_LETTERS,
    EXACT,
    INSIDE,
    LEAST_INSIDE,
    SCALES,
    SMALL_WORDS,
    WHOLE,
)
from negotiations.answers.spelling import LONGEST, SHORTEST, SOUNDS
from negotiations.chronology import Chronology
from negotiations.folding import SHAPES
from negotiations.model import Issue
from negotiations.model.base import name_of
from negotiations.records import COLLECTIONS, address_of, label_pointer
from negotiations.render.listings import found_term
from negotiations.site.names import record_path
from negotiations.site.record_pages import KINDS
from negotiations.vocabulary import Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from negotiations.model import Record
    from negotiations.site.frame import Frame

__all__ = ["write_index"]

# The letters of a part: a page finds the first answers before it has loaded the others.
PART = 250_000


def write_index(frame: Frame) -> int:
    """Write the index, and return the number of its parts.

    The first script has the names of actors, places and issues, and the tables by which words are compared.
    """
    meanings: list[list[Any]] = []
    part: list[list[Any]] = []
    size = number = 0

    versions = Chronology.of(frame.records).versions
    collections = {**frame.records.collections, "versions": versions}
    issues: dict[str, tuple[int, str, str]] = {}
    every = [record for found in collections.values() for record in found.values()]
    for place, record in enumerate(every):
        if isinstance(record, Issue):
            address = address_of(record)
            issues[address] = (place, record_path(address), record.label)
        names = names_of(record)
        if names:
            aliases = list(getattr(record, "also_called", None) or ())
            spellings = list(names[1 + len(aliases) :])
            meanings.append([address_of(record), names[0], aliases, spellings])
        entry = _entry(record, frame)
        part.append(entry)
        size += _size(entry)
        if size > PART:
            number += 1
            frame.script(f"search/part-{number}.js", f"part {number}", part)
            part, size = [], 0
    if part or number == 0:
        number += 1
        frame.script(f"search/part-{number}.js", f"part {number}", part)
    frame.script(
        "search/words.js",
        "words",
        {
            "parts": number,
            "meanings": meanings,
            "collections": {name: KINDS[name][0] for name in COLLECTIONS},
            "issues": issues,
            "small": sorted(SMALL_WORDS),
            "ranks": [IN_OTHER_WORDS, CODED, IN_TERMS],
            "qualities": [EXACT, WHOLE, INSIDE],
            "scales": SCALES,
            "letters": BASE_LETTERS,
            "inside": LEAST_INSIDE,
            "sounds": SOUNDS,
            "compared": [SHORTEST, LONGEST],
            "shapes": {chr(letter): shape for letter, shape in SHAPES.items()},
            "folds": _folds(),
        },
    )
    return number


def _entry(record: Record, frame: Frame) -> list[Any]:
    """A record: its address, page and title, its texts by rank, its coded words, and its terms."""
    address = address_of(record)
    texts = [
        [text.rank, text.depth, text.pointer, text.content, int(text.is_alias)]
        for text in searched_texts(record)
    ]
    codes: dict[tuple[str, str], list[Any]] = {}
    for path, field, item in coded_items(record):
        if isinstance(item, Vocabulary):
            collection, word, aliases = "", str(item), list(item.also_called)
            key = (f"{type(item)}", word)
        else:
            collection, word, aliases = *item, []
            key = item
        if key not in codes or len(path) < codes[key][0]:
            # The first of the nearest is found: what takes its place comes last.
            codes.pop(key, None)
            pointer = f"{label_pointer(record, path)}/{field}"
            codes[key] = [len(path), pointer, word, collection, aliases]
    return [
        address,
        record_path(address),
        frame.name(address),
        name_of(record) or "",
        texts,
        sorted(codes.values(), key=lambda code: code[0]),
        _terms(record, frame),
    ]


def _terms(record: Record, frame: Frame) -> dict[str, tuple[str, str, str]]:
    """The terms of a text or position by their places: the page, the name and the issue of each."""
    address = address_of(record)
    return {
        label_pointer(record, ("terms", place)): (
            frame.links.terms.get(f"{address}/terms/{term.label}", ""),
            found_term(term, frame.words),
            f"issues/{term.issue}",
        )
        for place, term in enumerate(getattr(record, "terms", None) or ())
    }


# The planes of letters that have capitals; no other letter is folded.
_LAST_WITH_CASE = 0x1FFFF


@cache
def _folds() -> dict[str, str]:
    """The letters that Python folds to something else than their small letters, which a script has."""
    letters = map(chr, range(_LAST_WITH_CASE + 1))
    return {letter: letter.casefold() for letter in letters if letter.casefold() != letter.lower()}


def _size(entry: list[Any]) -> int:
    return (
        sum(60 + 6 * len(text[3]) // 5 + len(text[2]) for text in entry[4])
        + 40 * len(entry[5])
        + 150 * len(entry[6])
        + 100
    )
