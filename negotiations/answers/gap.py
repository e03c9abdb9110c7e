"""Where two parties stand apart within one negotiation, by the positions that are reported.

It is a gap between stated positions. What either would accept in the end is private, so it is not
a zone of possible agreement.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from negotiations.answers.answer import Answer
from negotiations.answers.stance import Stance, StanceTerm, is_on, scope_of, stance
from negotiations.chronology import view_as_of
from negotiations.compare.align import aligned_terms
from negotiations.compare.fields import FieldGap, fields_of_both
from negotiations.lookup import Entries, Results
from negotiations.model import Event, Position, Talks, Term, Version
from negotiations.model.base import fields_of
from negotiations.records import address_of
from negotiations.shown import Shown
from negotiations.vocabulary import (
    Certainty,
    EventAct,
    FlagKind,
    GapStatus,
    PositionAct,
    Voice,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from negotiations.chronology import AsOf, View
    from negotiations.model import Actor, Proposal, Record
    from negotiations.records import Records

__all__ = ["FieldGap", "Flag", "Gap", "IssueGap", "TermGap", "gap"]


@attrs.frozen(kw_only=True)
class Flag:
    """A flag on an issue: of which party, by whom, and by which records.

    Attributes:
        kind: What it says.
        party: The party whose position it is on; None where it is on the issue.
        who: The actors, or sources in their own voice, that deny, claim or act.
        records: The addresses of the terms or events that it comes from.
        held: Whether they are of the time that was asked for or an earlier one.
    """

    kind: FlagKind
    party: str | None
    who: tuple[str, ...]
    records: tuple[str, ...]
    held: Certainty = Certainty.CERTAIN


@attrs.frozen(kw_only=True)
class TermGap:
    """A reading of one party beside one of the other, on terms that stand for each other."""

    derived: ClassVar[tuple[str, ...]] = ("status", "why", "acts", "certainty")
    by_address: ClassVar[tuple[str, ...]] = ("a", "b")

    a: StanceTerm
    b: StanceTerm
    fields: tuple[FieldGap, ...]

    @property
    def status(self) -> GapStatus:
        """Apart where a wish certainly differs; agreed where those that both report are the same."""
        if any(field.is_subject and not field.same.is_possible for field in self.fields):
            return GapStatus.UNKNOWN
        wishes = [field.same for field in self.fields if not field.is_subject]
        if Certainty.IMPOSSIBLE in wishes:
            return GapStatus.APART
        # What may be the same, and may not, leaves the whole open.
        agreed = bool(wishes) and Certainty.POSSIBLE not in wishes
        return GapStatus.AGREED if agreed else GapStatus.UNKNOWN

    @property
    def acts(self) -> tuple[PositionAct, PositionAct]:
        """How each of the two puts it."""
        return self.a.act, self.b.act

    @property
    def certainty(self) -> Certainty:
        """How sure the status is.

        An intention, a preference and a readiness to accept are no demand, and leave open what the
        party would settle for: between them all is possible at most. So is it between a wish for one
        phase and one of which the phase is not reported, with a wish that was taken back, and with
        one that a coder's reading alone ascribes to the party.
        """
        firm = all(act.is_put_forward for act in self.acts) and not any(
            side.withdrawn_by or side.is_implied for side in (self.a, self.b)
        )
        known = firm and not self.is_across_phases and self.status is not GapStatus.UNKNOWN
        return Certainty.CERTAIN if known else Certainty.POSSIBLE

    @property
    def is_across_phases(self) -> bool:
        """Whether the phase of one of the two alone is reported, so that they may be of two."""
        return (self.a.term.phase is None) is not (self.b.term.phase is None)

    @property
    def why(self) -> str:
        """What the status rests on."""
        subjects = [
            field.field for field in self.fields if field.is_subject and not field.same.is_possible
        ]
        if subjects:
            return f"they are about another thing: {', '.join(subjects)}"
        by_answer = {
            answer: [
                field.name for field in self.fields if field.same is answer and not field.is_subject
            ]
            for answer in Certainty
        }
        if by_answer[Certainty.IMPOSSIBLE]:
            return f"differs: {', '.join(by_answer[Certainty.IMPOSSIBLE])}"
        if by_answer[Certainty.POSSIBLE]:
            return f"may be the same or not: {', '.join(by_answer[Certainty.POSSIBLE])}"
        if by_answer[Certainty.CERTAIN]:
            return f"the same: {', '.join(by_answer[Certainty.CERTAIN])}"
        return "nothing that is wanted is reported by both"


@attrs.frozen(kw_only=True, repr=False)
class IssueGap(Shown):
    """How two parties stand on one issue.

    Attributes:
        issue: The issue.
        status: Agreed, apart, one-sided or unknown.
        why: What the status rests on: in which fields, and why it is possible only.
        certainty: How sure the status is: possible where it rests on what one of them would accept,
            intends or prefers, on a coder's reading, or on wishes of which one names no phase, and
            where it is unknown.
        a: What stands of the one party.
        b: What stands of the other.
        comparisons: Each reading of the one beside each of the other that it can be compared with.
        flags: Disputes, denials, and positions that only others report.
    """

    derived: ClassVar[tuple[str, ...]] = ("a_acts", "b_acts")

    issue: str
    status: GapStatus
    why: str
    certainty: Certainty = Certainty.POSSIBLE
    a: tuple[StanceTerm, ...] = ()
    b: tuple[StanceTerm, ...] = ()
    comparisons: tuple[TermGap, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def a_acts(self) -> tuple[PositionAct, ...]:
        """How the one party puts what the status rests on."""
        return _acts(self, 0)

    @property
    def b_acts(self) -> tuple[PositionAct, ...]:
        """How the other puts it."""
        return _acts(self, 1)

    @property
    def bearing(self) -> tuple[TermGap, ...]:
        """The comparisons that the status rests on."""
        return tuple(each for each in self.comparisons if each.status is self.status)

    def has(self, kind: FlagKind | str) -> bool:
        """Whether the issue has a flag of this kind."""
        return FlagKind(str(kind)) in {flag.kind for flag in self.flags}

    def __repr__(self) -> str:
        flags = "".join(f"; {kind}" for kind in dict.fromkeys(flag.kind for flag in self.flags))
        return f"<{self.issue}: {self.status} ({self.certainty}), {self.why}{flags}>"


def _acts(issue: IssueGap, side: int) -> tuple[PositionAct, ...]:
    """The acts of a side in what the status rests on; without a comparison, in all its readings."""
    acts = [compared.acts[side] for compared in issue.bearing or issue.comparisons]
    return tuple(dict.fromkeys(acts or [reading.act for reading in (issue.a, issue.b)[side]]))


@attrs.frozen(kw_only=True, repr=False)
class Gap(Answer, Entries[IssueGap, IssueGap]):
    """Where two parties stand apart within one negotiation, issue by issue.

    A sequence of the issues on the table, each found by its id.

    Attributes:
        a: The stance of the one party.
        b: The stance of the other.
        on: The proposal whose negotiation it is; None for positions that concern no text.
        as_of: The time that was asked for; None for all that is known.
        issues: The issues on the table, by id.
    """

    entry_noun: ClassVar[str] = "issue on the table"

    a: Stance
    b: Stance
    on: str | None
    as_of: str | None
    issues: tuple[IssueGap, ...]

    def _entries(self) -> tuple[IssueGap, ...]:
        return self.issues

    def _by_key(self) -> dict[str, IssueGap]:
        return {entry.issue: entry for entry in self.issues}

    def of(self, issue: str) -> IssueGap:
        """How they stand on an issue; unknown where it is not on the table.

        >>> import negotiations as ng
        >>> gap = ng.load().gap("israel", "hamas", on="ceasefire-agreement-2025")
        >>> gap.of("agreed-terms").status, gap.of("agreed-terms").why
        (GapStatus.APART, 'differs: mode')
        """
        missing = IssueGap(issue=issue, status=GapStatus.UNKNOWN, why="neither is reported")
        return next((entry for entry in self.issues if entry.issue == issue), missing)

    def where(self, status: GapStatus | str) -> tuple[IssueGap, ...]:
        """The issues of one status."""
        chosen = GapStatus(str(status))
        return Results(entry for entry in self.issues if entry.status is chosen)

    def __repr__(self) -> str:
        counts = [(len(self.where(status)), status) for status in GapStatus]
        counted = ", ".join(f"{number} {status}" for number, status in counts if number)
        return f"<Gap {self.a.party} – {self.b.party} on {self.on}: {counted or 'no issues'}>"


def gap(
    records: Records,
    a: Actor | str,
    b: Actor | str,
    *,
    on: Proposal | Version | str | None,
    as_of: AsOf = None,
) -> Gap:
    """Compare the stances of two parties, issue by issue.

    Only fields that both report are compared. Positions of third parties do not enter. What a term
    is about (whose forces, which place) says whether two terms can be compared, and is not a wish.
    What one of them would accept, intends or prefers is no demand: what rests on it is possible.

    Raises:
        UnknownId: There is no such actor, proposal or version.
        NegotiationsError: ``as_of`` has no last day, or is a record that has no time.
    """
    proposal = scope_of(records, on)
    view = view_as_of(records, as_of)
    one, other = (stance(records, party, on=proposal, as_of=as_of) for party in (a, b))
    sides = (one, other)
    disputes = _disputes(records, proposal, sides, view)
    on_table = {
        *(issue for side in sides for issue in side.issues),
        *(term.issue for term in _terms_of(proposal, view)),
        *disputes,
    }
    return Gap(
        a=sides[0],
        b=sides[1],
        on=None if proposal is None else proposal.id,
        as_of=view.name,
        issues=tuple(_issue_gap(records, issue, *sides, disputes) for issue in sorted(on_table)),
    )


def _terms_of(proposal: Proposal | None, view: View) -> Iterator[Term]:
    for version in (proposal.versions if proposal is not None else None) or ():
        if view.by(version).is_possible:
            yield from version.terms or ()


def _issue_gap(
    records: Records, issue: str, a: Stance, b: Stance, disputes: dict[str, tuple[Flag, ...]]
) -> IssueGap:
    a_readings, b_readings = a.on_issue(issue), b.on_issue(issue)
    comparisons = tuple(_comparisons(records, a_readings, b_readings))
    status, why = _verdict(a_readings, b_readings, comparisons)
    certainty = _certainty(status, comparisons)
    if status in (GapStatus.APART, GapStatus.AGREED) and not certainty.is_certain:
        why += f"; possible only, since {_doubts(a, b, status, comparisons)}"
    flags = [*_flags(a.party, a_readings), *_flags(b.party, b_readings), *disputes.get(issue, ())]
    return IssueGap(
        issue=issue,
        status=status,
        why=why,
        certainty=certainty,
        a=a_readings,
        b=b_readings,
        comparisons=comparisons,
        flags=tuple(flags),
    )


def _verdict(
    a_readings: tuple[StanceTerm, ...],
    b_readings: tuple[StanceTerm, ...],
    comparisons: tuple[TermGap, ...],
) -> tuple[GapStatus, str]:
    if not a_readings and not b_readings:
        return GapStatus.UNKNOWN, "neither is reported"
    if not a_readings or not b_readings:
        return GapStatus.ONE_SIDED, "the position of one of them alone is reported"
    if not comparisons:
        return GapStatus.UNKNOWN, "they speak of different phases"
    statuses = {comparison.status for comparison in comparisons} - {GapStatus.UNKNOWN}
    if len(statuses) > 1:
        return GapStatus.UNKNOWN, "by one reading agreed, by another apart"
    status = statuses.pop() if statuses else GapStatus.UNKNOWN
    reasons = dict.fromkeys(
        comparison.why for comparison in comparisons if comparison.status is status
    )
    return status, "; ".join(reasons)


def _certainty(status: GapStatus, comparisons: tuple[TermGap, ...]) -> Certainty:
    """How sure a status is: as the surest comparison that it rests on."""
    if status is GapStatus.ONE_SIDED:
        return Certainty.CERTAIN  # it says what is reported, and not how they stand
    known = {compared.certainty for compared in comparisons if compared.status is status}
    return Certainty.CERTAIN if Certainty.CERTAIN in known else Certainty.POSSIBLE


def _doubts(a: Stance, b: Stance, status: GapStatus, comparisons: tuple[TermGap, ...]) -> str:
    """Why a status is possible only: who does less than to demand it, and what has no phase."""
    bearing = [compared for compared in comparisons if compared.status is status]
    acts = [
        (side.party, act)
        for compared in bearing
        for side, act in zip((a, b), compared.acts, strict=True)
        if not act.is_put_forward
    ]
    said = [f"{party} {act.phrase} it" for party, act in dict.fromkeys(acts)]
    readings = [(a, [each.a for each in bearing]), (b, [each.b for each in bearing])]
    said += [
        f"{side.party} is reported to have taken it back"
        for side, own in readings
        if any(reading.withdrawn_by for reading in own)
    ]
    said += [
        f"a coder's reading ascribes it to {side.party}"
        for side, own in readings
        if any(reading.is_implied for reading in own)
    ]
    if any(compared.is_across_phases for compared in bearing):
        said.append("the phase of one wish is not reported")
    return " and ".join(said)


def _comparisons(
    records: Records, a_readings: tuple[StanceTerm, ...], b_readings: tuple[StanceTerm, ...]
) -> Iterator[TermGap]:
    """The readings that stand for each other: by issue and phase, as terms of versions do."""
    by_key = [
        {reading.term.key: reading.term for reading in side} for side in (a_readings, b_readings)
    ]
    for a_term, b_term in aligned_terms(
        *(tuple(terms[key] for key in sorted(terms)) for terms in by_key)
    ):
        if a_term is None or b_term is None or _is_moved(a_term, b_term):
            continue
        for a in a_readings:
            for b in b_readings:
                if a.term.key == a_term.key and b.term.key == b_term.key:
                    places = records.collections["places"]
                    fields = tuple(fields_of_both(a.term, b.term, places, as_wishes=True))
                    yield TermGap(a=a, b=b, fields=fields)


def _is_moved(a: Term, b: Term) -> bool:
    """Whether two terms of reported phases are of different ones: wishes for two things."""
    return a.phase is not None and b.phase is not None and a.phase != b.phase


# --- flags --------------------------------------------------------------------------------------


def _flags(party: str, readings: tuple[StanceTerm, ...]) -> Iterator[Flag]:
    for reading in readings:
        if reading.contested:
            yield Flag(
                kind=FlagKind.CONTESTED,
                party=party,
                who=reading.deniers,
                records=(reading.address,),
                held=reading.held,
            )
        if reading.voice is Voice.ATTRIBUTED:
            yield Flag(
                kind=FlagKind.ATTRIBUTED,
                party=party,
                who=reading.claimants,
                records=(reading.address,),
                held=reading.held,
            )
        if reading.withdrawn_by:
            yield Flag(
                kind=FlagKind.WITHDRAWN,
                party=party,
                who=(reading.position.actor,),
                records=reading.withdrawn_by,
                held=reading.held,
            )


def _disputes(
    records: Records, proposal: Proposal | None, sides: tuple[Stance, Stance], view: View
) -> dict[str, tuple[Flag, ...]]:
    """The events of this negotiation by which an issue is in dispute, by issue."""
    if proposal is None:
        return {}
    acts = (EventAct.DISPUTE, EventAct.REJECT, EventAct.STALL)
    flags: dict[str, tuple[Flag, ...]] = {}
    for event in records.collections["events"].values():
        certainty = view.by(event)
        if event.act not in acts or not certainty.is_possible:
            continue
        if not _is_between(records, event, proposal, sides):
            continue
        flag = Flag(
            kind=FlagKind.IN_DISPUTE,
            party=None,
            who=event.actors or (),
            records=(address_of(event),),
            held=certainty,
        )
        for issue in event.issues or ():
            flags[issue] = (*flags.get(issue, ()), flag)
    return flags


def _is_between(
    records: Records, event: Event, proposal: Proposal, sides: tuple[Stance, Stance]
) -> bool:
    """Whether an event of this negotiation is between these two parties.

    It is by one of them, or by nobody who is named; and it is toward the other, on a position of the
    other, or on a text or talks of a negotiation that is between the two.
    """
    voices = [set(side.speakers) for side in sides]
    acting = set(event.actors or ())
    if acting and not acting & (voices[0] | voices[1]):
        return False
    theirs = [names for names in voices if not names & acting]
    acted_on = [records.resolve(name, _EVENT_ON) for name in event.on or ()]
    positions = [record for record in acted_on if isinstance(record, Position)]
    in_scope = [position for position in positions if is_on(position, proposal)]
    if acting and any(position.actor in names for position in in_scope for names in theirs):
        return True
    if not in_scope and not any(_is_of(record, proposal) for record in acted_on):
        return False
    if event.toward is not None:
        return any(set(event.toward) & names for names in theirs)
    if in_scope and acting:
        # A position of its own that one of the two disputes is ascribed to it by somebody.
        return any(position.actor in voices[0] | voices[1] for position in in_scope)
    return all(set(proposal.between) & names for names in voices)


def _is_of(record: Record, proposal: Proposal) -> bool:
    """Whether a record is the proposal, a version of it, or talks about it."""
    texts = {proposal.id, *(version.id for version in proposal.versions or ())}
    if isinstance(record, Talks):
        return bool(texts & {name.rpartition("/")[2] for name in record.on or ()})
    return record.id in texts


_EVENT_ON = next(spec.refers_to for spec in fields_of(Event) if spec.name == "on")
