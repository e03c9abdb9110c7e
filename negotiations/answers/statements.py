"""What versions report last on one field of a term, as far as their order is known."""

from __future__ import annotations

import attrs

from negotiations.claims import Attribution
from negotiations.compare.values import same
from negotiations.model import Term
from negotiations.model.base import fields_of
from negotiations.model.evidence import passages_on
from negotiations.model.terms import is_excluded
from negotiations.vocabulary import Standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from negotiations.chronology import Chronology
    from negotiations.model import Evidence, Place, Version
    from negotiations.records import Records

__all__ = ["Reading", "Statements", "contradict"]


@attrs.frozen(kw_only=True)
class Reading:
    """What is reported last, by versions of which none is known to be later than another.

    A value is carried into a later term only where nothing in the two contradicts each other, and a
    coder's note never is.

    Attributes:
        value: The value; None where the reading is that there is none, and then left out of the data.
        versions: The ids of the versions that report it last.
        since: The earliest versions that report the same without another value between.
        carried_over: Later versions that are silent on the term or phase.
        carried_into: Later versions that have the term or phase and are silent on this field.
        also_silent: Versions that are silent on it and of which the order is not known.
        attribution: Who says it, and who denies it.
    """

    value: Any
    versions: tuple[str, ...]
    since: tuple[str, ...]
    carried_over: tuple[str, ...]
    carried_into: tuple[str, ...]
    also_silent: tuple[str, ...]
    attribution: Attribution


@attrs.frozen(kw_only=True)
class _Statement:
    """What a version says: a value, or None where it is that there is none."""

    version: Version
    value: Any
    item: Any


class Statements:
    """What versions say on one field of a term or phase, or on the whole of it.

    Args:
        records: The records, for who says it.
        chronology: The order of the versions.
        versions: The versions in view, in their order.
        certain: The ids of those that are certainly in view; only they can take a value away.
        items: The term or phase in each version that has it, by the id of the version.
        name: ``terms`` or ``phases``.
        field: The field; None for the whole.
    """

    def __init__(
        self,
        records: Records,
        chronology: Chronology,
        versions: Sequence[Version],
        certain: set[str],
        *,
        items: dict[str, Any],
        name: str,
        field: str | None,
    ) -> None:
        self._records = records
        self._follows = chronology.follows
        self._versions = versions
        self._certain = certain
        self._items = items
        self._name = name
        self._field = field
        self._said = {each.id: self._statement(each) for each in versions}

    def readings(self) -> tuple[Reading, ...]:
        """What is reported last: one reading, or one for each value where the order is not known."""
        statements = [each for each in self._said.values() if each is not None]
        last = [each for each in statements if not self._is_superseded(each)]
        found: list[Reading] = []
        for index, each in enumerate(last):
            if any(each.value == other.value for other in last[:index]):
                continue
            holding = [other for other in last if other.value == each.value]
            leading = [
                other
                for other in statements
                if other.value == each.value and self._leads_to(other, holding)
            ]
            found.append(self._reading(each.value, holding, leading))
        return tuple(found)

    def _reading(self, value: Any, holding: list[_Statement], leading: list[_Statement]) -> Reading:
        def any_later(one: Version, others: Iterable[Version]) -> bool:
            return any(self._follows(one, other) for other in others)

        held = [each.version for each in holding]
        all_that_say_it = [*held, *(each.version for each in leading)]
        silent = [each for each in self._versions if self._said[each.id] is None]
        after = [each for each in silent if any_later(each, held)]
        before = [each for each in silent if any(self._follows(other, each) for other in held)]
        passages = [each for one in holding for each in self._passages(one)]
        return Reading(
            value=value,
            versions=_ids(held),
            since=_ids(each for each in all_that_say_it if not any_later(each, all_that_say_it)),
            carried_over=_ids(each for each in after if each.id not in self._items),
            carried_into=_ids(each for each in after if each.id in self._items),
            also_silent=_ids(each for each in silent if each not in (*after, *before)),
            attribution=Attribution.of(self._records, dict.fromkeys(passages)),
        )

    def _statement(self, version: Version) -> _Statement | None:
        """What a version says; None where it is silent."""
        item = self._items.get(version.id)
        full = version.is_known_in_full
        if item is None:
            if not version.is_closed(self._name):
                return None
            value = Standing.NONE if self._field is None else None
            return _Statement(version=version, value=value, item=None)
        if self._field is None:
            standing = Standing.EXCLUDED if is_excluded(item) else Standing.REPORTED
            return _Statement(version=version, value=standing, item=item)
        held = getattr(item, self._field, None)
        if held is None and not full and not is_excluded(item):
            return None
        return _Statement(version=version, value=held, item=item)

    def _is_superseded(self, earlier: _Statement) -> bool:
        return any(
            each.id in self._certain and self._takes_away(each, earlier) for each in self._versions
        )

    def _takes_away(self, version: Version, earlier: _Statement) -> bool:
        """Whether a version says something in the place of what an earlier one says."""
        if not self._follows(version, earlier.version):
            return False
        return self._said[version.id] is not None or self._turns(version, earlier)

    def _turns(self, version: Version, earlier: _Statement) -> bool:
        """Whether what an earlier version says of the term cannot be carried into a later one.

        What is said of an excluded term is not carried into one that is there. Where the two
        contradict each other in any field, nothing tells that the rest is said of the same thing.
        A coder's note is on the words of one report and on no other.
        """
        item = self._items.get(version.id)
        if item is None or earlier.item is None:
            return False
        return self._field == "note" or contradict(
            earlier.item, item, self._records.collections["places"]
        )

    def _leads_to(self, earlier: _Statement, holding: list[_Statement]) -> bool:
        """Whether a value stood from an earlier statement to a later one without a break."""
        return any(
            self._follows(last.version, earlier.version)
            and not any(
                self._follows(last.version, each) and self._breaks(each, earlier)
                for each in self._versions
            )
            for last in holding
        )

    def _breaks(self, version: Version, earlier: _Statement) -> bool:
        said = self._said[version.id]
        same = said is not None and said.value == earlier.value
        return not same and self._takes_away(version, earlier)

    def _passages(self, statement: _Statement) -> tuple[Evidence, ...]:
        """What a statement rests on; that a whole text has no such term rests on the text."""
        if statement.item is None:
            return statement.version.evidence or ()
        return passages_on(statement.item, *([self._field] if self._field else []))


def contradict(one: Any, other: Any, places: Mapping[str, Place] | None = None) -> bool:
    """Whether two terms or phases say of some field what is certain not to be the same.

    >>> from negotiations.model import ReleaseTerm
    >>> from negotiations.model.values import Count
    >>> five = ReleaseTerm(issue="captives", count=Count.exactly(5))
    >>> contradict(five, five.replace(count=Count.more_than(4)))
    False
    >>> contradict(five, five.replace(count=Count.exactly(6)))
    True
    """
    if is_excluded(one) is not is_excluded(other):
        return True
    if type(one) is not type(other):
        return isinstance(one, Term)
    specs = (spec for spec in fields_of(one) if spec.can_contradict)
    return any(
        not same(getattr(one, spec.name), getattr(other, spec.name), spec, places).is_possible
        for spec in specs
    )


def _ids(versions: Iterable[Version]) -> tuple[str, ...]:
    return tuple(sorted({each.id for each in versions}))
