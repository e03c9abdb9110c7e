"""The time of a view: what had happened by a date, or by another record."""

from __future__ import annotations

import re
from datetime import date

from negotiations.chronology import referred
from negotiations.errors import NegotiationsError
from negotiations.model import Event, Position, Record, Talks, Version
from negotiations.model.values import EDTF_PATTERN, When
from negotiations.records import address_of
from negotiations.vocabulary import Basis, Certainty, EventAct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from negotiations.chronology import Chronology
    from negotiations.records import Records

    Moment = date | When | Record | str | None

__all__ = ["is_on", "view"]


def view(
    records: Records, chronology: Chronology, as_of: Moment
) -> tuple[str | None, Callable[[Record], Certainty]]:
    """The name of the time of a view, and whether a record is of before it."""
    if as_of is None:
        return None, lambda _: Certainty.CERTAIN
    given = as_of.isoformat() if isinstance(as_of, date) else as_of
    if isinstance(given, str) and re.match(EDTF_PATTERN, given):
        try:
            given = When(edtf=given, basis=Basis.STATED)
        except ValueError as fault:
            raise NegotiationsError(f"as_of: {fault}") from None
    if isinstance(given, str) and re.match(r"[0-9]{4}(-|/|$)", given):
        raise NegotiationsError(
            f"as_of: {given!r} is no EDTF date such as '2024-08-16', '2024-08' or '2024'"
        )
    if isinstance(given, When) and given.after is None:
        return given.edtf, _by_day(chronology, given)
    name = given.after if isinstance(given, When) else given
    found = records.resolve(name) if isinstance(name, str) else name
    if not isinstance(found, Version | Event | Position | Talks):
        raise NegotiationsError(
            f"as_of: expected a date or what has a time, found {address_of(found)}; "  # type: ignore[arg-type]
            "give an EDTF date, a version, an event, a position or a round of talks"
        )
    return address_of(found), _by_record(records, chronology, found)


def _by_day(chronology: Chronology, when: When) -> Callable[[Record], Certainty]:
    day = when.latest
    if day is None:
        raise NegotiationsError(f"as_of: {when.edtf!r} has no last day; give one with a year")

    def by(record: Record) -> Certainty:
        first, last = chronology.days(record)
        if last is not None and last <= day:
            return Certainty.CERTAIN
        return Certainty.IMPOSSIBLE if first is not None and first > day else Certainty.POSSIBLE

    return by


def _by_record(
    records: Records, chronology: Chronology, moment: Record
) -> Callable[[Record], Certainty]:
    def by(record: Record) -> Certainty:
        # That a version is presented is what makes its time, and no later act.
        presents = isinstance(record, Event) and record.act is EventAct.PRESENT
        if record == moment or (presents and is_on(records, record, moment)):
            return Certainty.CERTAIN
        if chronology.follows(record, moment):
            return Certainty.IMPOSSIBLE
        return Certainty.CERTAIN if chronology.follows(moment, record) else Certainty.POSSIBLE

    return by


def is_on(records: Records, event: Record, on: Record) -> bool:
    """Whether an event acts on a record."""
    return isinstance(event, Event) and on in referred(records, event.on or ())
