"""The values of a history: its steps, and what each says, in the order of time as far as it is known."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, overload

import attrs

from negotiations.answers.answer import Answer, plain
from negotiations.chronology import Time
from negotiations.claims import Attribution
from negotiations.compare.diff import Diff
from negotiations.compare.document import diff_to_data
from negotiations.errors import UnknownId
from negotiations.model import Event, Position, Term, Version
from negotiations.records import address_of
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
        known = {each.address: each for each in self.steps}
        short = {each.record.id: each for each in self.steps}
        found = known.get(address) or short.get(address)
        if found is None:
            raise UnknownId(address, [*known, *short], "step of the history")
        return found

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
        dated = [each for each in groups if any(step.time.is_known for step in each)]
        placed = dated or sorted(groups, key=len, reverse=True)[:1]
        among = {step.address for each in placed for step in each}
        return tuple(each for each in self.steps if each.address not in among)

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


def _linked(steps: tuple[Step, ...]) -> list[list[Step]]:
    """The steps in groups: within one, each is known to follow or precede another."""
    group_of: dict[str, list[Step]] = {}
    for step in steps:
        group = [step]
        for name in step.follows:
            if group_of[name] is not group:
                group += group_of[name]
                group_of |= dict.fromkeys((each.address for each in group), group)
        group_of[step.address] = group
    return list({id(each): each for each in group_of.values()}.values())


def in_list(steps: Sequence[Step], history: History) -> Iterator[tuple[Step, Order | None]]:
    """Some steps of a history, each with its order to the one before it among these."""
    before = {step.address: one for one, step in pairwise((None, *history.steps)) if step}
    reached: dict[str, set[str]] = {}
    previous: Step | None = None
    for step in steps:
        known = set(step.follows).union(*(reached.get(each, ()) for each in step.follows))
        reached[step.address] = known
        if previous is before[step.address]:
            yield step, step.order
        elif previous is None:
            yield step, None
        elif previous.address in known:
            yield step, Order.CERTAIN
        else:
            both = step.time.is_known and previous.time.is_known
            yield step, Order.POSSIBLE if both else Order.UNKNOWN
        previous = step


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
