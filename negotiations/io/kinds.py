"""Which kind of record a file holds: by its path, or else by the fields of the record."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from negotiations.errors import InvalidDataset, Problem
from negotiations.io.layout import FILE_KINDS, file_kind_of
from negotiations.io.strict_json import JsonText
from negotiations.model import Metadata, Record, Version
from negotiations.model.base import fields_of
from negotiations.vocabulary import Vocabulary

__all__ = ["kind_by_place", "kind_of_record"]

_KINDS: tuple[type[Record], ...] = (
    *(kind.record for kind in FILE_KINDS if kind.record is not Metadata),
    Version,
    Metadata,
)


def kind_by_place(path: str) -> type[Record] | None:
    """The class of the records in a file, by its path; None for other files.

    Git may give only the name of a file, which is enough for kinds with a single file.

    >>> kind_by_place("work/data/positions/north.json").__name__
    'Position'
    """
    parts = PurePath(path).parts
    for length in (3, 2):
        kind = file_kind_of("/".join(parts[-length:]))
        if kind is not None:
            return kind.record
    kind = file_kind_of(f"data/{parts[-1]}") if parts else None
    return kind.record if kind is not None else None


def kind_of_record(document: JsonText) -> type[Record]:
    """The most likely class of a record in a file, by its fields."""
    if not isinstance(document.value, dict):
        raise InvalidDataset(
            [
                Problem(
                    rule="schema",
                    file=document.file,
                    line=1,
                    column=1,
                    message="the file does not contain a single record",
                    found="an array" if isinstance(document.value, list) else "not an object",
                    expected="an object with one record",
                    remedy="give a file with one record, or an address",
                )
            ]
        )
    names = set(document.value)

    def misfit(kind: type[Record]) -> tuple[int, int]:
        specs = {spec.name: spec for spec in fields_of(kind)}
        required = {name for name, spec in specs.items() if not spec.optional}
        foreign = [
            name
            for name in names & specs.keys()
            if _is_foreign(document.value[name], specs[name].types[0])
        ]
        strange = len(names - specs.keys()) + len(required - names) + len(foreign)
        return (strange, -len(required & names))

    return min(_KINDS, key=misfit)


def _is_foreign(content: Any, kind: type) -> bool:
    """Whether a value is not in the vocabulary of its field."""
    if not issubclass(kind, Vocabulary):
        return False
    return content not in [word.value for word in kind]
