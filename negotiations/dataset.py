"""`Dataset`: what users hold. Thin: it keeps the records and calls the floors below."""

from __future__ import annotations

from functools import lru_cache

import attrs

from negotiations.base import Value, fields_of
from negotiations.compare.diff import Diff, diff
from negotiations.errors import InvalidDataset, Problem, UnknownField, UnknownId
from negotiations.layout import bundled_folder
from negotiations.model import (
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
from negotiations.store.folder import check_folder, read_folder
from negotiations.store.order import Moment, timeline
from negotiations.store.records import Records, address_of, label_pointer, walk
from negotiations.store.rules import findings
from negotiations.store.writing import write_folder
from negotiations.vocabulary import Severity, Support, TermKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator
    from typing import Any

    from negotiations.store.records import Collection
    from negotiations.texts import Texts

__all__ = ["Attribution", "Cited", "Dataset", "Match", "PlacedTerm", "check", "load", "save"]


@attrs.frozen
class PlacedTerm:
    """A term with the version or position that holds it."""

    term: Term
    holder: Version | Position
    address: str


@attrs.frozen
class Cited:
    """A piece of evidence with the record that rests on it, and where in the record."""

    address: str
    pointer: str
    evidence: Evidence


@attrs.frozen
class Match:
    """Where a text was found: the record, the field, and the text that the field has."""

    address: str
    record: Record
    pointer: str
    text: str


@attrs.frozen(kw_only=True)
class Attribution:
    """Who says a record, who denies it, and from how many independent origins it comes.

    Attributes:
        claimants: The actors to whom the sources attribute it.
        narrated_by: The sources that say it in their own voice.
        deniers: The actors, or sources in their own voice, that deny it.
        origins: The outlets it started from; relays of one origin count once.
        evidence: All the passages, denials among them.
    """

    claimants: tuple[str, ...]
    narrated_by: tuple[str, ...]
    deniers: tuple[str, ...]
    origins: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    @property
    def disputed(self) -> bool:
        """Whether some passage denies it."""
        return any(each.support is Support.CONTRADICTS for each in self.evidence)

    @property
    def hedged(self) -> bool:
        """Whether every passage that says it hedges it."""
        saying = [each for each in self.evidence if each.support is not Support.CONTRADICTS]
        return bool(saying) and all(each.hedged for each in saying)


class Dataset:
    """A dataset: its records in collections by id, and the questions that need them together.

    It is immutable. `load` reads one; it can also be built from records, checked and saved.

    >>> import negotiations as ng
    >>> ds = ng.load()
    >>> ds.proposals["may-proposal"].title
    'Three-phase proposal of May 2024'
    """

    __slots__ = ("records",)
    records: Records

    def __init__(
        self,
        metadata: Metadata | None = None,
        *,
        actors: Iterable[Actor] = (),
        places: Iterable[Place] = (),
        issues: Iterable[Issue] = (),
        talks: Iterable[Talks] = (),
        proposals: Iterable[Proposal] = (),
        positions: Iterable[Position] = (),
        events: Iterable[Event] = (),
        figures: Iterable[Figure] = (),
        sources: Iterable[Source] = (),
    ) -> None:
        parts: tuple[tuple[type[Record], Iterable[Record]], ...] = (
            (Actor, actors),
            (Place, places),
            (Issue, issues),
            (Talks, talks),
            (Proposal, proposals),
            (Position, positions),
            (Event, events),
            (Figure, figures),
            (Source, sources),
        )
        records = [_of_kind(kind, record) for kind, part in parts for record in part]
        _refuse_twins(records)
        object.__setattr__(self, "records", Records.of(metadata, records))

    @classmethod
    def of_records(cls, records: Records) -> Dataset:
        """A dataset of records that stand in their collections already."""
        made = cls.__new__(cls)
        object.__setattr__(made, "records", records)
        return made

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Dataset is immutable; {name!r} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Dataset is immutable; {name!r} cannot be deleted")

    def __reduce__(self) -> tuple[Any, ...]:
        return Dataset.of_records, (self.records,)

    @property
    def metadata(self) -> Metadata | None:
        """What the dataset is, and its known limits."""
        return self.records.metadata

    @property
    def actors(self) -> Collection[Actor]:
        """States, organisations, offices, persons, groups and outlets."""
        return self.records.collections["actors"]

    @property
    def places(self) -> Collection[Place]:
        """Territories, cities, borders, corridors and crossings."""
        return self.records.collections["places"]

    @property
    def issues(self) -> Collection[Issue]:
        """The agenda items that terms settle."""
        return self.records.collections["issues"]

    @property
    def talks(self) -> Collection[Talks]:
        """Rounds of talks and meetings."""
        return self.records.collections["talks"]

    @property
    def proposals(self) -> Collection[Proposal]:
        """Proposals, each with its versions."""
        return self.records.collections["proposals"]

    @property
    def versions(self) -> Collection[Version]:
        """The versions of all proposals, by ``proposal@version``."""
        return self.records.collections["versions"]

    @property
    def positions(self) -> Collection[Position]:
        """What actors want."""
        return self.records.collections["positions"]

    @property
    def events(self) -> Collection[Event]:
        """What happened."""
        return self.records.collections["events"]

    @property
    def figures(self) -> Collection[Figure]:
        """Background quantities."""
        return self.records.collections["figures"]

    @property
    def sources(self) -> Collection[Source]:
        """The coded articles."""
        return self.records.collections["sources"]

    def __iter__(self) -> Iterator[Record]:
        """All records, collection by collection."""
        return iter(self.records)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Dataset):
            return NotImplemented
        return (self.metadata, tuple(self)) == (other.metadata, tuple(other))

    def __hash__(self) -> int:
        return hash((self.metadata, tuple(self)))

    def __repr__(self) -> str:
        counts = [
            f"{len(held)} {name}" for name, held in self.records.collections.items() if len(held)
        ]
        name = self.metadata.id if self.metadata else "without metadata"
        return f"<Dataset {name}: {', '.join(counts) or 'empty'}>"

    def _repr_html_(self) -> str:
        from negotiations.render.html import styled_fragment
        from negotiations.render.records import overview_page

        return styled_fragment(overview_page(self.records))

    def resolve(self, address: str) -> Record | Term:
        """The record at an address (``actors/qatar``), or with an id that is unique.

        A term is found by the address of its holder, ``/terms/`` and its key:
        ``versions/may-proposal@may/terms/ceasefire@1``.

        Raises:
            UnknownId: No record has it; the error names the nearest.
            AmbiguousId: Records of several collections have it; the error names them.
        """
        holder, within, label = address.partition("/terms/")
        found = self.records.resolve(holder)
        if not within:
            return found
        held: tuple[Term, ...] = getattr(found, "terms", None) or ()
        terms = {term.label: term for term in held}
        if label not in terms:
            raise UnknownId(label, terms, f"term of {holder}")
        return terms[label]

    def find(self, text: str) -> tuple[Match, ...]:
        """Where a text stands in names, labels, titles, summaries and all spellings.

        Case and the shape of quotation marks make no difference. Each record is found once, by the
        first of its fields that has it.

        >>> import negotiations as ng
        >>> [match.address for match in ng.load().find("kamel")]
        ['actors/abbas-kamel']
        """
        wanted = _folded(text)
        found = (self._match(record, wanted) for record in self if wanted)
        return tuple(match for match in found if match is not None)

    def _match(self, record: Record, wanted: str) -> Match | None:
        for path, value in walk(record):
            declared = {spec.name for spec in fields_of(value)}
            for name in _SEARCHED:
                held = getattr(value, name) if name in declared else None
                texts = held if isinstance(held, tuple) else (held,)
                for each in texts:
                    if isinstance(each, str) and wanted in _folded(each):
                        pointer = label_pointer(record, path) + f"/{name}"
                        return Match(address_of(record), record, pointer, each)
        return None

    def terms(
        self, issue: str | None = None, kind: TermKind | str | None = None
    ) -> tuple[PlacedTerm, ...]:
        """The terms of all versions and positions, on one issue or of one kind.

        Raises:
            UnknownId: There is no such issue, or no such kind of term.
        """
        kinds = {word.value: word for word in TermKind}
        if isinstance(kind, str) and kind not in kinds:
            raise UnknownId(kind, kinds, "kind of term")
        wanted = kinds[kind] if isinstance(kind, str) else kind
        if issue is not None:
            issue = self.issues[issue].id
        return tuple(
            PlacedTerm(term, holder, f"{address_of(holder)}/terms/{term.label}")
            for holder in self.records.holders()
            for term in holder.terms or ()
            if (issue is None or term.issue == issue) and (wanted is None or term.kind is wanted)
        )

    def evidence(self) -> Iterator[Cited]:
        """All evidence, with the record and the place in it that rests on it."""
        for record in self:
            for path, value in walk(record):
                for each in getattr(value, "evidence", None) or ():
                    yield Cited(address_of(record), label_pointer(record, path), each)

    def attribution(self, record: Value | str, field: str | None = None) -> Attribution:
        """Who says a record or term, or one field of it, and who denies it.

        Of a position the evidence of its terms counts, of a figure that of its claims, and of a
        field that holds parts with evidence of their own, such as roles, that of those parts.

        Raises:
            UnknownId: No record is at this address.
            UnknownField: The record has no such field.

        >>> import negotiations as ng
        >>> said = ng.load().attribution("netanyahu-said-to-undermine-deal")
        >>> said.claimants, said.deniers, said.disputed
        (('unnamed-critics',), ('prime-ministers-office',), True)
        """
        value: Value = self.resolve(record) if isinstance(record, str) else record
        names = [spec.name for spec in fields_of(value)]
        if field is not None and field not in names:
            raise UnknownField(type(value).__name__, field, names)
        evidence = tuple(_bearing_on(value, field))
        saying = [each for each in evidence if each.support is not Support.CONTRADICTS]
        denying = [each for each in evidence if each.support is Support.CONTRADICTS]
        return Attribution(
            claimants=_distinct(name for each in saying for name in each.claimants or ()),
            narrated_by=_distinct(each.source for each in saying if not each.claimants),
            deniers=_distinct(
                name for each in denying for name in each.claimants or (each.source,)
            ),
            origins=self._origins(saying),
            evidence=evidence,
        )

    def _origins(self, saying: list[Evidence]) -> tuple[str, ...]:
        """The outlets that passages started from, as far as they are known to be independent.

        A source that credits an outlet is not counted beside it: what it says without a credit may
        be from there as well.
        """
        found = _distinct(each.origin for each in saying)
        relays = {
            source.id for source in self.sources.values() if set(source.credited or ()) & set(found)
        }
        return tuple(name for name in found if name not in relays)

    def timeline(self) -> tuple[Moment, ...]:
        """Versions, events, talks and positions in the order of time, the undated ones last.

        >>> import negotiations as ng
        >>> moments = ng.load().timeline()
        >>> moments[0].is_dated, moments[-1].is_dated
        (True, False)
        """
        return timeline(self.records)

    def diff(self, a: Value | str, b: Value | str) -> Diff:
        """What changed from one record to another, given as records or addresses.

        >>> import negotiations as ng
        >>> print(ng.load().diff("may-proposal@may", "may-proposal@bridging").summary())
        terms: 1 newly reported, 7 not mentioned any more
        """
        sides = [self.resolve(side) if isinstance(side, str) else side for side in (a, b)]
        return diff(*sides, issues=self.issues)

    def check(self, texts: Texts | str | os.PathLike[str] | None = None) -> tuple[Problem, ...]:
        """What breaks a rule; with the folder of the article texts, slices that do not match too.

        The forms of ids and other texts are the schemas' matter: `save`, and `check` of a folder,
        hold them against those as well.
        """
        found = list(findings(self.records))
        if texts is not None:
            from negotiations.texts import Texts

            if not isinstance(texts, Texts):
                texts = Texts(texts, self.sources.values())
            found += findings(self.records, texts=texts)
        problems = (each.problem() for each in found)
        return tuple(sorted(problems, key=lambda problem: problem.sort_key))


