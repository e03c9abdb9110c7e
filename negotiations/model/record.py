"""The base of all records that stand in a collection."""

from negotiations.model.base import FieldRole, Value, attribute, value
from negotiations.model.evidence import Evidence
from negotiations.model.extra import Extra
from negotiations.model.patterns import ID_PATTERN

__all__ = ["ALSO_CALLED", "Record"]

# What the field of that name means, wherever it is.
ALSO_CALLED = (
    "Other words that readers may have for it, and search by, whether or not a source prints them."
)


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
    extra: Extra | None = attribute(
        "Data of your own, which the library carries along and does not read: an object of any shape.",
        FieldRole.BOOKKEEPING,
        default=None,
        examples=({"batch": 7, "checked": True},),
    )
