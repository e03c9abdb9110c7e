"""What a party wants within one negotiation: its positions, gathered and set in order.

A party's word is its own, or that of an actor who speaks for it. A later reading supersedes an
earlier one on the same key, in the same voice; where the order is unknown, both stand.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from negotiations.answers.answer import Answer
from negotiations.chronology import Chronology, view_as_of
from negotiations.claims import Attribution, is_only_implied, on_wish
from negotiations.errors import UnknownId
from negotiations.lookup import Entries, Results
from negotiations.model import Actor, Evidence, Position, Proposal, Term, Version
from negotiations.records import address_of
from negotiations.shown import Shown
from negotiations.vocabulary import Certainty, EventAct, PositionAct, VersionRole, Voice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from negotiations.chronology import AsOf, View
    from negotiations.records import Records

__all__ = ["Stance", "StanceTerm", "is_on", "scope_of", "scopes_of", "speakers_for", "stance"]


@attrs.frozen(kw_only=True, repr=False)
class StanceTerm(Shown):
    """One term of one position, as a reading of what a party wants.

    Attributes:
        term: The term.
        position: The position that holds it.
        address: The address of the term.
        voice: Through whom it is known.
        claimants: The actors who assert it.
        narrated_by: The sources that say it in their own voice.
        implied: Those of the claimants and of these sources to whom it is ascribed by a coder's
            reading alone.
        deniers: The actors, or sources in their own voice, that deny it.
        contested: Whether the party's own side denies it.
        hedged: Whether every passage that says it hedges it.
        held: Whether the position is of the time that was asked for or an earlier one.
        superseded_by: The addresses of the nearest later readings, which take its place; empty while
            it stands.
        order_unknown: The addresses of other readings on the same key and in the same voice that
            may be later and take its place: their order, or whether they were held by the time that
            was asked for, is not known.
        withdrawn_by: The addresses of events by which the party's own side takes the position back.
    """

    derived: ClassVar[tuple[str, ...]] = ("act", "note")

    term: Term
    position: Position
    address: str
    voice: Voice
    claimants: tuple[str, ...]
    narrated_by: tuple[str, ...]
    implied: tuple[str, ...]
    deniers: tuple[str, ...]
    contested: bool
    hedged: bool = False
    held: Certainty = Certainty.CERTAIN
    superseded_by: tuple[str, ...] = ()
    order_unknown: tuple[str, ...] = ()
    withdrawn_by: tuple[str, ...] = ()

    @property
    def act(self) -> PositionAct:
        """How the party puts it: as a demand, an offer, or what it accepts."""
        return self.position.act

    @property
    def note(self) -> str | None:
        """The coder's remark on the position, such as whether it is known to stand still."""
        return self.position.note

    @property
    def is_implied(self) -> bool:
        """Whether a coder's reading alone ascribes it to any voice: nobody is reported to say so."""
        return is_only_implied(self.claimants, self.narrated_by, self.implied)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The passages that it rests on, denials among them."""
        return on_wish(self.position, self.term)

    def __repr__(self) -> str:
        contested = ", contested" if self.contested else ""
        withdrawn = ", withdrawn" if self.withdrawn_by else ""
        implied = ", by a coder's reading" if self.is_implied else ""
        denied = ", denied" if self.deniers and not self.contested else ""
        told = f"{self.voice}{implied}{denied}{contested}{withdrawn}"
        return f"<{self.address}: {self.act.phrase}, {told}>"


@attrs.frozen(kw_only=True, repr=False)
class Stance(Answer, Entries[StanceTerm, tuple[StanceTerm, ...]]):
    """What a party is reported to want within one negotiation.

    A sequence of the readings that stand; ``stance["ceasefire"]`` has those on an issue.

    Attributes:
        party: The actor whose stance it is.
        on: The proposal whose negotiation it is about; None for positions that concern no text.
        as_of: The time that was asked for; None for all that is known.
        speakers: The actors whose word counts as the party's, itself among them.
        readings: What stands, by issue and phase.
        superseded: What a later reading took the place of.
        later: The addresses of positions that are certainly later than the time asked for.
        texts: The addresses of the versions of the proposal that are reported to be by the party.
            What they say is no position: it is in the texts.
    """

    derived: ClassVar[tuple[str, ...]] = ("unsettled",)
    entry_noun: ClassVar[str] = "issue of the stance"

    party: str
    on: str | None
    as_of: str | None
    speakers: tuple[str, ...]
    readings: tuple[StanceTerm, ...]
    superseded: tuple[StanceTerm, ...] = ()
    later: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The party, the text that it is on, and the time."""
        on = f" on {self.on}" if self.on else ""
        day = f" as of {self.as_of}" if self.as_of else ""
        return f"stance of {self.party}{on}{day}"

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms of which there is one reading alone, or of which all readings are alike.

        Where readings differ on a key, none is chosen; `unsettled` names the key.
        """
        by_key = _by_key(self.readings)
        return tuple(readings[0].term for readings in by_key.values() if _are_alike(readings))

    @property
    def unsettled(self) -> tuple[str, ...]:
        """The keys on which several readings stand that differ."""
        by_key = _by_key(self.readings)
        return tuple(
            readings[0].term.label for readings in by_key.values() if not _are_alike(readings)
        )

    @property
    def issues(self) -> tuple[str, ...]:
        """The issues that it speaks on."""
        return tuple(dict.fromkeys(reading.term.issue for reading in self.readings))

    def _entries(self) -> tuple[StanceTerm, ...]:
        return self.readings

    def _by_key(self) -> dict[str, tuple[StanceTerm, ...]]:
        return {issue: self.on_issue(issue) for issue in self.issues}

    def on_issue(self, issue: str) -> tuple[StanceTerm, ...]:
        """What stands on an issue; empty where nothing is reported."""
        return Results(reading for reading in self.readings if reading.term.issue == issue)

    def __repr__(self) -> str:
        number = len(self.readings)
        counted = f"{number} {'reading' if number == 1 else 'readings'}"
        return f"<S{self.name[1:]}: {counted} on {', '.join(self.issues) or 'nothing'}>"


def _by_key(readings: Iterable[StanceTerm]) -> dict[object, list[StanceTerm]]:
    by_key: dict[object, list[StanceTerm]] = {}
    for reading in readings:
        by_key.setdefault(reading.term.key, []).append(reading)
    return by_key


def _are_alike(readings: list[StanceTerm]) -> bool:
    """Whether readings say the same, in whatever words and by whatever passages."""
    bare = {
        None
        if reading.term.is_excluded  # details of what is not wanted are no wish
        else reading.term.replace(evidence=None, summary=None, note=None)
        for reading in readings
    }
    return len(bare) == 1


def speakers_for(records: Records, party: str) -> tuple[str, ...]:
    """The party and the actors whose word counts as its own, directly or through others.

    A faction, a family or protesters do not speak for a party, unless the data say that they do.
    """
    voices: dict[str, list[str]] = {}
    for actor in records.actors.values():
        if actor.speaks_for is not None:
            voices.setdefault(actor.speaks_for, []).append(actor.id)
    speakers = {party: None}
    waiting = [party]
    for name in waiting:
        fresh = [voice for voice in voices.get(name, ()) if voice not in speakers]
        speakers |= dict.fromkeys(fresh)
        waiting += fresh
    return tuple(speakers)


def scope_of(records: Records, on: Proposal | Version | str | None) -> Proposal | None:
    """The proposal whose negotiation is meant; a version stands for its proposal.

    Raises:
        UnknownId: There is no such proposal or version.
    """
    if on is None:
        return None
    name = on if isinstance(on, str) else address_of(on)
    record = records.resolve(name, ("proposals", "versions"))
    if isinstance(record, Version):
        name = record.proposal_id
        record = records.collections["proposals"][name]
    if not isinstance(record, Proposal):
        proposals = records.collections["proposals"]
        raise UnknownId(name, proposals, "proposal or version")
    return record


def is_on(position: Position, proposal: Proposal | None) -> bool:
    """Whether a position belongs to the negotiation of a proposal; of None, to that of no text."""
    if position.on is None or proposal is None:
        return position.on is None and proposal is None
    texts = {proposal.id, *(version.id for version in proposal.versions or ())}
    return position.on.rpartition("/")[2] in texts


def stance(
    records: Records,
    party: Actor | str,
    *,
    on: Proposal | Version | str | None,
    as_of: AsOf = None,
) -> Stance:
    """Gather the positions of a party, and of those who speak for it, within one negotiation.

    Positions on other texts do not enter: what is asked of one counterpart never supersedes what
    is asked of another. Positions that concern no text form a scope of their own (``on=None``).

    Args:
        records: All records.
        party: The actor, as a record or an id.
        on: The proposal, or a version of it.
        as_of: The time that is asked for: a date, to the end of it, or a version, event, position
            or round of talks.

    Raises:
        UnknownId: There is no such actor, proposal or version.
        NegotiationsError: ``as_of`` has no last day, or is a record that has no time.
    """
    name = party.id if isinstance(party, Actor) else party.removeprefix("actors/")
    actor = records.collections["actors"][name]
    proposal = scope_of(records, on)
    view = view_as_of(records, as_of)
    speakers = speakers_for(records, actor.id)
    chronology = Chronology.of(records)
    readings: list[StanceTerm] = []
    later: list[str] = []
    for position in records.collections["positions"].values():
        if position.actor not in speakers or not is_on(position, proposal):
            continue
        certainty = view.by(position)
        if certainty is Certainty.IMPOSSIBLE:
            later.append(address_of(position))
        else:
            withdrawn = tuple(_withdrawals(chronology, view, position, speakers))
            readings += [
                _reading(records, position, term, speakers, certainty, withdrawn)
                for term in position.terms
            ]
    ordered = sorted(
        _ordered(chronology, readings),
        key=lambda reading: (reading.term.key, reading.address),
    )
    return Stance(
        party=actor.id,
        on=None if proposal is None else proposal.id,
        as_of=view.name,
        speakers=speakers,
        readings=tuple(reading for reading in ordered if not reading.superseded_by),
        superseded=tuple(reading for reading in ordered if reading.superseded_by),
        later=tuple(later),
        texts=tuple(_texts_of(proposal, speakers)),
    )


def scopes_of(records: Records, parties: Iterable[Actor | str]) -> tuple[str | None, ...]:
    """The proposals in whose negotiation any of these parties has positions, in their order.

    Last comes None, where some position concerns no text.

    Raises:
        UnknownId: There is no such actor.
    """
    names = [
        party.id if isinstance(party, Actor) else party.removeprefix("actors/") for party in parties
    ]
    actors = [records.collections["actors"][name] for name in names]
    voices = {name for actor in actors for name in speakers_for(records, actor.id)}
    positions = [
        position
        for position in records.collections["positions"].values()
        if position.actor in voices
    ]
    known = [
        proposal.id
        for proposal in records.collections["proposals"].values()
        if any(is_on(position, proposal) for position in positions)
    ]
    return (*known, None) if any(is_on(position, None) for position in positions) else tuple(known)


def _texts_of(proposal: Proposal | None, speakers: tuple[str, ...]) -> Iterator[str]:
    for version in (proposal.versions if proposal is not None else None) or ():
        roles = version.roles or ()
        if any(role.role is VersionRole.AUTHOR and role.actor in speakers for role in roles):
            yield address_of(version)


def _reading(
    records: Records,
    position: Position,
    term: Term,
    speakers: tuple[str, ...],
    certainty: Certainty,
    withdrawn: tuple[str, ...],
) -> StanceTerm:
    attribution = Attribution.of(records, on_wish(position, term))
    if set(attribution.claimants) & set(speakers):
        voice = Voice.OWN
    else:
        voice = Voice.NARRATED if attribution.narrated_by else Voice.ATTRIBUTED
    return StanceTerm(
        term=term,
        position=position,
        address=f"{address_of(position)}/terms/{term.label}",
        voice=voice,
        claimants=attribution.claimants,
        narrated_by=attribution.narrated_by,
        implied=attribution.implied,
        deniers=attribution.deniers,
        contested=bool(set(attribution.deniers) & set(speakers)),
        hedged=attribution.hedged,
        held=certainty,
        withdrawn_by=withdrawn,
    )


def _withdrawals(
    chronology: Chronology, view: View, position: Position, speakers: tuple[str, ...]
) -> Iterator[str]:
    """The events by which a party's own side takes a position back."""
    for event in chronology.events_on(position):
        by_others = event.actors is not None and not set(event.actors) & set(speakers)
        if event.act is EventAct.WITHDRAW and not by_others and view.by(event).is_possible:
            yield address_of(event)


def _ordered(chronology: Chronology, readings: list[StanceTerm]) -> Iterator[StanceTerm]:
    """Readings with the nearest ones that take their place, and those that may."""
    groups: dict[tuple[object, Voice], dict[str, StanceTerm]] = {}
    for reading in readings:
        group = groups.setdefault((reading.term.key, reading.voice), {})
        group[address_of(reading.position)] = reading
    for group in groups.values():
        superseding: dict[str, list[str]] = {name: [] for name in group}
        unknown: dict[str, list[str]] = {name: [] for name in group}
        positions = [reading.position for reading in group.values()]
        for name, others in chronology.unordered(positions).items():
            unknown[name] += [group[other].address for other in others]
        for place in chronology.in_order(positions):
            later = group[address_of(place.record)]
            for name in place.follows:
                # What may not have been said by the time asked for takes no place yet.
                (superseding if later.held.is_certain else unknown)[name].append(later.address)
        for name, reading in group.items():
            yield attrs.evolve(
                reading,
                superseded_by=tuple(sorted(superseding[name])),
                order_unknown=tuple(sorted(unknown[name])),
            )
