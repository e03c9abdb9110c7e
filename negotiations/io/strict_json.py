"""JSON text, read strictly with the place of every value, and written in a canonical layout.

The standard parser reports neither duplicate keys nor the places of values. No maintained library
does both exactly for RFC 8259, so the scan for places is implemented here; it runs only if there is
a problem.
"""

from __future__ import annotations

import json
import math
import re
from array import array
from bisect import bisect_left
from decimal import Decimal, InvalidOperation
from json.encoder import encode_basestring

from negotiations.deferred import field, frozen
from negotiations.errors import Problem
from negotiations.limits import MAXIMUM_BYTES, MAXIMUM_DEPTH, MEBIBYTE, up_to

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    Pointer = tuple[str | int, ...]

__all__ = [
    "WIDTH",
    "JsonText",
    "dumps",
    "in_lines",
    "laid_out",
    "pointer_text",
    "read_json",
    "text_of_data",
]

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()
# Byte order marks; those of 32 bits come first, since one of them begins like one of 16 bits.
_MARKS = (
    (b"\xef\xbb\xbf", "the file begins with a byte order mark", "save it as plain UTF-8"),
    (b"\xff\xfe\x00\x00", "the file is in UTF-32", "save it as UTF-8"),
    (b"\x00\x00\xfe\xff", "the file is in UTF-32", "save it as UTF-8"),
    (b"\xff\xfe", "the file is in UTF-16", "save it as UTF-8"),
    (b"\xfe\xff", "the file is in UTF-16", "save it as UTF-8"),
)


def pointer_text(pointer: Pointer) -> str:
    """A path as a JSON Pointer (RFC 6901).

    >>> pointer_text(("terms", 0, "a/b"))
    '/terms/0/a~1b'
    """
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)


_UNPARSED = object()


@frozen
class JsonText:
    """A valid JSON text, which is parsed when its value is asked for, with the places of its values."""

    file: str
    text: str
    _value: Any = field(default=_UNPARSED, alias="value", repr=False)
    _places: list[_Places] = field(factory=list, repr=False, eq=False)

    @property
    def value(self) -> Any:
        """What it means: dictionaries, lists, texts, numbers and truth values."""
        if self._value is _UNPARSED:
            object.__setattr__(self, "_value", json.loads(self.text, parse_float=_exact))
        return self._value

    def place(self, pointer: Pointer, *, of_key: bool = False) -> tuple[int, int]:
        """Line and column, both from 1, of the value at a path, or of its key.

        A path that does not exist gives the place of the nearest value around it.
        """
        if not self._places:
            self._places.append(_Places(self.text))
        return self._places[0].place(pointer, of_key=of_key)


