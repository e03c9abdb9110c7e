"""`Dataset`: the object that users hold. It holds the records and calls the floors below."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from types import EllipsisType
from typing import Any, Self, overload

from negotiations.deferred import LateModule
from negotiations.errors import InvalidDataset, Problem, UnknownId
from negotiations.io.layout import bundled_path
from negotiations.limits import MORE
from negotiations.lookup import Results, looked_up
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
from negotiations.model.base import Value
from negotiations.model.sources import FORMAT
from negotiations.records import (
    Cited,
    Collection,
    Collections,
    PlacedTerm,
    Records,
    address_of,
)
from negotiations.shown import keep_asked
from negotiations.vocabulary import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pathlib
    from typing import TypeVar

    from negotiations import articles, chronology, claims, frames
    from negotiations.answers import answer, compiled_values, dataset_diff, history_values
    from negotiations.answers import between as betweens
    from negotiations.answers import blame as blames
    from negotiations.answers import find as finds
    from negotiations.answers import gap as gaps
    from negotiations.answers import side_by_side as sides
    from negotiations.answers import stance as stances
    from negotiations.compare import diff as diffs
    from negotiations.folder import reading
    from negotiations.plots import Plots
    from negotiations.shown import Asked

    A = TypeVar("A", bound=Asked)
else:
    # Loaded when something of them is first asked for: a dataset is loaded without all its answers, and
    # `typing.get_type_hints` finds their classes none the less.
    pathlib = LateModule("pathlib")
    articles = LateModule("negotiations.articles")
    chronology = LateModule("negotiations.chronology")
    claims = LateModule("negotiations.claims")
    frames = LateModule("negotiations.frames")
    answer = LateModule("negotiations.answers.answer")
    compiled_values = LateModule("negotiations.answers.compiled_values")
    dataset_diff = LateModule("negotiations.answers.dataset_diff")
    history_values = LateModule("negotiations.answers.history_values")
    betweens = LateModule("negotiations.answers.between")
    blames = LateModule("negotiations.answers.blame")
    finds = LateModule("negotiations.answers.find")
    gaps = LateModule("negotiations.answers.gap")
    sides = LateModule("negotiations.answers.side_by_side")
    stances = LateModule("negotiations.answers.stance")
    diffs = LateModule("negotiations.compare.diff")
    reading = LateModule("negotiations.folder.reading")
    # The pictures are loaded when one is asked for; until then their class is object.
    Plots = object


__all__ = [
    "Cited",
    "Dataset",
    "IncompleteDataset",
    "PlacedTerm",
    "UpgradedDataset",
    "check",
    "diff",
    "export",
    "load",
    "read_export",
    "save",
    "settled",
]


class _InTime(Mapping[str, Collection[Any]]):
    """The collections of records, with versions in their order; it is worked out when it is asked for."""

    __slots__ = ("_records",)

    def __init__(self, records: Records) -> None:
        self._records = records

    def __getitem__(self, name: str) -> Collection[Any]:
        if name == "versions":
            return chronology.Chronology.of(self._records).versions
        collection: Collection[Any] = looked_up(self._records.collections, name, "collection")
        return collection

    def __iter__(self) -> Iterator[str]:
        return iter(self._records.collections)

    def __len__(self) -> int:
        return len(self._records.collections)


class Dataset(Collections):
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
    def of_records(cls, records: Records) -> Self:
        """A dataset of records that stand in their collections already."""
        dataset = cls.__new__(cls)
        object.__setattr__(dataset, "records", records)
        return dataset

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Dataset is immutable; {name!r} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Dataset is immutable; {name!r} cannot be deleted")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).of_records, (self.records,)

    @property
    def metadata(self) -> Metadata | None:
        """What the dataset is, and its known limits."""
        return self.records.metadata

    @property
    def collections(self) -> Mapping[str, Collection[Any]]:
        """The collections by name; `versions` are in the order of time within each proposal."""
        return _InTime(self.records)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Dataset):
            return NotImplemented
        return (self.metadata, tuple(self.records)) == (other.metadata, tuple(other.records))

    def __hash__(self) -> int:
        return hash((self.metadata, tuple(self.records)))

    def __repr__(self) -> str:
        counts = [
            f"{len(collection)} {name}"
            for name, collection in self.records.collections.items()
            if len(collection)
        ]
        name = self.metadata.id if self.metadata else "without metadata"
        return f"<Dataset {name}: {', '.join(counts) or 'empty'}>"

    def _repr_html_(self) -> str:
        from negotiations.render.notebook import notebook_html
        from negotiations.render.records import overview_page

        return notebook_html(overview_page(self.records))

    def resolve(self, address: str) -> Record | Term:
        """The record at an address (``actors/qatar``), or with an id that is unique.

        A term is found by the address of its holder, ``/terms/`` and its key:
        ``versions/may-proposal@may/terms/ceasefire@1``.

        Raises:
            UnknownId: No record has it; the error names the nearest.
            AmbiguousId: Records of several collections have it; the error names them.
        """
        holder, within, label = address.partition("/terms/")
        record = self.records.resolve(holder)
        if not within:
            return record
        listed: tuple[Term, ...] = getattr(record, "terms", None) or ()
        terms = {term.label: term for term in listed}
        if label not in terms:
            raise UnknownId(label, terms, f"term of {holder}")
        return terms[label]

    def find(self, text: str) -> tuple[finds.Match, ...]:
        """The records that have all words of a text: in names, summaries, notes, quantities, or as a code.

        Words are found from their beginnings, and inside of others only where nothing begins so. Case,
        accents and hyphens make no difference; numbers are found whole, in any writing: 100 billion finds
        100,000,000,000, and 50 is not found in 250. Each record is found once, by the field that is most
        worth reading, and what is most worth reading comes first.

        >>> import negotiations as ng
        >>> found = ng.load().find("kamel")
        >>> found[0].text, found[1].called
        ('Abbas Kamel', 'Abbas Kamel')
        """
        return Results(finds.find(self, text))

    def attribution(self, record: Value | str, field: str | None = None) -> claims.Attribution:
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
        return claims.attribution_of(self.records, value, field)

    def timeline(self, issue: str | None = None) -> tuple[chronology.TimelineEntry, ...]:
        """Versions, events, talks and positions in the order of time, the undated ones last.

        Each is placed by all that is known of its order, as in a history.

        Args:
            issue: Only what is on this issue.

        Raises:
            UnknownId: There is no such issue.

        >>> import negotiations as ng
        >>> entries = ng.load().timeline()
        >>> entries[0].is_dated, entries[-1].is_dated
        (True, False)
        """
        return chronology.timeline(self.records, None if issue is None else self.issues[issue].id)

    def between(
        self, start: betweens.Day, end: betweens.Day, issue: str | None = None
    ) -> betweens.Between:
        """What was between two days, both included: certainly, possibly, and what nothing is known of.

        Each record is placed by all that is known of its order, as in the timeline; what is known to lie
        outside is left out.

        Args:
            start: A day, a date in EDTF (from the beginning of it), or None for an open beginning.
            end: A day, a date in EDTF (to the end of it), or None for an open end.
            issue: Only what is on this issue.

        Raises:
            UnknownId: There is no such issue.
            NegotiationsError: An end is no date or has no day, or the interval ends before it begins.

        >>> import negotiations as ng
        >>> summer = ng.load().between("2024-06", "2024-07")
        >>> summer.start, summer.end
        (datetime.date(2024, 6, 1), datetime.date(2024, 7, 31))
        >>> summer.certain[0].address
        'events/early-july-terms-agreed'
        """
        from negotiations.answers.between import between

        on = None if issue is None else self.issues[issue].id
        return self._given(between(self.records, start, end, on))

    def _given(self, answer: A) -> A:
        """An answer of this dataset, whose names its page shows."""
        return keep_asked(answer, self.records)

    @overload
    def diff(self, a: Dataset, /) -> dataset_diff.DatasetDiff: ...
    @overload
    def diff(
        self, a: Value | stances.Stance | str, b: Value | stances.Stance | str
    ) -> diffs.Diff: ...
    def diff(
        self,
        a: Value | stances.Stance | str | Dataset,
        b: Value | stances.Stance | str | None = None,
    ) -> diffs.Diff | dataset_diff.DatasetDiff:
        """What changed from one record to another, given as records or addresses.

        A `stance` is compared with another stance, a position or a version, term by term. Given
        another dataset alone, what changed from this one to that: the records that were added,
        removed and changed.

        Raises:
            UnknownId: No record is at an address.
            TypeError: The two cannot be compared.

        >>> import negotiations as ng
        >>> print(ng.load().diff("may-proposal@may", "may-proposal@bridging").summary())
        terms: 1 newly reported, 7 not mentioned any more
        >>> ds = ng.load()
        >>> ds.diff(ds.with_records(ds.actors["egypt"].replace(note="A remark."))).changed
        <1 × changed record: actors/egypt>
        """
        if isinstance(a, Dataset):
            if b is not None:
                raise TypeError("a dataset is compared with this one: give it alone")
            return dataset_diff.diff_datasets(self.records, a.records)
        if b is None:
            raise TypeError("expected two records or addresses, or a dataset alone; found one")
        earlier, later = (self.resolve(side) if isinstance(side, str) else side for side in (a, b))
        if isinstance(earlier, Value) and isinstance(later, Value):
            return self._given(diffs.diff(earlier, later, issues=self.issues))
        from negotiations.answers.stance_diff import diff_stances

        return self._given(diff_stances(earlier, later, issues=self.issues))

    def stance(
        self,
        party: Actor | str,
        *,
        on: Proposal | Version | str | None,
        as_of: chronology.AsOf = None,
    ) -> stances.Stance:
        """What a party wants within the negotiation of one proposal, by its positions.

        Those of actors who speak for it count as its own. A later reading supersedes an earlier one
        on the same issue and phase, in the same voice; where the order is not known, both stand.

        Args:
            party: The actor.
            on: The proposal, or a version of it; None for positions that concern no text.
            as_of: A date, a date in EDTF (to the end of it), or a version, event, position or round
                of talks: what is known to be later is left out.

        Raises:
            UnknownId: There is no such actor, proposal or version.
            NegotiationsError: ``as_of`` has no last day, or is a record that has no time.

        >>> import negotiations as ng
        >>> ng.load().stance("hamas", on="us-hamas-partial-agreement").issues
        ('captive-release', 'prisoner-release', 'prisoner-selection')
        """
        from negotiations.answers.stance import stance

        return self._given(stance(self.records, party, on=on, as_of=as_of))

    def gap(
        self,
        a: Actor | str,
        b: Actor | str,
        *,
        on: Proposal | Version | str | None,
        as_of: chronology.AsOf = None,
    ) -> gaps.Gap:
        """Where two parties stand apart within the negotiation of one proposal, issue by issue.

        The arguments and errors are those of `stance`.

        >>> import negotiations as ng
        >>> gap = ng.load().gap("israel", "hamas", on="ceasefire-agreement-2025")
        >>> [entry.issue for entry in gap.where("apart")]
        ['agreed-terms', 'philadelphi-corridor']
        """
        from negotiations.answers.gap import gap

        return self._given(gap(self.records, a, b, on=on, as_of=as_of))

    def side_by_side(
        self,
        *columns: Version | Position | stances.Stance | sides.Column | Actor | str,
        on: Proposal | Version | str | EllipsisType | None = ...,
        as_of: chronology.AsOf = None,
        base: int = 0,
    ) -> sides.SideBySide:
        """Issues down; versions, positions and stances across.

        Args:
            columns: Two to twelve versions, positions or stances, as values or addresses. An actor
                stands for its stance on the text ``on``. A `Column` gives one a title.
            on: The proposal that the stances of actors are on; required where a
                column is an actor; None for positions that concern no text.
            as_of: The time that those stances are asked for.
            base: The number of the column, from 0, that the others are compared with.

        Raises:
            UnknownId: There is no such record.
            NegotiationsError: A record holds no terms, or there are too few columns or too many.
            TypeError: A column is an actor, and ``on`` is missing.

        >>> import negotiations as ng
        >>> table = ng.load().side_by_side("may-proposal@may", "hamas", "israel", on="may-proposal")
        >>> [str(cell.state) for cell in table.row("gaza-withdrawal@1").cells]
        ['value', 'open', 'silent']
        """
        from negotiations.answers.side_by_side import column, side_by_side

        titled = [column(self.records, side, on=on, as_of=as_of) for side in columns]
        return self._given(side_by_side(titled, base=base))

    def four_columns(
        self,
        base: Version | str,
        one: Actor | str,
        other: Actor | str,
        compromise: Version | str,
        *,
        as_of: chronology.AsOf = None,
    ) -> sides.SideBySide:
        """The four-column document: a base text, the two parties on it, and a compromise.

        It is the working document of trilogues between the institutions of the European Union. The
        stances are those on the proposal of the base text.

        >>> import negotiations as ng
        >>> table = ng.load().four_columns(
        ...     "may-proposal@may", "hamas", "israel", "may-proposal@bridging")
        >>> [column.title for column in table.columns]
        ['base text', 'one party: hamas', 'other party: israel', 'compromise proposed']
        """
        from negotiations.answers.side_by_side import four_columns

        table = four_columns(self.records, base, one, other, compromise, as_of=as_of)
        return self._given(table)

    def history(
        self, of: Record | str | None = None, issue: str | None = None
    ) -> history_values.History:
        """What versions, positions and events say, step by step, as far as their order is known.

        Args:
            of: A proposal; a version, with those that it is derived from; or an issue through all
                texts. As a record or an address.
            issue: The issue to narrow it to.

        A bare id that an issue shares with a place, say, is that of the issue.

        Raises:
            UnknownId: No record is at this address, or there is no such issue.
            NegotiationsError: It is of nothing that has a history.

        >>> import negotiations as ng
        >>> ng.load().history("may-proposal", issue="gaza-withdrawal")[0]
        <versions/may-proposal@may (2024-05 (external); first; reported)>
        """
        from negotiations.answers.history import history

        among = ("proposals", "versions", "issues")
        # A record of another sort is found as well, for the message to name it.
        known = isinstance(of, str) and any(of in self.records.collections[name] for name in among)
        subject = self.records.resolve(of, among) if known else self._record(of)  # type: ignore[arg-type]
        return self._given(history(self.records, subject, issue))

    def blame(self, version: Version | str) -> blames.Blame:
        """For each term, phase and reported field of a version, where it is first reported.

        Raises:
            UnknownId: There is no such version.

        >>> import negotiations as ng
        >>> ng.load().blame("may-proposal@bridging").line("/terms/philadelphi-corridor/extent")
        </terms/philadelphi-corridor/extent: first reported in may-proposal@bridging>
        """
        from negotiations.answers.blame import blame

        if isinstance(version, str):
            version = self.versions[version.removeprefix("versions/")]
        return self._given(blame(self.records, version))

    def compiled(
        self, proposal: Proposal | str, as_of: chronology.AsOf = None
    ) -> compiled_values.Compiled:
        """The latest reported value of each term of a proposal, with the version it comes from.

        Args:
            proposal: The proposal, or its id.
            as_of: A date, a date in EDTF (to the end of it), or a version, event, position or round
                of talks: what is known to be later is left out.

        Raises:
            UnknownId: There is no such proposal, or ``as_of`` is neither a date nor an address.
            NegotiationsError: ``as_of`` has no last day, or is a record that has no time.

        >>> import negotiations as ng
        >>> ng.load().compiled("may-proposal").term("ceasefire@2")
        <ceasefire@2: reported, 3 fields from may-proposal@may>
        """
        from negotiations.answers.compiled import compiled

        if isinstance(proposal, str):
            proposal = self.proposals[proposal.removeprefix("proposals/")]
        return self._given(compiled(self.records, proposal, as_of))

    def cite(
        self,
        item: Record | Evidence | str | None = None,
        style: str = "text",
        *,
        software: bool = False,
    ) -> str:
        """The citation of the dataset, or of a record or a piece of evidence in it.

        Of a record it is that of its entry in the dataset, and of the articles that it rests on, with
        the paragraphs; of evidence, that of its article.

        Args:
            item: A record, a piece of evidence, or the address of one or of a part of a record; the
                dataset if None.
            style: ``"text"``, ``"apa"``, ``"bibtex"`` or ``"csl-json"``; for the dataset, also
                ``"cff"``, the file CITATION.cff.
            software: Whether to cite this library in its own version, too.

        Raises:
            UnknownId: There is no such record, part or style; the error names the nearest.
            NegotiationsError: The dataset has no metadata, the address is that of a single field, or
                the file CITATION.cff is asked for with an item, or for a dataset without an author.

        >>> import negotiations as ng
        >>> print(ng.load().cite("sources/axios-relay", "apa"))
        Nicole Wells. (2024, September 11). [Axios relay]. Newsmax. In The negotiations contributors, \
