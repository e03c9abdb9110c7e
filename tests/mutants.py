"""Every way in which a valid dataset can be broken, and what must be said of each.

A mutant is a valid dataset with one fault, together with the rule that must refuse it and the JSON
Pointer that must be blamed. The faults are enumerated from the declarations of the fields, at every
place of a dataset where a field stands, so that no field and no rule is forgotten.

No mutant is counted that is not invalid. Each is built to lie outside of what the declaration
allows: of another JSON type than all types of the field, under a name that no field of the class
has, beyond its least number, no match of its pattern; and a place where that cannot be done, as for
text that any pattern takes, yields none. `test_mutants` holds that each differs from its original in
more than order, and `test_other_validators` that those of the schema are refused by validators that
know nothing of this code. One way is not invalid by JSON Schema: ``5.0`` is an integer there. Here it
is refused, and it stands under `FRACTION`, so that it can be left out where others judge.

Judge the full dataset at every place, and the bundled data or a folder at one place for each way,
class and field, chosen anew by ``--seed``; with ``--all`` at every place, which takes hours::

    python tests/mutants.py [FOLDER] [--texts FOLDER] [--seed NUMBER] [--all]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from builders import DELETED, as_bytes, cite, put, write, write_text
from full import full

from negotiations.folder import reading as folder_module
from negotiations.folder.reading import check_folder
from negotiations.io import schema
from negotiations.io.codec import from_data
from negotiations.io.layout import FILE_KINDS, bundled_folder, file_kind_of
from negotiations.io.strict_json import JsonText, pointer_text
from negotiations.limits import (
    MAXIMUM_BYTES,
    MAXIMUM_DEPTH,
    MAXIMUM_EXTRA_DEPTH,
    MAXIMUM_PROBLEMS,
    MAXIMUM_PROBLEMS_IN_ALL,
    MORE,
)
from negotiations.model import (
    TERM_CLASSES,
    Actor,
    Amount,
    Anchor,
    ChoiceTerm,
    ContinuationTerm,
    Event,
    Evidence,
    FigureClaim,
    Identifier,
    Issue,
    MeasureTerm,
    Metadata,
    OtherTerm,
    Place,
    Position,
    Proposal,
    Record,
    ReleaseTerm,
    Role,
    Source,
    Talks,
    Term,
    Timing,
    VerificationTerm,
    Version,
)
from negotiations.model.base import FieldSpec, Value, fields_of
from negotiations.model.extra import Extra
from negotiations.model.patterns import NOT_BLANK
from negotiations.model.proposals import RELATIONS
from negotiations.model.sources import FORMAT
from negotiations.model.values import Bounded, Count, Duration, When
from negotiations.rules import RULES
from negotiations.vocabulary import TermKind, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from builders import Files

    from negotiations.errors import Problem

    Path_ = tuple[str | int, ...]
    Edit = tuple[str, Path_, Any]

__all__ = [
    "FRACTION",
    "Mutant",
    "Outcome",
    "across_paragraphs",
    "judge",
    "mutants",
    "one_of_each",
    "remembered",
    "sampled",
    "spots",
    "stored",
]

FRACTION = "5.0 for 5"

# How the library says which keyword of a schema is broken.
SAYINGS = {
    "required": "is missing",
    "type": "wrong type",
    "anyOf": "none of the possible forms",
    "oneOf": "none of the possible forms",
    "enum": "not an allowed word",
    "additionalProperties": "unknown field",
    "pattern": "not in the required form",
    "uniqueItems": "duplicate item",
    "minProperties": "qualifiers given",
    "maxProperties": "qualifiers given",
    "minItems": " items",
    "maxItems": " items",
    "minimum": "too small",
    "maximum": "too large",
    "exclusiveMinimum": "too small",
    "exclusiveMaximum": "too large",
}


@dataclass(frozen=True)
class Mutant:
    """A fault and its due.

    ``way`` is how the dataset is broken, ``where`` the class and field; ``edits`` are set one after
    the other, as `builders.put` does it. A file is replaced whole where the path is empty.
    """

    way: str
    where: str
    rule: str
    file: str
    pointer: str
    edits: tuple[Edit, ...]
    keyword: str = ""

    def __str__(self) -> str:
        due = f"{self.rule} {self.keyword}".strip()
        return f"{self.way}: {self.where} in {self.file} at {self.pointer or '/'} → {due}"

    def applied(self, files: Files) -> Files:
        """The files that differ, with their new data; `DELETED` for one that is gone."""
        touched = {file for file, _, _ in self.edits}
        changed: Files = {file: files[file] for file in touched if file in files}
        for file, path, value in self.edits:
            if path:
                changed[file] = _copied_along(changed[file], path[:-1])
                put(changed, file, *path, value=value)
            else:
                changed[file] = value
        return changed

    def is_due(self, problem: Problem) -> bool:
        """Whether a problem is the one that must be found."""
        return (
            (problem.rule, problem.file, problem.pointer) == (self.rule, self.file, self.pointer)
        ) and SAYINGS.get(self.keyword, "") in problem.message


def _copied_along(data: Any, path: Path_) -> Any:
    """A copy of the objects and lists on the way to a place; what else there is, is shared."""
    copy = data.copy()
    if path:
        copy[path[0]] = _copied_along(data[path[0]], path[1:])
    return copy


# --- where faults can stand ---------------------------------------------------------------------


@dataclass(frozen=True)
class Spot:
    """An object of a class of the model, where it stands in a file.

    ``is_choice``: it stands where objects of several classes may, so that a schema can only say that
    it is none of them.
    """

    file: str
    path: Path_
    cls: type[Value]
    data: dict[str, Any]
    owner: type[Value] | None = None
    is_choice: bool = False


def _class_of(item: Any, types: tuple[type, ...]) -> type[Value] | None:
    classes = [each for each in types if issubclass(each, Value)]
    if not isinstance(item, dict) or not classes:
        return None
    if classes == [Term]:
        return TERM_CLASSES[TermKind(item["kind"])]
    if len(classes) == 1:
        return classes[0]
    if item.keys() & {"on", "within", "before"} or isinstance(item.get("after"), dict):
        return Timing
    if item.keys() & {"edtf", "after"}:
        return When
    amount = next(iter(item.values()))
    first = amount[0] if isinstance(amount, list) else amount
    if isinstance(first, float) or item.keys() & {"unit", "per"}:
        return Amount
    return Duration if isinstance(first, str) and "unstated" not in item else Count


def _inside(spot: Spot) -> Iterator[Spot]:
    yield spot
    if issubclass(spot.cls, Bounded):
        return
    for spec in fields_of(spot.cls):
        held = spot.data.get(spec.name)
        items = enumerate(held) if isinstance(held, list) else [(None, held)]
        for index, item in items:
            cls = _class_of(item, spec.types)
            if cls is not None:
                path = (*spot.path, spec.name, *([] if index is None else [index]))
                several = sum(issubclass(each, Value) for each in spec.types) > 1
                yield from _inside(Spot(spot.file, path, cls, item, spot.cls, several))


def spots(files: Files) -> Iterator[Spot]:
    """Every object of the model in these files, records first."""
    for file, data in files.items():
        kind = file_kind_of(file)
        assert kind is not None, file
        for index, item in enumerate(data if kind.is_list else [data]):
            yield from _inside(Spot(file, (index,) if kind.is_list else (), kind.record, item))


def _at(spot: Spot, *more: str | int) -> str:
    return pointer_text((*spot.path, *more))


def _declaring(cls: type[Value], field: str) -> type[Value]:
    """The class that declares a field; a subclass may declare it anew."""
    own = [spec for spec in fields_of(cls) if spec.name == field]
    bases = [each for each in cls.__mro__ if issubclass(each, Value) and hasattr(each, "_specs")]
    return [each for each in bases if all(spec in fields_of(each) for spec in own)][-1]


def _fault(
    spot: Spot,
    way: str,
    rule: str,
    blamed: Path_,
    *changes: tuple[Path_, Any],
    field: str = "",
    keyword: str = "",
) -> Mutant:
    """A mutant that changes values in a spot; paths are relative to it."""
    edits = tuple((spot.file, (*spot.path, *path), value) for path, value in changes)
    if rule == "schema" and spot.is_choice:
        blamed, keyword = (), "anyOf"
    where = f"{_declaring(spot.cls, field).__name__}.{field}" if field else spot.cls.__name__
    return Mutant(way, where, rule, spot.file, _at(spot, *blamed), edits, keyword)


# --- what the declaration of a field forbids ----------------------------------------------------

OF_TYPE: dict[str, Any] = {
    "null": None,
    "boolean": True,
    "integer": 5,
    "number": 5.5,
    "string": "x",
    "array": [],
    "object": {},
}


def _json_types(types: tuple[type, ...]) -> set[str]:
    names = {str: "string", int: "integer", bool: "boolean", Decimal: "number"}
    return {
        names.get(each, "string" if issubclass(each, Vocabulary) else "object") for each in types
    }


def _of_fields(spot: Spot) -> Iterator[Mutant]:
    """Each field missing, misspelt, and of every other type; an unknown field; words and numbers."""
    known = {spec.name for spec in fields_of(spot.cls)} | {"kind"}
    for spec in fields_of(spot.cls):
        if spec.name in spot.data:
            yield from _of_field(spot, spec, known)
    yield _fault(
        spot,
        "unknown field",
        "schema",
        ("unheard",),
        (("unheard",), "x"),
        keyword="additionalProperties",
    )


def _of_field(spot: Spot, spec: FieldSpec, known: set[str]) -> Iterator[Mutant]:
    name, held = spec.name, spot.data[spec.name]
    if spot.cls is Metadata and name == "format":
        yield from _retyped(spot, spec, (name,), {"integer"})
        yield from _of_formats(spot)
        return
    if not spec.optional:
        yield _fault(
            spot,
            "required field dropped",
            "schema",
            (),
            ((name,), DELETED),
            field=name,
            keyword="required",
        )
    misspelt = name + name[-1]
    assert misspelt not in known, misspelt
    yield _fault(
        spot,
        "misspelt field",
        "schema",
        (misspelt,),
        ((name,), DELETED),
        ((misspelt,), held),
        field=name,
        keyword="additionalProperties",
    )
    yield from _retyped(spot, spec, (name,), {"array"} if spec.many else _json_types(spec.types))
    if spec.many and held:
        yield from _retyped(spot, spec, (name, 0), _json_types(spec.types))
        yield from _of_item(spot, spec, (name, 0), held[0])
        yield from _twice(spot, spec, held)
    elif spec.types == (Extra,):
        yield from _of_extra(spot, name)
    elif not spec.many:
        yield from _of_item(spot, spec, (name,), held)


def _of_extra(spot: Spot, name: str) -> Iterator[Mutant]:
    """Extra data that cannot be kept: numbers that readers of JSON lose, and too many levels."""
    deep: Any = {}
    for _ in range(MAXIMUM_EXTRA_DEPTH):
        deep = {"in": deep}
    for way, blamed, value in (
        ("integer beyond 2**53 - 1 in extra data", ("all", 1), {"all": [1, 2**53]}),
        ("integer below 1 - 2**53 in extra data", ("all",), {"all": -(2**53)}),
        ("extra data nested too deeply", ("in",) * 3, deep),
    ):
        yield _fault(spot, way, "value", (name, *blamed), ((name,), value), field=name)


def _of_formats(spot: Spot) -> Iterator[Mutant]:
    """An older format, with a number or without one; a newer one; and numbers that no format has."""
    number = ("format",)
    for way, value in (("older format", FORMAT - 1), ("newer format", FORMAT + 1)):
        yield _fault(spot, way, "format", number, (number, value), field="format")
    yield _fault(spot, "no format", "format", (), (number, DELETED), field="format")
    fault = _fault(spot, "negative number", "schema", number, (number, -5), field="format")
    yield replace(fault, keyword="minimum")


def _retyped(spot: Spot, spec: FieldSpec, path: Path_, allowed: set[str]) -> Iterator[Mutant]:
    several = len(allowed) > 1 or (len(spec.types) > 1 and (not spec.many or len(path) > 1))
    keyword = "anyOf" if several else "type"
    # An integer is a number, too.
    right = {*allowed, "integer"} if "number" in allowed else allowed
    others = {name: value for name, value in OF_TYPE.items() if name not in right}
    wrong = [(f"{name} for another type", value) for name, value in others.items()]
    if "integer" in allowed:
        wrong.append((FRACTION, float(min(5, spec.maximum))))
    for way, value in wrong:
        yield _fault(spot, way, "schema", path, (path, value), field=spec.name, keyword=keyword)


def _of_item(spot: Spot, spec: FieldSpec, path: Path_, held: Any) -> Iterator[Mutant]:
    """What one value of a field may not be, though its type is right."""

    def fault(way: str, value: Any, keyword: str) -> Mutant:
        return _fault(spot, way, "schema", path, (path, value), field=spec.name, keyword=keyword)

    words = [word.value for kind in spec.types if issubclass(kind, Vocabulary) for word in kind]
    if isinstance(held, str) and str not in spec.types:
        for way, word in (
            ("misspelt word", held + held[-1]),
            ("word in capitals", held.upper()),
            ("empty word", ""),
        ):
            if word not in words:
                yield fault(way, word, "enum")
    elif isinstance(held, str):
        pattern = spec.pattern or NOT_BLANK
        for way, text in (
            ("empty text", ""),
            ("blank text", " "),
            ("text of a byte order mark", "\ufeff"),
            ("line feed at the end", f"{held}\n"),
            ("text in capitals", held.upper()),
            ("space before the text", f" {held}"),
        ):
            if not re.search(pattern, text):
                yield fault(way, text, "pattern")
    elif Decimal in spec.types:
        least, most = spec.minimum, spec.maximum
        assert least is not None, spec
        for way, number in (
            ("number too small", least - 1),
            ("number a little too small", least - 0.001),
            ("negative number of a hundred digits", -(10**99)),
        ):
            yield fault(way, number, "minimum")
        for way, number in (
            ("number too large", most + 1),
            ("number a little too large", most + 0.001),
            ("number of a hundred digits", 10**99),
        ):
            yield fault(way, number, "maximum")
    elif isinstance(held, int) and not isinstance(held, bool):
        least = spec.minimum
        assert least is not None, spec
        yield fault("number too small", least - 1, "minimum")
        yield fault("negative number", -5, "minimum")
        yield fault("number beyond 2**53 - 1", 2**53, "maximum")
        yield fault("number of a hundred digits", 10**99, "maximum")


def _twice(spot: Spot, spec: FieldSpec, held: list[Any]) -> Iterator[Mutant]:
    """An item that stands twice, and one with the key of another."""
    path = (spec.name, len(held))
    if not any(issubclass(kind, Value) for kind in spec.types):
        yield _fault(
            spot,
            "item twice",
            "schema",
            (spec.name,),
            (path, held[0]),
            field=spec.name,
            keyword="uniqueItems",
        )
        return
    cls = _class_of(held[0], spec.types)
    assert cls is not None
    rule = "unique-id" if cls.key_fields == ("id",) else "unique-key"
    yield _fault(spot, "item twice", rule, path, (path, held[0]), field=spec.name)
    if cls.key_fields:
        free = [
            each.name
            for each in fields_of(cls)
            if each.types == (str,)
            and not (each.many or each.refers_to or each.name in cls.key_fields)
        ]
        for name in free[:1]:
            twin = {**held[0], name: "Said otherwise."}
            yield _fault(spot, "key twice", rule, path, (path, twin), field=spec.name)
        for name in cls.key_fields:
            part = held[0].get(name)
            if isinstance(part, list) and len(part) > 1:
                twin = {**held[0], name: part[::-1]}
                yield _fault(
                    spot, "key twice, in another order", rule, path, (path, twin), field=name
                )


# --- counts, durations, dates -------------------------------------------------------------------


def _of_bounds(spot: Spot) -> Iterator[Mutant]:
    """A count or a duration with no bound, two, another, or one that it cannot have."""

    def fault(way: str, value: Any, blamed: Path_, keyword: str, rule: str = "schema") -> Mutant:
        return _fault(spot, way, rule, blamed, ((), value), keyword=keyword)

    is_count = spot.cls is Count
    low, high, none = (30, 40, 0) if is_count else ("P1D", "P2D", "P0D")
    right = "integer" if is_count else "string"
    if spot.is_choice:
        # Among the forms is that of a time, of which no field is required by itself.
        yield fault("no bound", {}, (), "", "value")
    else:
        yield fault("no bound", {}, (), "minProperties")
    yield fault("two bounds", {"at_least": low, "at_most": high}, (), "maxProperties")
    yield fault("misspelt bound", {"exactlyy": low}, ("exactlyy",), "additionalProperties")
    yield from _of_amounts(spot, fault)
    for name, value in OF_TYPE.items():
        if name != "array":
            yield fault(f"{name} for another type", {"between": value}, ("between",), "type")
        if name != right:
            path = ("between", 1)
            yield fault(f"{name} for another type", {"between": [low, value]}, path, "type")
        if name != "string":
            yield fault(f"{name} for another type", {"unstated": value}, ("unstated",), "type")
    yield fault("one end of two", {"between": [low]}, ("between",), "minItems")
    yield fault("three ends of two", {"between": [low, high, high]}, ("between",), "maxItems")
    for ends in ([high, low], [low, low]):
        yield fault("ends that are no interval", {"between": ends}, (), "", "value")
    if is_count:
        yield fault("fewer than none", {"fewer_than": none}, ("fewer_than",), "minimum")
    else:
        yield fault("fewer than none", {"fewer_than": none}, (), "", "value")
    for text in ("", " ", "\t\n", "\ufeff"):
        yield fault("blank text", {"unstated": text}, ("unstated",), "pattern")


def _of_amount(spot: Spot) -> Iterator[Mutant]:
    """An amount with no bound, two or another, and with numbers that cannot be kept."""

    def fault(way: str, value: Any, blamed: Path_, keyword: str, rule: str = "schema") -> Mutant:
        return _fault(spot, way, rule, blamed, ((), value), keyword=keyword)

    beside = {"unit": "coins"}
    yield fault("no bound", {**beside}, (), "oneOf")
    yield fault("two bounds", {"at_least": 1.5, "at_most": 2.5, **beside}, (), "oneOf")
    misspelt = {"exactlyy": 1.5, **beside}
    yield fault("misspelt bound", misspelt, ("exactlyy",), "additionalProperties")
    for word in ("exactly", "more_than", "at_least", "at_most", "fewer_than", "about"):
        for name, value in OF_TYPE.items():
            if name not in ("integer", "number"):
                yield fault(f"{name} for another type", {word: value, **beside}, (word,), "type")
        least = "exclusiveMinimum" if word == "fewer_than" else "minimum"
        yield fault("negative number", {word: -1.5, **beside}, (word,), least)
        yield fault("too great a number", {word: 10**15, **beside}, (word,), "exclusiveMaximum")
        for digits in (0.1234567890123456, 12345678.12345678):
            more = {word: digits, **beside}
            yield fault("more digits than can be kept", more, (), "", "value")
    yield fault("fewer than none", {"fewer_than": 0, **beside}, ("fewer_than",), "exclusiveMinimum")
    for ends in ([2.5, 1.5], [1.5, 1.5]):
        yield fault("ends that are no interval", {"between": ends, **beside}, (), "", "value")
    for text in ("", " "):
        yield fault("blank text", {"exactly": 1.5, "unit": text}, ("unit",), "pattern")
    for text in ("", "year", "P", "P1.5D"):
        more = {"exactly": 1.5, **beside, "per": text}
        yield fault("text that is no duration", more, ("per",), "pattern")


def _of_timings(spot: Spot) -> Iterator[Mutant]:
    """A time by two things at once, or by none, and a length of time from nothing."""
    word = {"words": "signing"}
    given: list[tuple[str, Any]] = [
        ("two times at once", {"on": "2001", "after": word}),
        ("two times at once", {"after": word, "before": word}),
        ("length of time from nothing", {"within": {"exactly": "P6W"}, "before": word}),
        ("length of time from nothing", {"on": "2001", "within": {"exactly": "P6W"}}),
        ("date of no calendar", {"on": "2001-02-30"}),
    ]
    if not spot.is_choice:
        given.append(("no time", {}))
    for way, value in given:
        yield _fault(spot, way, "value", (), ((), value))


def _of_anchors(spot: Spot) -> Iterator[Mutant]:
    """A time counted from two things, or from none."""
    for way, value in (
        ("nothing to count from", {}),
        ("two things", {"words": "x", "term": "fire@1"}),
    ):
        yield _fault(spot, way, "value", (), ((), value))


def _of_identifiers(spot: Spot) -> Iterator[Mutant]:
    """An identifier of a form that its register does not have."""
    for text in ("x", "0", f"{spot.data['id']}\n", f"{spot.data['id']} "):
        yield _fault(spot, "form of no identifier", "value", (), (("id",), text))


def _of_amounts(spot: Spot, fault: Callable[..., Mutant]) -> Iterator[Mutant]:
    is_count = spot.cls is Count
    right = "integer" if is_count else "string"
    for word in ("exactly", "more_than", "at_least", "at_most", "fewer_than", "about"):
        for name, value in OF_TYPE.items():
            # Where a count or an amount may stand too, a bare number is one.
            if name != right and not (spot.is_choice and name in ("integer", "number")):
                yield fault(f"{name} for another type", {word: value}, (word,), "type")
        if is_count:
            if not spot.is_choice:  # where an amount may stand too, it is one
                yield fault(FRACTION, {word: 5.0}, (word,), "type")
            yield fault("negative number", {word: -1}, (word,), "minimum")
            yield fault("number beyond 2**53 - 1", {word: 2**53}, (word,), "maximum")
        else:
            for text in ("", "6 weeks", "P", "PT", "P6W\n", "p6w", "-P6W", "P1.5D"):
                yield fault("text that is no duration", {word: text}, (word,), "pattern")


def _of_dates(spot: Spot) -> Iterator[Mutant]:
    """A date that is none, has both forms or neither, or has no note where one is wanted."""
    note = spot.data.get("note", "A reason.")
    stated = {"edtf": "2001-05", "basis": "stated"}
    follows = {"after": spot.data.get("after", "events/x")}
    forms: list[tuple[str, Any]] = [
        ("date of no form", {"note": note}),
        ("date without a basis", {"edtf": "2001-05"}),
        ("basis without a date", {"basis": "stated"}),
        ("date in both forms", {**stated, **follows}),
        ("basis beside after", {**follows, "basis": "stated"}),
    ]
    for way, value in forms:
        yield _fault(spot, way, "schema", (), ((), value), keyword="oneOf")
    for text in ("2001-5", "2001/2002/2003", "May 2001", "2001-13", "", "2001-05-01T10:00"):
        value = {**stated, "edtf": text}
        yield _fault(spot, "date that is none", "schema", ("edtf",), ((), value), keyword="pattern")
    for text in ("2001-02-30", "XXXX-02-30", "0000", "2001-05-02/2001-05-01", "2002/2001-05"):
        value = {**stated, "edtf": text}
        yield _fault(spot, "date of no calendar", "value", (), ((), value))
    for basis in ("inferred", "external"):
        value = {**stated, "basis": basis}
        yield _fault(spot, "worked-out date without a note", "date-note", (), ((), value))


# --- what the rules between records forbid ------------------------------------------------------


class Known:
    """The records of a dataset's files, as data, by collection and id, each with its place."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.by_collection: dict[str, dict[str, dict[str, Any]]] = {
            kind.collection: {} for kind in FILE_KINDS
        }
        self.by_collection["versions"] = {}
        self.cited: dict[str, set[int]] = {}
        self.spots = list(spots(files))
        for spot in self.spots:
            kind = file_kind_of(spot.file)
            assert kind is not None
            if issubclass(spot.cls, Record):
                name = "versions" if spot.cls is Version else kind.collection
                self.by_collection[name][spot.data["id"]] = spot.data
            if spot.cls is Evidence:
                self.cited.setdefault(spot.data["source"], set()).add(spot.data["paragraph"])

    def at(self, address: str, among: tuple[str, ...]) -> dict[str, Any] | None:
        """The record that a reference leads to."""
        name, _, key = address.rpartition("/")
        for each in (name,) if name else among:
            if key in self.by_collection[each]:
                return self.by_collection[each][key]
        return None


