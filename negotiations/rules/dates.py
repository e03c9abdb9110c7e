"""The rules of dates."""

from __future__ import annotations

from negotiations.chronology import Chronology
from negotiations.model import Event, Position, Record, Talks, Version
from negotiations.model.base import fields_of
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
    """A date that is inferred or of general knowledge has a note.

    No reader can find it in the source.
    """
    for record, path, value in each_value(records):
        worked_out = isinstance(value, When) and value.basis in (Basis.INFERRED, Basis.EXTERNAL)
        if isinstance(value, When) and worked_out and value.note is None:
            yield Finding(
                record=record,
                path=path,
                message=f"the date is {value.basis} and has no note",
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
    """Nothing is certainly earlier than what it acts on, answers or is derived from.

    What is not dated is not earlier than all that it follows in turn.
    What may be earlier or later, as a month beside a day in it, is left alone; and so is the
    preparing of a text.
    """
    chronology = Chronology.of(records)
    for record in records:
        _, last = chronology.declared(record)
        if last is None:
            continue
        for path, name in _acted_on(record):
            spec = next(spec for spec in fields_of(record) if spec.name == path[0])
            other = records.get(name, spec.refers_to)
            if other is None:
                continue
            first, _ = chronology.declared(other)
            if first is not None and last < first:
                yield Finding(
                    record=record,
                    path=path,
                    message=f"it is certainly earlier than {name!r}",
                    found=f"at the latest {last}",
                    expected=f"not before {first}",
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
        for index, name in enumerate(record.derived_from or ()):
            yield ("derived_from", index), name


RULES = (
    _date_note,
    _date_order,
)
