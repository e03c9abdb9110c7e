"""The latest reported value of each term of a proposal, each with the version that it comes from.

This is the compiled release of OCDS, except that silence stays silence and no order is assumed:

- a term that later versions are silent on is carried over, and the silent versions are named;
- where the order of versions is not known, what each says stays, side by side;
- what is reported to be excluded, or is not in a version that is known in full, is carried no further.

A term stands as the version has it that reports it last. What earlier versions report of it beyond
that is given field by field, with its version, and is never combined with it: the number of one
text and the persons of the next would make a term that nobody put forward. Where an earlier version
and a later one contradict each other in any field of a term, nothing of the earlier is carried on.

What stands in a text of which a last decision is a rejection or a withdrawal is marked so: it is the
last that is reported of the term, and need not be on the table.

Terms are followed by the rules of `align`, except that two terms in two reported phases stay two: a
version that mentions only one of them says nothing of the other.
"""

from __future__ import annotations

from negotiations.answers.compiled_values import (
    Compiled,
    CompiledPart,
    CompiledValue,
    CompiledVersion,
    Latest,
    PlacedEvent,
    Refusal,
    versions_of,
)
from negotiations.answers.statements import Statements
from negotiations.answers.succession import Succession, in_two_phases
from negotiations.chronology import Chronology, Time, view_as_of
from negotiations.claims import Attribution
from negotiations.compare.align import pairs_of
from negotiations.model import Event, Proposal, Record, Term, Version
from negotiations.model.base import FieldRole, fields_of
from negotiations.model.terms import split_label
from negotiations.records import address_of, item_label
from negotiations.vocabulary import EventAct, Standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from negotiations.compare.phases import Phasing
    from negotiations.model.values import When
    from negotiations.records import Records

__all__ = ["compiled"]

_REFUSING = frozenset({EventAct.REJECT, EventAct.WITHDRAW})


def compiled(
    records: Records, proposal: Proposal, as_of: date | When | Record | str | None = None
) -> Compiled:
    """The latest reported value of each term of a proposal.

    Args:
        records: The records of a dataset.
        proposal: The proposal.
        as_of: A date, a date in EDTF (to the end of it), or a version, event, position or round of
            talks, as a record or an address: what is known to be later is left out.

    Raises:
        UnknownId: ``as_of`` is neither a date nor an address.
        NegotiationsError: ``as_of`` has no last day, or is a record that has no time.
    """
    return _Compilation(records, proposal, as_of).compiled()


class _Track:
    """A term or phase through the versions that have it.

    Attributes:
        items: What stands for it in each version, by the number of the version.
        last: The number of the last version that has it.
        shown: What it is last, with the number of its phase in the versions that came since.
    """

    def __init__(self, number: int, item: Any) -> None:
        self.items: dict[int, Any] = {}
        self.add(number, item)

    def add(self, number: int, item: Any) -> None:
        """Add the term or phase of a version."""
        self.items[number] = self.shown = item
        self.last = number

    def turn(self, phasing: Phasing) -> None:
        """Renumber its phase for a version whose phases do not pair by their numbers."""
        item = self.items[self.last]
        field = "phase" if isinstance(item, Term) else "ordinal"
        phase = getattr(item, field)
        if phasing.is_by_number or not isinstance(phase, int):
            return
        became = phasing.of(phase)
        if became is not None:
            self.shown = item.replace(**{field: became})


