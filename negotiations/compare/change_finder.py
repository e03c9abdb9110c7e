"""Finding the changes between two records, and what is not certain about them."""

from __future__ import annotations

from typing import Any

from negotiations.compare.align import pairs_of
from negotiations.compare.changes import (
    Added,
    Bracketed,
    Change,
    Changed,
    EvidenceChanged,
    Moved,
    Opened,
    Pair,
    Removed,
    Renumbered,
    Reported,
    Resolved,
    Reworded,
    Totalled,
    Unbracketed,
    Unreported,
)
from negotiations.compare.options import is_settled
from negotiations.compare.sides import BY_A_READING, NUMBERS_LEAVE_IT_OPEN, Sides
from negotiations.compare.values import ATOMS
from negotiations.model import ChoiceTerm, Evidence, Phase, ReleaseTerm, Term, Version
from negotiations.model.base import FieldRole, Value, differing
from negotiations.model.terms import is_excluded
from negotiations.vocabulary import PhaseScope, TermStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from negotiations.model.base import FieldSpec

    Steps = tuple[str | Pair, ...]
    Items = tuple[Any, ...]
    Owners = tuple[Any, Any]
    Told = tuple[type[Change], str]

__all__ = ["AS_CODED", "ChangeFinder"]

_BRACKETED = TermStatus.BRACKETED
AS_CODED = "nothing is coded there"
_NOT_IDENTIFIED = "not all that tells them from others is reported, so that they may be two"


