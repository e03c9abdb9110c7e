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
from negotiations.errors import NegotiationsError
from negotiations.io.strict_json import pointer_text
from negotiations.model import Evidence, Term, Version
from negotiations.model.base import Value, fields_of
from negotiations.model.values import Count, Duration, When
from negotiations.vocabulary import Completeness, Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from negotiations.compare.conflict import Line, Steps
    from negotiations.model.base import FieldSpec

__all__ = ["MergeRun"]

# Values whose fields hang on each other: they are taken as a whole.
_ATOMS = (Count, Duration, When, Evidence)

_BOTH_CHANGED = "both sides changed it, differently"
_BOTH_ADDED = "both sides added it, differently"
_GONE = "one side no longer has what the other changed"
_EXCLUDED = "one side says that it is not included, and the other changed it"
_NONE = "one side says that there are none, and the other has some"
_EMPTINESS = "one side says that there are none, and the other says nothing of it any more"
_CLOSED = "one side says that the text is known in full, and the other changed what is known of it"
_MOVED = "a term moved to another phase, and both sides changed the terms on this issue"
_UNSETTLED = "the sides settled an earlier conflict differently"


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

    def item(self, steps: Steps, line: Line, owners: Line) -> Any:
        """One value, of whatever kind."""
        base, ours, theirs = line
        if self._is_agreed(steps, line):
            return theirs if ours == base else ours
        if self._is_unsettled(steps):
            return self._conflict(steps, line, owners, _UNSETTLED)
        if ours is None or theirs is None:
            return self._conflict(steps, line, owners, _GONE)
        if not _has_parts(line):
            why = _BOTH_ADDED if base is None else _BOTH_CHANGED
            return self._conflict(steps, line, owners, why)
        if _excluded(ours) is not _excluded(theirs):
            return self._conflict(steps, line, owners, _EXCLUDED)
        return self._parts(steps, line, owners)

    def _is_agreed(self, steps: Steps, line: Line) -> bool:
        """Whether both sides have the same, or one of them has what the ancestor has."""
        base, ours, theirs = line
        if ours == theirs:
            return True
        if self.unsettled is None or (self._around and pointer_text(steps) in self._around):
            return False  # the ancestor itself is in doubt
        return bool(base in (ours, theirs))

    def _is_unsettled(self, steps: Steps) -> bool:
        return bool(self.unsettled and pointer_text(steps) in self.unsettled)

    def _parts(self, steps: Steps, line: Line, owners: Line) -> Any:
        """A value field by field; as a whole where its fields do not make one."""
        base, _, theirs = line
        specs = fields_of(theirs)
        inner = line if any(spec.name == "evidence" for spec in specs) else owners
        before = len(self.conflicts)
        made = {spec.name: self._field(spec, steps, line, inner) for spec in specs}
        if base is None and len(self.conflicts) > before:
            # There is nothing to keep in their place.
            del self.conflicts[before:]
            return self._conflict(steps, line, owners, _BOTH_ADDED)
        try:
            return type(theirs)(**made)
        except (TypeError, ValueError) as fault:
            if any(conflict.path in self.resolutions for conflict in self.conflicts[before:]):
                raise NegotiationsError(
                    f"what was given for a conflict in {pointer_text(steps) or 'the record'} does "
                    f"not fit: {fault}; nothing was changed"
                ) from None
            del self.conflicts[before:]
            return self._conflict(steps, line, owners, f"both changes together: {fault}")

    def _field(self, spec: FieldSpec, steps: Steps, line: Line, owners: Line) -> Any:
        base, ours, theirs = (getattr(side, spec.name, None) for side in line)
        parts = (base, ours, theirs)
        here = (*steps, spec.name)
        if spec.name == "completeness" and _closes(line):
            return self._conflict(here, parts, owners, _CLOSED)
        if spec.many and not spec.ordered and not self._is_agreed(here, parts):
            if self._is_unsettled(here):
                return self._conflict(here, parts, owners, _UNSETTLED)
            return self.items(here, parts, owners, optional=spec.optional)
        return self.item(here, parts, owners)

    def items(self, steps: Steps, line: Line, owners: Line, *, optional: bool) -> Any:
        """A list without an order, item by item."""
        _, ours, theirs = line
        before = len(self.conflicts)
        made = self._kept_items(steps, line, owners)
        if not optional:
            return tuple(made)
        # An empty list is a claim of its own. A side that had none before did not just make it.
        said: list[Any] = [side for side in (ours, theirs) if not side]
        has_some = bool(made) or len(self.conflicts) > before
        if (has_some and () in said) or len(set(said)) > 1:
            del self.conflicts[before:]
            return self._conflict(steps, line, owners, _NONE if has_some else _EMPTINESS)
        return tuple(made) or (said[0] if said else None)

    def _kept_items(self, steps: Steps, line: Line, owners: Line) -> list[Any]:
        """What is left of the items of three lists."""
        base, ours, theirs = (side or () for side in line)
        first = next(iter((*base, *ours, *theirs)), None)
        if isinstance(first, Term):
            return [
                term
                for issue, sides in by_issue(base, ours, theirs).items()
                for term in self._terms_on(issue, steps, sides, owners)
            ]
        key = passage_key(base, ours, theirs) if isinstance(first, Evidence) else key_of
        kept = (
            self.item((*steps, label), each, owners)
            for label, each in labelled(aligned_by_key(base, ours, theirs, key=key))
        )
        return [item for item in kept if item is not None]

    def _terms_on(self, issue: str, steps: Steps, sides: Line, owners: Line) -> Iterable[Term]:
        """What is left of the terms on one issue.

        A term may move to another phase, as the comparison aligns them. Where that leaves it open
        which term would stand in a phase, they merge by issue and phase alone; and where that
        does not tell either, they conflict together, since half a move loses the term.
        """
        base, ours, theirs = sides
        here = (*steps, Label(issue))
        if ours == theirs or not self._is_unsettled(here):
            moving = MergeRun(self.resolutions, self.unsettled)
            made = moving.terms(steps, aligned_with_moves(base, ours, theirs), owners)
            if made is not None:
                self.conflicts += moving.conflicts
                return made
            still = MergeRun(self.resolutions, self.unsettled)
            made = still.terms(steps, aligned_by_key(base, ours, theirs), owners)
            if made is not None and not still.conflicts:
                return made
        why = _UNSETTLED if self._is_unsettled(here) else _MOVED
        whole = (base or None, ours or None, theirs or None)
        kept: Iterable[Term] | None = self._conflict(here, whole, owners, why)
        return kept or ()

    def terms(self, steps: Steps, lines: list[Line], owners: Line) -> list[Term] | None:
        """What is left of the terms on one issue, by which stand for each other.

        None where two of them might come to stand in one phase, and where one is gone while another
        is in conflict as a whole: it may have moved there.
        """
        made: list[Term | None] = []
        phases: list[set[Any]] = []
        is_gone = is_open = False
        for label, line in labelled(lines):
            before = len(self.conflicts)
            made.append(self.item((*steps, label), line, owners))
            path = pointer_text((*steps, label))
            new = {conflict.path for conflict in self.conflicts[before:]}
            # By conflicts and not by what stands there, since that may be a resolution.
            is_gone |= line[0] is not None and made[-1] is None and path not in new
            is_open |= path in new
            held = line if {path, f"{path}/phase"} & new else made[-1:]
            phases.append({term.phase for term in held if term is not None})
        if (is_gone and is_open) or sum(map(len, phases)) > len(set().union(*phases)):
            return None
        return [term for term in made if term is not None]

    def _conflict(self, steps: Steps, line: Line, owners: Line, why: str) -> Any:
        """What stands at the place of a conflict: its resolution, or what the ancestor has."""
        conflict = Conflict(pointer_text(steps), *line, why, steps, owners)
        self.conflicts.append(conflict)
        return self.resolutions.get(conflict.path, line[0])


def _has_parts(line: Line) -> bool:
    """Whether three sides can be merged field by field."""
    kinds = {type(side) for side in line if side is not None}
    (kind, *others) = kinds
    return not others and issubclass(kind, Value) and not issubclass(kind, _ATOMS)


def _excluded(item: Any) -> bool:
    return isinstance(item, Term) and item.included is False


def _closes(line: Line) -> bool:
    """Whether one side makes the text known in full while the other changes what is known."""
    base = line[0]
    if not isinstance(base, Version):
        return False
    full = [side.completeness is Completeness.FULL_TEXT for side in line]
    if full[0] or full[1] == full[2]:
        return False
    other = line[1] if full[2] else line[2]
    return any(
        change.level >= Level.CLARIFYING and change.steps[0] in ("terms", "phases")
        for change in diff(base, other)
    )
