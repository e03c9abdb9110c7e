"""The pairing of phases: which phase of one text stands for which phase of the other.

Phases have numbers, and a phase put in front moves all of them. They align by number, unless one other
way to pair them (some are inserted or dropped, two are swapped, one goes elsewhere) makes strictly more
of the two texts equal, in two or more places: their labels, what is reported of them, and the terms of
one issue in several of them. Such a pairing is a reading of the texts. What rests on it is possible,
and leans nowhere; so is what rests on their numbers, unless the labels agree with these or nothing that
is still to be reported could tip the scale.
"""

from __future__ import annotations

from itertools import combinations
from operator import attrgetter

from negotiations.deferred import evolve, frozen
from negotiations.model import Term, Version
from negotiations.model.base import FieldRole, Value, fields_of
from negotiations.model.terms import TermLabel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Pairs = tuple[tuple[int, int], ...]

__all__ = ["BY_NUMBER", "ONE_TERM_EACH", "Phasing", "aligned_phases", "slot_of"]

# A shared label says more than a shared value.
_LABEL = 3
# Beyond this many phases they align by number alone.
_MAXIMUM = 24


@frozen
class Phasing:
    """How the phases of two texts pair.

    Attributes:
        later: For each phase of the earlier text that does not keep its number, that of the later
            text; None where it has none there.
        is_certain: Whether nothing that is still to be reported could pair them otherwise: all of
            them have labels, and these agree; or no other pairing comes near.
        count: How many phases the earlier text has, as far as they are known, and the later; zero
            where neither is asked for.
    """

    later: tuple[tuple[int, int | None], ...] = ()
    is_certain: bool = True
    count: tuple[int, int] = (0, 0)

    @property
    def is_by_number(self) -> bool:
        """Whether each phase stands for the one with its number."""
        return not self.later

    def of(self, phase: int) -> int | None:
        """The phase of the later text that stands for one of the earlier."""
        return dict(self.later).get(phase, phase)

    def topic(self, term: Term) -> TermLabel:
        """What a term of the earlier text is for, with its phase as the later text counts it."""
        topic, phase = term.topic, term.phase
        return topic._replace(phase=self.of(phase)) if isinstance(phase, int) else topic

    def inverted(self) -> Phasing:
        """The same, seen from the later text."""
        if self.is_by_number:
            return evolve(self, count=(self.count[1], self.count[0]))
        before = {after: phase for phase, after in self._pairs() if after is not None}
        return Phasing(
            tuple((after, before.get(after)) for after in range(1, self.count[1] + 1)),
            self.is_certain,
            (self.count[1], self.count[0]),
        )

    def _pairs(self) -> Iterator[tuple[int, int | None]]:
        for phase in range(1, self.count[0] + 1):
            yield phase, self.of(phase)

    def __str__(self) -> str:
        """What became of the phases: ``phase 1 inserted; phases 1–3 became 2–4``."""
        if self.is_by_number:
            return ""
        pairs = list(self._pairs())
        taken = {after for _, after in pairs}
        parts = [
            *(f"phase {new} inserted" for new in range(1, self.count[1] + 1) if new not in taken),
            *(f"phase {old} dropped" for old, new in pairs if new is None),
        ]
        run: list[tuple[int, int]] = []
        for old, new in [*pairs, (0, None)]:
            if run and (
                new is None or new - old != run[-1][1] - run[-1][0] or old != run[-1][0] + 1
            ):
                parts += _became(run)
                run = []
            if new is not None and new != old:
                run.append((old, new))
        return "; ".join(parts)


def _became(run: list[tuple[int, int]]) -> list[str]:
    (first, start), (last, end) = run[0], run[-1]
    if first == last:
        return [f"phase {first} became {start}"]
    return [f"phases {first}–{last} became {start}–{end}"]


BY_NUMBER = Phasing()


