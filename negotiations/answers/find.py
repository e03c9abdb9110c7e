"""Search for a text in the records: in names, summaries, notes, and quantities in words."""

from __future__ import annotations

import re

import attrs

from negotiations.folding import folded
from negotiations.model import Record
from negotiations.model.base import FieldRole, fields_of
from negotiations.model.values import Bounded
from negotiations.records import address_of, label_pointer, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from negotiations.model.base import FieldSpec

__all__ = ["Match", "find"]


@attrs.frozen
class Match:
    """Where a text was found: the record, the field, and the text that the field has."""

    address: str
    record: Record
    pointer: str
    text: str


def find(records: Iterable[Record], text: str) -> Iterator[Match]:
    """Find the records that have a text, each once, by the field that is most worth reading.

    Names and labels come first, then summaries, quantities, other words and notes, and ids last.
    Digits at an end of the text are a whole number: 50 is not found in 250.
    """
    sought = folded(text).strip()
    if not sought:
        return
    before = r"(?<![0-9])(?<![0-9][.,])" if sought[0].isdigit() else ""
    after = r"(?![0-9])(?![.,][0-9])" if sought[-1].isdigit() else ""
    pattern = re.compile(before + re.escape(sought) + after)
    for record in records:
        matches = [
            (_rank(spec), len(path), Match(address_of(record), record, pointer, content))
            for path, pointer, spec, content in _texts(record)
            if pattern.search(folded(content))
        ]
        if matches:
            yield min(matches, key=lambda match: match[:2])[2]


def _texts(record: Record) -> Iterator[tuple[tuple[Any, ...], str, FieldSpec, str]]:
    """All texts of a record, and its quantities as they are written, each with its place."""
    for path, value in walk(record):
        pointer = None
        for spec in fields_of(value):
            if not _is_searched(spec):
                continue
            content = getattr(value, spec.name)
            for item in content if isinstance(content, tuple) else (content,):
                if isinstance(item, str | Bounded):
                    pointer = pointer or label_pointer(record, path)
                    yield path, f"{pointer}/{spec.name}", spec, str(item)


def _is_bounded(spec: FieldSpec) -> bool:
    return any(issubclass(kind, Bounded) for kind in spec.types)


def _is_searched(spec: FieldSpec) -> bool:
    """Whether it holds the coder's words, names, or quantities, and not references or fingerprints."""
    if spec.name == "id" or _is_bounded(spec):
        return True
    return str in spec.types and not spec.refers_to and not spec.pattern


def _rank(spec: FieldSpec) -> int:
    if spec.name == "id":
        return 5
    if spec.role is FieldRole.NOTE:
        return 4
    if spec.role is FieldRole.NAME:
        return 0
    if spec.role in (FieldRole.DESCRIPTION, FieldRole.WORDED):
        return 1
    return 2 if _is_bounded(spec) else 3