def _of_references(spot: Spot, known: Known) -> Iterator[Mutant]:
    for spec in fields_of(spot.cls):
        held = spot.data.get(spec.name)
        if not spec.refers_to or not held:
            continue
        path: Path_ = (spec.name, 0) if spec.many else (spec.name,)
        name = held[0] if spec.many else held

        def fault(
            way: str, value: str, rule: str = "references", at: Path_ = path, of: str = spec.name
        ) -> Mutant:
            keyword = "pattern" if rule == "schema" else ""
            return _fault(spot, way, rule, at, (at, value), field=of, keyword=keyword)

        only_versions = spec.refers_to == ("versions",)
        yield fault("dangling reference", "no-such@record" if only_versions else "no-such-record")
        taken = {key for each in spec.refers_to for key in known.by_collection[each]}
        strangers = [
            (collection, key)
            for collection in ("sources", "actors", "places", "issues", "figures")
            if collection not in spec.refers_to
            for key in known.by_collection[collection]
            if key not in taken
        ]
        collection, key = strangers[0]
        yield fault("reference to another kind", key, "schema" if only_versions else "references")
        if len(spec.refers_to) == 1:
            yield fault("address for an id", f"{spec.refers_to[0]}/{name}", "schema")
        else:
            yield fault("address of another kind", f"{collection}/{key}")
            yield fault("address of no collection", f"records/{name.rpartition('/')[2]}")
            bare = name.rpartition("/")[2]
            if sum(bare in known.by_collection[each] for each in spec.refers_to) > 1:
                yield fault("id of several records", bare)


