"""The times of reading and writing records as JSON, beside parsers and writers that check nothing."""

from __future__ import annotations

import json
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import msgspec

import negotiations as ng
from benchmarks.diff import made_pair
from benchmarks.measuring import Group, in_turns
from negotiations.deferred import ByClass
from negotiations.io.codec import checked_from_json, to_data
from negotiations.io.copiers import blank_of
from negotiations.io.structs import class_of, is_raw, parsed
from negotiations.model.base import Value, compiled, fields_of
from negotiations.model.values import Bounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from negotiations import Version

__all__ = ["codec"]


def codec(*, rounds: int, times: tuple[int, ...]) -> Iterator[Group]:
    """Reading and writing one version of 28 terms, and of as many times as many."""
    for number in times:
        record, _ = made_pair(times=number)
        text = ng.to_json(record)
        size = f"{len(text.encode()) / 1000:,.0f} KB, {28 * number:,} terms"
        for title, calls in (
            (f"Reading a version, {size}", _readers(record, text, with_checked=number == 1)),
            (f"Writing a version, {size}", _writers(record)),
        ):
            yield Group(title, tuple(in_turns(calls, rounds=rounds)))


def _readers(record: Version, text: str, *, with_checked: bool) -> dict[str, Callable[[], Any]]:
    data, kind = text.encode(), ng.Version
    if not ng.from_json(kind, text) == checked_from_json(kind, data) == record:
        raise AssertionError("what was written is not read")
    calls: dict[str, Callable[[], Any]] = {
        "json.loads": lambda: json.loads(text),
        "negotiations.from_json": lambda: ng.from_json(kind, text),
        "its structs alone": lambda: parsed(kind, data),
        "its structs, and slots filled with no check": lambda: _filled(parsed(kind, data)),
        "msgspec, untyped": lambda: msgspec.json.decode(data),
    }
    if with_checked:
        calls["its checked path"] = lambda: checked_from_json(kind, data)
    return calls | _orjson("loads", data, json.loads(text))


def _writers(record: Version) -> dict[str, Callable[[], Any]]:
    data = to_data(record)
    if json.loads(ng.to_json(record)) != data:
        raise AssertionError("what is written is not the data")
    calls: dict[str, Callable[[], Any]] = {
        "json.dumps of ready data": lambda: json.dumps(data),
        "negotiations.to_json": lambda: ng.to_json(record),
        "its data alone": lambda: to_data(record),
        "json.dumps, indented": lambda: json.dumps(data, indent=2),
    }
    return calls | _orjson("dumps", data, json.dumps(data, separators=(",", ":")).encode())


def _filled(struct: Any) -> Any:
    """The records that a parsed struct means, with nothing checked, shared or put in order.

    It is the least that making records in Python takes: each of their slots is filled once.
    """
    return _FILLERS[type(struct)](struct)


def _filler(struct: type) -> Callable[[Any], Any]:
    """What fills the slots of a class from the structs that mirror it."""
    cls = class_of(struct)
    lines = ["def fill(struct):", " made = blank()"]
    for spec in fields_of(cls):
        lines.append(f" made.{spec.name} = struct.{spec.name}")
        if (
            is_raw(spec)
            or not issubclass(spec.types[0], Value)
            or issubclass(spec.types[0], Bounded)
        ):
            continue
        one = "fillers[type(parts)](parts)"
        items = "tuple([fillers[type(part)](part) for part in parts])" if spec.many else one
        lines += [f" parts = struct.{spec.name}", f" if parts: made.{spec.name} = {items}"]
    lines += [" made.__class__ = cls", " return made"]
    known = {"blank": blank_of(cls), "cls": cls, "fillers": _FILLERS, "tuple": tuple}
    fill: Callable[[Any], Any] = compiled("\n".join(lines), **known)
    return fill


_FILLERS: ByClass[Callable[[Any], Any]] = ByClass(_filler)


def _orjson(name: str, given: Any, expected: Any) -> dict[str, Callable[[], Any]]:
    try:
        call = getattr(import_module("orjson"), name)
    except ImportError:
        return {}
    if call(given) != expected:
        raise AssertionError(f"orjson.{name} gives something else")
    return {f"orjson {version('orjson')}": lambda: call(given)}
