"""Where two parties stand apart within one negotiation, by the positions that are reported.

It is a gap between stated positions. What either would accept in the end is private, so it is no
zone of possible agreement.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from negotiations.answers.answer import Answer
from negotiations.answers.stance import Stance, StanceTerm, is_on, scope_of, stance
from negotiations.chronology import view_as_of
from negotiations.compare.align import aligned_terms
from negotiations.compare.fields import FieldGap, fields_of_both
from negotiations.model import Event, Position, Talks, Term, Version
from negotiations.model.base import fields_of
from negotiations.records import address_of
from negotiations.vocabulary import Certainty, EventAct, FlagKind, GapStatus, Voice

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

    derived: ClassVar[tuple[str, ...]] = ("status", "why")
    by_address: ClassVar[tuple[str, ...]] = ("a", "b")

    a: StanceTerm
    b: StanceTerm
    fields: tuple[FieldGap, ...]

    @property
    def status(self) -> GapStatus:
        """Apart where a wish certainly differs; agreed where those that both report are the same."""
        if any(each.is_subject and not each.same.is_possible for each in self.fields):
            return GapStatus.UNKNOWN
        wishes = [each.same for each in self.fields if not each.is_subject]
        if Certainty.IMPOSSIBLE in wishes:
            return GapStatus.APART
        # What may be the same, and may not, leaves the whole open.
        agreed = bool(wishes) and Certainty.POSSIBLE not in wishes
        return GapStatus.AGREED if agreed else GapStatus.UNKNOWN

    @property
    def why(self) -> str:
        """What the status rests on."""
        subjects = [
            each.field for each in self.fields if each.is_subject and not each.same.is_possible
        ]
        if subjects:
            return f"they are about another thing: {', '.join(subjects)}"
        by_answer = {
            answer: [
                each.name for each in self.fields if each.same is answer and not each.is_subject
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


@attrs.frozen(kw_only=True)
class IssueGap:
    """How two parties stand on one issue.

    Attributes:
        issue: The issue.
        status: Agreed, apart, one-sided or unknown.
        why: What the status rests on, in fields.
        a: What stands of the one party.
        b: What stands of the other.
        comparisons: Each reading of the one beside each of the other that it can be held against.
        flags: Disputes, denials, and positions that only others report.
    """

    issue: str
    status: GapStatus
    why: str
    a: tuple[StanceTerm, ...] = ()
    b: tuple[StanceTerm, ...] = ()
    comparisons: tuple[TermGap, ...] = ()
    flags: tuple[Flag, ...] = ()

    def has(self, kind: FlagKind | str) -> bool:
        """Whether a flag of this kind stands on it."""
        return FlagKind(str(kind)) in {flag.kind for flag in self.flags}


@attrs.frozen(kw_only=True, repr=False)
class Gap(Answer):
    """Where two parties stand apart within one negotiation, issue by issue.

    Attributes:
        a: The stance of the one party.
        b: The stance of the other.
        on: The proposal whose negotiation it is; None for positions that concern no text.
        as_of: The time that was asked for; None for all that is known.
        issues: The issues on the table, by id.
    """

    a: Stance
    b: Stance
    on: str | None
    as_of: str | None
    issues: tuple[IssueGap, ...]

    def of(self, issue: str) -> IssueGap:
        """How they stand on an issue; unknown where it is not on the table.

        >>> import negotiations as ng
        >>> gap = ng.load().gap("israel", "hamas", on="ceasefire-agreement-2025")
        >>> gap.of("agreed-terms").status, gap.of("agreed-terms").why
        (GapStatus.APART, 'differs: mode')
        """
        missing = IssueGap(issue=issue, status=GapStatus.UNKNOWN, why="neither is reported")
        return next((each for each in self.issues if each.issue == issue), missing)

    def where(self, status: GapStatus | str) -> tuple[IssueGap, ...]:
        """The issues of one status."""
        wanted = GapStatus(str(status))
        return tuple(each for each in self.issues if each.status is wanted)

    def __repr__(self) -> str:
        counts = [(len(self.where(status)), status) for status in GapStatus]
        said = ", ".join(f"{number} {status}" for number, status in counts if number)
        return f"<Gap {self.a.party} – {self.b.party} on {self.on}: {said or 'no issues'}>"


def gap(
    records: Records,
    a: Actor | str,
    b: Actor | str,
    *,
    on: Proposal | Version | str | None,
    as_of: AsOf = None,
) -> Gap:
    """Hold the stances of two parties against each other, issue by issue.

    Only fields that both report are compared. Positions of third parties do not enter. What a term
    is about (whose forces, which place) says whether two terms can be compared, and is no wish.

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
    ones, others = a.on_issue(issue), b.on_issue(issue)
    comparisons = tuple(_comparisons(records, ones, others))
    status, why = _verdict(ones, others, comparisons)
    flags = [*_flags(a.party, ones), *_flags(b.party, others), *disputes.get(issue, ())]
    return IssueGap(
        issue=issue,
        status=status,
        why=why,
        a=ones,
        b=others,
        comparisons=comparisons,
        flags=tuple(flags),
    )