class _Compilation:
    """One compilation: the versions, their order, and the time of the view."""

    def __init__(
        self, records: Records, proposal: Proposal, as_of: date | When | Record | str | None
    ) -> None:
        self.records = records
        self.proposal = proposal
        self.chronology = Chronology.of(records)
        view = view_as_of(records, as_of)
        self.as_of, self.by = view.name, view.by
        self.places = self.chronology.in_order(proposal.versions or ())
        versions = [place.record for place in self.places if isinstance(place.record, Version)]
        self.versions = [version for version in versions if self.by(version).is_possible]
        self.succession = Succession(records, self.chronology, self.places)
        self.in_view = self.succession.mask(version.id for version in self.versions)
        self.certain = self.succession.mask(
            version.id for version in self.versions if self.by(version).is_certain
        )
        self.compiled_versions = tuple(self._versions())
        named = ((version.version, _refusal(version)) for version in self.compiled_versions)
        self.refusals = {name: refusal for name, refusal in named if refusal is not None}

    def compiled(self) -> Compiled:
        parts = {
            name: [self._part(name, track) for track in self._tracks(name)]
            for name in ("phases", "terms")
        }
        ended = [
            part
            for part in (*parts["phases"], *parts["terms"])
            if all(reading.value is Standing.NONE for reading in part.standing)
        ]
        remaining = {
            name: tuple(sorted((part for part in listed if part not in ended), key=_part_key))
            for name, listed in parts.items()
        }
        return Compiled(
            proposal=self.proposal.id,
            as_of=self.as_of,
            versions=self.compiled_versions,
            phases=remaining["phases"],
            terms=remaining["terms"],
            ended=tuple(sorted(ended, key=_part_key)),
            events=self._events(self.proposal),
        )

    def _versions(self) -> Iterator[CompiledVersion]:
        for place in self.places:
            version = place.record
            if isinstance(version, Version):
                yield CompiledVersion(
                    version=version.id,
                    time=Time.of(self.chronology, version),
                    by=self.by(version),
                    order=place.order,
                    follows=place.follows,
                    completeness=version.completeness,
                    events=self._events(version),
                    attribution=Attribution.of(self.records, version.evidence or ()),
                )

    def _events(self, on: Record) -> tuple[PlacedEvent, ...]:
        events = [
            place.record
            for place in self.chronology.in_order(self.chronology.events_on(on))
            if isinstance(place.record, Event)
        ]
        happened = [
            event for event in events if self.by(event).is_possible and event.act.is_decision
        ]
        followed = {
            earlier.id
            for earlier in happened
            for later in happened
            if self.by(later).is_certain and self.chronology.follows(later, earlier)
        }
        return tuple(
            PlacedEvent(
                event=event,
                time=Time.of(self.chronology, event),
                by=self.by(event),
                is_last=event in happened and event.id not in followed,
                attribution=Attribution.of(self.records, event.evidence or ()),
            )
            for event in events
        )

    def _tracks(self, name: str) -> list[_Track]:
        """Terms or phases that stand for each other, by the versions that have them, in order."""
        tracks: dict[str, list[_Track]] = {}
        for version in self.versions:
            number = self.succession.number[version.id]
            for subject, of_subject in self.succession.by_subject(name, number).items():
                known = tracks.setdefault(subject, [])
                standing: dict[Any, _Track] = {}
                for track in known:
                    track.turn(self.succession.phasing(track.last, number))
                    # Of two that stand in one phase by now, the later report does.
                    standing[track.shown.key] = track
                shown = tuple(standing[key].shown for key in sorted(standing))
                owners = {id(track.shown): track for track in standing.values()}
                for before, item in pairs_of(shown, of_subject):
                    if item is None:
                        continue
                    if before is None or in_two_phases(before, item):
                        known.append(_Track(number, item))
                    else:
                        owners[id(before)].add(number, item)
        return [track for known in tracks.values() for track in known]

    def _part(self, name: str, track: _Track) -> CompiledPart:
        items = {self.succession.versions[number].id: at for number, at in track.items.items()}
        shown = track.shown
        specs = {
            spec.name: spec for kind in set(map(type, items.values())) for spec in fields_of(kind)
        }
        fields = [
            name
            for name, spec in specs.items()
            if (spec.is_of_the_text or spec.role is FieldRole.NOTE)
            and any(getattr(item, name, None) is not None for item in items.values())
        ]
        statements = Statements(
            self.records,
            self.succession,
            within=self.in_view,
            certain=self.certain,
            items=track.items,
            name=name,
        )
        standing = statements.readings(None)
        read = {field: statements.readings(field) for field in fields}
        values = tuple(
            CompiledValue(field=field, readings=readings)
            for field, readings in read.items()
            if any(reading.value is not None for reading in readings)
        )
        return CompiledPart(
            label=item_label(shown, 0),
            issue=shown.issue if isinstance(shown, Term) else None,
            standing=standing,
            values=values,
            latest=tuple(
                Latest(version=name, item=items[name])
                for reading in standing
                if reading.value is not Standing.NONE
                for name in reading.versions
            ),
            refused=tuple(
                self.refusals[name]
                for name in versions_of(standing, values)
                if name in self.refusals
            ),
        )


def _refusal(version: CompiledVersion) -> Refusal | None:
    """The last decisions on a version that refuse it or take it back; None if there are none."""
    refusing = [event for event in version.last_events if event.act in _REFUSING]
    if not refusing:
        return None
    return Refusal(
        version=version.version,
        acts=tuple(event.act for event in refusing),
        events=tuple(address_of(event) for event in refusing),
        issues=tuple(sorted({name for event in refusing for name in event.issues or ()}))
        if all(event.issues for event in refusing)
        else (),
    )


def _part_key(part: CompiledPart) -> tuple[str, int, str, str]:
    """By issue, then by phase, in the order in which terms are sorted."""
    if part.issue is None:
        return "", int(part.label), "", ""
    return split_label(part.label).order
