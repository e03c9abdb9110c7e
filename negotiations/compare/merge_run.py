"""One run over three sides: what of each becomes the result, and what does not go together."""

from __future__ import annotations

from negotiations.compare.align import key_of
from negotiations.compare.align_three import (
    aligned_by_key,
    aligned_with_moves,
    by_issue,
    labelled,
    passage_key,
)
from negotiations.compare.conflict import Conflict, Label
from negotiations.compare.diff import diff
from negotiations.compare.values import ATOMS
from negotiations.errors import NegotiationsError
from negotiations.io.strict_json import pointer_text
from negotiations.model import Evidence, Term, Version
from negotiations.model.base import Value, fields_of
from negotiations.model.extra import Extra, UnfitExtra, told_apart
from negotiations.vocabulary import Completeness, Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from negotiations.compare.conflict import Steps, Triple
    from negotiations.model.base import FieldSpec

__all__ = ["MergeRun"]


_BOTH_CHANGED = "both sides changed it, differently"
_BOTH_ADDED = "both sides added it, differently"
_GONE = "one side no longer has what the other changed"
_EXCLUDED = "one side says that it is not included, and the other changed it"
_NONE = "one side says that there are none, and the other has some"
_EMPTINESS = "one side says that there are none, and the other says nothing of it any more"
_CLOSED = "one side says that the text is known in full, and the other changed what is known of it"
_MOVED = "a term moved to another phase, and both sides changed the terms on this issue"
_UNSETTLED = "the sides settled an earlier conflict differently"

# What stands at a name that an object does not have; null would be a value.
_NOTHING = object()