def aligned_phases(before: Any, after: Any) -> Phasing:
    """How the phases of two versions pair; by number for whatever else holds terms.

    >>> from negotiations.model import CeasefireTerm, Phase, Version
    >>> from negotiations.vocabulary import Completeness, Permanence
    >>> def truce(name, *phases):
    ...     return Version(id=f"truce@{name}", completeness=Completeness.PARTIAL, terms=tuple(
    ...         CeasefireTerm(issue="halt", phase=number, permanence=permanence)
    ...         for number, permanence in enumerate(phases, 1) if permanence))
    >>> first = truce("first", Permanence.TEMPORARY, Permanence.PERMANENT)
    >>> print(aligned_phases(first, truce("second", None, Permanence.TEMPORARY, Permanence.PERMANENT)))
    phase 1 inserted; phases 1–2 became 2–3
    """
    if _are_far_from_clear(before, after):
        return ONE_TERM_EACH
    if not (_has_phases(before) and _has_phases(after)):
        return BY_NUMBER
    sides = [_Side(before), _Side(after)]
    count = (sides[0].count, sides[1].count)
    top = max(count)
    if top > _MAXIMUM:
        return Phasing(count=count)
    if _labels_agree(*sides):
        return Phasing(count=count)
    for side, other in (sides, sides[::-1]):
        side.leave_out(other)
    scale = _Scale(*sides)
    by_number = tuple((number, number) for number in range(1, min(count) + 1))
    known = scale.weight(by_number)
    others = [pairs for pairs in _others(*count) if pairs != by_number]
    weighed = [(scale.weight(pairs), pairs) for pairs in others if scale.support(pairs) > 1]
    best = max((weight for weight, _ in weighed), default=0)
    heaviest = [set(pairs) for weight, pairs in weighed if weight == best]
    leading = [pairs for pairs in heaviest if not any(pairs < other for other in heaviest)]
    if best > known and len(leading) == 1:
        became = dict(leading[0])
        later = tuple((old, became.get(old)) for old in range(1, count[0] + 1))
        return Phasing(later, is_certain=False, count=count)
    # No field that is still to be reported may tip the scale, nor all of them together.
    settled = not any(side.is_open for side in sides)
    certain = settled and all(scale.most(pairs) <= known for pairs in others)
    return Phasing(is_certain=certain, count=count)


# Nothing tells how phases pair, and no issue has two terms in one text.
ONE_TERM_EACH = Phasing(is_certain=False)


def _has_phases(holder: Any) -> bool:
    """Whether it has a phase with a number, or a term in one."""
    if getattr(holder, "phases", None):
        return True
    return int in map(type, map(_phase, holder.terms or ()))


def _are_far_from_clear(before: Any, after: Any) -> bool:
    """Whether phases have nothing reported to pair by, and may have something: checked quickly."""
    is_silent = False
    for text in (before, after):
        if not isinstance(text, Version) or not text.terms:
            return False
        number = len(text.terms)
        # Mostly the issues differ; only where some are the same do their cases matter.
        if len(set(map(_issue, text.terms))) < number > len(set(map(slot_of, text.terms))):
            return False
        is_silent = is_silent or (text.phases is None and not text.is_known_in_full)
    return is_silent


# The key of a term without its phase: terms of one slot can be the same term in different phases.
_issue = attrgetter("issue")
slot_of = attrgetter("issue", "case", "alternative")
_phase = attrgetter("phase")


def _labels_agree(before: _Side, after: _Side) -> bool:
    """Whether labels say that phases pair by number, whatever else is still to be reported.

    All that both texts have are labelled alike; or all are labelled, some alike, and none as another.
    """
    labels = [
        [getattr(side.phases.get(at), "label", None) for at in range(1, side.count + 1)]
        for side in (before, after)
    ]
    if any(len(set(side)) < len(side) for side in labels):
        return False
    shared = [
        earlier == later and earlier is not None for earlier, later in zip(*labels, strict=False)
    ]
    if all(shared):
        return True
    across = set(labels[0]) & set(labels[1])
    return any(shared) and None not in (*labels[0], *labels[1]) and len(across) == sum(shared)


