"""Records made of parsed structs, each by a copier that is compiled from the declarations of its class.

A copier fills the slots of a new record without its constructor. Of the checks that this makes, msgspec
has made those of types and ranges; the copier makes the rest: the patterns of texts, the order and the
uniqueness of items, and the laws of the class.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter

from msgspec.structs import astuple

from negotiations.deferred import ByClass
from negotiations.io.shapes import kind_by_shape
from negotiations.io.strict_json import read_json
from negotiations.io.structs import class_of, is_raw, parsed, specs_beside
from negotiations.model.base import Value, compiled, converts, fields_of, has_laws, leading_fields
from negotiations.model.extra import Extra
from negotiations.model.patterns import NOT_BLANK, SHA256_PATTERN
from negotiations.model.values import Bounded
from negotiations.vocabulary import Qualifier, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from negotiations.model.base import FieldSpec

    Copier = Callable[[Any], Any]

__all__ = ["Unclear", "blank_of", "copy_of"]

# How many texts, and bounded values, are shared between the records that have them.
_SHARED = 10_000


class Unclear(ValueError):
    """A value is not plainly right."""


def copy_of(struct: Any) -> Any:
    """The value of the model that a parsed struct means.

    Raises:
        ValueError: It breaks a law of its class, or is not plainly right.
        TypeError: As above.
    """
    return _COPIERS[type(struct)](struct)


def _copier(struct: type) -> Copier:
    """What copies the structs that mirror a class."""
    cls = class_of(struct)
    if issubclass(cls, Bounded):
        return _copier_of_bounds(cls)
    return _copier_by_constructor(cls) if converts(cls) else _copier_of_fields(cls)


_COPIERS: ByClass[Copier] = ByClass(_copier)


class _Texts(dict[str, str]):
    """Texts that match a pattern, each under itself, so that equal ones are one object."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self._pattern = pattern

    def __missing__(self, text: str) -> str:
        if not re.search(self._pattern, text):
            raise Unclear(text)
        if len(self) >= _SHARED:
            self.clear()
        self[text] = text
        return text


_TEXTS: dict[str, _Texts] = {}


