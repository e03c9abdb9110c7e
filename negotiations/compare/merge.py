"""Three-way merge: what two sides made of one record, in one record.

Items are found by their keys, fields by their names. What only one side changed is taken over, and
so is what both changed alike; what they changed differently is a conflict. A conflict is a value
and no fault: until it is resolved, the result keeps there what the common ancestor has.
"""

from __future__ import annotations

from collections import Counter

import attrs

from negotiations.compare.align import aligned_terms
from negotiations.compare.changes import Pair
from negotiations.compare.diff import diff
from negotiations.errors import NegotiationsError, UnknownId
from negotiations.io.codec import to_data
from negotiations.io.strict_json import pointer_text
from negotiations.model import Evidence, Record, Term, Version
from negotiations.model.base import Shown, Value, fields_of
from negotiations.model.values import Count, Duration, When
from negotiations.vocabulary import Completeness, Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any, Literal

    from negotiations.model.base import FieldSpec

    Side = Literal["base", "ours", "theirs"]
    Line = tuple[Any, Any, Any]
    Steps = tuple[str, ...]

__all__ = ["Conflict", "Merge", "merge", "merge_of_ends"]

# Values whose fields hang on each other: they are taken as a whole.
_ATOMS = (Count, Duration, When, Evidence)
_SIDES = ("base", "ours", "theirs")

_BOTH_CHANGED = "both sides changed it, differently"
_BOTH_ADDED = "both sides added it, differently"
_GONE = "one side no longer has what the other changed"
_EXCLUDED = "one side says that it is not included, and the other changed it"
_NONE = "one side says that there are none, and the other has some"
_EMPTINESS = "one side says that there are none, and the other says nothing of it any more"
_CLOSED = "one side says that the text is known in full, and the other changed what is known of it"
_MOVED = "a term moved to another phase, and both sides changed the terms on this issue"
_UNSETTLED = "the sides settled an earlier conflict differently"


class _Label(str):
    """The step of a path that names an item and no field."""

    __slots__ = ()


@attrs.frozen
class Conflict:
    """One place that both sides changed in ways that do not go together.

    Attributes:
        path: Where it is, in field names and ids: ``/terms/prisoner-release@1/count``. Empty where
            it is the record as a whole.
        base: What the common ancestor has there; None where it has nothing.
        ours: What one side has there; None where it has nothing.
        theirs: What the other side has there; None where it has nothing.
        why: What does not go together, as a sentence without its full stop.
    """

    path: str
    base: Any
    ours: Any
    theirs: Any
    why: str
    _steps: Steps = attrs.field(repr=False, eq=False)
    _owners: Line = attrs.field(repr=False, eq=False)

    @property
    def declared(self) -> FieldSpec | None:
        """The declaration of the field that it is in, where it is in one."""
        name = self._steps[-1] if self._steps else None
        owner = next((each for each in self._owners if isinstance(each, Value)), None)
        if owner is None or isinstance(name, _Label):
            return None
        return next((spec for spec in fields_of(owner) if spec.name == name), None)

    def to_data(self) -> dict[str, Any]:
        """The conflict as JSON data; a side that has nothing there is left out."""
        values = {side: getattr(self, side) for side in _SIDES}
        return {
            "path": self.path,
            "why": self.why,
            **{side: to_data(held) for side, held in values.items() if held is not None},
            "evidence": {side: to_data(getattr(self, f"evidence_{side}")) for side in _SIDES},
        }

    @property
    def evidence_base(self) -> tuple[Evidence, ...]:
        """The passages that the common ancestor rests on there."""
        return self._evidence(self.base, self._owners[0])

    @property
    def evidence_ours(self) -> tuple[Evidence, ...]:
        """The passages that one side rests on there."""
        return self._evidence(self.ours, self._owners[1])

    @property
    def evidence_theirs(self) -> tuple[Evidence, ...]:
        """The passages that the other side rests on there."""
        return self._evidence(self.theirs, self._owners[2])

    def _evidence(self, own: Any, owner: Any) -> tuple[Evidence, ...]:
        if own is None:
            return ()  # silence rests on no passage
        held = tuple(_passages_of(own))
        if held or not isinstance(owner, Value):
            return held
        names = {spec.name for spec in fields_of(owner)} & {
            step for step in self._steps if not isinstance(step, _Label)
        }
        around: tuple[Evidence, ...] = getattr(owner, "evidence", None) or ()
        return tuple(each for each in around if each.fields is None or names & set(each.fields))


