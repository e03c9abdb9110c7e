"""Who acts and where: actors and places."""

from negotiations.model.base import FieldRole, Value, Word, attribute, value
from negotiations.model.coordinates import Coordinates
from negotiations.model.evidence import Evidence
from negotiations.model.identifiers import Identifier
from negotiations.model.record import ALSO_CALLED, Record
from negotiations.vocabulary import ActorKind, PlaceKind

__all__ = ["Actor", "Membership", "Place"]


@value
class Membership(Value):
    """The membership of an actor in an organisation, in some role."""

    key_fields = ("organisation", "role")
    alike_fields = ("organisation",)

    organisation: str = attribute("What the actor belongs to.", refers_to="actors")
    role: str | None = attribute("As what, in our own words.", FieldRole.WORDED, default=None)
    evidence: tuple[Evidence, ...] | None = attribute(
        "The passages that say so.", FieldRole.BOOKKEEPING, default=None
    )


@value
class Actor(Record):
    """A state, organisation, office, person, unnamed group or outlet."""

    name: str = attribute("The name to show.", FieldRole.NAME)
    kind: Word[ActorKind] = attribute("What sort of actor it is.")
    member_of: tuple[Membership, ...] | None = attribute("What it belongs to.", default=None)
    speaks_for: str | None = attribute(
        "The party for which this actor speaks: its word counts as the party's. "
        "Absent: it speaks only for itself.",
        default=None,
        refers_to="actors",
    )
    spellings: tuple[str, ...] | None = attribute(
        "Every form of the name met in the sources, misspellings included.",
        FieldRole.WORDED,
        default=None,
    )
    also_called: tuple[str, ...] | None = attribute(
        ALSO_CALLED, FieldRole.DESCRIPTION, default=None, examples=(["the council"],)
    )
    identifiers: tuple[Identifier, ...] | None = attribute(
        "What other registers call it.", FieldRole.BOOKKEEPING, default=None
    )


@value
class Place(Record):
    """A territory, city, border, corridor or crossing."""

    name: str = attribute("The name to show.", FieldRole.NAME)
    kind: Word[PlaceKind] = attribute("What sort of place it is.")
    within: tuple[str, ...] | None = attribute(
        "The places that it lies in or, for a border, between.", default=None, refers_to="places"
    )
    spellings: tuple[str, ...] | None = attribute(
        "Every form of the name met in the sources.", FieldRole.WORDED, default=None
    )
    also_called: tuple[str, ...] | None = attribute(
        ALSO_CALLED, FieldRole.DESCRIPTION, default=None
    )
    coordinates: Coordinates | None = attribute(
        "Where it is: a point for it, as a gazetteer gives it and not as the sources do.",
        FieldRole.BOOKKEEPING,
        default=None,
    )
    identifiers: tuple[Identifier, ...] | None = attribute(
        "What other registers call it.", FieldRole.BOOKKEEPING, default=None
    )
