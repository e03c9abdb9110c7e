"""The latest reported value of each term of a proposal, each with the version that it comes from.

This is the compiled release of OCDS, save that it takes silence for silence and no order for granted:

- a term that later versions are silent on is carried over, and the silent versions are named;
- where the order of versions is not known, what each says stays, side by side;
- what is reported to be excluded, or is not in a version that is known in full, is carried no further.

A term stands as the version has it that reports it last. What earlier versions report of it beyond
that is given field by field, with its version, and is never laid together with it: the number of one
text and the persons of the next would make a term that nobody put forward. Where an earlier version
and a later one contradict each other in any field of a term, nothing of the earlier is carried on.

What stands in a text of which a last decision is a rejection or a withdrawal is marked so: it is the
last that is reported of the term, and need not be on the table.

Terms are followed by the rules of `align`, save that two terms in two reported phases stay two: a
version that mentions the one only says nothing of the other.
"""

from __future__ import annotations

import attrs

from negotiations.answers.answer import Answer
from negotiations.answers.statements import Reading, Statements
from negotiations.answers.succession import Succession, in_two_phases
from negotiations.chronology import Chronology, Time, view_as_of
from negotiations.claims import Attribution
from negotiations.compare.align import pairs_of
from negotiations.errors import UnknownId
from negotiations.model import Event, Phase, Proposal, Record, Term, Version
from negotiations.model.base import FieldRole, fields_of
from negotiations.model.terms import split_label
from negotiations.records import address_of, item_label
from negotiations.vocabulary import Certainty, Completeness, EventAct, Order, PhaseScope, Standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from negotiations.compare.phases import Phasing
    from negotiations.model.values import When
    from negotiations.records import Records

__all__ = [
    "Compiled",
    "CompiledPart",
    "CompiledValue",
    "CompiledVersion",
    "Latest",
    "PlacedEvent",
    "Refusal",
    "compiled",
]

_REFUSING = frozenset({EventAct.REJECT, EventAct.WITHDRAW})


@attrs.frozen(kw_only=True)
class CompiledValue:
    """A field, with the value that is reported last, or several where their order is not known."""

    field: str
    readings: tuple[Reading, ...]

    @property
    def is_settled(self) -> bool:
        """Whether there is one reading alone."""
        return len(self.readings) == 1


@attrs.frozen(kw_only=True)
class Latest:
    """A term or phase with the version that it stands in."""

    version: str
    item: Term | Phase


@attrs.frozen(kw_only=True)
class Refusal:
    """A version of which a last reported decision is a rejection or a withdrawal.

    Attributes:
        version: Its id.
        acts: What the last decisions that refuse it are.
        events: Those decisions, as addresses, in the order of ``acts``.
    """

    version: str
    acts: tuple[EventAct, ...]
    events: tuple[str, ...]


@attrs.frozen(kw_only=True, repr=False)
class CompiledPart:
    """A term or a phase, compiled.

    Attributes:
        label: Its key as it stands in paths: ``prisoner-release@1``.
        issue: The issue of a term; None for a phase.
        standing: Whether it is there, as it is reported last.
        values: Its fields, each with what is reported last. A value that ``latest`` does not have is
            from an earlier version, and says which later ones have the term without it.
        latest: The term or phase as the version has it that reports it last; several where the
            order of versions is not known. It is never laid together from several versions.
        refused: Those of its versions of which a last decision is a rejection or a withdrawal.
    """

    label: str
    issue: str | None
    standing: tuple[Reading, ...]
    values: tuple[CompiledValue, ...]
    latest: tuple[Latest, ...]
    refused: tuple[Refusal, ...]

    @property
    def versions(self) -> tuple[str, ...]:
        """All versions that some of it comes from."""
        return _versions_of(self.standing, self.values)

    def value(self, field: str) -> CompiledValue:
        """A field of it.

        Raises:
            UnknownId: No value of this field is reported.
        """
        known = {each.field: each for each in self.values}
        if field not in known:
            raise UnknownId(field, known, "reported field")
        return known[field]

    def __repr__(self) -> str:
        stands = " or ".join(each.value.value for each in self.standing)
        return (
            f"<{self.label}: {stands}, {len(self.values)} fields from {', '.join(self.versions)}>"
        )


