"""Types are part of the API: they resolve at run time, and every class that a caller holds is public."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Iterator
from enum import Enum
from typing import Any

import attrs
import pytest

import negotiations as ng

PUBLIC = {name: item for name in ng.__all__ if not inspect.ismodule(item := getattr(ng, name))}


def members(cls: type) -> Iterator[tuple[str, Any]]:
    """The public methods and properties of a class, inherited ones too, as functions."""
    for name in dir(cls):
        if name.startswith("_"):
            continue
        member = inspect.getattr_static(cls, name)
        if isinstance(member, staticmethod | classmethod):
            yield name, member.__func__
        elif isinstance(member, property):
            yield name, member.fget
        elif inspect.isfunction(member):
            yield name, member


def documented() -> Iterator[tuple[str, Any]]:
    """Every public class and function, and every public method and property of one."""
    for name, item in PUBLIC.items():
        if inspect.isclass(item) or inspect.isfunction(item):
            yield name, item
        if inspect.isclass(item):
            yield from ((f"{name}.{inner}", member) for inner, member in members(item))


DOCUMENTED = dict(documented())


@pytest.mark.parametrize("name", DOCUMENTED)
def test_type_hints_resolve(name: str) -> None:
    """`typing.get_type_hints` works on every public object, and on all that belongs to it."""
    typing.get_type_hints(DOCUMENTED[name])


def classes_in(hint: Any) -> Iterator[type]:
    """The classes that a type hint names, inside unions and containers too."""
    if isinstance(hint, typing.TypeVar):
        if hint.__bound__ is not None:
            yield from classes_in(hint.__bound__)
        return
    if isinstance(hint, type) and not isinstance(hint, types.GenericAlias):
        yield hint
    origin = typing.get_origin(hint)
    if isinstance(origin, type):
        yield origin
    for inner in typing.get_args(hint):
        if not isinstance(inner, str):
            yield from classes_in(inner)


def declared(cls: type) -> set[str]:
    """The names of the fields that a class declares; none where it declares them in no such way."""
    if attrs.has(cls):
        return {field.name for field in attrs.fields(cls)}
    return set(getattr(cls, "__struct_fields__", ()))


def held() -> Iterator[tuple[str, type]]:
    """The library's classes that a caller gets from a public object, and from where."""
    for name, item in DOCUMENTED.items():
        hints = typing.get_type_hints(item)
        if inspect.isclass(item):
            fields = declared(item)
            given = {key: hint for key, hint in hints.items() if key in fields and key[0] != "_"}
        else:
            given = {key: hint for key, hint in hints.items() if key == "return"}
        for hint in given.values():
            for cls in classes_in(hint):
                if cls.__module__.startswith("negotiations.") and not issubclass(cls, Enum):
                    yield name, cls


def test_every_class_that_a_caller_holds_is_public() -> None:
    """What a public function, property or field gives can be named by whoever gets it."""
    private = {
        f"{cls.__module__}.{cls.__name__} from {name}"
        for name, cls in held()
        if getattr(ng, cls.__name__, None) is not cls and not cls.__name__.startswith("_")
    }
    assert private == set()


def test_every_public_class_is_held_or_made_by_a_caller() -> None:
    """No class is public that a caller neither gets nor makes, raises or catches."""
    given = {cls.__name__ for _, cls in held()}
    own = {
        name
        for name, item in PUBLIC.items()
        if inspect.isclass(item) and (declared(item) or issubclass(item, Exception | Enum))
    }
    assert {name for name, item in PUBLIC.items() if inspect.isclass(item)} - given - own <= {
        "Dataset",
        "Texts",
    }


# Where `Any` stands because no type can be said: values of any field of any class, and JSON.
ANY = (
    "present",
    "replace",
    "key",
    "to_data",
    "where",
    "resolve",
    "to_json_patch",
    "describe",
    "collections",
)


def says_any(hint: Any) -> bool:
    """Whether a type hint has `Any` somewhere."""
    return hint is Any or any(says_any(inner) for inner in typing.get_args(hint))


@pytest.mark.parametrize(
    "name", [name for name in DOCUMENTED if name.rpartition(".")[2] not in ANY and "." in name]
)
def test_no_method_or_property_says_any(name: str) -> None:
    """Whoever calls a method or asks for a property is told what comes back."""
    hints = typing.get_type_hints(DOCUMENTED[name])
    assert [key for key, hint in hints.items() if says_any(hint)] == []
