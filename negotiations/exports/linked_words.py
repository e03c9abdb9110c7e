"""What the vocabularies of PROV and schema.org have words for in records."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from negotiations.model import (
    Actor,
    Event,
    Figure,
    Issue,
    Place,
    Position,
    Proposal,
    Source,
    Talks,
    Version,
)
from negotiations.model.base import Value, name_of
from negotiations.vocabulary import ActorKind, VersionRole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from negotiations.model import Record

__all__ = ["classes_of", "iri_of", "standard_words"]

# The classes of each kind of record in standard vocabularies.
_CLASSES: dict[type[Value], tuple[str, ...]] = {
    Actor: ("prov:Agent",),
    Event: ("prov:Activity",),
    Figure: ("prov:Entity",),
    Issue: ("prov:Entity",),
    Place: ("prov:Location", "schema:Place"),
    Position: ("prov:Entity",),
    Proposal: ("prov:Entity",),
    Source: ("prov:Entity", "schema:CreativeWork"),
    Talks: ("prov:Activity",),
    Version: ("prov:Entity",),
}
_KINDS_OF_AGENT = {
    ActorKind.PERSON: ("prov:Person", "schema:Person"),
    ActorKind.GROUP: (),
}
_ORGANISATION = ("prov:Organization", "schema:Organization")


def iri_of(address: str) -> str:
    """An address as a relative reference: a colon would make it look absolute, dots go up a level."""
    steps = (
        step.replace(".", "%2E") if step in (".", "..") else quote(step, safe="@.~+,!$&'()*;=")
        for step in address.split("/")
    )
    return "/".join(steps)


def classes_of(value: Value) -> tuple[str, ...]:
    """The classes of a value in standard vocabularies."""
    own = _CLASSES.get(type(value), ())
    if isinstance(value, Actor):
        return (*own, *_KINDS_OF_AGENT.get(value.kind, _ORGANISATION))
    if isinstance(value, Source) and value.document_symbol is None:
        return (*own, "schema:NewsArticle")
    return own


def standard_words(record: Record) -> dict[str, Any]:
    """What standard vocabularies have words for.

    They have none for a time that is known between two days only: no start and no end is claimed.
    """
    facts: dict[str, Any] = {"name": name_of(record), "description": record.summary}
    if isinstance(record, Actor):
        facts["actedOnBehalfOf"] = _those("actors", (record.speaks_for,))
        facts["memberOf"] = _those("actors", (each.organisation for each in record.member_of or ()))
        facts["alternateName"] = list(record.spellings or ())
    elif isinstance(record, Place):
        facts["containedInPlace"] = _those("places", record.within or ())
        facts["alternateName"] = list(record.spellings or ())
    elif isinstance(record, Version):
        writers = (each.actor for each in record.roles or () if each.role is VersionRole.AUTHOR)
        facts["wasAttributedTo"] = _those("actors", writers)
        facts["specializationOf"] = iri_of(f"proposals/{record.proposal_id}")
        facts["wasRevisionOf"] = _those("versions", record.derived_from or ())
        facts["wasDerivedFrom"] = _those("versions", record.translates or ())
        others = (*(record.supplements or ()), *(record.implements or ()))
        facts["wasInfluencedBy"] = _those("versions", others)
        facts["alternateName"] = list(record.labels or ())
    elif isinstance(record, Position):
        facts["wasAttributedTo"] = _those("actors", (record.actor, *(record.joint_with or ())))
    elif isinstance(record, Event):
        facts["wasAssociatedWith"] = _those("actors", record.actors or ())
        facts["wasInformedBy"] = _those("events", record.answers or ())
    elif isinstance(record, Talks):
        acting = (each.actor for each in record.participants or ())
        facts["wasAssociatedWith"] = _those("actors", acting)
        facts["atLocation"] = _those("places", record.places or ())
    elif isinstance(record, Source):
        facts |= _work(record)
    return {key: fact for key, fact in facts.items() if fact}


def _work(source: Source) -> dict[str, Any]:
    """What schema.org has words for in an article. Its headline is text of the article, and not here."""
    return {
        "url": source.url,
        "archivedAt": source.archive_url,
        "identifier": source.document_symbol,
        "author": source.author,
        "publisher": _those("actors", (source.outlet,)),
        "credited": _those("actors", source.credited or ()),
        "datePublished": source.published.edtf if source.published is not None else None,
        "inLanguage": source.language,
    }


def _those(collection: str, names: Iterable[str | None]) -> list[str]:
    """The addresses of records of one collection, each once."""
    return list(dict.fromkeys(iri_of(f"{collection}/{name}") for name in names if name is not None))