@attrs.frozen(kw_only=True)
class PlacedEvent:
    """An event on a version or proposal.

    Attributes:
        event: The event.
        time: When it is of.
        by: Whether it had happened by the time of the view: certain, possible or impossible.
        is_last: Whether it is a decision on the text that no other is known to follow.
        attribution: Who says so, and who denies it.
    """

    event: Event
    time: Time
    by: Certainty
    is_last: bool
    attribution: Attribution


@attrs.frozen(kw_only=True, repr=False)
class CompiledVersion:
    """A version of the proposal, and what became of it.

    Attributes:
        version: Its id.
        time: When it is of.
        by: Whether it was there by the time of the view: certain, possible or impossible. What is
            impossible is left out of the terms.
        order: Whether it is known to be later than the version before it in the list.
        follows: The nearest versions of the list that it is known to follow, as addresses.
        completeness: Whether it is known in full.
        events: The events on it, in their order.
        attribution: Who says it, and who denies it.
    """

    version: str
    time: Time
    by: Certainty
    order: Order | None
    follows: tuple[str, ...]
    completeness: Completeness
    events: tuple[PlacedEvent, ...]
    attribution: Attribution

    @property
    def last_events(self) -> tuple[Event, ...]:
        """The decisions on it that no other decision is known to follow."""
        return tuple(each.event for each in self.events if each.is_last)

    def __repr__(self) -> str:
        last = ", ".join(f"{each.act} ({each.id})" for each in self.last_events)
        return f"<{self.version} ({self.time}): {last or 'no decision is reported'}>"