def _verdict(
    ones: tuple[StanceTerm, ...], others: tuple[StanceTerm, ...], comparisons: tuple[TermGap, ...]
) -> tuple[GapStatus, str]:
    if not ones and not others:
        return GapStatus.UNKNOWN, "neither is reported"
    if not ones or not others:
        return GapStatus.ONE_SIDED, "the position of one of them alone is reported"
    if not comparisons:
        return GapStatus.UNKNOWN, "they speak of different phases"
    found = {each.status for each in comparisons} - {GapStatus.UNKNOWN}
    if len(found) > 1:
        return GapStatus.UNKNOWN, "by one reading agreed, by another apart"
    status = found.pop() if found else GapStatus.UNKNOWN
    reasons = dict.fromkeys(each.why for each in comparisons if each.status is status)
    return status, "; ".join(reasons)


def _comparisons(
    records: Records, ones: tuple[StanceTerm, ...], others: tuple[StanceTerm, ...]
) -> Iterator[TermGap]:
    """The readings that stand for each other: by issue and phase, as terms of versions do."""
    by_key = [{reading.term.key: reading.term for reading in side} for side in (ones, others)]
    for left, right in aligned_terms(
        *(tuple(held[key] for key in sorted(held)) for held in by_key)
    ):
        if left is None or right is None or _is_moved(left, right):
            continue
        for one in ones:
            for other in others:
                if one.term.key == left.key and other.term.key == right.key:
                    places = records.collections["places"]
                    fields = tuple(fields_of_both(one.term, other.term, places, as_wishes=True))
                    yield TermGap(a=one, b=other, fields=fields)


def _is_moved(left: Term, right: Term) -> bool:
    """Whether two terms of reported phases are of different ones: wishes for two things."""
    return left.phase is not None and right.phase is not None and left.phase != right.phase


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


def _disputes(
    records: Records, proposal: Proposal | None, sides: tuple[Stance, Stance], view: View
) -> dict[str, tuple[Flag, ...]]:
    """The events of this negotiation by which an issue is in dispute, by issue."""
    if proposal is None:
        return {}
    acts = (EventAct.DISPUTE, EventAct.REJECT, EventAct.STALL)
    found: dict[str, tuple[Flag, ...]] = {}
    for event in records.collections["events"].values():
        held = view.by(event)
        if event.act not in acts or not held.is_possible:
            continue
        if not _is_between(records, event, proposal, sides):
            continue
        flag = Flag(
            kind=FlagKind.IN_DISPUTE,
            party=None,
            who=event.actors or (),
            records=(address_of(event),),
            held=held,
        )
        for issue in event.issues or ():
            found[issue] = (*found.get(issue, ()), flag)
    return found


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
    theirs = [each for each in voices if not each & acting]
    acted_on = [records.resolve(name, _EVENT_ON) for name in event.on or ()]
    positions = [each for each in acted_on if isinstance(each, Position)]
    in_scope = [each for each in positions if is_on(each, proposal)]
    if acting and any(each.actor in other for each in in_scope for other in theirs):
        return True
    if not in_scope and not any(_is_of(each, proposal) for each in acted_on):
        return False
    if event.toward is not None:
        return any(set(event.toward) & other for other in theirs)
    if in_scope and acting:
        # A position of its own that one of the two disputes is ascribed to it by somebody.
        return any(each.actor in voices[0] | voices[1] for each in in_scope)
    return all(set(proposal.between) & each for each in voices)


def _is_of(record: Record, proposal: Proposal) -> bool:
    """Whether a record is the proposal, a version of it, or talks about it."""
    texts = {proposal.id, *(version.id for version in proposal.versions or ())}
    if isinstance(record, Talks):
        return bool(texts & {each.rpartition("/")[2] for each in record.on or ()})
    return record.id in texts


_EVENT_ON = next(spec.refers_to for spec in fields_of(Event) if spec.name == "on")
