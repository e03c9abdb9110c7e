"""What changed from one dataset to another, record by record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import attrs

from negotiations.answers.answer import Answer
from negotiations.compare.diff import Diff, diff
from negotiations.compare.document import diff_to_data
from negotiations.frames import Table
from negotiations.io.codec import to_data
from negotiations.lookup import looked_up
from negotiations.model import Metadata, Proposal, Record, Version
from negotiations.model.base import fields_of
from negotiations.records import COLLECTIONS, Records, address_of
from negotiations.references import rewritten
from negotiations.tables.releases import release_table
from negotiations.vocabulary import Level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from negotiations.model import Issue

T = TypeVar("T")

__all__ = [
    "ByAddress",
    "DatasetDiff",
    "DatasetSummary",
    "dataset_name",
    "diff_datasets",
    "own_content",
    "records_of_both",
]

# The description of a dataset is no collection, and is compared like a record.
_METADATA = "metadata"
# How often the renamed records are looked for: one round for each record that names the next, such as
# a version that is derived from another. Those that are left are told as removed and added.
_ROUNDS = 20


class ByAddress(Mapping[str, T], Generic[T]):
    """Parts of an answer by the address of a record, in the order of the collections.

    A missing address raises `UnknownId`, with those that look like it; ``get`` gives None.
    """

    __slots__ = ("_by_address", "_what")

    def __init__(self, what: str, parts: Mapping[str, T]) -> None:
        self._what = what
        self._by_address = dict(parts)

    def __getitem__(self, key: str) -> T:
        if not isinstance(key, str):
            raise KeyError(key)
        return looked_up(self._by_address, key, self._what)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._by_address)

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_address)

    def __len__(self) -> int:
        return len(self._by_address)

    def __repr__(self) -> str:
        return f"<{len(self)} × {self._what}: {', '.join(self._by_address)}>"


@attrs.frozen(kw_only=True)
class DatasetSummary:
    """The difference of two datasets in numbers of records.

    Attributes:
        collections: For each collection in which something differs, and for the metadata, how many
            records were ``added``, ``removed``, ``renamed`` and ``changed``, and how many are the
            ``same``.
        by_level: How many changes the changed records have at each level, the highest first.
    """

    collections: dict[str, dict[str, int]]
    by_level: dict[Level, int]

    def total(self, what: str) -> int:
        """The number of records in all collections that were ``added``, ``changed`` and so on."""
        return sum(numbers[what] for numbers in self.collections.values())

    def __str__(self) -> str:
        counted = ((self.total(what), what) for what in _WHAT[:-1])
        return (
            f"records: {', '.join(f'{n} {what}' for n, what in counted if n) or 'no differences'}"
        )


_WHAT = ("added", "removed", "renamed", "changed", "same")


@attrs.frozen(kw_only=True, repr=False, eq=False)
class DatasetDiff(Answer):
    """The records that were added, removed and changed from one dataset to another.

    It is false if and only if the two have the same records and metadata. A proposal is compared
    without its versions, which are records of their own.

    Attributes:
        added: The records that only the later dataset has, by address.
        removed: The records that only the earlier one has, by address.
        renamed: The new address of records whose id alone changed, by the old one: only where no
            other record of either dataset could be meant.
        changed: The diff of each record that both have and that differs, by address. The metadata
            have the address that they have in the later dataset.
    """

    _old: Records = attrs.field(alias="old")
    _new: Records = attrs.field(alias="new")
    added: ByAddress[Record]
    removed: ByAddress[Record]
    renamed: ByAddress[str]
    changed: ByAddress[Diff]

    @property
    def old(self) -> Metadata | None:
        """What the earlier dataset is."""
        return self._old.metadata

    @property
    def new(self) -> Metadata | None:
        """What the later dataset is."""
        return self._new.metadata

    def table(self) -> Table:
        """The differences as a table: a row for each record, and for each change in one.

        >>> import negotiations as ng
        >>> ds = ng.load()
        >>> ds.without("events/hamas-rejects-bridging-proposal").diff(ds).table()["record"]
        ('events/hamas-rejects-bridging-proposal',)
        """
        return release_table(self.added, self.removed, self.renamed, self.changed)

    def __bool__(self) -> bool:
        return any((self.added, self.removed, self.renamed, self.changed))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DatasetDiff):
            return NotImplemented
        return self._sides() == other._sides()

    def __hash__(self) -> int:
        return hash(self._sides())

    def _sides(self) -> tuple[tuple[Record, ...], ...]:
        return tuple(tuple(side.everything()) for side in (self._old, self._new))

    def __repr__(self) -> str:
        names = " → ".join(map(dataset_name, (self.old, self.new)))
        return f"<DatasetDiff {names}: {self.summary()}>"

    def summary(self) -> DatasetSummary:
        """The difference in numbers.

        >>> import negotiations as ng
        >>> ds = ng.load()
        >>> print(ng.diff(ds, ds.without("actors/egypt")).summary())
        records: 1 removed
        """
        kinds = (self.added, self.removed, self.renamed, self.changed)
        counts = [Counter(map(_collection, kind)) for kind in kinds]
        numbers: dict[str, dict[str, int]] = {}
        for name in (_METADATA, *COLLECTIONS):
            here = [count[name] for count in counts]
            if any(here):
                one = self.new is not None
                after = one if name == _METADATA else len(self._new.collections[name])
                added, _, renamed, changed = here
                numbers[name] = dict(
                    zip(_WHAT, (*here, after - added - renamed - changed), strict=True)
                )
        levels = Counter(change.level for compared in self.changed.values() for change in compared)
        ordered = sorted(levels.items(), key=lambda pair: -pair[0].position)
        return DatasetSummary(collections=numbers, by_level=dict(ordered))

    def to_data(self) -> dict[str, Any]:
        """The difference as JSON data: added and removed records in full, and a document of each diff."""
        summary = self.summary()
        return {
            "format": 1,
            "old": _about(self.old),
            "new": _about(self.new),
            "summary": {
                "text": str(summary),
                "collections": summary.collections,
                "levels": {level.value: number for level, number in summary.by_level.items()},
            },
            **{
                name: [
                    {"address": address, "record": to_data(own_content(record))}
                    for address, record in records.items()
                ]
                for name, records in (("added", self.added), ("removed", self.removed))
            },
            "renamed": [{"from": old, "to": new} for old, new in self.renamed.items()],
            "changed": [
                {"address": address, "diff": diff_to_data(compared)}
                for address, compared in self.changed.items()
            ],
        }


def records_of_both(difference: DatasetDiff) -> Records:
    """The records of both sides, the later ones where both have one: for the names on pages."""
    old, new = difference._old, difference._new  # noqa: SLF001 - of this module's own
    return old.with_records(one for one in new.everything() if not isinstance(one, Version))


def dataset_name(about: Metadata | None) -> str:
    """The id and the version of a dataset."""
    return "a dataset without metadata" if about is None else f"{about.id} {about.version}"


def _about(about: Metadata | None) -> dict[str, str]:
    return {} if about is None else {"id": about.id, "version": about.version}


def _collection(address: str) -> str:
    return address.partition("/")[0]


def own_content(record: Record) -> Record:
    """A record without the records in it: a proposal without its versions."""
    has_versions = isinstance(record, Proposal) and record.versions
    return record.replace(versions=None) if has_versions else record


def diff_datasets(old: Records, new: Records) -> DatasetDiff:
    """Compare two datasets record by record.

    Records are paired by their addresses, and the metadata with the metadata. A record that is gone and
    one that is new count as renamed if they differ in their ids alone, and no other record that is
    gone or new has the same content.
    """
    issues: dict[str, Issue] = {**old.issues, **new.issues}
    before, after = _by_address(old), _by_address(new)
    changed: dict[str, Diff] = {}
    removed = {address: record for address, record in before.items() if address not in after}
    added = {address: record for address, record in after.items() if address not in before}
    if old.metadata is not None and new.metadata is not None:
        # The metadata of both sides are of one thing, whatever it is called.
        address = address_of(new.metadata)
        before[address] = old.metadata
        for side in (removed, added):
            side.pop(address_of(old.metadata), None)
            side.pop(address, None)
    for address in before.keys() & after.keys():
        sides = _comparable(before[address], after[address])
        if sides[0] != sides[1]:
            changed[address] = diff(*sides, issues=issues)
    renamed = _renamed(removed, added)
    gone, come = renamed.keys(), set(renamed.values())
    return DatasetDiff(
        old=old,
        new=new,
        added=ByAddress("added record", _ordered({a: added[a] for a in added if a not in come})),
        removed=ByAddress(
            "removed record", _ordered({a: removed[a] for a in removed if a not in gone})
        ),
        renamed=ByAddress("renamed record", _ordered(renamed)),
        changed=ByAddress("changed record", _ordered(changed)),
    )


def _by_address(records: Records) -> dict[str, Record]:
    return {address_of(record): record for record in records.everything()}


def _comparable(one: Record, other: Record) -> tuple[Record, Record]:
    """Two proposals without their versions; other records as they are."""
    sides = own_content(one), own_content(other)
    if sides == (one, other) or not isinstance(one, Proposal):
        return sides
    # That there are no versions, as reported, is no less than that there are some.
    return one.replace(versions=None), other.replace(versions=None)


def _ordered(parts: Mapping[str, T]) -> dict[str, T]:
    """Parts by address, in the order of the collections and then of the ids; the metadata first."""
    order = {name: number for number, name in enumerate((_METADATA, *COLLECTIONS))}
    return dict(sorted(parts.items(), key=lambda part: (order[_collection(part[0])], part[0])))


def _renamed(removed: Mapping[str, Record], added: Mapping[str, Record]) -> dict[str, str]:
    """The new address of each record of which it is sure that its id alone changed, by the old one."""
    names: dict[str, str] = {}

    def new_name(name: str, among: tuple[str, ...]) -> str:
        if "/" in name:
            return names.get(name, name)
        found = {names.get(f"{collection}/{name}") for collection in among} - {None}
        return str(found.pop()).partition("/")[2] if len(found) == 1 else name

    for _ in range(_ROUNDS):
        taken = set(names.values())
        gone = ((a, rewritten(left, new_name)) for a, left in removed.items() if a not in names)
        come = ((a, left) for a, left in added.items() if a not in taken)
        fresh = dict(_alike(gone, come))
        if not fresh:
            break
        names |= fresh
    return names


def _alike(
    removed: Iterable[tuple[str, Record]], added: Iterable[tuple[str, Record]]
) -> Iterator[tuple[str, str]]:
    """The addresses of records that are the same but for their ids, where only one can be meant."""
    sides: list[dict[Any, list[str]]] = []
    for records in (removed, added):
        by_content: dict[Any, list[str]] = {}
        for address, record in records:
            by_content.setdefault(_content(record), []).append(address)
        sides.append(by_content)
    for content, gone in sides[0].items():
        come = sides[1].get(content, [])
        if len(gone) == len(come) == 1:
            yield gone[0], come[0]


def _content(record: Record) -> tuple[Any, ...]:
    """What a record says beside its id."""
    own = own_content(record)
    held = (getattr(own, spec.name) for spec in fields_of(own) if not spec.is_identity)
    return (type(own), *held)