Negotiation terms of the Gaza ceasefire and captive-release talks, November 2023 to March 2025, from \
five news articles (Version 0.2.0, unreleased) [Data set], sources/axios-relay.
        """
        from negotiations.citations.cite import cite

        return cite(self.records, item, style, software=software)

    def _record(self, record: Record | str | None) -> Record | None:
        return self.records.resolve(record) if isinstance(record, str) else record

    def with_records(self, *records: Record) -> Self:
        """A dataset of the same class with these records added, or in place of those with the same address.

        A version goes into its proposal; metadata takes the place of the metadata. No rule is
        checked: `check` does that, and `save` before it writes.

        Raises:
            InvalidDataset: Two of the records have one address.
            UnknownId: There is no proposal that a version belongs to.

        >>> import negotiations as ng
        >>> river = Dataset().with_records(
        ...     ng.Place(id="ford", name="The ford", kind="crossing"))
        >>> river.with_records(river.places["ford"].replace(name="Old ford")).places["ford"].name
        'Old ford'
        """
        added = [_of_kind(Record, record) for record in records]
        _refuse_twins(added)
        return type(self).of_records(self.records.with_records(added))

    def without(self, *addresses: str) -> Self:
        """A dataset of the same class without the records at these addresses.

        A proposal goes with its versions.

        Raises:
            UnknownId: No record has an address; the error names the nearest.
            AmbiguousId: Records of several collections have a bare id; the error names them.

        >>> import negotiations as ng
        >>> "egypt" in ng.load().without("actors/egypt").actors
        False
        """
        return type(self).of_records(self.records.without(addresses))

    def table(self, name: str, *, names: bool = False) -> frames.Table:
        """One table of the dataset, to filter, to join, or to make a frame of.

        Tables for people: ``versions``, ``terms``, ``term_fields``, ``quantities``, ``positions``,
        ``events``, ``actors``, ``places``, ``issues``, ``talks``, ``proposals``, ``figures``, ``sources``,
        ``claims``, ``evidence`` and ``changes``. The complete ones, of which the dataset can be made again,
        begin with ``data_``.

        Args:
            name: The name of the table.
            names: Whether a column of names stands beside each column of ids.

        Raises:
            UnknownId: There is no such table; the error names the nearest.

        >>> import negotiations as ng
        >>> table = ng.load().table("quantities")
        >>> table
        <Table quantities: 32 rows, 31 columns>
        >>> table.column("low").meaning
        'The least that it can be; null where the source sets no lower bound.'
        """
        from negotiations.tables import table

        return table(self.records, name, names=names)

    def tables(self, *, complete: bool = False) -> dict[str, frames.Table]:
        """All tables by name: those for people, or the complete ones with their keys and references.

        >>> import negotiations as ng
        >>> ds = ng.load()
        >>> list(ds.tables())[:3], len(ds.tables(complete=True)["data_evidence_claimants"])
        (['versions', 'terms', 'quantities'], 219)
        """
        from negotiations.tables import tables

        return tables(self.records, complete=complete)

    def changes_table(self, along: str = "lineage") -> frames.Table:
        """What changed between versions, as a table.

        Args:
            along: ``lineage``: each version beside those that it was made from; ``time``: beside the one
                before it in the order of its proposal.

        Raises:
            UnknownId: It is neither.

        >>> import negotiations as ng
        >>> len(ng.load().changes_table())
        54
        """
        from negotiations.tables import changes_along

        return changes_along(self.records, along)

    def export(
        self,
        path: str | os.PathLike[str],
        format: str | None = None,  # noqa: A002 - what users call it
        *,
        of: Record | str | None = None,
        tables: Iterable[str] = (),
        complete: bool | None = None,
        force: bool = False,
        base: str = "",
        progress: Callable[[int, int], None] | None = None,
    ) -> pathlib.Path:
        """Write the dataset, or a record of it, into a file or folder that others read.

        The arguments and errors are those of `negotiations.export`. With ``of``, a record or an address,
        that record alone is written; what it refers to is named as in the dataset, which an export of
        the record by itself does not know.

        >>> import negotiations as ng, tempfile
        >>> folder = tempfile.mkdtemp()
        >>> ng.load().export(f"{folder}/numbers.csv", tables=["quantities"]).name
        'numbers.csv'
        >>> path = ng.load().export(f"{folder}/may", "csv", of="may-proposal@may", complete=False)
        >>> sorted(file.stem for file in path.glob("*.csv"))[3:]
        ['quantities', 'term_fields', 'terms', 'versions']
        """
        from negotiations.exports.writing import export

        return export(
            self.records if of is None else self._record(of),
            path,
            format,
            tables=tables,
            complete=complete,
            force=force,
            base=base,
            progress=progress,
            within=self.records,
        )

    @property
    def plot(self) -> Plots:
        """The pictures of the dataset: ``plot.timeline()``, ``plot.numbers()``, ``plot.gap(a, b, on=…)``.

        >>> import negotiations as ng
        >>> ng.load().plot.gap("israel", "hamas", on="ceasefire-agreement-2025")
        <Plot Gap between Israel and Hamas: 5 issues>
        """
        from negotiations.plots import Plots

        return Plots(self.records)

    def texts(self, folder: str | os.PathLike[str]) -> articles.Texts:
        """The article texts of this dataset's sources, in a folder of your own.

        >>> import negotiations as ng
        >>> ng.load().texts("my-articles")
        <Texts my-articles: 5 sources>
        """
        return articles.Texts(folder, self.sources.values())

    def check(
        self,
        texts: articles.Texts | str | os.PathLike[str] | None = None,
        *,
        select: str | Iterable[str] = (),
        ignore: str | Iterable[str] = (),
        with_ignored: bool = False,
    ) -> tuple[Problem, ...]:
        """Find what breaks a rule; with the folder of the article texts, also slices that do not match.

        The forms of ids and other texts are defined by the schemas: `save`, and `check` of a
        folder, validate against those as well. The other arguments are those of `check`.

        Raises:
            UnknownId: There is no such rule; the error names the nearest.
        """
        names: dict[str, Any] = {"select": select, "ignore": ignore, "with_ignored": with_ignored}
        from negotiations.rules import chosen, findings, judged

        chosen((), **names)  # an unknown rule is reported before the others are checked
        opened = articles.opened(texts, self.sources.values())
        problems = (finding.problem() for finding in findings(self.records, texts=opened))
        return chosen(judged(problems, self.records, with_texts=opened is not None), **names)


def export(
    value: Dataset | Record | diffs.Diff | frames.Table | answer.Answer,
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002 - what users call it
    *,
    tables: Iterable[str] = (),
    complete: bool | None = None,
    force: bool = False,
    base: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> pathlib.Path:
    """Write a dataset, a record, a diff, a table or an answer into a file or folder that others read.

    It is written whole or not at all, and the same value gives the same bytes. An empty cell means *not
    reported*; each export says what its columns mean.

    Args:
        value: What to export.
        path: The file; or the folder, where several tables make several files.
        format: ``csv``, ``xlsx``, ``parquet``, ``sqlite``, ``datapackage``, ``ndjson`` or ``jsonld``; by
            default that of the suffix of the path.
        tables: The tables of a dataset, as of `Dataset.table`; all by default.
        complete: True for the complete tables alone, from which `read_export` makes the dataset again;
            False for those for people alone; None for both.
        force: Whether to replace a file, or an earlier export.
        base: Of JSON-LD, what the addresses of records are relative to; by default a URN of the dataset.
        progress: Called with the number of records that are done, and of all.

    Returns:
        The path that was written.

    Raises:
        MissingExtra: The format needs a library that is not installed.
        NegotiationsError: What is at the path is not to be replaced, or the format cannot hold this.
        UnknownId: There is no such format or table.

    >>> import negotiations as ng, tempfile
    >>> found = ng.load().diff("may-proposal@may", "may-proposal@bridging")
    >>> path = ng.export(found, tempfile.mkdtemp() + "/changes.csv")
    >>> path.read_text().splitlines()[0][:32]
    'address,earlier,later,path,code,'
    """
    from negotiations.exports.writing import export as write

    content = value.records if isinstance(value, Dataset) else value
    return write(
        content,
        path,
        format,
        tables=tables,
        complete=complete,
        force=force,
        base=base,
        progress=progress,
    )


def read_export(path: str | os.PathLike[str]) -> Dataset:
    """The dataset in an export of all tables, or of the complete ones.

    Args:
        path: The folder of CSV or Parquet files or of a Data Package, the workbook, the database, or the
            file of lines.

    Raises:
        InvalidDataset: Tables or values do not fit; ``problems`` has all of them, by table and row.
        MissingExtra: The format needs a library that is not installed.
        NegotiationsError: It is no export that can be read back.
        OSError: A file cannot be read.

    >>> import negotiations as ng, tempfile
    >>> ds = ng.load()
    >>> ng.read_export(ds.export(tempfile.mkdtemp() + "/all.sqlite")) == ds
    True
    """
    from negotiations.exports.reading import read_export as read

    return Dataset.of_records(read(path))


@overload
def diff(a: Dataset, b: Dataset) -> dataset_diff.DatasetDiff: ...
@overload
def diff(a: Value, b: Value, *, issues: Mapping[str, Issue] | None = None) -> diffs.Diff: ...
def diff(
    a: Value | Dataset, b: Value | Dataset, *, issues: Mapping[str, Issue] | None = None
) -> diffs.Diff | dataset_diff.DatasetDiff:
    """What changed from ``a`` to ``b``: two records of one kind, a position and a version, or two datasets.

    Of two records, it is every difference of their fields; of two datasets, the records that were
    added, removed, renamed and changed, each changed one with its own diff.

    Args:
        a: The earlier record or dataset.
        b: The later one.
        issues: The issues by id, for leans; those of two datasets are their own.

    Raises:
        TypeError: The two cannot be compared.

    >>> import negotiations as ng
    >>> old = ng.load()
    >>> new = old.without("actors/egypt").with_records(old.actors["qatar"].replace(note="A remark."))
    >>> difference = ng.diff(old, new)
    >>> difference.removed["actors/egypt"].name, difference.changed["actors/qatar"][0].path
    ('Egypt', '/note')
    >>> difference.added.get("actors/egypt") is None
    True
    """
    if isinstance(a, Dataset) and isinstance(b, Dataset):
        if issues is not None:
            raise TypeError("two datasets are compared with their own issues: leave out issues")
        return a.diff(b)
    for side in (a, b):
        if isinstance(side, Dataset):
            raise TypeError("a dataset is compared with a dataset, and a record with a record")
    return diffs.diff(a, b, issues=issues)  # type: ignore[arg-type]


def _of_kind(kind: type[Record], record: Any) -> Record:
    if not isinstance(record, kind):
        raise TypeError(f"expected {kind.__name__}, found {type(record).__name__} {record!r}")
    return record


def _refuse_twins(records: list[Record]) -> None:
    """Refuse records of one kind that have one id: a collection would drop all but one of them."""
    known: dict[str, Record] = {}
    inner = [
        version
        for record in records
        if isinstance(record, Proposal)
        for version in record.versions or ()
    ]
    problems = [
        Problem(
            rule="unique-id",
            record=address_of(record),
            message=f"duplicate id {record.id!r}",
            expected="a unique id",
            remedy="rename one of the two",
        )
        for record in (*records, *inner)
        if known.setdefault(address_of(record), record) is not record
    ]
    if problems:
        raise InvalidDataset(problems)


@lru_cache(maxsize=1)
def _bundled() -> Dataset:
    from negotiations.folder.bundled import generated

    records = generated(bundled_path())
    if records is not None:
        return Dataset.of_records(records)
    read = reading.read_folder(bundled_path(), trusted=True)
    if any(problem.severity is Severity.ERROR for problem in read.problems):
        raise InvalidDataset(read.problems)
    return Dataset.of_records(read.records)


class IncompleteDataset(UserWarning):
    """A dataset was loaded with parts left to be coded, or with faults that leave answers right."""


class UpgradedDataset(UserWarning):
    """A dataset of an older format was read as if it had been upgraded; its files are as they were."""


def load(
    path: str | os.PathLike[str] | None = None, *, rev: str | None = None, upgrade: bool = False
) -> Dataset:
    """The bundled dataset, read once and kept; or the one in a folder, checked by all rules.

    What makes answers wrong is refused: files that cannot be read, references to nothing, ids that are
    not unique. Anything else that a check finds, such as a paragraph that is not coded yet, is counted in
    one warning. What the dataset's own list sets aside (`Metadata.ignored`) is not.

    Args:
        path: The folder of the dataset; the bundled one if None.
        rev: A revision of git, such as ``"v1.0.0"``: the dataset as it was there, read from the
            repository that the folder is in. Nothing is checked out.
        upgrade: Whether to read a dataset of an older format as `upgrade` would make it. Nothing is
            written.

    Raises:
        InvalidDataset: The folder cannot be read as a dataset; ``problems`` has all the reasons.
        UnknownId: There is no such revision; the error names the nearest.
        NegotiationsError: The folder is not in a checkout of git, or has no dataset at the revision.

    Warns:
        IncompleteDataset: It breaks rules that do not make answers wrong.
        UpgradedDataset: It is of an older format.
    """
    if path is None and rev is None:
        return _bundled()
    from negotiations.folder.releases import read_release

    source = bundled_path() if path is None else path
    read, written = read_release(source, rev, upgrade=upgrade)
    if written != FORMAT:
        warnings.warn(
            UpgradedDataset(f"it is in format {written}, and is read as if upgraded to {FORMAT}"),
            stacklevel=2,
        )
    return Dataset.of_records(settled(read, stacklevel=3))


def settled(read: reading.Folder, *, stacklevel: int) -> Records:
    """The records of a dataset that was read, where nothing in it makes answers wrong.

    Raises:
        InvalidDataset: Something does; ``problems`` has all that was found.

    Warns:
        IncompleteDataset: It breaks rules that do not make answers wrong.
    """
    from negotiations.rules import RULES, chosen

    errors = [
        each
        for each in chosen(read.problems)
        if each.severity is Severity.ERROR and each.rule != MORE
    ]
    broken = read.cut.union(problem.rule for problem in errors)
    if any(not RULES[rule].may_be_ignored for rule in broken):
        raise InvalidDataset(chosen(read.problems))
    if errors:
        number = f"{len(errors)} {'problem' if len(errors) == 1 else 'problems'}"
        number = f"more than {number}" if read.cut else number
        warnings.warn(
            IncompleteDataset(f"{number} left, see `negotiations check`: {errors[0].message}"),
            stacklevel=stacklevel,
        )
    return read.records


def save(dataset: Dataset, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
    """Write a dataset into a folder that is new, empty, or holds the dataset that it was read from.

    Each file appears whole or not at all; records that are no longer there lose their files.

    Args:
        dataset: The dataset.
        path: The folder.
        overwrite: Whether to write over a dataset that is another one, or that was changed since
            this one was read or saved.

    Raises:
        InvalidDataset: A record breaks a rule; nothing was written.
        NegotiationsError: The folder holds something else, or a dataset that would be lost; nothing
            was written.
        OSError: A file cannot be written; the error says whether others have changed.
    """
    from negotiations.folder.writing import write_folder

    write_folder(dataset.records, path, overwrite=overwrite)


def check(
    path: str | os.PathLike[str],
    *,
    texts: articles.Texts | str | os.PathLike[str] | None = None,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    with_ignored: bool = False,
) -> tuple[Problem, ...]:
    """Find all problems of a dataset's folder, each with its place and its remedy.

    Args:
        path: The folder with ``data/`` and ``seeds/`` in it.
        texts: The folder with the article texts; then every slice is checked against them.
        select: The rules to report; all of them if empty.
        ignore: The rules to leave out.
        with_ignored: Whether to return what the dataset's own list sets aside, too; of these,
            ``Problem.ignored`` is the reason.

    Raises:
        UnknownId: There is no such rule; the error names the nearest.

    >>> [problem.rule for problem in check("no-such-folder")]
    ['folder']
    """
    return reading.check_folder(
        path, texts=texts, select=select, ignore=ignore, with_ignored=with_ignored
    )
