"""Conversion between JSON and the model, strict and lossless; the only user of cattrs.

Nothing is coerced, no key is ignored, and an omitted field stays omitted: ``None`` in Python is an
absent key in JSON, ``()`` is ``[]``.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from types import UnionType

from negotiations.deferred import ByClass
from negotiations.errors import InvalidDataset, Problem, nearest
from negotiations.io.shapes import is_vocabulary, kind_by_shape
from negotiations.io.strict_json import pointer_text, read_json
from negotiations.limits import up_to
from negotiations.model import TERM_CLASSES, Amount, Term
from negotiations.model.amounts import exact_of, number_of
from negotiations.model.base import (
    DuplicateKey,
    Value,
    compiled,
    field_of,
    fields_of,
    not_a_word,
)
from negotiations.model.extra import Extra, UnfitExtra
from negotiations.model.values import Bounded, Count, Duration
from negotiations.vocabulary import Qualifier, TermKind, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeVar

    from cattrs import Converter

    from negotiations.io.strict_json import JsonText, Pointer

    V = TypeVar("V", bound=Value)
    B = TypeVar("B", bound=Bounded[Any, Any])
    Hook = Callable[[Any, Any], Any]
    Writer = Callable[[Any], Any]

__all__ = [
    "canonical",
    "checked_from_json",
    "from_data",
    "structure_problems",
    "to_data",
    "value_from_json",
]


class _Mismatch(ValueError):
    """A JSON value does not fit the model; ``at`` is the place inside the value."""

    def __init__(self, message: str, at: Pointer = ()) -> None:
        super().__init__(message)
        self.at = at


# --- model → JSON -------------------------------------------------------------------------------


def to_data(item: object) -> Any:
    """A value of the model as JSON data: dictionaries, lists, texts, integers and booleans.

    >>> to_data(Count.more_than(100))
    {'more_than': 100}
    """
    return _WRITERS[type(item)](item)


def _writer(cls: type) -> Writer:
    if issubclass(cls, Bounded):
        return lambda item: {item.qualifier.value: _bound(item), **_measured(item)}
    if issubclass(cls, Value):
        return _writer_of_fields(cls)
    if issubclass(cls, tuple):
        return lambda items: [_WRITERS[type(item)](item) for item in items]
    if issubclass(cls, Extra):
        return Extra.to_data
    if issubclass(cls, Decimal):
        return number_of
    return _WORD if issubclass(cls, Vocabulary) else _itself


# What makes JSON data of the values of each class.
_WRITERS: ByClass[Writer] = ByClass(_writer)
_WORD = attrgetter("value")


def _itself(item: Any) -> Any:
    return item


def _writer_of_fields(cls: type[Value]) -> Writer:
    """Compile what makes JSON data of the fields of a class that are reported."""
    kind = [f"'kind': {cls.kind.value!r}"] if issubclass(cls, Term) else []
    lines = [f"def write(item):\n data = {{{', '.join(kind)}}}"]
    for spec in fields_of(cls):
        is_plain = not spec.many and not any(
            issubclass(kind, Value | Vocabulary | Decimal | Extra) for kind in spec.types
        )
        made = "part" if is_plain else "writers[type(part)](part)"
        lines.append(f" part = item.{spec.name}")
        lines.append(f" if part is not None: data[{spec.name!r}] = {made}")
    source = "\n".join([*lines, " return data"])
    writer: Writer = compiled(source, writers=_WRITERS)
    return writer


def _bound(item: Bounded[Any, Any]) -> Any:
    if item.qualifier is Qualifier.UNSTATED:
        return item.wording
    if item.qualifier is Qualifier.BETWEEN:
        return [_number(item.amount), _number(item.upper)]
    return _number(item.amount)


def _number(amount: Any) -> Any:
    return number_of(amount) if isinstance(amount, Decimal) else amount


def _measured(item: Bounded[Any, Any]) -> dict[str, str]:
    """The unit and the period of an amount."""
    if not isinstance(item, Amount):
        return {}
    beside = {"unit": item.unit, "per": item.per}
    return {name: text for name, text in beside.items() if text is not None}


# --- JSON → model -------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _converter() -> Converter:
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn

    converter = Converter(detailed_validation=True, forbid_extra_keys=True)

    def strict(kind: type) -> Hook:
        def hook(data: Any, _: Any) -> Any:
            if type(data) is not kind:
                raise _Mismatch(f"expected {_NAMES[kind]}, found {_shown(data)}")
            return data

        return hook

    for kind in (str, int, bool):
        converter.register_structure_hook(kind, strict(kind))

    def word(cls: type[Vocabulary]) -> Hook:
        words = {member.value: member for member in cls}

        def hook(data: Any, _: Any) -> Vocabulary:
            if not isinstance(data, str) or data not in words:
                raise _Mismatch(not_a_word(cls, data))
            return words[data]

        return hook

    def items(kind: Any) -> Hook:
        inner = converter.get_structure_hook(list[kind.__args__[0]])

        def hook(data: Any, _: Any) -> tuple[Any, ...]:
            if type(data) is not list:
                raise _Mismatch(f"expected an array, found {_shown(data)}")
            return tuple(inner(data, list[kind.__args__[0]]))

        return hook

    def either(union: UnionType) -> Hook:
        kinds = [kind for kind in union.__args__ if kind is not type(None)]

        def hook(data: Any, _: Any) -> Any:
            if data is None:
                raise _Mismatch("found null; leave out a field that is not reported")
            kind = kinds[0] if len(kinds) == 1 else _choose(data, kinds)
            return converter.structure(data, kind)

        return hook

    def instance(cls: type[Value]) -> Hook:
        inner = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True)

        def hook(data: Any, _: Any) -> Any:
            if type(data) is not dict:
                raise _Mismatch(f"expected an object, found {_shown(data)}")
            if issubclass(cls, Term):
                if kind_of(data) is not cls.kind:
                    raise _Mismatch(f"expected {cls.kind}, found {data['kind']!r}", ("kind",))
                data = {name: value for name, value in data.items() if name != "kind"}
            return inner(data, cls)

        return hook

    def kind_of(data: dict[str, Any]) -> TermKind:
        if "kind" not in data:
            raise _Mismatch("the field 'kind' is missing")
        try:
            kind: TermKind = converter.structure(data["kind"], TermKind)
        except _Mismatch as fault:
            raise _Mismatch(str(fault), ("kind",)) from None
        return kind

    def term(data: Any, _: Any) -> Term:
        if type(data) is not dict:
            raise _Mismatch(f"expected an object, found {_shown(data)}")
        return converter.structure(data, TERM_CLASSES[kind_of(data)])

    def bounded(data: Any, cls: type[Count | Duration]) -> Count | Duration:
        if type(data) is not dict or len(data) != 1:
            raise _Mismatch(f"expected an object with one qualifier, found {_shown(data)}")
        return bound(data, cls, int if cls is Count else str)

    def amount(data: Any, _: Any) -> Amount:
        beside = data.keys() & {"unit", "per"} if type(data) is dict else set()
        if type(data) is not dict or len(data) - len(beside) != 1:
            raise _Mismatch(
                "expected an object with one qualifier, and its unit and period, "
                f"found {_shown(data)}"
            )
        made = bound({key: data[key] for key in data.keys() - beside}, Amount, Decimal)
        return made.replace(**{key: converter.structure(data[key], str) for key in beside})

    def number(data: Any, _: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, int | float | Decimal):
            raise _Mismatch(f"expected a number, found {_shown(data)}")
        # The shortest text that means the double is the number that was written.
        return exact_of(Decimal(repr(data)) if isinstance(data, float) else data, "a number")

    def extra(data: Any, _: Any) -> Extra:
        if type(data) is not dict:
            raise _Mismatch(f"expected an object, found {_shown(data)}")
        try:
            return Extra(data)
        except UnfitExtra as fault:
            raise _Mismatch(fault.message, fault.at) from None

    def bound(data: dict[str, Any], cls: type[B], kind: type) -> B:
        ((name, amount),) = data.items()
        qualifier: Qualifier = converter.structure(name, Qualifier)
        if qualifier is Qualifier.UNSTATED:
            return cls.unstated(converter.structure(amount, str))
        if qualifier is Qualifier.BETWEEN:
            if type(amount) is not list or len(amount) != 2:
                raise _Mismatch(f"expected an array of two, found {_shown(amount)}")
            ends: list[Any] = [converter.structure(part, kind) for part in amount]
            return cls.between(*ends)
        made: Any = converter.structure(amount, kind)
        return cls(qualifier=qualifier, amount=made)  # type: ignore[call-arg]

    converter.register_structure_hook_factory(
        lambda kind: getattr(kind, "__origin__", None) is tuple, items
    )
    converter.register_structure_hook_factory(lambda kind: isinstance(kind, UnionType), either)
    converter.register_structure_hook_factory(is_vocabulary, word)
    converter.register_structure_hook_factory(_is_plain_value, instance)
    for cls in (Count, Duration):
        converter.register_structure_hook(cls, bounded)
    converter.register_structure_hook(Amount, amount)
    converter.register_structure_hook(Decimal, number)
    converter.register_structure_hook(Extra, extra)
    converter.register_structure_hook_func(lambda kind: kind is Term, term)
    return converter


_NAMES = {str: "a string", int: "an integer", bool: "true or false"}


def _is_plain_value(kind: Any) -> bool:
    if not isinstance(kind, type) or not issubclass(kind, Value):
        return False
    return kind is not Term and not issubclass(kind, Bounded)


def _choose(data: Any, kinds: list[type]) -> type:
    """The class of a union that a JSON value belongs to."""
    choice = kind_by_shape(data, kinds)
    if choice is None:
        names = " or ".join(_NAMES.get(kind, kind.__name__) for kind in kinds)
        raise _Mismatch(f"expected {names}, found {_shown(data)}")
    return choice


def _shown(data: Any) -> str:
    text = str(data) if isinstance(data, Decimal) else repr(data)
    return text if len(text) <= 60 else text[:57] + "..."


def from_data(kind: type[V], data: Any) -> V:
    """Build a value of the model from JSON data.

    Raises:
        InvalidDataset: The data do not fit; ``problems`` has all problems.
    """
    value, problems = _structure(kind, data)
    if value is None:
        raise InvalidDataset(
            Problem(rule=rule, pointer=pointer_text(pointer), message=message)
            for pointer, message, rule in problems
        )
    return value


def structure_problems(
    kind: type[V], document: JsonText, data: Any, at: Pointer
) -> tuple[V | None, tuple[Problem, ...]]:
    """Build a value from a part of a parsed file; gives the problems if it does not fit."""
    from negotiations.io.schema import record_at

    value, faults = _structure(kind, data)

    def problem(pointer: Pointer, message: str, rule: str) -> Problem:
        line, column = document.place((*at, *pointer))
        return Problem(
            rule=rule,
            file=document.file,
            line=line,
            column=column,
            record=record_at(data, pointer),
            pointer=pointer_text((*at, *pointer)),
            message=message,
            found=_found(data, pointer),
            remedy=_REMEDIES[rule],
        )

    return value, up_to((problem(*fault) for fault in faults), document.file)


_REMEDIES = {
    "value": "fix the value here",
    "unique-key": "merge the two into one, or fix the key of one of them",
    "unique-id": "rename one of the two",
}


def _found(data: Any, pointer: Pointer) -> str:
    """The value at a path, for a message; empty if there is none."""
    from negotiations.io.schema import short

    for step in pointer:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return ""
    return short(data)


def _structure(kind: type[V], data: Any) -> tuple[V | None, list[tuple[Pointer, str, str]]]:
    """The value; or the pointer, the message and the broken rule of each fault."""
    from cattrs import BaseValidationError

    # Searched here, since records find duplicates only if there are no other faults.
    duplicates = list(_duplicates(kind, data, ()))
    try:
        return _converter().structure(data, kind), []
    except (BaseValidationError, ValueError, TypeError) as fault:
        faults = _faults(fault, ())
    others = [
        (pointer, message, "value")
        for pointer, message, duplicate in faults
        if not (duplicate and any(at[: len(pointer)] == pointer for at, _, _ in duplicates))
    ]
    return None, [*duplicates, *others]


def _duplicates(kind: type[Any], data: Any, at: Pointer) -> Iterator[tuple[Pointer, str, str]]:
    """The pointer, the message and the broken rule of each item with a duplicate key."""
    if kind is Term and isinstance(data, dict):
        kind = next(
            (cls for word, cls in TERM_CLASSES.items() if word.value == data.get("kind")), kind
        )
    if not isinstance(data, dict) or not issubclass(kind, Value) or issubclass(kind, Bounded):
        return
    for spec in fields_of(kind):
        items = data.get(spec.name)
        if not spec.many or not isinstance(items, list):
            continue
        indices: dict[str, int] = {}
        for index, item in enumerate(items):
            for inner in spec.types:
                yield from _duplicates(inner, item, (*at, spec.name, index))
            names = getattr(spec.types[0], "key_fields", ())
            keyed = isinstance(item, dict) and bool(names)
            key = {name: item.get(name) for name in names} if keyed else item
            original = indices.setdefault(canonical(key, spec.types[0]), index)
            if original != index:
                parts = [
                    f"{name} {key[name]!r}" for name in names if keyed and key[name] is not None
                ]
                named = " and ".join(parts) or _shown(item)
                yield (
                    (*at, spec.name, index),
                    f"{spec.name}: duplicate key: the same {named} as in item {original + 1}",
                    "unique-id" if names == ("id",) else "unique-key",
                )


def canonical(data: Any, kind: type | None = None) -> str:
    """A text that is equal for JSON data with the same meaning, whatever their order.

    Args:
        data: The data of a value of the model, or of a part of one.
        kind: Its class, or that of the records of a list, which determines where the order of items
            matters. Without a class, the order of all lists matters.
    """
    if kind is Term and isinstance(data, dict):
        kind = next(
            (cls for word, cls in TERM_CLASSES.items() if word.value == data.get("kind")), kind
        )
    is_value = kind is not None and issubclass(kind, Value) and not issubclass(kind, Bounded)
    if isinstance(data, dict):
        parts = []
        for name, item in data.items():
            spec = field_of(kind, str(name)) if is_value else None  # type: ignore[arg-type]
            if spec is None or not isinstance(item, list):
                inner = spec.types[0] if spec is not None and len(spec.types) == 1 else None
                parts.append((str(name), canonical(item, inner)))
                continue
            items = [canonical(part, spec.types[0]) for part in item]
            parts.append((str(name), str(items if spec.ordered else sorted(items))))
        return str(sorted(parts))
    if isinstance(data, list):
        items = [canonical(item, kind) for item in data]
        return str(items if kind is None else sorted(items))
    return repr(data)


def _faults(error: Exception, pointer: Pointer) -> list[tuple[Pointer, str, bool]]:
    """The pointer and the message of each fault, and whether it is a duplicate key."""
    from cattrs import (
        AttributeValidationNote,
        BaseValidationError,
        ForbiddenExtraKeysError,
        IterableValidationNote,
    )

    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            pointer = (*pointer, note.name)
        elif isinstance(note, IterableValidationNote):
            pointer = (*pointer, note.index)
    if isinstance(error, BaseValidationError):
        return [fault for inner in error.exceptions for fault in _faults(inner, pointer)]
    if isinstance(error, ForbiddenExtraKeysError):
        known = [spec.name for spec in fields_of(error.cl)]
        return [
            ((*pointer, key), _unknown(key, known), False) for key in sorted(error.extra_fields)
        ]
    if isinstance(error, KeyError):
        return [(pointer[:-1], f"the field {error.args[0]!r} is missing", False)]
    at = error.at if isinstance(error, _Mismatch) else ()
    return [((*pointer, *at), str(error), isinstance(error, DuplicateKey))]


def _unknown(key: str, known: list[str]) -> str:
    close = nearest(key, known, 1)
    return f"unknown field {key!r}" + (f"; did you mean {close[0]!r}?" if close else "")


def value_from_json(kind: type[V], text: str) -> V:
    """Read a record or value from JSON text, checked against its schema.

    Raises:
        InvalidDataset: The text is not JSON or does not fit; ``problems`` has all problems.

    >>> value_from_json(Count, '{"more_than": 100}')
    Count.more_than(100)
    """
    from negotiations.io.decoding import decoded

    if not (isinstance(kind, type) and issubclass(kind, Value)):
        raise TypeError(f"expected a class of the model, found {kind!r}")
    data = text.encode("utf-8", "surrogatepass")
    made = decoded(kind, data)
    return checked_from_json(kind, data) if made is None else made


def checked_from_json(kind: type[V], data: bytes) -> V:
    """Read a record or value from JSON text on the checked path, which says what is wrong.

    Raises:
        InvalidDataset: As `value_from_json` does.
    """
    from negotiations.io.schema import schema_problems

    document, problems = read_json("", data, limit=len(data))
    if document is not None and not problems:
        problems = schema_problems(document, kind)
    if document is None or problems:
        raise InvalidDataset(problems)
    made, problems = structure_problems(kind, document, document.value, ())
    if made is None:
        raise InvalidDataset(problems)
    return made