class _Tuples(dict[tuple[str, ...], tuple[str, ...]]):
    """Tuples of texts as records have them, by how they are written, so that equal ones are one object."""

    def __init__(self, make: Callable[[tuple[str, ...]], tuple[str, ...]]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        made = self._make(parts)
        if len(self) >= _SHARED:
            self.clear()
        self[parts] = made
        return made


def _copier_of_fields(cls: type[Value]) -> Copier:
    """Compile the copier of a class.

    It fills a blank, which is laid out like a record of the class and is not frozen, and then makes
    it one: setting an attribute of a frozen record costs ten times as much.
    """
    known: dict[str, Any] = {"cls": cls, "blank": blank_of(cls)}
    lines = ["def copy(struct):", " made = blank()"]
    for spec in fields_of(cls):
        lines += _lines(spec, known)
    lines.append(" made.__class__ = cls")
    if has_laws(cls):
        lines.append(" made._validate()")
    copier: Copier = compiled("\n".join([*lines, " return made"]), **known)
    return copier


def _copier_by_constructor(cls: type[Value]) -> Copier:
    """The copier of a class whose constructor converts what it is given, and has to be run."""
    parts = [(spec.name, _of_field(spec)) for spec in fields_of(cls)]

    def copy(struct: Any) -> Any:
        given = [(name, getattr(struct, name), convert) for name, convert in parts]
        return cls(
            **{
                name: part if part is None or convert is None else convert(part)
                for name, part, convert in given
            }
        )

    return copy


def blank_of(cls: type[Value]) -> type:
    """A class whose objects have the slots of records of this one, and are empty and not frozen."""
    own = {name: getattr(object, name) for name in ("__init__", "__setattr__", "__delattr__")}
    return type(cls.__name__, cls.__bases__, {"__slots__": cls.__dict__["__slots__"], **own})


def _lines(spec: FieldSpec, known: dict[str, Any]) -> list[str]:
    """The lines of a copier that fill one field; what they use is added to what is known."""
    name, convert = spec.name, _of_field(spec)
    if convert is None:
        return [f" made.{name} = struct.{name}"]
    known[f"of_{name}"] = convert
    # A text that begins with a letter or a digit is not blank.
    is_plain = " or part[:1].isalnum()" if convert is _shown and spec.types == (str,) else ""
    made = f"part if part is None{is_plain} else of_{name}(part)"
    return [f" part = struct.{name}", f" made.{name} = {made}"]


def _of_field(spec: FieldSpec) -> Copier | None:
    """What makes the content of a field of what was parsed; None where they are the same."""
    convert = _conversion(spec)
    return _of_items(spec, convert) if spec.many else convert


def _of_items(spec: FieldSpec, convert: Copier | None) -> Copier:
    """What makes the items of a field of what was parsed."""
    arranged = _arrangement(spec)

    def items(parts: tuple[Any, ...]) -> tuple[Any, ...]:
        made = parts if convert is None else tuple(map(convert, parts))
        return made if len(made) < 2 else arranged(made)

    def records(parts: tuple[Any, ...]) -> tuple[Any, ...]:
        made = tuple([_COPIERS[type(part)](part) for part in parts])
        return made if len(made) < 2 else arranged(made)

    if convert is copy_of:
        return records
    return _Tuples(items).__getitem__ if spec.types == (str,) else items


def _conversion(spec: FieldSpec) -> Copier | None:
    """What makes a value of the model of what was parsed; None where they are the same."""
    if spec.types == (Decimal,):
        return _decimal
    if spec.types == (Extra,):
        return _extra
    if is_raw(spec):
        return lambda raw: _read_apart(raw, spec)
    if any(issubclass(kind, Value) for kind in spec.types):
        return copy_of
    if str not in spec.types:
        return None
    pattern = spec.pattern or NOT_BLANK
    if spec.types == (str,) and spec.pattern == SHA256_PATTERN:
        return _checksum
    if spec.types == (str,) and spec.pattern and (spec.refers_to or spec.is_key):
        return _TEXTS.setdefault(pattern, _Texts(pattern)).__getitem__
    return _shown if not spec.pattern else _matching(pattern)


def _matching(pattern: str) -> Copier:
    """What gives a text that matches a pattern, and whatever is no text."""
    search = re.compile(pattern).search

    def text(part: Any) -> Any:
        if type(part) is str and not search(part):
            raise Unclear(part)
        return part

    return text


def _checksum(part: str) -> str:
    """A SHA-256 as 64 digits, in half the time that its pattern takes."""
    if len(part) != 64 or bytes.fromhex(part).hex() != part:
        raise Unclear(part)
    return part


_is_not_blank = _matching(NOT_BLANK)


def _shown(part: Any) -> Any:
    """The same for a text that is not blank: one that begins with a letter or a digit is none."""
    return part if type(part) is str and part[:1].isalnum() else _is_not_blank(part)


def _arrangement(spec: FieldSpec) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """What puts two or more items in order, and refuses two with one key."""
    kind = spec.types[0]
    is_value = issubclass(kind, Value)
    key: Callable[[Any], Any] = attrgetter("key") if is_value else _word
    leading = leading_fields(kind) if is_value else ()
    first = attrgetter(*leading) if leading else key

    def arranged(items: tuple[Any, ...]) -> tuple[Any, ...]:
        last = first(items[0])
        for item in items[1:]:
            following = first(item)
            if not last < following:
                break
            last = following
        else:
            return items
        keyed = sorted([(key(item), index) for index, item in enumerate(items)])
        if any(one[0] == other[0] for one, other in pairwise(keyed)):
            raise Unclear("two items have the same key")
        return items if spec.ordered else tuple([items[index] for _, index in keyed])

    return arranged


def _word(item: Any) -> Any:
    return item.value if isinstance(item, Vocabulary) else item


def _copier_of_bounds(cls: type[Any]) -> Copier:
    """The copier of a bounded value: equal ones are one object, and are checked once."""
    words = tuple(Qualifier)
    beside = [spec.name for spec in specs_beside(cls)]
    amount = next(spec for spec in fields_of(cls) if spec.name == "amount")
    number = _decimal if is_raw(amount) else None
    made: dict[tuple[Any, ...], Any] = {}

    def copy(struct: Any) -> Any:
        content = astuple(struct)
        key = content if number is None else tuple(map(_plain, content))
        value = made.get(key)
        if value is None:
            if len(made) >= _SHARED:
                made.clear()
            value = made[key] = make(struct, content)
        return value

    def make(struct: Any, content: tuple[Any, ...]) -> Any:
        found = [
            (word, bound) for word, bound in zip(words, content, strict=False) if bound is not None
        ]
        if len(found) != 1:
            raise Unclear("not one qualifier")
        ((word, bound),) = found
        fields: dict[str, Any] = {name: getattr(struct, name) for name in beside}
        if word is Qualifier.UNSTATED:
            fields["wording"] = bound
        else:
            ends = bound if word is Qualifier.BETWEEN else (bound,)
            fields |= zip(("amount", "upper"), map(number, ends) if number else ends, strict=False)
        return cls(qualifier=word, **fields)

    return copy


def _plain(raw: Any) -> Any:
    """What is left as it is written, as bytes, which have a hash."""
    if isinstance(raw, tuple):
        return tuple(map(_plain, raw))
    return raw if raw is None or isinstance(raw, str) else bytes(raw)


def _decimal(raw: Any) -> Decimal:
    """A number as it is written; one with an exponent is left to the checked path."""
    text = bytes(raw).decode()
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        raise Unclear("no plain number")
    return Decimal(text)


def _extra(raw: Any) -> Extra:
    """Data of any shape, read as strictly as a file is."""
    document, problems = read_json("", bytes(raw))
    if document is None or problems:
        raise Unclear("no plain data")
    return Extra(document.value)


def _read_apart(raw: Any, spec: FieldSpec) -> Any:
    """A value of a field that has several kinds, read as the kind that its shape tells."""
    data = json.loads(bytes(raw))
    kind = kind_by_shape(data, spec.types)
    if kind is None or (kind is str and not re.search(spec.pattern or NOT_BLANK, data)):
        raise Unclear("of no kind of the field")
    part = parsed(kind, bytes(raw))
    return copy_of(part) if issubclass(kind, Value) else part