class ChangeFinder:
    """One run over two records, which gathers their changes.

    Attributes:
        root: The class of the records.
        whole: Whether all of both records is compared, and not their terms alone.
        same: How many terms stand on both sides so far, equal or changed.
        sides: The innermost two holders of terms and phases that it is in.
    """

    def __init__(self, a: Any, b: Any, scales: Mapping[str, tuple[str, ...]]) -> None:
        self.root = type(a)
        self.whole = type(a) is type(b)
        self.scales = scales
        self.sides = Sides(a, b)
        self.same = 0
        self.unsure = ""

    def of_records(self, a: Any, b: Any, steps: Steps, owners: Owners) -> list[Change]:
        """Changes of two records, which may hold terms in common as one list: they are counted."""
        self.same += self.sides.shared_terms
        return self.of_values(a, b, steps, owners)

    def of_values(self, a: Any, b: Any, steps: Steps, owners: Owners) -> list[Change]:
        """Changes of the fields of two values that stand for each other."""
        changes: list[Change] = []
        for spec, before, after in differing(a, b):
            kind = spec.types[0]
            # Terms are compared one by one below, and counted; comparing them here would do it twice.
            if kind is not Term and before == after:
                continue
            if not spec.many or spec.ordered:
                changes.append(self._scalar(spec, before, after, steps, owners))
            elif kind is Evidence:
                own = (*steps, spec.name)
                changes.append(EvidenceChanged(own, before, after, owners, self.root))
            else:
                changes += self.of_items(spec, before, after, steps, owners)
        if isinstance(a, ReleaseTerm) and (a.count is None) is not (b.count is None):
            totals = a.total, b.total
            if None not in totals:
                own = (*steps, "total")
                changes.append(Totalled(own, *totals, owners, self.root, self.unsure))
        return changes

    def _scalar(
        self, spec: FieldSpec, before: Any, after: Any, steps: Steps, owners: Owners
    ) -> Change:
        """The change of a field that holds one value, or a list whose order means something."""
        own = (*steps, spec.name)
        kind: type[Change]
        if before is None or after is None:
            kind, unsure = self._of_one(spec, before, after, steps, owners)
            return kind(own, before, after, owners, self.root, unsure)
        kind, unsure, phasing = Changed, self.unsure, self.sides.phasing
        if spec.types[0] is TermStatus:
            if _BRACKETED in (before, after):
                kind = Unbracketed if before is _BRACKETED else Bracketed
        elif (
            spec.role is FieldRole.NUMBERING
            or spec.name == "alternative"
            or (spec.name == "ordinal" and phasing.of(before) == after)
        ):
            kind = Renumbered
        elif spec.name == "phase" and _is_phase_move(before, after, owners[0]):
            kind = Moved
            by_number = not phasing.is_certain and PhaseScope.WHOLE not in (before, after)
            unsure = NUMBERS_LEAVE_IT_OPEN if by_number else ""
            if not phasing.is_by_number and phasing.of(before) == after:
                kind, unsure = Renumbered, BY_A_READING
        if kind is Changed and isinstance(owners[0], ChoiceTerm):
            scale = self.scales.get(owners[0].issue, ())
            return Changed(own, before, after, owners, self.root, unsure, scale)
        return kind(own, before, after, owners, self.root, unsure)

    def _of_one(
        self, spec: FieldSpec, before: Any, after: Any, steps: Steps, owners: Owners
    ) -> tuple[type[Change], str]:
        """The kind of change of a field that one side alone has."""
        if spec.name == "alternative":
            # A term that is still in brackets is no more settled than an option is.
            if not is_settled([owners[0 if before is None else 1]]):
                return Renumbered, ""
            return (Opened if before is None else Resolved), self.unsure
        side, given = (0, after) if before is None else (1, before)
        if spec.types[0] is TermStatus and self.sides.full[side] and given is _BRACKETED:
            # A text that is known in full shows its brackets.
            return (Bracketed if before is None else Unbracketed), self.unsure
        return self._one_sided(spec, side, steps)

    def _one_sided(
        self, spec: FieldSpec, silent: int, steps: Steps, *, closed: bool = False
    ) -> tuple[type[Change], str]:
        """The kind of change where one side has nothing, and why that is not certain.

        The other side is reported not to have it where its text is known in full, or where it has
        an empty list; else it is silent. What describes a record is never lacking, only unsaid.
        A term of a full text may say there what is not coded.
        """
        if closed or (self.sides.full[silent] and self._lacks(spec, steps)):
            unsure = self.unsure
            if not closed and spec.types[0] not in (Term, Phase):
                unsure = unsure or AS_CODED
            return (Removed if silent else Added), unsure
        return (Unreported if silent else Reported), self.unsure

    @staticmethod
    def _lacks(spec: FieldSpec, steps: Steps) -> bool:
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
        before: Items | None,
        after: Items | None,
        steps: Steps,
        owners: Owners,
    ) -> list[Change]:
        """Changes of a list without an order, item by item."""
        gather = self._of_units if spec.types[0] in (Term, Phase) else self._of_details
        changes = gather(spec, before, after, steps, owners)
        if self.whole and not (before and after):
            return [*self._emptinesses(spec, before, after, changes, steps, owners), *changes]
        return changes

    def _of_units(
        self,
        spec: FieldSpec,
        before: Items | None,
        after: Items | None,
        steps: Steps,
        owners: Owners,
    ) -> list[Change]:
        """Changes of terms or phases, which pair and are doubted by what is known of both texts."""
        own = (*steps, spec.name)
        changes: list[Change] = []
        sides, around = self.sides, self.unsure
        # What one side alone has is told alike for all items of that side.
        alone: list[Told | None] = [None, None]
        pairs, equal = sides.differing(before or (), after or ())
        for earlier, later in pairs:
            if earlier is None or later is None:
                item: Any = later if earlier is None else earlier
                silent = 0 if earlier is None else 1
                told = alone[silent]
                if told is None:
                    told = alone[silent] = self._alone(spec, before, after, steps, silent)
                kind, unsure = sides.one_sided(told[0], item, silent)
                steps_in = (*own, Pair(earlier, later))
                changes.append(kind(steps_in, earlier, later, owners, self.root, unsure))
            else:
                self.unsure = sides.doubt(earlier, later)
                changes += self._of_unit(earlier, later, own, owners)
        self.unsure = around
        if spec.types[0] is Term:
            self.same += equal
        return changes

    def _of_details(
        self,
        spec: FieldSpec,
        before: Items | None,
        after: Items | None,
        steps: Steps,
        owners: Owners,
    ) -> list[Change]:
        """Changes of a list of anything else."""
        own = (*steps, spec.name)
        changes: list[Change] = []
        around = self.unsure
        alone: list[Told | None] = [None, None]
        for earlier, later in pairs_of(before or (), after or ()):
            if earlier is None or later is None:
                silent = 0 if earlier is None else 1
                told = alone[silent]
                if told is None:
                    told = alone[silent] = self._alone(spec, before, after, steps, silent)
                kind, unsure = told
                steps_in = (*own, Pair(earlier, later))
                changes.append(kind(steps_in, earlier, later, owners, self.root, unsure))
            elif earlier != later:
                self.unsure = around or _doubt_of_pair(earlier, later)
                changes += self._of_detail(earlier, later, own, owners)
        self.unsure = around
        return changes

    def _alone(
        self,
        spec: FieldSpec,
        before: Items | None,
        after: Items | None,
        steps: Steps,
        silent: int,
    ) -> Told:
        """The kind of change of the items of a list that the silent side has not.

        A list that is reported to be empty is known to hold no more than is reported of it; so is a
        list of parties or words in a text known in full.
        """
        listed = after if silent else before
        closed = listed == ()
        if listed and self.sides.full[silent] and not issubclass(spec.types[0], Value):
            closed = self._lacks(spec, steps)
        return self._one_sided(spec, silent, steps, closed=closed)

    def _of_unit(self, earlier: Any, later: Any, own: Steps, owners: Owners) -> list[Change]:
        """Changes from one term or phase to another that stands for it."""
        steps = (*own, Pair(earlier, later))
        kind: type[Change] | None = None
        if type(earlier) is not type(later):
            kind = Changed
        elif isinstance(earlier, Term):
            if earlier.is_excluded is not later.is_excluded:
                kind = Removed if later.is_excluded else Added
            else:
                self.same += 1
        if kind is not None:
            return [kind(steps, earlier, later, owners, self.root, self.unsure)]
        return self.of_values(earlier, later, steps, (earlier, later))

    def _of_detail(self, earlier: Any, later: Any, own: Steps, owners: Owners) -> list[Change]:
        """Changes from one item of a list of anything else to another that stands for it."""
        steps = (*own, Pair(earlier, later))
        if (
            not isinstance(earlier, Value)
            or isinstance(earlier, ATOMS)
            or type(earlier) is not type(later)
        ):
            return [Changed(steps, earlier, later, owners, self.root, self.unsure)]
        inner = (earlier, later) if hasattr(earlier, "evidence") else owners
        if not isinstance(earlier, Version):
            return self.of_values(earlier, later, steps, inner)
        around, self.sides = self.sides, Sides(earlier, later)
        self.unsure = ""
        changes = self.of_records(earlier, later, steps, inner)
        self.sides = around
        return changes

    def _emptinesses(
        self,
        spec: FieldSpec,
        before: Items | None,
        after: Items | None,
        changes: list[Change],
        steps: Steps,
        owners: Owners,
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
        before: Items | None,
        after: Items | None,
        steps: Steps,
        owners: Owners,
    ) -> Change:
        """The change from a list that is not reported to one reported to be empty, or back."""
        kind: type[Change] = Reported if after == () else Unreported
        silent = 0 if before is None else 1
        if (
            self.sides.full[silent]
            and self._lacks(spec, steps)
            and not any(getattr(owner, spec.name, None) for owner in owners)
        ):
            kind = Reworded
        return kind((*steps, spec.name), before, after, owners, self.root, self.unsure)


def _doubt_of_pair(earlier: Any, later: Any) -> str:
    """Why it is not certain that two items of a list within a record are one.

    Women whose citizenship is not reported of both sides may be two groups of women.
    """
    if not isinstance(earlier, Value) or (earlier.is_identified and later.is_identified):
        return ""
    return _NOT_IDENTIFIED


def _emptiness(
    changes: list[Change], closing: type[Change], silent: tuple[Any, ...] | None
) -> tuple[Any, ...] | None:
    """The empty list that the changes of its items begin with, or leave.

    Items that are added to, or removed from, what is reported leave a reported emptiness.
    """
    if not changes:
        return silent
    return () if closing in map(type, changes) else None


def _is_phase_move(before: Any, after: Any, owner: Any) -> bool:
    """Whether the phase of a term changed, and not that of anything else."""
    phases = (int, PhaseScope)
    return isinstance(owner, Term) and isinstance(before, phases) and isinstance(after, phases)
