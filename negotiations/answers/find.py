"""Search for a text in the records: in names, summaries, notes, quantities in words, and coded words.

Readers have other words than the dataset. What a record or a member of a vocabulary is also called stands
with it; a search for that word gives what a search for its name would, and says so.
"""

from __future__ import annotations

import re

import attrs

from negotiations.folding import folded
from negotiations.model import Issue, Record
from negotiations.model.base import FieldRole, fields_of, name_of
from negotiations.model.record import ALSO_CALLED
from negotiations.model.values import Bounded
from negotiations.records import address_of, label_pointer, walk
from negotiations.shown import Shown
from negotiations.vocabulary import Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from negotiations.io.strict_json import Pointer
    from negotiations.model.base import FieldSpec

__all__ = [
    "CODED",
    "IN_OTHER_WORDS",
    "Match",
    "SearchedText",
    "coded_items",
    "find",
    "searched_texts",
]


@attrs.frozen(repr=False)
class Match(Shown):
    """Where a text was found.

    Attributes:
        address: The address of the record.
        record: The record.
        pointer: The field, by the keys of the items that it is in.
        text: What the field says.
        called: What was found in the place of the words that were sought, and by what name it goes:
            ``Release of captives, also called hostages``. Empty where the words themselves stand there.
    """

    address: str
    record: Record
    pointer: str
    text: str
    called: str = ""

    def __repr__(self) -> str:
        called = f"; {self.called}" if self.called else ""
        return f"<{self.address} {self.pointer}: {self.text!r}{called}>"


@attrs.frozen
class SearchedText:
    """A text of a record that is searched.

    Attributes:
        depth: How many steps it is from the record.
        pointer: The field, by the keys of the items that it is in.
        content: The text.
        rank: How much it is worth reading; less is more.
        is_alias: Whether it is another word for the record.
    """

    depth: int
    pointer: str
    content: str
    rank: int
    is_alias: bool


@attrs.frozen
class _Meaning:
    """A record that goes by the words that were sought: its id, what to say of it, and its names."""

    id: str
    is_issue: bool
    said: str
    names: tuple[re.Pattern[str], ...]


def find(records: Iterable[Record], text: str) -> Iterator[Match]:
    """Find the records that have a text, each once, by the field that is most worth reading.

    Names and labels come first, then summaries, quantities, other words and notes, then what stands
    there in other words, and ids last. Digits at an end of the text are a whole number: 50 is not found
    in 250. A last word in the plural finds the singular.
    """
    sought = folded(text).strip()
    if not sought:
        return
    pattern = _pattern(sought)
    every = list(records)
    meanings = [meaning for record in every for meaning in _meanings(record, sought)]
    for record in every:
        found = [*_in_words(record, pattern, sought), *_by_meaning(record, sought, meanings)]
        if found:
            yield min(found, key=lambda match: match[:2])[2]


# --- what is sought -----------------------------------------------------------------------------


def _pattern(sought: str) -> re.Pattern[str]:
    before = r"(?<![0-9])(?<![0-9][.,])" if sought[0].isdigit() else ""
    after = r"(?![0-9])(?![.,][0-9])" if sought[-1].isdigit() else ""
    stem = _singular(sought)
    ending = ""
    if stem != sought:
        stem, ending = (stem[:-1], "(?:y|ies)") if sought.endswith("ies") else (stem, "s?")
    return re.compile(before + re.escape(stem) + ending + after)


def _singular(words: str) -> str:
    """The words with the last of them in the singular, as far as its letters tell.

    >>> _singular("hostages"), _singular("bodies"), _singular("press"), _singular("us")
    ('hostage', 'body', 'press', 'us')
    """
    if re.search(r"[^\W\d_]{2}ies$", words):
        return words[:-3] + "y"
    return words[:-1] if re.search(r"[^\W\d_]{2}[^\W\d_su]s$", words) else words


def _is(word: str, sought: str) -> bool:
    """Whether a word is what was sought, in the singular or the plural."""
    return _singular(folded(word).strip()) == _singular(sought)


def _meanings(record: Record, sought: str) -> Iterator[_Meaning]:
    """The record, if it goes by the words that were sought; an issue by its own label, too."""
    name = name_of(record)
    aliases: tuple[str, ...] = getattr(record, "also_called", None) or ()
    alias = next((alias for alias in aliases if _is(alias, sought)), None)
    if name is None or (alias is None and not (isinstance(record, Issue) and _is(name, sought))):
        return
    # As the names of an issue are coded, and seldom written out, its label alone is looked for.
    names = (name, *(getattr(record, "spellings", None) or ()))
    yield _Meaning(
        record.id,
        isinstance(record, Issue),
        _called(name, alias),
        tuple(map(_whole, names)) if alias is not None else (),
    )