def _passages_of(own: Any) -> Iterator[Evidence]:
    if isinstance(own, Evidence):
        yield own
    elif isinstance(own, tuple):
        for item in own:
            yield from _passages_of(item)
    elif isinstance(own, Value):
        yield from getattr(own, "evidence", None) or ()


@attrs.frozen(eq=False, repr=False)
class Merge(Shown):
    """What came of merging two sides. It has no truth value: ask `is_clean`.

    Attributes:
        base: The common ancestor; None where there is none.
        ours: One side.
        theirs: The other side.
        result: The merged record, or records; None where there is none any more. It keeps what
            ``base`` has wherever there is a conflict.
        conflicts: What is left to be resolved, by path.

    An unresolved merge can itself be the common ancestor of a later one; see `merge`.
    """

    base: Any
    ours: Any
    theirs: Any
    result: Any
    conflicts: tuple[Conflict, ...]
    _resolutions: Mapping[str, Any] = attrs.field(factory=dict)
    _unsettled: frozenset[str] | None = frozenset()

    @property
    def is_clean(self) -> bool:
        """Whether there is no conflict, or none is left."""
        return not self.conflicts

    def to_data(self) -> dict[str, Any]:
        """The result and the conflicts as JSON data."""
        return {
            "result": to_data(self.result),
            "conflicts": [each.to_data() for each in self.conflicts],
        }

    def __bool__(self) -> bool:
        raise TypeError("a merge has no truth value: ask .is_clean")

    def __repr__(self) -> str:
        number = len(self.conflicts)
        state = "clean" if not number else f"{number} conflict{'' if number == 1 else 's'}"
        known = next((each for each in (self.ours, self.theirs, self.base) if each), None)
        name = getattr(known, "id", type(known).__name__)
        return f"<Merge {name}: {state}>"

    def take(self, side: Side, *paths: str) -> Merge:
        """The merge in which these conflicts, or all of them, are resolved as one side has it.

        Raises:
            UnknownId: There is no conflict at a path.
            ValueError: There is no such side.
            NegotiationsError: A record with it would break a law of its class.
        """
        if side not in _SIDES:
            raise ValueError(f"there is no side {side!r}; there are {', '.join(_SIDES)}")
        known = {each.path: getattr(each, side) for each in self.conflicts}
        wanted = paths or tuple(known)
        for path in wanted:
            if path not in known:
                raise UnknownId(path, known, "conflict")
        return self._resolved({path: known[path] for path in wanted})

    def resolve(self, path: str, value: Any) -> Merge:
        """The merge in which this value stands at the path of a conflict; None: nothing stands there.

        Raises:
            UnknownId: There is no conflict at the path.
            NegotiationsError: A record with it would break a law of its class.

        >>> from negotiations.model import ReleaseTerm
        >>> said = [ReleaseTerm(issue="prisoners", count=Count.exactly(n)) for n in (100, 150, 250)]
        >>> merged = merge(*said)
        >>> merged.resolve("/count", Count.between(150, 250)).result.count
        Count.between(150, 250)
        """
        known = {each.path for each in self.conflicts}
        if path not in known:
            raise UnknownId(path, sorted(known), "conflict")
        return self._resolved({path: value})

    def _resolved(self, more: Mapping[str, Any]) -> Merge:
        resolutions = {**self._resolutions, **more}
        return _merge(self.base, self.ours, self.theirs, resolutions, self._unsettled)


