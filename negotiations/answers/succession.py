"""Versions in their known order, and where what they say is first reported.

**The rule.** What a version says was first reported by the earliest version that says the same and
from which it was handed on. It is handed on in two ways:

- by lineage: a version takes over what the versions it is derived from say. Those that are silent on
  it are skipped; one that says otherwise ends the search there, which no draft outside the lineage does;
- by time: a version says the same as one that is known to be earlier, and none that is known to lie
  between the two says otherwise.

`blame` asks this of one version, and `compiled` of the versions that report a value last.
"""

from __future__ import annotations

from enum import Enum

import attrs

from negotiations.compare.align import pairs_of
from negotiations.compare.phases import BY_NUMBER, aligned_phases
from negotiations.compare.values import same
from negotiations.model import Term, Version
from negotiations.model.base import field_of, fields_of
from negotiations.model.terms import is_excluded
from negotiations.vocabulary import Standing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any, Final

    from negotiations.chronology import Chronology, Ordered
    from negotiations.compare.phases import Phasing
    from negotiations.model import Place
    from negotiations.records import Records

__all__ = [
    "SILENT",
    "FirstReport",
    "Succession",
    "bits",
    "contradict",
    "in_two_phases",
    "statement",
]


class _Silence(Enum):
    SILENT = "silent"


SILENT: Final = _Silence.SILENT


@attrs.frozen(kw_only=True)
class FirstReport:
    """A version that something is first reported by, seen from a later one.

    Attributes:
        version: The version.
        item: The term or phase there; None where its absence is reported.
        unmentioned_in: Versions between the two that are silent on it, oldest first.
        silent_before: Versions that it is derived from and that are silent on it, nearest first: it
            may be older.
    """

    version: Version
    item: Any
    unmentioned_in: tuple[str, ...]
    silent_before: tuple[str, ...]


