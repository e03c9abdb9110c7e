"""Files of records of any kind, outside of a dataset."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import attrs

from negotiations.cli.marked_files import ends_of
from negotiations.compare.merge import merge, merge_of_ends
from negotiations.errors import InvalidDataset, NegotiationsError, Problem
from negotiations.io.codec import structure_problems, to_data
from negotiations.io.kinds import kind_of_record
from negotiations.io.schema import schema_problems
from negotiations.io.streams import read_operand
from negotiations.io.strict_json import dumps, read_json
from negotiations.limits import MAXIMUM_BYTES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from negotiations.compare.merge import Merge
    from negotiations.io.strict_json import JsonText
    from negotiations.model import Record
    from negotiations.model.base import Value

    Content = Record | tuple[Record, ...] | None

__all__ = [
    "ancestor_in",
    "canonical_text",
    "merged",
    "read_bytes",
    "records_in",
]


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; empty for /dev/null, which git gives for a file that does not exist.

    Of a file above the size limit, one byte more than the limit, which the reader refuses.

    Raises:
        NegotiationsError: It cannot be read, or is a pipe or a device.
    """
    if str(path) == "/dev/null":
        return b""
    try:
        return read_operand(path, MAXIMUM_BYTES)
    except OSError as fault:
        raise NegotiationsError(f"{path}: {fault.strerror or fault}") from fault


def ancestor_in(name: str, data: bytes, kind: type[Record] | None = None) -> Content | Merge[Any]:
    """The records of a common ancestor, or the merge of several that its conflict markers describe.

    Raises:
        InvalidDataset: The records on some side of the markers cannot be read.
    """
    ends = ends_of(data)
    if ends is None:
        return records_in(name, data, kind)
    ours, base, theirs = (None if end is None else records_in(name, end, kind) for end in ends)
    return _of_one_kind(merge_of_ends, base, ours, theirs)


def records_in(name: str, data: bytes, kind: type[Record] | None = None) -> Content:
    """The record, or the list of records, in the bytes of a file; None if it is empty.

    Raises:
        InvalidDataset: They are not JSON or do not fit; ``problems`` has all problems.
    """
    if not data.strip():
        return None
    document, problems = read_json(name, data)
    if document is None:
        raise InvalidDataset(problems)
    is_list = isinstance(document.value, list)
    items = document.value if isinstance(document.value, list) else [document.value]
    if not items:
        return ()
    kind = kind or kind_of_record(_part(document, items[0]))
    problems = schema_problems(document, kind, is_list=is_list)
    if problems:
        raise InvalidDataset(problems)
    records: list[Record] = []
    unfit: list[Problem] = []
    for index, item in enumerate(items):
        record, faults = structure_problems(kind, document, item, (index,) if is_list else ())
        unfit += faults
        if record is not None:
            records.append(record)
    duplicates = [
        key for key, number in Counter(record.id for record in records).items() if number > 1
    ]
    unfit += [
        Problem(rule="unique-id", file=name, record=key, message=f"duplicate id {key!r}")
        for key in duplicates
    ]
    if unfit:
        raise InvalidDataset(unfit)
    return tuple(records) if is_list else records[0]


def _part(document: JsonText, data: object) -> JsonText:
    return attrs.evolve(document, value=data)


def canonical_text(content: Value | tuple[Value, ...] | None) -> str:
    """The text of a file with this content; empty if there is no record."""
    return "" if content is None else dumps(to_data(content)) + "\n"


def merged(
    base: Content | Value | Merge[Any], ours: Content | Value, theirs: Content | Value
) -> Merge[Any]:
    """The merge of two sides of the content of a file.

    Raises:
        NegotiationsError: They are not of one kind, or there is a duplicate id.
    """
    return _of_one_kind(merge, base, ours, theirs)


def _of_one_kind(merging: Callable[[Any, Any, Any], Merge[Any]], *sides: Any) -> Merge[Any]:
    try:
        return merging(*sides)
    except (TypeError, ValueError) as fault:
        raise NegotiationsError(str(fault)) from None
