"""What is searched of a record: its texts, by how much each is worth reading, and what is coded in it."""

from __future__ import annotations

import attrs

from negotiations.model.base import FieldRole, fields_of, name_of
from negotiations.model.evidence import Evidence
from negotiations.model.record import ALSO_CALLED
from negotiations.model.values import Bounded, When
from negotiations.records import COLLECTIONS, address_of, label_pointer, walk
from negotiations.vocabulary import Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.io.strict_json import Pointer
    from negotiations.model import Record
    from negotiations.model.base import FieldSpec

__all__ = [
    "CODED",
    "IN_OTHER_WORDS",
    "IN_TERMS",
    "NAMED",
    "SearchedText",
    "coded_items",
    "collection_of",
    "names_of",
    "searched_texts",
]

# The records by whose names others are found: those that are coded on them, or name them.
NAMED = tuple(
    name
    for name, record in COLLECTIONS.items()
    if any(spec.doc is ALSO_CALLED for spec in fields_of(record))
)


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


def names_of(record: Record) -> tuple[str, ...]:
    """The names by which others are found through a record: its name, other words for it, its spellings.

    None of a record that is not in `NAMED`, or has no name.
    """
    name = name_of(record)
    if name is None or collection_of(record) not in NAMED:
        return ()
    others = getattr(record, "also_called", None) or ()
    return (name, *others, *(getattr(record, "spellings", None) or ()))


def collection_of(record: Record) -> str:
    """The collection that a record is in."""
    return address_of(record).partition("/")[0]


# What is coded in these fields is about the subject, and not on how it was coded.
_OF_CODING = frozenset((FieldRole.BOOKKEEPING, FieldRole.NOTE, FieldRole.NUMBERING))


def coded_items(record: Record) -> Iterator[tuple[Pointer, str, tuple[str, str] | Vocabulary]]:
    """The coded words of a record, each with its path and its field.

    These are members of vocabularies, and references to records in `NAMED`, as collection and id.
    """
    for path, value in walk(record):
        # The words of a passage and of a date say how they are known.
        is_on_coding = isinstance(value, Evidence | When)
        for spec in fields_of(value):
            if spec.role in _OF_CODING:
                continue
            collections = [name for name in spec.refers_to if name in NAMED]
            content = getattr(value, spec.name)
            for item in content if isinstance(content, tuple) else (content,):
                if isinstance(item, Vocabulary) and not is_on_coding:
                    yield path, spec.name, item
                elif collections and isinstance(item, str):
                    yield path, spec.name, (collections[0], item)


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
# What a term says of its issue: its quantities, and its summary.
IN_TERMS = 2


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
