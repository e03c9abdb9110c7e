"""What versions, positions and events say on an issue, in the order of time as far as it is known.

A history never decides what the sources leave open: where the order of two steps is not known it says
so, and it compares a step only with what is known to be before it.
"""

from __future__ import annotations

from functools import cached_property

from negotiations.answers.history_values import (
    Comparison,
    History,
    NotCompared,
    Step,
    StepTerm,
)
from negotiations.chronology import Chronology, Time, lineage, referred
from negotiations.claims import Attribution
from negotiations.compare.diff import diff
from negotiations.errors import NegotiationsError
from negotiations.model import Event, Issue, Position, Proposal, Record, Term, Version
from negotiations.records import address_of, walk
from negotiations.vocabulary import Bearing, Completeness, Saying

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator
    from typing import Any

    from negotiations.model import Evidence
    from negotiations.model.base import Value
    from negotiations.records import Records

    Nearest = dict[str, tuple[str, ...]]
    Unordered = dict[str, list[str]]

__all__ = ["history"]


def history(records: Records, of: Record | None = None, issue: str | None = None) -> History:
    """The history of a proposal, of a version with those it is derived from, or of an issue.

    Args:
        records: The records of a dataset.
        of: A proposal, a version, or an issue; None for all texts.
        issue: The issue that it is narrowed to.

    Raises:
        UnknownId: There is no such issue.
        NegotiationsError: ``of`` is neither a proposal nor a version nor an issue, or neither ``of``
            nor ``issue`` is given.
    """
    if isinstance(of, Issue):
        own = of.id
        if issue not in (None, own):
            raise NegotiationsError(f"the history of the issue {own!r} is not of {issue!r}")
        of, issue = None, own
    if issue is not None:
        issue = records.collections["issues"][issue].id
    if of is None and issue is None:
        raise NegotiationsError("a history is of a proposal, of a version or of an issue: give one")
    if of is not None and not isinstance(of, Proposal | Version):
        raise NegotiationsError(
            f"expected a proposal, a version or an issue, found {address_of(of)}"
        )
    return _Telling(records, of, issue).history()


