"""JSON ⇄ model, strict and lossless; and the one place that uses cattrs.

Nothing is coerced, no key is ignored, and what is omitted stays omitted: ``None`` in Python is an
absent key in JSON, ``()`` is ``[]``.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from types import UnionType

from negotiations.errors import InvalidDataset, Problem, nearest
from negotiations.io.strict_json import dumps, pointer_text, read_json
from negotiations.limits import up_to
from negotiations.model import TERM_CLASSES, Amount, Term, Timing
from negotiations.model.amounts import decimal_of, number_of
from negotiations.model.base import DuplicateKey, Value, field_of, fields_of
from negotiations.model.values import Bounded, Count, Duration, When
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

__all__ = [
    "canonical",
    "from_data",
    "from_json",
    "structure_problems",
    "to_data",
    "to_json",
]


class _Mismatch(ValueError):
    """A JSON value is not what the model holds there; ``at`` is where inside the value."""

    def __init__(self, message: str, at: Pointer = ()) -> None:
        super().__init__(message)
        self.at = at


# --- model → JSON -------------------------------------------------------------------------------


def to_data(item: object) -> Any:
    """A value of the model as JSON data: dictionaries, lists, text, integers and booleans.

    >>> to_data(Count.more_than(100))
    {'more_than': 100}
    """
    if isinstance(item, Bounded):
        return {item.qualifier.value: _bound(item), **_measured(item)}
    if isinstance(item, Value):
        data: dict[str, Any] = {"kind": item.kind.value} if isinstance(item, Term) else {}
        for spec in fields_of(item):
            given = getattr(item, spec.name)
            if given is not None:
                data[spec.name] = to_data(given)
        return data
    if isinstance(item, tuple):
        return [to_data(each) for each in item]
    if isinstance(item, Vocabulary):
        return item.value
    return item


def _bound(item: Bounded[Any, Any]) -> Any:
    if item.qualifier is Qualifier.UNSTATED:
        return item.wording
    number = number_of if isinstance(item, Amount) else _as_it_is
    if item.qualifier is Qualifier.BETWEEN:
        return [number(item.amount), number(item.upper)]
    return number(item.amount)


def _as_it_is(amount: Any) -> Any:
    return amount


def _measured(item: Bounded[Any, Any]) -> dict[str, str]:
    """The unit and the period of an amount."""
    if not isinstance(item, Amount):
        return {}
    beside = {"unit": item.unit, "per": item.per}
    return {name: text for name, text in beside.items() if text is not None}


def to_json(item: Value) -> str:
    """A record as canonical JSON text, as the data files have it.

    >>> from negotiations.vocabulary import Basis
    >>> print(to_json(When(edtf="2024-05", basis=Basis.STATED)))
    {"edtf": "2024-05", "basis": "stated"}
    """
    return dumps(to_data(item))


# --- JSON → model -------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _converter() -> Converter:
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn

    converter = Converter(detailed_validation=True, forbid_extra_keys=True)

    def strict(kind: type) -> Hook:
        def hook(given: Any, _: Any) -> Any:
            if type(given) is not kind:
                raise _Mismatch(f"expected {_NAMES[kind]}, found {_shown(given)}")
            return given

        return hook

    for kind in (str, int, bool):
        converter.register_structure_hook(kind, strict(kind))

    def word(cls: type[Vocabulary]) -> Hook:
        words = {member.value: member for member in cls}

        def hook(given: Any, _: Any) -> Vocabulary:
            if not isinstance(given, str) or given not in words:
                close = nearest(given, words, 1) if isinstance(given, str) else ()
                hint = f"; did you mean {close[0]!r}?" if close else ""
                raise _Mismatch(f"expected one of {', '.join(words)}, found {_shown(given)}{hint}")
            return words[given]

        return hook

    def items(kind: Any) -> Hook:
        inner = converter.get_structure_hook(list[kind.__args__[0]])

        def hook(given: Any, _: Any) -> tuple[Any, ...]:
            if type(given) is not list:
                raise _Mismatch(f"expected an array, found {_shown(given)}")
            return tuple(inner(given, list[kind.__args__[0]]))

        return hook

    def either(union: UnionType) -> Hook:
        kinds = [kind for kind in union.__args__ if kind is not type(None)]

        def hook(given: Any, _: Any) -> Any:
            if given is None:
                raise _Mismatch("found null; leave the key out for what is not reported")
            kind = kinds[0] if len(kinds) == 1 else _choose(given, kinds)
            return converter.structure(given, kind)

        return hook

    def instance(cls: type[Value]) -> Hook:
        inner = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True)

        def hook(given: Any, _: Any) -> Any:
            if type(given) is not dict:
                raise _Mismatch(f"expected an object, found {_shown(given)}")
            if issubclass(cls, Term):
                if kind_of(given) is not cls.kind:
                    raise _Mismatch(f"expected {cls.kind}, found {given['kind']!r}", ("kind",))
                given = {name: value for name, value in given.items() if name != "kind"}
            return inner(given, cls)

        return hook

    def kind_of(given: dict[str, Any]) -> TermKind:
        if "kind" not in given:
            raise _Mismatch("the field 'kind' is missing")
        try:
            kind: TermKind = converter.structure(given["kind"], TermKind)
        except _Mismatch as fault:
            raise _Mismatch(str(fault), ("kind",)) from None
        return kind

    def term(given: Any, _: Any) -> Term:
        if type(given) is not dict:
            raise _Mismatch(f"expected an object, found {_shown(given)}")
        return converter.structure(given, TERM_CLASSES[kind_of(given)])

    def bounded(given: Any, cls: type[Count | Duration]) -> Count | Duration:
        if type(given) is not dict or len(given) != 1:
            raise _Mismatch(f"expected an object with one bound, found {_shown(given)}")
        return bound(given, cls, int if cls is Count else str)

    def amount(given: Any, _: Any) -> Amount:
        beside = given.keys() & {"unit", "per"} if type(given) is dict else set()
        if type(given) is not dict or len(given) - len(beside) != 1:
            raise _Mismatch(
                f"expected an object with one bound, and its unit and period, found {_shown(given)}"
            )
        made = bound({key: given[key] for key in given.keys() - beside}, Amount, Decimal)
        return made.replace(**{key: converter.structure(given[key], str) for key in beside})

    def number(given: Any, _: Any) -> Decimal:
        if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
            raise _Mismatch(f"expected a number, found {_shown(given)}")
        # The shortest text that means the double is the number that was written.
        return decimal_of(Decimal(repr(given)) if isinstance(given, float) else given)

    def bound(given: dict[str, Any], cls: type[B], kind: type) -> B:
        ((name, amount),) = given.items()
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
    converter.register_structure_hook_factory(_is_vocabulary, word)
    converter.register_structure_hook_factory(_is_plain_value, instance)
    for cls in (Count, Duration):
        converter.register_structure_hook(cls, bounded)
    converter.register_structure_hook(Amount, amount)
    converter.register_structure_hook(Decimal, number)
    converter.register_structure_hook_func(lambda kind: kind is Term, term)
    return converter


_NAMES = {str: "a string", int: "an integer", bool: "true or false"}


def _is_vocabulary(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Vocabulary)


def _is_plain_value(kind: Any) -> bool:
    if not isinstance(kind, type) or not issubclass(kind, Value):
        return False
    return kind is not Term and not issubclass(kind, Bounded)


def _choose(given: Any, kinds: list[type]) -> type:
    """Which class of a union a JSON value is of, by its shape alone."""
    if isinstance(given, bool | int):
        wanted: Any = type(given)
    elif isinstance(given, dict):
        wanted = Timing if _is_timing(given) else When
        if given.keys() & {qualifier.value for qualifier in Qualifier}:
            amounts = next(iter(given.values()))
            first = amounts[0] if isinstance(amounts, list) and amounts else amounts
            # A number that is not given has no kind of its own; it is read as a count, as is a whole
            # number without a unit.
            wanted = Duration if isinstance(first, str) and "unstated" not in given else Count
            if isinstance(first, float | Decimal) or given.keys() & {"unit", "per"}:
                wanted = Amount
    elif isinstance(given, str):
        wanted = str if str in kinds else next(filter(_is_vocabulary, kinds), str)
    else:
        wanted = None
    if wanted not in kinds:
        names = " or ".join(_NAMES.get(kind, kind.__name__) for kind in kinds)
        raise _Mismatch(f"expected {names}, found {_shown(given)}")
    return wanted  # type: ignore[no-any-return]


def _is_timing(given: dict[str, Any]) -> bool:
    """Whether an object is a time that a text fixes, and not the date of a record."""
    return bool(given.keys() & {"on", "within", "before"}) or isinstance(given.get("after"), dict)


def _shown(given: Any) -> str:
    text = str(given) if isinstance(given, Decimal) else repr(given)
    return text if len(text) <= 60 else text[:57] + "..."


def from_data(kind: type[V], data: Any) -> V:
    """Build a value of the model from JSON data.

    Raises:
        InvalidDataset: Something in the data does not fit; ``problems`` names all of it.
    """
    made, problems = _structure(kind, data)
    if made is None:
        raise InvalidDataset(
            Problem(rule=rule, pointer=pointer_text(pointer), message=message)
            for pointer, message, rule in problems
        )
    return made


def structure_problems(
    kind: type[V], document: JsonText, data: Any, at: Pointer
) -> tuple[V | None, tuple[Problem, ...]]:
    """Build a value from a part of a parsed file; what does not fit comes back as problems."""
    from negotiations.io.schema import record_at

    made, faults = _structure(kind, data)

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

    return made, up_to((problem(*fault) for fault in faults), document.file)


_REMEDIES = {
    "value": "mend the value here",
    "unique-key": "make one of the two, or mend its key",
    "unique-id": "rename one of the two",
}


def _found(data: Any, pointer: Pointer) -> str:
    """What stands at a path; empty where nothing does."""
    from negotiations.io.schema import short

    for step in pointer:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return ""
    return short(data)


def _structure(kind: type[V], data: Any) -> tuple[V | None, list[tuple[Pointer, str, str]]]:
    """The value; or where each fault is, what it is, and the rule that it breaks."""
    from cattrs import BaseValidationError

    # Found beside the other faults, and not by the records, which are only built without any.
    twice = list(_duplicates(kind, data, ()))
    try:
        return _converter().structure(data, kind), []
    except (BaseValidationError, ValueError, TypeError) as fault:
        faults = _faults(fault, ())
    kept = [
        (pointer, message, "value")
        for pointer, message, duplicate in faults
        if not (duplicate and any(at[: len(pointer)] == pointer for at, _, _ in twice))
    ]
    return None, [*twice, *kept]


def _duplicates(kind: type[Any], data: Any, at: Pointer) -> Iterator[tuple[Pointer, str, str]]:
    """Items whose key stands twice in one array: where, what it is, and the rule it breaks."""
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
        seen: dict[str, int] = {}
        for index, item in enumerate(items):
            for inner in spec.types:
                yield from _duplicates(inner, item, (*at, spec.name, index))
            names = getattr(spec.types[0], "key_fields", ())
            keyed = isinstance(item, dict) and bool(names)
            key = {name: item.get(name) for name in names} if keyed else item
            first = seen.setdefault(canonical(key, spec.types[0]), index)
            if first != index:
                parts = [
                    f"{name} {key[name]!r}" for name in names if keyed and key[name] is not None
                ]
                named = " and ".join(parts) or _shown(item)
                yield (
                    (*at, spec.name, index),
                    f"{spec.name}: the same {named} as in item {first + 1}; a key stands once",
                    "unique-id" if names == ("id",) else "unique-key",
                )


def canonical(data: Any, kind: type | None = None) -> str:
    """A text that is the same for JSON data that mean the same, in whatever order they stand.

    Args:
        data: The data of a value of the model, or of a part of one.
        kind: Its class, or that of the records of a list: it says where the order of items means
            something. Without one, all lists are read as they stand.
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
            items = [canonical(each, spec.types[0]) for each in item]
            parts.append((str(name), str(items if spec.ordered else sorted(items))))
        return str(sorted(parts))
    if isinstance(data, list):
        items = [canonical(item, kind) for item in data]
        return str(items if kind is None else sorted(items))
    return repr(data)


def _faults(error: Exception, pointer: Pointer) -> list[tuple[Pointer, str, bool]]:
    """Where each fault is, what it is, and whether it is that a key stands twice."""
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


def from_json(kind: type[V], text: str) -> V:
    """Read one record or value from JSON text, held against its schema.

    Raises:
        InvalidDataset: The text is not JSON or does not fit; ``problems`` names all of it.

    >>> from_json(Count, '{"more_than": 100}')
    Count.more_than(100)
    """
    from negotiations.io.schema import schema_problems

    if not (isinstance(kind, type) and issubclass(kind, Value)):
        raise TypeError(f"expected a class of the model, found {kind!r}")
    document, problems = read_json("", text.encode("utf-8", "surrogatepass"))
    if document is not None and not problems:
        problems = schema_problems(document, kind)
    if document is None or problems:
        raise InvalidDataset(problems)
    made, problems = structure_problems(kind, document, document.value, ())
    if made is None:
        raise InvalidDataset(problems)
    return made
