"""Collections of records by id, their addresses, and walks through their parts."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import EllipsisType, MappingProxyType
from typing import Any, Generic, TypeVar, overload

from negotiations.deferred import field, frozen
from negotiations.errors import AmbiguousId, UnknownField, UnknownId
from negotiations.io.layout import FILE_KINDS
from negotiations.io.strict_json import pointer_text
from negotiations.lookup import Results, looked_up
from negotiations.model import (
    TERM_CLASSES,
    Actor,
    Event,
    Evidence,
    Figure,
    Issue,
    Metadata,
    Place,
    Position,
    Proposal,
    Record,
    Source,
    Talks,
    Term,
    Version,
)
from negotiations.model.base import Value, fields_of
from negotiations.shown import Shown
from negotiations.term_filters import filters, phase_of
from negotiations.vocabulary import PhaseScope, TermKind, Vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    # Without a kind of term, a `PlacedTerm` is one of any.
    from typing_extensions import TypeVar as TypeVarWithDefault

    from negotiations.io.strict_json import Pointer
    from negotiations.model.base import FieldSpec

    P = TypeVarWithDefault("P", bound=Term, default=Term)
else:
    P = TypeVar("P", bound=Term)

R = TypeVar("R", bound=Record)
D = TypeVar("D")
K = TypeVar("K", bound=Term)
T = TypeVar("T")
V = TypeVar("V", bound=Value)

__all__ = [
    "COLLECTIONS",
    "Cited",
    "Collection",
    "Collections",
    "Focused",
    "PlacedTerm",
    "Records",
    "address_of",
    "issues_of",
    "item_label",
    "label_pointer",
    "transformed",
    "walk",
]

# Versions are part of their proposals, and also form a collection.
COLLECTIONS: dict[str, type[Record]] = {
    **{kind.collection: kind.record for kind in FILE_KINDS if kind.record is not Metadata},
    "versions": Version,
}
_NAMES = {record: name for name, record in COLLECTIONS.items()}


def address_of(record: Record) -> str:
    """The address of a record: ``collection/id``."""
    if isinstance(record, Metadata):
        return f"metadata/{record.id}"
    return f"{_NAMES[type(record)]}/{record.id}"


class Collection(Mapping[str, R], Shown, Generic[R]):
    """Records of one kind by id, in the order of their ids; versions proposal by proposal.

    A missing id raises `UnknownId`, with the ids that look like it.
    """

    __slots__ = ("_by_id", "_kind")

    def __init__(self, kind: type[R], records: Iterable[R]) -> None:
        self._kind = kind
        # A chronology gives versions in the order of time.
        ordered = records if kind is Version else sorted(records, key=lambda record: record.id)
        self._by_id = {record.id: record for record in ordered}

    @property
    def name(self) -> str:
        """The name of the collection, as in addresses."""
        return _NAMES[self._kind]

    def __getitem__(self, key: str) -> R:
        if not isinstance(key, str):
            raise KeyError(key)
        return looked_up(self._by_id, key, _NAMES[self._kind].removesuffix("s"))

    @overload
    def get(self, key: str, /) -> R | None: ...
    @overload
    def get(self, key: str, default: D, /) -> R | D: ...
    def get(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, key: str, default: object = None, /
    ) -> object:
        """The record with an id, or the default."""
        return self._by_id.get(key, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, key: object) -> bool:
        return key in self._by_id

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._by_id)

    def where(
        self, predicate: Callable[[R], bool] | None = None, /, **fields: object
    ) -> tuple[R, ...]:
        """The records for which all of this holds.

        A field of several items matches if the given one is among them; a vocabulary field may be
        given as its word; a text matches in any Unicode normal form.

        Raises:
            UnknownField: The records have no field of this name.
            UnknownId: The field is of a closed vocabulary that has no such word.
        """
        specs = {spec.name: (spec,) for spec in fields_of(self._kind)}
        _check_sought(fields, specs, self._kind.__name__, _NAMES[self._kind])
        return Results(
            record
            for record in self._by_id.values()
            if (predicate is None or predicate(record))
            and all(_matches(getattr(record, name), sought) for name, sought in fields.items())
        )

    def __repr__(self) -> str:
        name = _NAMES[self._kind]
        noun = name.removesuffix("s") if len(self) == 1 and name != "talks" else name
        return f"<{len(self)} {noun}: {', '.join(self._by_id)}>"


def _check_sought(
    fields: Mapping[str, Any], specs: Mapping[str, tuple[FieldSpec, ...]], owner: str, many: str
) -> None:
    """Check that there are such fields, and such words in those of closed vocabularies."""
    for name, sought in fields.items():
        if name not in specs:
            raise UnknownField(owner, name, specs)
        kinds = [kind for spec in specs[name] for kind in spec.types]
        closed = [kind for kind in kinds if issubclass(kind, Vocabulary)]
        known = [word.value for kind in closed for word in kind]
        if isinstance(sought, str) and len(closed) == len(kinds) and sought not in known:
            raise UnknownId(sought, known, f"{name} of {many}")


def _matches(value: Any, sought: Any) -> bool:
    if isinstance(value, tuple) and not isinstance(sought, tuple):
        return any(_matches(item, sought) for item in value)
    if isinstance(value, bool) and isinstance(sought, str):
        return sought == ("true" if value else "false")
    if isinstance(value, Vocabulary | int) and isinstance(sought, str):
        return str(value) == sought
    if isinstance(value, Value) and isinstance(sought, str):
        # A membership, participant or role matches by the first of its key fields: the actor.
        names = value.key_fields
        return bool(names and getattr(value, names[0]) == sought)
    if isinstance(value, str) and isinstance(sought, str):
        return unicodedata.normalize("NFC", value) == unicodedata.normalize("NFC", sought)
    return bool(value == sought)


_KINDS = {word.value: word for word in TermKind}


def _specs_of_terms() -> dict[str, tuple[FieldSpec, ...]]:
    """The declarations of all fields that some kind of term has, by name."""
    specs: dict[str, tuple[FieldSpec, ...]] = {}
    for cls in TERM_CLASSES.values():
        for spec in fields_of(cls):
            if spec not in specs.get(spec.name, ()):
                specs[spec.name] = (*specs.get(spec.name, ()), spec)
    return specs


def _read_only(collections: Mapping[str, Collection[Any]]) -> Mapping[str, Collection[Any]]:
    return MappingProxyType(dict(collections))


@frozen(repr=False)
class PlacedTerm(Shown, Generic[P]):
    """A term with the version or position that holds it."""

    term: P
    holder: Version | Position
    address: str

    def __repr__(self) -> str:
        return f"<{self.address}: {self.term.kind}>"


@frozen(repr=False)
class Cited(Shown):
    """A piece of evidence with the record that rests on it, and where in the record."""

    address: str
    pointer: str
    evidence: Evidence

    def __repr__(self) -> str:
        return f"<{self.address} {self.pointer}: {self.evidence!r}>"


class Collections:
    """The collections of a dataset, and the terms and evidence in their records."""

    __slots__ = ()
    if TYPE_CHECKING:

        @property
        def metadata(self) -> Metadata | None: ...  # noqa: D102
        @property
        def collections(self) -> Mapping[str, Collection[Any]]: ...  # noqa: D102

    @property
    def actors(self) -> Collection[Actor]:
        """States, organisations, offices, persons, groups and outlets."""
        return self.collections["actors"]

    @property
    def places(self) -> Collection[Place]:
        """Territories, cities, borders, corridors and crossings."""
        return self.collections["places"]

    @property
    def issues(self) -> Collection[Issue]:
        """The agenda items that terms settle."""
        return self.collections["issues"]

    @property
    def talks(self) -> Collection[Talks]:
        """Rounds of talks and meetings."""
        return self.collections["talks"]

    @property
    def proposals(self) -> Collection[Proposal]:
        """Proposals, each with its versions."""
        return self.collections["proposals"]

    @property
    def versions(self) -> Collection[Version]:
        """The versions of all proposals, by ``proposal@version``."""
        return self.collections["versions"]

    @property
    def positions(self) -> Collection[Position]:
        """What actors want."""
        return self.collections["positions"]

    @property
    def events(self) -> Collection[Event]:
        """What happened."""
        return self.collections["events"]

    @property
    def figures(self) -> Collection[Figure]:
        """Background quantities."""
        return self.collections["figures"]

    @property
    def sources(self) -> Collection[Source]:
        """The coded articles."""
        return self.collections["sources"]

    @overload
    def terms(
        self,
        of: type[K],
        /,
        kind: TermKind | str | None = None,
        *,
        issue: Issue | str | None = None,
        phase: int | PhaseScope | str | EllipsisType | None = ...,
        actor: Actor | str | None = None,
        on: Proposal | Version | str | EllipsisType | None = ...,
        holder: Version | Position | type[Record] | str | None = None,
        **fields: object,
    ) -> tuple[PlacedTerm[K], ...]: ...
    @overload
    def terms(
        self,
        of: Issue | str | None = None,
        /,
        kind: TermKind | str | None = None,
        *,
        issue: Issue | str | None = None,
        phase: int | PhaseScope | str | EllipsisType | None = ...,
        actor: Actor | str | None = None,
        on: Proposal | Version | str | EllipsisType | None = ...,
        holder: Version | Position | type[Record] | str | None = None,
        **fields: object,
    ) -> tuple[PlacedTerm[Term], ...]: ...
    def terms(
        self,
        of: type[K] | Issue | str | None = None,
        /,
        kind: TermKind | str | None = None,
        *,
        issue: Issue | str | None = None,
        phase: int | PhaseScope | str | EllipsisType | None = ...,
        actor: Actor | str | None = None,
        on: Proposal | Version | str | EllipsisType | None = ...,
        holder: Version | Position | type[Record] | str | None = None,
        **fields: object,
    ) -> tuple[PlacedTerm[K], ...] | tuple[PlacedTerm[Term], ...]:
        """The terms of all versions and positions, or those for which all of this holds.

        Args:
            of: A class of terms, such as `ReleaseTerm`, or an issue.
            kind: The kind of term.
            issue: The issue.
            phase: The phase: a number, ``"whole"``, or None where none is reported.
            actor: Who puts them forward: the actor of the position that holds them, alone or jointly, an
                author of the version that does, or one by whom a draft says that they are proposed.
            on: What the version or position that holds them is on: of a proposal, all its versions and all
                positions on it or on one of them; of a version, that one and the positions on it. None:
                positions that concern no text.
            holder: The version or position that holds them, or the class or collection of these.
            fields: Values of other fields, as of `Collection.where`: ``status="bracketed"``.

        Raises:
            UnknownId: There is no such issue, actor, text or holder, no such kind of term, or no such word.
            UnknownField: No term has such a field.
        """
        cls, issue = (of, issue) if isinstance(of, type) else (Term, issue if of is None else of)
        if phase is not ...:
            fields["phase"] = phase_of(phase)
        if issue is not None:
            fields["issue"] = self.issues[issue].id if isinstance(issue, str) else issue.id
        _check_sought(fields, _specs_of_terms(), "Term", "terms")
        chosen = None if kind is None else looked_up(_KINDS, str(kind), "kind of term")
        chosen_by = filters(self.collections, actor=actor, on=on, holder=holder)
        return Results(
            PlacedTerm(term, held_by, f"{address_of(held_by)}/terms/{term.label}")
            for held_by in self.holders()
            for term in held_by.terms or ()
            if isinstance(term, cls)
            and (chosen is None or term.kind is chosen)
            and all(_matches(getattr(term, name, None), sought) for name, sought in fields.items())
            and all(holds(held_by, term) for holds in chosen_by)
        )

    def evidence(self) -> Iterator[Cited]:
        """All evidence, with the record and the place in it that rests on it."""
        for record in self:
            for path, value in walk(record):
                for passage in getattr(value, "evidence", None) or ():
                    yield Cited(address_of(record), label_pointer(record, path), passage)

    def holders(self) -> Iterator[Version | Position]:
        """The records that hold terms."""
        yield from self.versions.values()
        yield from self.positions.values()

    def __iter__(self) -> Iterator[Record]:
        """All records, versions after the proposals that hold them."""
        for collection in self.collections.values():
            yield from collection.values()


@frozen(eq=False)
class Records(Collections):
    """All records of a dataset, by collection and by address.

    Attributes:
        metadata: What the dataset is.
        collections: The records by collection.
        on_disk: The SHA-256 of each file of the folder that the records, or those that they were
            made from, were read from or saved to, by its path in it; None where there is none.
    """

    metadata: Metadata | None  # pyright: ignore[reportIncompatibleMethodOverride]
    collections: Mapping[str, Collection[Any]]  # pyright: ignore[reportIncompatibleMethodOverride]
    on_disk: Mapping[str, str] | None = field(default=None, repr=False)
    _ids: dict[str, list[str]] = field(init=False, repr=False)

    # Written here, since the one that attrs would make is slow to be made, and all datasets need it.
    def __init__(
        self,
        metadata: Metadata | None,
        collections: Mapping[str, Collection[Any]],
        on_disk: Mapping[str, str] | None = None,
    ) -> None:
        ids: dict[str, list[str]] = {}
        for name, collection in collections.items():
            for key in collection:
                ids.setdefault(key, []).append(f"{name}/{key}")
        object.__setattr__(self, "metadata", metadata)
        object.__setattr__(self, "collections", MappingProxyType(dict(collections)))
        object.__setattr__(self, "on_disk", on_disk)
        object.__setattr__(self, "_ids", ids)

    @classmethod
    def of(
        cls,
        metadata: Metadata | None,
        records: Iterable[Record],
        *,
        on_disk: Mapping[str, str] | None = None,
    ) -> Records:
        """Sort records into their collections; versions are found in their proposals."""
        by_name: dict[str, list[Any]] = {name: [] for name in COLLECTIONS}
        for record in records:
            by_name[_NAMES[type(record)]].append(record)
        by_name["versions"] = [
            version
            for proposal in sorted(by_name["proposals"], key=lambda proposal: str(proposal.id))
            for version in proposal.versions or ()
        ]
        return cls(
            metadata,
            {name: Collection(COLLECTIONS[name], members) for name, members in by_name.items()},
            on_disk,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.metadata, dict(self.collections), self.on_disk)

    def resolve(self, address: str, among: tuple[str, ...] = ()) -> Record:
        """The record at an address, or with a bare id that is unique ``among`` these collections.

        Raises:
            UnknownId: No record has it.
            AmbiguousId: Records of several collections have it.
        """
        name, slash, key = address.rpartition("/")
        if name == "metadata" and self.metadata is not None and self.metadata.id == key:
            return self.metadata
        if slash:
            if name not in self.collections:
                raise UnknownId(name, self.collections, "collection")
            record: Record = self.collections[name][key]
            return record
        choices = [
            candidate
            for candidate in self._named(address)
            if not among or candidate.partition("/")[0] in among
        ]
        if not choices:
            known = [key for name in among or self.collections for key in self.collections[name]]
            raise UnknownId(
                address, known, " or ".join(a.removesuffix("s") for a in among) or "record"
            )
        if len(choices) > 1:
            raise AmbiguousId(address, choices)
        return self.resolve(choices[0])

    def with_records(self, records: Iterable[Record]) -> Records:
        """The records with these added, or in place of those with the same address.

        A version goes into its proposal; metadata takes the place of the metadata.

        Raises:
            UnknownId: There is no proposal that a version belongs to.
        """
        metadata = self.metadata
        outermost = self._outermost()
        versions: list[Version] = []
        for record in records:
            if isinstance(record, Metadata):
                metadata = record
            elif isinstance(record, Version):
                versions.append(record)
            else:
                outermost[address_of(record)] = record
        for version in versions:
            name = version.proposal_id
            proposal = outermost.get(f"proposals/{name}")
            if not isinstance(proposal, Proposal):
                known = [record.id for record in outermost.values() if isinstance(record, Proposal)]
                raise UnknownId(name, known, "proposal")
            others = [sibling for sibling in proposal.versions or () if sibling.id != version.id]
            outermost[address_of(proposal)] = proposal.replace(versions=(*others, version))
        return Records.of(metadata, outermost.values(), on_disk=self.on_disk)

    def without(self, addresses: Iterable[str]) -> Records:
        """The records without those at these addresses.

        A proposal loses its versions with it; one that loses its last version has none reported.

        Raises:
            UnknownId: No record is at an address.
            AmbiguousId: A bare id is that of several records.
        """
        gone = {address_of(self.resolve(address)) for address in addresses}
        outermost = self._outermost()
        for address, record in list(outermost.items()):
            if address in gone:
                del outermost[address]
            elif isinstance(record, Proposal):
                versions = record.versions or ()
                remaining = tuple(
                    version for version in versions if address_of(version) not in gone
                )
                if len(remaining) < len(versions):
                    outermost[address] = record.replace(versions=remaining or None)
        lost = self.metadata is not None and address_of(self.metadata) in gone
        return Records.of(None if lost else self.metadata, outermost.values(), on_disk=self.on_disk)

    def everything(self) -> Iterator[Record]:
        """The metadata, where there is some, and all records."""
        if self.metadata is not None:
            yield self.metadata
        yield from self

    def walked(self) -> Iterable[tuple[Record, Pointer, Value]]:
        """Every value in every record, with the record and the path in it."""
        return ((record, path, part) for record in self.everything() for path, part in walk(record))

    def once(self, make: Callable[[Records], Iterable[T]]) -> Iterable[T]:
        """What a function gives for the records; of a few records, it is kept for all who ask again."""
        return make(self)

    def members(self, kind: type[R]) -> Iterable[R]:
        """The records of a kind that are gone through."""
        return self.collections[_NAMES[kind]].values()

    @property
    def whole(self) -> Records:
        """All records that are there, where these are some of them."""
        return self

    def mapped(self, change: Callable[[Any], Any]) -> Records:
        """The records that ``change`` makes of these, and of the metadata.

        Args:
            change: What to make of a record, of the same kind. A version is changed with the proposal
                that it is part of.
        """
        metadata = None if self.metadata is None else change(self.metadata)
        records = map(change, self._outermost().values())
        return Records.of(metadata, records, on_disk=self.on_disk)

    def _outermost(self) -> dict[str, Record]:
        """The records that are not part of another record, by address."""
        return {address_of(record): record for record in self if not isinstance(record, Version)}

    def addresses(self, address: str, among: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The addresses that an address or a bare id can mean: one where it resolves.

        Unlike `resolve`, this does not gather candidates for an error, which takes time for each record.
        """
        name, slash, key = address.rpartition("/")
        if slash:
            return (address,) if key in self.collections.get(name, ()) else ()
        known = self._named(address)
        return tuple(
            candidate for candidate in known if not among or candidate.partition("/")[0] in among
        )

    def _named(self, key: str) -> Iterable[str]:
        """The addresses of all records with an id."""
        return self._ids.get(key, ())

    def get(self, address: str, among: tuple[str, ...] = ()) -> Record | None:
        """The record that `resolve` gives; None where it would raise an error."""
        if len(among) == 1 and "/" not in address and among[0] in self.collections:
            only: Record | None = self.collections[among[0]].get(address)
            return only
        candidates = self.addresses(address, among)
        if len(candidates) != 1:
            return None
        name, _, key = candidates[0].partition("/")
        record: Record | None = self.collections[name].get(key)
        return record


