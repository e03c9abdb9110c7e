"""What versions, positions and events say on an issue, in the order of time as far as it is known.

A history never decides what the sources leave open: where the order of two steps is not known it says
so, and it compares a step only with what is known to be before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import overload

import attrs

from negotiations.compare.diff import Diff, diff
from negotiations.compare.document import diff_to_data
from negotiations.compare.result import Answer, Time, plain
from negotiations.errors import NegotiationsError
from negotiations.model import Event, Issue, Position, Proposal, Record, Term, Version
from negotiations.store.attribution import Attribution
from negotiations.store.chronology import Chronology, Order, referred
from negotiations.store.records import address_of, walk
from negotiations.vocabulary import Completeness

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from negotiations.base import Value
    from negotiations.model import Evidence
    from negotiations.store.records import Records

__all__ = [
    "Bearing",
    "Comparison",
    "History",
    "NotCompared",
    "Saying",
    "Step",
    "StepTerm",
    "history",
]


class Saying(Enum):
    """What a version says on an issue."""

    REPORTED = "reported"  # terms on it are reported
    SILENT = "silent"  # none is, and it may have some
    NONE = "none"  # it is reported to have none


class Bearing(Enum):
    """How an event bears on an issue of a text."""

    ISSUE = "issue"  # it names the issue
    POSITION = "position"  # it names no issue, and acts on a position on the issue
    TEXT = "text"  # it names no issue, and acts on a text as a whole
    TALKS = "talks"  # it names no issue, and acts on talks about a text


@attrs.frozen(kw_only=True)
class StepTerm:
    """A term of a version or position, with who says it and who denies it."""

    term: Term
    attribution: Attribution


@attrs.frozen(kw_only=True)
class Comparison:
    """What changed at a step.

    Attributes:
        against: The address of the record that the step is compared with.
        why: Why with this one.
        diff: The changes between the two, each narrowed to the issue where the history is of one.
    """

    against: str
    why: str
    diff: Diff


@attrs.frozen(kw_only=True)
class NotCompared:
    """A record that a step could be compared with, and why it is not."""

    against: str
    why: str


@attrs.frozen(kw_only=True, repr=False)
class Step:
    """A version, position or event in a history.

    Attributes:
        record: The record, whole.
        order: Whether it is known to be later than the step before it; None for the first.
        follows: The nearest steps that it is known to follow, as addresses.
        time: When it is of.
        saying: For a version: whether it says anything on the issue.
        bearing: For an event: how it bears on the issue.
        terms: For a version or position: its terms on the issue, or all where the history is of all.
        comparisons: What changed, against each record that it is compared with.
        not_compared: What it is not compared with although it might be, and why.
        attribution: Who says what the step is here for, and who denies it.
    """

    record: Version | Position | Event
    order: Order | None
    follows: tuple[str, ...]
    time: Time
    saying: Saying | None = None
    bearing: Bearing | None = None
    terms: tuple[StepTerm, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    not_compared: tuple[NotCompared, ...] = ()
    attribution: Attribution

    @property
    def address(self) -> str:
        """The address of the record."""
        return address_of(self.record)

    def __repr__(self) -> str:
        order = "first" if self.order is None else f"order {self.order}"
        disputed = ", disputed" if self.attribution.disputed else ""
        said = self.saying or self.bearing
        return f"<{self.address} ({self.time}; {order}; {said.value if said else 'position'}{disputed})>"


@attrs.frozen(kw_only=True, repr=False, eq=False)
class History(Answer, Sequence[Step]):
    """What was said on an issue, or on all issues, of a text, step by step.

    ``of`` is the address of the proposal or version, or None where the history is of an issue through
    all texts; ``issue`` is None where it is of all issues.
    """

    of: str | None
    issue: str | None
    steps: tuple[Step, ...]

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Step, ...]: ...
    def __getitem__(self, index: int | slice) -> Step | tuple[Step, ...]:
        return self.steps[index]

    def __len__(self) -> int:
        return len(self.steps)

    def step(self, address: str) -> Step:
        """The step of the record with this address or id.

        Raises:
            UnknownId: The history has no such step.
        """
        from negotiations.errors import UnknownId

        known = {each.address: each for each in self.steps}
        short = {each.record.id: each for each in self.steps}
        found = known.get(address) or short.get(address)
        if found is None:
            raise UnknownId(address, [*known, *short], "step of the history")
        return found

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, History):
            return NotImplemented
        return (self.of, self.issue, self.steps) == (other.of, other.issue, other.steps)

    def __hash__(self) -> int:
        return hash((self.of, self.issue, len(self.steps)))

    def __repr__(self) -> str:
        kinds = {Version: "version", Position: "position", Event: "event"}
        counts = [
            f"{number} {noun}{'' if number == 1 else 's'}"
            for kind, noun in kinds.items()
            if (number := sum(type(each.record) is kind for each in self.steps))
        ]
        subject = " on ".join(each for each in (self.of, self.issue) if each) or "nothing"
        return f"<History of {subject}: {', '.join(counts) or 'no steps'}>"

    def to_data(self) -> dict[str, Any]:
        """The history as JSON data."""
        data = {"format": 1, "of": self.of, "issue": self.issue}
        return {
            **{name: held for name, held in data.items() if held is not None},
            "steps": [_step_data(each) for each in self.steps],
        }


def _step_data(step: Step) -> dict[str, Any]:
    record = step.record
    if not isinstance(record, Event):
        # Its terms stand beside it, with who says them.
        empty = () if isinstance(record, Position) else None
        record = record.replace(terms=empty)
    held = plain(record)
    held.pop("terms", None)
    data = {
        "record": step.address,
        "kind": type(record).__name__.lower(),
        "order": step.order,
        "follows": step.follows,
        "time": step.time,
        "saying": step.saying,
        "bearing": step.bearing,
        "content": held,
        "terms": step.terms if not isinstance(record, Event) else None,
        "attribution": step.attribution,
    }
    return {
        **{name: plain(each) for name, each in data.items() if each is not None},
        "comparisons": [
            {"against": each.against, "why": each.why, "diff": diff_to_data(each.diff)}
            for each in step.comparisons
        ],
        "not_compared": plain(step.not_compared),
    }


# --- what belongs to a history ------------------------------------------------------------------


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
    """One history in the making: what it is of, and what is known of the order."""

    def __init__(self, records: Records, of: Proposal | Version | None, issue: str | None) -> None:
        self.records = records
        self.of = of
        self.issue = issue
        self.chronology = Chronology(records)
        self.versions = tuple(self._versions())
        self.texts = {address_of(each) for each in self.versions}
        if of is None:
            self.texts |= {f"proposals/{_proposal_of(each)}" for each in self.versions}
        elif isinstance(of, Proposal):
            self.texts.add(address_of(of))
        self.positions = tuple(self._positions())
        self.talks = {
            address_of(each)
            for each in records.collections["talks"].values()
            if self._addresses(*(each.on or ())) & self.texts
        }

    def _versions(self) -> Iterator[Version]:
        of = self.of
        if isinstance(of, Version):
            yield from lineage(self.records, of)
            return
        wanted = of.id if isinstance(of, Proposal) else None
        known: Iterable[Version] = self.records.collections["versions"].values()
        for version in known:
            if _proposal_of(version) == wanted or (
                wanted is None and self._narrowed(version.terms)
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
        given = (each for each in names if each is not None)
        return {address_of(each) for each in referred(self.records, given)}

    def _narrowed(self, terms: tuple[Term, ...] | None) -> tuple[Term, ...]:
        return tuple(each for each in terms or () if self.issue in (None, each.issue))

    def _bearing(self, event: Event) -> Bearing | None:
        """How an event bears on what the history is of; None where it does not."""
        acted_on = self._addresses(*(event.on or ()))
        on_text = acted_on & self.texts
        on_position = acted_on & {address_of(each) for each in self.positions}
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
        events = [self.records.collections["events"][each] for each in bearings]
        steps = []
        for place in self.chronology.in_order((*self.versions, *self.positions, *events)):
            record: Any = place.record
            passages = tuple(self._evidence(record))
            compared, left = self._comparisons(record)
            held = getattr(record, "terms", None)
            steps.append(
                Step(
                    record=record,
                    order=place.order,
                    follows=place.follows,
                    time=Time.of(self.chronology, record),
                    saying=self._saying(record) if isinstance(record, Version) else None,
                    bearing=bearings[record.id] if isinstance(record, Event) else None,
                    terms=tuple(
                        StepTerm(term=each, attribution=self._attribution(_passages(each)))
                        for each in self._narrowed(held)
                    ),
                    comparisons=compared,
                    not_compared=left,
                    attribution=self._attribution(passages),
                )
            )
        of = None if self.of is None else address_of(self.of)
        return History(of=of, issue=self.issue, steps=tuple(steps))

    def _attribution(self, passages: Iterable[Evidence]) -> Attribution:
        return Attribution.of(self.records, passages)

    def _evidence(self, record: Record) -> Iterator[Evidence]:
        """The passages on what a step is here for: its terms on the issue, else the record."""
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
            return self._with_earlier_versions(record)
        if isinstance(record, Position):
            return self._with_earlier_positions(record)
        return (), ()

    def _with_earlier_versions(
        self, version: Version
    ) -> tuple[tuple[Comparison, ...], tuple[NotCompared, ...]]:
        known = self.records.collections["versions"]
        sources = [known[name] for name in version.derived_from or () if name in known]
        if sources:
            return tuple(
                self._compared(each, version, "it is derived from it") for each in sources
            ), ()
        proposal = _proposal_of(version)
        others = [
            each for each in known.values() if each != version and _proposal_of(each) == proposal
        ]
        return self._with_preceding(version, others, "it precedes it; no derivation is reported")

    def _with_earlier_positions(
        self, position: Position
    ) -> tuple[tuple[Comparison, ...], tuple[NotCompared, ...]]:
        spoken = {each.issue for each in self._narrowed(position.terms)}
        others = [
            each
            for each in self.records.collections["positions"].values()
            if each != position
            and (each.actor, each.act) == (position.actor, position.act)
            and self._scope(each) == self._scope(position)
            and spoken & {term.issue for term in each.terms}
        ]
        return self._with_preceding(
            position, others, "the same holder's position before it, on the same text"
        )

    def _scope(self, position: Position) -> str | None:
        """The proposal in whose negotiation a position is held."""
        for address in self._addresses(position.on):
            return address.partition("/")[2].partition("@")[0]
        return None

    def _with_preceding(
        self, record: Version | Position, others: list[Any], why: str
    ) -> tuple[tuple[Comparison, ...], tuple[NotCompared, ...]]:
        """Compare with what is nearest before a record, as far as the order is known."""
        follows = self.chronology.follows
        before = [each for each in others if follows(record, each)]
        unsure = [each for each in others if each not in before and not follows(each, record)]
        return (
            tuple(self._compared(each, record, why) for each in self.chronology.latest(before)),
            tuple(
                NotCompared(
                    against=address_of(each), why="which of the two is earlier is not known"
                )
                for each in unsure
            ),
        )

    def _compared(self, before: Any, after: Any, why: str) -> Comparison:
        a, b = (self._only(each) for each in (before, after))
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


def lineage(records: Records, version: Version) -> tuple[Version, ...]:
    """A version and all those that it is derived from, near and far; itself first."""
    known = records.collections["versions"]
    found = {version.id: version}
    ahead = [version]
    while ahead:
        for name in ahead.pop(0).derived_from or ():
            if name in known and name not in found:
                found[name] = known[name]
                ahead.append(known[name])
    return tuple(found.values())


def _proposal_of(version: Version) -> str:
    return version.id.partition("@")[0]


def _passages(value: Value) -> Iterator[Evidence]:
    for _, part in walk(value):
        yield from getattr(part, "evidence", None) or ()