class MergeRun:
    """One run over three sides.

    Attributes:
        resolutions: What stands at the places of conflicts that are resolved, by path.
        unsettled: The paths at which several common ancestors conflict; None where the sides
            conflict wherever they differ.
        conflicts: The conflicts so far. Resolved ones are among them, so that what is resolved
            does not decide which other conflicts there are.
    """

    def __init__(self, resolutions: Mapping[str, Any], unsettled: frozenset[str] | None) -> None:
        self.resolutions = resolutions
        self.unsettled = unsettled
        self.conflicts: list[Conflict] = []
        self._around = {
            path[:end]
            for path in unsettled or ()
            for end in (*(at for at, sign in enumerate(path) if sign == "/"), len(path))
        }

    def item(self, steps: Steps, triple: Triple, owners: Triple) -> Any:
        """One value, of whatever kind."""
        base, ours, theirs = triple
        if self._is_agreed(steps, triple):
            return theirs if ours == base else ours
        if self._is_unsettled(steps):
            return self._conflict(steps, triple, owners, _UNSETTLED)
        if ours is None or theirs is None:
            return self._conflict(steps, triple, owners, _GONE)
        if isinstance(ours, Extra) and isinstance(theirs, Extra):
            return self._extra(steps, triple, owners)
        if not _has_parts(triple):
            why = _BOTH_ADDED if base is None else _BOTH_CHANGED
            return self._conflict(steps, triple, owners, why)
        if _excluded(ours) is not _excluded(theirs):
            return self._conflict(steps, triple, owners, _EXCLUDED)
        return self._parts(steps, triple, owners)

    def _extra(self, steps: Steps, triple: Triple, owners: Triple) -> Any:
        """Extra data name by name, and so the objects in them.

        Where the sides conflict on a name that has null somewhere, the object conflicts as a whole: what
        stands there could not be told from nothing.
        """
        before = len(self.conflicts)
        sides: list[Mapping[str, Any]] = [
            side if isinstance(side, Extra) else {} for side in triple
        ]
        merged: dict[str, Any] = {}
        for name in sorted({name for side in sides for name in side}):
            here = (*steps, Label(name))
            there = [told_apart(side[name]) if name in side else _NOTHING for side in sides]
            parts = (sides[0].get(name), sides[1].get(name), sides[2].get(name))
            if self._is_agreed(here, (there[0], there[1], there[2])):
                agreed = sides[2] if there[1] == there[0] else sides[1]
                merged |= {name: agreed[name]} if name in agreed else {}
            elif not self._is_unsettled(here) and all(
                isinstance(part, Extra) for part in parts[1:]
            ):
                merged[name] = self._extra(here, parts, owners)
            elif any(side.get(name, _NOTHING) is None for side in sides):
                del self.conflicts[before:]
                return self._conflict(steps, triple, owners, _BOTH_CHANGED)
            else:
                why = _BOTH_ADDED if there[0] is _NOTHING else _BOTH_CHANGED
                why = _GONE if _NOTHING in there[1:] else why
                why = _UNSETTLED if self._is_unsettled(here) else why
                held = self._conflict(here, parts, owners, why)
                merged |= {} if held is None else {name: held}
        try:
            return Extra(merged)
        except UnfitExtra as fault:
            raise NegotiationsError(
                f"what was given for a conflict in {pointer_text(steps)} does not fit: {fault}; "
                "nothing was changed"
            ) from None

    def _is_agreed(self, steps: Steps, triple: Triple) -> bool:
        """Whether both sides have the same, or one of them has what the ancestor has."""
        base, ours, theirs = triple
        if ours == theirs:
            return True
        if self.unsettled is None or (self._around and pointer_text(steps) in self._around):
            return False  # the ancestor itself is in doubt
        return bool(base in (ours, theirs))

    def _is_unsettled(self, steps: Steps) -> bool:
        return bool(self.unsettled and pointer_text(steps) in self.unsettled)

    def _parts(self, steps: Steps, triple: Triple, owners: Triple) -> Any:
        """A value field by field; as a whole where its fields do not make one."""
        base, _, theirs = triple
        specs = fields_of(theirs)
        inner = triple if any(spec.name == "evidence" for spec in specs) else owners
        before = len(self.conflicts)
        values = {spec.name: self._field(spec, steps, triple, inner) for spec in specs}
        if base is None and len(self.conflicts) > before:
            # There is no ancestor to stand in their place.
            del self.conflicts[before:]
            return self._conflict(steps, triple, owners, _BOTH_ADDED)
        try:
            return type(theirs)(**values)
        except (TypeError, ValueError) as fault:
            if any(conflict.path in self.resolutions for conflict in self.conflicts[before:]):
                raise NegotiationsError(
                    f"what was given for a conflict in {pointer_text(steps) or 'the record'} does "
                    f"not fit: {fault}; nothing was changed"
                ) from None
            del self.conflicts[before:]
            return self._conflict(steps, triple, owners, f"both changes together: {fault}")

    def _field(self, spec: FieldSpec, steps: Steps, triple: Triple, owners: Triple) -> Any:
        base, ours, theirs = (getattr(side, spec.name, None) for side in triple)
        parts = (base, ours, theirs)
        here = (*steps, spec.name)
        if spec.name == "completeness" and _closes(triple):
            return self._conflict(here, parts, owners, _CLOSED)
        if spec.many and not spec.ordered and not self._is_agreed(here, parts):
            if self._is_unsettled(here):
                return self._conflict(here, parts, owners, _UNSETTLED)
            return self.items(here, parts, owners, optional=spec.optional)
        return self.item(here, parts, owners)

    def items(self, steps: Steps, triple: Triple, owners: Triple, *, optional: bool) -> Any:
        """A list without an order, item by item."""
        _, ours, theirs = triple
        before = len(self.conflicts)
        merged = self._kept_items(steps, triple, owners)
        if not optional:
            return tuple(merged)
        # An empty list is a claim of its own. A side that had none before did not just make it.
        empty: list[Any] = [side for side in (ours, theirs) if not side]
        has_some = bool(merged) or len(self.conflicts) > before
        if (has_some and () in empty) or len(set(empty)) > 1:
            del self.conflicts[before:]
            return self._conflict(steps, triple, owners, _NONE if has_some else _EMPTINESS)
        return tuple(merged) or (empty[0] if empty else None)

    def _kept_items(self, steps: Steps, triple: Triple, owners: Triple) -> list[Any]:
        """The items that remain of three lists."""
        base, ours, theirs = (side or () for side in triple)
        first = next(iter((*base, *ours, *theirs)), None)
        if isinstance(first, Term):
            return [
                term
                for issue, sides in by_issue(base, ours, theirs).items()
                for term in self._terms_on(issue, steps, sides, owners)
            ]
        key = passage_key(base, ours, theirs) if isinstance(first, Evidence) else key_of
        merged = (
            self.item((*steps, label), counterparts, owners)
            for label, counterparts in labelled(aligned_by_key(base, ours, theirs, key=key))
        )
        return [item for item in merged if item is not None]

    def _terms_on(self, issue: str, steps: Steps, sides: Triple, owners: Triple) -> Iterable[Term]:
        """The terms that remain on one issue.

        A term may move to another phase, as the comparison aligns them. Where that leaves it open
        which term would stand in a phase, they merge by issue and phase alone; and where that
        does not tell either, they conflict together, since half a move loses the term.
        """
        base, ours, theirs = sides
        here = (*steps, Label(issue))
        if ours == theirs or not self._is_unsettled(here):
            moving = MergeRun(self.resolutions, self.unsettled)
            merged = moving.terms(steps, aligned_with_moves(base, ours, theirs), owners)
            if merged is not None:
                self.conflicts += moving.conflicts
                return merged
            still = MergeRun(self.resolutions, self.unsettled)
            merged = still.terms(steps, aligned_by_key(base, ours, theirs), owners)
            if merged is not None and not still.conflicts:
                return merged
        why = _UNSETTLED if self._is_unsettled(here) else _MOVED
        lists = (base or None, ours or None, theirs or None)
        remaining: Iterable[Term] | None = self._conflict(here, lists, owners, why)
        return remaining or ()

    def terms(self, steps: Steps, triples: list[Triple], owners: Triple) -> list[Term] | None:
        """The terms that remain on one issue, where they are aligned already.

        None where two of them might come to stand in one phase, and where one is gone while another
        is in conflict as a whole: it may have moved there.
        """
        merged: list[Term | None] = []
        phases: list[set[Any]] = []
        is_gone = is_open = False
        for label, triple in labelled(triples):
            before = len(self.conflicts)
            merged.append(self.item((*steps, label), triple, owners))
            path = pointer_text((*steps, label))
            new = {conflict.path for conflict in self.conflicts[before:]}
            # By conflicts and not by what stands there, since that may be a resolution.
            is_gone |= triple[0] is not None and merged[-1] is None and path not in new
            is_open |= path in new
            standing = triple if {path, f"{path}/phase"} & new else merged[-1:]
            phases.append({term.phase for term in standing if term is not None})
        if (is_gone and is_open) or sum(map(len, phases)) > len(set().union(*phases)):
            return None
        return [term for term in merged if term is not None]

    def _conflict(self, steps: Steps, triple: Triple, owners: Triple, why: str) -> Any:
        """What stands at the place of a conflict: its resolution, or what the ancestor has."""
        conflict = Conflict(pointer_text(steps), *triple, why, steps, owners)
        self.conflicts.append(conflict)
        return self.resolutions.get(conflict.path, triple[0])


def _has_parts(triple: Triple) -> bool:
    """Whether three sides can be merged field by field."""
    kinds = {type(side) for side in triple if side is not None}
    (kind, *others) = kinds
    return not others and issubclass(kind, Value) and not issubclass(kind, ATOMS)


def _excluded(item: Any) -> bool:
    return isinstance(item, Term) and item.included is False


def _closes(triple: Triple) -> bool:
    """Whether one side makes the text known in full while the other changes what is known."""
    base = triple[0]
    if not isinstance(base, Version):
        return False
    full = [side.completeness is Completeness.FULL_TEXT for side in triple]
    if full[0] or full[1] == full[2]:
        return False
    other = triple[1] if full[2] else triple[2]
    return any(
        change.level >= Level.CLARIFYING and change.steps[0] in ("terms", "phases")
        for change in diff(base, other)
    )