@frozen(eq=False)
class Focused(Records):
    """A few records, with those that they refer to.

    All can be looked up, and the few alone are gone through: so rules find what is wrong in these, and not
    in the others.
    """

    focus: tuple[Record, ...] = field(default=(), repr=False)
    _made: dict[Any, Any] = field(factory=dict, repr=False, alias="made")

    def __init__(  # as that of all records
        self,
        metadata: Metadata | None,
        collections: Mapping[str, Collection[Any]],
        on_disk: Mapping[str, str] | None = None,
        *,
        focus: tuple[Record, ...] = (),
        made: dict[Any, Any] | None = None,
    ) -> None:
        # The addresses of all ids would take longer to gather than the few that are asked for to find.
        super().__init__(metadata, {}, on_disk)
        object.__setattr__(self, "collections", MappingProxyType(dict(collections)))
        object.__setattr__(self, "focus", focus)
        object.__setattr__(self, "_made", {} if made is None else made)

    def among(self, collections: Mapping[str, Collection[Any]]) -> Focused:
        """The same few records among others."""
        return Focused(self.metadata, collections, focus=self.focus, made=self._made)

    def once(self, make: Callable[[Records], Iterable[T]]) -> Iterable[T]:
        """What a function gives for the few records, whatever the others are."""
        if make not in self._made:
            self._made[make] = tuple(make(self))
        kept: tuple[T, ...] = self._made[make]
        return kept

    def members(self, kind: type[R]) -> Iterable[R]:
        """Those of the few that are of a kind."""
        return [record for record in self.focus if type(record) is kind]

    def _named(self, key: str) -> Iterable[str]:
        return (f"{name}/{key}" for name, held in self.collections.items() if key in held)

    def everything(self) -> Iterator[Record]:
        """The few records."""
        return iter(self.focus)

    def __iter__(self) -> Iterator[Record]:
        return (record for record in self.focus if not isinstance(record, Metadata))

    def holders(self) -> Iterator[Version | Position]:
        """Those of the few that hold terms."""
        return (record for record in self.focus if isinstance(record, Version | Position))

    def walked(self) -> Iterable[tuple[Record, Pointer, Value]]:
        """Every value in the few records, with the record and the path in it."""
        return self.once(Records.walked)

    @property
    def whole(self) -> Records:
        """All records that are there."""
        return Records(self.metadata, self.collections)


