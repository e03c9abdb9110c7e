"""What actors want: a set of terms, at a time, according to someone."""

from negotiations.model.base import FieldRole, Word, attribute, value
from negotiations.model.record import Record
from negotiations.model.terms import Term
from negotiations.model.values import When
from negotiations.vocabulary import PositionAct

__all__ = ["Position"]


@value
class Position(Record):
    """The terms that an actor asks for, offers, would accept, intends or prefers; never what it refuses.

    Refusing a demand is wanting the opposite; refusing a text is an event. ``actor`` is the holder;
    the voice that reports it stands in the evidence.
    """

    actor: str = attribute("The holder.", refers_to="actors")
    joint_with: tuple[str, ...] | None = attribute(
        "Who holds it together with the holder.",
        FieldRole.CONTEXT,
        default=None,
        refers_to="actors",
    )
    act: Word[PositionAct] = attribute("How the holder puts it.")
    on: str | None = attribute(
        "The proposal or version that it concerns, where there is one.",
        FieldRole.CONTEXT,
        default=None,
        refers_to=("proposals", "versions"),
    )
    when: When | None = attribute("When it was held.", FieldRole.CONTEXT, default=None)
    terms: tuple[Term, ...] = attribute(
        "What is wanted, one term for each issue and phase.", FieldRole.PARTS
    )
