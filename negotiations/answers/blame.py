"""Which version first reported what a version says.

The versions that a version is derived from are asked, nearest first, and theirs in turn. Terms are
followed by the rules of `align`, step by step. A version on the way

- that reports the same value hands the question on to those that it was made from;
- that reports another value, or is reported not to have it, ends the way: the value came in later;
- that is silent does not end it. A report shows parts of a text, so that the value counts as older
  where an older version has it, and the silent ones between are named.

Where nothing older reports a value, silent versions before it leave open whether it is older still;
they are named too. Nothing here says who wrote a thing, or who gave way.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import overload

import attrs

from negotiations.answers.answer import Answer, plain
from negotiations.chronology import Chronology, Time, lineage
from negotiations.compare.align import key_of, pairs_of
from negotiations.model.base import Value, field_of, fields_of
from negotiations.model.evidence import passages_on
from negotiations.model.terms import is_excluded, split_label
from negotiations.records import item_label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from negotiations.model import Evidence, Phase, Term, Version
    from negotiations.records import Records

__all__ = ["Blame", "BlameLine", "Origin", "blame", "reported_fields"]


@attrs.frozen(kw_only=True)
class Origin:
    """A version that a value is first reported in.

    Attributes:
        version: The id of the version.
        time: When the version is of.
        value: What it reports; for a whole term or phase, that term or phase.
        evidence: The passages that it rests on there, denials among them.
        unmentioned_in: Later versions on the way that are silent on it.
        silent_before: Versions that this one is derived from and that are silent on it, so that it
            may be older.
    """

    version: str
    time: Time
    value: Any
    evidence: tuple[Evidence, ...]
    unmentioned_in: tuple[str, ...] = ()
    silent_before: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, repr=False)
class BlameLine:
    """Something that a version reports, and where it is first reported.

    Attributes:
        path: Where it is in the version: ``/terms/prisoner-release@1/count``.
        field: The field; None for a term or phase as a whole.
        value: What the version reports; for a whole term or phase, that term or phase.
        origins: Where it is first reported: one version, or several where a version is derived from
            several. The version itself where nothing that it is derived from reports the same.
        evidence: The passages that it rests on in the version itself, denials among them.
    """

    path: str
    field: str | None
    value: Any
    origins: tuple[Origin, ...]
    evidence: tuple[Evidence, ...]

    @property
    def issue(self) -> str | None:
        """The issue of the term that it is in; None for a phase."""
        parts = self.path.split("/")
        return split_label(parts[2])[0] if parts[1] == "terms" else None

    def __repr__(self) -> str:
        names = ", ".join(each.version for each in self.origins)
        return f"<{self.path}: first reported in {names}>"


@attrs.frozen(kw_only=True, repr=False, eq=False)
class Blame(Answer, Sequence[BlameLine]):
    """For each term, phase and reported field of a version, where it is first reported."""

    version: str
    lines: tuple[BlameLine, ...]

    @overload
    def __getitem__(self, index: int) -> BlameLine: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[BlameLine, ...]: ...
    def __getitem__(self, index: int | slice) -> BlameLine | tuple[BlameLine, ...]:
        return self.lines[index]

    def __len__(self) -> int:
        return len(self.lines)

    def line(self, path: str) -> BlameLine:
        """The line of this path.

        Raises:
            UnknownId: The version reports nothing there.
        """
        from negotiations.errors import UnknownId

        known = {each.path: each for each in self.lines}
        if path not in known:
            raise UnknownId(path, known, "line of the blame")
        return known[path]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Blame):
            return NotImplemented
        return (self.version, self.lines) == (other.version, other.lines)

    def __hash__(self) -> int:
        return hash((self.version, len(self.lines)))

    def __repr__(self) -> str:
        names = sorted({each.version for line in self.lines for each in line.origins})
        return f"<Blame of {self.version}: {len(self)} lines, from {', '.join(names) or 'nowhere'}>"

    def to_data(self) -> dict[str, Any]:
        """The blame as JSON data."""
        return {"format": 1, "version": self.version, "lines": plain(self.lines)}


def reported_fields(item: Value) -> tuple[str, ...]:
    """The fields of a term or phase that say something of the text and are reported.

    Its issue or ordinal is what it is found by; notes and evidence are about the coding.

    >>> from negotiations.model import CeasefireTerm
    >>> reported_fields(CeasefireTerm(issue="truce", phase=1, note="A remark."))
    ('phase',)
    """
    return tuple(
        spec.name
        for spec in fields_of(item)
        if spec.is_of_the_text and getattr(item, spec.name) is not None
    )


class _Stand(Enum):
    """How a version on the way stands to a value."""

    SAME = 1
    ENDS = 2
    SILENT = 3


def blame(records: Records, version: Version) -> Blame:
    """Where what a version says is first reported, along the versions that it is derived from."""
    line = _Line(records, version)
    found: list[BlameLine] = []
    for name in ("phases", "terms"):
        items: tuple[Phase | Term, ...] = getattr(version, name) or ()
        matches = line.matches(name)
        for index, item in enumerate(items):
            label = item_label(item, index)
            at = {each: held[index] for each, held in matches.items()}
            found += [
                BlameLine(
                    path=f"/{name}/{label}" + (f"/{field}" if field else ""),
                    field=field,
                    value=item if field is None else getattr(item, field),
                    origins=line.origins(name, at, field),
                    evidence=passages_on(item, *([field] if field else [])),
                )
                for field in (None, *reported_fields(item))
            ]
    return Blame(version=version.id, lines=tuple(found))


class _Line:
    """A version with those that it is derived from."""

    def __init__(self, records: Records, version: Version) -> None:
        self.version = version
        self.chronology = Chronology.of(records)
        self.known = {each.id: each for each in lineage(records, version)}
        self.oldest_first, self.parents = _descent(self.known, version.id)

    def matches(self, name: str) -> dict[str, list[Any]]:
        """For each version, its item for each item of the blamed version; None where it has none.

        A version is aligned with the one by which it is first reached, where silence keeps the item
        of the version before.
        """
        own = list(getattr(self.version, name) or ())
        found: dict[str, list[Any]] = {self.version.id: own}
        standing = {self.version.id: own}
        ahead = [self.version.id]  # nearest first
        while ahead:
            here = ahead.pop(0)
            for parent in self.parents[here]:
                if parent in found:
                    continue
                ahead.append(parent)
                theirs = getattr(self.known[parent], name) or ()
                pairs = _pairs(standing[here], theirs)
                found[parent] = [pairs.get(id(item)) for item in standing[here]]
                standing[parent] = [
                    item if match is None else match
                    for item, match in zip(standing[here], found[parent], strict=True)
                ]
        return found

    def origins(self, name: str, at: dict[str, Any], field: str | None) -> tuple[Origin, ...]:
        """Where a value of the blamed version is first reported.

        Versions are asked oldest first, so that each finds the answers of those it is derived from.
        """
        wanted = at[self.version.id]
        # For each version: the origins that lie there or before it, each with the silent versions
        # passed since, and the silent versions after which nothing older reports the value.
        ways: dict[str, tuple[dict[str, frozenset[str]], frozenset[str]]] = {}
        before: dict[str, frozenset[str]] = {}
        for here in self.oldest_first:
            inherited: dict[str, frozenset[str]] = {}
            silent: frozenset[str] = frozenset()
            for parent in self.parents[here]:
                origins, beyond = ways[parent]
                silent |= beyond
                for origin, passed in origins.items():
                    inherited[origin] = inherited.get(origin, frozenset()) | passed
            stand = self._stand(name, here, at.get(here), wanted, field)
            if stand is _Stand.ENDS:
                ways[here] = {}, frozenset()
            elif stand is _Stand.SILENT:
                passed_here = {origin: passed | {here} for origin, passed in inherited.items()}
                ways[here] = passed_here, silent if inherited else silent | {here}
            else:
                before[here] = silent
                ways[here] = (inherited or {here: frozenset()}), frozenset()
        origins = ways[self.version.id][0]
        nearest = list(self.known)
        return tuple(
            Origin(
                version=origin,
                time=Time.of(self.chronology, self.known[origin]),
                value=at[origin] if field is None else getattr(at[origin], field),
                evidence=passages_on(at[origin], *([field] if field else [])),
                unmentioned_in=tuple(sorted(passed, key=nearest.index, reverse=True)),
                silent_before=tuple(sorted(before[origin], key=nearest.index)),
            )
            for origin, passed in sorted(origins.items())
        )

    def _stand(self, name: str, here: str, item: Any, wanted: Any, field: str | None) -> _Stand:
        version = self.known[here]
        if item is None:
            return _Stand.ENDS if version.is_closed(name) else _Stand.SILENT
        if is_excluded(item) is not is_excluded(wanted):
            return _Stand.ENDS
        if field is None:
            return _Stand.SAME
        held = getattr(item, field, None)
        if held is None:
            spec = field_of(item, field)
            lacks = version.is_known_in_full and spec is not None and spec.can_be_lacking
            return _Stand.ENDS if lacks else _Stand.SILENT
        return _Stand.SAME if held == getattr(wanted, field) else _Stand.ENDS


def _pairs(later: list[Any], earlier: tuple[Any, ...]) -> dict[int, Any]:
    """The earlier item that stands for each of the later ones."""
    pairs = pairs_of(tuple(sorted(later, key=key_of)), earlier)
    return {id(one): other for one, other in pairs if one is not None}


def _descent(known: dict[str, Version], start: str) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """The versions oldest first, and what each is derived from, without circles."""
    parents: dict[str, list[str]] = {name: [] for name in known}
    found: dict[str, None] = {}
    open_ones: set[str] = set()
    ahead: list[tuple[str, list[str]]] = []

    def enter(name: str) -> None:
        open_ones.add(name)
        ahead.append((name, [each for each in known[name].derived_from or () if each in known]))

    enter(start)
    while ahead:
        name, left = ahead[-1]
        if not left:
            found.setdefault(name)
            open_ones.discard(name)
            ahead.pop()
            continue
        parent = left.pop(0)
        if parent in open_ones:
            continue  # a circle; `check` says so
        parents[name].append(parent)
        if parent not in found:
            enter(parent)
    return list(found), {name: tuple(held) for name, held in parents.items()}