def issues_of(record: Record) -> set[str]:
    """The issues that a record is on."""
    terms: tuple[Term, ...] = getattr(record, "terms", None) or ()
    return {term.issue for term in terms} | set(getattr(record, "issues", None) or ())


def walk(value: Value, path: Pointer = ()) -> Iterator[tuple[Pointer, Value]]:
    """A value and all values in it, each with its path of field names and indices.

    Versions are themselves records, so a walk through a proposal does not enter them.
    """
    yield path, value
    for name in _with_values(type(value)):  # type: ignore[arg-type] # a class has a hash
        content = getattr(value, name)
        if isinstance(content, Value):
            yield from walk(content, (*path, name))
        elif isinstance(content, tuple):
            for index, item in enumerate(content):
                if isinstance(item, Value) and not isinstance(item, Version):
                    yield from walk(item, (*path, name, index))


@cache
def _with_values(cls: type[Value]) -> tuple[str, ...]:
    """The fields that can hold values, and not texts and numbers alone."""
    return tuple(
        spec.name for spec in fields_of(cls) if any(issubclass(kind, Value) for kind in spec.types)
    )


def transformed(
    value: V, change: Callable[[Any, Value | None], Value], owner: Value | None = None
) -> V:
    """A value in which each value, from the innermost, is what ``change`` makes of it and its owner.

    The owner is the value that holds it, as it was. Unlike `walk`, this enters the versions of a proposal.
    """
    changes: dict[str, object] = {}
    for spec in fields_of(value):
        content = getattr(value, spec.name)
        items = content if isinstance(content, tuple) else (content,)
        if not any(isinstance(item, Value) for item in items):
            continue
        new = tuple(
            transformed(item, change, value) if isinstance(item, Value) else item for item in items
        )
        if any(one is not other for one, other in zip(new, items, strict=True)):
            changes[spec.name] = new if isinstance(content, tuple) else new[0]
    made: V = change(value.replace(**changes) if changes else value, owner)  # type: ignore[assignment]
    return made


