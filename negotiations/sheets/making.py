"""Records made of rows: grouped, completed by what a dataset has, and judged by its rules."""

from __future__ import annotations

from typing import Any

import attrs

from negotiations.articles import Texts
from negotiations.errors import InvalidDataset, Problem, nearest
from negotiations.folder.drafting import completed, completed_part, missing_fields, new_findings
from negotiations.folder.naming import command
from negotiations.io.codec import from_data, to_data
from negotiations.model import Evidence, Position, Proposal, Source, Term, Version
from negotiations.model.terms import TermLabel
from negotiations.records import COLLECTIONS, address_of, label_pointer
from negotiations.rules import RULES
from negotiations.sheets.columns import ColumnKind
from negotiations.sheets.gathering import Given, given, merged
from negotiations.sheets.grid import cell_problem
from negotiations.sheets.quotations import Quotations
from negotiations.sheets.sourcing import Sources
from negotiations.sheets.written import Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from negotiations.model import Record
    from negotiations.records import Records
    from negotiations.rules import Finding
    from negotiations.sheets.rows import Row, Rows

__all__ = ["Maker"]

_ACCOUNTED = "paragraphs-accounted"
_COLLECTION = {record: name for name, record in COLLECTIONS.items()}


class Maker:
    """One making of records: what was read so far, and what is wrong.

    Args:
        rows: The rows.
        before: The records of the dataset.
        texts: The folder of texts.
        found: The passages that were looked for before, by source and words.
    """

    def __init__(
        self, rows: Rows, before: Records, texts: Path | None, found: dict[tuple[str, str], Any]
    ) -> None:
        self.rows = rows
        self.before = before
        self.problems: list[Problem] = []
        self.remarks: list[str] = []
        self.sources = Sources(before, texts, self.problems)
        self._texts = texts
        self._found = found
        self._places: dict[tuple[str, str], Given] = {}
        # The ids of what could not be made: a reference to one of them is not wrong for that reason.
        self._broken: set[str] = set()
        self._quotations: Quotations | None = None

    def records(self) -> Records | None:
        """All records of the dataset with those of the rows; None where they cannot be put together."""
        for made in self._grouped("sources"):
            key = self.sources.declare(made)
            if key:
                self._places["sources/" + key, ""] = made
        simple = [
            record
            for name in ("actors", "places", "issues")
            for made in self._grouped(name)
            if (record := self._record(made, self.before)) is not None
        ]
        records = self.before.with_records([*self.sources.known.values(), *simple])
        events = [
            record
            for made in self._grouped("events")
            if (record := self._record(made, records)) is not None
        ]
        terms = self._terms(records)
        proposals = self._proposals(records, terms)
        positions = self._positions(records, terms)
        self._tell_of_homeless(records, terms)
        records = records.with_records([*events, *proposals, *positions])
        records = self._accounted(records)
        self._judge(records)
        return records

    # --- rows -----------------------------------------------------------------------------------

    def _grouped(self, name: str) -> list[Given]:
        """What the rows of a sheet give, those with one id together."""
        groups: dict[str, Given] = {}
        for row in self.rows.by_sheet.get(name, ()):
            made = given(row, self._cite, self.problems)
            key = str(made.data.get("id", ""))
            if not key and name != "sources":
                if not made.is_broken or row.get("id") is None:
                    self._tell(row.at("id"), "the row has no id", expected=_ID, rule="schema")
                continue
            if made.is_broken:
                self._broken.add(key)
            if key and key in groups:
                merged(groups[key], made, self.problems)
            else:
                groups[key or row.place] = made
        return list(groups.values())

    def _cite(self, row: Row, passage: dict[str, Any]) -> dict[str, Any] | None:
        """The passage of a row, found by its words.

        Raises:
            Unreadable: It is nowhere, in several places, or not said where.
        """
        words, source = str(passage.pop("quote", "")), str(passage.pop("source", ""))
        number = passage.pop("paragraph", None)
        if not words and number is None:
            if passage:
                raise Unreadable(
                    "something is said of a passage, and its words are not given",
                    "the words of the passage",
                    f"fill the column quote, or empty {', '.join(sorted(passage))}",
                )
            return None
        if not words.strip(" .…") and number is None:
            raise Unreadable("the quotation has no words", "the words of the passage")
        if self._quotations is None:
            self._quotations = Quotations(self._opened(), self._found)
        found = self._sourced(row, source)
        return self._quotations.passage(found, words, number) | passage

    def _sourced(self, row: Row, text: str) -> Source:
        known = len(self.sources.known)
        source = self.sources.of(text)
        if len(self.sources.known) != known:
            assert self._quotations is not None  # noqa: S101 - for type checkers: set before
            self._quotations.texts = self._opened()
            self._places.setdefault(("sources/" + source.id, ""), Given(row=row))
        return source

    def _opened(self) -> Texts:
        return Texts(self._texts or "", self.sources.known.values())

    def _tell(self, place: str, message: str, **more: Any) -> None:
        self.problems.append(cell_problem(place, message, **more))

    # --- records --------------------------------------------------------------------------------

    def _record(self, made: Given, records: Records, *, extra: dict[str, Any] | None = None) -> Any:
        """The record that rows give, with what the dataset has of it; None where it cannot be made."""
        kind: Any = made.row.sheet.record
        key = str(made.data["id"])
        address = f"{_COLLECTION[kind]}/{key}"
        self._places[address, ""] = made
        old = records.collections[_COLLECTION[kind]].get(key)
        data = ({} if old is None else to_data(old)) | made.data | (extra or {})
        if made.passages:
            data["evidence"] = [passage for passage, _ in made.passages]
        if made.is_broken:
            self._broken.add(key)
            return None
        data = completed(records, kind, key, {name: data[name] for name in data if name != "id"})
        return self._built(kind, data, made, address, "")

    def _built(self, kind: Any, data: dict[str, Any], made: Given, address: str, within: str) -> Any:
        missing = missing_fields(kind, data) if not within else ()
        for spec in missing:
            self._tell(
                made.place(spec.name),
                f"{spec.name} is missing",
                rule="schema",
                expected=spec.doc,
                record=address,
                remedy="fill the cell",
            )
        if missing:
            self._broken.add(address.partition("/")[2])
            return None
        try:
            return from_data(kind, data)
        except InvalidDataset as fault:
            for problem in fault.problems:
                field = problem.pointer.split("/")[1] if problem.pointer else ""
                self.problems.append(
                    attrs.evolve(
                        problem,
                        file=made.place(_column_of(field)),
                        record=address,
                        pointer=within + problem.pointer,
                        remedy=problem.remedy or "correct the cell",
                    )
                )
            self._broken.add(address.partition("/")[2])
            return None

    def _terms(self, records: Records) -> dict[str, dict[str, tuple[Given, dict[str, Any]]]]:
        """The data of the terms that rows give, by holder and by label."""
        groups: dict[tuple[str, str], Given] = {}
        for row in self.rows.by_sheet.get("terms", ()):
            issue = row.get("issue")
            name = "" if issue is None else str(issue.content)
            known = records.issues.get(name)
            made = given(row, self._cite, self.problems, kind="" if known is None else known.kind.value)
            holder = str(made.data.pop("holder", "")).rpartition("/")[2]
            if not holder:
                self._tell(row.at("holder"), "the row does not say whose term it is", rule="schema",
                           expected="an id in texts or positions", remedy="fill the cell")
                continue
            if known is None:
                if name and name not in self._broken:
                    self._tell(row.at("issue"), f"no issue {name!r}", rule="references",
                               expected="an id in issues", remedy=_nearest(name, records.issues))
                elif not name:
                    self._tell(row.at("issue"), "the row has no issue", rule="schema",
                               expected="an id in issues", remedy="fill the cell")
                self._broken.add(holder)
                continue
            if made.is_broken:
                self._broken.add(holder)
                continue
            label = str(TermLabel(*(made.data.get(part) for part in TermLabel._fields)))
            if (holder, label) in groups:
                merged(groups[holder, label], made, self.problems)
            else:
                groups[holder, label] = made
        terms: dict[str, dict[str, tuple[Given, dict[str, Any]]]] = {}
        for (holder, label), made in groups.items():
            data = completed_part(records, made.data)
            if made.passages:
                data["evidence"] = [passage for passage, _ in made.passages]
            terms.setdefault(holder, {})[label] = (made, data)
        return terms

    def _with_terms(
        self, address: str, old: Any, terms: dict[str, tuple[Given, dict[str, Any]]]
    ) -> list[dict[str, Any]]:
        """The data of all terms of a holder: those that it has, and those of the rows."""
        held = {term.label: to_data(term) for term in (getattr(old, "terms", None) or ())}
        for label, (made, data) in terms.items():
            within = f"/terms/{label}"
            self._places[address, within] = made
            held[label] = held.get(label, {}) | data
            if self._built(Term, held[label], made, address, within) is None:
                del held[label]
        unnamed = [label for label in held if label not in terms]
        if terms and unnamed:
            shown = ", ".join(unnamed[:5]) + (", …" if len(unnamed) > 5 else "")
            remove = command("remove", f"{address}/terms/{unnamed[0]}")
            self.remarks.append(f"{address} keeps terms that no row has: {shown}; to remove one: {remove}")
        return list(held.values())

    def _proposals(
        self, records: Records, terms: dict[str, dict[str, tuple[Given, dict[str, Any]]]]
    ) -> list[Proposal]:
        """The proposals with the versions that rows give, or give terms of."""
        rows = {str(made.data["id"]): made for made in self._grouped("texts")}
        changed: dict[str, list[Version]] = {}
        owners: dict[str, Given] = {}
        for key, made in rows.items():
            name = key.partition("@")[0]
            if name in owners:
                beside = attrs.evolve(made, data={}, passages=[])
                merged(owners[name], beside, self.problems)
            else:
                owners[name] = Given(
                    row=made.row, proposal=dict(made.proposal), places=dict(made.places)
                )
            listed = terms.get(key, {})
            old = records.versions.get(key)
            extra = {"terms": self._with_terms(f"versions/{key}", old, listed)} if listed else {}
            version = self._version(made, records, extra)
            if version is not None:
                changed.setdefault(name, []).append(version)
        for key in terms.keys() - rows.keys():
            old = records.versions.get(key)
            if old is not None:
                made = next(iter(terms[key].values()))[0]
                self._places.setdefault((f"versions/{key}", ""), Given(row=made.row))
                data = to_data(old) | {"terms": self._with_terms(f"versions/{key}", old, terms[key])}
                version = self._built(Version, data, made, f"versions/{key}", "")
                if version is not None:
                    changed.setdefault(old.proposal_id, []).append(version)
        found = []
        for name in dict.fromkeys([*owners, *changed]):
            proposal = self._proposal(name, owners.get(name), changed.get(name, []), records)
            if proposal is not None:
                found.append(proposal)
        return found

    def _version(self, made: Given, records: Records, extra: dict[str, Any]) -> Version | None:
        # The evidence of a version is not that of its terms, which have quotations of their own.
        version: Version | None = self._record(made, records)
        if version is None or not extra:
            return version
        data = to_data(version) | extra
        built: Version | None = self._built(Version, data, made, f"versions/{version.id}", "")
        return built

    def _proposal(
        self, name: str, owner: Given | None, versions: list[Version], records: Records
    ) -> Proposal | None:
        old = records.proposals.get(name)
        if owner is None:
            owner = self._places[f"versions/{versions[0].id}", ""]
        address = f"proposals/{name}"
        self._places[address, ""] = owner
        kept = {version.id: version for version in (old.versions or () if old is not None else ())}
        kept |= {version.id: version for version in versions}
        data = ({} if old is None else to_data(old)) | owner.proposal
        data = completed(records, Proposal, name, {key: data[key] for key in data if key != "id"})
        data["versions"] = [to_data(version) for version in kept.values()]
        missing = missing_fields(Proposal, data)
        for spec in missing:
            column = f"proposal_{spec.name}"
            self._tell(
                owner.place(column), f"{column} is missing", rule="schema", record=address,
                expected=spec.doc, remedy="fill the cell in the first row of the proposal",
            )
        if missing:
            self._broken.update((name, *kept))
            return None
        proposal: Proposal | None = self._built(Proposal, data, owner, address, "")
        return proposal

    def _positions(
        self, records: Records, terms: dict[str, dict[str, tuple[Given, dict[str, Any]]]]
    ) -> list[Position]:
        found = []
        rows = {str(made.data["id"]): made for made in self._grouped("positions")}
        for key, made in rows.items():
            old = records.positions.get(key)
            listed = terms.get(key, {})
            if not listed and old is None:
                if key not in self._broken:
                    self._tell(
                        made.row.at("id"), f"no row of terms is of the position {key!r}", rule="schema",
                        expected="one row of the sheet terms at least, with this id as its holder",
                        remedy="say there what is wanted",
                    )
                self._broken.add(key)
                continue
            address = f"positions/{key}"
            extra = {"terms": self._with_terms(address, old, listed)} if listed else {}
            position = self._record(made, records, extra=extra)
            if position is not None:
                found.append(position)
        for key in terms.keys() - rows.keys():
            old = records.positions.get(key)
            if old is not None:
                made = next(iter(terms[key].values()))[0]
                self._places.setdefault((f"positions/{key}", ""), Given(row=made.row))
                listed_terms = self._with_terms(f"positions/{key}", old, terms[key])
                data = to_data(old) | {"terms": listed_terms}
                position = self._built(Position, data, made, f"positions/{key}", "")
                if position is not None:
                    found.append(position)
        return found

    def _tell_of_homeless(
        self, records: Records, terms: dict[str, dict[str, tuple[Given, dict[str, Any]]]]
    ) -> None:
        """Say which terms are of nothing that there is."""
        rows = (*self.rows.by_sheet.get("texts", ()), *self.rows.by_sheet.get("positions", ()))
        written = {str(cell.content) for row in rows if (cell := row.get("id")) is not None}
        known = {*written, *records.versions, *records.positions}
        for holder, listed in terms.items():
            if holder in known or holder in self._broken:
                continue
            for made, _ in listed.values():
                self._tell(
                    made.row.at("holder"), f"no text and no position {holder!r}", rule="references",
                    expected="an id in texts or positions", remedy=_nearest(holder, known),
                )

    # --- the whole ------------------------------------------------------------------------------

    def _accounted(self, records: Records) -> Records:
        """The records with sources in which every paragraph is accounted for."""
        made = []
        for data in self.sources.accounted(records):
            address = f"sources/{data['id']}"
            owner = self._places.get((address, ""))
            if owner is None or owner.is_broken:
                source = from_data(Source, data) if owner is None else None
            else:
                source = self._built(Source, data, owner, address, "")
            if source is not None:
                made.append(source)
        return records.with_records(made)

    def _judge(self, records: Records) -> None:
        """Add what the rules find that was not wrong before, each with its cell."""
        texts = Texts(self._texts, records.sources.values()) if self._texts is not None else None
        all_read = not (self.problems or self.rows.problems)
        known = {
            address_of(finding.record)
            for finding in RULES[_ACCOUNTED].findings(self.before)
        }
        for finding in new_findings(self.before, records, texts=texts):
            if not all_read and not self._is_certain(finding):
                continue
            # Of a source that is coded passage by passage, less is left than before.
            if finding.rule == _ACCOUNTED and address_of(finding.record) in known:
                continue
            problem = finding.problem()
            self.problems.append(attrs.evolve(problem, file=self._place_of(finding)))

    def _is_certain(self, finding: Finding) -> bool:
        """Whether a finding stands although some rows could not be read."""
        if finding.rule in (_ACCOUNTED, "source-cited", "option-alone", "coded-on"):
            return False
        found = finding.found.rpartition("/")[2]
        return finding.record.id not in self._broken and found not in self._broken

    def _place_of(self, finding: Finding) -> str:
        """The cell that a finding is about, or the nearest to it."""
        address = address_of(finding.record)
        path = label_pointer(finding.record, finding.path).split("/")[1:]
        owner, inner = self._places.get((address, "")), path
        if path[:1] == ["terms"] and len(path) > 1:
            term = self._places.get((address, "/".join(["", *path[:2]])))
            if term is not None:
                owner, inner = term, path[2:]
        if owner is None:
            return ""
        if inner[:1] == ["evidence"]:
            row = _row_of_passage(owner, finding)
            return row.at(_column_of(inner[2]) if len(inner) > 2 else "quote")
        if address.startswith("proposals/"):
            return owner.place(f"proposal_{inner[0]}") if inner else owner.row.at("id")
        return owner.place(inner[0]) if inner else _key_place(owner, finding)