def _of_kind(kind: type[Record], record: Any) -> Record:
    if not isinstance(record, kind):
        raise TypeError(f"expected {kind.__name__}, found {type(record).__name__} {record!r}")
    return record


def _refuse_twins(records: list[Record]) -> None:
    """Refuse records of one kind that have one id: a collection would keep one of them."""
    found: dict[str, Record] = {}
    inner = [
        each for record in records if isinstance(record, Proposal) for each in record.versions or ()
    ]
    problems = [
        Problem(
            rule="unique-id",
            record=address_of(each),
            message=f"the id {each.id!r} is taken",
            expected="an id of its own",
            remedy="rename one of the two",
        )
        for each in (*records, *inner)
        if found.setdefault(address_of(each), each) is not each
    ]
    if problems:
        raise InvalidDataset(problems)


def _bearing_on(value: Value, field: str | None) -> Iterator[Evidence]:
    """The evidence of a value, or of one of its fields, denials among it."""
    own: tuple[Evidence, ...] = getattr(value, "evidence", None) or ()
    inner = {Position: "terms", Figure: "claims"}.get(type(value)) if field is None else field
    held = getattr(value, inner) if inner is not None else None
    parts = [part for part in held or () if isinstance(part, Value)] if type(held) is tuple else []
    nested = [
        each
        for part in parts
        for _, deeper in walk(part)
        for each in getattr(deeper, "evidence", None) or ()
    ]
    for each in own:
        general = each.fields is None and not (field is not None and nested)
        if field is None or general or field in (each.fields or ()):
            yield each
    yield from nested


