"""Structs that mirror the classes of the model, for msgspec to parse: made from their declarations.

A struct has the fields of its class, with their types and ranges; that of a `Bounded` value has a field
for each qualifier, as in JSON. What msgspec has no type for is left as it is written.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Union

from msgspec import Meta, Raw, defstruct, json

from negotiations.model import TERM_CLASSES, Term
from negotiations.model.base import Value, field_of, fields_of
from negotiations.model.extra import Extra
from negotiations.model.values import Bounded, Count
from negotiations.vocabulary import Qualifier, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.model.base import FieldSpec

__all__ = ["class_of", "is_raw", "parsed", "specs_beside"]

_STRUCTS: dict[type, type] = {}
_CLASSES: dict[type, type[Any]] = {}


def class_of(struct: type) -> type[Any]:
    """The class of the model that a struct mirrors."""
    return _CLASSES[struct]


def parsed(kind: type, data: bytes, *, is_list: bool = False) -> Any:
    """Parse the JSON text of a value, or of an array of values.

    Raises:
        msgspec.MsgspecError: The text is not valid.
        ValueError: It has a key twice, or may have, or is not UTF-8.
    """
    found = _decoder(kind, is_list).decode(data)
    # Of a key that is there twice, one is parsed: the text has more colons than what was parsed. Only a
    # colon that is spelled as an escape could hide that.
    is_escaped = b"\\" in data and b"\\u003" in data
    if is_escaped or data.count(b":") != json.encode(found).count(b":"):
        raise ValueError("a duplicate key")
    return found


@cache
def _decoder(kind: type, is_list: bool) -> Any:  # noqa: FBT001 - a key of the cache
    of_one: Any = _parsed_as(Term if issubclass(kind, Term) else kind)
    return json.Decoder(tuple[of_one, ...] if is_list else of_one)


def _parsed_as(kind: type) -> Any:
    """The type that msgspec parses a value of a class as."""
    if kind is Term:
        return Union[tuple(map(_struct, TERM_CLASSES.values()))]  # noqa: UP007 - made at run time
    return _struct(kind) if issubclass(kind, Value) else kind


def _struct(cls: type[Any]) -> Any:
    """The struct of a class, made when it is first asked for."""
    if cls in _STRUCTS:
        return _STRUCTS[cls]
    fields = _qualified(cls) if issubclass(cls, Bounded) else map(_field, fields_of(cls))
    tag: dict[str, Any] = (
        {"tag_field": "kind", "tag": cls.kind.value} if issubclass(cls, Term) else {}
    )
    struct = defstruct(
        cls.__name__,
        fields,
        kw_only=True,
        forbid_unknown_fields=True,
        omit_defaults=True,
        **tag,
    )
    _STRUCTS[cls] = struct
    _CLASSES[struct] = cls
    return struct


def _field(spec: FieldSpec) -> Any:
    item: Any = _item(spec)
    kind: Any = tuple[item, ...] if spec.many else item
    return (spec.name, kind, None) if spec.optional else (spec.name, kind)


def is_raw(spec: FieldSpec) -> bool:
    """Whether the values of a field are left as they are written.

    An exact decimal is, and data of any shape, and what is of several kinds that only their shapes tell
    apart.
    """
    objects = [kind for kind in spec.types if issubclass(kind, Value)]
    words = [kind for kind in spec.types if kind is str or issubclass(kind, Vocabulary)]
    apart = len(objects) > 1 or len(words) > 1
    return Decimal in spec.types or Extra in spec.types or apart


def _item(spec: FieldSpec) -> Any:
    """The type of a value of a field, or of an item of it."""
    if is_raw(spec):
        return Raw
    return Union[tuple(_checked(kind, spec) for kind in spec.types)]  # noqa: UP007 - as above


def _checked(kind: type, spec: FieldSpec) -> Any:
    """A type with its range. Patterns are matched when texts are copied, which is faster."""
    if kind is int:
        return Annotated[int, Meta(ge=spec.minimum, le=spec.maximum)]
    return _parsed_as(kind)


def _qualified(cls: type[Bounded[Any, Any]]) -> Iterator[Any]:
    """The fields of the JSON form of a bounded value: one for each qualifier, and what stands beside."""
    items = {spec.name: _item(spec) for spec in fields_of(cls)}
    amount: Any = items["amount"]
    shapes = {Qualifier.UNSTATED: items["wording"], Qualifier.BETWEEN: tuple[amount, amount]}
    for word in Qualifier:
        yield word.value, shapes.get(word, amount), None
    yield from map(_field, specs_beside(cls))


def specs_beside(cls: type[Bounded[Any, Any]]) -> tuple[FieldSpec, ...]:
    """The fields that stand beside the bound in JSON: those that a count has not."""
    return tuple(spec for spec in fields_of(cls) if field_of(Count, spec.name) is None)
