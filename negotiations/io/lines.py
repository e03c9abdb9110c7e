"""Lines of newline-delimited JSON: an object of a collection and one of its records.

``{"collection": "actors", "record": {"id": "qatar", …}}``, as an export writes them.
"""

from __future__ import annotations

import json

import msgspec

from negotiations.io.codec import to_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.model import Record

__all__ = ["line_of", "named", "opened"]


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    collection: str
    record: msgspec.Raw


_DECODER = msgspec.json.Decoder(_Line)


def opened(line: bytes) -> tuple[str, bytes] | None:
    """The collection that a line names, and the JSON text of its record; None for any other line.

    >>> opened(b'{"collection": "actors", "record": {"id": "qatar"}}')
    ('actors', b'{"id": "qatar"}')
    """
    try:
        found = _DECODER.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    record = bytes(found.record)
    # Of a key that is there twice, one is parsed: the line has more colons than what was parsed.
    return None if line.count(b":") != record.count(b":") + 2 else (found.collection, record)


def line_of(collection: str, record: Record) -> str:
    """The line of a record, without its end."""
    return json.dumps({"collection": collection, "record": to_data(record)}, ensure_ascii=False)


class _Inner(msgspec.Struct):
    id: str


class _Named(msgspec.Struct):
    id: str
    versions: tuple[_Inner, ...] | None = None


class _NamedLine(msgspec.Struct):
    collection: str
    record: _Named


_NAMES = msgspec.json.Decoder(_NamedLine)


def named(line: bytes) -> tuple[str, str, tuple[str, ...]] | None:
    """The collection and the id of the record on a line, and the ids of its versions; nothing is checked.

    >>> named(b'{"collection": "actors", "record": {"id": "qatar"}}')
    ('actors', 'qatar', ())
    """
    try:
        found = _NAMES.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    versions = found.record.versions or ()
    return found.collection, found.record.id, tuple([version.id for version in versions])