def _others(before: int, after: int) -> Iterator[Pairs]:
    """The simple ways to pair phases: a run inserted or dropped, one phase elsewhere, two swapped."""
    pairings: set[Pairs] = set()
    top = max(before, after)

    def fitting(pairs: Iterator[tuple[int, int]]) -> Pairs:
        return tuple((old, new) for old, new in pairs if old <= before and new <= after)

    for at in range(1, top + 1):
        for by in range(1, top):
            # `by` phases inserted before the phase `at`; and as many dropped from there.
            pairings.add(fitting((old, old if old < at else old + by) for old in range(1, top + 1)))
            pairings.add(fitting((new if new < at else new + by, new) for new in range(1, top + 1)))
        for to in range(1, top + 1):
            order = [phase for phase in range(1, top + 1) if phase != at]
            order.insert(to - 1, at)
            pairings.add(fitting(iter(sorted((old, new) for new, old in enumerate(order, 1)))))
            gone = [(old, new) for new, old in enumerate(order, 1) if old != at]
            pairings.add(fitting(iter(sorted(gone))))
    for one, other in combinations(range(1, top + 1), 2):
        swap = {one: other, other: one}
        pairings.add(fitting((old, swap.get(old, old)) for old in range(1, top + 1)))
    return iter(sorted(pairings))


class _Side:
    """What one text has in its phases."""

    def __init__(self, holder: Any) -> None:
        phases = getattr(holder, "phases", None)
        full = isinstance(holder, Version) and holder.is_known_in_full
        self.silent = (phases is None or holder.terms is None) and not full
        self.phases: dict[int, Any] = {phase.ordinal: phase for phase in phases or ()}
        self.terms: dict[int, dict[Any, Term]] = {}
        self.unphased: dict[Any, Term] = {}
        self.slots: dict[Any, int] = {}
        for term in holder.terms or ():
            slot = slot_of(term)
            self.slots[slot] = self.slots.get(slot, 0) + 1
            if term.phase is None:
                self.unphased[slot] = term
            elif isinstance(term.phase, int):
                self.terms.setdefault(term.phase, {})[slot] = term
        self.count = max((*self.phases, *self.terms), default=0)

    @property
    def is_open(self) -> bool:
        """Whether its phases are not reported, or in which of them some term stands."""
        return self.silent or bool(self.unphased)

    def leave_out(self, other: _Side) -> None:
        """Leave out the terms that stand for each other whatever their phases are."""
        for slot, number in self.slots.items():
            if number == other.slots.get(slot, 0) == 1:
                self.unphased.pop(slot, None)
                for terms in self.terms.values():
                    terms.pop(slot, None)


class _Scale:
    """How much of two texts is equal, by the ways to pair their phases."""

    def __init__(self, before: _Side, after: _Side) -> None:
        self.before = before
        self.after = after
        self._known: dict[tuple[int, int], tuple[int, int, int]] = {}

    def weight(self, pairs: Pairs) -> int:
        """How much is equal."""
        return sum(self._pair(*pair)[0] for pair in pairs)

    def support(self, pairs: Pairs) -> int:
        """How many terms and phases have something in common across different numbers.

        One alone is not a phase under another number: it is a term that moved to another phase.
        """
        return sum(self._pair(*pair)[2] for pair in pairs if pair[0] != pair[1])

    def most(self, pairs: Pairs) -> int:
        """How much could be equal, if all that is silent were reported."""
        return sum(self._pair(*pair)[1] for pair in pairs)

    def _pair(self, old: int, new: int) -> tuple[int, int, int]:
        if (old, new) not in self._known:
            weighed = [
                _weigh(before, after)
                for before, after in self._items(old, new)
                if before is not None and after is not None and type(before) is type(after)
            ]
            self._known[old, new] = (
                sum(equal for equal, _ in weighed),
                sum(most for _, most in weighed),
                sum(equal > 0 for equal, _ in weighed),
            )
        return self._known[old, new]

    def _items(self, old: int, new: int) -> Iterator[tuple[Any, Any]]:
        yield self.before.phases.get(old), self.after.phases.get(new)
        theirs = self.after.terms.get(new, {})
        for slot, term in self.before.terms.get(old, {}).items():
            yield term, theirs.get(slot)


def _counted(item: Value) -> Iterator[tuple[str, int]]:
    for spec in fields_of(item):
        if spec.is_of_the_text and not spec.is_key:
            yield spec.name, _LABEL if spec.role is FieldRole.NAME else 1


def _weigh(one: Value, other: Value) -> tuple[int, int]:
    """How much of two items is equal, and how much could be if all that is silent were reported."""
    equal = most = 0
    for name, weight in _counted(one):
        before, after = getattr(one, name), getattr(other, name)
        if before is None or after is None:
            most += weight
        elif before == after:
            equal += weight
            most += weight
    return equal, most