LINKS: dict[type[Value], tuple[str, ...]] = {
    Version: RELATIONS,
    Place: ("within",),
    Actor: ("member_of", "speaks_for"),
    Event: ("answers",),
}
DATES: dict[type[Value], str] = {Version: "tabled", Event: "when", Talks: "when", Position: "when"}
COLLECTION_OF: dict[type[Value], str] = {
    Version: "versions",
    Event: "events",
    Talks: "talks",
    Position: "positions",
    Place: "places",
    Actor: "actors",
}


def _targets(data: dict[str, Any], name: str) -> list[str]:
    held = data.get(name, [])
    items = held if isinstance(held, list) else [held]
    return [each["organisation"] if isinstance(each, dict) else each for each in items]


def _linked(data: dict[str, Any], name: str, to: str) -> Any:
    """The value of a link field that leads to a record too."""
    if name == "speaks_for":
        return to
    item = {"organisation": to} if name == "member_of" else to
    return [*data.get(name, []), item]


def _of_order(spot: Spot, known: Known) -> Iterator[Mutant]:
    """Circles, and what is earlier than what it acts on."""
    own = spot.data["id"]
    for name in LINKS.get(spot.cls, ()):
        value = _linked(spot.data, name, own)
        yield _fault(spot, "link to itself", "no-cycle", (name,), ((name,), value), field=name)
        for target in _targets(spot.data, name):
            other = next(
                each for each in known.spots if each.cls is spot.cls and each.data["id"] == target
            )
            if own not in _targets(other.data, name):
                back = _linked(other.data, name, own)
                fault = _fault(other, "circle of two", "no-cycle", (name,), ((name,), back))
                yield replace(
                    fault,
                    where=f"{spot.cls.__name__}.{name}",
                    file=spot.file,
                    pointer=_at(spot, name),
                )
    if spot.cls not in DATES:
        return
    date = DATES[spot.cls]
    address = f"{COLLECTION_OF[spot.cls]}/{own}"
    yield _fault(
        spot, "link to itself", "no-cycle", (), ((date,), {"after": address}), field="after"
    )
    after = spot.data.get(date, {}).get("after")
    for other in known.spots if after else ():
        if other.cls in DATES and after.rpartition("/")[2] == other.data["id"]:
            circle = (other.file, (*other.path, DATES[other.cls]), {"after": address})
            yield Mutant(
                "circle of two",
                f"{spot.cls.__name__}.after",
                "no-cycle",
                spot.file,
                _at(spot),
                (circle,),
            )
    if spot.data.get("act") == "prepare":
        return
    name = "derived_from" if spot.cls is Version else "on"
    spec = next(each for each in fields_of(spot.cls) if each.name == name)
    for index, target in enumerate(_targets(spot.data, name)):
        acted_on = known.at(target, spec.refers_to)
        held = (acted_on or {}).get("tabled") or (acted_on or {}).get("when") or {}
        if "edtf" in held and from_data(When, held).earliest is not None:
            early = {"edtf": "0900", "basis": "stated"}
            blamed = (name, index) if spec.many else (name,)
            yield _fault(
                spot, "earlier than what it acts on", "date-order", blamed, ((date,), early)
            )


