"""Other records that bear on a record: the lines at the end of its page."""

from __future__ import annotations

from negotiations.chronology import Chronology
from negotiations.model import (
    Actor,
    Event,
    Issue,
    Place,
    Position,
    Proposal,
    Record,
    Source,
    Talks,
    Version,
)
from negotiations.records import address_of
from negotiations.render.voices import told_title

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from negotiations.records import Records
    from negotiations.render.wording import Wording

    Lines = list[tuple[str, str]]

__all__ = ["related"]


def related(record: Record, records: Records, words: Wording) -> list[tuple[str, Lines]]:
    """Sections of other records that bear on a record: each a title, and addresses with words."""
    sections: list[tuple[str, Lines]] = []
    if isinstance(record, Actor):
        sections = _of_actor(record, records, words)
    elif isinstance(record, Issue):
        sections = _of_issue(record, records, words)
    elif isinstance(record, Proposal | Version | Talks | Position):
        sections = _about(record, records, words)
    elif isinstance(record, Event):
        answering = records.events.where(lambda event: record.id in (event.answers or ()))
        sections = [("answered by", _lines(answering, words))]
    elif isinstance(record, Source):
        sections = [("records that rest on it", _resting_on(record, records))]
    elif isinstance(record, Place):
        talks = [
            meeting for meeting in records.talks.values() if record.id in (meeting.places or ())
        ]
        sections = [("talks there", _lines(talks, words))]
    return [(title, lines) for title, lines in sections if lines]


def _lines(listed: Sequence[Record], words: Wording) -> Lines:
    return [(address_of(record), told_title(record, words)) for record in listed]


def _of_actor(actor: Actor, records: Records, words: Wording) -> list[tuple[str, Lines]]:
    def in_role(record: Talks | Version) -> bool:
        parts = record.participants if isinstance(record, Talks) else record.roles
        return any(part.actor == actor.id for part in parts or ())

    members = records.actors.where(
        lambda member: any(part.organisation == actor.id for part in member.member_of or ())
    )
    events = records.events.where(lambda event: actor.id in (event.actors or ()))
    toward = records.events.where(lambda event: actor.id in (event.toward or ()))
    return [
        ("members", _lines(members, words)),
        ("positions held", _lines(records.positions.where(actor=actor.id), words)),
        ("roles in texts", _lines(Chronology.of(records).versions.where(in_role), words)),
        ("talks", _lines(records.talks.where(in_role), words)),
        ("acts", _lines(events, words)),
        ("acts toward it", _lines(toward, words)),
    ]


def _of_issue(issue: Issue, records: Records, words: Wording) -> list[tuple[str, Lines]]:
    events = records.events.where(lambda event: issue.id in (event.issues or ()))
    return [("events", _lines(events, words))]


def _about(
    record: Proposal | Version | Talks | Position, records: Records, words: Wording
) -> list[tuple[str, Lines]]:
    inner = (record.versions or ()) if isinstance(record, Proposal) else ()
    names = {name for text in (record, *inner) for name in (text.id, address_of(text))}

    def concerns(other: Event | Talks | Position) -> bool:
        subjects = (other.on,) if isinstance(other, Position) else other.on
        return bool(names & set(subjects or ()))

    return [
        ("positions on it", _lines(records.positions.where(concerns), words)),
        ("talks on it", _lines(records.talks.where(concerns), words)),
        ("what happened", _lines(records.events.where(concerns), words)),
    ]


def _resting_on(source: Source, records: Records) -> Lines:
    paragraphs: dict[str, set[int]] = {}
    for cited in records.evidence():
        if cited.evidence.source == source.id:
            paragraphs.setdefault(cited.address, set()).add(cited.evidence.paragraph)
    return [
        (address, ", ".join(f"¶{number}" for number in sorted(numbers)))
        for address, numbers in paragraphs.items()
    ]