def _whole(name: str) -> re.Pattern[str]:
    """A name as whole words; one of few letters, such as US, is a word of its own too often."""
    words = folded(name).strip()
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)" if len(words) > 3 else r"(?!)")


def _called(name: str, alias: str | None) -> str:
    return name if alias is None else f"{name}, also called {alias}"


# --- where it stands ----------------------------------------------------------------------------

_Found = tuple[int, int, Match]


def _in_words(record: Record, pattern: re.Pattern[str], sought: str) -> Iterator[_Found]:
    """Where the words themselves stand in a record."""
    for text in searched_texts(record):
        if pattern.search(folded(text.content)):
            said = _called(name_of(record) or record.id, text.content) if text.is_alias else ""
            match = Match(address_of(record), record, text.pointer, text.content, said)
            # Of several other words for it, the one that was sought is named.
            is_sought = text.is_alias and _is(text.content, sought)
            yield text.rank, -1 if is_sought else text.depth, match


def _by_meaning(record: Record, sought: str, meanings: list[_Meaning]) -> Iterator[_Found]:
    """Where something stands in a record that goes by the words: its name, an issue, a coded word."""
    if meanings:
        for text in searched_texts(record):
            words = folded(text.content)
            for meaning in meanings:
                if any(name.search(words) for name in meaning.names):
                    match = Match(
                        address_of(record), record, text.pointer, text.content, meaning.said
                    )
                    yield IN_OTHER_WORDS, text.depth, match
    issues = {meaning.id: meaning.said for meaning in meanings if meaning.is_issue}
    for path, field, item in coded_items(record):
        said = _said_of(item, sought, issues)
        if said is not None:
            pointer = f"{label_pointer(record, path)}/{field}"
            match = Match(address_of(record), record, pointer, str(item), said)
            yield CODED, len(path), match


def _said_of(item: str | Vocabulary, sought: str, issues: dict[str, str]) -> str | None:
    """What is to be said of a coded word that is sought; None where it is not."""
    if not isinstance(item, Vocabulary):
        return issues.get(item)
    word = str(item)
    alias = next((alias for alias in item.also_called if _is(alias, sought)), None)
    if alias is not None or _is(word.replace("-", " "), sought) or _is(word, sought):
        return _called(word, alias)
    return None


def coded_items(record: Record) -> Iterator[tuple[Pointer, str, str | Vocabulary]]:
    """The coded words of a record, each with its path and its field: issues by id, and vocabulary."""
    for path, value in walk(record):
        for spec in fields_of(value):
            is_issue = "issues" in spec.refers_to
            content = getattr(value, spec.name)
            for item in content if isinstance(content, tuple) else (content,):
                if isinstance(item, Vocabulary) or (is_issue and isinstance(item, str)):
                    yield path, spec.name, item


def searched_texts(record: Record) -> Iterator[SearchedText]:
    """All texts of a record that are searched, and its quantities as they are written."""
    for path, value in walk(record):
        pointer = None
        for spec in fields_of(value):
            if not _is_searched(spec):
                continue
            content = getattr(value, spec.name)
            for item in content if isinstance(content, tuple) else (content,):
                if isinstance(item, str | Bounded):
                    pointer = pointer or label_pointer(record, path)
                    yield SearchedText(
                        len(path),
                        f"{pointer}/{spec.name}",
                        str(item),
                        _rank(spec),
                        spec.doc is ALSO_CALLED,
                    )


def _is_bounded(spec: FieldSpec) -> bool:
    return any(issubclass(kind, Bounded) for kind in spec.types)


def _is_searched(spec: FieldSpec) -> bool:
    """Whether it holds the coder's words, names, or quantities, and not references or fingerprints."""
    if spec.name == "id" or _is_bounded(spec):
        return True
    return str in spec.types and not spec.refers_to and not spec.pattern


# What is less worth reading has a higher rank.
IN_OTHER_WORDS, CODED, _ID = 5, 6, 7


def _rank(spec: FieldSpec) -> int:
    if spec.name == "id":
        return _ID
    if spec.role is FieldRole.NOTE:
        return 4
    if spec.role is FieldRole.NAME:
        return 0
    if spec.role in (FieldRole.DESCRIPTION, FieldRole.WORDED):
        return 1
    return 2 if _is_bounded(spec) else 3
