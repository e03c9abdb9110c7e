"""The fields that two terms both report, each with whether the two can be the same."""

from __future__ import annotations

from typing import Any, ClassVar

import attrs

from negotiations.compare.values import same
from negotiations.model import OtherTerm, PresenceTerm, ReleaseTerm, Term
from negotiations.model.base import FieldRole, fields_of
from negotiations.model.values import Count
from negotiations.vocabulary import Activity, Certainty, PresenceExtent, Segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from negotiations.model import Place
    from negotiations.model.base import FieldSpec

__all__ = ["FieldGap", "fields_of_both"]


@attrs.frozen(kw_only=True)
class FieldGap:
    """One field that both report: whether the two can be the same."""

    derived: ClassVar[tuple[str, ...]] = ("read_from",)

    field: str
    a: Any
    b: Any
    same: Certainty
    is_subject: bool = False

    @property
    def read_from(self) -> str | None:
        """The field that a value is read from, where one side does not report this one.

        Forces that patrol a place are present there, which can be compared with a wish for none.
        """
        if self.field != "extent":
            return None
        read = {Activity: "activity", Segment: "segment", Count: "strength"}
        return next((read[type(value)] for value in (self.a, self.b) if type(value) in read), None)

    @property
    def name(self) -> str:
        """The field, and what it is read from."""
        return f"{self.field} (read from {self.read_from})" if self.read_from else self.field


def fields_of_both(
    one: Term,
    other: Term,
    places: Mapping[str, Place] | None = None,
    *,
    in_words: bool = False,
    as_wishes: bool = False,
) -> Iterator[FieldGap]:
    """The fields that two terms both report, each with whether the two can be the same.

    Where the phase of either is not reported, nothing differs for certain: they may be of two phases.
    A presence of extent ``none`` is compared with what the other does there, as well.

    Args:
        one: A term.
        other: Another on the same issue.
        places: The places by id: one that lies within another may be the same ground.
        in_words: Whether text in the coder's words counts: the same words are the same, and others
            leave it open.
        as_wishes: Whether they are what two parties want. Two wishes of which neither names a phase
            are both of the issue as a whole; two texts that name none may have phases nonetheless.

    >>> from negotiations.model import Amount, MeasureTerm
    >>> amounts = Amount.exactly(30), Amount.more_than(20)
    >>> line = [MeasureTerm(issue="line", amount=amount) for amount in amounts]
    >>> [(gap.field, gap.same) for gap in fields_of_both(*line)]
    [('amount', Certainty.POSSIBLE)]
    """
    if type(one) is not type(other):
        return
    unphased = [term.phase is None for term in (one, other)]
    across = any(unphased) and not (as_wishes and all(unphased))
    for gap in _values(one, other, places, in_words=in_words):
        unsure = across and gap.same is Certainty.IMPOSSIBLE
        yield attrs.evolve(gap, same=Certainty.POSSIBLE) if unsure else gap


def _values(
    one: Term, other: Term, places: Mapping[str, Place] | None, *, in_words: bool
) -> Iterator[FieldGap]:
    excluded = one.is_excluded, other.is_excluded
    if any(excluded):
        answer = Certainty.CERTAIN if all(excluded) else Certainty.IMPOSSIBLE
        yield FieldGap(field="included", a=one.included, b=other.included, same=answer)
        return
    for spec in fields_of(one):
        if not _is_asked(spec, one, in_words=in_words):
            continue
        before, after = _pair(spec.name, one, other)
        if before is not None and after is not None:
            yield FieldGap(
                field=spec.name,
                a=before,
                b=after,
                same=same(before, after, spec, places),
                is_subject=spec.role is FieldRole.SUBJECT,
            )


def _is_asked(spec: FieldSpec, term: Term, *, in_words: bool) -> bool:
    """Whether a field is compared: what is wanted or what of; text in the coder's words if it counts."""
    if spec.role is FieldRole.WORDED:
        return in_words
    if spec.role is FieldRole.DESCRIPTION:
        return in_words and isinstance(term, OtherTerm)
    return spec.can_contradict or spec.role is FieldRole.STANDING


def _pair(name: str, one: Any, other: Any) -> tuple[Any, Any]:
    """What two terms say in a field; their totals, and not the parts of these, where both have some."""
    if isinstance(one, PresenceTerm) and name == "extent":
        return _extents(one, other)
    if isinstance(one, ReleaseTerm) and (name == "count" or _have_totals(one, other)):
        # A sum that both sides' numbers give is what is wanted, however it is put.
        if name == "count":
            return one.total, other.total
        if isinstance(getattr(one, name), Count):
            return None, None
    return getattr(one, name), getattr(other, name)


def _extents(one: Any, other: Any) -> tuple[Any, Any]:
    """The extents of two presences; beside ``none``, what the other side does there stands for one."""

    def shown(term: Any, beside: Any) -> Any:
        if term.extent is not None or beside.extent is not PresenceExtent.NONE:
            return term.extent
        some = term.strength is not None and term.strength.least > 0
        return term.activity or term.segment or (term.strength if some else None)

    return shown(one, other), shown(other, one)


def _have_totals(one: Any, other: Any) -> bool:
    return one.total is not None and other.total is not None
