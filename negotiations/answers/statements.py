"""What versions report last on one field of a term, as far as their order is known."""

from __future__ import annotations

from typing import Any

import attrs

from negotiations.answers.succession import SILENT, bits, contradict, issue_of, statement
from negotiations.claims import Attribution
from negotiations.model.evidence import passages_on
from negotiations.vocabulary import Standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.answers.succession import Succession
    from negotiations.model import Evidence
    from negotiations.records import Records

__all__ = ["Reading", "Statements"]


@attrs.frozen(kw_only=True)
class Reading:
    """What is reported last, by versions of which none is known to be later than another.

    A value is carried into a later term only where the two do not contradict each other in any
    field, and a coder's note never is. The absence of a term is never carried into a version that has it.

    Attributes:
        value: The value; None where the versions report that it is absent, and then left out of the data.
        versions: The ids of the versions that report it last.
        since: The versions that first report the same, by the rule of `blame`.
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


class Statements:
    """What versions say on a term or phase, field by field.

    Args:
        records: The records, for who says it.
        succession: The versions in their known order.
        within: The set of the versions in view.
        certain: The set of those that are certainly in view; only they can take a value away.
        items: The term or phase in each version that has it, by the number of the version.
        name: ``terms`` or ``phases``.
    """

    def __init__(
        self,
        records: Records,
        succession: Succession,
        *,
        within: int,
        certain: int,
        items: dict[int, Any],
        name: str,
    ) -> None:
        self._records = records
        self._succession = succession
        self._within = within
        self._certain = certain
        self._items = items
        self._name = name
        self._having = sum(1 << number for number in items)
        self._contradicting: dict[tuple[int, int], bool] = {}

    def readings(self, field: str | None) -> tuple[Reading, ...]:
        """What is reported last on a field, or on the whole where it is None.

        One reading, or one for each value where the order is not known.
        """
        versions = self._succession.versions
        values = {
            number: value
            for number, item in self._items.items()
            if (value := statement(versions[number], item, self._name, field)) is not SILENT
        }
        issue = issue_of(self._items.values())
        lacking = self._within & self._succession.lacking(self._name, issue) & ~self._having
        none = Standing.NONE if field is None else None
        saying = lacking | sum(1 << number for number in values)
        last = saying & ~self._succession.before_any(saying & self._certain)
        holding: list[tuple[Any, int]] = []
        for number in bits(last):
            if self._is_turned(number, field, saying):
                continue
            value = values.get(number, none)
            same = next((at for at, (stated, _) in enumerate(holding) if stated == value), None)
            if same is None:
                holding.append((value, 1 << number))
            else:
                holding[same] = (value, holding[same][1] | 1 << number)
        silent = self._within & ~saying
        return tuple(self._reading(value, reporting, silent, field) for value, reporting in holding)

    def _is_turned(self, number: int, field: str | None, saying: int) -> bool:
        """Whether a later version has the term, so that what an earlier one says ends there.

        What is said of an excluded term, or of none, is not carried into one that is there. Where
        two terms contradict each other in any field, nothing tells that the rest is said of the same
        thing. A coder's note is on the words of one report and on no other.
        """
        later = self._certain & self._having & ~saying & self._succession.after[number]
        if self._items.get(number) is None or field == "note":
            return later != 0
        return any(self._contradict(number, other) for other in bits(later))

    def _contradict(self, earlier: int, later: int) -> bool:
        contradicts = self._contradicting.get((earlier, later))
        if contradicts is None:
            contradicts = contradict(
                self._items[earlier], self._items[later], self._succession.places
            )
            self._contradicting[earlier, later] = contradicts
        return contradicts

    def _reading(self, value: Any, reporting: int, silent: int, field: str | None) -> Reading:
        succession = self._succession
        after = silent & succession.after_any(reporting)
        also = silent & ~after & ~succession.before_any(reporting)
        passages: dict[Evidence, None] = {}
        since: set[str] = set()
        for number in bits(reporting):
            item = self._items.get(number)
            passages |= dict.fromkeys(self._passages(number, item, field))
            # What does not have the term is asked by the terms that are followed here.
            at = self._items
            if item is not None:
                at = succession.counterparts(self._name, number)[id(item)]
            reports = succession.first_reports(self._name, number, at, field)
            since |= {report.version.id for report in reports}
        return Reading(
            value=value,
            versions=tuple(sorted(succession.ids(reporting))),
            since=tuple(sorted(since)),
            carried_over=tuple(sorted(succession.ids(after & ~self._having))),
            carried_into=tuple(sorted(succession.ids(after & self._having))),
            also_silent=tuple(sorted(succession.ids(also))),
            attribution=Attribution.of(self._records, passages),
        )

    def _passages(self, number: int, item: Any, field: str | None) -> tuple[Evidence, ...]:
        """The passages of a statement; for the absence of a term, those of the whole text."""
        if item is None:
            return self._succession.versions[number].evidence or ()
        return passages_on(item, *([field] if field else []))