@attrs.frozen(kw_only=True, repr=False)
class Compiled(Answer):
    """The latest reported state of a proposal.

    Attributes:
        proposal: The id of the proposal.
        as_of: The time of the view, as it was asked for; None for all that is reported.
        versions: All versions, in their order, those after the time of the view too.
        phases: The phases.
        terms: The terms that some version has or excludes, as reported last.
        ended: Terms and phases that the versions reported last are known not to have.
        events: Events on the proposal as a whole.
    """

    proposal: str
    as_of: str | None
    versions: tuple[CompiledVersion, ...]
    phases: tuple[CompiledPart, ...]
    terms: tuple[CompiledPart, ...]
    ended: tuple[CompiledPart, ...]
    events: tuple[PlacedEvent, ...]

    def term(self, label: str) -> CompiledPart:
        """The compiled term with this label, such as ``prisoner-release@1``.

        Raises:
            UnknownId: No version in the view reports one.
        """
        known = {each.label: each for each in self.terms}
        if label not in known:
            raise UnknownId(label, known, "compiled term")
        return known[label]

    def version(self, name: str) -> CompiledVersion:
        """A version, by its id.

        Raises:
            UnknownId: The proposal has no such version.
        """
        known = {each.version: each for each in self.versions}
        if name not in known:
            raise UnknownId(name, known, "version")
        return known[name]

    def __repr__(self) -> str:
        used = [each.version for each in self.versions if each.by.is_possible]
        as_of = f" as of {self.as_of}" if self.as_of else ""
        number = f"{len(self.terms)} {'term' if len(self.terms) == 1 else 'terms'}"
        return f"<Compiled {self.proposal}{as_of}: {number} from {', '.join(used) or 'no version'}>"


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
        """Take in what a version has."""
        self.items[number] = self.shown = item
        self.last = number

    def turn(self, phasing: Phasing) -> None:
        """Number its phase as a version does whose phases pair otherwise than by their numbers."""
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
        versions = [each.record for each in self.places if isinstance(each.record, Version)]
        self.versions = [each for each in versions if self.by(each).is_possible]
        self.succession = Succession(records, self.chronology, self.places)
        self.in_view = self.succession.mask(each.id for each in self.versions)
        self.certain = self.succession.mask(
            each.id for each in self.versions if self.by(each).is_certain
        )
        self.compiled_versions = tuple(self._versions())
        found = ((each.version, _refusal(each)) for each in self.compiled_versions)
        self.refusals = {name: refusal for name, refusal in found if refusal is not None}

    def compiled(self) -> Compiled:
        parts = {
            name: [self._part(name, track) for track in self._tracks(name)]
            for name in ("phases", "terms")
        }
        ended = [
            part
            for part in (*parts["phases"], *parts["terms"])
            if all(each.value is Standing.NONE for each in part.standing)
        ]
        left = {
            name: tuple(sorted((each for each in held if each not in ended), key=_part_key))
            for name, held in parts.items()
        }
        return Compiled(
            proposal=self.proposal.id,
            as_of=self.as_of,
            versions=self.compiled_versions,
            phases=left["phases"],
            terms=left["terms"],
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
        happened = [each for each in events if self.by(each).is_possible and each.act.is_decision]
        followed = {
            each.id
            for each in happened
            for other in happened
            if self.by(other).is_certain and self.chronology.follows(other, each)
        }
        return tuple(
            PlacedEvent(
                event=each,
                time=Time.of(self.chronology, each),
                by=self.by(each),
                is_last=each in happened and each.id not in followed,
                attribution=Attribution.of(self.records, each.evidence or ()),
            )
            for each in events
        )

    def _tracks(self, name: str) -> list[_Track]:
        """Terms or phases that stand for each other, by the versions that have them, in order."""
        tracks: dict[str, list[_Track]] = {}
        for version in self.versions:
            here = self.succession.number[version.id]
            for subject, of_subject in self.succession.by_subject(name, here).items():
                known = tracks.setdefault(subject, [])
                standing: dict[Any, _Track] = {}
                for track in known:
                    track.turn(self.succession.phasing(track.last, here))
                    # Of two that stand in one phase by now, the later report does.
                    standing[track.shown.key] = track
                shown = tuple(standing[key].shown for key in sorted(standing))
                owners = {id(track.shown): track for track in standing.values()}
                for before, item in pairs_of(shown, of_subject):
                    if item is None:
                        continue
                    if before is None or in_two_phases(before, item):
                        known.append(_Track(here, item))
                    else:
                        owners[id(before)].add(here, item)
        return [track for known in tracks.values() for track in known]

    def _part(self, name: str, track: _Track) -> CompiledPart:
        items = {self.succession.versions[number].id: at for number, at in track.items.items()}
        last = track.shown
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
            if any(each.value is not None for each in readings)
        )
        return CompiledPart(
            label=item_label(last, 0),
            issue=last.issue if isinstance(last, Term) else None,
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
                for name in _versions_of(standing, values)
                if name in self.refusals
            ),
        )


def _versions_of(
    standing: tuple[Reading, ...], values: tuple[CompiledValue, ...]
) -> tuple[str, ...]:
    readings = [*standing, *(each for held in values for each in held.readings)]
    return tuple(sorted({name for each in readings for name in each.versions}))


def _refusal(version: CompiledVersion) -> Refusal | None:
    """The last decisions on a version that refuse it or take it back; None if there are none."""
    refusing = [each for each in version.last_events if each.act in _REFUSING]
    if not refusing:
        return None
    return Refusal(
        version=version.version,
        acts=tuple(each.act for each in refusing),
        events=tuple(address_of(each) for each in refusing),
    )


def _part_key(part: CompiledPart) -> tuple[str, int]:
    """By issue, then by phase as terms are kept."""
    if part.issue is None:
        return "", int(part.label)
    issue, phase = split_label(part.label)
    if phase is None:
        return issue, -1
    return issue, 0 if isinstance(phase, PhaseScope) else phase