class Succession:
    """Versions and those that they are derived from, in their known order.

    A set of versions is an integer in which each has one bit, so that a question about a thousand
    versions is a few operations on whole sets.

    Args:
        records: The records of a dataset.
        chronology: Their order.
        places: The versions that are asked about, as they are ordered.
    """

    def __init__(self, records: Records, chronology: Chronology, places: Sequence[Ordered]) -> None:
        self.places: Mapping[str, Place] = records.collections["places"]
        known = records.collections["versions"]
        among: dict[str, Version] = {place.record.id: known[place.record.id] for place in places}
        for version in (ahead := list(among.values())):
            for name in version.derived_from or ():
                if name in known and name not in among:
                    among[name] = known[name]
                    ahead.append(known[name])
        if len(among) > len(places):
            places = chronology.in_order(among.values())
        self.versions: tuple[Version, ...] = tuple(among[place.record.id] for place in places)
        self.number = {version.id: number for number, version in enumerate(self.versions)}
        near = [
            self.mask(address.partition("/")[2] for address in place.follows) for place in places
        ]
        self.before = [0] * len(near)
        self.after = [0] * len(near)
        for number, earlier in enumerate(near):
            self.before[number] = earlier
            for other in bits(earlier):
                self.before[number] |= self.before[other]
        for number in reversed(range(len(near))):
            for other in bits(near[number]):
                self.after[other] |= self.after[number] | 1 << number
        self._parents = [
            self.mask(name for name in version.derived_from or () if name in self.number)
            for version in self.versions
        ]
        self._is_circular = any(
            parents & ~before for parents, before in zip(self._parents, self.before, strict=True)
        )
        self._holders: dict[str, dict[str, list[int]]] = {}
        self._counterparts: dict[tuple[str, int], dict[int, dict[int, Any]]] = {}
        self._lacking: dict[str, int] = {}
        self._phasings: dict[tuple[int, int], Phasing] = {}
        self._subjects: dict[tuple[str, int], dict[str, tuple[Any, ...]]] = {}
        self._repeating: dict[int, bool] = {}

    def mask(self, names: Iterable[str]) -> int:
        """The set of the versions with these ids."""
        versions = 0
        for name in names:
            versions |= 1 << self.number[name]
        return versions

    def before_any(self, versions: int) -> int:
        """The versions that some of these are known to follow."""
        earlier = 0
        for number in bits(versions):
            earlier |= self.before[number]
        return earlier

    def after_any(self, versions: int) -> int:
        """The versions that are known to follow some of these."""
        later = 0
        for number in bits(versions):
            later |= self.after[number]
        return later

    def lacking(self, name: str) -> int:
        """The versions whose terms, or phases, are all reported."""
        lacking = self._lacking.get(name)
        if lacking is None:
            lacking = self.mask(
                version.id
                for version in self.versions
                if statement(version, None, name, None) is not SILENT
            )
            self._lacking[name] = lacking
        return lacking

    def counterparts(self, name: str, number: int) -> dict[int, dict[int, Any]]:
        """The counterparts of each item of a version in others: by the id() of the item, then by version.

        Terms of two reported phases do not stand for each other: a text that has one of them says
        nothing of the other.
        """
        counterparts = self._counterparts.get((name, number))
        if counterparts is None:
            own = self.by_subject(name, number)
            counterparts = {id(item): {number: item} for items in own.values() for item in items}
            for subject in own:
                for other in self._holding(name).get(subject, ()):
                    if other != number:
                        for mine, theirs in self._pairs(name, subject, number, other):
                            counterparts[id(mine)][other] = theirs
            self._counterparts[name, number] = counterparts
        return counterparts

    def _holding(self, name: str) -> dict[str, list[int]]:
        """The versions that have terms on an issue, or phases."""
        holders = self._holders.get(name)
        if holders is None:
            holders = self._holders[name] = {}
            for number in range(len(self.versions)):
                for subject in self.by_subject(name, number):
                    holders.setdefault(subject, []).append(number)
        return holders

    def by_subject(self, name: str, number: int) -> dict[str, tuple[Any, ...]]:
        """The terms of a version by issue, or its phases."""
        subjects = self._subjects.get((name, number))
        if subjects is None:
            grouped: dict[str, list[Any]] = {}
            for item in getattr(self.versions[number], name) or ():
                grouped.setdefault(_subject(item), []).append(item)
            subjects = {subject: tuple(items) for subject, items in grouped.items()}
            self._subjects[name, number] = subjects
        return subjects

    def phasing(self, earlier: int, later: int) -> Phasing:
        """How the phases of two versions pair."""
        phasing = self._phasings.get((earlier, later))
        if phasing is None:
            sides = self.versions[earlier], self.versions[later]
            # Phases pair by what is said of them, and by issues that are in several of them.
            by_number = not (self._repeated(earlier) and self._repeated(later)) and (
                sides[0].phases == sides[1].phases or not all(side.phases for side in sides)
            )
            phasing = BY_NUMBER if by_number else aligned_phases(*sides)
            self._phasings[earlier, later] = phasing
            self._phasings[later, earlier] = phasing.inverted()
        return phasing

    def _repeated(self, number: int) -> bool:
        """Whether a version has several terms on one issue."""
        repeated = self._repeating.get(number)
        if repeated is None:
            issues = [term.issue for term in self.versions[number].terms or ()]
            repeated = self._repeating[number] = len(set(issues)) < len(issues)
        return repeated

    def _pairs(
        self, name: str, subject: str, earlier: int, later: int
    ) -> Iterator[tuple[Any, Any]]:
        sides = (self.by_subject(name, number)[subject] for number in (earlier, later))
        phasing = self.phasing(earlier, later)
        for mine, theirs in pairs_of(*sides, phasing=phasing):
            paired = mine is not None and theirs is not None
            if paired and not in_two_phases(mine, theirs, phasing):
                yield mine, theirs

    def first_reports(
        self, name: str, number: int, at: dict[int, Any], field: str | None
    ) -> tuple[FirstReport, ...]:
        """Where what a version says is first reported, by the rule of this module.

        Args:
            name: ``terms`` or ``phases``.
            number: The version.
            at: The term or phase in each version that has it, by the number of the version.
            field: The field; None for the whole.
        """
        item = at.get(number)
        sought = statement(self.versions[number], item, name, field)
        parents = self._acyclic(number) if self._is_circular else self._parents
        within = self.before[number] | _ancestors(parents, number)
        # Versions without such a term report its absence, and that of each field.
        lacking = within & self.lacking(name) & ~sum(1 << other for other in at)
        alike, ends = (lacking, 0) if item is None else (0, lacking)
        for other, counterpart in at.items():
            if within >> other & 1:
                value = statement(self.versions[other], counterpart, name, field)
                if value is SILENT:
                    if not self._passes(counterpart, item, field):
                        ends |= 1 << other
                elif value == sought and is_excluded(counterpart) is is_excluded(item):
                    alike |= 1 << other
                else:
                    ends |= 1 << other
        origins: dict[int, int] = {}
        shadows: dict[int, int] = {}
        reached, ahead = 1 << number, [number]
        while ahead:
            here = ahead.pop()
            handed, silent = _handed(parents, here, alike, ends)
            breaks = ends & self.before[here]
            if breaks not in shadows:
                shadows[breaks] = self.before_any(breaks)
            earlier = handed | alike & self.before[here] & ~shadows[breaks]
            if not earlier:
                origins[here] = silent
            ahead += bits(earlier & ~reached)
            reached |= earlier
        between = self.before[number] & ~alike & ~ends
        return tuple(
            FirstReport(
                version=self.versions[origin],
                item=at.get(origin),
                unmentioned_in=self.ids(self.after[origin] & between),
                silent_before=self.ids(origins[origin])[::-1],
            )
            for origin in sorted(origins, key=lambda origin: self.versions[origin].id)
        )

    def _passes(self, between: Any, item: Any, field: str | None) -> bool:
        """Whether a silent version between hands on what is said of a term.

        One that has the term does not where the two contradict each other: nothing then tells that
        both speak of the same thing. A coder's note is on the words of one report and on no other.
        """
        if between is None or item is None or field is None:
            return True
        return field != "note" and not contradict(between, item, self.places)

    def ids(self, versions: int) -> tuple[str, ...]:
        """The ids of a set of versions, in their order."""
        return tuple(self.versions[number].id for number in bits(versions))

    def _acyclic(self, start: int) -> list[int]:
        """What each version is derived from, without the derivations that lead back to it.

        `check` refuses versions that derive from each other; they are followed all the same.
        """
        parents = [0] * len(self.versions)
        on_way, done = 1 << start, 0
        ahead = [(start, self._parents[start])]
        while ahead:
            here, left = ahead.pop()
            if not left:
                on_way &= ~(1 << here)
                done |= 1 << here
                continue
            low = left & -left
            ahead.append((here, left ^ low))
            if low & on_way:
                continue
            parents[here] |= low
            if not low & done:
                on_way |= low
                number = low.bit_length() - 1
                ahead.append((number, self._parents[number]))
        return parents