RESTING = (Version, Term, Role, Talks, Event, FigureClaim)


def _of_evidence(spot: Spot, known: Known, *, texts: bool) -> Iterator[Mutant]:
    data = spot.data
    owner = spot.owner
    assert owner is not None

    def fault(way: str, rule: str, blamed: Path_, *changes: tuple[Path_, Any]) -> Mutant:
        made = _fault(spot, way, rule, blamed, *changes)
        return replace(made, where=f"evidence of {owner.__name__}")

    drop_value = [(("value",), DELETED)] if "value" in data else []
    drop_note = [(("note",), DELETED)] if "note" in data else []
    for end in (data["start"], data["start"] - 1):
        if end >= 1:
            yield fault("passage of no length", "value", (), (("end",), end))
    yield fault(
        "reading without a note",
        "evidence-note",
        (),
        (("support",), "implied"),
        *drop_value,
        *drop_note,
    )
    yield fault(
        "unknown field of the record",
        "evidence-fields",
        ("fields", 0),
        (("fields",), ["no_field"]),
        *drop_value,
    )
    names = [spec.name for spec in fields_of(owner)]
    other: tuple[tuple[str, Any], ...] = (
        ("explicit", names[:1]),
        ("implied", names[:1]),
        ("contradicts", names[:2]),
        ("contradicts", []),
    )
    for support, fields in other:
        yield fault(
            "value without one field denied",
            "evidence-value",
            ("value",),
            (("support",), support),
            (("fields",), fields),
            (("value",), "x"),
            (("note",), "A reading."),
        )
    for spec in fields_of(owner):
        value = {"edtf": "2001", "basis": "stated"} if When not in spec.types else True
        yield fault(
            "value of another kind than the field",
            "evidence-value",
            ("value",),
            (("support",), "contradicts"),
            (("fields",), [spec.name]),
            (("value",), value),
        )
    unprinted = ((("prints",), ["No such form."]),)
    yield fault("form that the record has not", "evidence-prints", ("prints", 0), *unprinted)
    source = known.by_collection["sources"][data["source"]]
    most, furniture = source["paragraphs"], source.get("furniture", [])
    paragraph = ("paragraph",)
    yield fault("paragraph beyond the text", "evidence-paragraph", paragraph, (paragraph, most + 1))
    for number in furniture[:1]:
        yield fault("paragraph of furniture", "evidence-paragraph", paragraph, (paragraph, number))
    if texts:
        stale = ("0" if data["sha256"][0] != "0" else "1") + data["sha256"][1:]
        yield fault("stale fingerprint", "evidence-slice", ("sha256",), (("sha256",), stale))
        yield fault("passage moved", "evidence-slice", ("sha256",), (("end",), data["end"] + 1))
        if "prints" in data:
            # A form that the record has, so that only the passage is without it.
            field = "labels" if owner is Version else "spellings"
            record: Any = known.files[spot.file]
            for step in spot.path[:-2]:
                record = record[step]
            added = [*record[field], "No such form."]
            forms = (spot.file, (*spot.path[:-2], field), added)
            made = fault(
                "passage without the form", "printed-in-passage", ("prints", 0), *unprinted
            )
            yield replace(made, edits=(forms, *made.edits))
        free = set(range(1, most + 1)) - set(furniture) - {data["paragraph"]}
        yield fault("another paragraph", "evidence-slice", paragraph, (paragraph, min(free)))


