"""What is negotiated about: the agenda, which is the axis of comparison."""

from negotiations.model.base import FieldRole, Value, Word, attribute, value
from negotiations.model.patterns import ID_PATTERN
from negotiations.model.record import ALSO_CALLED, Record
from negotiations.vocabulary import CrosswalkScheme, TermKind

__all__ = ["Case", "Crosswalk", "Issue", "Polarity"]


@value
class Crosswalk(Value):
    """The nearest category of another codebook."""

    key_fields = ("scheme", "code")

    scheme: Word[CrosswalkScheme] = attribute("The codebook.")
    code: str = attribute("The code or variable name in it.")
    note: str | None = attribute("How close the match is.", FieldRole.NOTE, default=None)


@value
class Polarity(Value):
    """Toward which party more, and toward which less, of a field leans.

    This is a coding decision recorded in the data, so that a reader can disagree with it.
    """

    key_fields = ("field",)

    field: str = attribute("The field of the issue's terms; it has an order.")
    more: str = attribute("The party that more of it favours.", refers_to="actors")
    less: str = attribute("The party that less of it favours.", refers_to="actors")
    note: str | None = attribute("Why.", FieldRole.NOTE, default=None)


@value
class Case(Value):
    """One of several things that an issue is settled for, each by a term of its own.

    The distances by class of weapon, the majorities by sort of decision.
    """

    key_fields = ("id",)

    id: str = attribute("The id, as it stands in terms and paths.", pattern=ID_PATTERN)
    label: str = attribute("The name to show.", FieldRole.NAME)
    definition: str = attribute("What belongs to it and what does not.", FieldRole.WORDED)


@value
class Issue(Record):
    """An agenda item: what terms of versions and positions settle, and are compared on."""

    label: str = attribute("The name to show.", FieldRole.NAME)
    definition: str = attribute("What belongs to it and what does not.", FieldRole.WORDED)
    also_called: tuple[str, ...] | None = attribute(
        ALSO_CALLED, FieldRole.DESCRIPTION, default=None, examples=(["hostages"],)
    )
    kind: Word[TermKind] = attribute("The kind that its terms have.")
    unit: str | None = attribute(
        "The unit of its amounts, for terms of kind `measure`.", default=None
    )
    options: tuple[str, ...] | None = attribute(
        "The options, for terms of kind `choice`; from least to most where they have an order.",
        default=None,
        ordered=True,
    )
    options_are_ordered: bool | None = attribute("Whether the options have an order.", default=None)
    cases: tuple[Case, ...] | None = attribute(
        "The cases that its terms are told apart by. Absent: it has none.", default=None
    )
    crosswalk: tuple[Crosswalk, ...] | None = attribute(
        "The nearest categories of other codebooks.", default=None
    )
    polarity: tuple[Polarity, ...] | None = attribute(
        "Whose way more and less of a field leans. Absent: no lean is read.", default=None
    )