def merge(base: Any, ours: Any, theirs: Any) -> Merge:
    """What two sides made of one record, or of one list of records, in one.

    Args:
        base: The common ancestor: a record, or a tuple of records that are found by their ids. None
            where there is none. Where there are several, the `Merge` of them: at each of its
            conflicts both sides must have settled on the same, or there is a conflict again.
        ours: One side; None where it no longer has the record.
        theirs: The other side; None likewise.

    Raises:
        TypeError: The three are not of one kind.
        ValueError: Two records of a tuple have the same id.

    >>> from negotiations.model import ReleaseTerm
    >>> base = ReleaseTerm(issue="prisoners", count=Count.exactly(150))
    >>> ours, theirs = base.replace(obligors=("israel",)), base.replace(count=Count.exactly(250))
    >>> merged = merge(base, ours, theirs)
    >>> merged.is_clean, merged.result.count, merged.result.obligors
    (True, Count.exactly(250), ('israel',))
    >>> merged = merge(base, base.replace(count=Count.exactly(200)), theirs)
    >>> [conflict.path for conflict in merged.conflicts], merged.result.count
    (['/count'], Count.exactly(150))
    >>> merged.take("theirs").result == theirs
    True
    >>> merge(merged, theirs, theirs).is_clean, merge(merged, theirs, base).is_clean
    (True, False)
    """
    unsettled: frozenset[str] = frozenset()
    if isinstance(base, Merge):
        unsettled = frozenset(conflict.path for conflict in base.conflicts)
        base = base.result
    _check_kinds(base, ours, theirs)
    return _merge(base, ours, theirs, {}, unsettled)


def merge_of_ends(base: Any, ours: Any, theirs: Any) -> Merge:
    """The merge that came to this with all conflicts taken from each of three sides.

    Args:
        base: What it comes to with the base at all conflicts.
        ours: What it comes to with one side at all conflicts.
        theirs: What it comes to with the other side at all conflicts.

    Raises:
        TypeError: The three are not of one kind.
        ValueError: Two records of a tuple have the same id.

    >>> from negotiations.model import ReleaseTerm
    >>> base, ours = (ReleaseTerm(issue="prisoners", count=Count.exactly(n)) for n in (100, 150))
    >>> [conflict.path for conflict in merge_of_ends(base, ours, base).conflicts]
    ['/count']
    """
    _check_kinds(base, ours, theirs)
    return _merge(base, ours, theirs, {}, None)


def _check_kinds(*sides: Any) -> None:
    given = [side for side in sides if side is not None]
    kinds = {Term if isinstance(side, Term) else type(side) for side in given}
    if len(kinds) > 1 or not all(issubclass(kind, Value | tuple) for kind in kinds):
        names = ", ".join(type(side).__name__ for side in given)
        raise TypeError(f"expected three records, or tuples of records, of one kind; found {names}")
    for side in given:
        if isinstance(side, tuple):
            _check_records(side)


def _check_records(side: tuple[Any, ...]) -> None:
    for item in side:
        if not isinstance(item, Record):
            raise TypeError(f"expected a tuple of records, found {type(item).__name__} in it")
    for key, number in Counter(record.id for record in side).items():
        if number > 1:
            raise ValueError(f"two records have the id {key!r}; an id stands once")


def _merge(
    base: Any,
    ours: Any,
    theirs: Any,
    resolutions: Mapping[str, Any],
    unsettled: frozenset[str] | None,
) -> Merge:
    run = _Merging(resolutions, unsettled)
    line = (base, ours, theirs)
    if any(isinstance(side, tuple) for side in line):
        result = run.items((), line, line, optional=False)
        result = tuple(sorted(result, key=lambda record: record.key))
    else:
        result = run.item((), line, line)
    left = (conflict for conflict in run.conflicts if conflict.path not in resolutions)
    conflicts = tuple(sorted(left, key=lambda conflict: conflict.path))
    return Merge(base, ours, theirs, result, conflicts, resolutions, unsettled)


