"""Texts and positions with the terms that rows give them, and the proposals around the texts."""

from __future__ import annotations

from typing import Any

import attrs

from negotiations.errors import nearest
from negotiations.folder.drafting import completed, completed_part, missing_fields
from negotiations.io.codec import to_data
from negotiations.model import Position, Proposal, Term, Version
from negotiations.model.terms import TermLabel
from negotiations.sheets.gathering import Given, given, merged
from negotiations.sheets.parts import (
    tell_kept,
    tell_without_holder,
    with_parts_alone,
    without_holder,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from negotiations.records import Records
    from negotiations.sheets.maker import Maker
    from negotiations.sheets.parts import Parts

    # The terms that rows give, by holder and by label.
    Terms = dict[str, dict[str, tuple[Given, dict[str, Any]]]]

__all__ = ["Holders"]


class Holders:
    """The records that hold terms, made of rows and of what a dataset has.

    Args:
        maker: Makes records, and gathers what is wrong.
        parts: The roles and phases that have rows of their own.
        records: The records of the dataset, with the sources and issues of the rows.
    """

    def __init__(self, maker: Maker, parts: Parts, records: Records) -> None:
        self._maker = maker
        self._parts = parts
        self._records = records
        self._terms = self._read_terms()

    def made(self) -> list[Proposal | Position]:
        """The proposals and positions that the rows change."""
        found: list[Proposal | Position] = [*self._proposals(), *self._positions()]
        self._tell_of_homeless()
        return found

    def _read_terms(self) -> Terms:
        """The data of the terms that rows give, by holder and by label."""
        groups: dict[tuple[str, str], Given] = {}
        for row in self._maker.read("terms"):
            issue = row.get("issue")
            name = "" if issue is None else str(issue.content)
            known = self._records.issues.get(name)
            made = given(
                row,
                self._maker.cite,
                self._maker.problems,
                kind="" if known is None else known.kind.value,
            )
            holder = without_holder(self._maker, made)
            if not holder:
                continue
            if known is None:
                if "issue" in made.unread or "issues" in self._maker.blind:
                    pass
                elif name and name not in self._maker.broken:
                    self._maker.tell(
                        row.at("issue"),
                        f"no issue {name!r}",
                        rule="references",
                        expected="an id in issues",
                        remedy=_nearest(name, self._records.issues),
                    )
                elif not name:
                    self._maker.tell(
                        row.at("issue"),
                        "the row has no issue",
                        rule="schema",
                        expected="an id in issues",
                        remedy="fill the cell",
                    )
                self._maker.broken.add(holder)
                continue
            if made.is_broken:
                self._maker.broken.add(holder)
                if made.unread & set(TermLabel._fields):
                    continue
            parts: dict[str, Any] = {part: made.data.get(part) for part in TermLabel._fields}
            label = str(TermLabel(**parts))
            if (holder, label) in groups:
                merged(groups[holder, label], made, self._maker.problems)
            else:
                groups[holder, label] = made
        terms: Terms = {}
        for (holder, label), made in groups.items():
            data = completed_part(self._records, made.data)
            if made.passages:
                data["evidence"] = [passage for passage, _ in made.passages]
            terms.setdefault(holder, {})[label] = (made, data)
        return terms

    def _with_terms(
        self,
        address: str,
        old: Any,
        terms: dict[str, tuple[Given, dict[str, Any]]],
        shared: list[dict[str, Any]] | None = None,
        *,
        is_whole: bool = True,
    ) -> tuple[Term, ...]:
        """All terms of a holder: those that it has, and those of the rows.

        A term of a row without a quotation rests on what is quoted for the whole, if that is ``shared``.
        What no row has is named where the sheets have the whole, and not only some of its terms.
        """
        held: dict[str, Term] = {term.label: term for term in (getattr(old, "terms", None) or ())}
        for label, (made, data) in terms.items():
            within = f"/terms/{label}"
            self._maker.places[address, within] = made
            beside = {"evidence": shared} if shared and not made.passages else {}
            known = to_data(held.pop(label)) if label in held else {}
            term = self._maker.built(Term, known | data | beside, made, address, within)
            if term is not None:
                held[label] = term
        unnamed = [label for label in held if label not in terms]
        if is_whole and unnamed:
            tell_kept(self._maker, address, "terms", unnamed)
        return tuple(held.values())

    def _proposals(self) -> list[Proposal]:
        """The proposals with the versions that rows give, or give terms of."""
        texts = self._maker.grouped("texts")
        whole = {str(made.data["id"]) for made in texts}
        known = self._records.versions
        rows = {
            str(made.data["id"]): made
            for made in with_parts_alone(texts, self._parts, known, "versions")
        }
        changed: dict[str, list[Version]] = {}
        owners: dict[str, Given] = {}
        for key, made in rows.items():
            name = key.partition("@")[0]
            if name in owners:
                beside = attrs.evolve(made, data={}, passages=[])
                merged(owners[name], beside, self._maker.problems)
            else:
                owners[name] = Given(
                    row=made.row,
                    proposal=dict(made.proposal),
                    places=dict(made.places),
                    unread=set(made.unread),
                )
            listed = self._terms.get(key, {})
            old = self._records.versions.get(key)
            terms = (
                self._with_terms(f"versions/{key}", old, listed, is_whole=key in whole)
                if listed
                else ()
            )
            version = self._version(made, terms, self._parts.of(made, old, "versions"))
            if version is not None:
                changed.setdefault(name, []).append(version)
        for key in self._terms.keys() - rows.keys():
            old = self._records.versions.get(key)
            if old is not None:
                made = next(iter(self._terms[key].values()))[0]
                self._maker.places.setdefault((f"versions/{key}", ""), Given(row=made.row))
                terms = self._with_terms(f"versions/{key}", old, self._terms[key], is_whole=False)
                changed.setdefault(old.proposal_id, []).append(old.replace(terms=terms))
        found = []
        for name in dict.fromkeys([*owners, *changed]):
            proposal = self._proposal(name, owners.get(name), changed.get(name, []))
            if proposal is not None:
                found.append(proposal)
        return found

    def _version(
        self, made: Given, terms: tuple[Term, ...], parts: dict[str, Any]
    ) -> Version | None:
        version: Version | None = self._maker.record(made, self._records, "versions", extra=parts)
        return version.replace(terms=terms) if version is not None and terms else version

    def _proposal(self, name: str, owner: Given | None, versions: list[Version]) -> Proposal | None:
        old = self._records.proposals.get(name)
        if owner is None:
            owner = self._maker.places[f"versions/{versions[0].id}", ""]
        address = f"proposals/{name}"
        self._maker.places[address, ""] = owner
        kept = {version.id: version for version in (old.versions or () if old is not None else ())}
        kept |= {version.id: version for version in versions}
        data = ({} if old is None else to_data(old)) | owner.proposal
        data = completed(
            self._records, Proposal, name, {key: data[key] for key in data if key != "id"}
        )
        data.pop("versions", None)
        missing = missing_fields(Proposal, data)
        for spec in missing:
            column = f"proposal_{spec.name}"
            if column in owner.unread:
                continue
            self._maker.tell(
                owner.place(column),
                f"{column} is missing",
                rule="schema",
                record=address,
                expected=spec.doc,
                remedy="fill the cell in the first row of the proposal",
            )
        if missing:
            self._maker.broken.update((name, *kept))
            return None
        proposal: Proposal | None = self._maker.built(Proposal, data, owner, address, "")
        held = tuple(kept.values()) or (old.versions if old is not None else None)
        return proposal if proposal is None else proposal.replace(versions=held)

    def _positions(self) -> list[Position]:
        found = []
        rows = {str(made.data["id"]): made for made in self._maker.grouped("positions")}
        for key, made in rows.items():
            old = self._records.positions.get(key)
            listed = self._terms.get(key, {})
            if not listed and old is None:
                if key not in self._maker.broken:
                    self._maker.tell(
                        made.row.at("id"),
                        f"no row of terms is of the position {key!r}",
                        rule="schema",
                        expected="one row of the sheet terms at least, with this id as its holder",
                        remedy="say there what is wanted",
                    )
                self._maker.broken.add(key)
                continue
            address = f"positions/{key}"
            shared = [passage for passage, _ in made.passages]
            terms = self._with_terms(address, old, listed, shared) if listed else ()
            extra = {"terms": [to_data(term) for term in terms]} if terms else {}
            # What is wrong with its terms is told of them.
            made.unread |= {"terms"} if listed else set()
            if any(not term.passages for term, _ in listed.values()):
                for term, _ in listed.values():
                    term.passages = term.passages or list(made.passages)
                made.passages = []
            position = self._maker.record(made, self._records, "positions", extra=extra)
            if position is not None:
                found.append(position)
        for key in self._terms.keys() - rows.keys():
            old = self._records.positions.get(key)
            if old is not None:
                made = next(iter(self._terms[key].values()))[0]
                self._maker.places.setdefault((f"positions/{key}", ""), Given(row=made.row))
                terms = self._with_terms(f"positions/{key}", old, self._terms[key], is_whole=False)
                found.append(old.replace(terms=terms))
        return found

    def _tell_of_homeless(self) -> None:
        """Say which terms are of nothing that there is."""
        rows = (
            *self._maker.rows.by_sheet.get("texts", ()),
            *self._maker.rows.by_sheet.get("positions", ()),
        )
        written = {str(cell.content) for row in rows if (cell := row.get("id")) is not None}
        known = {*written, *self._records.versions, *self._records.positions}
        for holder, listed in self._terms.items():
            for made, _ in listed.values():
                tell_without_holder(self._maker, made, holder, ("versions", "positions"), known)


def _nearest(wanted: str, known: Any) -> str:
    close = nearest(wanted, known, 1)
    return f"write {close[0]!r}" if close else "add it"
