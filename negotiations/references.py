"""References between records: where each stands, what it names, and the same records with other names.

A field says by ``refers_to`` that it holds references. Two others hold them without saying so: an
entry that sets a rule aside names its record by address, and a passage that contradicts may give the
field that it denies another reference.
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar

import attrs

from negotiations.model import Evidence, Ignored
from negotiations.model.base import Value, field_of, fields_of
from negotiations.records import COLLECTIONS, transformed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from negotiations.io.strict_json import Pointer
    from negotiations.model import Record
    from negotiations.model.base import FieldSpec
    from negotiations.records import Records

V = TypeVar("V", bound=Value)

__all__ = ["Reference", "names_in", "references", "rewritten"]


@attrs.frozen
class Reference:
    """A reference in a record.

    Attributes:
        record: The record that it stands in.
        path: Where in the record.
        name: The id or the address that is written there.
        among: The collections that it may be to.
        declared: Whether its field refers to records and nothing else.
    """

    record: Record
    path: Pointer
    name: str
    among: tuple[str, ...]
    declared: bool = True


def references(records: Records) -> Iterator[Reference]:
    """All references in the records and the metadata of a dataset, whether or not they resolve."""
    owners: dict[Pointer, Value] = {}
    for record, path, value in records.walked():
        if not path:
            owners.clear()
        owners[path] = value
        for spec in _referring(type(value)):  # type: ignore[arg-type] # a class has a hash
            content = getattr(value, spec.name)
            if content is None:
                continue
            among = _among(value, spec, owners.get(path[:-2]))
            if not among:
                continue
            for index, name in enumerate(content if spec.many else (content,)):
                where = (*path, spec.name, index) if spec.many else (*path, spec.name)
                yield Reference(record, where, name, among, bool(spec.refers_to))


def names_in(records: Records) -> Iterable[tuple[str, tuple[str, ...], bool]]:
    """All that references name, each with the collections that it may be in, and whether it is declared.

    They are those of `references`, without their places; of a few records, each once.
    """
    return records.once(_names)


def _names(records: Records) -> Iterable[tuple[str, tuple[str, ...], bool]]:
    names: dict[tuple[str, tuple[str, ...], bool], None] = {}
    for _, _, value in records.walked():
        one, many, others = _fields(type(value))  # type: ignore[arg-type] # a class has a hash
        for field, among in one:
            name = getattr(value, field)
            if name is not None:
                names[name, among, True] = None
        for field, among in many:
            for name in getattr(value, field) or ():
                names[name, among, True] = None
        if others and any(getattr(value, field) is not None for field in others):
            # Which field such a value is of depends on what holds it.
            return {(each.name, each.among, each.declared): None for each in references(records)}
    return names


@cache
def _fields(
    cls: type[Value],
) -> tuple[
    tuple[tuple[str, tuple[str, ...]], ...],
    tuple[tuple[str, tuple[str, ...]], ...],
    tuple[str, ...],
]:
    """The fields of a class with a reference, those with several, and those that may have some."""
    specs = _referring(cls)  # type: ignore[arg-type] # as above
    return (
        tuple((each.name, each.refers_to) for each in specs if each.refers_to and not each.many),
        tuple((each.name, each.refers_to) for each in specs if each.refers_to and each.many),
        tuple(each.name for each in specs if not each.refers_to),
    )


def rewritten(value: V, change: Callable[[str, tuple[str, ...]], str]) -> V:
    """A value in which each reference is what ``change`` makes of it and of its collections."""

    def with_references(part: Value, owner: Value | None) -> Value:
        changes: dict[str, object] = {}
        for spec in fields_of(part):
            among = _among(part, spec, owner)
            content = getattr(part, spec.name) if among else None
            if content is None:
                continue
            names = content if spec.many else (content,)
            new = tuple(change(name, among) for name in names)
            if new != names:
                changes[spec.name] = new if spec.many else new[0]
        return part.replace(**changes) if changes else part

    return transformed(value, with_references)


@cache
def _referring(cls: type[Value]) -> tuple[FieldSpec, ...]:
    """The fields of a class that hold references, or may."""
    undeclared = {Ignored: "record", Evidence: "value"}.get(cls)
    return tuple(spec for spec in fields_of(cls) if spec.refers_to or spec.name == undeclared)


def _among(value: Value, spec: FieldSpec, owner: Value | None) -> tuple[str, ...]:
    """The collections that the content of a field refers to; none where it is no reference."""
    if spec.refers_to:
        return spec.refers_to
    if isinstance(value, Ignored) and spec.name == "record":
        return (*COLLECTIONS, "metadata")
    if isinstance(value, Evidence) and spec.name == "value" and isinstance(value.value, str):
        denied = value.fields if owner is not None and len(value.fields or ()) == 1 else None
        field = field_of(owner, denied[0]) if owner is not None and denied else None
        return field.refers_to if field is not None else ()
    return ()