class _Merging:
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
                for issue, sides in _by_issue(base, ours, theirs).items()
                for term in self._terms_on(issue, steps, sides, owners)
            ]
        key = _passage_key(base, ours, theirs) if isinstance(first, Evidence) else _key
        kept = (
            self.item((*steps, label), each, owners)
            for label, each in _labelled(_keyed(base, ours, theirs, key=key))
        )
        return [item for item in kept if item is not None]

    def _terms_on(self, issue: str, steps: Steps, sides: Line, owners: Line) -> Iterable[Term]:
        """What is left of the terms on one issue.

        A term may move to another phase, as the comparison aligns them. Where that leaves it open
        which term would stand in a phase, they merge by issue and phase alone; and where that
        does not tell either, they conflict together, since half a move loses the term.
        """
        base, ours, theirs = sides
        here = (*steps, _Label(issue))
        if ours == theirs or not self._is_unsettled(here):
            moving = _Merging(self.resolutions, self.unsettled)
            made = moving.terms(steps, _moving(base, ours, theirs), owners)
            if made is not None:
                self.conflicts += moving.conflicts
                return made
            still = _Merging(self.resolutions, self.unsettled)
            made = still.terms(steps, _keyed(base, ours, theirs), owners)
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
        for label, line in _labelled(lines):
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


# --- which items stand for each other -----------------------------------------------------------


def _labelled(lines: Iterable[Line]) -> Iterator[tuple[_Label, Line]]:
    """The items that stand for each other, each line of them with a name.

    The name is that of the oldest; among alike ones, those after the first are numbered.
    """
    seen: Counter[str] = Counter()
    for line in lines:
        oldest = next(item for item in line if item is not None)
        name = _passage_label(oldest) if isinstance(oldest, Evidence) else Pair(oldest, None).label
        seen[name] += 1
        yield _Label(name if seen[name] == 1 else f"{name}#{seen[name]}"), line


def _key(item: Any) -> Any:
    return item.key if isinstance(item, Value) else item


def _keyed(base: Any, ours: Any, theirs: Any, key: Callable[[Any], Any] = _key) -> list[Line]:
    sides = [{key(item): item for item in side} for side in (base, ours, theirs)]
    keys = dict.fromkeys(each for side in sides for each in side)
    return [(sides[0].get(each), sides[1].get(each), sides[2].get(each)) for each in keys]


def _by_issue(*sides: Iterable[Term]) -> dict[str, Line]:
    """The terms of three sides, by issue."""
    found: dict[str, tuple[list[Term], list[Term], list[Term]]] = {}
    for index, side in enumerate(sides):
        for term in side:
            found.setdefault(term.issue, ([], [], []))[index].append(term)
    return {
        issue: (tuple(base), tuple(ours), tuple(theirs))
        for issue, (base, ours, theirs) in found.items()
    }


def _moving(base: tuple[Term, ...], ours: tuple[Term, ...], theirs: tuple[Term, ...]) -> list[Line]:
    mine, my_own = _beside(base, ours)
    other, their_own = _beside(base, theirs)
    known = [(term, mine[term.key], other[term.key]) for term in base]
    return [*known, *_keyed((), my_own, their_own)]


def _beside(base: tuple[Term, ...], side: tuple[Term, ...]) -> tuple[dict[Any, Any], list[Term]]:
    """What stands for each term of the base on one side, and what is there besides."""
    pairs = list(aligned_terms(base, side))
    known = {one.key: other for one, other in pairs if one is not None}
    return known, [other for one, other in pairs if one is None]


def _passage(evidence: Evidence) -> tuple[str, int, int]:
    return (evidence.source, evidence.start, evidence.end)


def _passage_label(evidence: Evidence) -> str:
    return f"{evidence.source}:{evidence.start}-{evidence.end}"


def _passage_key(*sides: tuple[Evidence, ...]) -> Callable[[Evidence], Any]:
    """Evidence is told apart by its passage; by all of its content where one stands twice."""
    crowded = {
        passage
        for side in sides
        for passage, number in Counter(map(_passage, side)).items()
        if number > 1
    }
    return lambda each: each.key if _passage(each) in crowded else _passage(each)