def _key_place(owner: Given, finding: Finding) -> str:
    """The cell of the quotation where that is what lacks, else the cell of the key."""
    if finding.rule == "evidence-present":
        return owner.row.at("quote")
    first = next(
        (
            column.name
            for column in owner.row.sheet.columns
            if column.kind is ColumnKind.FIELD and column.required
        ),
        "id",
    )
    return owner.row.at(first)


def _row_of_passage(owner: Given, finding: Finding) -> Row:
    """The row that gave the passage that a finding is about."""
    here: Any = finding.record
    for step in finding.path:
        here = here[step] if isinstance(step, int) else getattr(here, step)
        if isinstance(here, Evidence):
            data = to_data(here)
            return next((row for passage, row in owner.passages if passage == data), owner.row)
    return owner.row


def _column_of(field: str) -> str:
    """The column of a field of evidence; of any other field its own name."""
    from negotiations.sheets.columns import EVIDENCE_CALLED

    if field in ("evidence", "start"):
        return "quote"
    return EVIDENCE_CALLED.get(field, field) if field != "note" else field


def _nearest(wanted: str, known: Any) -> str:
    close = nearest(wanted, known, 1)
    return f"write {close[0]!r}" if close else "add it"


_ID = "lower-case letters and digits joined by hyphens, such as may-proposal"