def label_pointer(record: Value, path: Pointer) -> str:
    """A path through a record, written with the keys of its items and not with their indices.

    It stays true when items are added: ``/terms/prisoner-release@1/evidence/0``.
    """
    parts: list[str] = []
    here: Any = record
    for step in path:
        if isinstance(step, int):
            here = here[step]
            parts.append(item_label(here, step))
        else:
            here = getattr(here, step)
            parts.append(step)
    return pointer_text(tuple(parts))


def item_label(item: Any, index: int) -> str:
    """The key of an item as it stands in paths.

    Parts of the key that are not reported stand as nothing between colons, or are left out at the end. The
    one item of which no part is reported is ``-``, which no key is.

    >>> from negotiations.model import Group
    >>> item_label(Group(citizens_of="israel"), 0), item_label(Group(), 0)
    (':israel', '-')
    """
    if isinstance(item, Term):
        return item.label
    if isinstance(item, Value) and item.key_fields and not isinstance(item, Evidence):
        parts = [getattr(item, name) for name in item.key_fields]
        while parts and parts[-1] is None:
            parts.pop()
        return ":".join(map(_part_of_label, parts)) or "-"
    return str(index)


def _part_of_label(part: Any) -> str:
    if part is None:
        return ""
    return ("+".join(map(str, part)) or "+") if isinstance(part, tuple) else str(part)
