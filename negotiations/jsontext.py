"""JSON text: read strictly, with the place of every value, and written in one canonical layout.

The standard parser neither reports duplicate keys nor tells where a value stands. No maintained
library does both exactly for RFC 8259, so the scan for places is here; it runs only once something
is wrong.
"""

from __future__ import annotations

import json
import re

import attrs

from negotiations.errors import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Pointer = tuple[str | int, ...]

__all__ = ["MAXIMUM_BYTES", "MAXIMUM_DEPTH", "JsonText", "dumps", "pointer_text", "read_json"]

MAXIMUM_BYTES = 16 * 1024 * 1024
MAXIMUM_DEPTH = 64

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


def pointer_text(pointer: Pointer) -> str:
    """A path as a JSON Pointer (RFC 6901).

    >>> pointer_text(("terms", 0, "a/b"))
    '/terms/0/a~1b'
    """
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)


@attrs.frozen
class JsonText:
    """A parsed JSON text that knows where its values stand."""

    file: str
    text: str
    value: Any
    _offsets: list[dict[Pointer, tuple[int, int]]] = attrs.field(factory=list, repr=False, eq=False)

    def place(self, pointer: Pointer, *, of_key: bool = False) -> tuple[int, int]:
        """Line and column, both from 1, of the value at a path, or of its key.

        A path that does not exist gives the place of the nearest value around it.
        """
        if not self._offsets:
            self._offsets.append(_Scan(self.text).offsets)
        known = self._offsets[0]
        while pointer and pointer not in known:
            pointer, of_key = pointer[:-1], False
        key, start = known.get(pointer, (0, 0))
        return _line_column(self.text, key if of_key else start)


def _line_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def read_json(file: str, data: bytes) -> tuple[JsonText | None, tuple[Problem, ...]]:
    """Parse bytes as strict JSON; what is wrong comes back as problems, never as an exception."""

    def refuse(message: str, remedy: str, offset: int = 0, text: str = "") -> Problem:
        line, column = _line_column(text, offset) if text else (1, 1)
        return Problem(
            rule="json", file=file, line=line, column=column, message=message, remedy=remedy
        )

    if len(data) > MAXIMUM_BYTES:
        limit = MAXIMUM_BYTES // 1024**2
        return None, (refuse(f"the file is larger than {limit} MiB", "split the file"),)
    if data.startswith(b"\xef\xbb\xbf"):
        return None, (refuse("the file begins with a byte order mark", "save it as plain UTF-8"),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8")
        message = f"byte {fault.start} is not UTF-8"
        return None, (refuse(message, "save the file as UTF-8", len(before), before + "?"),)
    if not text.strip():
        return None, (refuse("the file is empty", "write a record, or remove the file"),)
    if problem := _too_deep(text):
        message, offset = problem
        return None, (refuse(message, "flatten it", offset, text),)

    duplicated = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal duplicated
        found = dict(items)
        duplicated = duplicated or len(found) < len(items)
        return found

    def constant(name: str) -> Any:
        raise ValueError(name)

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except json.JSONDecodeError as fault:
        message = fault.msg[0].lower() + fault.msg[1:]
        return None, (refuse(f"not JSON: {message}", "mend the syntax here", fault.pos, text),)
    except ValueError as fault:
        if str(fault) in {"NaN", "Infinity", "-Infinity"}:
            words = re.finditer(r'"(?:[^"\\]++|\\.)*+"|-?Infinity|NaN', text, re.DOTALL)
            offset = next(word.start() for word in words if word.group() == str(fault))
            return None, (
                refuse(f"not JSON: {fault} is no number", "write an integer", offset, text),
            )
        return None, (refuse(f"not JSON: {fault}", "write a shorter number"),)
    if surrogate := _lone_surrogate(text, value):
        message = "a lone surrogate is no character"
        return None, (refuse(message, "write the character itself", surrogate.start(), text),)
    if duplicated:
        return None, tuple(
            refuse(
                f"the key {key!r} stands twice in one object", "remove one of them", offset, text
            )
            for key, offset in _Scan(text).duplicates
        )
    return JsonText(file, text, value), ()


def _lone_surrogate(text: str, value: Any) -> re.Match[str] | None:
    """The first half of a character that stands without its other half."""
    if not re.search(r"\\u[dD][89a-fA-F]", text):
        return None
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        high, low = r"\\u[dD][89abAB]\w\w", r"\\u[dD][c-fC-F]\w\w"
        return re.search(rf"{high}(?!{low})|(?<!{high.replace(chr(92) * 2, '.')}){low}", text)
    return None


def _too_deep(text: str) -> tuple[str, int] | None:
    depth = 0
    for match in re.finditer(r'"(?:[^"\\]++|\\.)*+"?|[][{}]', text, re.DOTALL):
        if match.group() in "[{":
            depth += 1
            if depth > MAXIMUM_DEPTH:
                return f"nested deeper than {MAXIMUM_DEPTH} levels", match.start()
        elif match.group() in "]}":
            depth -= 1
    return None


class _Scan:
    """The offsets of all keys and values of a JSON text that is known to parse."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offsets: dict[Pointer, tuple[int, int]] = {}
        self.duplicates: list[tuple[str, int]] = []
        self._value(self._skip(0), (), 0)

    def _skip(self, offset: int) -> int:
        match = _SPACE.match(self.text, offset)
        return match.end() if match else offset

    def _value(self, offset: int, pointer: Pointer, key_offset: int) -> int:
        self.offsets[pointer] = (key_offset, offset)
        opening = self.text[offset]
        if opening in "[{":
            return self._members(offset, pointer, "}" if opening == "{" else "]")
        return _DECODER.raw_decode(self.text, offset)[1]

    def _members(self, offset: int, pointer: Pointer, closing: str) -> int:
        offset = self._skip(offset + 1)
        index = 0
        seen: set[str | int] = set()
        while self.text[offset] != closing:
            name: str | int = index
            start = offset
            if closing == "}":
                name, offset = _DECODER.raw_decode(self.text, offset)
                if name in seen:
                    self.duplicates.append((str(name), start))
                seen.add(name)
                offset = self._skip(self._skip(offset) + 1)
            offset = self._skip(self._value(offset, (*pointer, name), start))
            index += 1
            if self.text[offset] == ",":
                offset = self._skip(offset + 1)
        return offset + 1


def dumps(value: Any, *, width: int = 100) -> str:
    """Canonical JSON text: two spaces a level, and on one line whatever fits the width.

    >>> print(dumps({"id": "qatar", "spellings": ["Qatar"]}))
    {"id": "qatar", "spellings": ["Qatar"]}
    """
    return _layout(value, 0, 0, width)


def _layout(value: Any, indent: int, used: int, width: int) -> str:
    """The text of a value in lines that begin at ``indent``; ``used`` columns are taken already."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if used + len(line) <= width or not isinstance(value, dict | list) or not value:
        return line
    inner = indent + 2
    heads = [""] * len(value)
    items: list[Any] = value if isinstance(value, list) else list(value.values())
    if isinstance(value, dict):
        heads = [json.dumps(name, ensure_ascii=False) + ": " for name in value]
    commas = [1] * (len(items) - 1) + [0]
    parts = [
        " " * inner + head + _layout(item, inner, inner + len(head) + comma, width)
        for head, item, comma in zip(heads, items, commas, strict=True)
    ]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return opening + "\n" + ",\n".join(parts) + "\n" + " " * indent + closing