def _of_sources(spot: Spot, known: Known, *, texts: bool) -> Iterator[Mutant]:
    data = spot.data
    cited = known.cited.get(data["id"], set())
    uncoded, furniture = data.get("uncoded", []), data.get("furniture", [])
    rule, beyond = "paragraphs-accounted", data["paragraphs"] + 1
    for index, each in enumerate(uncoded):
        if each["paragraph"] not in furniture:
            yield _fault(spot, "paragraph unaccounted", rule, (), (("uncoded", index), DELETED))
            break
    for way, number, blamed in (
        ("paragraph cited and uncoded", min(cited, default=0), "uncoded"),
        ("paragraph furniture and uncoded", furniture[0] if furniture else 0, "furniture"),
        ("paragraph beyond the text", beyond, "uncoded"),
    ):
        if number:
            more = [*uncoded, {"paragraph": number, "reason": "A reason."}]
            yield _fault(spot, way, rule, (blamed,), (("uncoded",), more))
    yield _fault(
        spot,
        "paragraph beyond the text",
        rule,
        ("furniture",),
        (("furniture",), [*furniture, beyond]),
        field="furniture",
    )
    errors = [*data.get("errors", []), {"paragraph": beyond, "summary": "An error."}]
    yield _fault(
        spot,
        "paragraph beyond the text",
        rule,
        ("errors",),
        (("errors",), errors),
        field="errors",
    )
    copy = {**data, "id": "uncited", "uncoded": [], "furniture": [], "errors": []}
    edit: Edit = ("seeds/uncited.json", (), copy)
    yield Mutant("source uncited", "Source", "source-cited", "seeds/uncited.json", "", (edit,))
    if texts:
        for name, value in (
            ("file_name", "no-such-file.txt"),
            ("sha256", "0" * 64),
            ("paragraphs", beyond),
        ):
            yield _fault(spot, "another text", "source-text", (name,), ((name,), value), field=name)


def _of_issues(spot: Spot) -> Iterator[Mutant]:
    kind = spot.data["kind"]
    for name, of, value in (("options", "choice", ["a", "b"]), ("unit", "measure", "coins")):
        if kind == of == "measure":
            continue  # the amounts may have units of their own
        if kind == of:
            yield _fault(
                spot,
                "field of the kind dropped",
                "issue-options",
                (),
                ((name,), DELETED),
                field=name,
            )
        else:
            yield _fault(
                spot,
                "field of another kind",
                "issue-options",
                (name,),
                ((name,), value),
                field=name,
            )
    cases = spot.data.get("cases", [])
    if cases:
        twin = {**cases[0], "id": "zz-last"}
        blamed = ("cases", len(cases), "label")
        yield _fault(spot, "label twice", "case-labels", blamed, (("cases", len(cases)), twin))
    for index, polarity in enumerate(spot.data.get("polarity", ())):
        for field in ("summary", "obligors", "no_field"):
            yield _fault(
                spot,
                "polarity without an order",
                "polarity-field",
                ("polarity", index, "field"),
                (("polarity", index), {**polarity, "field": field}),
            )
        yield _fault(
            spot,
            "both favour one party",
            "polarity-parties",
            ("polarity", index, "less"),
            (("polarity", index, "less"), polarity["more"]),
        )


def _of_metadata(spot: Spot) -> Iterator[Mutant]:
    """A day of release that is in no calendar, and what is set aside wrongly."""
    for day in ("2001-02-30", "2001-04-31", "0000-01-01"):
        yield _fault(spot, "date of no calendar", "value", (), (("released",), day))
    yield from _of_ignored(spot)


