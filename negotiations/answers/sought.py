"""What is sought: the words and numbers of a question, and how well a text has them.

Words are compared without case, accents and hyphens, from their beginnings: *philadelphi* finds
*Philadelphi Corridor*, and *aid* does not find *said*. Numbers are compared whole, in any writing. Longer
words are also found inside of others, which is the last resort: see `negotiations.answers.find`.

The pages of an explorer search in the same way: see ``site/assets/asking.js``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import attrs

from negotiations.folding import folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "BASE_LETTERS",
    "EXACT",
    "INSIDE",
    "LEAST_INSIDE",
    "SCALES",
    "SMALL_WORDS",
    "START",
    "WHOLE",
    "Unit",
    "is_named",
    "left_out",
    "search_form",
    "units_of",
    "words_in",
]

# How well a text has what is sought: it is that and nothing else; whole words of it are; words begin so;
# words have it inside.
EXACT, WHOLE, START, INSIDE = -1, 0, 1, 2

# Letters that have no accent to take off, and are searched as others.
BASE_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
}  # fmt: skip
_BASE_LETTERS = str.maketrans(BASE_LETTERS)
# The zeros that a word after a number stands for.
SCALES = {
    "thousand": 3,
    "million": 6, "mn": 6,
    "billion": 9, "bn": 9,
    "trillion": 12, "tn": 12,
}  # fmt: skip
# Digits in groups: by commas, or by points, apostrophes and spaces where there are three groups at least.
_GROUPED = re.compile(
    r"(?<![0-9])(?<![0-9][.,])[0-9]{1,3}"
    r"(?:(?:,[0-9]{3})+|(?:\.[0-9]{3}){2,}|(?:'[0-9]{3}){2,}|(?: [0-9]{3}){2,})(?![0-9])"
)
_SCALED = re.compile(
    rf"(?<![0-9])(?<![0-9][.,])([0-9]+)(?:\.([0-9]+))?[ -]?({'|'.join(SCALES)})(?![^\W_])"
)
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_COMPOUND = re.compile(r"[^\W_]+(?:[-'.,]+[^\W_]+)*")
_WORD = re.compile(r"[^\W_]+")
_JOINED = "[-'.]?"
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"
# Of a word of fewer letters, other words have too many inside.
LEAST_INSIDE = 4


# Words by which questions are put together, and which say nothing of what is sought.
SMALL_WORDS = frozenset({
    "a", "an", "and", "are", "at", "by", "did", "do", "does", "for", "from", "had", "has", "have",
    "how", "in", "is", "it", "of", "on", "or", "that", "the", "their", "there", "this", "to",
    "was", "were", "what", "when", "where", "which", "who", "whom", "whose", "why", "with",
})  # fmt: skip
# Written in capitals, one may be the name of somebody.
_CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z]{2,}(?![A-Za-z])")


@attrs.frozen
class _Word:
    """A word that is sought: its patterns, from the best to the least; the last finds all that any does."""

    patterns: tuple[re.Pattern[str], ...]

    def quality(self, form: str) -> int | None:
        """How well a text has it; None where it does not."""
        if not self.patterns[-1].search(form):
            return None
        return next(
            quality for quality, pattern in enumerate(self.patterns) if pattern.search(form)
        )


@attrs.frozen
class Unit:
    """What is sought as one: a word, a number, or words with hyphens between them, in any writing.

    Attributes:
        said: How it was written, folded.
    """

    said: str
    alternatives: tuple[tuple[_Word, ...], ...]

    def quality(self, form: str) -> int | None:
        """How well a text has it, by its `search_form`; None where it does not."""
        best: int | None = None
        for words in self.alternatives:
            worst = WHOLE
            for word in words:
                quality = word.quality(form)
                if quality is None:
                    break
                worst = max(worst, quality)
            else:
                best = worst if best is None else min(best, worst)
        return best


def search_form(text: str) -> str:
    """A text as it is searched: folded, without accents, with each number in plain digits, too.

    >>> search_form("Café: 1,500 or US$ 2.5 billion")
    'cafe: 1500 or us$ 2.5 billion 2500000000'
    """
    return _counted(_plain(text), r"\g<0> ")


def left_out(text: str) -> tuple[str, ...]:
    """The small words of a question, which need not be found; none where it has no others.

    >>> left_out("Who mediated in the talks?"), left_out("who"), left_out("WHO in the talks")
    (('who', 'in', 'the'), (), ('in', 'the'))
    """
    named = (
        {word.lower() for word in _CAPITALS.findall(text)} if re.search("[a-z]", text) else set()
    )
    words = _words_of(text)
    small = tuple(word for word in words if word in SMALL_WORDS and word not in named)
    return () if len(small) == len(words) else small


def _words_of(text: str) -> list[str]:
    return list(dict.fromkeys(_COMPOUND.findall(_counted(_plain(text), ""))))


def units_of(text: str) -> tuple[Unit, ...]:
    """What is sought, in its parts, all of which are to be found; none where it has no word.

    >>> [unit.said for unit in units_of("the cease-fire, 100 billion")]
    ['cease-fire', '100000000000']
    """
    small = left_out(text)
    written = [word for word in _words_of(text) if word not in small]
    units = list(map(_unit, written))
    # Two words may be one elsewhere: cease fire, ceasefire.
    for place, pair in enumerate(pairwise(written)):
        if all(len(word) > 1 and word.isalpha() for word in pair):
            joined = (_word("".join(pair)),)
            for at in (place, place + 1):
                units[at] = attrs.evolve(units[at], alternatives=(*units[at].alternatives, joined))
    return tuple(units)


def words_in(text: str) -> dict[str, str]:
    """The words of a text as they are searched, without its numbers, each with how it is written.

    >>> words_in("Cafés of 1920")
    {'cafes': 'Cafés', 'of': 'of'}
    """
    words = ((_plain(word), word) for word in _WORD.findall(text))
    return {form: word for form, word in words if form and not form[0].isdigit()}


def is_named(name: str, text: str) -> bool:
    """Whether a text is a name and nothing else, in the singular or the plural.

    >>> is_named("Cease-fires", "ceasefire")
    True
    """
    return _bare(name) == _bare(text)


# --- folding ------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    form = folded(text)
    if form.isascii():
        return form
    letters = unicodedata.normalize("NFKD", form)
    unmarked = "".join(letter for letter in letters if unicodedata.category(letter)[0] != "M")
    return unmarked.translate(_BASE_LETTERS)


def _counted(form: str, before: str) -> str:
    """A folded text with its numbers in plain digits; what has a number in words comes before it."""
    if not any(map(str.isdigit, form)):
        return form
    form = _GROUPED.sub(lambda found: re.sub(r"[,.' ]", "", found[0]), form)
    return _SCALED.sub(lambda found: found.expand(before) + _scaled(*found.groups("")), form)


def _scaled(whole: str, fraction: str, scale: str) -> str:
    zeros = SCALES[scale]
    digits = whole + fraction[:zeros].ljust(zeros, "0")
    rest = fraction[zeros:].rstrip("0")
    return (digits.lstrip("0") or "0") + (f".{rest}" if rest else "")


def _bare(text: str) -> str:
    """The letters and digits of a text, each word in the singular."""
    return " ".join(_singular(word) for word in re.sub(r"[-'.]", "", _plain(text)).split())


# --- words --------------------------------------------------------------------------------------


def _unit(said: str) -> Unit:
    if _NUMBER.fullmatch(said):
        return Unit(said, ((_number(said),),))
    parts = [part for part in re.split(r"[-',]+", said) if part]
    joined = [_word(re.sub(r"[-'.,]", "", said))]
    # What is one letter before an apostrophe or hyphen, or s after one, is no word of its own.
    apart = [
        part for part in parts[:-1] if len(part) > 1
    ] + [part for part in parts[-1:] if part != "s"]  # fmt: skip
    alternatives = [joined]
    if len(parts) > 1 and apart:
        alternatives.append(
            [
                _number(part) if _NUMBER.fullmatch(part) else _word(part.replace(".", ""))
                for part in apart
            ]
        )
    return Unit(said, tuple(map(tuple, alternatives)))


@lru_cache(256)
def _number(digits: str) -> _Word:
    pattern = rf"(?<![0-9])(?<![0-9][.,]){re.escape(digits)}(?![0-9])(?![.,][0-9])"
    return _Word((re.compile(pattern),))


@lru_cache(256)
def _word(word: str) -> _Word:
    begun, ended = _forms(word)
    starts = _any(begun)
    whole = f"{_BEFORE}(?:{starts}s?|{_any([*begun, *ended])}){_AFTER}"
    start = f"{_BEFORE}(?:{starts}" + (f"|{_any(ended)}{_AFTER}" if ended else "") + ")"
    inside = f"{starts}|{start}"
    if _is_attached(begun[0]):
        patterns = [whole, inside]
    else:
        patterns = [whole, start, inside] if len(begun[0]) >= LEAST_INSIDE else [whole, start]
    return _Word(tuple(map(re.compile, patterns)))


def _any(words: Iterable[str]) -> str:
    """A pattern of any of the words, with or without a mark between any two letters."""
    return f"(?:{'|'.join(_JOINED.join(map(re.escape, word)) for word in words)})"


def _forms(word: str) -> tuple[list[str], list[str]]:
    """What other words may begin with, and the words that they may be, where a word is sought.

    A word in the plural finds the singular. What is left when letters are taken from its end finds all
    that it does.

    >>> _forms("hostages"), _forms("bodies"), _forms("bodi"), _forms("body")
    ((['hostage'], []), (['bodies'], ['body']), (['bodi'], ['body']), (['body', 'bodies'], []))
    """
    ending = re.search(r"(?<=[^\W\d_])(?<![aeiou])(?:ies|ie|i|y)$", word)
    if ending is not None and len(word) - len(ending[0]) > 1:
        stem = word[: ending.start()]
        return ([word, f"{stem}ies"], []) if ending[0] == "y" else ([word], [f"{stem}y"])
    return [_singular(word)], []


def _singular(word: str) -> str:
    """A word in the singular, as far as its letters tell.

    >>> _singular("hostages"), _singular("bodies"), _singular("press"), _singular("us")
    ('hostage', 'body', 'press', 'us')
    """
    if re.search(r"[^\W\d_]{2}ies$", word):
        return f"{word[:-3]}y"
    return word[:-1] if re.search(r"[^\W\d_]{2}[^\W\d_su]s$", word) else word


def _is_attached(word: str) -> bool:
    """Whether it is of a script that attaches articles to words, or has no spaces between them."""
    return any(letter.isalpha() and letter.upper() == letter.lower() for letter in word)