def bits(versions: int) -> Iterator[int]:
    """The numbers of the versions in a set, the least first.

    >>> list(bits(0b1010))
    [1, 3]
    """
    while versions:
        low = versions & -versions
        yield low.bit_length() - 1
        versions ^= low


def _ancestors(parents: list[int], start: int) -> int:
    ancestors, ahead = 0, parents[start]
    while ahead:
        low = ahead & -ahead
        ancestors |= low
        ahead = (ahead ^ low) | parents[low.bit_length() - 1] & ~ancestors
    return ancestors


def _handed(parents: list[int], here: int, alike: int, ends: int) -> tuple[int, int]:
    """The versions from which lineage hands down the same, and the silent ones that it skips."""
    handed, silent, ahead = 0, 0, parents[here]
    while ahead:
        low = ahead & -ahead
        ahead ^= low
        if low & alike:
            handed |= low
        elif not low & ends:
            silent |= low
            ahead |= parents[low.bit_length() - 1] & ~silent
    return handed, silent


def _subject(item: Any) -> str:
    """The issue of a term; phases share one subject. Items of two subjects never stand for each other."""
    return item.issue if isinstance(item, Term) else ""


def in_two_phases(before: Any, after: Any, phasing: Phasing = BY_NUMBER) -> bool:
    """Whether two terms stand in two phases, both reported, that do not stand for each other."""
    if not isinstance(before, Term) or None in (before.phase, after.phase):
        return False
    phase = phasing.of(before.phase) if isinstance(before.phase, int) else before.phase
    return bool(phase != after.phase)


def statement(version: Version, item: Any, name: str, field: str | None) -> Any:
    """What a version says on a field of a term or phase, or on the whole; `SILENT` where nothing.

    None means that a field has no value; for the whole, a `Standing` says whether it is there.

    Args:
        version: The version.
        item: Its term or phase; None where it has none.
        name: ``terms`` or ``phases``.
        field: The field; None for the whole.
    """
    if item is None:
        if not version.is_closed(name):
            return SILENT
        return Standing.NONE if field is None else None
    if field is None:
        return Standing.EXCLUDED if is_excluded(item) else Standing.REPORTED
    value = getattr(item, field, None)
    spec = field_of(item, field)
    if spec is not None and spec.is_key and field != "phase":
        return value  # a term that names no case or option is of none
    lacks = spec is not None and version.is_known_in_full and spec.can_be_lacking
    if value is None and not is_excluded(item) and not lacks:
        return SILENT
    return value


def contradict(a: Any, b: Any, places: Mapping[str, Place] | None = None) -> bool:
    """Whether two terms or phases say of some field what is certain not to be the same.

    >>> from negotiations.model import ReleaseTerm
    >>> from negotiations.model.values import Count
    >>> five = ReleaseTerm(issue="captives", count=Count.exactly(5))
    >>> contradict(five, five.replace(count=Count.more_than(4)))
    False
    >>> contradict(five, five.replace(count=Count.exactly(6)))
    True
    """
    if a is b:
        return False
    if is_excluded(a) is not is_excluded(b):
        return True
    if is_excluded(a):
        return False  # whatever is said of what neither has
    if type(a) is not type(b):
        return isinstance(a, Term)
    specs = (spec for spec in fields_of(a) if spec.can_contradict)
    return any(
        not same(getattr(a, spec.name), getattr(b, spec.name), spec, places).is_possible
        for spec in specs
    )
