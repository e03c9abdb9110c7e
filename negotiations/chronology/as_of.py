"""The view as of a time: that of a day or of a record."""

from __future__ import annotations

import re
from datetime import date

from negotiations import deferred as attrs
from negotiations.chronology.order import Chronology
from negotiations.errors import NegotiationsError
from negotiations.model import Event, Position, Record, Talks, Version
from negotiations.model.patterns import EDTF_PATTERN, FORMS
from negotiations.model.values import When
from negotiations.records import address_of
from negotiations.vocabulary import Basis, Certainty, EventAct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.records import Records

__all__ = ["AsOf", "View", "view_as_of"]

# What a time can be given as: a date, a date in EDTF, or a record that has a time or its address.
AsOf = date | When | Record | str | None


@attrs.frozen
class View:
    """The state of the records as of a time.

    Attributes:
        name: The time, in EDTF or as the address of a record; None where all that is known is asked for.
    """

    name: str | None
    _chronology: Chronology
    _day: date | None = None
    _record: Record | None = None

    def by(self, record: Record) -> Certainty:
        """Whether a record is of this time or an earlier one."""
        if self._day is not None:
            first, last = self._chronology.days(record)
            if last is not None and last <= self._day:
                return Certainty.CERTAIN
            later = first is not None and first > self._day
            return Certainty.IMPOSSIBLE if later else Certainty.POSSIBLE
        if self._record is None:
            return Certainty.CERTAIN
        # That a version is presented is what makes its time, and no later act.
        presents = isinstance(record, Event) and record.act is EventAct.PRESENT
        if record == self._record or (
            presents and record in self._chronology.events_on(self._record)
        ):
            return Certainty.CERTAIN
        if self._chronology.follows(record, self._record):
            return Certainty.IMPOSSIBLE
        known = self._chronology.follows(self._record, record)
        return Certainty.CERTAIN if known else Certainty.POSSIBLE


def view_as_of(records: Records, as_of: AsOf) -> View:
    """The view of records as of a time; of None, as of all that is known.

    Raises:
        UnknownId: It is neither a date nor the address of a record.
        NegotiationsError: It is a date without a last day, or a record that has no time.
    """
    chronology = Chronology.of(records)
    if as_of is None:
        return View(None, chronology)
    when = as_of.isoformat() if isinstance(as_of, date) else as_of
    if isinstance(when, str) and re.match(EDTF_PATTERN, when):
        try:
            when = When(edtf=when, basis=Basis.STATED)
        except ValueError as fault:
            raise NegotiationsError(f"as_of: {fault}") from None
    if isinstance(when, str) and re.match(r"[0-9]{4}(-|/|$)", when):
        raise NegotiationsError(
            f"as_of: {when!r} is not a supported date: expected {FORMS[EDTF_PATTERN]}"
        )
    if isinstance(when, When) and when.edtf is not None:
        if when.latest is None:
            raise NegotiationsError(f"as_of: {when.edtf!r} has no last day; give one with a year")
        return View(when.edtf, chronology, when.latest)
    name = when.after if isinstance(when, When) else when
    record = records.resolve(name) if isinstance(name, str) else name
    if not isinstance(record, Version | Event | Position | Talks):
        named = address_of(record) if isinstance(record, Record) else repr(record)
        raise NegotiationsError(
            f"as_of: expected a date or a record that has a time, found {named}; "
            "give a date, a version, an event, a position or a round of talks"
        )
    return View(address_of(record), chronology, None, record)