def _of_ignored(spot: Spot) -> Iterator[Mutant]:
    """What a dataset sets aside is no rule, one that may not be, or nothing that is there."""
    held = spot.data.get("ignored", [])

    def fault(way: str, rule: str, name: str, more: dict[str, str]) -> Mutant:
        entry = {"reason": "A reason.", **more}
        blamed = ("ignored", len(held), *([name] if name else []))
        return _fault(spot, way, rule, blamed, (("ignored",), [*held, entry]), field="ignored")

    yield fault("no rule set aside", "ignored-rule", "rule", {"rule": "no-such-rule"})
    stranger = {"record": "sources/no-such-record"}
    for rule in RULES.values():
        if not rule.may_be_ignored:
            way = "rule set aside that may not be"
            yield fault(way, "ignored-rule", "rule", {"rule": rule.id})
        elif not rule.wants_texts:
            way = "nothing to set aside"
            yield fault(way, "ignored-unused", "", {"rule": rule.id, **stranger})
            if rule.id not in [each["rule"] for each in held]:
                yield fault(way, "ignored-unused", "", {"rule": rule.id})


def _of_terms(spot: Spot, known: Known) -> Iterator[Mutant]:
    """What a term may not be beside its issue, its version, and what it is of."""
    data, cls = spot.data, spot.cls
    yield from _of_tags(spot)
    holder: Any = known.files[spot.file]
    for part in spot.path[:-1]:
        holder = holder[part]
    used = {term["issue"] for term in holder}
    for name, issue in known.by_collection["issues"].items():
        if issue["kind"] != data["kind"] and name not in used:
            changed = (("issue",), name)
            yield _fault(spot, "issue of another kind", "term-kind", ("kind",), changed)
            break
    else:
        # Where every issue is used, its phase keeps the key from standing twice.
        name = next(
            key
            for key, issue in known.by_collection["issues"].items()
            if issue["kind"] != data["kind"]
        )
        yield _fault(
            spot,
            "issue of another kind",
            "term-kind",
            ("kind",),
            (("issue",), name),
            (("phase",), 99),
        )
    if cls is ChoiceTerm and "option" in data:
        yield _fault(
            spot, "option of no issue", "term-option", ("option",), (("option",), "no option")
        )
    if cls is OtherTerm and data.get("included") is not False:
        changed = (("summary",), DELETED)
        if "summary" in data:
            yield _fault(spot, "nothing said of it", "other-summary", (), changed)
    if cls is ContinuationTerm and "of" in data:
        phases = (known.at(data["of"], ("versions", "proposals")) or {}).get("phases")
        if phases is not None:
            beyond = (("of_phase",), len(phases) + 1)
            yield _fault(spot, "phase of no version", "term-phase", ("of_phase",), beyond)
    if cls is ReleaseTerm:
        yield from _of_numbers(spot)
    others = [term for term in holder if _declared_label(term) == _declared_label(data)]
    others.remove(data)
    yield from _of_drafts(spot, others, known.by_collection["issues"][data["issue"]])


def _of_numbers(spot: Spot) -> Iterator[Mutant]:
    """Numbers of a release that contradict each other."""
    data = spot.data
    term = from_data(ReleaseTerm, data)
    if term.total is not None and term.total.high is not None:
        for index, _ in enumerate(data.get("groups", ())):
            count = {"more_than": term.total.high}
            yield _fault(
                spot,
                "groups beyond the total",
                "group-total",
                ("groups",),
                (("groups", index, "count"), count),
            )
    if "baseline" in data and "increment" in data:
        increment = (("increment",), DELETED)
        yield _fault(spot, "addition dropped", "release-baseline", ("baseline",), increment)
        total = term.baseline + term.increment if term.baseline and term.increment else None
        if total is not None and total.high is not None:
            more = {"more_than": total.high}
            yield _fault(
                spot,
                "total that is no sum",
                "release-baseline",
                ("count",),
                (("count",), more),
            )


def _of_tags(spot: Spot) -> Iterator[Mutant]:
    """The tag of a term dropped, of another type, misspelt, of another kind."""

    def fault(way: str, value: Any, keyword: str) -> Mutant:
        return _fault(
            spot, way, "schema", ("kind",), (("kind",), value), field="kind", keyword=keyword
        )

    yield _fault(
        spot,
        "required field dropped",
        "schema",
        (),
        (("kind",), DELETED),
        field="kind",
        keyword="required",
    )
    for name, value in OF_TYPE.items():
        if name != "string":
            yield fault(f"{name} for another type", value, "type")
    yield fault("misspelt word", spot.data["kind"] + "s", "enum")
    own = [spec.name for spec in fields_of(spot.cls) if spec.name in spot.data]
    for kind, cls in TERM_CLASSES.items():
        if cls is spot.cls:
            continue
        theirs = {spec.name for spec in fields_of(cls)}
        foreign = [name for name in own if name not in theirs]
        edit = (("kind",), kind.value)
        if foreign:
            yield _fault(
                spot,
                f"kind {kind}",
                "schema",
                (foreign[0],),
                edit,
                field="kind",
                keyword="additionalProperties",
            )
        elif all(_fits(spot.data[name], spot.cls, cls, name) for name in own):
            yield _fault(spot, f"kind {kind}", "term-kind", ("kind",), edit, field="kind")


def _fits(held: Any, own: type[Value], other: type[Value], name: str) -> bool:
    """Whether a value of a field fits the field of the same name of another class."""
    specs = [{spec.name: spec.types for spec in fields_of(cls)}[name] for cls in (own, other)]
    words = [word.value for kind in specs[1] if issubclass(kind, Vocabulary) for word in kind]
    return specs[0] == specs[1] or held in words


def _of_registers(spot: Spot) -> Iterator[Mutant]:
    """An identifier of a register that has no records of this kind."""
    held = spot.data.get("identifiers")
    if held is not None:
        stranger = {"scheme": "ucdp" if spot.cls is Place else "geonames", "id": "9"}
        blamed = ("identifiers", len(held), "scheme")
        changed = (("identifiers",), [*held, stranger])
        yield _fault(spot, "register of another kind", "identifier-scheme", blamed, changed)


def _of_positions(spot: Spot) -> Iterator[Mutant]:
    changed = (("joint_with",), [spot.data["actor"]])
    blamed = ("joint_with", 0)
    yield _fault(spot, "holder beside itself", "joint-holders", blamed, changed, field="joint_with")


def _of_drafts(spot: Spot, beside: list[dict[str, Any]], issue: dict[str, Any]) -> Iterator[Mutant]:
    """What a term may not be as part of a draft; ``beside`` are the others on its matter."""
    data, cls = spot.data, spot.cls
    label, own = (("alternative",), "lone"), _declared_label(data)
    if "alternative" in data and beside:
        dropped = (("alternative",), DELETED)
        yield _fault(spot, "option without a label", "option-labels", (), dropped)
    if not beside:
        yield _fault(spot, "lone option", "option-alone", ("alternative",), label)
    if "alternative" in data and beside:
        content = {"kind", "issue", "phase", "case", "alternative", "evidence"}
        emptied = [((name,), DELETED) for name in data if name not in content]
        yield _fault(spot, "option that says nothing", "option-without-text", (), *emptied)
    yield _fault(spot, "case of no issue", "term-case", ("case",), (("case",), "no-such-case"))
    proposed = ((("status",), "agreed"), (("proposed_by",), ["north"]))
    if data.get("proposed_by"):
        yield _fault(spot, "agreed and proposed", "agreed-words", ("proposed_by",), proposed[0])
    for name in ("ends", "deadline"):
        times = ((("starts",), {"on": "2001-05"}), ((name,), {"on": "2001-04"}))
        yield _fault(spot, "over before it starts", "term-times", (name,), *times, field=name)
    for way, rule, named in (
        ("term that is not there", "term-named", "no-such-term"),
        ("term that hangs on itself", "term-cycle", own),
    ):
        conditions = [{"term": named, "summary": "A condition."}]
        blamed = ("conditions", 0, "term")
        if not (rule == "term-cycle" and beside):
            yield _fault(spot, way, rule, blamed, (("conditions",), conditions))
    if "limit" in data:
        limited = [spec.name for spec in fields_of(cls) if spec.limited]
        numbers = [((name,), DELETED) for name in limited if name in data]
        yield _fault(spot, "limit of no number", "limit-number", ("limit",), *numbers)
    if cls is MeasureTerm and "amount" in data and "unit" in issue:
        other = (("amount", "unit"), "sheep")
        yield _fault(spot, "unit of no issue", "amount-unit", ("amount", "unit"), other)
    if cls is VerificationTerm:
        itself = (("of",), data["issue"])
        yield _fault(spot, "verification of itself", "verified-issue", ("of",), itself)


