"""The kinds of sheets: what one row of each is, and which parts of records have rows of their own."""

from __future__ import annotations

from functools import lru_cache

from negotiations.model import (
    Actor,
    Event,
    Figure,
    Issue,
    Membership,
    Participant,
    Phase,
    Place,
    Position,
    Role,
    Source,
    Talks,
    Term,
    Uncoded,
    Version,
)
from negotiations.records import COLLECTIONS
from negotiations.sheets.columns import SheetKind, columns_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.model.base import Value

__all__ = ["PART_SHEETS", "SHEETS", "sheet_named"]

_MEANINGS: dict[str, tuple[type[Value], str]] = {
    "sources": (
        Source,
        "One file with the text of an article or a document, in the folder of texts.",
    ),
    "texts": (Version, "One state of the text of a proposal: a draft, a treaty, an offer."),
    "issues": (Issue, "One item of the agenda."),
    "terms": (Term, "What one text, or one position, says on one issue."),
    "positions": (
        Position,
        "What one actor wants, at one time; what it wants is a row, or several, of terms.",
    ),
    "events": (Event, "One act."),
    "talks": (Talks, "One round of talks, or one meeting."),
    "figures": (
        Figure,
        "What one source gives for a number that no text sets, such as persons held or killed.",
    ),
    "actors": (Actor, "One state, organisation, office, person, group or outlet."),
    "places": (Place, "One territory, city, border, corridor or crossing."),
    "roles": (Role, "The part that one actor has in one text, where a passage of its own says so."),
    "phases": (Phase, "One phase of one text, where a passage of its own says so."),
    "participants": (Participant, "One actor at one round of talks, where a passage says so."),
    "memberships": (Membership, "What one actor belongs to, where a passage says so."),
    "uncoded": (
        Uncoded,
        "Paragraphs of one source that were read and hold nothing to code, and why.",
    ),
}
# Of the sheets whose rows are parts of records: the field that has the parts, and whose field it is.
_PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "terms": ("terms", ("versions", "positions")),
    "roles": ("roles", ("versions",)),
    "phases": ("phases", ("versions",)),
    "participants": ("participants", ("talks",)),
    "memberships": ("member_of", ("actors",)),
}
SHEETS = tuple(_MEANINGS)
# The sheets of parts that are made alike; terms depend on their issues.
PART_SHEETS = tuple(name for name in _PARTS if name != "terms")


@lru_cache(maxsize=1)
def _sheets() -> dict[str, SheetKind]:
    kinds = {}
    collections: dict[type[Value], str] = {record: name for name, record in COLLECTIONS.items()}
    for name, (record, meaning) in _MEANINGS.items():
        field, holders = _PARTS.get(name, ("", ()))
        kinds[name] = SheetKind(
            name=name,
            record=record,
            meaning=meaning,
            columns=tuple(columns_of(record, holders)),
            collection=collections.get(record, ""),
            field=field,
            holders=holders,
        )
    return kinds


def sheet_named(name: str) -> SheetKind:
    """The kind of sheet of a name."""
    return _sheets()[name]