class _Telling:
    """A history being built: its subject, and what is known of the order."""

    def __init__(self, records: Records, of: Proposal | Version | None, issue: str | None) -> None:
        self.records = records
        self.of = of
        self.issue = issue
        self.chronology = Chronology.of(records)
        self.versions = tuple(self._versions())
        self.texts = {address_of(version) for version in self.versions}
        if of is None:
            self.texts |= {f"proposals/{version.proposal_id}" for version in self.versions}
        elif isinstance(of, Proposal):
            self.texts.add(address_of(of))
        self.positions = tuple(self._positions())
        self.position_names = {address_of(position) for position in self.positions}
        self.talks = {
            address_of(talks)
            for talks in records.collections["talks"].values()
            if self._addresses(*(talks.on or ())) & self.texts
        }

    def _versions(self) -> Iterator[Version]:
        of = self.of
        if isinstance(of, Version):
            yield from lineage(self.records, of)
            return
        proposal_id = of.id if isinstance(of, Proposal) else None
        known: Iterable[Version] = self.records.collections["versions"].values()
        for version in known:
            if version.proposal_id == proposal_id or (
                proposal_id is None and self._narrowed(version.terms)
            ):
                yield version

    def _positions(self) -> Iterator[Position]:
        known: Iterable[Position] = self.records.collections["positions"].values()
        for position in known:
            concerned = self.of is None or self._addresses(position.on) & self.texts
            if concerned and self._narrowed(position.terms):
                yield position

    def _addresses(self, *names: str | None) -> set[str]:
        """The addresses of the records that references name."""
        reported = (name for name in names if name is not None)
        return {address_of(record) for record in referred(self.records, reported)}

    def _narrowed(self, terms: tuple[Term, ...] | None) -> tuple[Term, ...]:
        return tuple(term for term in terms or () if self.issue in (None, term.issue))

    def _bearing(self, event: Event) -> Bearing | None:
        """How an event bears on what the history is of; None where it does not."""
        acted_on = self._addresses(*(event.on or ()))
        on_text = acted_on & self.texts
        on_position = acted_on & self.position_names
        on_talks = acted_on & self.talks
        if not (on_text or on_position or on_talks):
            # Through all texts, an event that names the issue belongs to it, whatever it acts on.
            alone = self.of is None and self.issue in (event.issues or ())
            return Bearing.ISSUE if alone else None
        if event.issues and (self.issue is None or self.issue in event.issues):
            return Bearing.ISSUE
        if event.issues:
            return None
        if on_text:
            return Bearing.TEXT
        if on_position:
            return Bearing.POSITION
        # What happened to the talks at large is of no single issue.
        return Bearing.TALKS if self.issue is None else None

    # --- steps ----------------------------------------------------------------------------------

    def history(self) -> History:
        """The steps in their order."""
        bearings = {
            event.id: bearing
            for event in self.records.collections["events"].values()
            if (bearing := self._bearing(event)) is not None
        }
        events = [self.records.collections["events"][name] for name in bearings]
        steps = []
        for place in self.chronology.in_order((*self.versions, *self.positions, *events)):
            record: Any = place.record
            passages = tuple(self._evidence(record))
            compared, skipped = self._comparisons(record)
            terms = getattr(record, "terms", None)
            steps.append(
                Step(
                    record=record,
                    order=place.order,
                    follows=place.follows,
                    time=Time.of(self.chronology, record),
                    saying=self._saying(record) if isinstance(record, Version) else None,
                    bearing=bearings[record.id] if isinstance(record, Event) else None,
                    terms=tuple(
                        StepTerm(term=term, attribution=self._attribution(_passages(term)))
                        for term in self._narrowed(terms)
                    ),
                    comparisons=compared,
                    not_compared=skipped,
                    attribution=self._attribution(passages),
                )
            )
        of = None if self.of is None else address_of(self.of)
        return History(of=of, issue=self.issue, steps=tuple(steps))

    def _attribution(self, passages: Iterable[Evidence]) -> Attribution:
        return Attribution.of(self.records, passages)

    def _evidence(self, record: Record) -> Iterator[Evidence]:
        """The passages of the terms of a step on the issue; without such terms, those of the record."""
        terms = self._narrowed(getattr(record, "terms", None))
        if isinstance(record, Event) or not terms or self.issue is None:
            yield from record.evidence or ()
        for term in terms:
            yield from _passages(term)

    def _saying(self, version: Version) -> Saying:
        if self._narrowed(version.terms):
            return Saying.REPORTED
        full = version.completeness is Completeness.FULL_TEXT
        return Saying.NONE if full or version.terms == () else Saying.SILENT

    # --- what changed ---------------------------------------------------------------------------

    def _comparisons(
        self, record: Record
    ) -> tuple[tuple[Comparison, ...], tuple[NotCompared, ...]]:
        if isinstance(record, Version):
            sources = [
                self.records.versions[name]
                for name in record.derived_from or ()
                if name in self.records.versions
            ]
            if sources:
                derived = "which it is derived from"
                return tuple(self._compared(source, record, derived) for source in sources), ()
            return self._with_preceding(
                record, self._siblings, "it precedes it; no derivation is reported"
            )
        if isinstance(record, Position):
            return self._with_preceding(
                record, self._same_holders, "the same holder's position before it, on the same text"
            )
        return (), ()

    @cached_property
    def _siblings(self) -> _Preceding:
        """The versions before a version among those of its proposal."""
        return _Preceding(
            self.chronology, self.records.versions.values(), lambda version: (version.proposal_id,)
        )

    @cached_property
    def _same_holders(self) -> _Preceding:
        """The positions before a position among those of its holder on the same text and issues."""
        issues = {issue for position in self.positions for issue in self._spoken(position)}

        def kinds(position: Position) -> Iterator[Any]:
            scope = self._scope(position)
            for issue in issues & {term.issue for term in position.terms}:
                yield position.actor, position.act, scope, issue

        return _Preceding(self.chronology, self.records.positions.values(), kinds)

    def _spoken(self, position: Position) -> set[str]:
        return {term.issue for term in self._narrowed(position.terms)}

    def _scope(self, position: Position) -> str | None:
        """The proposal in whose negotiation a position is held."""
        for address in self._addresses(position.on):
            return address.partition("/")[2].partition("@")[0]
        return None

    def _with_preceding(
        self, record: Version | Position, others: _Preceding, why: str
    ) -> tuple[tuple[Comparison, ...], tuple[NotCompared, ...]]:
        """Compare a record with the nearest ones before it, as far as the order is known."""
        before, unsure = others.of(record)
        return (
            tuple(self._compared(other, record, why) for other in before),
            tuple(
                NotCompared(against=name, why="which of the two is earlier is not known")
                for name in unsure
            ),
        )

    def _compared(self, before: Any, after: Any, why: str) -> Comparison:
        a, b = (self._only(record) for record in (before, after))
        return Comparison(
            against=address_of(before),
            why=why,
            diff=diff(a, b, issues=self.records.collections["issues"]),
        )

    def _only(self, record: Version | Position) -> Value:
        """A record narrowed to the issue; where it is of all issues, the record itself."""
        if self.issue is None:
            return record
        terms = self._narrowed(record.terms)
        if isinstance(record, Position):
            return record.replace(terms=terms)
        # Terms on other issues say nothing of this one; only an empty list does.
        reported = terms or (() if record.terms == () else None)
        return Version(id=record.id, completeness=record.completeness, terms=reported)