def _declared_label(data: dict[str, Any]) -> str:
    phase, case = data.get("phase"), data.get("case")
    label = data["issue"] + ("" if phase is None else f"@{phase}")
    return label + ("" if case is None else f":{case}")


def _of_versions(spot: Spot) -> Iterator[Mutant]:
    data = spot.data
    name = data["id"].partition("@")[2]
    yield _fault(spot, "id of another proposal", "version-id", ("id",), (("id",), f"other@{name}"))
    if data.get("terms"):
        blamed = ("coded_on",)
        yield _fault(spot, "terms beyond what is coded", "coded-on", blamed, (blamed, []))
    phases = data.get("phases")
    if phases is None:
        return
    for index, _ in enumerate(data.get("terms", ())):
        beyond = (("terms", index, "phase"), len(phases) + 1)
        yield _fault(spot, "phase of no version", "term-phase", ("terms", index, "phase"), beyond)
    if phases:
        last = max(range(len(phases)), key=lambda index: phases[index]["ordinal"])
        gap = (("phases", last, "ordinal"), len(phases) + 1)
        yield _fault(spot, "gap in the phases", "phase-ordinals", ("phases",), gap)
    if len(phases) > 1:
        first = min(range(len(phases)), key=lambda index: phases[index]["ordinal"])
        dropped = (("phases", first), DELETED)
        yield _fault(spot, "first phase dropped", "phase-ordinals", ("phases",), dropped)


# --- files --------------------------------------------------------------------------------------


