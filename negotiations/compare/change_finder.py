"""Finding the changes between two records, and what is not certain about them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from negotiations.compare.align import pairs_of
from negotiations.compare.changes import (
    Added,
    Bracketed,
    Change,
    Changed,
    EvidenceChanged,
    Moved,
    NotCoded,
    Opened,
    OpenedOtherwise,
    OptionAdded,
    OptionDropped,
    Pair,
    Removed,
    Renumbered,
    Reported,
    Resolved,
    ResolvedOtherwise,
    Reworded,
    Totalled,
    Unbracketed,
    Unreported,
)
from negotiations.compare.options import can_be_same, have_options, is_settled, topics_of
from negotiations.compare.phases import BY_NUMBER, ONE_TERM_EACH, aligned_phases, slot_of
from negotiations.compare.values import ATOMS
from negotiations.model import ChoiceTerm, Evidence, Phase, ReleaseTerm, Term, Version
from negotiations.model.base import FieldRole, Value, content_of, fields_of
from negotiations.model.terms import is_excluded
from negotiations.vocabulary import PhaseScope, TermStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from negotiations.model.base import FieldSpec

__all__ = ["ChangeFinder"]

_AS_CODED = "it is not said there, as coded"
_PHASE_OF_ONE = "the phase of one of the two is not reported"
_PHASE_OF_NEITHER = "the phase of neither is reported"
_BY_A_READING = "the phases pair by what they say, which is a reading"
_NUMBERS_LEAVE_IT_OPEN = "another pairing of the phases is nearly as good as their numbers"
_OF_WHAT_IS_THERE = (Added, Removed)
_WHICH_OPTION = "which option stands for which cannot be told"
_NOT_IDENTIFIED = "not all that tells them from others is reported, so that they may be two"
_WHICH_STANDS_FOR_WHICH = "a phase is not reported, so that another term may stand for it"


class ChangeFinder:
    """One run over two records; it knows which side is known in full, and how their phases pair.

    Attributes:
        whole: Whether all of both records is compared, and not their terms alone.
        same: How many terms stand on both sides so far, equal or changed.
        phasing: How the phases of the two sides pair.
    """

    def __init__(self, a: Any, b: Any, scales: Mapping[str, tuple[str, ...]]) -> None:
        self.root = type(a)
        self.whole = type(a) is type(b)
        self.scales = scales
        self.same = 0
        self.phasing = BY_NUMBER
        self._enter(a, b)

    def _enter(self, a: Any, b: Any) -> None:
        """Turn to the terms and phases of two holders."""
        self.holders = (a, b)
        self.full = (_is_full(a), _is_full(b))
        self.unsure = ""
        self._pairs: list[tuple[Any, Any]] = []
        self._alone: set[int] | None = None
        self._slots: tuple[set[Any], set[Any]] | None = None
        self._topics: tuple[dict[Any, list[Term]], dict[Any, list[Term]]] | None = None

    def of_values(
        self, a: Any, b: Any, steps: tuple[str | Pair, ...], owners: tuple[Any, Any]
    ) -> Iterator[Change]:
        """Changes of the fields of two values that stand for each other."""
        shared = getattr(a, "terms", None)
        if shared and shared is b.terms:
            self.same += len(shared)
        fields = zip(fields_of(a), content_of(a), content_of(b), strict=True)
        for spec, before, after in [triple for triple in fields if triple[1] is not triple[2]]:
            # Terms are compared one by one below, and counted; comparing them here would do it twice.
            if spec.types[0] is not Term and before == after:
                continue
            if spec.types[0] is Evidence and spec.many:
                yield EvidenceChanged((*steps, spec.name), before, after, owners, self.root)
            elif not spec.many or spec.ordered:
                yield from self._scalar(spec, before, after, steps, owners)
            else:
                yield from self.of_items(spec, before, after, steps, owners)
        if isinstance(a, ReleaseTerm) and (a.count is None) is not (b.count is None):
            totals = a.total, b.total
            if None not in totals:
                yield Totalled((*steps, "total"), *totals, owners, self.root, self.unsure)

    def _scalar(
        self,
        spec: FieldSpec,
        before: Any,
        after: Any,
        steps: tuple[str | Pair, ...],
        owners: tuple[Any, Any],
    ) -> Iterator[Change]:
        own = (*steps, spec.name)
        kind: type[Change]
        if before is None or after is None:
            kind, unsure = self._of_one(spec, before, after, steps, owners)
            yield kind(own, before, after, owners, self.root, unsure)
            return
        kind, unsure = Changed, self.unsure
        is_bracketed = before is TermStatus.BRACKETED
        if spec.types[0] is TermStatus and is_bracketed is not (after is TermStatus.BRACKETED):
            kind = Unbracketed if is_bracketed else Bracketed
        elif (
            spec.role is FieldRole.NUMBERING
            or spec.name == "alternative"
            or (spec.name == "ordinal" and self.phasing.of(before) == after)
        ):
            kind = Renumbered
        elif _is_phase_move(spec, before, after, owners):
            kind = Moved
            by_number = not self.phasing.is_certain and PhaseScope.WHOLE not in (before, after)
            unsure = _NUMBERS_LEAVE_IT_OPEN if by_number else ""
            if not self.phasing.is_by_number and self.phasing.of(before) == after:
                kind, unsure = Renumbered, _BY_A_READING
        if kind is Changed and isinstance(owners[0], ChoiceTerm):
            scale = self.scales.get(owners[0].issue, ())
            yield Changed(own, before, after, owners, self.root, unsure, scale)
            return
        yield kind(own, before, after, owners, self.root, unsure)

    def _of_one(
        self,
        spec: FieldSpec,
        before: Any,
        after: Any,
        steps: tuple[str | Pair, ...],
        owners: tuple[Any, Any],
    ) -> tuple[type[Change], str]:
        """The kind of change of a field that one side alone has."""
        if spec.name == "alternative":
            # A term that is still in brackets is no more settled than an option is.
            if not is_settled([owners[0 if before is None else 1]]):
                return Renumbered, ""
            return (Opened if before is None else Resolved), self.unsure
        side, given = (0, after) if before is None else (1, before)
        if spec.types[0] is TermStatus and self.full[side] and given is TermStatus.BRACKETED:
            # A text that is known in full shows its brackets.
            return (Bracketed if before is None else Unbracketed), self.unsure
        return self._one_sided(spec, before, steps)

    def _one_sided(
        self, spec: FieldSpec, before: Any, steps: tuple[str | Pair, ...], *, closed: bool = False
    ) -> tuple[type[Change], str]:
        """The kind of change where only one side has something, and why that is not certain.

        The other side is reported not to have it where its text is known in full, or where it has
        an empty list; else it is silent. What describes a record is never lacking, only unsaid.
        A term of a full text may say there what is not coded.
        """
        side = 0 if before is None else 1
        if closed or (self.full[side] and self._lacks(spec, steps)):
            unsure = self.unsure
            if not closed and spec.types[0] not in (Term, Phase):
                unsure = unsure or _AS_CODED
            return (Added if before is None else Removed), unsure
        return (Reported if before is None else Unreported), self.unsure

    @staticmethod
    def _lacks(spec: FieldSpec, steps: tuple[str | Pair, ...]) -> bool:
        """Whether a text that is known in full and does not mention something lacks it.

        A detail of an excluded term is in the text of neither side.
        """
        if not spec.can_be_lacking:
            return False
        items = [step.present for step in steps if isinstance(step, Pair)]
        return not any(map(is_excluded, items)) and (
            spec.types[0] in (Term, Phase) or any(isinstance(item, Term | Phase) for item in items)
        )

    def of_items(
        self,
        spec: FieldSpec,
        before: tuple[Any, ...] | None,
        after: tuple[Any, ...] | None,
        steps: tuple[str | Pair, ...],
        owners: tuple[Any, Any],
    ) -> Iterator[Change]:
        """Changes of a list without an order, item by item."""
        own = (*steps, spec.name)
        changes: list[Change] = []
        equal = 0
        phased = spec.types[0] in (Term, Phase)
        if phased and self.phasing is BY_NUMBER:
            self.phasing = aligned_phases(*self.holders)
        around = self.unsure
        # What one side alone has is told alike for all items of that side.
        alone: list[tuple[type[Change], str] | None] = [None, None]
        pairs = pairs_of(before or (), after or (), phasing=self.phasing)
        if phased:
            self._pairs = pairs = [*pairs]
            self._alone = None
        for earlier, later in pairs:
            if earlier == later:
                equal += 1
                continue
            pair = Pair(earlier, later)
            if phased:
                self.unsure = self._doubt(earlier, later)
            if earlier is None or later is None:
                silent = 0 if earlier is None else 1
                told = alone[silent]
                if told is None:
                    closed = self._is_closed(spec, after if silent else before, steps, silent)
                    told = alone[silent] = self._one_sided(spec, earlier, steps, closed=closed)
                kind, unsure = told
                if phased:
                    unsure = self.unsure
                    if isinstance(pair.present, Term):
                        kind, unsure = self._of_draft(kind, unsure, pair.present, silent)
                if kind in _OF_WHAT_IS_THERE and is_excluded(later if silent == 0 else earlier):
                    # What is reported to be excluded was never there to be added or removed.
                    kind = Reworded if not unsure else Unreported if silent else Reported
                changes.append(kind((*own, pair), earlier, later, owners, self.root, unsure))
            else:
                if not phased:
                    self.unsure = around or _doubt_of_pair(earlier, later)
                changes += self._both_sided(pair, own, owners)
        self.unsure = around
        if spec.types[0] is Term:
            self.same += equal
        if self.whole and not (before and after):
            yield from self._emptinesses(spec, before, after, changes, steps, owners)
        yield from changes

    def _is_closed(
        self,
        spec: FieldSpec,
        listed: tuple[Any, ...] | None,
        steps: tuple[str | Pair, ...],
        side: int,
    ) -> bool:
        """Whether a list is known to hold no more than is reported of it.

        One that is reported to be empty is; so is a list of parties or words in a text known in full.
        """
        if not listed:
            return listed == ()
        return self.full[side] and not issubclass(spec.types[0], Value) and self._lacks(spec, steps)

    def _of_draft(
        self, kind: type[Change], unsure: str, term: Term, silent: int
    ) -> tuple[type[Change], str]:
        """The change of a term that one side alone has, where options or what is coded tell more."""
        holder = self.holders[silent]
        if isinstance(holder, Version) and not holder.is_coded_on(term.issue):
            return NotCoded, ""
        if self._topics is None:
            mine, theirs = map(_terms, self.holders)
            there_are = have_options(mine, theirs)
            self._topics = (topics_of(mine), topics_of(theirs)) if there_are else ({}, {})
        if not self._topics[silent]:
            return kind, unsure
        phasing = self.phasing if silent else self.phasing.inverted()
        others = self._topics[silent].get(phasing.topic(term))
        if not others:
            return kind, unsure
        # Of a text known in part only a settled term tells that other options are gone.
        if not (kind in _OF_WHAT_IS_THERE or is_settled(others) or is_settled([term])):
            return kind, unsure
        # The term may be the option that it could not be told from another.
        alike = any(self._is_alone(other) and can_be_same(term, other) for other in others)
        unsure = _WHICH_OPTION if alike else ""
        if term.alternative is not None or not is_settled([term]):
            return (OptionDropped if silent else OptionAdded), unsure
        return (OpenedOtherwise if silent else ResolvedOtherwise), unsure

    def _is_alone(self, term: Term) -> bool:
        """Whether a term stands for none of the other side."""
        if self._alone is None:
            single = (pair for pair in self._pairs if pair[0] is None or pair[1] is None)
            self._alone = {id(pair[0] or pair[1]) for pair in single}
        return id(term) in self._alone

    def _both_sided(
        self, pair: Pair, own: tuple[str | Pair, ...], owners: tuple[Any, Any]
    ) -> Iterator[Change]:
        """Changes from one item to another that stands for it."""
        earlier, later = pair.before, pair.after
        kind: type[Change] | None = None
        if (
            not isinstance(earlier, Value)
            or isinstance(earlier, ATOMS)
            or type(earlier) is not type(later)
        ):
            kind = Changed
        elif is_excluded(earlier) is not is_excluded(later):
            kind = Removed if is_excluded(later) else Added
        if kind is not None:
            yield kind((*own, pair), earlier, later, owners, self.root, self.unsure)
            return
        if isinstance(earlier, Term):
            self.same += 1
        inner = (earlier, later) if hasattr(earlier, "evidence") else owners
        if not isinstance(earlier, Version):
            yield from self.of_values(earlier, later, (*own, pair), inner)
            return
        around, self.phasing = self.phasing, BY_NUMBER
        holders = self.holders
        self._enter(earlier, later)
        yield from self.of_values(earlier, later, (*own, pair), inner)
        self._enter(*holders)
        self.phasing = around

    def _emptinesses(
        self,
        spec: FieldSpec,
        before: tuple[Any, ...] | None,
        after: tuple[Any, ...] | None,
        changes: list[Change],
        steps: tuple[str | Pair, ...],
        owners: tuple[Any, Any],
    ) -> Iterator[Change]:
        """How it differs that lists are empty: not reported, or none.

        These changes come before those of the items, so that the order is the same the other way round.
        """
        if not before:
            opening = _emptiness(changes, Added, before)
            if opening != before:
                yield self._empty(spec, before, opening, steps, owners)
        if not after:
            closing = _emptiness(changes, Removed, before if not before else None)
            if closing != after:
                yield self._empty(spec, closing, after, steps, owners)

    def _empty(
        self,
        spec: FieldSpec,
        before: tuple[Any, ...] | None,
        after: tuple[Any, ...] | None,
        steps: tuple[str | Pair, ...],
        owners: tuple[Any, Any],
    ) -> Change:
        """The change from a list that is not reported to one reported to be empty, or back."""
        kind: type[Change] = Reported if after == () else Unreported
        silent = 0 if before is None else 1
        if (
            self.full[silent]
            and self._lacks(spec, steps)
            and not any(getattr(owner, spec.name, None) for owner in owners)
        ):
            kind = Reworded
        return kind((*steps, spec.name), before, after, owners, self.root, self.unsure)

    # --- what is not certain about terms and phases ---

    def _doubt(self, earlier: Any, later: Any) -> str:
        """Why it is not certain that two terms or phases stand for each other, or that one is alone."""
        if earlier is None:
            return self._doubt_of_one(later, 0)
        if later is None:
            return self._doubt_of_one(earlier, 1)
        phasing = self.phasing
        if type(earlier) is Phase:
            return "" if phasing.is_certain else self._by_phases()
        before, after = earlier.phase, later.phase
        if before is None or after is None:
            if before is not after:
                return _PHASE_OF_ONE
            return "" if self._have_no_phases() else _PHASE_OF_NEITHER
        if phasing.is_certain or phasing is ONE_TERM_EACH or PhaseScope.WHOLE in (before, after):
            return ""
        mine, theirs = self._terms_on(earlier)
        renumbered = before != after and phasing.of(before) == after
        return "" if len(mine) == len(theirs) == 1 and not renumbered else self._by_phases()

    def _doubt_of_one(self, item: Term | Phase, silent: int) -> str:
        """Why it is not certain that a term or phase has no counterpart on the silent side."""
        if isinstance(item, Phase):
            alone = not all(getattr(holder, "phases", None) for holder in self.holders)
            return "" if alone or self.phasing.is_certain else self._by_phases()
        if self._slots is None:
            mine, theirs = map(_terms, self.holders)
            self._slots = set(map(slot_of, mine)), set(map(slot_of, theirs))
        if slot_of(item) not in self._slots[silent]:
            return ""
        around = (term for terms in self._terms_on(item) for term in terms)
        if any(term.phase is None for term in around) and not self._have_no_phases():
            return _WHICH_STANDS_FOR_WHICH
        return "" if self.phasing.is_certain else self._by_phases()

    def _by_phases(self) -> str:
        return _NUMBERS_LEAVE_IT_OPEN if self.phasing.is_by_number else _BY_A_READING

    def _have_no_phases(self) -> bool:
        """Whether both texts are known to have no phases."""
        return all(map(_has_no_phases, self.holders))

    def _terms_on(self, term: Term) -> tuple[Sequence[Term], Sequence[Term]]:
        """The terms of both sides on the issue and case of a term."""
        mine, theirs = (_like(term, _terms(holder)) for holder in self.holders)
        return mine, theirs


def _doubt_of_pair(earlier: Any, later: Any) -> str:
    """Why it is not certain that two items of a list within a record are one.

    Women whose citizenship is not reported of both sides may be two groups of women.
    """
    if not isinstance(earlier, Value) or (earlier.is_identified and later.is_identified):
        return ""
    return _NOT_IDENTIFIED


def _terms(holder: Any) -> tuple[Term, ...]:
    return holder.terms or ()


def _like(term: Term, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms on the issue, case and alternative of a term; terms are sorted by issue."""
    issue = term.issue
    start = bisect_left(terms, issue, key=_issue_of)
    end = start
    while end < len(terms) and terms[end].issue == issue:
        end += 1
    slot = slot_of(term)
    return tuple(other for other in terms[start:end] if slot_of(other) == slot)


_issue_of = attrgetter("issue")


def _emptiness(
    changes: list[Change], closing: type[Change], silent: tuple[Any, ...] | None
) -> tuple[Any, ...] | None:
    """The empty list that the changes of its items begin with, or leave.

    Items that are added to, or removed from, what is reported leave a reported emptiness.
    """
    if not changes:
        return silent
    return () if closing in map(type, changes) else None


def _is_full(side: Value) -> bool:
    return isinstance(side, Version) and side.is_known_in_full


def _has_no_phases(holder: Any) -> bool:
    """Whether a text is known to have no phases."""
    return isinstance(holder, Version) and holder.has_no_phases


def _is_phase_move(spec: FieldSpec, before: Any, after: Any, owners: tuple[Any, Any]) -> bool:
    phases = (int, PhaseScope)
    of_term = spec.name == "phase" and isinstance(owners[0], Term)
    return of_term and isinstance(before, phases) and isinstance(after, phases)