class _Preceding:
    """The records before a record among those of its kind, worked out once for all of them.

    Args:
        chronology: The order of the records.
        records: All that may come before each other.
        kinds: What a record is compared as: with others that share one of these.
    """

    def __init__(
        self,
        chronology: Chronology,
        records: Iterable[Any],
        kinds: Callable[[Any], Iterable[Hashable]],
    ) -> None:
        self._kinds = kinds
        self._records: dict[str, Any] = {}
        groups: dict[Hashable, list[Any]] = {}
        for record in records:
            self._records[address_of(record)] = record
            for kind in kinds(record):
                groups.setdefault(kind, []).append(record)
        self._chronology = chronology
        self._groups = groups
        self._worked_out: dict[Hashable, tuple[Nearest, Unordered]] = {}

    def of(self, record: Any) -> tuple[tuple[Any, ...], list[str]]:
        """The nearest records before it, and the addresses of those whose order to it is not known."""
        name = address_of(record)
        before: dict[str, None] = {}
        unsure: dict[str, None] = {}
        kinds = tuple(self._kinds(record))
        for kind in kinds:
            nearest, unordered = self._of_kind(kind)
            before |= dict.fromkeys(nearest[name])
            unsure |= dict.fromkeys(unordered[name])
        records = [self._records[address] for address in before]
        # Of several kinds one can have a nearer one than another has.
        latest = records if len(kinds) == 1 else self._chronology.latest(records)
        return tuple(sorted(latest, key=address_of)), sorted(unsure)

    def _of_kind(self, kind: Hashable) -> tuple[Nearest, Unordered]:
        if kind not in self._worked_out:
            group = self._groups[kind]
            ordered = self._chronology.in_order(group)
            self._worked_out[kind] = (
                {address_of(place.record): place.follows for place in ordered},
                self._chronology.unordered(group),
            )
        return self._worked_out[kind]


def _passages(value: Value) -> Iterator[Evidence]:
    for _, part in walk(value):
        yield from getattr(part, "evidence", None) or ()
