"""The values of a history: its steps, and what each says, in the order of time as far as it is known."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, ClassVar

import attrs

from negotiations.answers.answer import Answer, data_of
from negotiations.chronology import Time
from negotiations.claims import Attribution
from negotiations.compare.diff import Diff
from negotiations.compare.document import diff_to_data
from negotiations.errors import UnknownId
from negotiations.lookup import Entries
from negotiations.model import Event, Position, Term, Version
from negotiations.records import address_of
from negotiations.shown import Shown
from negotiations.vocabulary import Bearing, Order, Saying

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["Comparison", "History", "NotCompared", "Step", "StepTerm", "in_list"]


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
class Step(Shown):
    """A version, position or event in a history.

    Attributes:
        record: The record, whole.
        order: Whether it is known to be later than the step before it; None for the first.
        follows: The nearest steps that it is known to follow, as addresses.
        time: Its time.
        saying: For a version: whether it says anything on the issue.
        bearing: For an event: how it bears on the issue.
        terms: For a version or position: its terms on the issue, or all where the history is of all.
        comparisons: What changed, against each record that it is compared with.
        not_compared: What it is not compared with although it might be, and why.
        attribution: Who says what the step reports on the issue, and who denies it.
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
        word = self.saying or self.bearing
        return f"<{self.address} ({self.time}; {order}; {word.value if word else 'position'}{disputed})>"


@attrs.frozen(kw_only=True, repr=False, eq=False)
class History(Answer, Entries[Step, Step]):
    """What was said on an issue, or on all issues, of a text, step by step.

    ``of`` is the address of the proposal or version, or None where the history is of an issue through
    all texts; ``issue`` is None where it is of all issues. It is a sequence of steps, each found by the
    address of its record.
    """

    entry_noun: ClassVar[str] = "step of the history"

    of: str | None
    issue: str | None
    steps: tuple[Step, ...]

    def _entries(self) -> tuple[Step, ...]:
        return self.steps

    def _by_key(self) -> dict[str, Step]:
        return {step.address: step for step in self.steps}

    def step(self, address: str) -> Step:
        """The step of the record with this address or id.

        Raises:
            UnknownId: The history has no such step.
        """
        known = {step.address: step for step in self.steps}
        short = {step.record.id: step for step in self.steps}
        match = known.get(address) or short.get(address)
        if match is None:
            raise UnknownId(address, [*known, *short], "step of the history")
        return match

    @property
    def unplaced(self) -> tuple[Step, ...]:
        """The steps of which it is not known where they belong among the others.

        Those are left that have a date or bounds, and what is known to follow or precede them; where
        nothing is dated, the most steps of which the order is known to one another.

        >>> import negotiations as ng
        >>> ng.load().history("november-truce").unplaced
        ()
        """
        groups = _linked(self.steps)
        dated = [group for group in groups if any(step.time.is_known for step in group)]
        placed = dated or sorted(groups, key=len, reverse=True)[:1]
        among = {step.address for group in placed for step in group}
        return tuple(step for step in self.steps if step.address not in among)

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
            if (number := sum(type(step.record) is kind for step in self.steps))
        ]
        subject = " on ".join(name for name in (self.of, self.issue) if name) or "nothing"
        return f"<History of {subject}: {', '.join(counts) or 'no steps'}>"

    def to_data(self) -> dict[str, Any]:
        """The history as JSON data."""
        data = {"format": 1, "of": self.of, "issue": self.issue}
        return {
            **{name: value for name, value in data.items() if value is not None},
            "steps": [_step_data(step) for step in self.steps],
        }


def _linked(steps: tuple[Step, ...]) -> list[list[Step]]:
    """The steps in groups: within one, each is known to follow or precede another."""
    group_of: dict[str, list[Step]] = {}
    for step in steps:
        group = [step]
        for name in step.follows:
            if group_of[name] is not group:
                group += group_of[name]
                group_of |= dict.fromkeys((member.address for member in group), group)
        group_of[step.address] = group
    return list({id(group): group for group in group_of.values()}.values())


def in_list(steps: Sequence[Step], history: History) -> Iterator[tuple[Step, Order | None]]:
    """Some steps of a history, each with its order to the one before it among these."""
    before = {
        step.address: preceding for preceding, step in pairwise((None, *history.steps)) if step
    }
    reached: dict[str, set[str]] = {}
    previous: Step | None = None
    for step in steps:
        known = set(step.follows).union(*(reached.get(name, ()) for name in step.follows))
        reached[step.address] = known
        if previous is before[step.address]:
            yield step, step.order
        elif previous is None:
            yield step, None
        elif previous.address in known:
            yield step, Order.CERTAIN
        else:
            dated = step.time.is_known and previous.time.is_known
            yield step, Order.POSSIBLE if dated else Order.UNKNOWN
        previous = step


def _step_data(step: Step) -> dict[str, Any]:
    record = step.record
    if not isinstance(record, Event):
        # Its terms stand beside it, with who says them.
        empty = () if isinstance(record, Position) else None
        record = record.replace(terms=empty)
    content = data_of(record)
    content.pop("terms", None)
    data = {
        "record": step.address,
        "kind": type(record).__name__.lower(),
        "order": step.order,
        "follows": step.follows,
        "time": step.time,
        "saying": step.saying,
        "bearing": step.bearing,
        "content": content,
        "terms": step.terms if not isinstance(record, Event) else None,
        "attribution": step.attribution,
    }
    return {
        **{name: data_of(value) for name, value in data.items() if value is not None},
        "comparisons": [
            {
                "against": comparison.against,
                "why": comparison.why,
                "diff": diff_to_data(comparison.diff),
            }
            for comparison in step.comparisons
        ],
        "not_compared": data_of(step.not_compared),
    }
