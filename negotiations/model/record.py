"""The base of all records that stand in a collection."""

from negotiations.model.base import FieldRole, Value, attribute, value
from negotiations.model.evidence import Evidence
from negotiations.model.patterns import ID_PATTERN

__all__ = ["Record"]


@value
class Record(Value):
    """The base of all records: an id, the coder's own words about it, and evidence."""

    key_fields = ("id",)

    id: str = attribute(
        "The id, unique in its collection: lower-case words joined by hyphens.",
        FieldRole.BOOKKEEPING,
        pattern=ID_PATTERN,
    )
    summary: str | None = attribute(
        "What it says, in our own words.", FieldRole.DESCRIPTION, default=None
    )
    note: str | None = attribute(
        "A coder's remark: doubts, choices, how a case was resolved.", FieldRole.NOTE, default=None
    )
    evidence: tuple[Evidence, ...] | None = attribute(
        "The passages it rests on.", FieldRole.BOOKKEEPING, default=None
    )
