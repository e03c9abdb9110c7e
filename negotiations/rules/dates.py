"""The rules on dates."""

from __future__ import annotations

from negotiations.chronology import Chronology, when_of
from negotiations.model import Event, Position, Record, Talks, Version
from negotiations.model.base import fields_of
from negotiations.model.proposals import RELATIONS
from negotiations.model.values import When
from negotiations.rules.rule import Example, Finding, rule
from negotiations.rules.walking import each_value
from negotiations.vocabulary import Basis, EventAct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.io.strict_json import Pointer
    from negotiations.records import Records

__all__ = ["RULES"]


@rule(
    "date-note",
    "say in `note` how the date was worked out",
    Example(
        file="data/proposals/accord.json",
        pointer="/versions/0/tabled/note",
        reported=("data/proposals/accord.json", "/versions/0/tabled"),
    ),
)
def _date_note(records: Records) -> Iterator[Finding]:
    """A date that is inferred or rests on general knowledge has a note.

    A reader cannot find such a date in the source.
    """
    for record, path, value in each_value(records):
        if not isinstance(value, When) or value.note is not None:
            continue
        if value.basis in (Basis.INFERRED, Basis.EXTERNAL):
            yield Finding(
                record=record,
                path=path,
                message=f"the basis of the date is '{value.basis}', and it has no note",
                found=str(value),
                expected="a note",
            )


@rule(
    "date-order",
    "fix one of the two dates",
    Example(
        file="data/events.json",
        pointer="/0/when/edtf",
        value="2001-03",
        reported=("data/events.json", "/0/on/0"),
    ),
)
def _date_order(records: Records) -> Iterator[Finding]:
    """No record is certainly earlier than what it acts on, answers or is derived from.

    A record without a date is taken to be no earlier than the records that it follows. Dates that
    may be in order, such as a month and a day in it, are accepted; so are events that prepare a text.
    """
    dated = [record for record in records if when_of(record) is not None]
    if not dated:
        return
    chronology = Chronology.of(records.whole)
    for record in dated:
        _, latest = chronology.declared(record)
        if latest is None:
            continue
        for path, name in _acted_on(record):
            spec = next(spec for spec in fields_of(record) if spec.name == path[0])
            target = records.get(name, spec.refers_to)
            if target is None:
                continue
            earliest, _ = chronology.declared(target)
            if earliest is not None and latest < earliest:
                yield Finding(
                    record=record,
                    path=path,
                    message=f"the record is certainly earlier than {name!r}",
                    found=f"at the latest {latest}",
                    expected=f"not before {earliest}",
                )


def _acted_on(record: Record) -> Iterator[tuple[Pointer, str]]:
    if isinstance(record, Event):
        for index, name in enumerate(record.answers or ()):
            yield ("answers", index), name
    if isinstance(record, Event) and record.act is EventAct.PREPARE:
        return
    if isinstance(record, Event | Talks):
        for index, name in enumerate(record.on or ()):
            yield ("on", index), name
    elif isinstance(record, Position) and record.on is not None:
        yield ("on",), record.on
    elif isinstance(record, Version):
        for relation in RELATIONS:
            for index, name in enumerate(getattr(record, relation) or ()):
                yield (relation, index), name


RULES = (
    _date_note,
    _date_order,
)