def read_json(
    file: str, data: bytes, *, limit: int | None = None
) -> tuple[JsonText | None, tuple[Problem, ...]]:
    """Parse bytes as strict JSON; problems are returned, never raised.

    Args:
        file: The file that the problems name.
        data: The bytes.
        limit: How many there may be; as many as a file may have if None.
    """
    lines: _Lines | None = None

    def refuse(message: str, remedy: str, offset: int = 0, text: str = "") -> Problem:
        nonlocal lines
        lines = lines or _Lines(text)
        line, column = lines.place(offset) if text else (1, 1)
        return Problem(
            rule="json", file=file, line=line, column=column, message=message, remedy=remedy
        )

    if refusal := _no_text(data, MAXIMUM_BYTES if limit is None else limit):
        return None, (refuse(*refusal),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8")
        message = f"byte {fault.start} is not UTF-8"
        return None, (refuse(message, "save the file as UTF-8", len(before), before + "?"),)
    if not text.strip():
        return None, (refuse("the file is empty", "write a record into it, or remove the file"),)
    if problem := _too_deep(text):
        message, offset = problem
        return None, (refuse(message, "use fewer levels", offset, text),)

    duplicated = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal duplicated
        members = dict(items)
        duplicated = duplicated or len(members) < len(items)
        return members

    def constant(name: str) -> Any:
        raise ValueError(name)

    try:
        value = json.loads(
            text, object_pairs_hook=pairs, parse_constant=constant, parse_float=_exact
        )
    except json.JSONDecodeError as fault:
        message = fault.msg[0].lower() + fault.msg[1:]
        return None, (refuse(f"not JSON: {message}", "fix the syntax here", fault.pos, text),)
    except ValueError as fault:
        if str(fault) in {"NaN", "Infinity", "-Infinity"}:
            words = re.finditer(r'"(?:[^"\\]++|\\.)*+"|-?Infinity|NaN', text, re.DOTALL)
            offset = next(word.start() for word in words if word.group() == str(fault))
            return None, (
                refuse(f"not JSON: {fault} is not a number", "write an integer", offset, text),
            )
        digits = re.search(r"-?[0-9]{1000,}|-?[0-9.]+[eE][+-]?[0-9]{18,}", text)
        message = "not JSON: a number with too many digits"
        offset = digits.start() if digits else 0
        return None, (refuse(message, "write a shorter number", offset, text),)
    if surrogate := _lone_surrogate(text, value):
        message = "a lone surrogate is not a character"
        return None, (refuse(message, "write the character itself", surrogate.start(), text),)
    if duplicated:
        duplicates = (
            refuse(
                f"duplicate key {_cut(key)} in an object",
                "remove one of them",
                offset,
                text,
            )
            for key, offset in _duplicates(text)
        )
        return None, up_to(duplicates, file)
    return JsonText(file, text, value), ()


def _exact(text: str) -> float | Decimal:
    """A number with a fraction: a double where it is the number that was written, else a decimal."""
    number = float(text)
    try:
        written = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None  # an exponent beyond what even a decimal can have
    return number if math.isfinite(number) and Decimal(repr(number)) == written else written


def _no_text(data: bytes, limit: int) -> tuple[str, str] | None:
    """The message and the remedy for bytes that are not read as text."""
    if len(data) > limit:
        return f"the file is larger than {limit // MEBIBYTE} MiB", "split the dataset"
    marked = ((message, remedy) for mark, message, remedy in _MARKS if data.startswith(mark))
    return next(marked, None)


def _cut(key: str) -> str:
    """A key as shown in a message, shortened if it is long."""
    return repr(key if len(key) <= 60 else key[:57] + "...")


# A backslash with the character that it escapes, so that an escaped backslash starts no escape.
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)


def _lone_surrogate(text: str, value: Any) -> re.Match[str] | None:
    """The first lone surrogate of a text; None if there is none."""
    if not re.search(r"\\u[dD][89a-fA-F]", text):
        return None
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode("utf-8")
    except UnicodeEncodeError:
        high: re.Match[str] | None = None
        for escape in _ESCAPE.finditer(text):
            code = int(escape[1] or "0", 16)
            is_low = 0xDC00 <= code <= 0xDFFF
            joined = high is not None and high.end() == escape.start()
            if high is not None and not (is_low and joined):
                return high
            if is_low and not joined:
                return escape
            high = escape if 0xD800 <= code <= 0xDBFF else None
        return high
    return None


def _too_deep(text: str) -> tuple[str, int] | None:
    depth = 0
    for match in re.finditer(r'"(?:[^"\\]++|\\.)*+"?|[][{}]', text, re.DOTALL):
        if match.group() in "[{":
            depth += 1
            if depth > MAXIMUM_DEPTH:
                return f"the JSON is nested deeper than {MAXIMUM_DEPTH} levels", match.start()
        elif match.group() in "]}":
            depth -= 1
    return None


class _Lines:
    """The places of the lines of a text."""

    def __init__(self, text: str) -> None:
        self._ends = array("L", (match.start() for match in re.finditer("\n", text)))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_left(self._ends, offset)
        return line + 1, offset - (self._ends[line - 1] if line else -1)


