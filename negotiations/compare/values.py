"""Whether two reported values can be the same: the one place that says so, with three outcomes.

A diff, a gap, a table and the compiled view all ask `same`. It is never surer than what is reported:

- a number or a duration by its bounds, a date by the days that it can mean;
- a list is reported in part, so that two lists can be one; only some and none cannot;
- text in the coder's own words leaves it open, unless it is the same;
- places that lie within each other can be the same ground, a version can be what its proposal means.
"""

from __future__ import annotations

from negotiations.model import Evidence, Group, Timing
from negotiations.model.base import FieldRole, Value
from negotiations.model.values import Bounded, When
from negotiations.vocabulary import Certainty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from negotiations.model import Place
    from negotiations.model.base import FieldSpec

__all__ = ["ATOMS", "same", "unlike"]

# Values without an identity of their own: they differ, and are replaced, as a whole.
ATOMS = (Bounded, When, Timing, Evidence)

_SURE = {True: Certainty.CERTAIN, False: Certainty.POSSIBLE}
_IN_WORDS = (FieldRole.WORDED, FieldRole.DESCRIPTION, FieldRole.NOTE)


def same(
    a: Any, b: Any, spec: FieldSpec | None = None, places: Mapping[str, Place] | None = None
) -> Certainty:
    """Whether two reported values of a field can be the same.

    Args:
        a: What one side reports; None where it is silent.
        b: What the other does.
        spec: The declaration of the field, which says what its text and its items mean.
        places: The places by id: of two, one may lie within the other.

    >>> same(Count.exactly(150), Count.more_than(150)), same(Count.about(40), Count.exactly(50))
    (Certainty.IMPOSSIBLE, Certainty.POSSIBLE)
    >>> same(("israel",), ("hamas", "israel")), same((), ("israel",))
    (Certainty.POSSIBLE, Certainty.IMPOSSIBLE)
    """
    if a is None or b is None:
        return Certainty.POSSIBLE
    if type(a) is not type(b):
        return Certainty.IMPOSSIBLE
    if isinstance(a, Bounded):
        return a.equal_to(b)
    if isinstance(a, When):
        return _same_time(a, b)
    if isinstance(a, Timing):
        apart = Certainty.CERTAIN in (a.before_than(b), b.before_than(a))
        return Certainty.CERTAIN if a == b else unlike(_SURE[apart])
    if isinstance(a, tuple):
        return _same_items(a, b, spec)
    if a == b:
        return Certainty.CERTAIN
    if isinstance(a, Value) or (spec is not None and spec.role in _IN_WORDS):
        return Certainty.POSSIBLE
    if spec is not None and isinstance(a, str) and _are_nested(a, b, spec, places or {}):
        return Certainty.POSSIBLE
    return Certainty.IMPOSSIBLE


def unlike(certainty: Certainty) -> Certainty:
    """Whether two values differ, from whether they are the same."""
    return {
        Certainty.CERTAIN: Certainty.IMPOSSIBLE,
        Certainty.POSSIBLE: Certainty.POSSIBLE,
        Certainty.IMPOSSIBLE: Certainty.CERTAIN,
    }[certainty]


def _same_time(a: When, b: When) -> Certainty:
    if Certainty.CERTAIN in (a.before(b), b.before(a)):
        return Certainty.IMPOSSIBLE
    return Certainty.CERTAIN if a.edtf == b.edtf and _is_one_day(a) else Certainty.POSSIBLE


def _is_one_day(when: When) -> bool:
    """Whether it can mean one day only: not a month or an interval, and not uncertain (~, ?, %)."""
    text = when.edtf or ""
    return when.earliest is not None and when.earliest == when.latest and text[-1:].isdigit()


def _same_items(a: tuple[Any, ...], b: tuple[Any, ...], spec: FieldSpec | None) -> Certainty:
    if a == b:
        return Certainty.CERTAIN
    if not a or not b or (spec is not None and spec.ordered):
        return Certainty.IMPOSSIBLE
    if not isinstance(a[0], Group):
        return Certainty.POSSIBLE
    theirs = {group.key: group for group in b}
    alone = [Certainty.POSSIBLE] if {group.key for group in a} != theirs.keys() else []
    # Groups of which not all that tells them from others is reported may be two.
    shared = (
        same(group.count, theirs[group.key].count) if group.is_identified else Certainty.POSSIBLE
        for group in a
        if group.key in theirs
    )
    return _all([*alone, *shared])


def _all(answers: Iterable[Certainty]) -> Certainty:
    """Whether all of several can be the same."""
    distinct = set(answers)
    for answer in (Certainty.IMPOSSIBLE, Certainty.POSSIBLE):
        if answer in distinct:
            return answer
    return Certainty.CERTAIN


def _are_nested(a: str, b: str, spec: FieldSpec, places: Mapping[str, Place]) -> bool:
    """Whether one of two references can mean what the other does, or a part of it."""
    if "places" in spec.refers_to:
        return a in _around(b, places) or b in _around(a, places)
    if "proposals" in spec.refers_to:
        one, other = (reference.rpartition("/")[2].partition("@") for reference in (a, b))
        return one[0] == other[0] and "" in (one[2], other[2])
    return False


def _around(name: str, places: Mapping[str, Place]) -> set[str]:
    """A place and all that it lies in."""
    around: set[str] = set()
    ahead = [name]
    while ahead:
        place = ahead.pop()
        if place not in around:
            around.add(place)
            ahead += (places[place].within if place in places else None) or ()
    return around
