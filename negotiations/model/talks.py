"""Rounds of talks, and what happens: the events."""

from negotiations.model.base import FieldRole, Value, Word, WordOrNone, attribute, value
from negotiations.model.evidence import Evidence
from negotiations.model.identifiers import Identifier
from negotiations.model.record import Record
from negotiations.model.terms import Condition
from negotiations.model.values import Count, Duration, When
from negotiations.vocabulary import EventAct, TalksFormat, TalksRole, TalksStatus

__all__ = ["Event", "Participant", "Talks"]


@value
class Participant(Value):
    """An actor at talks, in a role."""

    key_fields = ("actor", "role")

    actor: str = attribute("Who.", refers_to="actors")
    role: Word[TalksRole] = attribute("In which part.")
    meetings: Count | None = attribute("At how many of the meetings.", default=None)
    note: str | None = attribute("A coder's remark.", FieldRole.NOTE, default=None)
    evidence: tuple[Evidence, ...] | None = attribute(
        "The passages that say so.", FieldRole.BOOKKEEPING, default=None
    )


@value
class Talks(Record):
    """A round of talks, or a meeting."""

    title: str = attribute("The name to show.", FieldRole.NAME)
    when: When | None = attribute("When it was held.", FieldRole.CONTEXT, default=None)
    places: tuple[str, ...] | None = attribute(
        "Where it was held.", default=None, refers_to="places"
    )
    participants: tuple[Participant, ...] | None = attribute("Who took part.", default=None)
    format: WordOrNone[TalksFormat] = attribute("Who sat with whom.", default=None)
    rounds: Count | None = attribute("How many rounds it had.", default=None)
    duration: Duration | None = attribute("How long it lasted.", default=None)
    status: WordOrNone[TalksStatus] = attribute(
        "How far it had got when it was reported.", default=None
    )
    outcome: str | None = attribute(
        "What came of it, in our own words.", FieldRole.WORDED, default=None
    )
    on: tuple[str, ...] | None = attribute(
        "The texts it was about.",
        FieldRole.CONTEXT,
        default=None,
        refers_to=("proposals", "versions"),
    )
    identifiers: tuple[Identifier, ...] | None = attribute(
        "What other registers call it.", FieldRole.BOOKKEEPING, default=None
    )


@value
class Event(Record):
    """An act that concerns a text, a position, talks or an issue. It changes none of them."""

    act: Word[EventAct] = attribute("What was done.")
    actors: tuple[str, ...] | None = attribute("Who did it.", default=None, refers_to="actors")
    toward: tuple[str, ...] | None = attribute(
        "Whom the act is directed at (CAMEO target).", default=None, refers_to="actors"
    )
    on: tuple[str, ...] | None = attribute(
        "The texts, positions and talks that it concerns.",
        FieldRole.CONTEXT,
        default=None,
        refers_to=("versions", "proposals", "positions", "talks"),
    )
    issues: tuple[str, ...] | None = attribute(
        "The issues that it concerns.", default=None, refers_to="issues"
    )
    when: When | None = attribute("When it was done.", FieldRole.CONTEXT, default=None)
    conditions: tuple[Condition, ...] | None = attribute("What the act hangs on.", default=None)
    answers: tuple[str, ...] | None = attribute(
        "The events that it answers: a claim that it denies, a charge that it returns, a demand refused.",
        default=None,
        refers_to="events",
    )