class _Places:
    """The places of the keys and values of a valid JSON text.

    An object or array is scanned once, when a path first leads into it; the others are not scanned.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = _Lines(text)
        self._arrays: dict[int, array[int]] = {}
        self._objects: dict[int, dict[str, int]] = {}

    def place(self, pointer: Pointer, *, of_key: bool) -> tuple[int, int]:
        """Line and column of the value at a path, or of its key."""
        key, value = 0, _skip(self._text, 0)
        for depth, part in enumerate(pointer, 1):
            member = self._member(value, part)
            if member is None:
                return self._lines.place(value)
            key, value = member
            if depth == len(pointer) and of_key:
                return self._lines.place(key)
        return self._lines.place(key if of_key else value)

    def _member(self, offset: int, part: str | int) -> tuple[int, int] | None:
        """The offsets of the key and the value of a member of the object or array at an offset."""
        opening = self._text[offset]
        if opening == "[" and isinstance(part, int):
            if offset not in self._arrays:
                self._arrays[offset] = array("L", _items(self._text, offset))
            offsets = self._arrays[offset]
            return (offsets[part], offsets[part]) if 0 <= part < len(offsets) else None
        if opening == "{" and isinstance(part, str):
            if offset not in self._objects:
                self._objects[offset] = {name: key for name, key, _ in _pairs(self._text, offset)}
            key = self._objects[offset].get(part)
            return None if key is None else (key, _value_after(self._text, key)[1])
        return None


def _skip(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    return match.end() if match else offset


def _value_after(text: str, key: int) -> tuple[str, int]:
    """A key, and the offset of its value."""
    name, end = _DECODER.raw_decode(text, key)
    return name, _skip(text, _skip(text, end) + 1)


def _next(text: str, value: int) -> int:
    """The offset of the member after a value, or of the closing bracket."""
    offset = _skip(text, _DECODER.raw_decode(text, value)[1])
    return _skip(text, offset + 1) if text[offset] == "," else offset


def _items(text: str, opening: int) -> Iterator[int]:
    """The offsets of the items of an array."""
    offset = _skip(text, opening + 1)
    while text[offset] != "]":
        yield offset
        offset = _next(text, offset)


def _pairs(text: str, opening: int) -> Iterator[tuple[str, int, int]]:
    """The keys of an object, each with its offset and that of its value."""
    offset = _skip(text, opening + 1)
    while text[offset] != "}":
        name, value = _value_after(text, offset)
        yield name, offset, value
        offset = _next(text, value)


def _duplicates(text: str) -> Iterator[tuple[str, int]]:
    """The duplicate keys of objects with their offsets, in the order of the text."""
    levels: list[set[str] | None] = []
    for match in _TOKENS.finditer(text):
        sign = match.group()
        if sign in "[{":
            levels.append(set() if sign == "{" else None)
        elif sign in "]}":
            levels.pop()
        elif match["key"] is not None and (keys := levels[-1]) is not None:
            name = json.loads(match["key"])
            if name in keys:
                yield name, match.start()
            keys.add(name)


# Brackets and strings; a string that a colon follows is a key.
_TOKENS = re.compile(
    r'(?P<key>"(?:[^"\\]++|\\.)*+")(?=[ \t\n\r]*+:)|"(?:[^"\\]++|\\.)*+"|[][{}]', re.DOTALL
)


# The columns that a line of canonical JSON has.
WIDTH = 100


def dumps(value: Any, *, width: int = WIDTH) -> str:
    """Canonical JSON text: two spaces per level, with everything on one line that fits the width.

    >>> print(dumps({"id": "qatar", "spellings": ["Qatar"]}))
    {"id": "qatar", "spellings": ["Qatar"]}
    """
    return text_of_data(value, 0, 0, width)


def _as_number(value: object) -> float:
    """A decimal as near as JSON numbers are read; a file that holds such a number is refused."""
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} is nothing that JSON has")


# How texts, integers and truth values are written, of exactly these classes.
_PLAIN: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
}


def text_of_data(value: Any, indent: int, used: int, width: int) -> str:
    """The text of a value in lines indented by ``indent``; ``used`` columns are already taken.

    What fits only without what stands around it is longer in several lines than in one, so that the
    length of the parts alone tells whether the whole fits.
    """
    if plain := _PLAIN.get(type(value)):
        return plain(value)
    if not value or not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_as_number)
    inner, commas = indent + 2, len(value) - 1
    parts = []
    if isinstance(value, dict):
        brackets = "{}"
        for name, item in value.items():
            head = encode_basestring(name) + ": "
            if plain := _PLAIN.get(type(item)):
                parts.append(head + plain(item))
                continue
            taken = inner + len(head) + (len(parts) < commas)
            parts.append(head + text_of_data(item, inner, taken, width))
    else:
        brackets = "[]"
        for item in value:
            parts.append(text_of_data(item, inner, inner + (len(parts) < commas), width))
    return laid_out(brackets, parts, inner, used, width)


def laid_out(brackets: str, parts: list[str], inner: int, used: int, width: int = WIDTH) -> str:
    """The text of an object or array with these parts, on one line if it fits."""
    text = ", ".join(parts)
    if not parts or used + len(text) + 2 <= width:
        return f"{brackets[0]}{text}{brackets[1]}"
    return in_lines(brackets, parts, inner)


def in_lines(brackets: str, parts: list[str], inner: int) -> str:
    """The text of an object or array with each part on a line of its own."""
    margin = "\n" + " " * inner
    return f"{brackets[0]}{margin}{f',{margin}'.join(parts)}{margin[:-2]}{brackets[1]}"
