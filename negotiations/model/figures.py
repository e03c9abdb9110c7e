"""Background quantities, with one claim for each source."""

from negotiations.model.base import FieldRole, Value, Word, attribute, value
from negotiations.model.evidence import Evidence
from negotiations.model.record import Record
from negotiations.model.values import Count, When
from negotiations.vocabulary import Rank

__all__ = ["Figure", "FigureClaim"]


@value
class FigureClaim(Value):
    """What one source gives for a figure (Wikibase statement with rank and reference)."""

    key_fields = ("source",)

    source: str = attribute("The source that gives it.", refers_to="sources")
    count: Count = attribute("The number.")
    when: When | None = attribute("The time that the number is for.", default=None)
    rank: Word[Rank] = attribute("How the claim stands beside the others.")
    reason: str = attribute("Why it has this rank.", FieldRole.WORDED)
    note: str | None = attribute("A coder's remark.", FieldRole.NOTE, default=None)
    evidence: tuple[Evidence, ...] | None = attribute(
        "The passages it rests on.", FieldRole.BOOKKEEPING, default=None
    )


@value
class Figure(Record):
    """A background quantity, such as captives taken, captives remaining or deaths."""

    label: str = attribute("The name to show.", FieldRole.NAME)
    unit: str = attribute("What is counted.", examples=("persons",))
    place: str | None = attribute("Where.", default=None, refers_to="places")
    claims: tuple[FigureClaim, ...] = attribute("What each source gives.", FieldRole.PARTS)
