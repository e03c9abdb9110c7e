"""JSON-LD: records in PROV, evidence in Web Annotation, sources and the dataset in schema.org.

Each record is said three times over, for three readers:

- in the words of standard vocabularies, as far as these have words for it;
- field by field in words of this project, which follow from the declarations of the model;
- whole, as files have it, in one literal of JSON (``record``), from which the dataset is made again.

The literal is what keeps everything: RDF has no order in lists of values, and does not tell an empty
list from none, so the fields alone could not be read back. The context is shipped and stands in the
document; nothing is fetched.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from negotiations.errors import NegotiationsError
from negotiations.exports.linked_words import classes_of, iri_of, standard_words
from negotiations.exports.stream import those_of
from negotiations.io.codec import to_data
from negotiations.model import (
    Evidence,
    Metadata,
    Proposal,
    Term,
    Version,
)
from negotiations.model.base import Value, fields_of
from negotiations.model.extra import Extra
from negotiations.model.values import Bounded, Duration, When
from negotiations.records import COLLECTIONS, Records, address_of, label_pointer
from negotiations.tables.shown import bounds
from negotiations.vocabulary import Support, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from negotiations.model import Record
    from negotiations.model.base import FieldSpec

__all__ = ["base_of", "context", "jsonld"]

_CONTEXT = Path(__file__).parent / "context.jsonld"
_LICENCES = "https://spdx.org/licenses/"


@cache
def _context_text() -> str:
    return _CONTEXT.read_text(encoding="utf-8")


def context() -> dict[str, Any]:
    """The context: what the names in a document mean. It is shipped with the library."""
    loaded: dict[str, Any] = json.loads(_context_text())["@context"]
    return loaded


def base_of(records: Records) -> str:
    """The address that ids are relative to where none is given: a URN of the dataset.

    >>> import negotiations as ng
    >>> base_of(ng.load().records)
    'urn:negotiations:gaza-talks-2023-2025/'
    """
    name = "dataset" if records.metadata is None else records.metadata.id
    return f"urn:negotiations:{quote(name, safe='')}/"


def jsonld(records: Records, *, base: str = "", only: Record | None = None) -> dict[str, Any]:
    """A dataset as a document of JSON-LD 1.1, with its context in it.

    Ids are the addresses of records, relative to the base: ``versions/may-proposal@may``. Parts of records
    have the address of the record and their place in it. A list of values is a set, as RDF has it, unless
    the model says that its order means something.

    Args:
        records: The records.
        base: The address that ids are relative to; by default a URN of the dataset.
        only: The one record to write, with those in it; None for all.

    Raises:
        NegotiationsError: The base is no absolute address that ends in a slash.

    >>> import negotiations as ng
    >>> document = jsonld(ng.load().records)
    >>> [node["wasRevisionOf"] for node in document["@graph"] if "wasRevisionOf" in node][0]
    ['versions/may-proposal@may']
    """
    base = base or base_of(records)
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*/\Z", base):
        raise NegotiationsError(
            f"{base!r} is no base of ids: expected an absolute address that ends in a slash, "
            "such as https://example.org/talks/"
        )
    chosen = those_of(records, only)
    graph: list[dict[str, Any]] = [_dataset(records, chosen)]
    for record in chosen:
        writer = _Writer(records, record)
        graph += [writer.node, *writer.annotations]
    return {"@context": {"@base": base, **context()}, "@graph": graph}


def _dataset(records: Records, chosen: Iterable[Record]) -> dict[str, Any]:
    """The dataset as such, with those of its records that are written."""
    node: dict[str, Any] = {
        "@id": "./",
        "@type": ["schema:Dataset", "prov:Entity"],
        "hasPart": [iri_of(address_of(record)) for record in chosen],
    }
    measured = sorted({issue.label for issue in records.issues.values()})
    if measured:
        node["variableMeasured"] = measured
    metadata = records.metadata
    if metadata is None:
        return node
    node |= {
        "identifier": metadata.id,
        "name": metadata.title,
        "version": metadata.version,
        "license": _licence(metadata),
        "creator": list(metadata.coders),
        "measurementTechnique": metadata.protocol,
    }
    if metadata.summary:
        node["description"] = metadata.summary
    return node


def _licence(metadata: Metadata) -> dict[str, str]:
    """The licence by its address in the list of SPDX, of which it is an id."""
    return {"@id": f"{_LICENCES}{quote(metadata.licence, safe='.-+')}"}


class _Writer:
    """The node of one record, and the annotations that it rests on."""

    def __init__(self, records: Records, record: Record) -> None:
        self.records, self.record = records, record
        self.address = address_of(record)
        self.annotations: list[dict[str, Any]] = []
        node = self._value(record, ())
        node["record"] = to_data(record) if not isinstance(record, Proposal) else _alone(record)
        node["inDataset"] = "./"
        self.node = node | standard_words(record)

    def _value(self, value: Value, path: tuple[str | int, ...]) -> dict[str, Any]:
        """The node of a value with its fields, and in it those of its parts."""
        pointer = label_pointer(self.record, path)
        kind = type(value).__name__
        node: dict[str, Any] = {"@id": iri_of(f"{self.address}{pointer}")}
        node["@type"] = [f"neg:{kind}", *classes_of(value)]
        if isinstance(value, Term):
            node["neg:kind"] = value.kind.value
        for spec in fields_of(value):
            content = getattr(value, spec.name)
            if content is None or content == () or spec.types == (Version,):
                continue
            if spec.types == (Evidence,):
                self._passages(content, path, node["@id"])
                continue
            node[_name(spec)] = self._content(content, spec, (*path, spec.name))
        if isinstance(value, Bounded | When | Duration):
            node |= _measures(value)
        return node

    def _content(self, content: Any, spec: FieldSpec, path: tuple[str | int, ...]) -> Any:
        if not isinstance(content, tuple):
            return self._item(content, spec, path)
        items = [self._item(item, spec, (*path, index)) for index, item in enumerate(content)]
        return {"@list": items} if spec.ordered else items

    def _item(self, item: Any, spec: FieldSpec, path: tuple[str | int, ...]) -> Any:
        if isinstance(item, Value):
            return self._value(item, path)
        if isinstance(item, Vocabulary):
            return item.value
        if isinstance(item, str) and spec.refers_to:
            return {"@id": iri_of(self._meant(item, spec))}
        if isinstance(item, Decimal):
            return {"@value": f"{item:f}", "@type": "xsd:decimal"}
        if isinstance(item, Extra):
            return {"@value": item.to_data(), "@type": "@json"}
        return item

    def _meant(self, name: str, spec: FieldSpec) -> str:
        """The address that a reference means: an id alone is of the one collection that has it."""
        if "/" in name and name.partition("/")[0] in COLLECTIONS:
            return name
        found = self.records.get(name, spec.refers_to)
        return address_of(found) if found is not None else f"{spec.refers_to[0]}/{name}"

    def _passages(
        self, passages: tuple[Evidence, ...], path: tuple[str | int, ...], owner: str
    ) -> None:
        for index, passage in enumerate(passages):
            where = label_pointer(self.record, (*path, "evidence", index))
            self.annotations.append(
                self._annotation(passage, f"{self.address}{where}", owner, path)
            )

    def _annotation(
        self, passage: Evidence, address: str, owner: str, path: tuple[str | int, ...]
    ) -> dict[str, Any]:
        """A passage as an annotation: its body is what rests on it, its target where it stands."""
        name = iri_of(address)
        source = iri_of(f"sources/{passage.source}")
        node: dict[str, Any] = {
            "@id": name,
            "@type": ["oa:Annotation", "neg:Evidence"],
            "hasBody": owner,
            "isOn": iri_of(self.address),
            "motivatedBy": "oa:linking",
            "hasTarget": {
                "@id": f"{name}/target",
                "@type": "oa:SpecificResource",
                "hasSource": source,
                "hasSelector": {
                    "@id": f"{name}/selector",
                    "@type": "oa:TextPositionSelector",
                    "start": passage.start,
                    "end": passage.end,
                },
            },
        }
        hidden = ("start", "end")
        for spec in fields_of(passage):
            content = getattr(passage, spec.name)
            if content is None or content == () or spec.name in hidden:
                continue
            node[_name(spec)] = self._content(
                content, spec, (*path, "evidence", int(address.rpartition("/")[2]), spec.name)
            )
        denies = passage.support is Support.CONTRADICTS
        voices = [f"actors/{name}" for name in passage.claimants or ()] or [
            f"sources/{passage.source}"
        ]
        node["isDeniedBy" if denies else "isSaidBy"] = [iri_of(voice) for voice in voices]
        return node


def _alone(proposal: Proposal) -> dict[str, Any]:
    """A proposal as files have it, but with the ids of its versions, which have records of their own."""
    data: dict[str, Any] = to_data(proposal)
    if proposal.versions is not None:
        data["versions"] = [version.id for version in proposal.versions]
    return data


def _name(spec: FieldSpec) -> str:
    return f"neg:{spec.name}"


def _measures(value: Value) -> dict[str, Any]:
    """What a number or a date says, worked out: its bounds, and how pages write it."""
    facts: dict[str, Any] = {"label": str(value)}
    if isinstance(value, Bounded):
        low, high = bounds(value)
        for name, number in (("low", low), ("high", high)):
            if number is not None:
                facts[name] = {"@value": f"{Decimal(str(number)):f}", "@type": "xsd:decimal"}
    elif isinstance(value, When):
        for name, day in (("earliest", value.earliest), ("latest", value.latest)):
            if day is not None:
                facts[name] = day.isoformat()
    return facts
