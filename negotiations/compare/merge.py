"""Three-way merge: what two sides made of one record, in one record.

Items are found by their keys, fields by their names. What only one side changed is taken over, and
so is what both changed alike; what they changed differently is a conflict. A conflict is a value
and not an error: until it is resolved, the result keeps there what the common ancestor has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, Literal, TypeVar

import attrs

from negotiations.compare.conflict import SIDES, Conflict
from negotiations.compare.merge_run import MergeRun
from negotiations.errors import UnknownId
from negotiations.io.codec import to_data
from negotiations.lookup import Entries
from negotiations.model import Record, Term
from negotiations.model.base import Value
from negotiations.shown import Shown

__all__ = ["Merge", "merge", "merge_of_ends"]

Side = Literal["base", "ours", "theirs"]
T = TypeVar("T")


@attrs.frozen(eq=False, repr=False)
class Merge(Shown, Entries[Conflict, Conflict], Generic[T]):
    """The outcome of merging two sides. It has no truth value: ask `is_clean`.

    A sequence of its conflicts, each found by its path.

    Attributes:
        base: The common ancestor; None if there was none.
        ours: One side.
        theirs: The other side.
        result: The merged record, or records; None where it is removed. It has what
            ``base`` has wherever there is a conflict.
        conflicts: What is left to be resolved, by path.

    An unresolved merge can itself be the common ancestor of a later one; see `merge`.
    """

    base: T | None
    ours: T | None
    theirs: T | None
    result: T | None
    conflicts: tuple[Conflict, ...]
    _resolutions: Mapping[str, Any] = attrs.field(factory=dict)
    _unsettled: frozenset[str] | None = frozenset()

    entry_noun: ClassVar[str] = "conflict"

    def _entries(self) -> tuple[Conflict, ...]:
        return self.conflicts

    def _by_key(self) -> dict[str, Conflict]:
        return {conflict.path: conflict for conflict in self.conflicts}

    @property
    def is_clean(self) -> bool:
        """Whether there is no conflict, or none is left."""
        return not self.conflicts

    def to_data(self) -> dict[str, Any]:
        """The result and the conflicts as JSON data."""
        return {
            "result": to_data(self.result),
            "conflicts": [conflict.to_data() for conflict in self.conflicts],
        }

    def __bool__(self) -> bool:
        raise TypeError("a merge has no truth value: ask .is_clean")

    def __repr__(self) -> str:
        number = len(self.conflicts)
        state = "clean" if not number else f"{number} conflict{'' if number == 1 else 's'}"
        known = next((side for side in (self.ours, self.theirs, self.base) if side), None)
        name = getattr(known, "id", type(known).__name__)
        return f"<Merge {name}: {state}>"

    def take(self, side: Side, *paths: str) -> Merge[T]:
        """The merge in which these conflicts, or all of them, are resolved as one side has it.

        Raises:
            UnknownId: There is no conflict at a path.
            ValueError: There is no such side.
            NegotiationsError: A record with it would break a law of its class.
        """
        if side not in SIDES:
            raise ValueError(f"unknown side {side!r}; write one of {', '.join(SIDES)}")
        known = {conflict.path: getattr(conflict, side) for conflict in self.conflicts}
        chosen = paths or tuple(known)
        for path in chosen:
            if path not in known:
                raise UnknownId(path, known, "conflict")
        return self._resolved({path: known[path] for path in chosen})

    def resolve(self, path: str, value: object) -> Merge[T]:
        """The merge in which this value stands at the path of a conflict; None: nothing stands there.

        Raises:
            UnknownId: There is no conflict at the path.
            NegotiationsError: A record with it would break a law of its class.

        >>> from negotiations.model import ReleaseTerm
        >>> from negotiations.model.values import Count
        >>> said = [ReleaseTerm(issue="prisoners", count=Count.exactly(n)) for n in (100, 150, 250)]
        >>> merged = merge(*said)
        >>> merged.resolve("/count", Count.between(150, 250)).result.count
        Count.between(150, 250)
        """
        known = {conflict.path for conflict in self.conflicts}
        if path not in known:
            raise UnknownId(path, sorted(known), "conflict")
        return self._resolved({path: value})

    def _resolved(self, more: Mapping[str, Any]) -> Merge[T]:
        resolutions = {**self._resolutions, **more}
        return _merge(self.base, self.ours, self.theirs, resolutions, self._unsettled)


def merge(base: T | Merge[T] | None, ours: T | None, theirs: T | None) -> Merge[T]:
    """Merge what two sides made of one record, or of one list of records.

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
    >>> from negotiations.model.values import Count
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
        ancestor = base.result
    else:
        ancestor = base
    _check_kinds(ancestor, ours, theirs)
    return _merge(ancestor, ours, theirs, {}, unsettled)


def merge_of_ends(base: T, ours: T, theirs: T) -> Merge[T]:
    """The merge that came to this with all conflicts taken from each of three sides.

    Args:
        base: What it comes to with the base at all conflicts.
        ours: What it comes to with one side at all conflicts.
        theirs: What it comes to with the other side at all conflicts.

    Raises:
        TypeError: The three are not of one kind.
        ValueError: Two records of a tuple have the same id.

    >>> from negotiations.model import ReleaseTerm
    >>> from negotiations.model.values import Count
    >>> base, ours = (ReleaseTerm(issue="prisoners", count=Count.exactly(n)) for n in (100, 150))
    >>> [conflict.path for conflict in merge_of_ends(base, ours, base).conflicts]
    ['/count']
    """
    _check_kinds(base, ours, theirs)
    return _merge(base, ours, theirs, {}, None)


def _check_kinds(*sides: Any) -> None:
    present = [side for side in sides if side is not None]
    kinds = {Term if isinstance(side, Term) else type(side) for side in present}
    if len(kinds) > 1 or not all(issubclass(kind, Value | tuple) for kind in kinds):
        names = ", ".join(type(side).__name__ for side in present)
        raise TypeError(f"expected three records, or tuples of records, of one kind; found {names}")
    for side in present:
        if isinstance(side, tuple):
            _check_records(side)


def _check_records(side: tuple[Any, ...]) -> None:
    for item in side:
        if not isinstance(item, Record):
            raise TypeError(f"expected a tuple of records, found {type(item).__name__} in it")
    for key, number in Counter(record.id for record in side).items():
        if number > 1:
            raise ValueError(f"duplicate id: two records have the id {key!r}")


def _merge(
    base: Any,
    ours: Any,
    theirs: Any,
    resolutions: Mapping[str, Any],
    unsettled: frozenset[str] | None,
) -> Merge[Any]:
    run = MergeRun(resolutions, unsettled)
    triple = (base, ours, theirs)
    if any(isinstance(side, tuple) for side in triple):
        result = run.items((), triple, triple, optional=False)
        result = tuple(sorted(result, key=lambda record: record.key))
    else:
        result = run.item((), triple, triple)
    unresolved = (conflict for conflict in run.conflicts if conflict.path not in resolutions)
    conflicts = tuple(sorted(unresolved, key=lambda conflict: conflict.path))
    return Merge(base, ours, theirs, result, conflicts, resolutions, unsettled)
