"""Where two parties stand apart within one negotiation, by the positions that are reported.

It is a gap between stated positions. What either would accept in the end is private, so it is no
zone of possible agreement.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from negotiations.base import fields_of
from negotiations.compare.align import aligned, aligned_terms
from negotiations.compare.stance import Reading, Stance, Voice, is_on, scope_of, stance
from negotiations.model import Condition, Event, Group, Position, ReleaseTerm, Talks, Term, Version
from negotiations.store.order import held_by, last_day
from negotiations.store.records import address_of
from negotiations.values import Count, Duration
from negotiations.vocabulary import Certainty, EventAct, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from negotiations.model import Actor, Proposal
    from negotiations.store.records import Records

__all__ = ["Comparison", "FieldGap", "Flag", "FlagKind", "Gap", "GapStatus", "IssueGap", "gap"]

# What a term is about, and not what is wanted of it: that two parties speak of one place and one
# army is no agreement, and that they speak of two places is no quarrel.
_SUBJECT = frozenset(
    {
        "issue",
        "phase",
        "obligors",
        "forces",
        "place",
        "origin",
        "destination",
        "over",
        "of",
        "of_phase",
    }
)
# Text in the coder's words: it differs without anybody differing.
_WORDED = frozenset({"summary", "note", "evidence", "volume"})


class GapStatus(Vocabulary):
    """How the stated positions of two parties stand to each other on an issue."""

    AGREED = "agreed", "What both report of their wishes is the same."
    APART = "apart", "Both report something, and it cannot be the same."
    ONE_SIDED = "one-sided", "The position of one of them alone is reported."
    UNKNOWN = (
        "unknown",
        "Neither is reported, or nothing that could be compared is reported by both.",
    )


class FlagKind(Vocabulary):
    """What a reader must know beside the status."""

    IN_DISPUTE = "in dispute", "An event says that the issue is in dispute, refused or stalled."
    CONTESTED = "contested", "The party's own side denies that this is its position."
    ATTRIBUTED = "attributed", "Only others say that this is the party's position."


@attrs.frozen(kw_only=True)
class Flag:
    """A flag on an issue: of which party, by whom, and by which records.

    Attributes:
        kind: What it says.
        party: The party whose position it is on; None where it is on the issue.
        who: The actors, or sources in their own voice, that deny, claim or act.
        records: The addresses of the terms or events that it comes from.
    """

    kind: FlagKind
    party: str | None
    who: tuple[str, ...]
    records: tuple[str, ...]


@attrs.frozen(kw_only=True)
class FieldGap:
    """One field that both report: whether the two can be the same."""

    field: str
    a: Any
    b: Any
    same: Certainty
    is_subject: bool = False


@attrs.frozen(kw_only=True)
class Comparison:
    """A reading of one party beside one of the other, on terms that stand for each other."""

    derived: ClassVar[tuple[str, ...]] = ("status", "why")
    by_address: ClassVar[tuple[str, ...]] = ("a", "b")

    a: Reading
    b: Reading
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
                each.field for each in self.fields if each.same is answer and not each.is_subject
            ]
            for answer in Certainty
        }
        if by_answer[Certainty.IMPOSSIBLE]:
            return f"differs: {', '.join(by_answer[Certainty.IMPOSSIBLE])}"
        if by_answer[Certainty.POSSIBLE]:
            return f"may be the same or not: {', '.join(by_answer[Certainty.POSSIBLE])}"
        if by_answer[Certainty.CERTAIN]:
            return f"the same: {', '.join(by_answer[Certainty.CERTAIN])}"
        return "no wish is reported by both"


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
    a: tuple[Reading, ...] = ()
    b: tuple[Reading, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    flags: tuple[Flag, ...] = ()

    def has(self, kind: FlagKind | str) -> bool:
        """Whether a flag of this kind stands on it."""
        return FlagKind(str(kind)) in {flag.kind for flag in self.flags}


@attrs.frozen(kw_only=True, repr=False)
class Gap:
    """Where two parties stand apart within one negotiation, issue by issue.

    Attributes:
        a: The stance of the one party.
        b: The stance of the other.
        on: The proposal whose negotiation it is; None for positions that concern no text.
        as_of: The last day that was asked for; None for all that is known.
        issues: The issues on the table, by id.
    """

    a: Stance
    b: Stance
    on: str | None
    as_of: date | None
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
    as_of: date | str | None = None,
) -> Gap:
    """Hold the stances of two parties against each other, issue by issue.

    Only fields that both report are compared. Positions of third parties do not enter. What a term
    is about (whose forces, which place) says whether two terms can be compared, and is no wish.

    Raises:
        UnknownId: There is no such actor, proposal or version.
        ValueError: ``as_of`` is no date.
    """
    proposal = scope_of(records, on)
    day = None if as_of is None else last_day(as_of)
    sides = stance(records, a, on=proposal, as_of=day), stance(records, b, on=proposal, as_of=day)
    disputes = _disputes(records, proposal, sides, day)
    on_table = {
        *(issue for side in sides for issue in side.issues),
        *(term.issue for term in _terms_of(records, proposal, day)),
        *disputes,
    }
    return Gap(
        a=sides[0],
        b=sides[1],
        on=None if proposal is None else proposal.id,
        as_of=day,
        issues=tuple(_issue_gap(records, issue, *sides, disputes) for issue in sorted(on_table)),
    )


def _terms_of(records: Records, proposal: Proposal | None, day: date | None) -> Iterator[Term]:
    for version in (proposal.versions if proposal is not None else None) or ():
        if held_by(records, version, day).is_possible:
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
    ones: tuple[Reading, ...], others: tuple[Reading, ...], comparisons: tuple[Comparison, ...]
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
    records: Records, ones: tuple[Reading, ...], others: tuple[Reading, ...]
) -> Iterator[Comparison]:
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
                    fields = tuple(_fields(records, one.term, other.term))
                    yield Comparison(a=one, b=other, fields=fields)


def _is_moved(left: Term, right: Term) -> bool:
    """Whether two terms of reported phases are of different ones: wishes for two things."""
    return left.phase is not None and right.phase is not None and left.phase != right.phase


def _fields(records: Records, one: Term, other: Term) -> Iterator[FieldGap]:
    """The fields that both report, with whether they can be the same."""
    if type(one) is not type(other):
        return
    excluded = one.included is False, other.included is False
    if any(excluded):
        same = Certainty.CERTAIN if all(excluded) else Certainty.IMPOSSIBLE
        yield FieldGap(field="included", a=one.included, b=other.included, same=same)
        return
    for spec in fields_of(one):
        name = spec.name
        if name in _WORDED or name in ("issue", "phase"):
            continue
        # A sum that both sides' numbers give is what is wanted, however it is put.
        name_of_value = "total" if name == "count" and isinstance(one, ReleaseTerm) else name
        before, after = getattr(one, name_of_value), getattr(other, name_of_value)
        if before is None or after is None:
            continue
        if name in ("baseline", "increment") and _have_totals(one, other):
            continue
        same = _same(before, after)
        if (
            spec.refers_to == ("places",)
            and before != after
            and _are_nested(records, before, after)
        ):
            same = Certainty.POSSIBLE
        yield FieldGap(field=name, a=before, b=after, same=same, is_subject=name in _SUBJECT)


def _are_nested(records: Records, one: str, other: str) -> bool:
    """Whether one place lies within the other: wishes for the two may be for the same ground."""
    places = records.collections["places"]

    def around(name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            here = waiting.pop()
            held = places[here].within if here in places else None
            waiting += [each for each in held or () if each not in found]
            found |= set(held or ())
        return found

    return one in around(other) or other in around(one)


def _have_totals(one: Any, other: Any) -> bool:
    return one.total is not None and other.total is not None


def _same(before: Any, after: Any) -> Certainty:
    """Whether two reported values can be the same wish."""
    if type(before) is type(after) and isinstance(before, Count | Duration):
        return before.equal_to(after)
    if isinstance(before, tuple) and isinstance(after, tuple):
        return _same_items(before, after)
    return Certainty.CERTAIN if before == after else Certainty.IMPOSSIBLE


def _same_items(before: tuple[Any, ...], after: tuple[Any, ...]) -> Certainty:
    """Lists are reported in part: only none against some, and numbers of one group, can differ."""
    if not before or not after:
        return Certainty.CERTAIN if before == after else Certainty.IMPOSSIBLE
    if isinstance(before[0], Condition):
        keys = [
            {(each.issue, each.actor, _wording(each)) for each in side} for side in (before, after)
        ]
        return Certainty.CERTAIN if keys[0] == keys[1] else Certainty.POSSIBLE
    if not isinstance(before[0], Group):
        return Certainty.CERTAIN if before == after else Certainty.POSSIBLE
    answers = []
    for one, other in aligned(before, after):
        numbers = (getattr(one, "count", None), getattr(other, "count", None))
        if one is None or other is None or None in numbers:
            answers.append(Certainty.CERTAIN if one == other else Certainty.POSSIBLE)
        else:
            answers.append(_same(*numbers))
    for answer in (Certainty.IMPOSSIBLE, Certainty.POSSIBLE):
        if answer in answers:
            return answer
    return Certainty.CERTAIN


def _wording(condition: Condition) -> str:
    """What tells conditions apart: their words only where neither issue nor actor does."""
    return "" if condition.issue or condition.actor else condition.summary


# --- flags --------------------------------------------------------------------------------------


def _flags(party: str, readings: tuple[Reading, ...]) -> Iterator[Flag]:
    for reading in readings:
        if reading.contested:
            yield Flag(
                kind=FlagKind.CONTESTED,
                party=party,
                who=reading.deniers,
                records=(reading.address,),
            )
        if reading.voice is Voice.ATTRIBUTED:
            yield Flag(
                kind=FlagKind.ATTRIBUTED,
                party=party,
                who=reading.claimants,
                records=(reading.address,),
            )


def _disputes(
    records: Records, proposal: Proposal | None, sides: tuple[Stance, Stance], day: date | None
) -> dict[str, tuple[Flag, ...]]:
    """The events of this negotiation by which an issue is in dispute, by issue."""
    if proposal is None:
        return {}
    acts = (EventAct.DISPUTE, EventAct.REJECT, EventAct.STALL)
    voices = {name for side in sides for name in side.speakers}
    found: dict[str, tuple[Flag, ...]] = {}
    for event in records.collections["events"].values():
        of_sides = not event.actors or bool(voices & set(event.actors))
        if event.act not in acts or not of_sides or not held_by(records, event, day).is_possible:
            continue
        if not any(_is_in(records, name, proposal, voices) for name in event.on or ()):
            continue
        flag = Flag(
            kind=FlagKind.IN_DISPUTE,
            party=None,
            who=event.actors or (),
            records=(address_of(event),),
        )
        for issue in event.issues or ():
            found[issue] = (*found.get(issue, ()), flag)
    return found


def _is_in(records: Records, name: str, proposal: Proposal, voices: set[str]) -> bool:
    """Whether what an event is on belongs to the negotiation of a proposal and of these parties."""
    record = records.resolve(name, _EVENT_ON)
    if isinstance(record, Position):
        return record.actor in voices and is_on(record, proposal)
    texts = {proposal.id, *(version.id for version in proposal.versions or ())}
    if isinstance(record, Talks):
        return bool(texts & {each.rpartition("/")[2] for each in record.on or ()})
    return record.id in texts


_EVENT_ON = next(spec.refers_to for spec in fields_of(Event) if spec.name == "on")