def _of_files(files: Files) -> Iterator[Mutant]:
    def whole(way: str, rule: str, file: str, value: Any, keyword: str = "") -> Mutant:
        return Mutant(way, "a file", rule, file, "", ((file, (), value),), keyword)

    yield whole("no description of the dataset", "folder", "data/dataset.json", DELETED)
    yield whole("file of no kind", "folder", "data/actor.json", [])
    yield whole("file that is no JSON", "stray-file", "data/remarks.txt", b"To be coded next.")
    yield whole("file that is no JSON", "stray-file", "seeds/report.txt", b"To be coded next.")
    crowd = [{}] * MAXIMUM_PROBLEMS
    yield whole("many problems", MORE, "data/actors.json", crowd)
    many = range(MAXIMUM_PROBLEMS_IN_ALL // MAXIMUM_PROBLEMS + 1)
    crowds: tuple[Edit, ...] = tuple((f"data/positions/p-{each}.json", (), crowd) for each in many)
    yield Mutant("many problems", "a folder", MORE, "", "", crowds)
    for file, data in files.items():
        kind = file_kind_of(file)
        assert kind is not None
        right = "array" if kind.is_list else "object"
        for name, value in OF_TYPE.items():
            if name != right:
                yield whole(f"{name} for another type", "schema", file, value, "type")
        text = as_bytes(data)
        for way, broken in (
            ("cut short", text[: len(text) // 2]),
            ("empty", b""),
            ("byte order mark", b"\xef\xbb\xbf" + text),
            ("not UTF-8", b"\xff" + text),
            ("comma at the end", text.rstrip()[:-1] + b"," + text.rstrip()[-1:]),
            ("NaN", b"[NaN]"),
            ("lone surrogate", b'["\\ud800"]'),
            ("nested too deep", b"[" * (MAXIMUM_DEPTH + 1) + b"]" * (MAXIMUM_DEPTH + 1)),
            ("too large", b"[" + b" " * MAXIMUM_BYTES + b"]"),
        ):
            yield whole(f"file {way}", "json", file, broken)
        if kind.is_list and data:
            again = ((file, (len(data),), data[0]),)
            blamed = pointer_text((len(data), "id"))
            where = kind.record.__name__
            yield Mutant("id twice", where, "unique-id", file, blamed, again)
        if kind.stem and (data or not kind.is_list):
            other = f"{kind.path}/another-name.json"
            blamed = pointer_text((*([0] if kind.is_list else []), kind.stem))
            moved: tuple[Edit, ...] = ((file, (), DELETED), (other, (), data))
            where = kind.record.__name__
            yield Mutant("file of another name", where, "file-name", other, blamed, moved)
        if kind.stem:
            device = f"{kind.path}/con.json"
            inner = {name: [] for name in ("versions", "uncoded", "furniture") if name in data}
            alone: Any = [] if kind.is_list else {**data, "id": "con", **inner}
            where, made = kind.record.__name__, ((device, (), alone),)
            yield Mutant("name of a device", where, "file-name", device, "", made)
        if kind.record is Proposal and data.get("versions"):
            other = f"{kind.path}/{data['id']}-again.json"
            twin = {**data, "id": f"{data['id']}-again", "versions": data["versions"][:1]}
            # Files are read in the order of their names; the later of the two is blamed.
            blamed = "/versions/0/id"
            late = max(file, other)
            edits: tuple[Edit, ...] = ((other, (), twin),)
            yield Mutant("id twice", "Version", "unique-id", late, blamed, edits)


def _key_twice(spot: Spot, files: Files) -> Iterator[Mutant]:
    """An object in whose text one key stands twice, with the same value."""
    copy = deepcopy(files[spot.file])
    here = copy
    for part in spot.path:
        here = here[part]
    name = next(iter(here), None)
    if name is None:
        return
    mark = "the key that is to stand twice"
    here[mark] = here[name]
    text = as_bytes(copy).replace(json.dumps(mark).encode(), json.dumps(name).encode())
    edit: Edit = (spot.file, (), text)
    yield Mutant("key twice in an object", spot.cls.__name__, "json", spot.file, "", (edit,))


_OF_CLASS: dict[type[Value], Callable[[Spot], Iterator[Mutant]]] = {
    When: _of_dates,
    Issue: _of_issues,
    Metadata: _of_metadata,
    Version: _of_versions,
    Timing: _of_timings,
    Anchor: _of_anchors,
    Identifier: _of_identifiers,
    Position: _of_positions,
}


# --- all of them --------------------------------------------------------------------------------


def mutants(
    files: Files, *, texts: bool = False, at: Iterable[Spot] | None = None
) -> Iterator[Mutant]:
    """All mutants of a valid dataset; with texts, those of the slices too.

    They are of every spot, or only of those ``at`` which a dataset is to be broken.
    """
    known = Known(files)
    yield from _of_files(files)
    for spot in known.spots if at is None else at:
        yield from _key_twice(spot, files)
        if issubclass(spot.cls, Bounded):
            yield from _of_amount(spot) if spot.cls is Amount else _of_bounds(spot)
            continue
        yield from _of_fields(spot)
        yield from _of_references(spot, known)
        if spot.cls in _OF_CLASS:
            yield from _OF_CLASS[spot.cls](spot)
        elif spot.cls is Evidence:
            yield from _of_evidence(spot, known, texts=texts)
        elif spot.cls is Source:
            yield from _of_sources(spot, known, texts=texts)
        elif issubclass(spot.cls, Term):
            yield from _of_terms(spot, known)
        if issubclass(spot.cls, Record):
            yield from _of_order(spot, known)
            yield from _of_registers(spot)
        if issubclass(spot.cls, RESTING):
            for value in (DELETED, []):
                changed = (("evidence",), value)
                yield _fault(spot, "without evidence", "evidence-present", (), changed)


def across_paragraphs(files: Files) -> Iterator[Mutant]:
    """Passages of the tiny dataset's article that lie in two of its paragraphs."""
    for spot in spots(files):
        if spot.cls is Evidence:
            words = cite("had agreed.\nIn summer")
            changes = [((name,), words[name]) for name in ("paragraph", "start", "end", "sha256")]
            yield _fault(
                spot, "passage across paragraphs", "evidence-slice", ("paragraph",), *changes
            )


def one_of_each(found: Iterable[Mutant]) -> list[Mutant]:
    """The first mutant of each way, class, field and due."""
    kept: dict[tuple[str, ...], Mutant] = {}
    for each in found:
        place = re.sub(r"[0-9]+", "0", each.pointer.rpartition("/")[2])
        kept.setdefault((each.way, each.where, each.rule, each.keyword, place), each)
    return list(kept.values())


def sampled(found: Iterable[Mutant]) -> list[Mutant]:
    """Some for each file: the first of each due in it, and of each way.

    Fields have tests of their own, one for each keyword of the schemas (`test_io_schema`).
    """
    seen: set[tuple[str, ...]] = set()
    kept = []
    for mutant in found:
        due = (mutant.rule, mutant.keyword)
        keys = {(mutant.file, *due), (mutant.way, *due)}
        if not keys <= seen:
            kept.append(mutant)
            seen |= keys
    return kept


# --- what becomes of them -----------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """A mutant and what the check says of it."""

    mutant: Mutant
    problems: tuple[Problem, ...]

    @property
    def is_killed(self) -> bool:
        """Whether the check names the rule at the place where it is broken."""
        return any(map(self.mutant.is_due, self.problems))

    def __str__(self) -> str:
        said = [f"{each.file} {each.pointer} {each.rule}: {each.message}" for each in self.problems]
        return "\n    ".join([str(self.mutant), *(said or ["ACCEPTED"])])


@contextmanager
def remembered(files: Files) -> Iterator[None]:
    """What is known of a file of the original is not worked out again.

    Reading, the schema and the codec are pure functions of one file's text, so that the outcome is
    the same; `test_mutants` compares the two.
    """
    texts: dict[str, dict[object, Any]] = {as_bytes(each).decode(): {} for each in files.values()}
    read, held = folder_module.read_json, schema.schema_problems
    structured = folder_module.structure_problems

    def keep(text: str, key: object, make: Callable[[], Any]) -> Any:
        if text not in texts:
            return make()
        if key not in texts[text]:
            texts[text][key] = make()
        return texts[text][key]

    def read_json(file: str, data: bytes) -> Any:
        text = data.decode("utf-8", "replace")
        return keep(text, (file, data), lambda: read(file, data))

    def problems_of(document: JsonText, cls: type[Any], *, is_list: bool = False) -> Any:
        key = (document.file, cls, is_list)
        return keep(document.text, key, lambda: held(document, cls, is_list=is_list))

    def structure(kind: type[Any], document: JsonText, data: Any, at: Path_) -> Any:
        key = (document.file, kind, at)
        return keep(document.text, key, lambda: structured(kind, document, data, at))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder_module, "read_json", read_json)
        patch.setattr(folder_module, "structure_problems", structure)
        patch.setattr(schema, "schema_problems", problems_of)
        yield


def stored(folder: Path) -> Files:
    """The data of the files of a dataset's folder."""
    return {
        path.relative_to(folder).as_posix(): json.loads(path.read_text(encoding="utf-8"))
        for top in ("data", "seeds")
        for path in sorted((folder / top).rglob("*.json"))
    }


def judge(
    files: Files, found: Iterable[Mutant], folder: Path, texts: Path | None = None
) -> Iterator[Outcome]:
    """Write each mutant into the folder, check it as a user would, and put the original back."""
    original = {name: as_bytes(data) for name, data in files.items()}
    write(folder, original)
    for mutant in found:
        changed = mutant.applied(files)
        for name, data in changed.items():
            if data is DELETED:
                (folder / name).unlink()
            elif isinstance(data, bytes):
                write(folder, {name: data})
            else:
                write(folder, {name: json.dumps(data).encode()})
        yield Outcome(mutant, check_folder(folder, texts=texts))
        for name in changed:
            (folder / name).unlink(missing_ok=True)
        write(folder, {name: original[name] for name in changed if name in files})


def _report(title: str, outcomes: Iterable[Outcome]) -> int:
    killed: dict[str, Counter[str]] = {"rule": Counter(), "way": Counter()}
    whole: dict[str, Counter[str]] = {"rule": Counter(), "way": Counter()}
    survivors = []
    for outcome in outcomes:
        mutant = outcome.mutant
        rule = f"{mutant.rule} {mutant.keyword}".strip()
        for group, name in (("rule", rule), ("way", mutant.way)):
            whole[group][name] += 1
            killed[group][name] += outcome.is_killed
        if not outcome.is_killed:
            survivors.append(outcome)
    print(f"# {title}: {whole['rule'].total()} mutants, {len(survivors)} survive")
    for group, counted in whole.items():
        print(f"\n{f'by {group}':<44}{'mutants':>8}{'killed':>8}{'rate':>8}")
        for name, number in sorted(counted.items()):
            share = killed[group][name] / number
            print(f"{name:<44}{number:>8}{killed[group][name]:>8}{share:>8.1%}")
    for outcome in survivors:
        print(outcome)
    print()
    return len(survivors)


def main() -> int:
    """Judge the mutants of the full dataset and of a folder; the exit status tells of survivors."""
    parser = argparse.ArgumentParser(
        description="Break valid datasets, and see what is said of it."
    )
    parser.add_argument("folder", nargs="?", type=Path, default=bundled_folder())
    parser.add_argument("--texts", type=Path, help="the folder with the texts of the articles")
    parser.add_argument("--seed", type=int, default=0, help="which places of the folder are broken")
    parser.add_argument("--all", action="store_true", help="break every place of the folder")
    given = parser.parse_args()
    survivors = 0
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        files = full()
        article = write_text(work / "article")
        with remembered(files):
            every = [*mutants(files, texts=True), *across_paragraphs(files)]
            outcomes = judge(files, every, work / "full", article)
            survivors += _report("the full dataset, at every place", outcomes)
        files = stored(given.folder)
        with remembered(files):
            every = list(mutants(files, texts=given.texts is not None))
            title = f"{given.folder.name or 'the folder'}, "
            if given.all:
                title += "at every place"
            else:
                title += f"at one place of each kind out of {len(every)}"
                Random(given.seed).shuffle(every)
                every = one_of_each(every)
            survivors += _report(title, judge(files, every, work / "given", given.texts))
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
