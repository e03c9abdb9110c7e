"""The fields that two terms both report, each with whether the two can be the same."""

from __future__ import annotations

import attrs

from negotiations.compare.align import aligned
from negotiations.model import (
    Condition,
    Group,
    OtherTerm,
    PresenceTerm,
    ProvisionTerm,
    ReleaseTerm,
    Term,
)
from negotiations.model.base import fields_of
from negotiations.model.values import Count, Duration
from negotiations.vocabulary import Certainty, PresenceExtent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from negotiations.model import Place

__all__ = ["FieldGap", "fields_of_both"]

# What a term is about, and not what is wanted of it: that two parties speak of one place and one
# army is no agreement, and that they speak of two places is no quarrel.
_SUBJECT = frozenset(
    {
        "issue",
        "phase",
        "obligors",
        "forces",
        "place",
        "origin",
        "destination",
        "over",
        "of",
        "of_phase",
    }
)
# Text in the coder's words: it differs without anybody differing.
_WORDED = frozenset({"summary", "note", "evidence", "volume"})


@attrs.frozen(kw_only=True)
class FieldGap:
    """One field that both report: whether the two can be the same."""

    field: str
    a: Any
    b: Any
    same: Certainty
    is_subject: bool = False


def fields_of_both(
    one: Term,
    other: Term,
    places: Mapping[str, Place] | None = None,
    *,
    in_words: bool = False,
) -> Iterator[FieldGap]:
    """The fields that two terms both report, each with whether the two can be the same.

    Where the phase of one of them alone is reported, nothing differs for certain: they may be of two
    phases. A presence of extent ``none`` is held against what the other does there, as well.

    Args:
        one: A term.
        other: Another on the same issue.
        places: The places by id: one that lies within another may be the same ground.
        in_words: Whether text in the coder's words counts: the same words are the same, and others
            leave it open.

    >>> from negotiations.model import MeasureTerm
    >>> line = [MeasureTerm(issue="line", amount=each) for each in (Count.exactly(30), Count.more_than(20))]
    >>> [(found.field, found.same) for found in fields_of_both(*line)]
    [('amount', Certainty.POSSIBLE)]
    """
    if type(one) is not type(other):
        return
    across = (one.phase is None) is not (other.phase is None)
    for found in (*_values(one, other, places), *(_words(one, other) if in_words else ())):
        unsure = across and found.same is Certainty.IMPOSSIBLE
        yield attrs.evolve(found, same=Certainty.POSSIBLE) if unsure else found


def _values(one: Term, other: Term, places: Mapping[str, Place] | None) -> Iterator[FieldGap]:
    excluded = one.included is False, other.included is False
    if any(excluded):
        same = Certainty.CERTAIN if all(excluded) else Certainty.IMPOSSIBLE
        yield FieldGap(field="included", a=one.included, b=other.included, same=same)
        return
    for spec in fields_of(one):
        name = spec.name
        if name in _WORDED or name in ("issue", "phase"):
            continue
        # A sum that both sides' numbers give is what is wanted, however it is put.
        name_of_value = "total" if name == "count" and isinstance(one, ReleaseTerm) else name
        before, after = getattr(one, name_of_value), getattr(other, name_of_value)
        if name == "extent" and isinstance(one, PresenceTerm):
            before, after = _extents(one, other)
        if before is None or after is None:
            continue
        if name in ("baseline", "increment") and _have_totals(one, other):
            continue
        same = _same(before, after)
        if spec.refers_to == ("places",) and _are_nested(places or {}, before, after):
            same = Certainty.CERTAIN if before == after else Certainty.POSSIBLE
        yield FieldGap(field=name, a=before, b=after, same=same, is_subject=name in _SUBJECT)


def _words(one: Term, other: Term) -> Iterator[FieldGap]:
    names = ["summary"] if isinstance(one, OtherTerm) else []
    for name in [*names, *(["volume"] if isinstance(one, ProvisionTerm) else [])]:
        before, after = getattr(one, name), getattr(other, name)
        if before is not None and after is not None:
            same = Certainty.CERTAIN if before == after else Certainty.POSSIBLE
            yield FieldGap(field=name, a=before, b=after, same=same)


def _extents(one: Any, other: Any) -> tuple[Any, Any]:
    """The extents of two presences; against none, what the other does there says that it is some."""

    def shown(term: Any, beside: Any) -> Any:
        if term.extent is not None or beside.extent is not PresenceExtent.NONE:
            return term.extent
        some = term.strength is not None and term.strength.least > 0
        return term.activity or term.segment or (term.strength if some else None)

    return shown(one, other), shown(other, one)


def _are_nested(places: Mapping[str, Place], one: str, other: str) -> bool:
    """Whether one place lies within the other, or is the other: they may be the same ground."""

    def around(name: str) -> set[str]:
        found = {name}
        waiting = [name]
        while waiting:
            here = waiting.pop()
            held = places[here].within if here in places else None
            waiting += [each for each in held or () if each not in found]
            found |= set(held or ())
        return found

    return one in around(other) or other in around(one)


def _have_totals(one: Any, other: Any) -> bool:
    return one.total is not None and other.total is not None


def _same(before: Any, after: Any) -> Certainty:
    """Whether two reported values can be the same wish."""
    if type(before) is type(after) and isinstance(before, Count | Duration):
        return before.equal_to(after)
    if isinstance(before, tuple) and isinstance(after, tuple):
        return _same_items(before, after)
    return Certainty.CERTAIN if before == after else Certainty.IMPOSSIBLE


def _same_items(before: tuple[Any, ...], after: tuple[Any, ...]) -> Certainty:
    """Lists are reported in part: only none against some, and numbers of one group, can differ."""
    if not before or not after:
        return Certainty.CERTAIN if before == after else Certainty.IMPOSSIBLE
    if isinstance(before[0], Condition):
        keys = [
            {(each.issue, each.actor, _wording(each)) for each in side} for side in (before, after)
        ]
        return Certainty.CERTAIN if keys[0] == keys[1] else Certainty.POSSIBLE
    if not isinstance(before[0], Group):
        return Certainty.CERTAIN if before == after else Certainty.POSSIBLE
    answers = []
    for one, other in aligned(before, after):
        numbers = (getattr(one, "count", None), getattr(other, "count", None))
        if one is None or other is None or None in numbers:
            answers.append(Certainty.CERTAIN if one == other else Certainty.POSSIBLE)
        else:
            answers.append(_same(*numbers))
    for answer in (Certainty.IMPOSSIBLE, Certainty.POSSIBLE):
        if answer in answers:
            return answer
    return Certainty.CERTAIN


def _wording(condition: Condition) -> str:
    """What tells conditions apart: their words only where neither issue nor actor does."""
    return "" if condition.issue or condition.actor else condition.summary