def _folded(text: str) -> str:
    """Text for comparing: without differences of case, white space and quotation marks."""
    plain_marks = text.translate(str.maketrans("‘’ʼ“”‐‑–—", "'''\"\"----"))
    return " ".join(plain_marks.casefold().split())


_SEARCHED = ("id", "name", "label", "title", "labels", "spellings", "summary", "definition")


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=1)
def _bundled() -> Dataset:
    read = read_folder(bundled_folder(), trusted=True)
    if any(problem.severity is Severity.ERROR for problem in read.problems):
        raise InvalidDataset(read.problems)
    return Dataset.of_records(read.records)


def load(path: str | os.PathLike[str] | None = None) -> Dataset:
    """The bundled dataset, read once and kept; or the one in a folder, held against all rules.

    Raises:
        InvalidDataset: The folder cannot be read as a dataset; ``problems`` has all the reasons.
    """
    if path is None:
        return _bundled()
    read = read_folder(path)
    if any(problem.severity is Severity.ERROR for problem in read.problems):
        raise InvalidDataset(read.problems)
    return Dataset.of_records(read.records)


def save(dataset: Dataset, path: str | os.PathLike[str]) -> None:
    """Write a dataset into a folder that is new, empty, or holds a dataset.

    Raises:
        InvalidDataset: A record breaks a rule; nothing was written.
        NegotiationsError: The folder holds something else.
    """
    write_folder(dataset.records, path)


def check(
    path: str | os.PathLike[str], *, texts: Texts | str | os.PathLike[str] | None = None
) -> tuple[Problem, ...]:
    """All that is wrong with a dataset's folder, each problem with its place and its remedy.

    Args:
        path: The folder with ``data/`` and ``seeds/`` in it.
        texts: The folder with the article texts; then every slice is held against them.
    """
    return check_folder(path, texts=texts)
